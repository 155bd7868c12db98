package netmath

import (
	"net/netip"
	"slices"
)

// A claim is a block to which a rule applies, as numbers: first and last are its
// addresses. rank has the length of the block in front of the rule's index, so
// that of two claims with one start the outer comes first.
type claim struct {
	first, last uint128
	rank        uint64
}

// rule is the index of the rule.
func (c claim) rule() int { return int(uint32(c.rank)) }

// layers is what rules make of addresses that several of them claim. enter says
// the value where the rule applies, too, on top of what gave the value below;
// leave takes back the rule that was entered last.
type layers interface {
	len() int // of the rules
	block(rule int) netip.Prefix
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
//
// The line is that of T, on which an address is its lower bits.
func sweep[T point[T]](claims []claim, l layers, on func(uint128) T) pieces[T] {
	out := make(pieces[T], 0, 2*len(claims))
	open := make([]opened, 0, 16)
	value := uint32(0)
	for _, c := range claims {
		for n := len(open); n > 0 && open[n-1].last.less(c.first); n-- {
			out, value, open = closed(out, open[n-1], l, on), open[n-1].below, open[:n-1]
		}
		open = append(open, opened{c, value})
		value = l.enter(c.rule(), value)
		out = out.push(on(c.first), value)
	}
	for _, c := range slices.Backward(open) {
		out = closed(out, c, l, on)
	}
	return out
}

// opened is a claim that has begun, and the value without it.
type opened struct {
	claim
	below uint32
}

// closed goes back to the value below a claim, unless the claim ends with the line.
func closed[T point[T]](out pieces[T], c opened, l layers, on func(uint128) T) pieces[T] {
	l.leave(c.rule())
	var lowest T
	if next := on(c.last.next()); next != lowest {
		return out.push(next, c.below)
	}
	return out
}

// sweepBlocks is the map that rules make of a family. Blocks of
// the other family, and such as are not valid, claim nothing.
func sweepBlocks(f Family, l layers) RangeMap {
	claims := claimsOf(f, l)
	if f == IPv4 {
		return RangeMap{family: f, v4: sweep(claims, l, func(x uint128) addr4 { return addr4(x.lo) })}
	}
	return RangeMap{family: f, v6: sweep(claims, l, func(x uint128) uint128 { return x })}
}

// claimsOf is the outline of the blocks of a family.
func claimsOf(f Family, l layers) []claim {
	claims := make([]claim, 0, l.len())
	for i := range l.len() {
		if p := l.block(i); p.IsValid() && FamilyOf(p.Addr()) == f {
			host := lowOnes(f.Bits() - p.Bits())
			last := numberOf(p.Addr()).or(host)
			claims = append(claims, claim{last.sub(host), last, uint64(p.Bits())<<32 | uint64(i)})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		switch {
		case a.first != b.first:
			return a.first.compare(b.first)
		case a.rank < b.rank:
			return -1
		}
		return 1
	})
	return claims
}
