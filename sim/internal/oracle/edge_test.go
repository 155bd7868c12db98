package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// peered are two VPCs with a peering and routes both ways.
func peered(n *topologytest.Network) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Subnet("subnet-n", "vpc-a", "10.0.2.0/24")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	n.SG("sg-a", "vpc-a").Ingress("all", "any")
	n.SG("sg-b", "vpc-b").Ingress("tcp/443", "sg-a:pcx-a")
	n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
	n.ENI("eni-b", "subnet-b", "10.1.1.10", "sg-b")
	n.ENI("eni-o", "subnet-b", "10.1.1.20")
	n.Route("vpc-a", "10.1.0.0/16", "pcx-a")
}

func TestPeering(t *testing.T) {
	base := func(n *topologytest.Network) { peered(n); n.Peering("pcx-a", "vpc-a", "vpc-b") }
	back := func(n *topologytest.Network) { n.Route("vpc-b", "10.0.0.0/16", "pcx-a") }
	viaNat := func(n *topologytest.Network) {
		n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
		n.ENI("eni-c", "subnet-c", "10.0.3.10")
		n.NAT("nat-a", "subnet-n", "10.0.2.5", "")
		n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("10.1.0.0/16", "nat-a")
	}
	tell(t, base, []story{
		{"R6.2 routes both ways", back, "eni-a > 10.1.1.20 tcp/80", Reachable, 0},
		{"R6.2 no route back", nil, "eni-a > 10.1.1.20 tcp/80", Unreachable, Reachable},
		{"R4.6 a reference over the peering", back, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R6.3 only the peer's own addresses", func(n *topologytest.Network) { n.Route("vpc-a", "0.0.0.0/0", "pcx-a") },
			"eni-a > 8.8.8.8 tcp/80", Unreachable, 0},
		{"R3.11 a reply returns to the NAT gateway without a route", viaNat, "eni-c > 10.1.1.20 tcp/80", Reachable, 0},
		{"R3.11 the replier's ACL still applies", func(n *topologytest.Network) {
			viaNat(n)
			n.NACL("acl-b", "vpc-b", "subnet-b").OpenIngress()
		}, "eni-c > 10.1.1.20 tcp/80", Unreachable, Reachable},
		{"R4.7 a NAT gateway hides the sender from references", func(n *topologytest.Network) {
			n.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
			n.ENI("eni-c", "subnet-c", "10.0.3.10", "sg-a")
			n.NAT("nat-a", "subnet-n", "10.0.2.5", "")
			n.RouteTable("rtb-c", "vpc-a", "subnet-c").Route("10.1.0.0/16", "nat-a")
		}, "eni-c > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R6.7 a reply that another peer takes goes astray", func(n *topologytest.Network) {
			n.Vpc("vpc-z", "10.0.0.0/16")
			n.Subnet("subnet-z", "vpc-z", "10.0.1.0/24")
			n.ENI("eni-z", "subnet-z", "10.0.1.10")
			n.Peering("pcx-z", "vpc-b", "vpc-z")
			n.Route("vpc-b", "10.0.0.0/16", "pcx-z")
		}, "eni-a > 10.1.1.20 tcp/80", Unreachable, Reachable},
		{"R6.5 the peer's resolver is not reachable", back, "eni-a > 10.1.0.2 udp/53", Unreachable, 0},
	})
	tell(t, peered, []story{
		{"R6.1 a pending peering carries nothing", func(n *topologytest.Network) {
			n.Peering("pcx-a", "vpc-a", "vpc-b").Status("pending-acceptance")
		}, "eni-a > 10.1.1.20 tcp/80", Unreachable, 0},
		{"R6.8 no reference over Regions", func(n *topologytest.Network) {
			back(n)
			n.Peering("pcx-a", "vpc-a", "vpc-b").AccepterVpcInfo.Region = "us-east-1"
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R2.19 a peer that was not captured is unknown", func(n *topologytest.Network) {
			n.Peering("pcx-a", "vpc-a", "vpc-unseen").PeerBlocks("10.1.0.0/16")
		}, "eni-a > 10.1.1.20 tcp/80", Unknown, 0},
		{"R6.3 but not outside its blocks", func(n *topologytest.Network) {
			n.Peering("pcx-a", "vpc-a", "vpc-unseen").PeerBlocks("10.1.2.0/24")
		}, "eni-a > 10.1.1.20 tcp/80", Unreachable, 0},
		{"R4.6 an egress reference into a peer that was not captured is in doubt", func(n *topologytest.Network) {
			n.Peering("pcx-a", "vpc-a", "vpc-unseen").PeerBlocks("10.1.0.0/16")
			n.SG("sg-e", "vpc-a").Egress("tcp", "sg-far")
			n.ENI("eni-e", "subnet-a", "10.0.1.30", "sg-e")
		}, "eni-e > 10.1.1.20 tcp/80", Unknown, 0},
	})
}

