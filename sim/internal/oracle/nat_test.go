package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology/topologytest"
)

// natted has a private subnet whose way out is a NAT gateway in a public one.
func natted(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16", "2600:a::/56")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24", "2600:a:0:1::/64")
	n.Subnet("subnet-p", "vpc-a", "10.0.2.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10 2600:a:0:1::10").PublicOf("10.0.1.10", "3.3.3.10")
	n.ENI("eni-p", "subnet-p", "10.0.2.10").Public("3.3.3.20")
	n.IGW("igw-a", "vpc-a")
	n.NAT("nat-a", "subnet-p", "10.0.2.5", "3.3.3.5")
	n.RouteTable("rtb-p", "vpc-a").Main().Route("0.0.0.0/0", "igw-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "nat-a").Route("64:ff9b::/96", "nat-a")
}

func TestNatGateway(t *testing.T) {
	tell(t, natted, []story{
		{"R3.8 out and back", nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.7 ping", nil, "eni-a > 8.8.8.8 icmp/8", Reachable, 0},
		{"R3.7 no other protocol", nil, "eni-a > 8.8.8.8 47", Unreachable, 0},
		{"R3.7 nothing unsolicited", nil, "8.8.8.8 > 3.3.3.5 tcp/443", Unreachable, 0},
		{"R3.7 a pending gateway takes nothing", func(n *topologytest.Network) {
			n.NAT("nat-b", "subnet-p", "10.0.2.6", "3.3.3.6").State = "pending"
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-b")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R17.2 a route from the gateway's own subnet leads back to it", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			n.NAT("nat-c", "subnet-c", "10.0.3.5", "3.3.3.7")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-c")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R17.2 two gateways that lead to each other", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.Subnet("subnet-d", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-e", "subnet-c", "10.0.3.10")
			n.NAT("nat-c", "subnet-c", "10.0.3.5", "3.3.3.7")
			n.NAT("nat-d", "subnet-d", "10.0.4.5", "3.3.3.8")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-d")
			n.RouteTable("rtb-d", "vpc-a", "subnet-d").Route("0.0.0.0/0", "nat-c")
		}, "eni-e > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.8 a gateway behind a gateway translates again", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.Subnet("subnet-d", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-e", "subnet-c", "10.0.3.10")
			n.NAT("nat-d", "subnet-d", "10.0.4.5", "")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-d")
			n.RouteTable("rtb-d", "vpc-a", "subnet-d").Route("0.0.0.0/0", "nat-a")
		}, "eni-e > 8.8.8.8 tcp/443", Reachable, 0},
		{"R17.3 the gateway's subnet admits the request", func(n *topologytest.Network) {
			n.NACL("acl-p", "vpc-a", "subnet-p").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "any")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.8 and the reply to any port", func(n *topologytest.Network) {
			n.NACL("acl-p", "vpc-a", "subnet-p").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "any").Ingress(20, "allow", "tcp/443", "10.0.0.0/16")
		}, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.8 some ports only is partial", func(n *topologytest.Network) {
			n.NACL("acl-p", "vpc-a", "subnet-p").OpenEgress().Ingress(10, "allow", "tcp/32768-65535", "0.0.0.0/0").Ingress(20, "allow", "tcp/443", "10.0.0.0/16")
		}, "eni-a > 8.8.8.8 tcp/443", Partial, Reachable},
		{"R3.8 no port at all", func(n *topologytest.Network) {
			n.NACL("acl-p", "vpc-a", "subnet-p").OpenEgress().Ingress(20, "allow", "tcp/443", "any")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, Reachable},
		{"R17.6 a reply that never passed the gateway is lost in it", nil, "8.8.8.8 > 3.3.3.10 tcp/443", Unreachable, Reachable},
		{"R3.5 by the gateway to a public address of the VPC", nil, "eni-a > 3.3.3.20 tcp/443", Reachable, 0},
		{"R3.9 a private gateway has no way to the internet", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			n.NAT("nat-c", "subnet-p", "10.0.2.7", "")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-c")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.12 NAT64", nil, "eni-a > 64:ff9b::808:808 tcp/443", Reachable, 0},
		{"R3.12 NAT64 ping", nil, "eni-a > 64:ff9b::808:808 icmpv6/128", Reachable, 0},
		{"R2.5 a reply to the gateway itself by a replaced local route", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.Subnet("subnet-d", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			n.ENI("eni-d", "subnet-d", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c", "subnet-d").LocalVia("10.0.0.0/16", "nat-a")
		}, "eni-c > 10.0.4.10 tcp/443", Reachable, 0},
		{"R3.2 NAT64 to a private address of nobody", nil, "eni-a > 64:ff9b::c0a8:101 tcp/443", Unreachable, 0},
		{"R3.13 a regional gateway", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			g := n.NAT("nat-r", "subnet-p", "10.0.2.7", "3.3.3.9")
			g.AvailabilityMode, g.SubnetId = "regional", ""
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-r")
		}, "eni-c > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.8 a gateway that was not captured is unknown", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "nat-unseen")
		}, "eni-c > 8.8.8.8 tcp/443", Unknown, 0},
	})
}

