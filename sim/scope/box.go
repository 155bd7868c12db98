package scope

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A box is a set of flows of one protocol: every combination of some senders, receivers, hosts outside and ports.
type box struct {
	from, to []graph.InterfaceID // in order; nil outside
	hosts    netmath.AddrSet     // outside, at the one end that is
	src, dst netmath.Ports
}

// A dimension is one factor of a box.
type dimension struct {
	inside func(a, b *box) box // a with the factor cut down to b's
	beyond func(a, b *box) box // a with the factor cut down to what b has not
	empty  func(a *box) bool
}

var dimensions = []dimension{
	{
		func(a, b *box) box { c := *a; c.from = members(a.from, b.from, true); return c },
		func(a, b *box) box { c := *a; c.from = members(a.from, b.from, false); return c },
		func(a *box) bool { return a.from != nil && len(a.from) == 0 },
	},
	{
		func(a, b *box) box { c := *a; c.to = members(a.to, b.to, true); return c },
		func(a, b *box) box { c := *a; c.to = members(a.to, b.to, false); return c },
		func(a *box) bool { return a.to != nil && len(a.to) == 0 },
	},
	{
		func(a, b *box) box { c := *a; c.hosts = a.hosts.Intersect(b.hosts); return c },
		func(a, b *box) box { c := *a; c.hosts = a.hosts.Subtract(b.hosts); return c },
		func(a *box) bool { return a.outside() && a.hosts.Empty() },
	},
	{
		func(a, b *box) box { c := *a; c.src = a.src.Intersect(b.src); return c },
		func(a, b *box) box { c := *a; c.src = a.src.Subtract(b.src); return c },
		func(a *box) bool { return a.src.Empty() },
	},
	{
		func(a, b *box) box { c := *a; c.dst = a.dst.Intersect(b.dst); return c },
		func(a, b *box) box { c := *a; c.dst = a.dst.Subtract(b.dst); return c },
		func(a *box) bool { return a.dst.Empty() },
	},
}

// outside reports whether one end is hosts outside.
func (a *box) outside() bool { return a.from == nil || a.to == nil }

func (a *box) empty() bool {
	return slices.ContainsFunc(dimensions, func(d dimension) bool { return d.empty(a) })
}

// subtract is what is left of a box without a part of it. Factor by factor, what lies beyond the part is kept, and the rest cut down to it:
//
//	+-----------+      +--+--------+
//	|    +---+  |      |  |  2     |
//	|    | b |  |  ->  |1 +---+----+      1 is beyond b in the first factor, 2 within it and beyond in the second
//	|    +---+  |      |  | b |  2 |
//	+-----------+      +--+---+----+
func (a box) subtract(b *box) []box {
	var rest []box
	for _, d := range dimensions {
		if same := d.beyond(&a, &a); d.empty(&same) { // a factor that this box has
			if beyond := d.beyond(&a, b); !d.empty(&beyond) {
				rest = append(rest, beyond)
			}
		}
		if a = d.inside(&a, b); a.empty() {
			break
		}
	}
	return rest
}

// members are those of a list that another has, or has not; both are in order. Outside there are none.
func members(a, b []graph.InterfaceID, shared bool) []graph.InterfaceID {
	if a == nil {
		return nil
	}
	out := []graph.InterfaceID{}
	for _, id := range a {
		if _, found := slices.BinarySearch(b, id); found == shared {
			out = append(out, id)
		}
	}
	return out
}
