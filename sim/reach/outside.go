package reach

import (
	"encoding/binary"
	"iter"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A hostShare is a set of hosts outside that fare alike as far as the network between goes.
type hostShare struct {
	hosts  netmath.AddrSet
	fabric int32
}

// outsideKey is what the shares of hosts outside depend on, in one query.
type outsideKey struct {
	zone   int32
	place  graph.Location
	side   sim.Side
	family netmath.Family
}

// A hostPart is a set of addresses of which a guard says the same, whoever of them is asked about.
type hostPart struct {
	part int32 // its number
	pass pass
}

// partKey is what the parts of hosts outside depend on, in one query.
type partKey struct {
	guard *guard
	place graph.Location
}

// facing is a class or a load balancer that faces hosts outside, in shares of a number.
type facing struct {
	shares int32
	guard  *guard
}

// outsides remembers what was found out about hosts outside.
type outsides struct {
	shares map[outsideKey]int32 // a number of all; particular if zones do not decide
	all    [][]hostShare
	parts  map[partKey][]hostPart
	facing map[facing][]Passage // what passes, without the ends' names
	doors  map[doorKey]*guard   // of nodes of load balancers

	byFabrics map[string][]int32 // the numbers of shares, by the fabrics in them
}

// doorKey is what the guards of load balancers' nodes are known by.
type doorKey struct {
	guard  graph.Guard
	family netmath.Family
}

func newOutsides() outsides {
	return outsides{
		shares: map[outsideKey]int32{}, all: make([][]hostShare, firstFabric), parts: map[partKey][]hostPart{}, facing: map[facing][]Passage{},
		doors: map[doorKey]*guard{}, byFabrics: map[string][]int32{},
	}
}

// beside finds what passes between a class and hosts outside, which are at one side.
func (a *asker) beside(q sim.Question, side sim.Side, class, outside *Place, f netmath.Family) ([]Passage, error) {
	n, err := a.hostShares(q, side, a.about[class.class-1].zone, outside, f)
	if side == sim.To && outside.Hosts.Intersects(netmath.AddrSetOf(a.g.Near(class.Location.Interface)...)) {
		n = particular // rules may know hosts by who else holds their addresses
	}
	switch {
	case err != nil || n == blocked:
		return nil, err
	case n == particular && side == sim.From:
		return a.shares(q, outside, class, f)
	case n == particular:
		return a.shares(q, class, outside, f)
	}
	dir := graph.Egress
	if side == sim.From {
		dir = graph.Ingress
	}
	return a.faced(facing{n, a.guard(class.class-1, dir, f)}, q, side, outside, f), nil
}

// toBalancer finds what passes from hosts outside to a load balancer, by what the groups of its nodes let in.
func (a *asker) toBalancer(q sim.Question, outside, to *Place, f netmath.Family) ([]Passage, error) {
	door := a.door(to.Location.Index, f)
	if door == nil {
		return a.shares(q, outside, to, f)
	}
	n, err := a.numberHosts(q, sim.From, outside, f)
	switch {
	case err != nil || n == blocked:
		return nil, err
	case n == particular:
		return a.shares(q, outside, to, f)
	}
	return a.faced(facing{n, door}, q, sim.From, outside, f), nil
}

// door is the guard of a load balancer's nodes, or none if not all have the same.
func (a *asker) door(balancer int32, f netmath.Family) *guard {
	nodes := a.g.Nodes(balancer)
	if len(nodes) == 0 {
		return nil
	}
	key := doorKey{a.g.Guard(nodes[0]), f}
	if slices.ContainsFunc(nodes, func(id graph.InterfaceID) bool { return a.g.Guard(id) != key.guard }) {
		return nil
	}
	if a.outsides.doors[key] == nil {
		a.outsides.doors[key] = a.newGuard(nodes[0], graph.Ingress, f)
	}
	return a.outsides.doors[key]
}

// faced is what passes between hosts outside and who faces them.
func (a *asker) faced(key facing, q sim.Question, side sim.Side, outside *Place, f netmath.Family) []Passage {
	passages, known := a.outsides.facing[key]
	if !known {
		passages = a.face(a.outsides.all[key.shares], a.hostParts(key.guard, outside), side, f)
		a.outsides.facing[key] = passages
	}
	passages = slices.Clone(passages)
	for i := range passages {
		passages[i].Witness = q
		passages[i].setWitness(side, f)
	}
	return passages
}

// face cuts shares of hosts along what a guard says of them.
func (a *asker) face(shares []hostShare, parts []hostPart, side sim.Side, f netmath.Family) []Passage {
	var all []Passage
	for _, s := range shares {
		if s.fabric == blocked {
			continue
		}
		for _, p := range parts {
			hosts := a.hosts.within(s.hosts, p.part)
			if hosts.Empty() {
				continue
			}
			out, in := everything, p.pass
			if side == sim.To {
				out, in = in, out
			}
			if p := a.through(s.fabric, out, in, f); len(p.flows) > 0 {
				all = append(all, Passage{Hosts: hosts, Family: f, Flows: p.flows})
			}
		}
	}
	return merge(all)
}

// hostShares divides hosts outside by what the network between them and a zone lets pass.
func (a *asker) hostShares(q sim.Question, side sim.Side, zone int32, outside *Place, f netmath.Family) (int32, error) {
	key := outsideKey{zone, outside.Location, side, f}
	if n, known := a.outsides.shares[key]; known {
		return n, nil
	}
	n, err := a.numberHosts(q, side, outside, f)
	if err == nil {
		a.outsides.shares[key] = n
	}
	return n, err
}

// numberHosts is the number of the shares of hosts outside.
func (a *asker) numberHosts(q sim.Question, side sim.Side, outside *Place, f netmath.Family) (int32, error) {
	if nowhere, err := a.tracer.Unaddressed(q); nowhere || err != nil {
		return blocked, err
	}
	shares, whole, err := a.divideHosts(q, side, outside.Hosts.Of(f), f)
	switch {
	case err != nil || !whole:
		return particular, err
	case slices.ContainsFunc(shares, func(s hostShare) bool { return s.fabric != blocked }):
		return a.numberShares(shares), nil
	}
	return blocked, nil
}

// numberShares is the number of shares that may have come up before.
func (a *asker) numberShares(shares []hostShare) int32 {
	var key []byte
	for _, s := range shares {
		key = binary.AppendVarint(key, int64(s.fabric))
	}
	for _, n := range a.outsides.byFabrics[string(key)] {
		if slices.EqualFunc(a.outsides.all[n], shares, func(x, y hostShare) bool { return x.hosts.Equal(y.hosts) }) {
			return n
		}
	}
	n := int32(len(a.outsides.all))
	a.outsides.all, a.outsides.byFabrics[string(key)] = append(a.outsides.all, shares), append(a.outsides.byFabrics[string(key)], n)
	return n
}

// divideHosts asks about each protocol, and divides hosts where any of them tells them apart. It is false where more than the zone decides.
func (a *asker) divideHosts(q sim.Question, side sim.Side, hosts netmath.AddrSet, f netmath.Family) ([]hostShare, bool, error) {
	type share struct {
		hosts netmath.AddrSet
		by    []sim.Passing
	}
	shares := []share{{hosts: hosts}}
	for _, p := range a.protocols[f].all {
		q.Service = p.service
		fares, whole, err := a.tracer.WeighHostsOpen(q, side, hosts, f)
		if err != nil || !whole {
			return nil, false, err
		}
		var finer []share
		for _, s := range shares {
			for i := range fares {
				if both := s.hosts.Intersect(fares[i].Hosts); !both.Empty() {
					finer = append(finer, share{both, append(slices.Clip(s.by), fares[i].Passing)})
				}
			}
		}
		shares = finer
	}
	var out []hostShare
	for _, s := range shares {
		n := a.internFabric(fabric{by: s.by})
		if n == particular {
			return nil, false, nil
		}
		if i := slices.IndexFunc(out, func(o hostShare) bool { return o.fabric == n }); i >= 0 {
			out[i].hosts = out[i].hosts.Union(s.hosts)
			continue
		}
		out = append(out, hostShare{s.hosts, n})
	}
	return out, true, nil
}

// hostParts divides hosts outside by what a guard says of them.
func (a *asker) hostParts(g *guard, outside *Place) []hostPart {
	key := partKey{g, outside.Location}
	if parts, known := a.outsides.parts[key]; known {
		return parts
	}
	byPass := map[pass]*netmath.AddrSetBuilder{}
	var passes []pass
	for r := range g.segments() {
		host, any := outside.Hosts.FirstIn(r)
		if !any {
			continue
		}
		p := a.ofHost(g, host)
		b := byPass[p]
		if b == nil {
			b = new(netmath.AddrSetBuilder)
			byPass[p], passes = b, append(passes, p)
		}
		b.AddRange(r.Lo, r.Hi)
	}
	var parts []hostPart
	for _, p := range passes {
		parts = append(parts, hostPart{a.hosts.number(byPass[p].Set()), p})
	}
	a.outsides.parts[key] = parts
	return parts
}

var wholeSpace = [...]netip.Prefix{
	netmath.IPv4: netip.PrefixFrom(netip.IPv4Unspecified(), 0), netmath.IPv6: netip.PrefixFrom(netip.IPv6Unspecified(), 0),
}

// segments are the parts of the address space between borders: what the guard says of an address in one holds for all.
func (g *guard) segments() iter.Seq[netmath.AddrRange] {
	return func(yield func(netmath.AddrRange) bool) {
		lo, last := netmath.First(wholeSpace[g.family]), netmath.Last(wholeSpace[g.family])
		for _, border := range g.borders {
			if lo.Less(border) && !yield(netmath.AddrRange{Lo: lo, Hi: border.Prev()}) {
				return
			}
			lo = border
		}
		yield(netmath.AddrRange{Lo: lo, Hi: last})
	}
}

// ofHost is what a guard says of a host outside.
func (a *asker) ofHost(g *guard, host netip.Addr) pass {
	if g.dir == graph.Egress {
		return a.out(g, graph.NoInterface, host)
	}
	return a.in(g, graph.NoInterface, host, graph.Stranger)
}
