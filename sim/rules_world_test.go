package sim_test

// The networks that the stories begin with. VPC A is 10.0.0.0/16 and 2600:1f00:a::/56.

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// empty is VPC A with two subnets and nothing in them.
func empty(w *world) {
	w.Vpc("vpc-a", "10.0.0.0/16", "2600:1f00:a::/56")
	w.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:1f00:a:1::/64")
	w.Subnet("subnet-b", "vpc-a", "10.0.2.0/24", "2600:1f00:a:2::/64")
}

// hosts is VPC A with a host in each of two subnets, everything open.
func hosts(w *world) (a, b topologytest.ENI) {
	empty(w)
	a = w.ENI("eni-a", "subnet-a", "10.0.1.10 2600:1f00:a:1::10")
	b = w.ENI("eni-b", "subnet-b", "10.0.2.10 2600:1f00:a:2::10")
	return a, b
}

// online is VPC A open to the internet: eni-a has a public IPv4, eni-b has not.
func online(w *world) (a, b topologytest.ENI) {
	a, b = hosts(w)
	a.Public("3.3.3.10")
	w.IGW("igw-a", "vpc-a")
	w.Route("vpc-a", "0.0.0.0/0", "igw-a").Route("::/0", "igw-a")
	return a, b
}

// natted is VPC A whose hosts go out by nat-a in subnet-n, a public subnet.
func natted(w *world) {
	hosts(w)
	w.Subnet("subnet-n", "vpc-a", "10.0.9.0/24")
	w.NAT("nat-a", "subnet-n", "10.0.9.5", "3.3.3.5")
	w.IGW("igw-a", "vpc-a")
	w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("0.0.0.0/0", "igw-a")
	w.Route("vpc-a", "0.0.0.0/0", "nat-a").Route("64:ff9b::/96", "nat-a")
}

// apart is VPC A and VPC P (10.1.0.0/16) with eni-p, with a peering but no routes.
func apart(w *world) *topologytest.Peering {
	hosts(w)
	w.Vpc("vpc-p", "10.1.0.0/16", "2600:1f00:b::/56")
	w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24", "2600:1f00:b:1::/64")
	w.ENI("eni-p", "subnet-p", "10.1.1.10 2600:1f00:b:1::10")
	return w.Peering("pcx-a", "vpc-a", "vpc-p")
}

// peered is apart with routes on both sides.
func peered(w *world) *topologytest.Peering {
	p := apart(w)
	w.Route("vpc-a", "10.1.0.0/16", "pcx-a").Route("2600:1f00:b::/56", "pcx-a")
	w.Route("vpc-p", "10.0.0.0/16", "pcx-a").Route("2600:1f00:a::/56", "pcx-a")
	return p
}

// tunnelled is VPC A with a VPN to 192.168.0.0/16.
func tunnelled(w *world) topologytest.VPN {
	hosts(w)
	w.VGW("vgw-a", "vpc-a")
	w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
	return w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
}

// inspected is VPC A whose subnet-a reaches subnet-b by an appliance in subnet-m, and back.
func inspected(w *world) (appliance topologytest.ENI) {
	hosts(w)
	w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24", "2600:1f00:a:3::/64")
	m := w.ENI("eni-m", "subnet-m", "10.0.3.10 2600:1f00:a:3::10").NoCheck()
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "eni-m").Route("2600:1f00:a:2::/64", "eni-m")
	w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "eni-m").Route("2600:1f00:a:1::/64", "eni-m")
	return m
}

func prefix(text string) netip.Prefix { return netip.MustParsePrefix(text) }

func addr(text string) netip.Addr { return netip.MustParseAddr(text) }

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, t := range texts {
		all = append(all, prefix(t))
	}
	return all
}
