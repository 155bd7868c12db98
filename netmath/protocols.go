package netmath

import (
	"math/bits"
	"strings"
)

// Protocols is a set of protocols: bit p%64 of word p/64 is protocol p. The zero
// value is empty, and == tells whether two sets are equal.
type Protocols [4]uint64

// ProtocolsOf is the set of these protocols.
func ProtocolsOf(list ...Protocol) Protocols {
	var s Protocols
	for _, p := range list {
		s[p/64] |= 1 << (p % 64)
	}
	return s
}

// AllProtocols is all 256.
func AllProtocols() Protocols {
	all := ^uint64(0)
	return Protocols{all, all, all, all}
}

// Contains reports whether p is in the set.
func (s Protocols) Contains(p Protocol) bool { return s[p/64]>>(p%64)&1 == 1 }

// Empty reports whether the set has no protocol.
func (s Protocols) Empty() bool { return s == Protocols{} }

// Full reports whether the set has all 256.
func (s Protocols) Full() bool { return s == AllProtocols() }

// Len counts the protocols.
func (s Protocols) Len() int {
	n := 0
	for _, word := range s {
		n += bits.OnesCount64(word)
	}
	return n
}

// String is "none", "all", or the ranges of protocols: "tcp,udp", "0-5,7-255".
func (s Protocols) String() string {
	switch {
	case s.Empty():
		return "none"
	case s.Full():
		return "all"
	}
	var words []string
	for _, x := range s.spans() {
		word := Protocol(x.lo.lo).String()
		if x.hi != x.lo {
			word += "-" + Protocol(x.hi.lo).String()
		}
		words = append(words, word)
	}
	return strings.Join(words, ",")
}

// spans is the set on the line of a packet's field.
func (s Protocols) spans() spans[uint128] {
	var out []span[uint128]
	for p := range 256 {
		if s.Contains(Protocol(p)) {
			out = push(out, onePoint(uint64(p)))
		}
	}
	return out
}

func onePoint(x uint64) span[uint128] { return span[uint128]{uint128{lo: x}, uint128{lo: x}} }

// protocolsOfSpans is spans turned round.
func protocolsOfSpans(list spans[uint128]) Protocols {
	var s Protocols
	for _, x := range list {
		for p := x.lo.lo; p <= x.hi.lo; p++ {
			s[p/64] |= 1 << (p % 64)
		}
	}
	return s
}
