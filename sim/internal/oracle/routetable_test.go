package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestRouteTables(t *testing.T) {
	tell(t, public, []story{
		{"R2.1 an explicit association hides the main table", func(n *topologytest.Network) { n.RouteTable("rtb-x", "vpc-a", "subnet-a") },
			"eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.1 the main table serves the rest", func(n *topologytest.Network) { n.RouteTable("rtb-x", "vpc-a", "subnet-a") },
			"eni-b > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.1 no known table is unknown", func(n *topologytest.Network) { n.Without(ref.RouteTable) },
			"eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.2 IPv6 does not follow 0.0.0.0/0", func(n *topologytest.Network) { n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a") },
			"eni-a > 2600:1::1 tcp/443", Unreachable, 0},
		{"R2.3 the longest prefix wins", func(n *topologytest.Network) { n.Route("vpc-a", "8.8.8.0/24", "pcx-none") },
			"eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.3 static beats a list of the same prefix", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "8.8.8.0/24")
			n.Route("vpc-a", "pl-a", "tgw-none").Route("8.8.8.0/24", "igw-a")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.3 a longer entry of a list beats static", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "8.8.8.8/32")
			n.Route("vpc-a", "pl-a", "tgw-none").Route("8.8.8.0/24", "igw-a")
		}, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.7 a propagated route never beats local", func(n *topologytest.Network) {
			n.VGW("vgw-a", "vpc-a")
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").Propagated("10.0.2.0/24", "vgw-a")
		}, "eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R2.9 a blackhole wins and drops", func(n *topologytest.Network) {
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a").Blackhole("8.8.8.0/24", "nat-gone")
		},
			"eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.9 filtered is unknown", func(n *topologytest.Network) {
			x := n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a")
			x.Routes[0].State = "filtered"
		}, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.11 an unreadable list may lead elsewhere", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "IPv4")
			n.Route("vpc-a", "pl-a", "pcx-none")
		}, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.11 an unreadable list of the same target decides nothing", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "")
			n.Route("vpc-a", "pl-a", "igw-a")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.11 a list of AWS's own holds no private address", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "").OwnerId = "AWS"
			n.Route("vpc-a", "pl-a", "pcx-none")
		}, "eni-a > 10.0.2.10 tcp/443", Reachable, 0},
		{"R2.1 a truncated document may hide the subnet's table", func(n *topologytest.Network) { n.Partial(ref.RouteTable) },
			"eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.1 unless the subnet's own table was read", func(n *topologytest.Network) {
			n.Partial(ref.RouteTable)
			n.RouteTable("rtb-x", "vpc-a", "subnet-a")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.11 an unreadable list holds the same everywhere", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "IPv4")
			n.Subnet("subnet-f", "vpc-a", "10.0.9.0/24")
			n.ENI("eni-f", "subnet-f", "10.0.9.9").NoCheck()
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").Blackhole("pl-a", "nat-gone").Route("0.0.0.0/0", "eni-f")
			n.RouteTable("rtb-f", "vpc-a", "subnet-f").Route("pl-a", "igw-a")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.11 an unreadable list may lose to a longer route and win elsewhere", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-a", "IPv4")
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").Route("8.8.8.8/32", "igw-a").Blackhole("pl-a", "nat-gone")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.13 lists that overlap elsewhere do not tie", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "8.8.8.0/24", "9.9.9.0/24")
			n.PrefixList("pl-b", "9.9.9.0/24")
			n.Route("vpc-a", "pl-a", "igw-a").Blackhole("pl-b", "nat-a")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.13 equal entries of two lists are unknown", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "8.8.8.0/24")
			n.PrefixList("pl-b", "8.8.8.0/24")
			n.Route("vpc-a", "pl-a", "igw-a").Blackhole("pl-b", "nat-a")
		}, "eni-a > 8.8.8.8 tcp/443", Unknown, 0},
		{"R2.13 unless both drop", func(n *topologytest.Network) {
			n.PrefixList("pl-a", "8.8.8.0/24")
			n.PrefixList("pl-b", "8.8.8.0/24")
			n.Route("vpc-a", "pl-a", "igw-a").Blackhole("pl-b", "nat-a")
			n.ENI("eni-c", "subnet-a", "10.0.1.30")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.5 a local route may lead to an appliance that checks", func(n *topologytest.Network) {
			n.Subnet("subnet-f", "vpc-a", "10.0.9.0/24")
			n.ENI("eni-f", "subnet-f", "10.0.9.9")
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").LocalVia("10.0.0.0/16", "eni-f")
		}, "eni-a > 10.0.2.10 tcp/443", Unreachable, 0},
		{"R2.20 an unmodelled target is unknown", func(n *topologytest.Network) { n.Route("vpc-a", "8.8.8.0/24", "cagw-a") },
			"eni-a > 8.8.8.8 tcp/443", Unknown, 0},
	})
}

func TestReservedAddresses(t *testing.T) {
	tell(t, pair, []story{
		{"R1.8 the first four of a subnet", nil, "eni-a > 10.0.2.3 tcp/443", Unreachable, 0},
		{"R1.8 the last of a subnet", nil, "eni-a > 10.0.2.255 tcp/443", Unreachable, 0},
	})
}
