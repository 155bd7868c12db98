package sim_test

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestClientVPNRules(t *testing.T) { tell(t, clientVpnStories) }

// dialled is VPC A with a Client VPN endpoint in subnet-c, whose clients (172.20.0.0/22) may reach all of the VPC.
func dialled(w *world) topologytest.ClientVPN {
	hosts(w)
	w.Subnet("subnet-c", "vpc-a", "10.0.7.0/24")
	return w.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.20.0.0/22").Associate("subnet-c 10.0.7.99").
		Route("10.0.0.0/16", "subnet-c").Authorize("10.0.0.0/16", "")
}

// twoSessions is VPC A whose clients are put in subnet-c or subnet-d, the latter with no interface in it yet.
func twoSessions(w *world) topologytest.ClientVPN {
	v := dialled(w)
	w.Subnet("subnet-d", "vpc-a", "10.0.8.0/24")
	return v.Associate("subnet-d 10.0.8.99")
}

// clientVpnStories are rules 9.10 to 9.13: clients of a Client VPN endpoint.
var clientVpnStories = []story{
	{"R9.10 a client comes in with the address of the endpoint's interface", func(w *world) { dialled(w) },
		"172.20.0.5 -> eni-a tcp/443", "reachable; as 10.0.7.99 > 10.0.1.10; meets eni-endpoint-a-c; back-as 10.0.1.10 > 172.20.0.5"},
	{"R9.10 the endpoint can be named for its clients", func(w *world) { dialled(w) },
		"cvpn-endpoint-a -> eni-a tcp/443", "reachable; as 172.20.0.1 > 10.0.1.10; by cvpn-endpoint-a#authorization/10.0.0.0/16; via cvpn-endpoint-a#route/10.0.0.0/16"},
	{"R9.10 every associated subnet needs a route of its own", func(w *world) {
		twoSessions(w)
	}, "172.20.0.5 -> eni-a tcp/443", "partial; because NO_ROUTE_TO_DESTINATION cvpn-endpoint-a; because CLIENT_VPN_CHOOSES_SUBNET; part by subnet subnet-c reachable"},
	{"R9.10 with one for each it does not matter where the client is", func(w *world) { twoSessions(w).Route("10.0.0.0/16", "subnet-d") },
		"172.20.0.5 -> eni-a tcp/443", "reachable"},
	{"R9.10 without a route of the endpoint nothing passes", func(w *world) { dialled(w).Authorize("10.9.0.0/16", "") },
		"172.20.0.5 -> 10.9.0.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION cvpn-endpoint-a"},
	{"R9.10 a route that is not active does not count", func(w *world) { dialled(w).Routes[0].Status.Code = "creating" },
		"172.20.0.5 -> eni-a tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION cvpn-endpoint-a"},
	{"R9.10 the endpoint's groups apply to what its clients send", func(w *world) {
		hosts(w)
		w.Subnet("subnet-c", "vpc-a", "10.0.7.0/24")
		w.SG("sg-c", "vpc-a").Egress("tcp/443", "10.0.1.0/24")
		w.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.20.0.0/22").Groups("sg-c").Associate("subnet-c 10.0.7.99").
			Route("10.0.0.0/16", "subnet-c").Authorize("10.0.0.0/16", "")
	}, "172.20.0.5 -> eni-b tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},
	{"R9.10 rules may refer to the endpoint's groups", func(w *world) {
		hosts(w)
		w.Subnet("subnet-c", "vpc-a", "10.0.7.0/24")
		w.SG("sg-c", "vpc-a").Egress("all", "0.0.0.0/0")
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "sg-c")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
		w.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.20.0.0/22").Groups("sg-c").Associate("subnet-c 10.0.7.99").
			Route("10.0.0.0/16", "subnet-c").Authorize("10.0.0.0/16", "")
	}, "172.20.0.5 -> eni-a tcp/443", "reachable"},
	{"R9.10 a rule for the clients' own addresses does not match", func(w *world) {
		dialled(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "172.20.0.0/22")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "172.20.0.5 -> eni-a tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R9.10 network ACLs apply as to any traffic of the subnet", func(w *world) {
		dialled(w)
		w.NACL("acl-c", "vpc-a", "subnet-c").OpenEgress()
	}, "172.20.0.5 -> eni-a tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-c"},
	{"R9.10 the subnet's table leads on, to the internet too", func(w *world) {
		dialled(w).Route("0.0.0.0/0", "subnet-c").Authorize("0.0.0.0/0", "")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
		w.edit(func(s *topology.Snapshot) {
			for i := range s.NetworkInterfaces {
				if e := &s.NetworkInterfaces[i]; e.NetworkInterfaceId == "eni-endpoint-a-c" {
					e.PrivateIpAddresses[0].Association = &topology.NetworkInterfaceAssociation{PublicIp: netip.MustParseAddr("3.3.3.77")}
				}
			}
		})
	}, "172.20.0.5 -> 8.8.8.8 tcp/443", "reachable; as 3.3.3.77 > 8.8.8.8"},
	{"R9.10 nothing in the VPC reaches a client", func(w *world) { dialled(w) },
		"eni-a -> 172.20.0.5 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},
	{"R9.10 nor listens at the endpoint's interface", func(w *world) { dialled(w) },
		"eni-a -> eni-endpoint-a-c tcp/443", "unreachable; because COMPONENT_DOES_NOT_LISTEN eni-endpoint-a-c"},
	{"R9.10 an endpoint without an association waits for one", func(w *world) {
		dialled(w)
		w.edit(func(s *topology.Snapshot) { s.ClientVpnEndpoints[0].Status.Code = "pending-associate" })
	}, "172.20.0.5 -> eni-a tcp/443", "unreachable; because BAD_STATE cvpn-endpoint-a"},
	{"R9.10 an association that is not in force does not count", func(w *world) {
		dialled(w).ClientVpnTargetNetworks[0].Status.Code = "associating"
	}, "172.20.0.5 -> eni-a tcp/443", "unreachable; because BAD_STATE cvpn-endpoint-a"},
	{"R9.10 R0.5 without the interface nobody knows the address that hosts see", func(w *world) {
		hosts(w)
		w.ClientVPN("cvpn-endpoint-a", "vpc-a", "172.20.0.0/22").Associate("subnet-b").Route("10.0.0.0/16", "subnet-b").Authorize("10.0.0.0/16", "")
	}, "172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE cvpn-endpoint-a; missing network-interface"},
	{"R9.10 R0.5 without the endpoint's routes nobody knows", func(w *world) {
		v := dialled(w)
		v.RoutesKnown, v.Routes = false, nil
	}, "172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_CLIENT_VPN_CONFIGURATION cvpn-endpoint-a"},
	{"R9.10 R0.5 nor without its target networks", func(w *world) {
		v := dialled(w)
		v.TargetNetworksKnown, v.ClientVpnTargetNetworks = false, nil
	}, "172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_CLIENT_VPN_CONFIGURATION cvpn-endpoint-a"},

	{"R9.11 without an authorization rule nothing passes", func(w *world) { dialled(w).AuthorizationRules = nil },
		"172.20.0.5 -> eni-a tcp/443", "unreachable; all CLIENT_VPN_NOT_AUTHORIZED; because CLIENT_VPN_NOT_AUTHORIZED cvpn-endpoint-a#authorization/*"},
	{"R9.11 a rule for a group is taken to be the client's", func(w *world) {
		v := dialled(w)
		v.AuthorizationRules = nil
		v.Authorize("10.0.0.0/16", "S-1-22")
	}, "172.20.0.5 -> eni-a tcp/443", "reachable; assumes ASSUMES_CLIENT_IN_GROUP cvpn-endpoint-a"},
	{"R9.11 the longest prefix decides, whomever it is for", func(w *world) { dialled(w).Authorize("10.0.1.0/24", "S-1-22") },
		"172.20.0.5 -> eni-a tcp/443", "reachable; by cvpn-endpoint-a#authorization/10.0.1.0/24; assumes ASSUMES_CLIENT_IN_GROUP cvpn-endpoint-a"},
	{"R9.11 a rule that is not active does not count", func(w *world) { dialled(w).AuthorizationRules[0].Status.Code = "revoking" },
		"172.20.0.5 -> eni-a tcp/443", "unreachable; because CLIENT_VPN_NOT_AUTHORIZED cvpn-endpoint-a"},
	{"R9.11 R0.5 without the rules nobody knows", func(w *world) {
		v := dialled(w)
		v.AuthorizationRulesKnown, v.AuthorizationRules = false, nil
	}, "172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_CLIENT_VPN_CONFIGURATION cvpn-endpoint-a"},
	{"R9.11 R0.5 nor if the only rule could not be read", func(w *world) { dialled(w).AuthorizationRules[0].DestinationCidr = netip.Prefix{} },
		"172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_RULE cvpn-endpoint-a"},

	{"R9.12 on a transit gateway clients keep their addresses", func(w *world) { dialledTransit(w) },
		"172.20.0.5 -> eni-a tcp/443", "reachable; as 172.20.0.5 > 10.0.1.10; meets tgw-attach-c"},
	{"R9.12 and may be reached", func(w *world) { dialledTransit(w) },
		"eni-a -> 172.20.0.5 tcp/443", "reachable; meets tgw-attach-c"},
	{"R9.12 they need an authorization as well", func(w *world) { dialledTransit(w).AuthorizationRules = nil },
		"cvpn-endpoint-t -> eni-a tcp/443", "unreachable; all CLIENT_VPN_NOT_AUTHORIZED"},
	{"R9.12 the VPC needs a route back to them", func(w *world) {
		dialledTransit(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "172.20.0.5 -> eni-a tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION rtb-a#*"},
	{"R9.12 R0.5 on a transit gateway of which no document tells nobody knows", func(w *world) {
		hosts(w)
		w.ClientVPN("cvpn-endpoint-t", "", "172.20.0.0/22").Authorize("10.0.0.0/16", "")
	}, "172.20.0.5 -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE cvpn-endpoint-t; missing transit-gateway-attachment"},

	{"R9.10 the VPC's resolver answers clients", func(w *world) { dialled(w) }, "172.20.0.5 -> 10.0.0.2 udp/53", "reachable; back-as 10.0.0.2 > 172.20.0.5"},
	{"R9.13 the answer of another client needs a local route too", func(w *world) {
		dialled(w).Route("172.20.1.0/24", "local").Authorize("172.20.0.0/22", "")
	}, "172.20.0.5 -> 172.20.1.5 tcp/443", "unreachable; one-way reachable; reply NO_ROUTE_TO_DESTINATION cvpn-endpoint-a"},
	{"R9.13 clients reach each other by a local route", func(w *world) { dialled(w).Route("172.20.0.0/22", "local").Authorize("172.20.0.0/22", "") },
		"172.20.0.5 -> 172.20.1.7 tcp/443", "reachable; via cvpn-endpoint-a#route/172.20.0.0/22"},
	{"R9.13 and not without", func(w *world) { dialled(w).Authorize("172.20.0.0/22", "") },
		"172.20.0.5 -> 172.20.1.7 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION cvpn-endpoint-a"},
	{"R9.13 nor without an authorization", func(w *world) { dialled(w).Route("172.20.0.0/22", "local") },
		"172.20.0.5 -> 172.20.1.7 tcp/443", "unreachable; because CLIENT_VPN_NOT_AUTHORIZED cvpn-endpoint-a"},
}

// dialledTransit is VPC A on tgw-a, to which a Client VPN endpoint is attached as well.
func dialledTransit(w *world) topologytest.ClientVPN {
	hosts(w)
	w.TGW("tgw-a")
	w.Attach("tgw-attach-a", "tgw-a", "subnet-a", "subnet-b")
	w.AttachOther("tgw-attach-c", "tgw-a", "client-vpn", "cvpn-endpoint-t")
	w.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-c").
		Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("172.20.0.0/22", "tgw-attach-c")
	w.Route("vpc-a", "172.20.0.0/22", "tgw-a")
	return w.ClientVPN("cvpn-endpoint-t", "", "172.20.0.0/22").Authorize("10.0.0.0/16", "")
}
