package oracle

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func newHybridNet() *hybridNet {
	return &hybridNet{transitNet: &transitNet{Network: topologytest.New()}}
}

// remote is a VPC with a Client VPN endpoint in one subnet, and a host in another.
//
//	clients 10.99/16 ─ cvpn-1 ─ eni-v 10.0.1.50 (subnet-v) ─── subnet-a: eni-a 10.0.2.10
func remote(n *hybridNet) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.zoned("subnet-v", "vpc-a", "1", "10.0.1.0/24")
	n.zoned("subnet-a", "vpc-a", "2", "10.0.2.0/24")
	n.SG("sg-v", "vpc-a")
	n.SG("sg-a", "vpc-a").Ingress("tcp/443", "sg-v")
	n.ENI("eni-v", "subnet-v", "10.0.1.50", "sg-v").Description = "ClientVPN Endpoint resource"
	n.ENI("eni-a", "subnet-a", "10.0.2.10", "sg-a")
	n.ENI("eni-b", "subnet-a", "10.0.2.20")
	n.client("cvpn-1", "vpc-a", "10.99.0.0/16", "subnet-v")
}

func TestClientVpn(t *testing.T) {
	vpn := func(change func(x *topology.ClientVpnEndpoint)) func(*hybridNet) {
		return func(n *hybridNet) { change(n.clients[0]) }
	}
	const ask = "10.99.1.1 > 10.0.2.10 tcp/443"
	tellHybrid(t, remote, []hybridStory{
		{"R9.10 a client leaves as the interface of the endpoint", nil, ask, Reachable, 0},
		{"R9.10 the interface's groups have a say", func(n *hybridNet) { n.SG("sg-n", "vpc-a").NoEgress(); n.ENI("eni-w", "subnet-v", "10.0.1.51", "sg-n") },
			ask, Reachable, 0},
		{"R9.10 of two interfaces AWS takes either", func(n *hybridNet) {
			n.SG("sg-n", "vpc-a").NoEgress()
			n.ENI("eni-w", "subnet-v", "10.0.1.51", "sg-n").Description = "ClientVPN Endpoint resource"
		}, ask, Partial, 0},
		{"R9.10 the source is the interface's: network ACLs see that", func(n *hybridNet) {
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "deny", "all", "10.99.0.0/16").Ingress(20, "allow", "all", "10.0.1.50/32")
		}, ask, Reachable, 0},
		{"R9.10 and the port is another", func(n *hybridNet) {
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress().Egress(10, "allow", "tcp/50000", "any")
		}, ask, Partial, Reachable},
		{"R9.10 an endpoint that waits for subnets", vpn(func(x *topology.ClientVpnEndpoint) { x.Status.Code = "pending-associate" }), ask, Unreachable, 0},
		{"R9.10 no subnet is associated", vpn(func(x *topology.ClientVpnEndpoint) { x.ClientVpnTargetNetworks[0].Status.Code = "disassociating" }),
			ask, Unreachable, 0},
		{"R9.10 target networks that were not captured", vpn(func(x *topology.ClientVpnEndpoint) { x.ClientVpnTargetNetworks, x.TargetNetworksKnown = nil, false }),
			ask, Unknown, 0},
		{"R9.10 neither a VPC nor a transit gateway", vpn(func(x *topology.ClientVpnEndpoint) { x.ClientVpnTargetNetworks, x.VpcId = nil, "" }), ask, Unknown, 0},
		{"R9.10 no route of the endpoint", vpn(func(x *topology.ClientVpnEndpoint) {
			x.Routes[0].DestinationCidr = netip.MustParsePrefix("10.1.0.0/16")
		}),
			ask, Unreachable, 0},
		{"R9.10 a route of another subnet does not count", vpn(func(x *topology.ClientVpnEndpoint) { x.Routes[0].TargetSubnet = "subnet-a" }), ask, Unreachable, 0},
		{"R9.10 routes that were not captured", vpn(func(x *topology.ClientVpnEndpoint) { x.Routes, x.RoutesKnown = nil, false }), ask, Unknown, 0},
		{"R9.10 no interface that was captured", func(n *hybridNet) {
			n.clients[0].ClientVpnTargetNetworks[0].TargetNetworkId = "subnet-a"
			n.clients[0].Routes[0].TargetSubnet = "subnet-a"
		},
			ask, Unknown, 0},
		{"R9.10 a subnet of two is closed", func(n *hybridNet) {
			n.ENI("eni-w", "subnet-a", "10.0.2.51").Description = "ClientVPN Endpoint resource"
			n.clients = nil
			n.client("cvpn-1", "vpc-a", "10.99.0.0/16", "subnet-v", "subnet-a")
		}, ask, Partial, 0},
		{"R9.10 its interfaces do not listen", nil, "eni-a > 10.0.1.50 tcp/443", Unreachable, 0},
		{"R9.10 there is no way from the VPC to a client", nil, "eni-a > 10.99.1.1 tcp/443", Unreachable, 0},
		{"R9.10 IPv6 keeps its source, and no route leads back", func(n *hybridNet) {
			n.Vpc("vpc-6", "10.6.0.0/16", "2600:6::/56")
			n.Subnet("subnet-6", "vpc-6", "10.6.1.0/24", "2600:6::/64")
			n.ENI("eni-6", "subnet-6", "10.6.1.10 2600:6::10").Description = "ClientVPN Endpoint resource"
			n.ENI("eni-7", "subnet-6", "10.6.1.11 2600:6::11")
			x := n.client("cvpn-6", "vpc-6", "fd00:99::/64", "subnet-6")
			addClientRoute(x, "::/0", "subnet-6")
			authorize(x, "::/0")
		}, "fd00:99::1 > 2600:6::11 tcp/443", Unreachable, Reachable},
		{"R9.11 no rule is no permission", vpn(func(x *topology.ClientVpnEndpoint) { x.AuthorizationRules = nil }), ask, Unreachable, 0},
		{"R9.11 a rule in the making neither", vpn(func(x *topology.ClientVpnEndpoint) { x.AuthorizationRules[0].Status.Code = "authorizing" }), ask, Unreachable, 0},
		{"R9.11 clients are taken for members of a rule's group", vpn(func(x *topology.ClientVpnEndpoint) {
			x.AuthorizationRules[0].AccessAll, x.AuthorizationRules[0].GroupId = false, "S-1"
		}), ask, Reachable, 0},
		{"R9.11 rules that were not captured leave a doubt", vpn(func(x *topology.ClientVpnEndpoint) { x.AuthorizationRules, x.AuthorizationRulesKnown = nil, false }),
			ask, Unknown, 0},
		{"R9.11 a definite drop wins over that", func(n *hybridNet) {
			n.clients[0].AuthorizationRules, n.clients[0].AuthorizationRulesKnown = nil, false
			n.NACL("acl-a", "vpc-a", "subnet-a")
		}, ask, Unreachable, 0},
		{"R9.13 client to client", vpn(func(x *topology.ClientVpnEndpoint) { addClientRoute(x, "10.99.0.0/16", "local") }),
			"10.99.1.1 > 10.99.2.2 tcp/443", Reachable, 0},
		{"R9.13 not without a local route", nil, "10.99.1.1 > 10.99.2.2 tcp/443", Unreachable, 0},
		{"R2.10 the VPC's resolver answers clients", nil, "10.99.1.1 > 10.0.0.2 udp/53", Reachable, 0},
	})
}

