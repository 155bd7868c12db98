package netmath

import (
	"net/netip"
	"strings"
)

// ParseAddr reads one address, strictly. On top of what net/netip refuses
// (missing or extra parts, leading zeros) it refuses zones (fe80::1%eth0), which
// mean something on one host only, and IPv4-mapped IPv6 (::ffff:10.0.0.1), which
// would be a second spelling of an IPv4 address that no IPv4 rule matches.
func ParseAddr(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	switch {
	case err != nil:
		return netip.Addr{}, malformedAddr(s)
	case a.Zone() != "":
		return netip.Addr{}, zonedAddr(s, a)
	case a.Is4In6():
		return netip.Addr{}, mappedAddr(s, a)
	}
	return a, nil
}

func malformedAddr(s string) error {
	e := &ParseError{
		Kind: "address", Value: s,
		Problem: "it is neither dotted-decimal IPv4 nor IPv6",
		Remedy:  "write it like 10.0.0.1 or 2001:db8::1",
	}
	switch {
	case s == "":
		e.Problem = "it is empty"
	case strings.Contains(s, "/"):
		e.Problem = "it has a prefix length, so it is a block"
		e.Remedy = "write the address without what follows the slash"
	}
	return e
}

func zonedAddr(s string, a netip.Addr) error {
	return &ParseError{
		Kind: "address", Value: s,
		Problem: "it has a zone, which has a meaning on one host only",
		Remedy:  "write " + a.WithZone("").String(),
	}
}

func mappedAddr(s string, a netip.Addr) error {
	return &ParseError{
		Kind: "address", Value: s,
		Problem: "it is an IPv4 address dressed as IPv6",
		Remedy:  "write " + a.Unmap().String(),
	}
}