// appliance has a private subnet whose ways lead over an instance in a public one.
func appliance(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-p", "vpc-a", "10.0.2.0/24")
	n.Subnet("subnet-b", "vpc-a", "10.0.3.0/24")
	n.SG("sg-a", "vpc-a").Ingress("all", "any")
	n.SG("sg-f", "vpc-a").Ingress("tcp/443", "sg-a")
	n.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
	n.ENI("eni-b", "subnet-b", "10.0.3.10")
	n.ENI("eni-s", "subnet-b", "10.0.3.20", "sg-b")
	n.ENI("eni-f", "subnet-p", "10.0.2.10", "sg-f").Public("3.3.3.20").NoCheck()
	n.IGW("igw-a", "vpc-a")
	n.RouteTable("rtb-p", "vpc-a").Main().Route("0.0.0.0/0", "igw-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-f").Route("10.0.3.0/24", "eni-f")
}

func TestAppliance(t *testing.T) {
	tell(t, appliance, []story{
		{"R3.14 a NAT instance", nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.14 its security group applies", nil, "eni-a > 8.8.8.8 tcp/80", Unreachable, 0},
		{"R3.14 its egress applies", func(n *topologytest.Network) {
			n.SG("sg-g", "vpc-a").Ingress("all", "any").Egress("tcp/80", "any")
			n.ENI("eni-g", "subnet-p", "10.0.2.11", "sg-g").Public("3.3.3.21").NoCheck()
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "eni-g")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R13.2 the source/dest check stops forwarding", func(n *topologytest.Network) {
			n.ENI("eni-g", "subnet-p", "10.0.2.11").Public("3.3.3.21")
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "eni-g")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R2.4 a route to an instance", func(n *topologytest.Network) {
			n.ENI("eni-g", "subnet-p", "10.0.2.11").Public("3.3.3.21").NoCheck()
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "i-g")
		}, "eni-c > 8.8.8.8 tcp/443", Reachable, 0},
		{"R2.6 forwarding inside the VPC keeps the source, the reply goes around", nil, "eni-a > 10.0.3.10 tcp/443", Reachable, 0},
		{"R4.7 the appliance hides the sender from references", nil, "eni-a > 10.0.3.20 tcp/443", Unreachable, 0},
		{"R2.16 a reply over an appliance that saw no request meets its rules", func(n *topologytest.Network) {
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.4.0/24", "eni-f")
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10", "sg-a")
		}, "eni-c > 10.0.3.10 tcp/443", Unreachable, Reachable},
		{"R4.9 one that saw it lets it pass", func(n *topologytest.Network) {
			n.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "eni-f")
		},
			"eni-a > 10.0.3.10 tcp/443", Reachable, 0},
		{"R4.9 what a NAT instance translated is no session for the untranslated reply", func(n *topologytest.Network) {
			n.SG("sg-t", "vpc-a").Ingress("all", "any")
			n.ENI("eni-t", "subnet-a", "10.0.1.40", "sg-t").Public("3.3.3.40")
		}, "eni-a > 3.3.3.40 tcp/443", Unreachable, Reachable},
		{"R3.14 replies reach a NAT instance on some ports only", func(n *topologytest.Network) {
			n.NACL("acl-p", "vpc-a", "subnet-p").OpenEgress().Ingress(10, "allow", "tcp/0-2000", "any")
		}, "eni-a > 8.8.8.8 tcp/443", Partial, Reachable},
		{"R2.16 a route that leads back to the appliance is a loop", func(n *topologytest.Network) {
			n.Subnet("subnet-q", "vpc-a", "10.0.5.0/24")
			n.ENI("eni-q", "subnet-q", "10.0.5.10").NoCheck()
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c", "subnet-q").Route("0.0.0.0/0", "eni-q")
		}, "eni-c > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R3.14 an appliance that was not captured is unknown", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.4.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.4.10")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("0.0.0.0/0", "eni-unseen")
		}, "eni-c > 8.8.8.8 tcp/443", Unknown, 0},
	})
}
