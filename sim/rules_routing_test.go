package sim_test

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestRoutingRules(t *testing.T) { tell(t, routingStories) }

// routingStories are rules 2: route tables and route selection.
var routingStories = []story{
	{"R2.1 a subnet without a table of its own uses the main one", func(w *world) {
		online(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
	}, "eni-a -> internet tcp/443", "reachable; via rtb-main-vpc-a#0.0.0.0/0"},
	{"R2.1 an explicit association replaces the main table", func(w *world) {
		online(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
	}, "eni-a -> internet tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-a#*"},
	{"R2.1 an association that is being undone does not count", func(w *world) {
		online(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Associations[0].AssociationState.State = "disassociated"
	}, "eni-a -> internet tcp/443", "reachable; via rtb-main-vpc-a#0.0.0.0/0"},

	{"R2.2 0.0.0.0/0 takes IPv4", func(w *world) {
		hosts(w)
		w.ENI("eni-c", "subnet-a", "10.0.1.11").Public("3.3.3.11")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-c -> 8.8.8.8 tcp/443", "reachable; via rtb-main-vpc-a#0.0.0.0/0"},
	{"R2.2 0.0.0.0/0 never takes IPv6", func(w *world) {
		hosts(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 2001:4860::1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},
	{"R2.2 ::/0 never takes IPv4", func(w *world) {
		a, _ := hosts(w)
		a.Public("3.3.3.10")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "::/0", "igw-a")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},

	{"R2.3 the longest prefix wins, and the others are told", func(w *world) {
		peered(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a").Route("10.1.1.0/24", "igw-a").Route("10.1.1.10/32", "pcx-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; via rtb-main-vpc-a#10.1.1.10/32; notes 0.0.0.0/0 → igw-a, less specific"},
	{"R2.3 the longest prefix wins even where it leads nowhere", func(w *world) {
		peered(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "10.1.1.0/24", "igw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "unreachable; because IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS igw-a; via rtb-main-vpc-a#10.1.1.0/24"},
	{"R2.3 a static route beats a propagated one of the same prefix", func(w *world) {
		peered(w)
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "10.9.0.0/16", "pcx-a").Propagated("10.1.0.0/16", "vgw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; via rtb-main-vpc-a#10.1.0.0/16; meets pcx-a; notes outranked"},
	{"R2.3 a propagated route that is longer beats a static one", func(w *world) {
		tunnelled(w).Routes[0].DestinationCidrBlock = prefix("10.1.1.0/24")
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-a", "10.1.0.0/16", "pcx-a").Propagated("10.1.1.0/24", "vgw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; via rtb-main-vpc-a#10.1.1.0/24; meets vgw-a"},
	{"R2.3 a static route beats a prefix list that holds the same prefix", func(w *world) {
		peered(w)
		w.VGW("vgw-a", "vpc-a")
		w.PrefixList("pl-1", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "vgw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; via rtb-main-vpc-a#10.1.0.0/16"},
	{"R2.3 a prefix list beats a propagated route of the same prefix", func(w *world) {
		apart(w)
		w.VGW("vgw-a", "vpc-a")
		w.PrefixList("pl-1", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "pcx-a").Propagated("10.1.0.0/16", "vgw-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; via rtb-main-vpc-a#pl-1; meets pcx-a"},
	{"R2.3 a route server's route loses to a static one", func(w *world) {
		peered(w)
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "10.1.0.0/16", "vgw-a")
		w.edit(func(s *topology.Snapshot) { lastRoute(s, "rtb-main-vpc-a", "10.1.0.0/16").Origin = "Advertisement" })
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; meets pcx-a"},
	{"R2.3 and beats a propagated one", func(w *world) {
		apart(w)
		w.VGW("vgw-a", "vpc-a")
		w.RouteTable("rtb-main-vpc-a", "vpc-a").Main().Propagated("10.1.0.0/16", "vgw-a").Route("10.1.0.0/16", "pcx-a")
		w.edit(func(s *topology.Snapshot) { lastRoute(s, "rtb-main-vpc-a", "10.1.0.0/16").Origin = "Advertisement" })
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "reachable; meets pcx-a"},
	{"R2.3 a longer entry of a prefix list beats a static route", func(w *world) {
		peered(w)
		w.VGW("vgw-a", "vpc-a")
		w.PrefixList("pl-1", "10.1.1.0/24", "172.16.0.0/12")
		w.Route("vpc-a", "pl-1", "vgw-a")
	}, "eni-a -> 10.1.1.10 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION vgw-a; via rtb-main-vpc-a#pl-1"},
	{"R2.3 IPv6 routes compete likewise", func(w *world) {
		peered(w)
		w.EIGW("eigw-a", "vpc-a")
		w.Route("vpc-a", "::/0", "eigw-a")
	}, "eni-a -> eni-p tcp/443 ipv6", "reachable; via rtb-main-vpc-a#2600:1f00:b::/56; notes ::/0 → eigw-a, less specific"},

	{"R2.4 an instance is a target by its primary interface", func(w *world) {
		inspected(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.RouteTables {
				if s.RouteTables[i].RouteTableId == "rtb-a" {
					s.RouteTables[i].Routes[0].NetworkInterfaceId, s.RouteTables[i].Routes[0].InstanceId = "", "i-m"
				}
			}
		})
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.2.0/24; meets eni-m"},
	{"R2.4 a target that the snapshot lacks is unknown", func(w *world) {
		hosts(w)
		w.Route("vpc-a", "10.7.0.0/16", "pcx-gone")
	}, "eni-a -> 10.7.0.1 tcp/443", "unknown; because UNKNOWN_RESOURCE pcx-gone; missing vpc-peering-connection/pcx-gone"},

	{"R2.5 every table has a local route for each block, printed or not", func(w *world) {
		hosts(w)
		w.edit(func(s *topology.Snapshot) { s.RouteTables[0].Routes = nil })
	}, "eni-a -> eni-b tcp/443 ipv6", "reachable; via rtb-main-vpc-a#2600:1f00:a::/56"},
	{"R2.5 secondary blocks are local too", func(w *world) {
		hosts(w)
		w.edit(func(s *topology.Snapshot) { s.RouteTables[0].Routes = nil })
		v := w.Vpc("vpc-z", "10.5.0.0/16", "100.64.0.0/16")
		w.Subnet("subnet-z1", v.VpcId, "10.5.1.0/24")
		w.Subnet("subnet-z2", v.VpcId, "100.64.1.0/24")
		w.ENI("eni-z1", "subnet-z1", "10.5.1.10")
		w.ENI("eni-z2", "subnet-z2", "100.64.1.10")
	}, "eni-z1 -> eni-z2 tcp/443", "reachable; via rtb-main-vpc-z#100.64.0.0/16"},
	{"R2.5 the local route's target can be replaced", func(w *world) {
		hosts(w)
		w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
		w.ENI("eni-m", "subnet-m", "10.0.3.10").NoCheck()
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").LocalVia("10.0.0.0/16", "eni-m")
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.0.0/16; meets eni-m; back-shuns eni-m"},
	{"R2.5 the local route's target can be replaced by what checks sources", func(w *world) {
		hosts(w)
		w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
		w.ENI("eni-m", "subnet-m", "10.0.3.10")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").LocalVia("10.0.0.0/16", "eni-m")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-m"},
	{"R2.5 replacing one block's target leaves the other family local", func(w *world) {
		hosts(w)
		w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
		w.ENI("eni-m", "subnet-m", "10.0.3.10")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").LocalVia("10.0.0.0/16", "eni-m")
	}, "eni-a -> eni-b tcp/443 ipv6", "reachable; via rtb-a#2600:1f00:a::/56; shuns eni-m"},

	{"R2.6 a route to a whole subnet may be more specific than local", func(w *world) { inspected(w) },
		"eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.2.0/24; meets eni-m; back-meets eni-m"},
	{"R2.6 so may one to a subnet's IPv6 block", func(w *world) { inspected(w) },
		"eni-a -> eni-b tcp/443 ipv6", "reachable; via rtb-a#2600:1f00:a:2::/64; meets eni-m"},
	{"R2.6 the detour lasts only as long as the appliance forwards", func(w *world) {
		check := true
		inspected(w).SourceDestCheck = &check
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-m"},

	{"R2.7 a propagated route never beats local, even when it is longer", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("10.0.2.0/24", "vgw-a")
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.0.0/16; notes propagated, never beats local"},
	{"R2.7 outside the VPC's blocks a propagated route counts", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("10.2.0.0/16", "vgw-a")
	}, "eni-a -> 10.2.0.1 tcp/443", "reachable; via rtb-a#10.2.0.0/16"},
	{"R2.7 a propagated supernet loses to local by length", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("10.0.0.0/8", "vgw-a")
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.0.0/16"},
	{"R2.7 a propagated default does not save an address of the VPC that nobody holds", func(w *world) {
		hosts(w)
		w.VGW("vgw-a", "vpc-a")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Propagated("10.0.3.0/24", "vgw-a")
	}, "eni-a -> 10.0.3.1 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},

	{"R2.8 inside a subnet no route table is asked", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-c", "subnet-a", "10.0.1.11")
		w.ENI("eni-m", "subnet-b", "10.0.2.10")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.1.0/24", "eni-m").Blackhole("10.0.1.11/32", "eni-m")
	}, "eni-a -> eni-c tcp/443", "reachable; shuns rtb-a; shuns eni-m; back-shuns rtb-a"},
	{"R2.8 inside a subnet no route table is asked for IPv6 either", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "2600:1f00:a:1::10")
		w.ENI("eni-c", "subnet-a", "2600:1f00:a:1::11")
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Blackhole("2600:1f00:a:1::/64", "eni-gone")
	}, "eni-a -> eni-c tcp/443", "reachable; shuns rtb-a"},
	{"R2.8 between subnets the table is asked", func(w *world) {
		hosts(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Blackhole("10.0.2.0/24", "eni-gone")
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-a#10.0.2.0/24"},

	{"R2.9 a blackhole wins by length and drops; the next best route is told", func(w *world) {
		peered(w)
		w.Route("vpc-a", "10.1.1.0/24", "pcx-a").Blackhole("10.1.1.10/32", "pcx-gone")
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE_ROUTE rtb-main-vpc-a#10.1.1.10/32; assumes ASSUMES_BLACKHOLE_ROUTE_DROPS; notes 10.1.1.0/24 → pcx-a, less specific"},
	{"R2.9 a blackhole that is less specific does no harm", func(w *world) {
		peered(w)
		w.Route("vpc-a", "10.1.1.0/24", "pcx-a").Blackhole("10.0.0.0/8", "pcx-gone")
	}, "eni-a -> eni-p tcp/443", "reachable; assumes nothing"},
	{"R2.9 on the way back a blackhole drops the reply", func(w *world) {
		peered(w)
		w.Route("vpc-p", "10.0.1.0/24", "pcx-a").Blackhole("10.0.1.10/32", "pcx-gone")
	}, "eni-a -> eni-p tcp/443", "unreachable; one-way reachable; reply BAD_STATE_ROUTE rtb-main-vpc-p#10.0.1.10/32"},
	{"R2.9 a filtered route leaves the way unknown", func(w *world) {
		peered(w)
		w.Route("vpc-a", "10.1.1.0/24", "pcx-a")
		w.edit(func(s *topology.Snapshot) { lastRoute(s, "rtb-main-vpc-a", "10.1.1.0/24").State = "filtered" })
	}, "eni-a -> eni-p tcp/443", "unknown; because UNKNOWN_ROUTE_STATE rtb-main-vpc-a#10.1.1.0/24"},
	{"R2.9 a filtered route that is not the longest does not matter", func(w *world) {
		peered(w)
		w.Route("vpc-a", "10.0.0.0/8", "pcx-a")
		w.edit(func(s *topology.Snapshot) { lastRoute(s, "rtb-main-vpc-a", "10.0.0.0/8").State = "filtered" })
	}, "eni-a -> eni-p tcp/443", "reachable"},

	{"R2.10 reserved link-local addresses are never routed, whatever covers them", func(w *world) {
		inspected(w)
		w.Route("vpc-a", "0.0.0.0/0", "eni-m")
		w.RouteTable("rtb-x", "vpc-a").Route("169.254.168.0/22", "eni-m")
	}, "eni-m -> 169.254.170.2 tcp/80", "unreachable; because RESERVED_ADDRESS"},
	{"R2.10 nor are those of fd00:ec2::/32", func(w *world) {
		online(w)
	}, "eni-a -> fd00:ec2::77 tcp/80", "unreachable; because RESERVED_ADDRESS"},
	{"R2.10 the services on such addresses answer without any route", func(w *world) {
		hosts(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Blackhole("0.0.0.0/0", "eni-gone")
	}, "eni-a -> 169.254.169.254 tcp/80", "reachable; shuns rtb-a; meets instance metadata"},

	{"R2.11 a prefix list's entries are routes", func(w *world) {
		apart(w)
		w.PrefixList("pl-1", "10.8.0.0/16", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable; via rtb-main-vpc-a#pl-1"},
	{"R2.11 what is not in the list is not routed by it", func(w *world) {
		apart(w)
		w.PrefixList("pl-1", "10.1.2.0/24")
		w.Route("vpc-a", "pl-1", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION"},
	{"R2.11 a list has one family", func(w *world) {
		peered(w)
		w.UnreadablePrefixList("pl-6", "IPv6")
		w.Route("vpc-a", "pl-6", "tgw-1")
	}, "eni-a -> eni-p tcp/443", "reachable"},
	{"R2.11 a list of IPv6 entries takes IPv6", func(w *world) {
		apart(w)
		w.PrefixList("pl-6", "2600:1f00:b::/56")
		w.Route("vpc-a", "pl-6", "pcx-a")
		w.Route("vpc-p", "2600:1f00:a::/56", "pcx-a")
	}, "eni-a -> eni-p tcp/443 ipv6", "reachable; via rtb-main-vpc-a#pl-6"},
	{"R2.11 an unreadable list may take anything of its family", func(w *world) {
		peered(w)
		w.UnreadablePrefixList("pl-4", "IPv4")
		w.Route("vpc-a", "pl-4", "tgw-1")
	}, "eni-a -> eni-p tcp/443", "unknown; because UNKNOWN_PREFIX_LIST; missing prefix-list/pl-4"},
	{"R2.11 a list that the snapshot lacks may take anything of either family", func(w *world) {
		peered(w)
		w.Route("vpc-a", "pl-gone", "tgw-1")
	}, "eni-a -> eni-p tcp/443 ipv6", "unknown; because UNKNOWN_PREFIX_LIST"},
	{"R2.11 an unreadable list changes nothing where both ways end alike", func(w *world) {
		apart(w)
		w.UnreadablePrefixList("pl-4", "IPv4")
		w.Route("vpc-a", "pl-4", "pcx-a").Route("10.1.0.0/16", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable"},
	{"R2.6 R2.11 what leads out of the VPC holds none of its addresses, so local traffic is not in doubt", func(w *world) {
		hosts(w)
		w.UnreadablePrefixList("pl-4", "IPv4")
		w.Route("vpc-a", "pl-4", "tgw-1")
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-main-vpc-a#10.0.0.0/16"},
	{"R2.6 R2.11 what leads to an appliance or a NAT gateway may", func(w *world) {
		hosts(w)
		w.UnreadablePrefixList("pl-4", "IPv4")
		w.Route("vpc-a", "pl-4", "nat-gone")
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_PREFIX_LIST; missing prefix-list/pl-4"},
	{"R0.5 R2.3 a route whose destination nobody could read may take anything", func(w *world) {
		hosts(w)
		w.Route("vpc-a", "10.9.0.0/16", "nat-gone")
		w.edit(func(s *topology.Snapshot) {
			lastRoute(s, "rtb-main-vpc-a", "10.9.0.0/16").DestinationCidrBlock = netip.Prefix{}
		})
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RULE; missing route-table/rtb-main-vpc-a"},
	{"R2.11 nothing is longer than a static route to the very address", func(w *world) {
		peered(w)
		w.UnreadablePrefixList("pl-4", "IPv4")
		w.Route("vpc-a", "pl-4", "tgw-1").Route("10.1.1.10/32", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable; via rtb-main-vpc-a#10.1.1.10/32"},

	{"R2.13 two lists with the same prefix and different targets: nobody knows", func(w *world) {
		apart(w)
		w.VGW("vgw-a", "vpc-a")
		w.PrefixList("pl-1", "10.1.0.0/16")
		w.PrefixList("pl-2", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "pcx-a").Route("pl-2", "vgw-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "unknown; because NONDETERMINISTIC_ROUTE"},
	{"R2.13 the longer of two lists' prefixes wins", func(w *world) {
		apart(w)
		w.VGW("vgw-a", "vpc-a")
		w.PrefixList("pl-1", "10.1.1.0/24")
		w.PrefixList("pl-2", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "pcx-a").Route("pl-2", "vgw-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable; via rtb-main-vpc-a#pl-1"},
	{"R2.13 two lists with the same target agree", func(w *world) {
		apart(w)
		w.PrefixList("pl-1", "10.1.0.0/16")
		w.PrefixList("pl-2", "10.1.0.0/16")
		w.Route("vpc-a", "pl-1", "pcx-a").Route("pl-2", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable"},

	{"R2.18 an egress-only gateway is a target for IPv6", func(w *world) {
		hosts(w)
		w.EIGW("eigw-a", "vpc-a")
		w.Route("vpc-a", "::/0", "eigw-a")
	}, "eni-a -> 2001:4860::1 tcp/443", "reachable; meets eigw-a"},
	{"R2.18 a NAT gateway takes no IPv6 but 64:ff9b::/96", func(w *world) {
		natted(w)
		w.Route("vpc-a", "::/0", "nat-a")
	}, "eni-a -> 2001:4860::1 tcp/443", "unreachable; because IPV6_NOT_CARRIED nat-a"},
	{"R2.18 an appliance's interface is a target for IPv6", func(w *world) { inspected(w) },
		"eni-b -> eni-a tcp/443 ipv6", "reachable; via rtb-b#2600:1f00:a:1::/64; meets eni-m"},

	{"R2.19 a target of another account is found by its id", func(w *world) {
		hosts(w)
		w.In("444455556666", "eu-west-1")
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.Peering("pcx-a", "vpc-p", "vpc-a")
		w.Route("vpc-a", "10.1.0.0/16", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
	}, "eni-a -> eni-p tcp/443", "reachable; meets pcx-a"},
	{"R2.19 without the other account's documents it is unknown", func(w *world) {
		peered(w)
		w.Without(ref.VpcPeeringConnection)
	}, "eni-a -> 10.1.1.10 tcp/443", "unknown; because UNKNOWN_RESOURCE pcx-a"},

	{"R2.20 an opaque target does not matter to what another route takes", func(w *world) {
		unmodelled("tgw-1")(w)
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R2.20 a transit gateway of which no document tells is an opaque target", unmodelled("tgw-1"),
		"eni-a -> 10.7.0.1 tcp/443", "unknown; because UNKNOWN_RESOURCE tgw-1"},
	{"R2.20 a carrier gateway that the snapshot lacks is an opaque target", unmodelled("cagw-1"),
		"eni-a -> 10.7.0.1 tcp/443", "unknown; because UNKNOWN_RESOURCE cagw-1"},
	{"R2.20 a local gateway is an opaque target", unmodelled("lgw-1"),
		"eni-a -> 10.7.0.1 tcp/443", "unknown; because UNSUPPORTED_COMPONENT lgw-1"},
	{"R2.20 a core network of which no document tells is an opaque target", unmodelled("arn:aws:networkmanager::1:core-network/c"),
		"eni-a -> 10.7.0.1 tcp/443", "unknown; because UNKNOWN_RESOURCE c"},
	{"R2.20 a filter that drops before an opaque target is definite", func(w *world) {
		unmodelled("lgw-1")(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress()
	}, "eni-a -> 10.7.0.1 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-a#egress/*; because UNSUPPORTED_COMPONENT lgw-1"},
}

// unmodelled is a network with a route to something that dryhop does not model.
func unmodelled(target string) func(w *world) {
	return func(w *world) {
		hosts(w)
		w.Route("vpc-a", "10.7.0.0/16", target)
	}
}

// lastRoute is the last route of a table to a prefix.
func lastRoute(s *topology.Snapshot, table, destination string) *topology.Route {
	for i := range s.RouteTables {
		routes := s.RouteTables[i].Routes
		for j := len(routes) - 1; j >= 0; j-- {
			if s.RouteTables[i].RouteTableId == table && routes[j].DestinationCidrBlock == prefix(destination) {
				return &routes[j]
			}
		}
	}
	panic("no route to " + destination)
}
