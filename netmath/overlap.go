package netmath

import (
	"cmp"
	"net/netip"
	"slices"
)

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
// It takes O(n log n) time and what it takes to write down the pairs. With the
// blocks in the order of an outline (by address, outer before inner), those
// around the current one are a stack:
//
//	10.0.0.0/8
//	  10.1.0.0/16         stack: /8
//	    10.1.7.0/24       stack: /8 /16
//	  10.2.0.0/16         stack: /8, after taking off what ended before
func Overlaps(blocks []netip.Prefix) []OverlapPair {
	var pairs []OverlapPair
	var around []outlined
	for _, b := range outline(blocks) {
		for len(around) > 0 && !around[len(around)-1].block.Overlaps(b.block) {
			around = around[:len(around)-1]
		}
		for _, outer := range around {
			pairs = append(pairs, outer.pair(b))
		}
		around = append(around, b)
	}
	return pairs
}

// outlined is a block with its place in the input.
type outlined struct {
	block netip.Prefix
	index int
}

// outline sorts the valid blocks by family, address and length.
func outline(blocks []netip.Prefix) []outlined {
	var list []outlined
	for i, p := range blocks {
		if p = p.Masked(); p.IsValid() {
			list = append(list, outlined{p, i})
		}
	}
	slices.SortFunc(list, func(a, b outlined) int {
		return cmp.Or(
			a.block.Addr().Compare(b.block.Addr()), // netip puts IPv4 first
			cmp.Compare(a.block.Bits(), b.block.Bits()),
			cmp.Compare(a.index, b.index),
		)
	})
	return list
}

// pair describes b and a block that contains it.
func (outer outlined) pair(b outlined) OverlapPair {
	switch {
	case outer.block == b.block: // of equal blocks the lower index comes first
		return OverlapPair{outer.index, b.index, RelationEqual}
	case outer.index < b.index:
		return OverlapPair{outer.index, b.index, RelationContains}
	}
	return OverlapPair{b.index, outer.index, RelationInside}
}
