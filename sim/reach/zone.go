package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// zoneKey is what the network between tells of an interface: all that a class is told by but for its security groups. Classes with
// equal keys lie in one zone.
type zoneKey struct {
	traits graph.Traits
	cells  [4]netip.Prefix // the longest prefixes around its addresses, of those that others than security groups compare with
	own    graph.InterfaceID
	twins  int32 // the number of the traits of who has its address elsewhere
}

// aboutClass is what the engine keeps of a class.
type aboutClass struct {
	zone, guard int32
	addr        [2]netip.Addr // of its first member
}

// aboutZone is what the engine keeps of a zone.
type aboutZone struct {
	site int32
	on   graph.InterfaceID // one that is in it
}

// aboutNode is what the engine keeps of a node of a load balancer.
type aboutNode struct{ zone, guard int32 }

// addClasses finds the classes, puts those of one zone together, and numbers zones, sites and guards.
func (s *Solver) addClasses(apart func(graph.InterfaceID) int32) {
	var kin []int32
	s.classes, kin = classes(s.g, apart)
	s.kin = make([]int32, len(kin))
	zoneOf := s.addZones()
	order := make([]int, len(s.classes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(zoneOf[a], zoneOf[b]) })
	sorted := make([]Place, len(order))
	s.about = make([]aboutClass, len(order))
	for i, from := range order {
		sorted[i], s.kin[i] = s.classes[from], kin[from]
		sorted[i].class, sorted[i].zone = int32(i+1), zoneOf[from]
		id := sorted[i].Location.Interface
		s.about[i] = aboutClass{zone: zoneOf[from]}
		for _, f := range netmath.Families {
			s.about[i].addr[f] = s.g.Primary(id, f)
		}
	}
	s.classes = sorted
	s.addGuards()
	s.addSpans()
	s.classOf = s.numbered()
	s.likeness = s.g.Likeness(s.classOf)
}

// numbered is the number of each interface's class; -1 of those that are in none.
func (s *Solver) numbered() []int32 {
	class := slices.Repeat([]int32{-1}, s.g.NumInterfaces())
	for i := range s.classes {
		for _, id := range s.classes[i].Members {
			class[id] = int32(i)
		}
	}
	return class
}

// Zone is the number of the zone of a class: walks between two zones go the same ways, whichever of their interfaces they are between. It is
// -1 of any other place.
func (s *Solver) Zone(p *Place) int32 {
	if p.class == 0 {
		return -1
	}
	return p.zone
}

// addGuards numbers the guards of classes, and those of the nodes of load balancers.
func (s *Solver) addGuards() {
	numbers := map[graph.Guard]int32{}
	of := func(id graph.InterfaceID) int32 {
		n := number(numbers, s.g.Guard(id))
		if int(n) == len(s.guards) {
			s.guards = append(s.guards, id)
		}
		return n
	}
	for i := range s.classes {
		s.about[i].guard = of(s.classes[i].Location.Interface)
	}
	for id, n := range s.nodes { // in any order: guards are equal or not, whatever their numbers
		n.guard = of(id)
		s.nodes[id] = n
	}
}

// addZones numbers the zones of classes, and the sites of zones.
func (s *Solver) addZones() (zoneOf []int32) {
	cells := newCells(s.g.FabricPrefixes)
	twins := newTwins(graph.Traits.Zone)
	zones, sites, inner := map[zoneKey]int32{}, map[zoneKey]int32{}, map[zoneKey]int32{}
	of := func(on graph.InterfaceID) int32 {
		key := zoneKeyOf(s.g, cells, twins, on)
		zone := number(zones, key)
		if int(zone) < len(s.zones) {
			return zone
		}
		key.traits = key.traits.Site()
		at := number(sites, key)
		if int(at) == len(s.sites) {
			s.sites = append(s.sites, on)
			key.twins = 0
			s.inner = append(s.inner, number(inner, key))
		}
		s.zones = append(s.zones, aboutZone{at, on})
		return zone
	}
	zoneOf = make([]int32, len(s.classes))
	for i := range s.classes {
		zoneOf[i] = of(s.classes[i].Location.Interface)
	}
	s.nodes = map[graph.InterfaceID]aboutNode{}
	for id := range graph.InterfaceID(s.g.NumInterfaces()) {
		if s.g.IsNode(id) {
			s.nodes[id] = aboutNode{zone: of(id)}
		}
	}
	return zoneOf
}

// number gives each key a number, in order of coming up.
func number[K comparable](numbers map[K]int32, key K) int32 {
	n, known := numbers[key]
	if !known {
		n = int32(len(numbers))
		numbers[key] = n
	}
	return n
}

func zoneKeyOf(g *graph.Graph, cells *cells, twins *twins, id graph.InterfaceID) zoneKey {
	key := zoneKey{traits: g.Traits(id).Zone(), own: graph.NoInterface}
	if key.twins = twins.of(g, id); key.twins > 0 {
		key.cells = cells.of(g, id)
	} else if g.Special(id) {
		key.own = id
	} else {
		key.cells = cells.of(g, id)
	}
	return key
}
