package oracle

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// plant is a VPC with a virtual private gateway that has the way to 192.168/16 by Direct Connect.
func plant(n *hybridNet) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.ENI("eni-a", "subnet-a", "10.0.1.10")
	n.VGW("vgw-a", "vpc-a")
	n.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("192.168.0.0/16", "vgw-a")
}

func TestDirectConnectOfVpnGateway(t *testing.T) {
	const in, out = "192.168.1.1 > 10.0.1.10 tcp/443", "eni-a > 192.168.1.1 tcp/443"
	allowed := func(blocks ...string) func(*hybridNet) {
		return func(n *hybridNet) { n.direct("dx-1", "vgw-a", blocks...) }
	}
	tellHybrid(t, plant, []hybridStory{
		{"R9.7 without documents all is announced", nil, in, Reachable, 0},
		{"R9.8 no allowed prefixes: all blocks", allowed(), in, Reachable, 0},
		{"R9.8 the VPC's block is allowed", allowed("10.0.0.0/16"), in, Reachable, 0},
		{"R9.8 or a wider one", allowed("172.16.0.0/12", "10.0.0.0/8"), in, Reachable, 0},
		{"R9.8 a narrower one does not count", allowed("10.0.1.0/24"), in, Unreachable, 0},
		{"R9.8 then replies do not come in either", allowed("10.1.0.0/16"), out, Unreachable, Reachable},
		{"R9.8 a prefix that cannot be read leaves a doubt", func(n *hybridNet) {
			x := n.direct("dx-1", "vgw-a", "10.1.0.0/16")
			x.AllowedPrefixesToDirectConnectGateway[0].Cidr = netip.Prefix{}
		}, in, Unknown, 0},
		{"R9.8 an association that ends is none", func(n *hybridNet) { n.direct("dx-1", "vgw-a", "10.1.0.0/16").AssociationState = "disassociated" }, in, Reachable, 0},
		{"R9.8 by its older field", func(n *hybridNet) {
			x := n.direct("dx-1", "", "10.1.0.0/16")
			x.VirtualGatewayId = "vgw-a"
		}, in, Unreachable, 0},
		{"R9.7 all virtual interfaces are down", func(n *hybridNet) { allowed()(n); n.virtualInterface("vif-1", "dx-1", "down") }, out, Unreachable, 0},
		{"R9.7 one of two is up", func(n *hybridNet) {
			allowed()(n)
			n.virtualInterface("vif-1", "dx-1", "down")
			n.virtualInterface("vif-2", "dx-1", "available")
		}, out, Reachable, 0},
		{"R9.7 one whose peer is down is not", func(n *hybridNet) {
			allowed()(n)
			n.virtualInterface("vif-1", "dx-1", "available")
			n.virtual[0].BgpPeers = append(n.virtual[0].BgpPeers, struct {
				BgpPeerId     string `json:"bgpPeerId"`
				AddressFamily string `json:"addressFamily"`
				BgpPeerState  string `json:"bgpPeerState"`
				BgpStatus     string `json:"bgpStatus"`
			}{BgpStatus: "down"})
		}, in, Unreachable, 0},
		{"R9.2 Direct Connect before a VPN", func(n *hybridNet) {
			allowed("10.1.0.0/16")(n)
			n.VPN("vpn-a", "vgw-a")
		}, in, Unreachable, 0},
		{"R9.2 a healthy VPN before Direct Connect that is down", func(n *hybridNet) {
			allowed("10.1.0.0/16")(n)
			n.virtualInterface("vif-1", "dx-1", "down")
			n.VPN("vpn-a", "vgw-a")
		}, in, Reachable, 0},
		{"R9.2 Direct Connect carries on where tunnels are down", func(n *hybridNet) {
			allowed()(n)
			n.VPN("vpn-a", "vgw-a").Tunnels("DOWN")
		}, out, Reachable, 0},
		{"R9.2 the longest prefix wins over both", func(n *hybridNet) {
			allowed("10.1.0.0/16")(n)
			n.VPN("vpn-a", "vgw-a", "192.168.1.0/24")
		}, in, Reachable, 0},
	})
}

func TestDirectConnectOfTransitGateway(t *testing.T) {
	const in, out = "192.168.1.1 > 10.0.1.10 tcp/443", "eni-a > 192.168.1.1 tcp/443"
	allowed := func(blocks ...string) func(*hybridNet) {
		return func(n *hybridNet) { n.direct("dx-1", "tgw-1", blocks...) }
	}
	tellHybrid(t, func(n *hybridNet) {
		spokes(n.transitNet)
		n.Route("vpc-a", "192.168.0.0/16", "tgw-1")
		n.table("rtb-d", "tgw-1", "dx-1").propagated("10.0.0.0/16", "att-a")
		n.tableOf("rtb-1").route("192.168.0.0/16", "dx-1")
	}, []hybridStory{
		{"R9.7 without documents all is announced", nil, in, Reachable, 0},
		{"R9.8 prefixes are announced as they are", allowed("10.0.1.0/24"), in, Reachable, 0},
		{"R9.8 what is not in one is not", allowed("10.0.2.0/24"), in, Unreachable, 0},
		{"R9.8 nor to replies", allowed("10.0.2.0/24"), out, Unreachable, Reachable},
		{"R9.8 no prefixes announce nothing", allowed(), in, Unreachable, 0},
		{"R9.8 another gateway's association does not count", func(n *hybridNet) { n.direct("dx-2", "tgw-1", "10.9.0.0/16") }, in, Reachable, 0},
		{"R9.7 the virtual interface is down", func(n *hybridNet) { n.virtualInterface("vif-1", "dx-1", "down") }, out, Unreachable, 0},
		{"R9.7 and is not", func(n *hybridNet) { n.virtualInterface("vif-1", "dx-1", "available") }, out, Reachable, 0},
		{"R7.18 a gateway that is modified forwards", func(n *hybridNet) { n.gateways[0].State = "modifying" }, out, Reachable, 0},
	})
}

