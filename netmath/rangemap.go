package netmath

import (
	"iter"
	"net/netip"
)

// RangeMap is an immutable map from all addresses of one family to numbers, for
// instance the [ServiceSet] that a filter lets through from there. It is held as
// sorted ranges of one value. Two maps are equal, with Equal, exactly when they
// are of one family and have the same value at every address, however they were
// put together. The zero value is 0 at every IPv4 address.
//
// An address that is not of the map's family, and one that is in no [AddrSet]
// (the zero Addr, one with a zone), has the value 0.
type RangeMap struct {
	family Family
	v4     pieces[addr4] // of an IPv4 map
	v6     pieces[uint128]
}

const lastAddr4 = ^addr4(0)

func lastAddr6() uint128 { return lowOnes(128) }

// RangeMapOf is value at the addresses of a set, and 0 at all others of the family.
func RangeMapOf(f Family, set AddrSet, value uint32) RangeMap {
	if f == IPv4 {
		return RangeMap{family: f, v4: ofSpans(set.v4, value, lastAddr4)}
	}
	return RangeMap{family: f, v6: ofSpans(set.v6, value, lastAddr6())}
}

// RangeMapFrom is values[i] at the addresses from starts[i] up to the next of the starts, which ascend and are all of a family, and 0 at
// those before the first.
func RangeMapFrom(f Family, starts []netip.Addr, values []uint32) RangeMap {
	m := RangeMap{family: f}
	for i, a := range starts {
		if f == IPv4 {
			m.v4 = m.v4.push(addr4Of(a), values[i])
		} else {
			m.v6 = m.v6.push(numberOf(a), values[i])
		}
	}
	return m
}

// Family tells which addresses the map is of.
func (m RangeMap) Family() Family { return m.family }

// At is the value at an address.
func (m RangeMap) At(a netip.Addr) uint32 {
	switch {
	case a.Is4():
		return m.v4.at(addr4Of(a))
	case a.Is6() && a.Zone() == "":
		return m.v6.at(numberOf(a))
	}
	return 0
}

// Equal reports whether both maps are of one family and have the same values.
func (m RangeMap) Equal(n RangeMap) bool {
	return m.family == n.family && m.v4.equal(n.v4) && m.v6.equal(n.v6)
}

// Len counts the segments.
func (m RangeMap) Len() int {
	n := 0
	for range m.Segments() {
		n++
	}
	return n
}

// Segments yields all addresses of the family in ascending order, in ranges of
// one value. Neighbours have different values.
func (m RangeMap) Segments() iter.Seq2[AddrRange, uint32] {
	if m.family == IPv4 {
		return addrSegments(m.v4, lastAddr4)
	}
	return addrSegments(m.v6, lastAddr6())
}

func addrSegments[T addrPoint[T]](s pieces[T], last T) iter.Seq2[AddrRange, uint32] {
	return func(yield func(AddrRange, uint32) bool) {
		for x, value := range s.segments(last) {
			if !yield(AddrRange{x.lo.addr(), x.hi.addr()}, value) {
				return
			}
		}
	}
}

// Where is the addresses whose value satisfies f.
func (m RangeMap) Where(f func(uint32) bool) AddrSet {
	if m.family == IPv4 {
		return AddrSet{v4: m.v4.where(f, lastAddr4)}
	}
	return AddrSet{v6: m.v6.where(f, lastAddr6())}
}

// Combine is the map that has f(m, n) wherever m and n have those values. A map
// of the other family counts as 0 everywhere.
func (m RangeMap) Combine(n RangeMap, f func(a, b uint32) uint32) RangeMap {
	if m.family == IPv4 {
		return RangeMap{family: m.family, v4: m.v4.combine(n.v4, f)}
	}
	return RangeMap{family: m.family, v6: m.v6.combine(n.v6, f)}
}

// Map is the map that has f(v) wherever m has v.
func (m RangeMap) Map(f func(uint32) uint32) RangeMap {
	return m.Combine(RangeMap{family: m.family}, func(a, _ uint32) uint32 { return f(a) })
}
