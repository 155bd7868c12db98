package netmath

import (
	"cmp"
	"encoding/binary"
	"net/netip"
)

// A point is a position on one of the three number lines of this package:
// ports, IPv4 addresses and IPv6 addresses. Set algebra (span.go, spans.go) is
// written once over points, so that ports and the two families cannot drift apart.
//
// next and prev wrap around at the ends of the line; who steps has made sure
// that there is a neighbour, by knowing a point beyond.
type point[T any] interface {
	comparable
	compare(T) int
	next() T
	prev() T
}

// An addrPoint is a point that stands for an address.
type addrPoint[T any] interface {
	point[T]
	addr() netip.Addr
}

// port is a 16-bit value: a port, or an ICMP type<<8 | code.
type port uint16

func (p port) compare(q port) int { return cmp.Compare(p, q) }
func (p port) next() port         { return p + 1 }
func (p port) prev() port         { return p - 1 }

// addr4 is an IPv4 address as a number: 10.0.0.1 is 0x0a000001.
type addr4 uint32

// addr4Of converts an address that is known to be IPv4.
func addr4Of(a netip.Addr) addr4 {
	b := a.As4()
	return addr4(binary.BigEndian.Uint32(b[:]))
}

func (a addr4) compare(b addr4) int { return cmp.Compare(a, b) }
func (a addr4) next() addr4         { return a + 1 }
func (a addr4) prev() addr4         { return a - 1 }

func (a addr4) addr() netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(a))
	return netip.AddrFrom4(b)
}
