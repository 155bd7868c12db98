package netmath

import (
	"cmp"
	"net/netip"
	"slices"
)

// A claim is a block to which a rule applies, by the rule's index.
type claim[T point[T]] struct {
	span[T]
	rule int
}

// layers is what rules make of addresses that several of them claim. enter says
// the value where the rule applies, too, on top of what gave the value below;
// leave takes back the rule that was entered last.
type layers interface {
	enter(rule int, below uint32) uint32
	leave(rule int)
}

// sweep goes along the line, over claims in the order of an outline: by start,
// outer before inner. Blocks are nested or apart, so those that claim the
// current address are a stack, and what one changes is undone where it ends:
//
//	10.0.0.0/8    |------------------------|
//	10.1.0.0/16       |-------|
//	10.1.7.0/24         |--|
//	value         a   ab  abc  ab  a        0
func sweep[T point[T]](claims []claim[T], l layers) pieces[T] {
	out := make(pieces[T], 0, 2*len(claims))
	open := make([]opened[T], 0, 16)
	value := uint32(0)
	for _, c := range claims {
		for n := len(open); n > 0 && open[n-1].hi.compare(c.lo) < 0; n-- {
			out, value, open = open[n-1].end(out, l), open[n-1].below, open[:n-1]
		}
		open = append(open, opened[T]{c, value})
		value = l.enter(c.rule, value)
		out = out.push(c.lo, value)
	}
	for _, c := range slices.Backward(open) {
		out = c.end(out, l)
	}
	return out
}

// opened is a claim that has begun, and the value without it.
type opened[T point[T]] struct {
	claim[T]
	below uint32
}

// end goes back to the value below, unless the claim ends with the line.
func (c opened[T]) end(out pieces[T], l layers) pieces[T] {
	l.leave(c.rule)
	var lowest T
	if next := c.hi.next(); next != lowest {
		return out.push(next, c.below)
	}
	return out
}

// sweepBlocks is the map that rules with these blocks make of a family. Blocks of
// the other family, and such as are not valid, claim nothing.
func sweepBlocks(f Family, blocks []netip.Prefix, l layers) RangeMap {
	if f == IPv4 {
		return RangeMap{family: f, v4: sweep(claimsOf(f, blocks, span4), l)}
	}
	return RangeMap{family: f, v6: sweep(claimsOf(f, blocks, span6), l)}
}

// claimsOf is the outline of the blocks of a family.
func claimsOf[T point[T]](f Family, blocks []netip.Prefix, spanOf func(AddrRange) span[T]) []claim[T] {
	claims := make([]claim[T], 0, len(blocks))
	for i, p := range blocks {
		if p.IsValid() && FamilyOf(p.Addr()) == f {
			claims = append(claims, claim[T]{spanOf(RangeOf(p)), i})
		}
	}
	slices.SortFunc(claims, func(a, b claim[T]) int {
		return cmp.Or(a.lo.compare(b.lo), b.hi.compare(a.hi), cmp.Compare(a.rule, b.rule))
	})
	return claims
}
