package netmath

import (
	"iter"
	"math/big"
	"net/netip"
	"slices"
	"strings"
)

// AddrSet is an immutable set of addresses. The two families are kept apart, so
// that ::/0 does not take in IPv4. The zero value is the empty set. Two sets are
// equal, with Equal, exactly when they have the same addresses, however they
// were put together.
//
// Membership follows net/netip: an IPv4-mapped IPv6 address is an IPv6 address,
// and an address with a zone, like the zero Addr, is in no set.
type AddrSet struct {
	v4 spans[addr4]
	v6 spans[uint128]
}

// AddrSetOf is the union of the blocks.
func AddrSetOf(blocks ...netip.Prefix) AddrSet {
	var b AddrSetBuilder
	for _, p := range blocks {
		b.Add(p)
	}
	return b.Set()
}

// AllAddrs is every address of a family.
func AllAddrs(f Family) AddrSet {
	return AddrSetOf(netip.PrefixFrom(uint128{}.address(f), 0))
}

// Empty reports whether the set has no address.
func (s AddrSet) Empty() bool { return len(s.v4) == 0 && len(s.v6) == 0 }

// Contains reports whether a is in the set.
func (s AddrSet) Contains(a netip.Addr) bool {
	switch {
	case a.Is4():
		return s.v4.contains(addr4Of(a))
	case a.Is6() && a.Zone() == "":
		return s.v6.contains(numberOf(a))
	}
	return false
}

// Of is the part of the set in one family.
func (s AddrSet) Of(f Family) AddrSet {
	if f == IPv4 {
		return AddrSet{v4: s.v4}
	}
	return AddrSet{v6: s.v6}
}

// Equal reports whether both sets have the same addresses.
func (s AddrSet) Equal(t AddrSet) bool { return s.v4.equal(t.v4) && s.v6.equal(t.v6) }

// First is the lowest address of a family, and whether there is one.
func (s AddrSet) First(f Family) (netip.Addr, bool) {
	for r := range s.Ranges(f) {
		return r.Lo, true
	}
	return netip.Addr{}, false
}

// FirstIn is the lowest address of the set in a range, and whether there is one.
func (s AddrSet) FirstIn(r AddrRange) (netip.Addr, bool) {
	switch {
	case !r.Valid():
		return netip.Addr{}, false
	case r.Lo.Is4():
		return firstIn(s.v4, span4(r))
	}
	return firstIn(s.v6, span6(r))
}

func firstIn[T addrPoint[T]](s spans[T], x span[T]) (netip.Addr, bool) {
	i := s.search(x.lo)
	if i == len(s) {
		return netip.Addr{}, false
	}
	m, ok := s[i].meet(x)
	return m.lo.addr(), ok
}

// Size counts the addresses of a family.
func (s AddrSet) Size(f Family) *big.Int {
	n := new(big.Int)
	for r := range s.Ranges(f) {
		n.Add(n, r.Size())
	}
	return n
}

// Ranges yields the addresses of a family as ranges in ascending order. They
// neither overlap nor touch.
func (s AddrSet) Ranges(f Family) iter.Seq[AddrRange] {
	if f == IPv4 {
		return addrRanges(s.v4)
	}
	return addrRanges(s.v6)
}

func addrRanges[T addrPoint[T]](s spans[T]) iter.Seq[AddrRange] {
	return func(yield func(AddrRange) bool) {
		for _, x := range s {
			if !yield(AddrRange{x.lo.addr(), x.hi.addr()}) {
				return
			}
		}
	}
}

// Prefixes lists the fewest blocks that make up the set, in ascending order,
// IPv4 before IPv6.
func (s AddrSet) Prefixes() []netip.Prefix {
	var blocks []netip.Prefix
	for _, f := range Families {
		for r := range s.Ranges(f) {
			blocks = slices.AppendSeq(blocks, r.Prefixes())
		}
	}
	return blocks
}

// String is "none", or the blocks of Prefixes: "10.0.0.0/16,2001:db8::/56".
func (s AddrSet) String() string {
	if s.Empty() {
		return "none"
	}
	var b strings.Builder
	for i, p := range s.Prefixes() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(p.String())
	}
	return b.String()
}
