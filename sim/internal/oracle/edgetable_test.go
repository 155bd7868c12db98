package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// edged is a VPC whose internet gateway and virtual private gateway send what is for subnet-a to an appliance.
func edged(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:a:0:1::/64")
	n.Subnet("subnet-x", "vpc-a", "10.0.9.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 2600:a:0:1::10").Public("3.3.3.10")
	n.ENI("eni-x", "subnet-x", "10.0.9.10").NoCheck()
	n.IGW("igw-a", "vpc-a")
	n.VGW("vgw-a", "vpc-a")
	n.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-x").Route("::/0", "eni-x").Route("192.168.0.0/16", "eni-x")
	n.RouteTable("rtb-x", "vpc-a", "subnet-x").Route("0.0.0.0/0", "igw-a").Route("::/0", "igw-a").Route("192.168.0.0/16", "vgw-a")
}

func TestEdgeTable(t *testing.T) {
	public := func(n *topologytest.Network) { n.ENI("eni-p", "subnet-x", "10.0.9.11").NoCheck().Public("3.3.3.91") }
	via := func(gateway string, target string) func(n *topologytest.Network) {
		return func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge(gateway).Route("10.0.1.0/24", target).Route("2600:a:0:1::/64", target)
		}
	}
	both := func(fs ...func(n *topologytest.Network)) func(n *topologytest.Network) {
		return func(n *topologytest.Network) {
			for _, f := range fs {
				f(n)
			}
		}
	}
	tell(t, edged, []story{
		{"R2.14 an interface without a public address takes nothing from the internet", via("igw-a", "eni-x"), "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, 0},
		{"R2.14 IPv6 needs none", via("igw-a", "eni-x"), "2001:db8::1 > 2600:a:0:1::10 tcp/443", Reachable, 0},
		{"R2.14 a virtual private gateway needs none", via("vgw-a", "eni-x"), "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R2.14 another subnet is delivered as ever", both(public, via("igw-a", "eni-p")), "8.8.8.8 > 3.3.3.91 tcp/443", Reachable, 0},
		{"R2.14 the network ACL of the appliance's subnet", func(n *topologytest.Network) {
			via("vgw-a", "eni-x")(n)
			n.NACL("acl-x", "vpc-a", "subnet-x").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "any")
		}, "192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R2.14 blackhole", func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Blackhole("10.0.1.0/24", "eni-gone")
		}, "192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R2.14 filtered", func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Route("10.0.1.0/24", "eni-x").Routes[0].State = "filtered"
		}, "192.168.1.1 > 10.0.1.10 tcp/443", Unknown, 0},
		{"R2.14 a target that cannot be", via("vgw-a", "pcx-a"), "192.168.1.1 > 10.0.1.10 tcp/443", Unknown, 0},
		{"R2.14 an interface that was not captured", via("vgw-a", "eni-gone"), "192.168.1.1 > 10.0.1.10 tcp/443", Unknown, 0},
		{"R2.14 a table of no association in force", func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Route("10.0.1.0/24", "pcx-a").Associations[0].AssociationState.State = "disassociated"
		}, "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R2.14 replies too", func(n *topologytest.Network) {
			n.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Blackhole("10.0.1.0/24", "eni-gone")
		}, "eni-a > 192.168.1.1 tcp/443", Unreachable, Reachable},
		{"R3.19 Block Public Access counts where the appliance is", func(n *topologytest.Network) {
			via("igw-a", "eni-x")(n)
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "subnet-x", "allow-bidirectional")
		}, "2001:db8::1 > 2600:a:0:1::10 tcp/443", Reachable, 0},
		{"R3.19 not where the packet ends", func(n *topologytest.Network) {
			via("igw-a", "eni-x")(n)
			n.BPA("block-bidirectional")
			n.BPAExclusion("x", "subnet-a", "allow-bidirectional")
		}, "2001:db8::1 > 2600:a:0:1::10 tcp/443", Unreachable, 0},
	})
}

func TestTrafficRedirection(t *testing.T) {
	base := func(n *topologytest.Network) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.Subnet("subnet-x", "vpc-a", "10.0.9.0/24")
		n.ENI("eni-a", "subnet-a", "10.0.1.10").Public("3.3.3.10")
		n.ENI("eni-x", "subnet-x", "10.0.9.10").NoCheck().Public("3.3.3.90")
		n.IGW("igw-a", "vpc-a")
		n.RouteTable("rtb-x", "vpc-a", "subnet-x").Route("0.0.0.0/0", "igw-a")
		n.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "eni-x").Route("10.0.9.0/24", "eni-x")
	}
	direct := func(n *topologytest.Network) { n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "igw-a") }
	through := func(n *topologytest.Network) { n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-x") }
	tell(t, base, []story{
		{"R2.15 out by the appliance that stands in the way in", through, "8.8.8.8 > 3.3.3.10 tcp/443", Reachable, 0},
		{"R2.15 not around it", direct, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.15 nor with a reply", direct, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, Reachable},
		{"R2.15 the appliance itself may", nil, "eni-x > 8.8.8.8 tcp/443", Reachable, 0},
	})
}
