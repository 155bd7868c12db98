package netmath

import "net/netip"

// NAT64Prefix is the well-known prefix of RFC 6052, under which IPv6 hosts reach
// IPv4 ones: the last 32 bits of the address are the IPv4 address.
//
//	64:ff9b::  +  198.51.100.7 (c6 33 64 07)  =  64:ff9b::c633:6407
var NAT64Prefix = netip.MustParsePrefix("64:ff9b::/96")

// EmbedNAT64 is the IPv6 address by which a NAT64 gateway reaches v4; the zero
// Addr if v4 is not IPv4.
func EmbedNAT64(v4 netip.Addr) netip.Addr {
	if !v4.Is4() {
		return netip.Addr{}
	}
	return numberOf(NAT64Prefix.Addr()).or(numberOf(v4)).addr()
}

// ExtractNAT64 is EmbedNAT64 turned round. It reports false for an address that
// is not under [NAT64Prefix].
func ExtractNAT64(v6 netip.Addr) (netip.Addr, bool) {
	if !NAT64Prefix.Contains(v6) {
		return netip.Addr{}, false
	}
	return addr4(numberOf(v6).lo).addr(), true
}