func TestClientVpnOfTransitGateway(t *testing.T) {
	tellHybrid(t, func(n *hybridNet) {
		spokes(n.transitNet)
		n.row("tgw-1", "cvpn-att").ResourceType = "client-vpn"
		n.rows[0].ResourceId = "cvpn-2"
		n.client("cvpn-2", "", "10.99.0.0/16")
		n.table("rtb-c", "tgw-1", "cvpn-att").propagated("10.0.0.0/16", "att-a")
		n.tableOf("rtb-1").route("10.99.0.0/16", "cvpn-att")
		n.tableOf("rtb-1").Routes[2].TransitGatewayAttachments[0] = topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: "cvpn-att", ResourceType: "client-vpn", ResourceId: "cvpn-2"}
	}, []hybridStory{
		{"R9.12 clients keep their addresses", nil, "10.99.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R9.12 and can be reached", nil, "eni-a > 10.99.1.1 tcp/443", Reachable, 0},
		{"R9.11 what they begin is authorized", func(n *hybridNet) { n.clients[0].AuthorizationRules = nil }, "10.99.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R9.11 what they answer is not", func(n *hybridNet) { n.clients[0].AuthorizationRules = nil }, "eni-a > 10.99.1.1 tcp/443", Reachable, 0},
		{"R9.12 the block is enough to find the way in", func(n *hybridNet) {
			n.tableOf("rtb-1").Routes = n.tableOf("rtb-1").Routes[:2]
		}, "10.99.1.1 > 10.0.1.10 tcp/443", Unreachable, Reachable},
	})
}
