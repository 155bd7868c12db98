package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestRegionalRules(t *testing.T) { tell(t, regionalStories) }

// regional is VPC A whose hosts, in az1, go out by a NAT gateway of the whole VPC that has an address in az1.
func regional(w *world) *topology.NatGateway {
	hosts(w)
	w.IGW("igw-a", "vpc-a")
	w.Route("vpc-a", "0.0.0.0/0", "nat-r").Route("64:ff9b::/96", "nat-r")
	inZone(w, map[string]string{"subnet-a": "az1", "subnet-b": "az1"})
	return w.RegionalNAT("nat-r", "vpc-a", [2]string{"az1", "3.3.3.5"})
}

// regionalCentre is spokes with a default route to VPC P, which goes on to the internet by a NAT gateway of the whole VPC
// with table rtb-r.
func regionalCentre(w *world) {
	spokes(w).Route("0.0.0.0/0", "tgw-attach-p")
	w.Route("vpc-a", "0.0.0.0/0", "tgw-a")
	w.IGW("igw-p", "vpc-p")
	w.RegionalNAT("nat-r", "vpc-p", [2]string{"", "3.3.3.5"}).RouteTableId = "rtb-r"
	w.RouteTable("rtb-tp", "vpc-p", "subnet-tp").Route("0.0.0.0/0", "nat-r")
	w.RouteTable("rtb-r", "vpc-p").Route("0.0.0.0/0", "igw-p").Route("10.0.0.0/16", "tgw-a")
}

// wavelength is VPC A with a carrier gateway; eni-a has an address of the carrier, eni-b has not.
func wavelength(w *world) *topology.CarrierGateway {
	a, _ := hosts(w)
	a.Carrier("155.146.0.10")
	w.Route("vpc-a", "0.0.0.0/0", "cagw-a").Route("::/0", "cagw-a")
	return w.CarrierGateway("cagw-a", "vpc-a")
}

