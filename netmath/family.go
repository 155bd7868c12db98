package netmath

import "net/netip"

// Family is the version of the Internet Protocol. It is a small number, so
// that what exists once a family can live in an array: [2]T indexed by Family.
type Family uint8

const (
	IPv4 Family = iota
	IPv6
)

// Families lists both, in the order in which answers are printed.
var Families = [2]Family{IPv4, IPv6}

// FamilyOf tells the family of an address. An IPv4-mapped IPv6 address
// (::ffff:10.0.0.1) counts as IPv6, as it does in net/netip; [ParseAddr] keeps
// such addresses out. The zero Addr has no family: ask a.IsValid first.
func FamilyOf(a netip.Addr) Family {
	if a.Is4() {
		return IPv4
	}
	return IPv6
}

// Bits is the length of an address: 32 or 128.
func (f Family) Bits() int {
	if f == IPv4 {
		return 32
	}
	return 128
}

// String is "ipv4" or "ipv6".
func (f Family) String() string {
	if f == IPv4 {
		return "ipv4"
	}
	return "ipv6"
}
