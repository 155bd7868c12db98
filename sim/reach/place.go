package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Place is one end of a question: a class of interfaces, a load balancer, or hosts outside.
type Place struct {
	Location graph.Location      // of an interface: the first member
	Members  []graph.InterfaceID // of a class: all of it that was asked about, in order; else empty
	Hosts    netmath.AddrSet     // outside: the hosts that were asked about

	class int32 // one more than the number of its class
	zone  int32 // of a class
}

// Outside reports whether the place is a set of hosts outside the network.
func (p *Place) Outside() bool {
	return p.Location.Kind == graph.AtInternet || p.Location.Kind == graph.AtExternalNetwork
}

// Size is how many places it stands for: the members of a class; anything else is one.
func (p *Place) Size() int { return max(1, len(p.Members)) }

// classKey is what rules can tell of an interface. Interfaces with equal keys are a class.
type classKey struct {
	traits graph.Traits
	cells  [4]netip.Prefix // the longest cutting prefix around its IPv4, IPv6, public and carrier's address
	own    graph.InterfaceID
	twins  int32 // the number of the traits of who has its address elsewhere
	apart  int32 // of who wants finer classes
}

// classes divides interfaces into classes, in order of their first members, and numbers the kin of each. Those to which apart, if it is there, gives
// different numbers are in different classes.
func classes(g *graph.Graph, apart func(graph.InterfaceID) int32) (places []Place, kin []int32) {
	cells := newCells(g.CuttingPrefixes)
	twins := newTwins(func(t graph.Traits) graph.Traits { return t })
	byKey, kins := map[classKey]int{}, map[classKey]int32{}
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if g.IsNode(id) {
			continue // the load balancer is the place
		}
		key := classKey{traits: g.Traits(id), own: graph.NoInterface}
		if key.twins = twins.of(g, id); key.twins > 0 {
			key.cells = cells.of(g, id)
		} else if g.Special(id) {
			key.own = id
		} else {
			key.cells = cells.of(g, id)
		}
		if apart != nil {
			key.apart = apart(id)
		}
		i, known := byKey[key]
		if !known {
			i = len(places)
			byKey[key] = i
			places = append(places, Place{Location: graph.Location{Kind: graph.AtInterface, Interface: id}})
			if !g.Peered(g.VpcIndex(id)) { // else rules may know who has its address there
				key.twins = 0
			}
			kin = append(kin, number(kins, key))
		}
		places[i].Members = append(places[i].Members, id)
	}
	return places, kin
}
