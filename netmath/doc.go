// Package netmath does the arithmetic of networks: what set of addresses a list
// of rules comes to, which ports are left when some are taken away, which blocks
// overlap. It knows IP, and nothing of any provider.
//
// # From text to values
//
// Text comes in through strict parsers, which say what to write instead of what
// they refuse. After that, addresses and blocks are net/netip values.
//
//	"10.0.0.1"         ParseAddr      netip.Addr
//	"100.68.0.18/18"   ParsePrefix    100.68.0.0/18, canonical false
//	"tcp", "6"         ParseProtocol  TCP
//
// # From values to sets
//
// [Ports] and [AddrSet] are immutable sets in canonical form: sorted ranges that
// neither overlap nor touch. They can be shared, compared and read by any number
// of goroutines, and their zero values are empty. An [AddrSetBuilder] collects
// blocks in any order; the algebra is Union, Intersect, Subtract, Complement,
// Covers and Overlaps.
//
//	10.0.0.0/24  10.0.1.0/24  2001:db8::/56          10.0.1.128/25
//	        \         |          /                         |
//	         AddrSetBuilder.Add                  AddrSetBuilder.Remove
//	                        \                    /
//	                         AddrSet: ipv4 |-----------|
//	                                  ipv6        |------------|
//
// That algebra is written once, in span.go and spans.go, over three number
// lines: 16-bit values, IPv4 addresses, IPv6 addresses. The two families are two
// lines and never meet: ::/0 holds no IPv4 address.
//
// # From sets to numbers
//
// Where the same few sets occur again and again, a table gives each a number, so
// that equal sets are equal numbers and what was computed once is remembered. A
// [ServiceTable] does so for sets of protocols with ports, and a [RangeTable]
// for maps from addresses to such sets. A [RangeMap] is what a filter comes to:
//
//	10.0.0.0/8 tcp/443     \                    10.0.0.0 - 10.0.255.255  tcp/443
//	10.1.0.0/16 tcp/22      > UnionByAddr  ->   10.1.0.0 - 10.1.255.255  tcp/22,443
//	...                    /                    10.2.0.0 - ...           tcp/443
//
// A [PacketTable] does so for any sets of headers, whatever fields they look at.
// It is slower and more general, so it serves where a RangeMap cannot, and as a
// second engine in tests; and it says in few products what a set is.
//
// # From blocks to answers
//
// [Overlaps] finds all pairs of blocks that share addresses, [Aggregate] the
// fewest blocks for the same addresses, and a [PrefixTrie] says which blocks
// cover an address, and in which order they win.
//
// # What it leaves out
//
// There are no packets here, only headers; no routing decisions, only the
// longest match; and no fast routing table: a hot path flattens its tries into
// something quicker.
package netmath
