package graph

// Implements R5.2 and R5.5 once more, for walks without a log: the entries of a network ACL as a filter.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// entriesFilter compiles what an ACL lets pass. Between two borders of its entries' prefixes all addresses fare alike, so one of
// them is asked about, entry by entry.
func (g *Graph) entriesFilter(ai int32, dir Direction, family netmath.Family) *filter {
	b := &filterBuilder{family: family}
	entries := g.acls[ai].entries[dir]
	cuts := []netip.Addr{firstOf(family)}
	for i := range entries {
		b.name(entries[i].protocol)
		if p := entries[i].prefix; p.IsValid() && netmath.FamilyOf(p.Addr()) == family {
			cuts = append(cuts, p.Addr())
			if after := netmath.Last(p).Next(); after.IsValid() {
				cuts = append(cuts, after)
			}
		}
	}
	slices.SortFunc(cuts, netip.Addr.Compare)
	w, other := NewWalk(g, nil), b.otherProtocol()
	for _, at := range slices.Compact(cuts) {
		row := b.emptyRow()
		for i := range row {
			p := Packet{Protocol: other, Src: at, Dst: at, DstPorts: netmath.AllPorts()}
			if i > 0 {
				p.Protocol = b.columns[i-1]
			}
			row[i] = w.byEntries(ai, none, dir, &p)
		}
		b.cells.cut(at, b.keep(row))
	}
	return b.finished()
}

// otherProtocol stands for all that have no column. If there is none, its column is never asked.
func (b *filterBuilder) otherProtocol() netmath.Protocol {
	p := netmath.Protocol(0)
	for i, named := range b.columns {
		if named != netmath.Protocol(i) {
			break
		}
		p = named + 1
	}
	return p
}
