package netmath

import "net/netip"

// Aggregate is the fewest blocks that have the same addresses as those given, in
// ascending order, IPv4 before IPv6: 10.0.0.0/25 and 10.0.0.128/25 become
// 10.0.0.0/24, and a block inside another goes.
func Aggregate(blocks []netip.Prefix) []netip.Prefix {
	return AddrSetOf(blocks...).Prefixes()
}
