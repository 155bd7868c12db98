package netmath

import (
	"iter"
	"math/big"
	"net/netip"
)

// AddrRange is the addresses from Lo to Hi, both included and of one family.
type AddrRange struct{ Lo, Hi netip.Addr }

// RangeOf is the addresses of a block.
func RangeOf(p netip.Prefix) AddrRange { return AddrRange{First(p), Last(p)} }

// Valid reports whether both ends are addresses of one family without a zone,
// in order.
func (r AddrRange) Valid() bool {
	return r.Lo.IsValid() && r.Hi.IsValid() && r.Lo.Zone() == "" && r.Hi.Zone() == "" &&
		r.Lo.BitLen() == r.Hi.BitLen() && !r.Hi.Less(r.Lo)
}

// Size counts the addresses.
func (r AddrRange) Size() *big.Int {
	if !r.Valid() {
		return new(big.Int)
	}
	n := numberOf(r.Hi).sub(numberOf(r.Lo)).big()
	return n.Add(n, big.NewInt(1))
}

// String is "10.0.0.5-10.0.0.9", or the address when there is one.
func (r AddrRange) String() string {
	if r.Lo == r.Hi {
		return r.Lo.String()
	}
	return r.Lo.String() + "-" + r.Hi.String()
}

// Prefixes yields the fewest blocks that make up the range, in ascending order.
//
// At each step it takes the largest block that starts at the lowest address
// left. Two things limit its host bits: the zero bits that the address ends in,
// since a block starts at a multiple of its size, and how many addresses are
// left. For 10.0.0.5-10.0.0.9:
//
//	left      low byte    zeros  fits  block
//	.5 - .9   0000 0101   0      2     10.0.0.5/32
//	.6 - .9   0000 0110   1      2     10.0.0.6/31
//	.8 - .9   0000 1000   3      1     10.0.0.8/31
func (r AddrRange) Prefixes() iter.Seq[netip.Prefix] {
	return func(yield func(netip.Prefix) bool) {
		if !r.Valid() {
			return
		}
		f := FamilyOf(r.Lo)
		for lo, hi := numberOf(r.Lo), numberOf(r.Hi); ; {
			n := min(lo.trailingZeros(), fittingBits(lo, hi))
			last := lo.or(lowOnes(n))
			if !yield(netip.PrefixFrom(lo.address(f), f.Bits()-n)) || last == hi {
				return
			}
			lo = last.next()
		}
	}
}

// fittingBits is the largest n for which 2^n addresses from lo end at hi or
// before. With d = hi - lo that is 2^n <= d + 1: five addresses, d = 4, fit 2^2.
func fittingBits(lo, hi uint128) int {
	d := hi.sub(lo)
	if d == lowOnes(128) { // d + 1 is 2^128, which a uint128 cannot hold
		return 128
	}
	return d.next().length() - 1
}
