package reach

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// An index finds classes by what they have.
type index struct {
	solver  *Solver
	byGuard [][]int32             // classes, by the number of their guard
	nodes   [][]graph.InterfaceID // of load balancers, likewise
	byGroup map[int32][]int32     // guards, by each group in them
	byAddr  [2][]int32            // classes that have addresses of a family, ascending
	public  []int32               // classes of several that have public addresses
	divided []int32               // classes of hosts that may have any address of their subnets, where that matters
}

func newIndex(s *Solver) *index {
	x := &index{solver: s, byGuard: make([][]int32, len(s.guards)), nodes: make([][]graph.InterfaceID, len(s.guards)), byGroup: map[int32][]int32{}}
	for i := range s.about {
		about := &s.about[i]
		x.byGuard[about.guard] = append(x.byGuard[about.guard], int32(i))
		if t := s.g.Traits(s.classes[i].Location.Interface); (t.Public || t.Carrier) && len(s.classes[i].Members) > 1 {
			x.public = append(x.public, int32(i))
		}
		for f, addr := range about.addr {
			if addr.IsValid() {
				x.byAddr[f] = append(x.byAddr[f], int32(i))
			}
		}
		if s.spreads(int32(i)) {
			x.divided = append(x.divided, int32(i))
		}
	}
	for f := range x.byAddr {
		slices.SortFunc(x.byAddr[f], x.ascending(netmath.Family(f)))
	}
	for id, n := range s.nodes {
		x.nodes[n.guard] = append(x.nodes[n.guard], id)
	}
	for n, id := range s.guards {
		slices.Sort(x.nodes[n])
		for _, group := range s.g.GroupsOf(s.g.GroupSet(id)) {
			x.byGroup[group] = append(x.byGroup[group], int32(n))
		}
	}
	return x
}

// ascending orders classes by their addresses of a family.
func (x *index) ascending(f netmath.Family) func(a, b int32) int {
	return func(a, b int32) int {
		return cmp.Or(x.solver.about[a].addr[f].Compare(x.solver.about[b].addr[f]), cmp.Compare(a, b))
	}
}

// clone is an index to which classes can be added.
func (x *index) clone() *index {
	c := *x
	c.byGuard = slices.Clone(x.byGuard)
	for f := range x.byAddr {
		c.byAddr[f] = slices.Clone(x.byAddr[f])
	}
	return &c
}

// add adds a class of a finer solver.
func (x *index) add(s *Solver, class int32) {
	x.solver = s
	about := &s.about[class]
	x.byGuard[about.guard] = append(slices.Clip(x.byGuard[about.guard]), class)
	for f, addr := range about.addr {
		if addr.IsValid() {
			at, _ := slices.BinarySearchFunc(x.byAddr[f], class, x.ascending(netmath.Family(f)))
			x.byAddr[f] = slices.Insert(x.byAddr[f], at, class)
		}
	}
	if t := s.g.Traits(s.classes[class].Location.Interface); (t.Public || t.Carrier) && len(s.classes[class].Members) > 1 {
		x.public = append(slices.Clip(x.public), class)
	}
}

// spreads reports whether a class is a host that may have any address of its subnet, where that matters.
func (s *Solver) spreads(class int32) bool {
	return slices.ContainsFunc(netmath.Families[:], func(f netmath.Family) bool {
		p := s.around(class, f)
		return p.IsValid() && !p.IsSingleIP()
	})
}

// around is where a class may have its address of a family: a block, or the address alone. It is invalid if it has none.
func (s *Solver) around(class int32, f netmath.Family) netip.Prefix {
	a := s.about[class].addr[f]
	if !a.IsValid() {
		return netip.Prefix{}
	}
	return s.g.Around(s.classes[class].Location.Interface, a)
}

// within are the classes of which the addresses of a family lie in a range, or may.
func (x *index) within(s *Solver, r netmath.AddrRange, f netmath.Family) []int32 {
	all := x.byAddr[f]
	first, _ := slices.BinarySearchFunc(all, r.Lo, func(c int32, a netip.Addr) int { return s.about[c].addr[f].Compare(a) })
	end := len(all)
	if after := r.Hi.Next(); after.IsValid() {
		end, _ = slices.BinarySearchFunc(all, after, func(c int32, a netip.Addr) int { return s.about[c].addr[f].Compare(a) })
	}
	return x.addDivided(all[first:end:end], s, r, f)
}

// addDivided adds to the classes that lie in a range those that may.
func (x *index) addDivided(to []int32, s *Solver, r netmath.AddrRange, f netmath.Family) []int32 {
	for _, class := range x.divided {
		p, own := s.around(class, f), s.about[class].addr[f]
		meets := p.IsValid() && netmath.First(p).Compare(r.Hi) <= 0 && r.Lo.Compare(netmath.Last(p)) <= 0
		if inside := meets && r.Lo.Compare(own) <= 0 && own.Compare(r.Hi) <= 0; meets && !inside {
			to = append(to, class)
		}
	}
	return to
}

// holding are the guards that have any of some groups, ascending.
func (x *index) holding(groups []int32) []int32 {
	var guards []int32
	for _, group := range groups {
		guards = append(guards, x.byGroup[group]...)
	}
	return sortedOnce(guards)
}
