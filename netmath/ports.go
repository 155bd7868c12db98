package netmath

import (
	"iter"
	"math"
	"strings"
)

// Ports is an immutable set of 16-bit values: ports, or ICMP messages as
// type<<8 | code ([ICMPMessage]). The zero value is the empty set.
//
// Nearly every set in practice is one range (443, 1024-65535, all), so one range
// is held in the value itself, and operations whose inputs and result are single
// ranges allocate nothing.
type Ports struct {
	one  span[port]   // the range, or the first of several
	some bool         // whether there is any
	many *spans[port] // all the ranges if there are two or more, else nil
}

// OnePort is the set of p alone.
func OnePort(p uint16) Ports { return PortSpan(p, p) }

// PortSpan is the values from lo to hi, both included; none if lo is above hi.
func PortSpan(lo, hi uint16) Ports {
	if lo > hi {
		return Ports{}
	}
	return onePorts(span[port]{port(lo), port(hi)})
}

// AllPorts is every value, 0 included.
func AllPorts() Ports { return PortSpan(0, math.MaxUint16) }

// PortsOf is the union of the ranges, which may come in any order and overlap.
func PortsOf(ranges ...PortRange) Ports {
	var s []span[port]
	for _, r := range ranges {
		if !r.Empty() {
			s = append(s, span[port]{port(r.Lo), port(r.Hi)})
		}
	}
	return portsOfSpans(canonical(s))
}

func onePorts(s span[port]) Ports { return Ports{one: s, some: true} }

func portsOfSpans(s spans[port]) Ports {
	switch len(s) {
	case 0:
		return Ports{}
	case 1:
		return onePorts(s[0])
	}
	return severalPorts(s)
}

// severalPorts takes two or more ranges. It is apart, so that only these go to the heap.
func severalPorts(s spans[port]) Ports { return Ports{one: s[0], some: true, many: &s} }

// single reports whether the set is exactly one range.
func (p Ports) single() bool { return p.some && p.many == nil }

// spans lists the ranges, however many.
func (p Ports) spans() spans[port] {
	if p.single() {
		return spans[port]{p.one}
	}
	return p.several()
}

// several lists the ranges if there are two or more.
func (p Ports) several() spans[port] {
	if p.many == nil {
		return nil
	}
	return *p.many
}

// Empty reports whether the set has no value.
func (p Ports) Empty() bool { return !p.some }

// Full reports whether the set has all 65536 values.
func (p Ports) Full() bool { return p.some && p.one == span[port]{0, math.MaxUint16} }

// Contains reports whether v is in the set.
func (p Ports) Contains(v uint16) bool {
	if p.many == nil {
		return p.some && uint16(p.one.lo) <= v && v <= uint16(p.one.hi)
	}
	return p.several().contains(port(v))
}

// Len counts the values.
func (p Ports) Len() int {
	n := 0
	for r := range p.Ranges() {
		n += r.Len()
	}
	return n
}

// Min is the smallest value, and whether there is one.
func (p Ports) Min() (uint16, bool) { return uint16(p.one.lo), p.some }

// Equal reports whether both sets have the same values.
func (p Ports) Equal(q Ports) bool {
	return p.some == q.some && p.one == q.one && p.several().equal(q.several())
}

// Ranges yields the ranges in ascending order. They neither overlap nor touch.
func (p Ports) Ranges() iter.Seq[PortRange] {
	return func(yield func(PortRange) bool) {
		if p.single() {
			yield(PortRange{uint16(p.one.lo), uint16(p.one.hi)})
			return
		}
		for _, s := range p.several() {
			if !yield(PortRange{uint16(s.lo), uint16(s.hi)}) {
				return
			}
		}
	}
}

// String is "none", "all", or the ranges: "443", "80,443,8000-8100".
func (p Ports) String() string {
	switch {
	case p.Empty():
		return "none"
	case p.Full():
		return "all"
	}
	var b strings.Builder
	for r := range p.Ranges() {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		b.WriteString(r.String())
	}
	return b.String()
}
