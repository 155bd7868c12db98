package netmath

import (
	"math/big"
	"net/netip"
)

// Cover is the smallest block that contains all of two blocks of one family; the zero Prefix if there is none.
//
//	10.0.4.0/24 and 10.0.7.0/24    10.0.4.0/22
//
// It is ipaddress-go's. Both blocks are made of netip values with cleared host bits: to that library "10.0.0.5/8" is one address.
func Cover(a, b netip.Prefix) netip.Prefix {
	a, b = a.Masked(), b.Masked()
	if !a.IsValid() || !b.IsValid() || FamilyOf(a.Addr()) != FamilyOf(b.Addr()) {
		return netip.Prefix{}
	}
	bits := blockKey(a).CoverWithPrefixBlockTo(blockKey(b)).GetPrefixLen()
	if bits == nil { // one address, twice
		return a
	}
	return Widen(a, bits.Len())
}

// ReverseName is the zone of the reverse DNS that a block's addresses are in: 10.1.0.0/16 gives 1.10.in-addr.arpa. A block that
// ends within a label (an octet, or half of one in IPv6) has that of the longer block that its first address gives.
func ReverseName(p netip.Prefix) string {
	p = p.Masked()
	if !p.IsValid() {
		return ""
	}
	label := 8
	if p.Addr().Is6() {
		label = 4
	}
	name, err := addrKey(p.Addr()).ToReverseDNSString()
	if err != nil {
		return ""
	}
	skip := (FamilyOf(p.Addr()).Bits() - p.Bits()) / label
	for range skip {
		for i := range name {
			if name[i] == '.' {
				name = name[i+1:]
				break
			}
		}
	}
	return name
}

// Widen is the block of some length that contains p: p itself if that is not shorter than its own.
func Widen(p netip.Prefix, bits int) netip.Prefix {
	if !p.IsValid() || bits < 0 || bits > p.Bits() {
		return p
	}
	return netip.PrefixFrom(p.Addr(), bits).Masked()
}

// Parent is the block that a block is a half of; none of /0.
func Parent(p netip.Prefix) (parent netip.Prefix, exists bool) {
	if !p.IsValid() || p.Bits() == 0 {
		return netip.Prefix{}, false
	}
	return Widen(p, p.Bits()-1), true
}

// Halves are the two blocks that make up p; none of a single address.
func Halves(p netip.Prefix) (low, high netip.Prefix, exist bool) {
	low, exist = Nth(p, p.Bits()+1, 0)
	if !exist {
		return netip.Prefix{}, netip.Prefix{}, false
	}
	high, _ = Nth(p, p.Bits()+1, 1)
	return low, high, true
}

// Neighbour is the block of p's size that is n blocks above it, or below if n is negative; none beyond the ends of its family.
func Neighbour(p netip.Prefix, n int64) (block netip.Prefix, exists bool) {
	if p = p.Masked(); !p.IsValid() {
		return netip.Prefix{}, false
	}
	f := FamilyOf(p.Addr())
	at := new(big.Int).Rsh(numberOf(p.Addr()).big(), uint(f.Bits()-p.Bits()))
	at.Add(at, big.NewInt(n))
	if at.Sign() < 0 || at.BitLen() > p.Bits() {
		return netip.Prefix{}, false
	}
	return netip.PrefixFrom(number128(at.Lsh(at, uint(f.Bits()-p.Bits()))).address(f), p.Bits()), true
}

// Nth is block number n, from 0, of those of some length in p: Terraform's cidrsubnet. There is none beyond p.
func Nth(p netip.Prefix, bits int, n int64) (block netip.Prefix, exists bool) {
	if n < 0 || CountIn(p, bits).Cmp(big.NewInt(n)) <= 0 {
		return netip.Prefix{}, false
	}
	return Neighbour(netip.PrefixFrom(First(p), bits), n)
}

// CountIn counts the blocks of some length in p: none if it is shorter than p's own, or no length of its family.
func CountIn(p netip.Prefix, bits int) *big.Int {
	if !p.IsValid() || bits < p.Bits() || bits > FamilyOf(p.Addr()).Bits() {
		return new(big.Int)
	}
	return new(big.Int).Lsh(big.NewInt(1), uint(bits-p.Bits()))
}

// number128 reads a number below 2^128.
func number128(n *big.Int) uint128 {
	low := new(big.Int).And(n, new(big.Int).SetUint64(^uint64(0)))
	return uint128{hi: new(big.Int).Rsh(n, 64).Uint64(), lo: low.Uint64()}
}
