package netmath_test

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// An address plan: what is used, what is free, and who overlaps whom.
func Example() {
	site, _, _ := netmath.ParsePrefix("10.0.0.0/22")
	office, canonical, _ := netmath.ParsePrefix("10.0.1.77/24")
	fmt.Println(office, canonical)

	var free netmath.AddrSetBuilder
	free.Add(site)
	free.Remove(office)
	fmt.Println(free.Set())

	for _, pair := range netmath.Overlaps([]netip.Prefix{site, office}) {
		fmt.Println(pair.I, pair.Relation, pair.J)
	}
	// Output:
	// 10.0.1.0/24 false
	// 10.0.0.0/24,10.0.2.0/23
	// 0 contains 1
}

func ExamplePorts() {
	web := netmath.PortsOf(netmath.PortRange{Lo: 80, Hi: 80}, netmath.PortRange{Lo: 443, Hi: 443})
	app := netmath.PortSpan(8000, 8100)
	fmt.Println(web.Union(app))
	fmt.Println(app.Subtract(netmath.OnePort(8080)))
	fmt.Println(netmath.AllPorts().Covers(web), web.Overlaps(app))
	// Output:
	// 80,443,8000-8100
	// 8000-8079,8081-8100
	// true false
}

func ExampleParseAddr() {
	_, err := netmath.ParseAddr("::ffff:10.0.0.1")
	fmt.Println(err)
	// Output:
	// "::ffff:10.0.0.1" is not a usable address: it is an IPv4 address dressed as IPv6; write 10.0.0.1
}

func ExampleAddrRange_Prefixes() {
	r := netmath.AddrRange{Lo: netip.MustParseAddr("10.0.0.5"), Hi: netip.MustParseAddr("10.0.0.9")}
	for p := range r.Prefixes() {
		fmt.Println(p)
	}
	// Output:
	// 10.0.0.5/32
	// 10.0.0.6/31
	// 10.0.0.8/31
}

func ExampleEmbedNAT64() {
	v6 := netmath.EmbedNAT64(netip.MustParseAddr("198.51.100.7"))
	v4, ok := netmath.ExtractNAT64(v6)
	fmt.Println(v6, v4, ok)
	// Output:
	// 64:ff9b::c633:6407 198.51.100.7 true
}
