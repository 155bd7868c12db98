package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// finer is a solver of the same graph whose classes no more prefixes cut through, with its index; the same if none does. What is cut off a
// class is one of its own, after all others.
func (c *Contrast) finer(prefixes []netip.Prefix) (*Solver, *index) {
	s, x := c.solver, c.index
	for _, p := range prefixes {
		for _, class := range c.around(p, x) {
			if members := s.classes[class].Members; len(members) > 1 {
				for _, part := range s.cutBy(p, members)[1:] {
					if s == c.solver {
						s, x = s.on(s.g), x.clone()
						s.classes, s.about, s.classOf = slices.Clone(s.classes), slices.Clone(s.about), slices.Clone(s.classOf)
					}
					x.add(s, s.cutOff(class, part))
				}
			}
		}
	}
	if s != c.solver && slices.ContainsFunc(s.classes[len(c.solver.classes):], func(p Place) bool { return s.g.Traits(p.Location.Interface).Targets != 0 }) {
		s.likeness = s.g.Likeness(s.classOf)
	}
	return s, x
}

// zonesOf are the classes of each zone, of a solver that is finer.
func (c *Contrast) zonesOf(s *Solver) [][]int32 {
	if c.byZone == nil {
		c.byZone = make([][]int32, len(c.solver.zones))
		addToZones(c.byZone, c.solver.about, 0)
	}
	if s == c.solver {
		return c.byZone
	}
	all := make([][]int32, len(c.byZone))
	for i, classes := range c.byZone {
		all[i] = slices.Clip(classes)
	}
	addToZones(all, s.about, len(c.solver.about))
	return all
}

func addToZones(zones [][]int32, about []aboutClass, first int) {
	for i := first; i < len(about); i++ {
		zones[about[i].zone] = append(zones[about[i].zone], int32(i))
	}
}

// around are the classes that a prefix may cut through: those that have addresses in the longest prefix around it that classes are told apart by, and
// those of which public addresses are.
func (c *Contrast) around(p netip.Prefix, x *index) []int32 {
	f := netmath.FamilyOf(p.Addr())
	cell := wholeSpace[f]
	if known, found := c.cuts.table.LookupPrefixLPM(p); found {
		cell = known
	}
	near := x.within(x.solver, netmath.AddrRange{Lo: netmath.First(cell), Hi: netmath.Last(cell)}, f)
	return sortedOnce(slices.Concat(near, x.public))
}

// cutBy divides members of a class by whether a prefix holds their addresses, in order of the first of each.
func (s *Solver) cutBy(p netip.Prefix, members []graph.InterfaceID) [][]graph.InterfaceID {
	first := s.inside(p, members[0])
	if !slices.ContainsFunc(members, func(id graph.InterfaceID) bool { return s.inside(p, id) != first }) {
		return [][]graph.InterfaceID{members}
	}
	numbers := map[[4]bool]int32{}
	var parts [][]graph.InterfaceID
	for _, id := range members {
		n := number(numbers, s.inside(p, id))
		if int(n) == len(parts) {
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], id)
	}
	return parts
}

// inside tells which of an interface's addresses, as cells are told by, lie in a prefix.
func (s *Solver) inside(p netip.Prefix, id graph.InterfaceID) [4]bool {
	in := func(a netip.Addr) bool { return a.IsValid() && p.Contains(a) }
	return [4]bool{in(s.g.Primary(id, netmath.IPv4)), in(s.g.Primary(id, netmath.IPv6)), in(s.g.Public(id, netmath.IPv4)), in(s.g.Carrier(id))}
}

// cutOff makes some members of a class one of its own.
func (s *Solver) cutOff(class int32, part []graph.InterfaceID) int32 {
	rest := slices.Clone(s.classes[class].Members)
	s.classes[class].Members = slices.DeleteFunc(rest, func(id graph.InterfaceID) bool { return slices.Contains(part, id) })
	n := int32(len(s.classes))
	about := s.about[class]
	for _, f := range netmath.Families {
		about.addr[f] = s.g.Primary(part[0], f)
	}
	for _, id := range part {
		s.classOf[id] = n
	}
	s.classes = append(s.classes, Place{Location: graph.Location{Kind: graph.AtInterface, Interface: part[0]}, Members: part, class: n + 1, zone: about.zone})
	s.about = append(s.about, about)
	return n
}

// on is the same solver about a graph that is Alike.
func (s *Solver) on(g *graph.Graph) *Solver {
	inner := s.inner
	if g != s.g { // whose routes may tell apart what this one's do not
		inner = eachForItself(len(s.sites))
	}
	return &Solver{
		g: g, classes: s.classes, about: s.about, zones: s.zones, nodes: s.nodes, sites: s.sites, inner: inner, spans: s.spans, classOf: s.classOf,
		guards: s.guards, fixed: s.fixed, internet: s.internet, likeness: s.likeness, targetsOf: s.targetsOf,
		neighbours: s.neighbours, apart: s.apart, simply: s.simply,
	}
}

// eachForItself numbers n things apart.
func eachForItself(n int) []int32 {
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
