package oracle

import "net/netip"

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, t := range texts {
		all = append(all, netip.MustParsePrefix(t))
	}
	return all
}

var (
	// privateSpace never crosses an internet gateway (R3.2) and is in no AWS-owned prefix list.
	privateSpace = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
	// specialSpace is no place on the internet.
	specialSpace = prefixes("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4")
	globalIPv6   = netip.MustParsePrefix("2000::/3")
	uniqueLocal  = netip.MustParsePrefix("fc00::/7")
	// neverRouted is reserved for services of the host (R2.10).
	neverRouted = prefixes("169.254.168.0/22", "fd00:ec2::/32")
	// latticeSpace is where VPC Lattice answers who is in a VPC (R8.5).
	latticeSpace = prefixes("169.254.171.0/24", "fd00:ec2:80::/64")
	nat64        = netip.MustParsePrefix("64:ff9b::/96")
)

func within(blocks []netip.Prefix, a netip.Addr) bool {
	for _, b := range blocks {
		if b.IsValid() && b.Contains(a) {
			return true
		}
	}
	return false
}

// onInternetSpace tells whether an address can be one on the internet (R3.2).
func onInternetSpace(a netip.Addr) bool {
	if a.Is6() {
		return globalIPv6.Contains(a)
	}
	return !within(privateSpace, a) && !within(specialSpace, a)
}

// embeddedIPv4 is the address in the low 32 bits (R3.12).
func embeddedIPv4(a netip.Addr) netip.Addr {
	b := a.As16()
	return netip.AddrFrom4([4]byte(b[12:]))
}

// reservedIn tells whether a is one of the first four or the last address of a subnet's block (R1.8).
func reservedIn(block netip.Prefix, a netip.Addr) bool {
	if !block.IsValid() || !block.Contains(a) {
		return false
	}
	first := block.Masked().Addr()
	for range 4 {
		if a == first {
			return true
		}
		first = first.Next()
	}
	return !block.Contains(a.Next())
}

// plus is the n-th address after a.
func plus(a netip.Addr, n int) netip.Addr {
	for range n {
		a = a.Next()
	}
	return a
}
