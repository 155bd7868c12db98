package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestVPNRules(t *testing.T) { tell(t, vpnStories) }

// vpnStories are rules 9.1 to 9.6: virtual private gateways and what is behind them.
var vpnStories = []story{
	{"R9.1 a VPN takes what its static routes hold", func(w *world) { tunnelled(w) },
		"eni-a -> 192.168.1.1 tcp/443", "reachable; meets vgw-a; meets vpn-a; assumes ASSUMES_FAR_SIDE_ROUTES_BACK vpn-a"},
	{"R9.1 the gateway routes nothing else", func(w *world) {
		tunnelled(w)
		w.Route("vpc-a", "172.16.0.0/12", "vgw-a")
	}, "eni-a -> 172.16.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION vgw-a"},
	{"R9.1 a static route of the VPN that is not available does not count", func(w *world) {
		tunnelled(w).Routes[0].State = "pending"
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION vgw-a"},
	{"R9.1 what leaves for the internet is not at the far side, though a host there may have the address", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.3")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "203.0.113.0/24")
	}, "eni-a -> vpn-a tcp/443", "unreachable; meets igw-a; because REQUEST_DELIVERED_ELSEWHERE"},
	{"R9.1 the VPC needs a route to the gateway", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},
	{"R9.1 with BGP the propagated routes tell what is behind", bgp, "eni-a -> 172.16.1.1 tcp/443", "reachable; via rtb-main-vpc-a#172.16.0.0/12"},
	{"R9.1 in whichever table they are", func(w *world) {
		bgp(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("172.16.1.0/24", "vgw-a")
	}, "eni-b -> 172.16.1.1 tcp/443", "reachable; via rtb-b#172.16.1.0/24"},
	{"R9.1 what is propagated nowhere is not behind", func(w *world) {
		bgp(w)
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION vgw-a"},
	{"R9.1 R0.5 with BGP and no propagation at all nobody knows", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
	}, "eni-a -> 192.168.1.1 tcp/443", "unknown; because UNKNOWN_VPN_ROUTES vgw-a"},
	{"R9.1 R0.5 nor without the VPN connections' documents", func(w *world) {
		tunnelled(w)
		w.Without(ref.VpnConnection)
	}, "eni-a -> 192.168.1.1 tcp/443", "unknown; because UNKNOWN_VPN_ROUTES vgw-a"},
	{"R9.1 the source must be an interface's address", func(w *world) {
		tunnelled(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").NoCheck()
	}, "eni-x -> 192.168.1.1 tcp/443 from 10.0.1.77", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS vgw-a"},
	{"R9.1 the far side reaches interfaces", func(w *world) { tunnelled(w) },
		"192.168.1.1 -> eni-a tcp/443", "reachable; meets vgw-a; back-meets vpn-a"},
	{"R9.1 but no address that no interface has", func(w *world) { tunnelled(w) },
		"192.168.1.1 -> 10.0.1.99 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},
	{"R9.1 and nothing beyond the VPC", func(w *world) {
		tunnelled(w)
		w.IGW("igw-a", "vpc-a")
	}, "192.168.1.1 -> 8.8.8.8 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},
	{"R9.1 the reply goes by the table", func(w *world) {
		tunnelled(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "192.168.1.1 -> eni-a tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-a#*"},
	{"R9.1 ACL and group of the destination apply", func(w *world) {
		tunnelled(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "all", "192.168.2.0/24")
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "192.168.2.0/24")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "192.168.1.1 -> eni-a tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION ENI_SG_RULES_MISMATCH"},
	{"R9.1 a gateway that is not attached serves nobody", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a").VpcAttachments[0].State = "detached"
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT vgw-a"},

	{"R9.2 the longest prefix chooses among VPNs", func(w *world) {
		tunnelled(w)
		w.VPN("vpn-b", "vgw-a", "192.168.1.0/24")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets vpn-b; shuns vpn-a"},
	{"R9.2 a tunnel's health precedes its turn among equal prefixes", func(w *world) {
		tunnelled(w).Tunnels("DOWN", "DOWN")
		w.VPN("vpn-b", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets vpn-b"},
	{"R9.2 and precedes length: a prefix whose tunnels are down is withdrawn", func(w *world) {
		tunnelled(w)
		w.VPN("vpn-b", "vgw-a", "192.168.1.0/24").Tunnels("DOWN", "DOWN")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; meets vpn-a"},
	{"R9.2 if all are down, nothing passes", func(w *world) {
		tunnelled(w).Tunnels("DOWN", "DOWN")
		w.VPN("vpn-b", "vgw-a", "192.168.0.0/16").Tunnels("DOWN")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because BAD_STATE_VPN"},

	{"R9.3 both tunnels down stop the VPN", func(w *world) { tunnelled(w).Tunnels("DOWN", "DOWN") },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; because BAD_STATE_VPN vpn-a"},
	{"R9.3 in either direction", func(w *world) { tunnelled(w).Tunnels("DOWN", "DOWN") },
		"192.168.1.1 -> eni-a tcp/443", "unreachable; because BAD_STATE_VPN vpn-a"},
	{"R9.3 one tunnel up suffices", func(w *world) { tunnelled(w).Tunnels("DOWN", "UP") },
		"eni-a -> 192.168.1.1 tcp/443", "reachable"},
	{"R9.3 without telemetry it is assumed up", func(w *world) { tunnelled(w).Tunnels() },
		"eni-a -> 192.168.1.1 tcp/443", "reachable; assumes ASSUMES_VPN_UP vpn-a"},
	{"R9.3 the VPN must be available", func(w *world) { tunnelled(w).State = "deleting" },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; because BAD_STATE_VPN vpn-a"},

	{"R9.4 two sites of one gateway talk to each other", func(w *world) {
		tunnelled(w)
		w.VPN("vpn-b", "vgw-a", "172.16.0.0/12")
	}, "192.168.1.1 -> 172.16.1.1 tcp/443", "reachable; meets vpn-b; assumes ASSUMES_CLOUDHUB"},
	{"R9.4 sites of two gateways do not", func(w *world) {
		tunnelled(w)
		w.Vpc("vpc-z", "10.5.0.0/16")
		w.VGW("vgw-z", "vpc-z")
		w.VPN("vpn-z", "vgw-z", "172.16.0.0/12")
	}, "192.168.1.1 -> 172.16.1.1 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},

	{"R9.5 a VPN of a virtual private gateway carries no IPv6", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a")
		w.Route("vpc-a", "2600:1f00:ff::/48", "vgw-a").Propagated("2600:1f00:ff::/48", "vgw-a")
	}, "eni-a -> 2600:1f00:ff::1 tcp/443", "unreachable; because IPV6_NOT_CARRIED vpn-a"},
	{"R9.5 Direct Connect does", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "10.77.0.0/16", "vgw-a").Propagated("2600:1f00:ff::/48", "vgw-a")
	}, "eni-a -> 2600:1f00:ff::1 tcp/443", "reachable; meets vgw-a"},

	{"R9.6 a network that the user declares is behind a gateway", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "vgw-a"}}
	}, "eni-a -> office tcp/443", "reachable; meets office"},
	{"R9.6 and reaches in", func(w *world) {
		tunnelled(w)
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "vpn-a"}}
	}, "office -> eni-a tcp/443", "reachable; as 192.168.7.1 > 10.0.1.10"},
	{"R9.6 by the VPN that it is behind, and no better", func(w *world) {
		tunnelled(w).Tunnels("DOWN", "DOWN")
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "vpn-a"}}
	}, "office -> eni-a tcp/443", "unreachable; because BAD_STATE_VPN office"},
	{"R9.6 behind a gateway that the snapshot lacks it is unknown", func(w *world) {
		hosts(w)
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "vgw-gone"}}
	}, "office -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE office"},
	{"R9.6 what the user declares precedes what the documents say", func(w *world) {
		tunnelled(w)
		w.VPN("vpn-b", "vgw-a", "172.16.0.0/12").Tunnels("DOWN")
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("172.16.0.0/12"), Behind: "vpn-a"}}
		w.Route("vpc-a", "172.16.0.0/12", "vgw-a")
	}, "eni-a -> 172.16.1.1 tcp/443", "reachable; meets office"},
}

// bgp is VPC A with a BGP VPN that propagates 172.16.0.0/12.
func bgp(w *world) {
	hosts(w)
	w.VGW("vgw-a", "vpc-a")
	w.VPN("vpn-a", "vgw-a")
	main := w.RouteTable("rtb-main-vpc-a", "vpc-a").Main()
	main.Propagated("172.16.0.0/12", "vgw-a")
}