var regionalStories = []story{
	{"R3.13 a regional NAT gateway serves its VPC, under its address in the sender's zone", func(w *world) { regional(w) },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets nat-r; as 3.3.3.5 > 8.8.8.8; back-as 8.8.8.8 > 10.0.1.10; assumes ASSUMES_REGIONAL_NAT_ROUTES_TO_IGW nat-r"},
	{"R3.13 in IPv6 to IPv4 as well", func(w *world) { regional(w) }, "eni-a -> 64:ff9b::808:808 tcp/443", "reachable; as 3.3.3.5 > 8.8.8.8"},
	{"R3.13 in a zone where it has none it serves from another", func(w *world) { regional(w).NatGatewayAddresses[0].AvailabilityZoneId = "az9" },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; assumes ASSUMES_REGIONAL_NAT_SERVES_OTHER_ZONES nat-r"},
	{"R3.13 it must be available", func(w *world) { regional(w).State = "pending" }, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE nat-r"},
	{"R3.13 its own table decides", func(w *world) {
		regional(w).RouteTableId = "rtb-r"
		w.RouteTable("rtb-r", "vpc-a").Blackhole("8.8.0.0/16", "eni-gone").Route("0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-r#8.8.0.0/16"},
	{"R3.13 R0.5 which the snapshot may lack", func(w *world) { regional(w).RouteTableId = "rtb-gone" }, "eni-a -> 8.8.8.8 tcp/443",
		"unknown; because UNKNOWN_ROUTE_TABLE nat-r"},
	{"R3.13 the internet gateway has to be there", func(w *world) {
		regional(w)
		w.edit(func(s *topology.Snapshot) { s.InternetGateways[0].Attachments = nil })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because NO_PATH vpc-a"},
	{"R3.13 R0.5 or is unknown", func(w *world) {
		regional(w)
		w.Without(ref.InternetGateway)
	}, "eni-a -> 8.8.8.8 tcp/443", "unknown; because UNKNOWN_RESOURCE vpc-a"},
	{"R3.13 nobody outside reaches it unasked", func(w *world) { regional(w) }, "8.8.8.8 -> 3.3.3.5 tcp/443", "unreachable; because NAT_GATEWAY_NO_SESSION nat-r"},
	{"R3.13 routes lead replies back to its private address", func(w *world) {
		spokes(w).Route("100.66.0.0/16", "tgw-attach-a")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.1.0.0/16", "nat-r")
		w.RouteTable("rtb-ta", "vpc-a", "subnet-ta").Route("100.66.0.0/16", "nat-r")
		w.Route("vpc-p", "100.66.0.0/16", "tgw-a")
		w.RouteTable("rtb-r", "vpc-a").Route("10.1.0.0/16", "tgw-a")
		n := w.RegionalNAT("nat-r", "vpc-a", [2]string{"", "3.3.3.5"})
		n.RouteTableId, n.NatGatewayAddresses[0].PrivateIp = "rtb-r", addr("100.66.0.1")
	}, "eni-a -> eni-p tcp/443", "reachable; meets nat-r; as 100.66.0.1 > 10.1.1.10; back-as 10.1.1.10 > 10.0.1.10"},
	{"R3.13 it carries TCP, UDP and ICMP", func(w *world) { regional(w) }, "eni-a -> 8.8.8.8 47", "unreachable; because PROTOCOL_RESTRICTION nat-r"},
	{"R3.13 what comes back is asked at the client's subnet", func(w *world) {
		regional(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*"},
	{"R3.13 of several addresses in the zone AWS takes any", func(w *world) {
		n := regional(w)
		other := n.NatGatewayAddresses[0]
		other.PublicIp = addr("3.3.3.6")
		n.NatGatewayAddresses = append(n.NatGatewayAddresses, other)
		twoOnlineBeside(w, "3.3.3.5/32")
	}, "eni-a -> 3.3.3.20 tcp/443", "partial; because ENI_SG_RULES_MISMATCH"},
	{"R3.13 Block Public Access stops it in both directions", func(w *world) {
		regional(w)
		w.BPA("block-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R3.13 R3.17 not where only inbound is blocked", func(w *world) {
		regional(w)
		w.BPA("block-ingress")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R3.13 R3.10 clients beyond a transit gateway get their replies by its own table", regionalCentre,
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets nat-r; back-via rtb-r#10.0.0.0/16; back-meets tgw-attach-a"},
	{"R3.13 if that leads there", func(w *world) {
		regionalCentre(w)
		w.edit(func(s *topology.Snapshot) { dropRoute(s, "rtb-r", "10.0.0.0/16") })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable"},
	{"R3.13 R0.5 without a private address nobody knows as whom it goes elsewhere than to the internet", func(w *world) {
		regional(w).RouteTableId = "rtb-r"
		w.TGW("tgw-a")
		w.RouteTable("rtb-r", "vpc-a").Route("10.7.0.0/16", "tgw-a")
	}, "eni-a -> 10.7.0.1 tcp/443", "unknown; because UNKNOWN_RESOURCE nat-r"},

	{"R3.15 a carrier gateway lets out under the carrier's address", func(w *world) { wavelength(w) },
		"eni-a -> 8.8.8.8 tcp/443", "reachable; meets cagw-a; as 155.146.0.10 > 8.8.8.8; back-meets cagw-a; back-as 8.8.8.8 > 10.0.1.10"},
	{"R3.15 without one nothing goes out", func(w *world) { wavelength(w) },
		"eni-b -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS cagw-a"},
	{"R3.15 nor in IPv6", func(w *world) { wavelength(w) },
		"eni-a -> 2001:4860::1 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS cagw-a"},
	{"R3.15 it must be available", func(w *world) { wavelength(w).State = "deleting" }, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE cagw-a"},
	{"R3.15 and the VPC's own", func(w *world) {
		w.Vpc("vpc-z", "10.5.0.0/16")
		wavelength(w).VpcId = "vpc-z"
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT cagw-a"},
	{"R3.15 the internet does not reach the carrier's addresses", func(w *world) { wavelength(w) },
		"8.8.8.8 -> 155.146.0.10 tcp/443", "unreachable; because IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS cagw-a"},
	{"R3.15 others of the carrier's network do", func(w *world) {
		wavelength(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.NetworkInterfaces {
				if e := &s.NetworkInterfaces[i]; e.NetworkInterfaceId == "eni-b" {
					e.PrivateIpAddresses[0].Association = &topology.NetworkInterfaceAssociation{CarrierIp: addr("155.146.0.20")}
				}
			}
		})
	}, "eni-a -> 155.146.0.20 tcp/443", "reachable; as 155.146.0.10 > 10.0.2.10"},
	{"R3.15 R3.18 Block Public Access stops it", func(w *world) {
		wavelength(w)
		w.BPA("block-bidirectional")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED cagw-a"},
}

// twoOnlineBeside adds VPC Z with eni-z on 3.3.3.20, which admits one range.
func twoOnlineBeside(w *world, from string) {
	w.Vpc("vpc-z", "10.5.0.0/16")
	w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24")
	w.SG("sg-z", "vpc-z").Ingress("tcp/443", from)
	w.ENI("eni-z", "subnet-z", "10.5.1.10", "sg-z").Public("3.3.3.20")
	w.IGW("igw-z", "vpc-z")
	w.Route("vpc-z", "0.0.0.0/0", "igw-z")
}

// dropRoute takes a route out of a table.
func dropRoute(s *topology.Snapshot, table, destination string) {
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		for j := range t.Routes {
			if t.RouteTableId == table && t.Routes[j].DestinationCidrBlock == prefix(destination) {
				t.Routes = append(t.Routes[:j:j], t.Routes[j+1:]...)
				return
			}
		}
	}
}