func TestVpn(t *testing.T) {
	base := func(n *topologytest.Network) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.ENI("eni-a", "subnet-a", "10.0.1.10")
		n.VGW("vgw-a", "vpc-a")
	}
	routed := func(n *topologytest.Network) { n.Route("vpc-a", "192.168.0.0/16", "vgw-a") }
	static := func(n *topologytest.Network) { routed(n); n.VPN("vpn-a", "vgw-a", "192.168.0.0/16") }
	down := func(n *topologytest.Network) {
		routed(n)
		n.VPN("vpn-a", "vgw-a", "192.168.0.0/16").Tunnels("DOWN", "DOWN")
	}
	tell(t, base, []story{
		{"R9.1 to a site", static, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R9.1 from a site", static, "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R9.1 a route to the gateway is not a prefix", func(n *topologytest.Network) {
			n.Route("vpc-a", "172.16.0.0/12", "vgw-a")
			n.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
		}, "eni-a > 172.16.1.1 tcp/443", Unreachable, 0},
		{"R9.1 the reply needs a route", func(n *topologytest.Network) { n.VPN("vpn-a", "vgw-a", "192.168.0.0/16") },
			"192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, Reachable},
		{"R9.1 no transit to the internet", static, "192.168.1.1 > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R9.3 one tunnel suffices", func(n *topologytest.Network) {
			routed(n)
			n.VPN("vpn-a", "vgw-a", "192.168.0.0/16").Tunnels("DOWN", "UP")
		},
			"eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R9.3 none is too few, out", down, "eni-a > 192.168.1.1 tcp/443", Unreachable, 0},
		{"R9.3 none is too few, in", down, "192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R9.2 ties go to the healthy connection", func(n *topologytest.Network) {
			down(n)
			n.VPN("vpn-b", "vgw-a", "192.168.0.0/16")
		}, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R9.2 BGP prefixes are what the gateway propagated", func(n *topologytest.Network) {
			n.VPN("vpn-a", "vgw-a")
			n.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("192.168.0.0/16", "vgw-a")
		}, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R9.2 BGP without any propagation is unknown", func(n *topologytest.Network) { routed(n); n.VPN("vpn-a", "vgw-a") },
			"eni-a > 192.168.1.1 tcp/443", Unknown, 0},
		{"R9.2 connections that were not captured are unknown", func(n *topologytest.Network) { routed(n); n.Without(ref.VpnConnection) },
			"eni-a > 192.168.1.1 tcp/443", Unknown, 0},
		{"R9.5 no IPv6 over a VPN", func(n *topologytest.Network) {
			n.Vpc("vpc-6", "10.6.0.0/16", "2600:6::/56")
			n.Subnet("subnet-6", "vpc-6", "2600:6::/64")
			n.ENI("eni-6", "subnet-6", "2600:6::10")
			n.VGW("vgw-6", "vpc-6")
			n.VPN("vpn-6", "vgw-6")
			n.RouteTable("rtb-6", "vpc-6").Main().Propagated("fd00:1::/32", "vgw-6")
		}, "eni-6 > fd00:1::1 tcp/443", Unreachable, 0},
		{"R9.5 IPv6 over Direct Connect", func(n *topologytest.Network) {
			n.Vpc("vpc-6", "10.6.0.0/16", "2600:6::/56")
			n.Subnet("subnet-6", "vpc-6", "2600:6::/64")
			n.ENI("eni-6", "subnet-6", "2600:6::10")
			n.VGW("vgw-6", "vpc-6")
			n.RouteTable("rtb-6", "vpc-6").Main().Propagated("fd00:1::/32", "vgw-6")
		}, "eni-6 > fd00:1::1 tcp/443", Reachable, 0},
		{"R9.4 sites reach each other by one gateway", func(n *topologytest.Network) {
			n.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
			n.VPN("vpn-b", "vgw-a", "172.20.0.0/16")
		}, "192.168.1.1 > 172.20.1.1 tcp/443", Reachable, 0},
		{"R3.2 a private source of nobody does not come in", nil, "192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
	})
}

func TestGatewayEndpoint(t *testing.T) {
	base := func(n *topologytest.Network) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.ENI("eni-a", "subnet-a", "10.0.1.10")
		n.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}
	listed := func(n *topologytest.Network) {
		n.PrefixList("pl-s3", "52.218.0.0/17").OwnerId = "AWS"
		n.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-a")
	}
	tell(t, base, []story{
		{"R10.1 TCP", listed, "eni-a > 52.218.1.1 tcp/443", Reachable, 0},
		{"R10.1 ping", listed, "eni-a > 52.218.1.1 icmp/8", Reachable, 0},
		{"R10.1 not UDP", listed, "eni-a > 52.218.1.1 udp/443", Unreachable, 0},
		{"R10.1 not when it is being deleted", func(n *topologytest.Network) {
			n.PrefixList("pl-s3", "52.218.0.0/17")
			n.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-a").State = "deleting"
		}, "eni-a > 52.218.1.1 tcp/443", Unreachable, 0},
		{"R5.16 the ACL admits the service's replies", func(n *topologytest.Network) {
			listed(n)
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "tcp/1024-65535", "10.0.0.0/8")
		}, "eni-a > 52.218.1.1 tcp/443", Unreachable, Reachable},
		{"R2.12 entries that nobody could read leave a doubt", func(n *topologytest.Network) {
			n.UnreadablePrefixList("pl-s3", "")
			n.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-a")
		}, "eni-a > 52.218.1.1 tcp/443", Unknown, 0},
		{"R2.20 an endpoint of another type is not modelled", func(n *topologytest.Network) {
			n.PrefixList("pl-s3", "52.218.0.0/17")
			n.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-a").VpcEndpointType = "GatewayLoadBalancer"
		}, "eni-a > 52.218.1.1 tcp/443", Unknown, 0},
	})
}
