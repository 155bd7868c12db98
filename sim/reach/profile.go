package reach

import (
	"encoding/binary"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A profile is what counts of a zone for whoever is far away, but for its addresses.
type profile struct {
	ways      [2]uint32 // the maps of the ways of its requests, and of its replies
	arrivals  int32     // the vector of arrivals at it
	threshold int32
}

// A guarded is what counts of a guard for whoever is far away: maps of what it lets out, and in for each Acquaintance.
type guarded struct {
	out     uint32
	in      uint32 // a number of the maps
	curious bool   // it knows some from elsewhere by their groups
}

// profiles are those of zones and guards.
type profiles struct {
	numbers map[profile]int32
	all     []profile
	ofZone  []int32 // one more than the number of each; 0 if nobody asked

	guards map[int32]guarded
	ins    [][]uint32 // lists of maps by Acquaintance
	byMaps map[string]uint32
	homes  []graph.GroupHome // of security groups, if it matters

	borders borders // where any map changes
	cells   []int32 // by position between them: equal for those that the network between does not tell apart
}

func newProfiles(zones int) profiles {
	return profiles{numbers: map[profile]int32{}, ofZone: make([]int32, zones), guards: map[int32]guarded{}, byMaps: map[string]uint32{}}
}

// profileOf is the number of a zone's profile.
func (x *afar) profileOf(zone int32) int32 {
	p := &x.profiles
	if p.ofZone[zone] == 0 {
		site := x.zones[zone].site
		one := profile{[2]uint32{x.ways.ofSite[0][site], x.ways.ofSite[1][site]}, x.arrivals.ofSite[site], x.threshold(zone)}
		n := number(p.numbers, one)
		if int(n) == len(p.all) {
			p.all = append(p.all, one)
		}
		p.ofZone[zone] = n + 1
	}
	return p.ofZone[zone] - 1
}

// profile finds what the guards of classes say of who is far away.
func (x *afar) profile(from []Place) {
	if slices.ContainsFunc(x.arrivals.known, graph.Acquaintance.Sees) {
		x.profiles.homes = x.g.GroupHomes()
	}
	for i := range from {
		x.guardedBy(from[i].class - 1)
	}
	for i := range x.to.places[:x.to.others] {
		x.guardedBy(x.to.places[i].class - 1)
	}
	for _, n := range x.nodes {
		x.guardedByGuard(n.guard)
	}
}

// guardedBy is what the guard of a class says.
func (x *afar) guardedBy(class int32) guarded { return x.guardedByGuard(x.about[class].guard) }

// guardedByGuard is what the guard of a number says.
func (x *afar) guardedByGuard(number int32) guarded {
	known, done := x.profiles.guards[number]
	if !done {
		known = x.newGuarded(number)
		x.profiles.guards[number] = known
	}
	return known
}

func (x *afar) newGuarded(number int32) guarded {
	on := x.guards[number]
	vpc := x.g.VpcIndex(on)
	out, in := x.guardOf(number, graph.Egress, x.family), x.guardOf(number, graph.Ingress, x.family)
	far := x.scene(out.borders, vpc)
	g := guarded{out: x.plot(&far, func(h afarHost) uint32 { return x.passes.number(x.out(out, graph.NoInterface, h.addr)) })}
	far = x.scene(in.borders, vpc)
	var maps []uint32
	for _, known := range x.arrivals.known {
		maps = append(maps, x.plot(&far, func(h afarHost) uint32 { return x.passes.number(x.in(in, h.id, h.addr, known)) }))
	}
	if len(maps) == 0 { // nothing arrives from far away
		maps = append(maps, x.constant(0))
	}
	g.in, g.curious = x.numberMaps(maps), x.profiles.homes != nil && x.g.Curious(on, x.profiles.homes)
	return g
}

// numberMaps is the number of a list of maps.
func (x *afar) numberMaps(maps []uint32) uint32 {
	var key []byte
	for _, m := range maps {
		key = binary.AppendUvarint(key, uint64(m))
	}
	n, known := x.profiles.byMaps[string(key)]
	if !known {
		n = uint32(len(x.profiles.ins))
		x.profiles.byMaps[string(key)], x.profiles.ins = n, append(x.profiles.ins, maps)
	}
	return n
}

// cut divides the addresses by all maps, and at some more borders.
func (x *afar) cut(also borders) {
	p := &x.profiles
	p.borders = also
	for n := range x.maps.Len() {
		for r := range x.maps.Map(uint32(n)).Segments() {
			p.borders = append(p.borders, r.Lo)
		}
	}
	slices.SortFunc(p.borders, netip.Addr.Compare)
	p.borders = slices.Compact(p.borders)
	p.cells = make([]int32, len(p.borders)+1)
	between := map[uint32]bool{}
	for _, ofSite := range x.ways.ofSite {
		for _, m := range ofSite {
			between[m] = true
		}
	}
	for i := range x.arrivals.all {
		between[x.arrivals.all[i].passes] = true
	}
	for m := range between {
		p.refine(x.maps.Map(m))
	}
}

// refine tells cells apart that a map tells apart.
func (p *profiles) refine(m netmath.RangeMap) {
	type refined struct {
		before int32
		value  uint32
	}
	numbers := map[refined]int32{}
	i := 1 // of the first border on; nobody is before it
	for r, value := range m.Segments() {
		for ; i < len(p.cells) && !r.Hi.Less(p.borders[i-1]); i++ {
			p.cells[i] = number(numbers, refined{p.cells[i], value})
		}
	}
}

// position is the number of the part of the addresses between borders that an address lies in.
func (x *afar) position(addr netip.Addr) int32 { return int32(x.profiles.borders.segment(addr)) }
