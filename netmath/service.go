package netmath

import (
	"slices"
	"strings"
)

// A service is what an IP header asks for: a protocol with a destination port,
// or with an ICMP type<<8 | code. As a number it is a position on one line of
// 24 bits, so that a set of services is a set of numbers:
//
//	protocol<<16 | port
//
//	tcp/443      0x06_01bb
//	icmp/8:0     0x01_0800
//
// A protocol that has neither ports nor types has the whole line of ports all
// the same. So all that can be said of services is said in products of
// protocols and ports.
type service uint32

// serviceEnd is one past the last service.
const serviceEnd service = 1 << 24

func serviceOf(p Protocol, port uint16) service { return service(p)<<16 | service(port) }

func (s service) protocol() Protocol { return Protocol(s >> 16) }
func (s service) port() uint16       { return uint16(s) }

// borders is a set of services by where it begins and ends: every second one is
// the first of a range, those between are one past its last. They ascend without
// repeating, so equal sets have equal borders.
//
//	tcp/80, tcp/443-444    060050 060051 0601bb 0601bd
//	everything             000000 1000000
type borders []service

// contains reports whether x is in the set: then an odd number of borders are
// at it or before it.
func (b borders) contains(x service) bool {
	i, found := slices.BinarySearch(b, x)
	if found {
		i++
	}
	return i&1 == 1
}

// count is the number of services in the set.
func (b borders) count() int {
	n := service(0)
	for i := 0; i < len(b); i += 2 {
		n += b[i+1] - b[i]
	}
	return int(n)
}

// A truthTable is an operation on sets: bit 2*inA + inB says whether what is in
// A or not, and in B or not, is in the result.
type truthTable uint8

const (
	union     truthTable = 0b1110
	intersect truthTable = 0b1000
	subtract  truthTable = 0b0100
)

// next finds the next border of the result of an operation on a and b: where its
// truth changes. It moves the walk on, and returns serviceEnd+1 when there is none.
//
//	a        |-----|    |---|
//	b           |-------|
//	a - b    |--|       |---|    borders are found, or passed over, from left to right
func (w *borderWalk) next(op truthTable) service {
	for w.i < len(w.a) || w.j < len(w.b) {
		at := w.step()
		if now := op>>w.state&1 == 1; now != w.in {
			w.in = now
			return at
		}
	}
	return serviceEnd + 1
}

// A borderWalk goes along two sets at once.
type borderWalk struct {
	a, b  borders
	i, j  int
	state uint8 // 2*inA + inB
	in    bool  // the result
}

// step passes the nearest border of a, of b, or of both.
func (w *borderWalk) step() service {
	x, y := serviceEnd+1, serviceEnd+1
	if w.i < len(w.a) {
		x = w.a[w.i]
	}
	if w.j < len(w.b) {
		y = w.b[w.j]
	}
	if x <= y {
		w.state ^= 2
		w.i++
	}
	if y <= x {
		w.state ^= 1
		w.j++
	}
	return min(x, y)
}

// combine appends to out the borders of an operation on a and b.
func (op truthTable) combine(out, a, b borders) borders {
	w := borderWalk{a: a, b: b}
	for at := w.next(op); at <= serviceEnd; at = w.next(op) {
		out = append(out, at)
	}
	return out
}

// empty reports whether combine would find nothing.
func (op truthTable) empty(a, b borders) bool {
	w := borderWalk{a: a, b: b}
	return w.next(op) > serviceEnd
}

// Services is a product: the protocols from First to Last, both included, each
// with the same destination ports, or ICMP messages ([ICMPMessage]).
type Services struct {
	First, Last Protocol
	Ports       Ports
}

// String is "tcp/80,443", "0-255/53" or "7-16/all".
func (s Services) String() string {
	var b strings.Builder
	b.WriteString(s.First.String())
	if s.Last != s.First {
		b.WriteString("-" + s.Last.String())
	}
	b.WriteString("/" + s.Ports.String())
	return b.String()
}
