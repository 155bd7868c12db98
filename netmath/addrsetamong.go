package netmath

import (
	"iter"
	"net/netip"
	"slices"
)

// PrefixesAmong lists the fewest blocks that tell s from the rest of all: every
// address of s that all has lies in one, no other address of all does, and each
// is as small as that allows. Addresses that all lacks may lie in them, so what s
// is like between the holes of all does not matter. In ascending order, IPv4
// before IPv6.
func (s AddrSet) PrefixesAmong(all AddrSet) []netip.Prefix {
	var blocks []netip.Prefix
	s = s.Intersect(all)
	free := all.Subtract(s).Complement()
	for _, f := range Families {
		for r := range free.Ranges(f) {
			if _, some := s.FirstIn(r); some {
				blocks = slices.AppendSeq(blocks, s.tightIn(r))
			}
		}
	}
	return blocks
}

// tightIn yields the fewest blocks within a range that have all addresses of s in it, each no larger than these need.
func (s AddrSet) tightIn(r AddrRange) iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		for p := range r.Prefixes() {
			first, some := s.FirstIn(RangeOf(p))
			if some && !yield(spanning(first, s.lastIn(RangeOf(p)))) {
				return
			}
		}
	}
}

// lastIn is the highest address of the set in a range that has one.
func (s AddrSet) lastIn(r AddrRange) netip.Addr {
	if r.Lo.Is4() {
		return s.v4.lastTo(addr4Of(r.Hi)).addr()
	}
	return s.v6.lastTo(numberOf(r.Hi)).addr()
}

// spanning is the smallest block with two addresses of one family, the lower one first.
func spanning(lo, hi netip.Addr) netip.Prefix {
	f := FamilyOf(lo)
	bits := f.Bits() - numberOf(lo).xor(numberOf(hi)).length()
	return netip.PrefixFrom(lo, bits).Masked()
}
