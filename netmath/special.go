package netmath

import "net/netip"

// Addresses that have a meaning wherever they are found, by their RFCs. Each is
// an AddrSet, made once.
var (
	rfc1918     = blocks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
	sharedCGNAT = blocks("100.64.0.0/10")
	linkLocal   = blocks("169.254.0.0/16", "fe80::/10")
	loopback    = blocks("127.0.0.0/8", "::1/128")
	multicast   = blocks("224.0.0.0/4", "ff00::/8")
	ula         = blocks("fc00::/7")

	// The documentation blocks (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24
	// and 2001:db8::/32) stay in: test networks use them as their internet.
	internet4 = AllAddrs(IPv4).Subtract(blocks("0.0.0.0/8", "240.0.0.0/4")).
			Subtract(rfc1918).Subtract(sharedCGNAT).Subtract(linkLocal).
			Subtract(loopback).Subtract(multicast)
	internet6 = blocks("2000::/3")
)

// blocks is AddrSetOf for constants.
func blocks(cidrs ...string) AddrSet {
	var b AddrSetBuilder
	for _, c := range cidrs {
		b.Add(netip.MustParsePrefix(c))
	}
	return b.Set()
}

// RFC1918 is the private IPv4 space: 10/8, 172.16/12 and 192.168/16.
func RFC1918() AddrSet { return rfc1918 }

// IsRFC1918 reports whether a is private IPv4.
func IsRFC1918(a netip.Addr) bool { return rfc1918.Contains(a) }

// SharedCGNAT is 100.64.0.0/10, the space that carriers share for NAT (RFC 6598).
func SharedCGNAT() AddrSet { return sharedCGNAT }

// IsSharedCGNAT reports whether a is in [SharedCGNAT].
func IsSharedCGNAT(a netip.Addr) bool { return sharedCGNAT.Contains(a) }

// ULA is fc00::/7, the private IPv6 space (RFC 4193).
func ULA() AddrSet { return ula }

// IsULA reports whether a is private IPv6.
func IsULA(a netip.Addr) bool { return ula.Contains(a) }

// IsLinkLocal reports whether a is in 169.254.0.0/16 or fe80::/10.
func IsLinkLocal(a netip.Addr) bool { return linkLocal.Contains(a) }

// IsLoopback reports whether a is in 127.0.0.0/8 or is ::1.
func IsLoopback(a netip.Addr) bool { return loopback.Contains(a) }

// IsMulticast reports whether a is in 224.0.0.0/4 or ff00::/8.
func IsMulticast(a netip.Addr) bool { return multicast.Contains(a) }

// Internet4 is the IPv4 addresses that a host on the internet can have: all
// except 0/8, private, shared, link-local, loopback, multicast and 240/4.
func Internet4() AddrSet { return internet4 }

// Internet6 is the IPv6 addresses that a host on the internet can have: 2000::/3,
// the only part of global unicast space that is handed out.
func Internet6() AddrSet { return internet6 }

// Internet is Internet4 or Internet6.
func Internet(f Family) AddrSet {
	if f == IPv4 {
		return internet4
	}
	return internet6
}
