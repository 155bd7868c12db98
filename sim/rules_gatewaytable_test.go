package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestGatewayTableRules(t *testing.T) { tell(t, gatewayTableStories) }

// screened is VPC A open to the internet, with appliance eni-m between: igw-a sends what comes in for subnet-a to it, and
// subnet-a goes out by it. All have public addresses.
func screened(w *world) (edge *topologytest.RouteTable, m topologytest.ENI) {
	online(w)
	w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24", "2600:1f00:a:3::/64")
	m = w.ENI("eni-m", "subnet-m", "10.0.3.10 2600:1f00:a:3::10").NoCheck()
	m.Public("3.3.3.30")
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-m").Route("::/0", "eni-m")
	return w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "eni-m").Route("2600:1f00:a:1::/64", "eni-m"), m
}

// screenedSite is tunnelled with an appliance between vgw-a and subnet-a.
func screenedSite(w *world) (edge *topologytest.RouteTable) {
	tunnelled(w)
	w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
	w.ENI("eni-m", "subnet-m", "10.0.3.10").NoCheck()
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("192.168.0.0/16", "eni-m")
	return w.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Route("10.0.1.0/24", "eni-m")
}

var gatewayTableStories = []story{
	{"R2.14 what comes in by an internet gateway goes where its own table leads", func(w *world) { screened(w) },
		"8.8.8.8 -> eni-a tcp/443", "reachable; via rtb-edge#10.0.1.0/24; meets eni-m; back-meets eni-m; back-as 3.3.3.10 > 8.8.8.8"},
	{"R2.14 in IPv6 likewise, and the appliance needs no public IPv4 for it", func(w *world) {
		_, m := screened(w)
		m.Association, m.PrivateIpAddresses[0].Association = nil, nil
	}, "2001:4860::1 -> eni-a tcp/443", "reachable; via rtb-edge#2600:1f00:a:1::/64; meets eni-m; back-meets eni-m"},
	{"R2.14 for IPv4 it does", func(w *world) {
		_, m := screened(w)
		m.Association, m.PrivateIpAddresses[0].Association = nil, nil
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because INGRESS_RTB_NO_PUBLIC_IP eni-m"},
	{"R2.14 an appliance that is stopped takes nothing", func(w *world) {
		_, m := screened(w)
		m.Stopped()
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because BAD_STATE eni-m"},
	{"R2.14 nor one with the source/destination check", func(w *world) {
		_, m := screened(w)
		m.SourceDestCheck = nil
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-m"},
	{"R2.14 its groups and the ACL of its subnet are asked", func(w *world) {
		screened(w)
		w.NACL("acl-m", "vpc-a", "subnet-m").OpenEgress().Ingress(100, "deny", "tcp/443", "8.8.8.8/32").Ingress(101, "allow", "all", "0.0.0.0/0")
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-m#ingress/100"},
	{"R2.14 what the table says local to is delivered", func(w *world) {
		_, b := online(w)
		b.Public("3.3.3.20")
		w.ENI("eni-m", "subnet-b", "10.0.2.30").NoCheck()
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "eni-m")
	}, "8.8.8.8 -> eni-b tcp/443", "reachable; via rtb-edge#10.0.0.0/16; shuns eni-m"},
	{"R2.14 the local route may be replaced as a whole", func(w *world) {
		online(w)
		w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
		w.ENI("eni-m", "subnet-m", "10.0.3.10").NoCheck().Public("3.3.3.30")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("0.0.0.0/0", "eni-m")
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").LocalVia("10.0.0.0/16", "eni-m")
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; via rtb-edge#10.0.0.0/16; meets eni-m"},
	{"R2.14 R2.9 a blackhole in it drops", func(w *world) {
		online(w)
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Blackhole("10.0.1.0/24", "eni-gone")
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-edge#10.0.1.0/24"},
	{"R2.14 R0.5 a target that the snapshot lacks is unknown", func(w *world) {
		online(w)
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "vpce-gone")
	}, "8.8.8.8 -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE vpce-gone"},
	{"R2.14 R0.5 so is one that such a table cannot have", func(w *world) {
		online(w)
		w.NAT("nat-a", "subnet-b", "10.0.2.5", "3.3.3.5")
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Route("10.0.1.0/24", "nat-a")
	}, "8.8.8.8 -> eni-a tcp/443", "unknown; because UNSUPPORTED_COMPONENT nat-a"},
	{"R2.14 a table of another VPC has no say", func(w *world) {
		online(w)
		w.Vpc("vpc-z", "10.5.0.0/16")
		w.RouteTable("rtb-z", "vpc-z").Edge("igw-a").Blackhole("10.0.1.0/24", "eni-gone")
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; shuns rtb-z"},
	{"R2.14 nor one whose association is over", func(w *world) {
		online(w)
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Blackhole("10.0.1.0/24", "eni-gone").Associations[0].AssociationState.State = "disassociated"
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; shuns rtb-edge"},
	{"R2.14 replies that come in by the gateway are looked up as well, those for a NAT gateway too", func(w *world) {
		natted(w)
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Blackhole("10.0.9.0/24", "eni-gone")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because INGRESS_RTB_TRAFFIC_REDIRECTION igw-a; one-way unreachable"},
	{"R2.14 a reply in IPv6 for an egress-only gateway does not come in by the internet gateway", func(w *world) {
		egressOnly(w)
		w.IGW("igw-a", "vpc-a")
		w.RouteTable("rtb-edge", "vpc-a").Edge("igw-a").Blackhole("2600:1f00:a:1::/64", "eni-gone")
	}, "eni-a -> 2001:4860::1 tcp/443", "reachable; back-shuns rtb-edge"},
	{"R2.14 what comes in by a virtual private gateway goes where its own table leads", func(w *world) { screenedSite(w) },
		"192.168.0.1 -> eni-a tcp/443", "reachable; via rtb-edge#10.0.1.0/24; meets eni-m; back-meets eni-m"},
	{"R2.14 there the appliance needs no public address, and the reply to eni-a comes by it", func(w *world) { screenedSite(w) },
		"eni-a -> 192.168.0.1 tcp/443", "reachable; meets eni-m; back-via rtb-edge#10.0.1.0/24; back-meets eni-m"},
	{"R2.14 R2.9 a blackhole drops there, too", func(w *world) {
		tunnelled(w)
		w.RouteTable("rtb-edge", "vpc-a").Edge("vgw-a").Blackhole("10.0.1.0/24", "eni-gone")
	}, "eni-a -> 192.168.0.1 tcp/443", "unreachable; one-way reachable; reply BAD_STATE_ROUTE rtb-edge#10.0.1.0/24"},

	{"R2.15 a subnet that is redirected cannot leave by the gateway directly", func(w *world) {
		screened(w)
		w.edit(func(s *topology.Snapshot) { redirect(s, "rtb-a", "eni-m", "igw-a") })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because INGRESS_RTB_TRAFFIC_REDIRECTION igw-a; says eni-m, which this packet did not pass"},
	{"R2.15 nor can its replies", func(w *world) {
		screened(w)
		w.edit(func(s *topology.Snapshot) { redirect(s, "rtb-a", "eni-m", "igw-a") })
	}, "8.8.8.8 -> eni-a tcp/443", "unreachable; one-way reachable; reply INGRESS_RTB_TRAFFIC_REDIRECTION igw-a"},
	{"R2.15 by the appliance it can, in IPv6 untranslated", func(w *world) { screened(w) },
		"eni-a -> 2001:4860::1 tcp/443", "reachable; meets eni-m; back-via rtb-edge#2600:1f00:a:1::/64; back-meets eni-m"},
	{"R2.15 a neighbour that is not redirected leaves directly", func(w *world) {
		screened(w)
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-b", "3.3.3.20") })
	}, "eni-b -> 8.8.8.8 tcp/443", "reachable; shuns eni-m"},
	{"R2.15 the appliance itself does, whatever is redirected to it", func(w *world) {
		edge, _ := screened(w)
		edge.Route("10.0.3.0/24", "eni-m")
	}, "eni-m -> 8.8.8.8 tcp/443", "reachable"},
	{"R2.15 a virtual private gateway does not ask", func(w *world) {
		screenedSite(w)
		w.edit(func(s *topology.Snapshot) { redirect(s, "rtb-a", "eni-m", "vgw-a") })
	}, "eni-a -> 192.168.0.1 tcp/443", "reachable; shuns eni-m; back-meets eni-m"},

	{"R2.16 an appliance in the subnet of its clients stands in nobody's way there", func(w *world) {
		hosts(w)
		w.ENI("eni-m", "subnet-a", "10.0.1.30").NoCheck()
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "eni-m")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ROUTING_LOOP"},
	{"R2.16 in one of its own it forwards", func(w *world) { inspected(w) }, "eni-a -> eni-b tcp/443", "reachable; meets eni-m; back-meets eni-m"},

	{"R2.17 R16.3 a route server's route leads to an appliance", func(w *world) {
		inspected(w)
		w.edit(func(s *topology.Snapshot) { advertise(s, "rtb-a", "10.0.2.0/24") })
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.2.0/24; meets eni-m"},
	{"R2.17 R16.3 and loses to a static one", func(w *world) {
		inspected(w)
		w.edit(func(s *topology.Snapshot) {
			advertise(s, "rtb-a", "10.0.2.0/24")
			for i := range s.RouteTables {
				if t := &s.RouteTables[i]; t.RouteTableId == "rtb-a" {
					t.Routes = append(t.Routes, topology.Route{DestinationCidrBlock: prefix("10.0.2.0/24"), NetworkInterfaceId: "eni-gone", Origin: "CreateRoute", State: "blackhole"})
				}
			}
		})
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-a#10.0.2.0/24"},
	{"R2.17 it writes into the table of an internet gateway, too", func(w *world) {
		screened(w)
		w.edit(func(s *topology.Snapshot) { advertise(s, "rtb-edge", "10.0.1.0/24") })
	}, "8.8.8.8 -> eni-a tcp/443", "reachable; via rtb-edge#10.0.1.0/24; meets eni-m"},
}

// redirect lets the routes of a table that lead to an interface lead to a gateway.
func redirect(s *topology.Snapshot, table, eni, gateway string) {
	for i := range s.RouteTables {
		for j := range s.RouteTables[i].Routes {
			if r := &s.RouteTables[i].Routes[j]; s.RouteTables[i].RouteTableId == table && r.NetworkInterfaceId == eni {
				r.NetworkInterfaceId, r.GatewayId = "", gateway
			}
		}
	}
}

// advertise makes a route one that a route server wrote.
func advertise(s *topology.Snapshot, table, destination string) {
	for i := range s.RouteTables {
		for j := range s.RouteTables[i].Routes {
			if r := &s.RouteTables[i].Routes[j]; s.RouteTables[i].RouteTableId == table && r.DestinationCidrBlock == prefix(destination) {
				r.Origin, r.IpAddress = "Advertisement", "10.0.3.10"
			}
		}
	}
}
