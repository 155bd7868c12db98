package reach

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A standIn is a class of one interface of which nobody knows the address, where that matters before or after, with all that it may have. What passes
// from and to it is asked about itself: more than its zone and its guard decides.
type standIn struct {
	class int32
	free  netmath.AddrSet
}

// addStandIns finds the stand-ins of both networks. It is false where one has company in its class, or groups of which rules are others; and where it comes to
// matter, or ceases to, which address it has of some that somebody has elsewhere.
func (x *contrasting) addStandIns() bool {
	both := [2][]graph.StandIn{x.before.g.StandIns(), x.after.g.StandIns()}
	free := map[int32]netmath.AddrSet{}
	for i := range both {
		for _, s := range both[i] {
			class := x.before.classOf[s.Interface]
			if class < 0 || len(x.before.classes[class].Members) > 1 || x.guarded(class) || s.Shared && !among(both[1-i], s.Interface) {
				return false
			}
			free[class] = free[class].Union(s.Free)
		}
	}
	for class, addresses := range free {
		x.standIns = append(x.standIns, standIn{class, addresses})
	}
	slices.SortFunc(x.standIns, func(a, b standIn) int { return cmp.Compare(a.class, b.class) })
	return true
}

// guarded reports whether a class has groups of which rules are others.
func (x *contrasting) guarded(class int32) bool {
	return slices.ContainsFunc(x.touched[:], func(guards []int32) bool { return slices.Contains(guards, x.before.about[class].guard) })
}

// among reports whether an interface is one of some stand-ins, which are in order.
func among(all []graph.StandIn, id graph.InterfaceID) bool {
	_, is := slices.BinarySearchFunc(all, id, func(s graph.StandIn, id graph.InterfaceID) int { return cmp.Compare(s.Interface, id) })
	return is
}

// sameStandIns reports whether the same interfaces are stand-ins.
func sameStandIns(a, b []graph.StandIn) bool {
	return slices.EqualFunc(a, b, func(x, y graph.StandIn) bool { return x.Interface == y.Interface })
}

// toldApart reports whether the guard of one of two classes tells apart what the other may be of which nobody knows the address.
func (x *bordering) toldApart(from, to int32, f netmath.Family) bool {
	if len(x.index.divided) == 0 {
		return false
	}
	return x.tellsApart(to, graph.Ingress, from, f) || x.tellsApart(from, graph.Egress, to, f)
}

// tellsApart reports whether the guard of a class may say something else of one address that another class may have than of another.
func (x *bordering) tellsApart(class int32, dir graph.Direction, other int32, f netmath.Family) bool {
	p := x.before.around(other, f)
	if !p.IsValid() || p.IsSingleIP() {
		return false
	}
	b := x.asker.guard(class, dir, f).borders
	return b.segment(netmath.First(p)) != b.segment(netmath.Last(p))
}

// standsIn reports whether a class is a stand-in.
func (x *contrasting) standsIn(class int32) bool {
	_, is := slices.BinarySearchFunc(x.standIns, class, func(s standIn, c int32) int { return cmp.Compare(s.class, c) })
	return is
}

// standInsWithin are the stand-ins that may have an address of a range.
func (x *contrasting) standInsWithin(r netmath.AddrRange) []int32 {
	var all []int32
	for i := range x.standIns {
		if _, may := x.standIns[i].free.FirstIn(r); may {
			all = append(all, x.standIns[i].class)
		}
	}
	return all
}
