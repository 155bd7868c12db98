package netmath

import (
	"cmp"
	"encoding/binary"
	"math/big"
	"math/bits"
	"net/netip"
)

// uint128 is an IPv6 address as a number, and also the number in which address
// arithmetic is done for both families: an IPv4 address a.b.c.d is the number
// a<<24 | b<<16 | c<<8 | d, with hi zero.
type uint128 struct{ hi, lo uint64 }

// numberOf reads the address as a big-endian number.
//
//	10.0.0.1       hi 0                    lo 0x0a00_0001
//	2001:db8::1    hi 0x2001_0db8_0000_0000 lo 1
func numberOf(a netip.Addr) uint128 {
	if a.Is4() {
		return uint128{lo: uint64(addr4Of(a))}
	}
	b := a.As16()
	return uint128{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}
}

// address is numberOf turned round.
func (u uint128) address(f Family) netip.Addr {
	if f == IPv4 {
		return addr4(u.lo).addr()
	}
	return u.addr()
}

// lowOnes is the number whose n lowest bits are set: lowOnes(8) is 255,
// lowOnes(0) is 0. It counts addresses from zero: a block with n host bits ends
// lowOnes(n) after its start.
func lowOnes(n int) uint128 {
	// Go shifts by 64 and more give 0, so 1<<64 - 1 is all ones, as wanted.
	if n <= 64 {
		return uint128{lo: 1<<n - 1}
	}
	return uint128{hi: 1<<(n-64) - 1, lo: ^uint64(0)}
}

func (u uint128) or(v uint128) uint128  { return uint128{u.hi | v.hi, u.lo | v.lo} }
func (u uint128) xor(v uint128) uint128 { return uint128{u.hi ^ v.hi, u.lo ^ v.lo} }

// sub is u - v, for v <= u. The low halves may borrow one from the high halves,
// as in 0x1_0000_0000_0000_0000 - 1 = 0xffff_ffff_ffff_ffff.
func (u uint128) sub(v uint128) uint128 {
	lo, borrow := bits.Sub64(u.lo, v.lo, 0)
	hi, _ := bits.Sub64(u.hi, v.hi, borrow)
	return uint128{hi, lo}
}

// trailingZeros counts the zero bits at the low end: 10.0.0.0 has 25, and zero has 128.
func (u uint128) trailingZeros() int {
	if u.lo != 0 {
		return bits.TrailingZeros64(u.lo)
	}
	return 64 + bits.TrailingZeros64(u.hi)
}

// length is the number of bits that it takes to write u: 5 (binary 101) takes 3.
func (u uint128) length() int {
	if u.hi != 0 {
		return 64 + bits.Len64(u.hi)
	}
	return bits.Len64(u.lo)
}

func (u uint128) big() *big.Int {
	n := new(big.Int).SetUint64(u.hi)
	return n.Lsh(n, 64).Or(n, new(big.Int).SetUint64(u.lo))
}

// The methods below make a uint128 a point on the line of IPv6 addresses.

func (u uint128) less(v uint128) bool { return u.hi < v.hi || u.hi == v.hi && u.lo < v.lo }

func (u uint128) compare(v uint128) int {
	if c := cmp.Compare(u.hi, v.hi); c != 0 {
		return c
	}
	return cmp.Compare(u.lo, v.lo)
}

func (u uint128) next() uint128 {
	lo, carry := bits.Add64(u.lo, 1, 0)
	return uint128{u.hi + carry, lo}
}

func (u uint128) prev() uint128 {
	lo, borrow := bits.Sub64(u.lo, 1, 0)
	return uint128{u.hi - borrow, lo}
}

func (u uint128) addr() netip.Addr {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], u.hi)
	binary.BigEndian.PutUint64(b[8:], u.lo)
	return netip.AddrFrom16(b)
}
