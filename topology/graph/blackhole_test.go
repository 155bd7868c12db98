package graph

import (
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// joined is two VPCs with a host each.
func joined(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	n.ENI("eni-b", "subnet-b", "10.1.1.10")
}

// attached joins them by a transit gateway.
func attached(n *topologytest.Network) topologytest.TransitTable {
	joined(n)
	n.TGW("tgw-a")
	n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
	n.Attach("tgw-attach-b", "tgw-a", "subnet-b")
	return n.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-b")
}

func TestBlackHoles(t *testing.T) {
	for _, j := range []judgement{
		{"routes both ways", func(n *topologytest.Network) {
			joined(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.0.0.0/8", "pcx-a")
		}, nil},
		{"a peering with routes on one side", func(n *topologytest.Network) {
			joined(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
		}, []string{"info NO_ROUTE_BACK route-table/rtb-main-vpc-b "}},
		{"one of the far side's tables was forgotten", func(n *topologytest.Network) {
			joined(n)
			n.Subnet("subnet-c", "vpc-b", "10.1.2.0/24")
			n.ENI("eni-c", "subnet-c", "10.1.2.10")
			n.RouteTable("rtb-c", "vpc-b", "subnet-c")
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.0.0.0/16", "pcx-a")
		}, []string{"info NO_ROUTE_BACK route-table/rtb-c "}},
		{"one that leads elsewhere is most likely a mistake", func(n *topologytest.Network) {
			joined(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.0.9.0/24", "pcx-a")
		}, []string{"warning NO_ROUTE_BACK route-table/rtb-main-vpc-b "}},
		{"a subnet without hosts has nobody to answer", func(n *topologytest.Network) {
			joined(n)
			n.Subnet("subnet-c", "vpc-b", "10.1.2.0/24")
			n.RouteTable("rtb-c", "vpc-b", "subnet-c")
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "10.0.0.0/16", "pcx-a")
		}, nil},
		{"the reply would go to the internet", func(n *topologytest.Network) {
			joined(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b")
			n.IGW("igw-b", "vpc-b")
			n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
			n.Route("vpc-b", "0.0.0.0/0", "igw-b")
		}, []string{"info NO_ROUTE_BACK route-table/rtb-main-vpc-b "}},
		{"over a transit gateway, one side", func(n *topologytest.Network) {
			attached(n).Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("10.1.0.0/16", "tgw-attach-b")
			n.Route("vpc-a", "10.0.0.0/8", "tgw-a")
		}, []string{"info NO_ROUTE_BACK route-table/rtb-main-vpc-b "}},
		{"what a transit gateway keeps apart is apart on purpose", func(n *topologytest.Network) {
			attached(n).Propagated("10.0.0.0/16", "tgw-attach-a").Blackhole("10.0.0.0/8")
			n.Route("vpc-a", "10.0.0.0/8", "tgw-a")
		}, nil},
		{"a transit gateway with no route for it", func(n *topologytest.Network) {
			attached(n).Propagated("10.0.0.0/16", "tgw-attach-a")
			n.Route("vpc-a", "10.1.0.0/16", "tgw-a")
		}, []string{"info TRANSIT_GATEWAY_DROPS_ROUTE route-table/rtb-main-vpc-a#10.1.0.0/16 10.1.0.0/16 → tgw-a"}},
		{"an attachment without a table", func(n *topologytest.Network) {
			joined(n)
			n.TGW("tgw-a")
			n.Attach("tgw-attach-a", "tgw-a", "subnet-a")
			n.TransitTable("tgw-rtb-a", "tgw-a")
			n.Route("vpc-a", "10.1.0.0/16", "tgw-a")
		}, []string{"warning TRANSIT_GATEWAY_DROPS_ROUTE route-table/rtb-main-vpc-a#10.1.0.0/16 10.1.0.0/16 → tgw-a"}},
		{"a transit gateway that leads the internet's addresses into a VPC with no way out", func(n *topologytest.Network) {
			attached(n).Propagated("10.0.0.0/16", "tgw-attach-a").Route("0.0.0.0/0", "tgw-attach-b")
			n.Route("vpc-a", "0.0.0.0/0", "tgw-a")
			n.Route("vpc-b", "10.0.0.0/16", "tgw-a")
		}, []string{"warning ATTACHMENT_SUBNET_LEADS_NOWHERE transit-gateway-route-table/tgw-rtb-a#0.0.0.0/0 0.0.0.0/0 → tgw-attach-b to vpc-b"}},
		{"a NAT gateway whose subnet does not know the spokes", func(n *topologytest.Network) {
			attached(n).Propagated("10.0.0.0/16", "tgw-attach-a").Route("0.0.0.0/0", "tgw-attach-b")
			n.Subnet("subnet-nat", "vpc-b", "10.1.9.0/24")
			n.IGW("igw-b", "vpc-b")
			n.NAT("nat-b", "subnet-nat", "10.1.9.9", "3.3.3.9")
			n.RouteTable("rtb-nat", "vpc-b", "subnet-nat").Route("0.0.0.0/0", "igw-b")
			n.Route("vpc-a", "0.0.0.0/0", "tgw-a")
			n.Route("vpc-b", "0.0.0.0/0", "nat-b").Route("10.0.0.0/16", "tgw-a")
		}, []string{"warning NO_ROUTE_BACK route-table/rtb-main-vpc-a#0.0.0.0/0 0.0.0.0/0 → tgw-a"}},
		{"targets that carry nothing", func(n *topologytest.Network) {
			joined(n)
			n.IGW("igw-b", "vpc-b")
			n.NAT("nat-a", "subnet-a", "10.0.1.9", "3.3.3.9").State = "failed"
			n.TGW("tgw-a")
			n.Route("vpc-a", "0.0.0.0/0", "igw-b").Route("8.8.0.0/16", "nat-a").Route("10.1.0.0/16", "tgw-a")
		}, []string{
			"warning ROUTE_TARGET_DOES_NOT_CARRY route-table/rtb-main-vpc-a#0.0.0.0/0 0.0.0.0/0 → igw-b",
			"warning ROUTE_TARGET_DOES_NOT_CARRY route-table/rtb-main-vpc-a#8.8.0.0/16 8.8.0.0/16 → nat-a",
			"warning ROUTE_TARGET_DOES_NOT_CARRY route-table/rtb-main-vpc-a#10.1.0.0/16 10.1.0.0/16 → tgw-a",
		}},
	} {
		t.Run(j.name, func(t *testing.T) {
			n := topologytest.New()
			j.net(n)
			g, _ := Compile(n.Snapshot(), Options{})
			found := g.BlackHoles()
			if got := judged(found); !slices.Equal(got, j.want) {
				t.Errorf("got\n%s\nwant\n%s\n%v", strings.Join(got, "\n"), strings.Join(j.want, "\n"), found)
			}
			if !slices.Equal(g.BlackHoles(), found) {
				t.Error("asked again it is something else")
			}
		})
	}
}
