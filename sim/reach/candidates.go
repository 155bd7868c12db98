package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// candidates are the classes to or from which a guard may let something else than before: those at addresses where it says something
// else of whoever is there, and those whom its rules may know by their groups or by who holds their addresses.
func (x *contrasting) candidates(before, after *guard) []int32 {
	var found []int32
	add := func(classes []int32) {
		for _, c := range classes {
			if !x.seen[c] {
				x.seen[c] = true
				found = append(found, c)
			}
		}
	}
	if x.maskedBy(x.masks.Inside, before, after) {
		return slices.Clone(x.index.byAddr[before.family])
	}
	for r := range x.differing(before, after) {
		add(x.index.within(x.before, r, before.family))
		add(x.standInsWithin(r))
	}
	references := x.references(before)
	if len(references) > 0 && before.dir == graph.Ingress {
		for _, n := range x.index.holding(references) {
			add(x.index.byGuard[n])
		}
	} else if len(references) > 0 {
		for _, p := range x.before.g.Near(before.on) {
			if netmath.FamilyOf(p.Addr()) == before.family {
				near := netmath.AddrRange{Lo: netmath.First(p), Hi: netmath.Last(p)}
				add(x.index.within(x.before, near, before.family))
				add(x.standInsWithin(near))
			}
		}
	}
	for _, c := range found {
		x.seen[c] = false
	}
	slices.Sort(found)
	return found
}

// references are the groups that rules of a guard refer to, before or after; none if those rules are the same: what a guard says of a member is
// what it says of its address, and what those add to it.
func (x *contrasting) references(g *guard) []int32 {
	other := func(group int32) bool { return slices.Contains(x.referring[g.dir], group) }
	if !slices.ContainsFunc(x.before.g.GroupsOf(x.before.g.GroupSet(g.on)), other) {
		return nil
	}
	return append(x.before.g.References(g.on, g.dir), x.after.g.References(g.on, g.dir)...)
}

// masked reports whether a guard may say something else of somebody who shows himself by an address or groups of another's.
func (x *contrasting) masked(before, after *guard) bool {
	return x.maskedBy(x.masks.Addresses, before, after)
}

// maskedBy is masked by some addresses, or by groups.
func (x *contrasting) maskedBy(addresses []netip.Addr, before, after *guard) bool {
	if before.dir == graph.Egress {
		return false
	}
	if slices.ContainsFunc(x.references(before), func(group int32) bool { return slices.Contains(x.masks.Groups, group) }) {
		return true
	}
	return slices.ContainsFunc(addresses, func(a netip.Addr) bool {
		r := netmath.AddrRange{Lo: a, Hi: a}
		return netmath.FamilyOf(a) == before.family && x.ofStranger(before, r) != x.ofStranger(after, r)
	})
}

// differing are the ranges of addresses at which a guard says something else after than before of somebody whose groups no rule refers to.
func (x *contrasting) differing(before, after *guard) func(func(netmath.AddrRange) bool) {
	both := guard{sentry: sentry{family: before.family}, borders: sortedBorders(before.borders, after.borders)}
	return func(yield func(netmath.AddrRange) bool) {
		for r := range both.segments() {
			if x.ofStranger(before, r) != x.ofStranger(after, r) && !yield(r) {
				return
			}
		}
	}
}

// ofStranger is what a guard says of an address whose holder no rule refers to.
func (x *contrasting) ofStranger(g *guard, r netmath.AddrRange) pass {
	if g.dir == graph.Egress {
		return x.asker.out(g, graph.NoInterface, r.Lo)
	}
	return x.asker.in(g, g.on, r.Lo, graph.Acquaintance{})
}

// sortedBorders are the borders of two divisions.
func sortedBorders(a, b borders) borders {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y netip.Addr) int { return x.Compare(y) })
	return slices.Compact(all)
}
