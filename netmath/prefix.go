package netmath

import (
	"net/netip"
	"strconv"
	"strings"
)

// ParsePrefix reads one CIDR block, strictly, and returns it with its host bits
// cleared. canonical is false if there were host bits to clear: 100.68.0.18/18
// is read as 100.68.0.0/18, not canonical, and the caller decides whether that
// deserves a warning.
//
// Refused are an address without a length, zones, and IPv4-mapped IPv6.
func ParsePrefix(s string) (p netip.Prefix, canonical bool, err error) {
	written, err := netip.ParsePrefix(s)
	if err != nil {
		return netip.Prefix{}, false, malformedPrefix(s)
	}
	if written.Addr().Is4In6() {
		return netip.Prefix{}, false, mappedPrefix(s, written)
	}
	p = written.Masked()
	return p, p == written, nil
}

func malformedPrefix(s string) error {
	e := &ParseError{
		Kind: "CIDR block", Value: s,
		Problem: "it is not ADDRESS/LENGTH",
		Remedy:  "write it like 10.0.0.0/16 or 2001:db8::/56",
	}
	host, length, slash := strings.Cut(s, "/")
	a, addrErr := netip.ParseAddr(host)
	switch {
	case s == "":
		e.Problem = "it is empty"
	case addrErr != nil:
		e.Problem = strconv.Quote(host) + " is not an address"
	case a.Zone() != "":
		e.Problem = "it has a zone, which has a meaning on one host only"
		e.Remedy = "leave out %" + a.Zone()
	case !slash:
		e.Problem = "it has no prefix length"
		e.Remedy = "for this one address write " + netip.PrefixFrom(a, a.BitLen()).String()
	default:
		e.Problem = strconv.Quote(length) + " is not a prefix length"
		e.Remedy = "use a plain number from 0 to " + strconv.Itoa(a.BitLen())
	}
	return e
}

// mappedPrefix knows the IPv4 spelling when the block lies inside
// ::ffff:0:0/96: the first 96 bits go, so /104 becomes /8.
func mappedPrefix(s string, p netip.Prefix) error {
	e := &ParseError{
		Kind: "CIDR block", Value: s,
		Problem: "it is an IPv4 block dressed as IPv6",
		Remedy:  "write the IPv4 block",
	}
	if p.Bits() >= 96 {
		e.Remedy = "write " + netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96).Masked().String()
	}
	return e
}

// First is the lowest address of a block, the zero Addr if p is not valid.
// First(10.1.2.3/16) is 10.1.0.0.
func First(p netip.Prefix) netip.Addr {
	return p.Masked().Addr()
}

// Last is the highest address of a block, the zero Addr if p is not valid.
//
//	10.1.0.0/16     0000 1010 . 0000 0001 . 0000 0000 . 0000 0000
//	16 host bits    0000 0000 . 0000 0000 . 1111 1111 . 1111 1111
//	either (OR)     0000 1010 . 0000 0001 . 1111 1111 . 1111 1111   10.1.255.255
func Last(p netip.Prefix) netip.Addr {
	if !p.IsValid() {
		return netip.Addr{}
	}
	f := FamilyOf(p.Addr())
	return numberOf(p.Addr()).or(lowOnes(f.Bits() - p.Bits())).address(f)
}
