package reach

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// clientsAtDoors are the places from which something else may pass to a load balancer: those of which the guards of its nodes say something else, and
// those at addresses for which something else stands behind its nodes.
func (x *contrasting) clientsAtDoors(balancer int32) []*Place {
	all := x.everybody()
	chosen := map[int32]bool{}
	if !x.chooseInside(chosen, balancer) || !x.chooseAtDoors(chosen, balancer) {
		return all
	}
	few := make([]*Place, 0, len(chosen))
	for _, class := range slices.Sorted(maps.Keys(chosen)) {
		if class >= 0 {
			few = append(few, &x.before.classes[class])
		}
	}
	if len(chosen) > 0 {
		few = append(few, all[len(x.before.classes):]...)
	}
	return few
}

// outsiders stand for all hosts outside among chosen classes.
const outsiders = int32(-1)

// chooseAtDoors adds the clients of which the guards of a load balancer's nodes say something else. It is false if anybody may be one.
func (x *contrasting) chooseAtDoors(chosen map[int32]bool, balancer int32) bool {
	for _, n := range x.doors(balancer) {
		chosen[outsiders] = true
		for _, f := range netmath.Families {
			before, after := x.guardsOf(n, graph.Ingress, f)
			if x.masked(before, after) || x.shown(balancer, before, after) {
				return false
			}
			for _, class := range x.candidates(before, after) {
				chosen[class] = true
			}
		}
	}
	return true
}

// chooseInside adds the clients at addresses for which something else stands behind a load balancer's nodes. It is false if anybody may be one, as who shows
// himself by another address.
func (x *contrasting) chooseInside(chosen map[int32]bool, balancer int32) bool {
	for _, f := range netmath.Families {
		ranges, known := x.differingInside(balancer, f)
		if !known {
			return false
		}
		for _, r := range ranges {
			if x.showsIn(r, x.before.g.FacesInternet(balancer)) {
				return false
			}
			chosen[outsiders] = true
			for _, class := range slices.Concat(x.index.within(x.before, r, f), x.standInsWithin(r)) {
				chosen[class] = true
			}
		}
		if len(ranges) == 0 {
			continue
		}
		for id := range x.before.targetsOf.behind(balancer) {
			if id != graph.NoInterface && x.before.classOf[id] >= 0 {
				chosen[x.before.classOf[id]] = true
			}
		}
	}
	return true
}

// showsIn reports whether packets may show themselves by an address of a range that is another's than their sender's; across the internet by public ones.
func (x *contrasting) showsIn(r netmath.AddrRange, public bool) bool {
	in := func(a netip.Addr) bool { return a.IsValid() && r.Lo.Compare(a) <= 0 && a.Compare(r.Hi) <= 0 }
	return slices.ContainsFunc(x.masks.Addresses, in) || public && slices.ContainsFunc(x.all.places[:x.all.others], func(p Place) bool {
		return in(x.before.g.Public(p.Location.Interface, netmath.IPv4))
	})
}

// differingInside are the ranges of addresses of clients for which something else stands behind a load balancer's nodes. It is false if more of a client
// may count.
func (x *contrasting) differingInside(balancer int32, f netmath.Family) (ranges []netmath.AddrRange, known bool) {
	if !x.before.g.BalancerHas(balancer, f) {
		return nil, true
	}
	full := x.fullAskers()
	was, is := full[0].front(balancer, f), full[1].front(balancer, f)
	if was.regard == graph.ForMore || is.regard == graph.ForMore || len(was.nodes) != len(is.nodes) {
		return nil, false
	}
	both := guard{sentry: sentry{family: f}, borders: sortedBorders(was.borders, is.borders)}
	for r := range both.segments() {
		for i := range was.nodes {
			if !x.sameBehind([2]*front{was, is}, i, r.Lo, f) {
				ranges = append(ranges, r)
				break
			}
		}
	}
	return ranges, true
}

// sameBehind reports whether the same stands behind a node for a client at an address.
func (x *contrasting) sameBehind(fronts [2]*front, node int, client netip.Addr, f netmath.Family) bool {
	a, b := &fronts[0].nodes[node], &fronts[1].nodes[node]
	if fronts[0].regard == graph.ForNothing && fronts[1].regard == graph.ForNothing {
		return a.inside[0].same(b.inside[0])
	}
	full := x.fullAskers()
	return full[0].askInside(a, client, f).same(full[1].askInside(b, client, f))
}

// doors are the guards of a load balancer's nodes of which rules for what comes in are others.
func (x *contrasting) doors(balancer int32) []int32 {
	var doors []int32
	for _, id := range x.before.g.Nodes(balancer) {
		n := x.before.nodes[id].guard
		if _, touched := slices.BinarySearch(x.touched[graph.Ingress], n); touched {
			doors = append(doors, n)
		}
	}
	return sortedOnce(doors)
}

// shown reports whether a guard may say something else of somebody who comes by a public address: clients of a load balancer that faces the internet
// do.
func (x *contrasting) shown(balancer int32, before, after *guard) bool {
	g := x.before.g
	return g.FacesInternet(balancer) && slices.ContainsFunc(x.all.places[:x.all.others], func(p Place) bool {
		a := g.Public(p.Location.Interface, before.family)
		return a.IsValid() && x.ofStranger(before, netmath.AddrRange{Lo: a, Hi: a}) != x.ofStranger(after, netmath.AddrRange{Lo: a, Hi: a})
	})
}

// sameInside reports whether nothing behind the nodes of a load balancer differs, whoever comes.
func (x *contrasting) sameInside(balancer int32) bool {
	full := x.fullAskers()
	for _, f := range netmath.Families {
		if !x.before.g.BalancerHas(balancer, f) {
			continue
		}
		was, is := full[0].front(balancer, f), full[1].front(balancer, f)
		if was.regard != graph.ForNothing || is.regard != graph.ForNothing || len(was.nodes) != len(is.nodes) {
			return false
		}
		for i := range was.nodes {
			if !was.nodes[i].inside[0].same(is.nodes[i].inside[0]) {
				return false
			}
		}
	}
	return true
}

// same reports whether the same passes behind a node.
func (in *insideFor) same(o *insideFor) bool {
	return slices.EqualFunc(in.by, o.by, func(a, b sim.Inside) bool { return a.Same(&b) })
}
