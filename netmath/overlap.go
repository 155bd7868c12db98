package netmath

import "net/netip"

// Relation says how one block lies to another that it shares addresses with.
// Blocks never overlap in part: they are equal, or one is inside the other.
type Relation uint8

const (
	RelationEqual Relation = iota
	RelationContains
	RelationInside
)

// String is "equal", "contains" or "inside".
func (r Relation) String() string {
	return [...]string{"equal", "contains", "inside"}[r]
}

// OverlapPair is two blocks, by their indexes, that share addresses. I is less
// than J, and the Relation reads from I to J: block I contains block J.
type OverlapPair struct {
	I, J     int
	Relation Relation
}

// Overlaps lists every pair of blocks that share addresses. Host bits are
// ignored, the families never overlap, and a Prefix that is not valid overlaps
// nothing. Pairs come by the address of their inner block, and for one inner
// block from the outermost to the innermost around it.
//
// It takes time in proportion to the blocks and the pairs. With the
// blocks in the order of an outline (by address, outer before inner), those
// around the current one are a stack:
//
//	10.0.0.0/8
//	  10.1.0.0/16         stack: /8
//	    10.1.7.0/24       stack: /8 /16
//	  10.2.0.0/16         stack: /8, after taking off what ended before
func Overlaps(blocks []netip.Prefix) []OverlapPair {
	pairs := make([]OverlapPair, 0, len(blocks))
	for _, f := range Families {
		pairs = nested(outline(blocks, f), pairs)
	}
	if len(pairs) == 0 {
		return nil
	}
	return pairs
}

// nested appends the pairs of one family's blocks to pairs.
func nested(list []outlined, pairs []OverlapPair) []OverlapPair {
	var around []*outlined
	for i := range list {
		b := &list[i]
		for len(around) > 0 && !around[len(around)-1].holds(b) {
			around = around[:len(around)-1]
		}
		for _, outer := range around {
			pairs = append(pairs, outer.pair(b))
		}
		around = append(around, b)
	}
	return pairs
}

// outlined is a block with its place in the input, as three numbers that sort it: the first 128 bits of its address, the missing ones of
// IPv4 taken for zeros, and a rank: its length above its index.
//
//	10.1.0.0/16, index 3     first 0a01_0000 0000_0000 0000_0000 0000_0000   rank 0000_0010 0000_0003
type outlined struct {
	first uint128
	rank  uint64
}

func (a *outlined) bits() int { return int(a.rank >> 32) }

func (a *outlined) index() int { return int(uint32(a.rank)) }

// outline sorts the valid blocks of a family by address, length and index.
func outline(blocks []netip.Prefix, f Family) []outlined {
	list := make([]outlined, 0, len(blocks))
	for i, p := range blocks {
		if p.IsValid() && FamilyOf(p.Addr()) == f {
			list = append(list, outlined{firstBits(p), uint64(p.Bits())<<32 | uint64(i)})
		}
	}
	return sortOutline(list)
}

// sortOutline sorts by one byte after the other, from the last to the first, keeping the order of those before: the length, then the address
// from its lowest byte on. A byte that is the same in all, as most of IPv4's are, costs a look. The list comes in the order of indexes.
func sortOutline(list []outlined) []outlined {
	other := make([]outlined, len(list))
	for digit := range 17 {
		var starts [256]int
		for i := range list {
			starts[list[i].digit(digit)]++
		}
		if len(list) == 0 || starts[list[0].digit(digit)] == len(list) {
			continue
		}
		at := 0
		for d, n := range starts {
			starts[d], at = at, at+n
		}
		for i := range list {
			d := list[i].digit(digit)
			other[starts[d]] = list[i]
			starts[d]++
		}
		list, other = other, list
	}
	return list
}

// digit is a byte to sort by: 0 is the length, 1 the address's lowest, 16 its highest.
func (a *outlined) digit(n int) byte {
	switch {
	case n == 0:
		return byte(a.rank >> 32)
	case n <= 8:
		return byte(a.first.lo >> (8 * (n - 1)))
	}
	return byte(a.first.hi >> (8 * (n - 9)))
}

// firstBits is the address of a block without its host bits, from the highest of 128 bits on.
func firstBits(p netip.Prefix) uint128 {
	n := numberOf(p.Addr())
	if p.Addr().Is4() {
		n = uint128{hi: n.lo << 32}
	}
	host := lowOnes(128 - p.Bits())
	return uint128{n.hi &^ host.hi, n.lo &^ host.lo}
}

// holds reports whether b, which does not come before a in an outline, is inside a or equal to it: whether their first bits agree.
func (a *outlined) holds(b *outlined) bool {
	host := lowOnes(128 - a.bits())
	return (a.first.hi^b.first.hi)&^host.hi == 0 && (a.first.lo^b.first.lo)&^host.lo == 0
}

// pair describes b and a block that contains it.
func (a *outlined) pair(b *outlined) OverlapPair {
	switch {
	case a.bits() == b.bits(): // of equal blocks the lower index comes first
		return OverlapPair{a.index(), b.index(), RelationEqual}
	case a.index() < b.index():
		return OverlapPair{a.index(), b.index(), RelationContains}
	}
	return OverlapPair{b.index(), a.index(), RelationInside}
}