func TestInstanceConnect(t *testing.T) {
	preserved := func(n *hybridNet) { yes := true; n.connects[0].PreserveClientIp = &yes }
	tellHybrid(t, func(n *hybridNet) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.Subnet("subnet-e", "vpc-a", "10.0.2.0/24")
		n.SG("sg-e", "vpc-a").NoEgress().Egress("tcp/22", "10.0.0.0/16")
		n.SG("sg-a", "vpc-a").Ingress("tcp/22", "sg-e").Ingress("tcp/22", "203.0.113.0/24").Ingress("udp/22", "any")
		n.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
		n.ENI("eni-e", "subnet-e", "10.0.2.5", "sg-e")
		n.ENI("eni-l", "subnet-e", "10.0.2.6").InterfaceType = "lambda"
		n.connects = append(n.connects, &topology.InstanceConnectEndpoint{InstanceConnectEndpointId: "eice-1", State: "create-complete", NetworkInterfaceIds: []string{"eni-e"}})
	}, []hybridStory{
		{"R3.20 an endpoint opens connections", nil, "eni-e > 10.0.1.10 tcp/22", Reachable, 0},
		{"R3.20 its groups have a say", nil, "eni-e > 10.0.1.10 tcp/23", Unreachable, 0},
		{"R3.20 TCP only", func(n *hybridNet) { n.SG("sg-e", "vpc-a") }, "eni-e > 10.0.1.10 udp/22", Unreachable, 0},
		{"R3.20 not while it is made", func(n *hybridNet) { n.connects[0].State = "create-in-progress" }, "eni-e > 10.0.1.10 tcp/22", Unreachable, 0},
		{"R3.20 it never listens", nil, "eni-a > 10.0.2.5 tcp/22", Unreachable, 0},
		{"R3.20 a client's address is preserved", preserved, "eni-e@203.0.113.7 > 10.0.1.10 tcp/22", Reachable, 0},
		{"R3.20 it then is no member of the endpoint's group", preserved, "eni-e@198.51.100.7 > 10.0.1.10 tcp/22", Unreachable, 0},
		{"R13.2 else it is foreign", nil, "eni-e@203.0.113.7 > 10.0.1.10 tcp/22", Unreachable, 0},
		{"R3.20 the reply is handed back through both ACLs", func(n *hybridNet) {
			preserved(n)
			n.NACL("acl-e", "vpc-a", "subnet-e").OpenEgress().Ingress(10, "allow", "all", "10.0.1.10/32")
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress().Egress(10, "allow", "all", "203.0.113.0/24")
		}, "eni-e@203.0.113.7 > 10.0.1.10 tcp/22", Reachable, 0},
		{"R3.20 one of them closed", func(n *hybridNet) {
			preserved(n)
			n.NACL("acl-e", "vpc-a", "subnet-e").OpenEgress().Ingress(10, "allow", "all", "203.0.113.0/24")
		}, "eni-e@203.0.113.7 > 10.0.1.10 tcp/22", Unreachable, Reachable},
		{"R13.5 a function begins flows", nil, "eni-l > 10.0.1.10 udp/22", Reachable, 0},
		{"R13.5 and takes none", nil, "eni-a > 10.0.2.6 tcp/443", Unreachable, 0},
	})
}

func TestLattice(t *testing.T) {
	kind := func(kind, state string) func(*hybridNet) {
		return func(n *hybridNet) {
			x := n.InterfaceEndpoint("vpce-1", "subnet-a", "10.0.1.30")
			x.VpcEndpointType, x.State = kind, state
		}
	}
	tellHybrid(t, func(n *hybridNet) {
		n.Vpc("vpc-a", "10.0.0.0/16")
		n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
		n.SG("sg-n", "vpc-a").NoEgress()
		n.ENI("eni-a", "subnet-a", "10.0.1.10")
		n.ENI("eni-n", "subnet-a", "10.0.1.11", "sg-n")
	}, []hybridStory{
		{"R2.10 its neighbours are never routed", nil, "eni-a > 169.254.170.5 tcp/443", Unreachable, 0},
		{"R8.5 what Lattice does is not known", nil, "eni-a > 169.254.171.9 tcp/443", Unknown, 0},
		{"R8.5 but the sender's groups are", nil, "eni-n > 169.254.171.9 tcp/443", Unreachable, 0},
		{"R8.6 behind a service network endpoint nothing is known", kind("ServiceNetwork", "available"), "eni-a > 10.0.1.30 udp/443", Unknown, 0},
		{"R8.7 nor behind a resource endpoint", kind("Resource", "available"), "eni-a > 10.0.1.30 tcp/443", Unknown, 0},
		{"R8.7 which takes TCP only", kind("Resource", "available"), "eni-a > 10.0.1.30 udp/443", Unreachable, 0},
		{"R10.3 one that waits takes nothing", kind("Resource", "pendingAcceptance"), "eni-a > 10.0.1.30 tcp/443", Unreachable, 0},
	})
}
