package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestTransitRules(t *testing.T) { tell(t, transitStories) }

// spokes is VPC A and VPC P (10.1.0.0/16, with eni-p) on tgw-a, each attached by a subnet of its own in az1, both in
// table tgw-rtb-a and with routes to each other. Nobody peers.
func spokes(w *world) topologytest.TransitTable {
	hosts(w)
	w.Vpc("vpc-p", "10.1.0.0/16", "2600:1f00:b::/56")
	w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24", "2600:1f00:b:1::/64")
	w.ENI("eni-p", "subnet-p", "10.1.1.10 2600:1f00:b:1::10")
	w.Subnet("subnet-ta", "vpc-a", "10.0.8.0/28", "2600:1f00:a:8::/64")
	w.Subnet("subnet-tp", "vpc-p", "10.1.8.0/28", "2600:1f00:b:8::/64")
	w.TGW("tgw-a")
	w.Attach("tgw-attach-a", "tgw-a", "subnet-ta")
	w.Attach("tgw-attach-p", "tgw-a", "subnet-tp")
	w.Route("vpc-a", "10.1.0.0/16", "tgw-a").Route("2600:1f00:b::/56", "tgw-a")
	w.Route("vpc-p", "10.0.0.0/16", "tgw-a").Route("2600:1f00:a::/56", "tgw-a")
	return w.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-p").
		Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("10.1.0.0/16", "tgw-attach-p").
		Propagated("2600:1f00:a::/56", "tgw-attach-a").Propagated("2600:1f00:b::/56", "tgw-attach-p")
}

// linked is spokes without the routes in the table, for stories about those.
func linked(w *world) topologytest.TransitTable {
	t := spokes(w)
	t.Routes = nil
	return t.Propagated("10.0.0.0/16", "tgw-attach-a")
}

func inZone(w *world, zones map[string]string) {
	w.edit(func(s *topology.Snapshot) {
		for i := range s.Subnets {
			if id, told := zones[s.Subnets[i].SubnetId]; told {
				s.Subnets[i].AvailabilityZoneId, s.Subnets[i].AvailabilityZone = id, topologytest.Region+id
			}
		}
	})
}

func attachmentRow(s *topology.Snapshot, id string) *topology.TransitGatewayVpcAttachment {
	for i := range s.TransitGatewayVpcAttachments {
		if s.TransitGatewayVpcAttachments[i].TransitGatewayAttachmentId == id {
			return &s.TransitGatewayVpcAttachments[i]
		}
	}
	return nil
}

// gone adds a route to a prefix list that the snapshot lacks, which drops.
func gone(t topologytest.TransitTable) {
	t.Routes = append(t.Routes, topology.TransitGatewayRoute{PrefixListId: "pl-gone", Type: "static", State: "blackhole"})
}

const there = "eni-a -> eni-p tcp/443"

// transitStories are rules 7.1 to 7.12 and what other sections say of transit gateways: between VPCs.
var transitStories = []story{
	{"R7.1 two VPCs on one transit gateway reach each other", func(w *world) { spokes(w) }, there,
		"reachable; via rtb-main-vpc-a#10.1.0.0/16; meets tgw-attach-a; via tgw-rtb-a#10.1.0.0/16; meets tgw-attach-p; via rtb-main-vpc-p#10.1.0.0/16; " +
			"does enters tgw-a; does leaves tgw-a; does 10.1.0.0/16 → tgw-attach-p to vpc-p; back-via tgw-rtb-a#10.0.0.0/16; assumes nothing"},
	{"R7.1 in IPv6 as well", func(w *world) { spokes(w) }, there + " ipv6",
		"reachable; via tgw-rtb-a#2600:1f00:b::/56; back-via tgw-rtb-a#2600:1f00:a::/56"},
	{"R7.1 the sender's zone must have a subnet of the attachment", func(w *world) {
		spokes(w)
		inZone(w, map[string]string{"subnet-a": "az2"})
	}, there, "unreachable; because TGW_ROUTE_AZ_RESTRICTION tgw-attach-a"},
	{"R7.1 R17.1 the replier's zone too", func(w *world) {
		spokes(w)
		inZone(w, map[string]string{"subnet-p": "az2"})
	}, there, "unreachable; one-way reachable; reply TGW_ROUTE_AZ_RESTRICTION tgw-attach-p"},
	{"R7.1 R17.1 any subnet of an attached zone may send", func(w *world) {
		spokes(w)
		w.Subnet("subnet-t2", "vpc-a", "10.0.8.16/28")
		inZone(w, map[string]string{"subnet-a": "az2", "subnet-t2": "az2"})
		w.edit(func(s *topology.Snapshot) {
			attachmentRow(s, "tgw-attach-a").SubnetIds = []string{"subnet-ta", "subnet-t2"}
		})
	}, there, "reachable"},
	{"R7.1 zones are compared by id, whatever they are called", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				s.Subnets[i].AvailabilityZone = "zone of " + s.Subnets[i].SubnetId
			}
		})
	}, there, "reachable"},
	{"R7.1 without ids by name, within one account", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				s.Subnets[i].AvailabilityZoneId = ""
			}
		})
	}, there, "reachable"},
	{"R7.1 names that differ are different zones", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				if s.Subnets[i].AvailabilityZoneId = ""; s.Subnets[i].SubnetId == "subnet-a" {
					s.Subnets[i].AvailabilityZone = "eu-west-1b"
				}
			}
		})
	}, there, "unreachable; because TGW_ROUTE_AZ_RESTRICTION tgw-attach-a"},
	{"R7.1 describe-availability-zones tells the id of a name", func(w *world) {
		spokes(w)
		w.AZ("eu-west-1b", "az1")
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				if s.Subnets[i].SubnetId == "subnet-a" {
					s.Subnets[i].AvailabilityZoneId, s.Subnets[i].AvailabilityZone = "", "eu-west-1b"
				}
			}
		})
	}, there, "reachable"},
	{"R7.1 R0.5 a zone that nobody knows is unknown", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				if s.Subnets[i].SubnetId == "subnet-ta" {
					s.Subnets[i].AvailabilityZoneId, s.Subnets[i].AvailabilityZone = "", ""
				}
			}
		})
	}, there, "unknown; because UNKNOWN_AVAILABILITY_ZONE tgw-attach-a"},
	{"R7.1 R0.5 names of different accounts are not to be compared", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				if s.Subnets[i].AvailabilityZoneId = ""; s.Subnets[i].SubnetId == "subnet-a" {
					s.Subnets[i].Account = "444455556666" // a shared subnet, as its participant sees it
				}
			}
		})
	}, there, "unknown; because UNKNOWN_AVAILABILITY_ZONE tgw-attach-a"},
	{"R7.1 a transit gateway of another account is known by its attachments and tables", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { s.TransitGateways = nil })
	}, there, "reachable; via tgw-rtb-a#10.1.0.0/16"},
	{"R7.1 R7.19 without its tables nobody knows where it leads", func(w *world) {
		spokes(w)
		w.Without(ref.TransitGateway, ref.TransitGatewayRouteTable)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.TransitGatewayAttachments {
				s.TransitGatewayAttachments[i].TransitGatewayOwnerId = "444455556666"
			}
		})
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN"},
	{"R7.1 R0.5 but a group that drops before it is definite", func(w *world) {
		spokes(w)
		w.SG("sg-shut", "vpc-a").NoEgress()
		w.edit(func(s *topology.Snapshot) {
			regroup(s, "eni-a", "sg-shut")
			for i := range s.Subnets {
				s.Subnets[i].AvailabilityZoneId, s.Subnets[i].AvailabilityZone = "", ""
			}
		})
	}, there, "unreachable; because SG_HAS_NO_RULES"},
	{"R7.1 an attachment that is not available carries nothing", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-a").State = "deleting" })
	}, there, "unreachable; because BAD_STATE_ATTACHMENT tgw-attach-a"},
	{"R7.18 while it is being modified it does", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-a").State = "modifying" })
	}, there, "reachable"},
	{"R7.18 the receiving attachment must be available, too", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-p").State = "pendingAcceptance" })
	}, there, "unreachable; because BAD_STATE_ATTACHMENT tgw-attach-p"},
	{"R7.18 a transit gateway that is being deleted carries nothing", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { s.TransitGateways[0].State = "deleting" })
	}, there, "unreachable; because BAD_STATE tgw-a"},
	{"R7.7 a VPC needs an attachment to the transit gateway that its route names", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-a").VpcId = "vpc-x" })
	}, there, "unreachable; because BAD_STATE_ATTACHMENT tgw-a"},
	{"R7.7 of two transit gateways each has its own", func(w *world) {
		spokes(w)
		w.TGW("tgw-b")
		w.Attach("tgw-attach-ab", "tgw-b", "subnet-ta")
		w.TransitTable("tgw-rtb-b", "tgw-b").Associate("tgw-attach-ab")
	}, there, "reachable; shuns tgw-attach-ab"},
	{"R7.7 R0.5 it is unknown without the attachments' documents", func(w *world) {
		spokes(w)
		w.Without(ref.None)
	}, there, "unknown; because UNKNOWN_RESOURCE tgw-a"},

	{"R7.2 the table of the incoming attachment decides", func(w *world) {
		t := spokes(w)
		t.Associations = t.Associations[1:]
		w.TransitTable("tgw-rtb-b", "tgw-a").Associate("tgw-attach-a").Route("10.1.1.0/24", "tgw-attach-p")
	}, there, "reachable; via tgw-rtb-b#10.1.1.0/24; back-via tgw-rtb-a#10.0.0.0/16"},
	{"R7.2 without a table everything is dropped", func(w *world) {
		t := spokes(w)
		t.Associations = t.Associations[1:]
	}, there, "unreachable; because TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION tgw-attach-a"},
	{"R7.2 an association that is on its way does not count", func(w *world) { spokes(w).Associations[0].State = "associating" }, there,
		"unreachable; because TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION tgw-attach-a"},
	{"R7.2 the attachment's own document tells of its table as well", func(w *world) {
		t := spokes(w)
		t.Associations, t.AssociationsKnown = nil, false
		w.edit(func(s *topology.Snapshot) {
			for i := range s.TransitGatewayAttachments {
				s.TransitGatewayAttachments[i].Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: "tgw-rtb-a", State: "associated"}
			}
		})
	}, there, "reachable; via tgw-rtb-a#10.1.0.0/16"},
	{"R7.2 R7.19 with neither it is unknown", func(w *world) {
		t := spokes(w)
		t.Associations, t.AssociationsKnown = nil, false
		w.Without(ref.TransitGatewayAttachment)
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN tgw-attach-a"},
	{"R7.2 a policy table chooses by the header", func(w *world) {
		spokes(w).Associations = nil
		w.TransitTable("tgw-rtb-b", "tgw-a").Route("10.1.0.0/16", "tgw-attach-p").Route("10.0.0.0/16", "tgw-attach-a")
		w.PolicyTable("tgw-ptb-a", "tgw-a", "tgw-attach-a", "tgw-attach-p").
			Entry("10", "* * 6 * *", "tgw-rtb-b").Entry("2", "10.0.2.0/24 * * * *", "tgw-rtb-a")
	}, there, "reachable; via tgw-rtb-b#10.1.0.0/16; meets tgw-ptb-a"},
	{"R7.2 what no entry of it matches is dropped", func(w *world) {
		spokes(w).Associations = nil
		w.PolicyTable("tgw-ptb-a", "tgw-a", "tgw-attach-a", "tgw-attach-p").Entry("1", "* * 17 * *", "tgw-rtb-a")
	}, there, "unreachable; because TGW_POLICY_TABLE_HAS_NO_MATCH tgw-ptb-a"},
	{"R7.2 the first entry decides, AWS's own before all", func(w *world) {
		spokes(w).Associations = nil
		w.TransitTable("tgw-rtb-b", "tgw-a")
		w.PolicyTable("tgw-ptb-a", "tgw-a", "tgw-attach-a", "tgw-attach-p").Entry("1", "* * * * *", "tgw-rtb-b").Entry("*", "10.0.0.0/15 * 6 * *", "tgw-rtb-a")
	}, there, "reachable; via tgw-rtb-a#10.1.0.0/16"},
	{"R7.2 ports count for TCP and UDP", func(w *world) {
		spokes(w).Associations = nil
		w.TransitTable("tgw-rtb-b", "tgw-a")
		w.PolicyTable("tgw-ptb-a", "tgw-a", "tgw-attach-a").Entry("1", "* * 6 * 443", "tgw-rtb-a").Entry("2", "* * * * *", "tgw-rtb-b")
		w.PolicyTable("tgw-ptb-p", "tgw-a", "tgw-attach-p").Entry("1", "* * 6 443 1024-65535", "tgw-rtb-a")
	}, there, "reachable"},
	{"R7.2 R0.5 entries that nobody read are unknown", func(w *world) {
		spokes(w).Associations = nil
		w.PolicyTable("tgw-ptb-a", "tgw-a", "tgw-attach-a", "tgw-attach-p").EntriesKnown = false
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN tgw-ptb-a"},

	{"R7.3 the longest prefix wins", func(w *world) {
		linked(w).Route("10.1.0.0/16", "tgw-attach-a").Propagated("10.1.1.0/24", "tgw-attach-p")
	}, there, "reachable; via tgw-rtb-a#10.1.1.0/24; notes 10.1.0.0/16 → tgw-attach-a to vpc-a, less specific"},
	{"R7.3 static before propagated", func(w *world) {
		linked(w).Propagated("10.1.0.0/16", "tgw-attach-a").Route("10.1.0.0/16", "tgw-attach-p")
	}, there, "reachable; meets tgw-attach-p; notes outranked"},
	{"R7.3 static before a prefix list", func(w *world) {
		w.PrefixList("pl-a", "10.1.0.0/16")
		linked(w).Reference("pl-a", "tgw-attach-a").Route("10.1.0.0/16", "tgw-attach-p")
	}, there, "reachable; via tgw-rtb-a#10.1.0.0/16"},
	{"R7.3 a prefix list before what is propagated", func(w *world) {
		w.PrefixList("pl-a", "10.1.0.0/16")
		linked(w).Propagated("10.1.0.0/16", "tgw-attach-a").Reference("pl-a", "tgw-attach-p")
	}, there, "reachable; via tgw-rtb-a#pl-a"},
	{"R7.3 what a VPC propagates before what a VPN does", func(w *world) {
		t := linked(w)
		w.AttachVPN("tgw-attach-v", "tgw-a", "vpn-a", "10.1.0.0/16")
		t.Propagated("10.1.0.0/16", "tgw-attach-v").Propagated("10.1.0.0/16", "tgw-attach-p")
	}, there, "reachable; meets tgw-attach-p"},
	{"R7.3 without a route it is dropped", func(w *world) { linked(w) }, there, "unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*"},
	{"R7.3 R7.19 a table of which nobody read the routes is unknown", func(w *world) {
		t := linked(w).Route("10.1.0.0/16", "tgw-attach-p")
		t.StaticRoutesKnown = false
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN tgw-rtb-a#10.1.0.0/16"},
	{"R7.3 R7.19 but nothing is longer than a static route to the address itself", func(w *world) {
		t := linked(w).Route("10.1.1.10/32", "tgw-attach-p").Route("10.0.1.10/32", "tgw-attach-a")
		t.StaticRoutesKnown = false
	}, there, "reachable; via tgw-rtb-a#10.1.1.10/32"},
	{"R7.3 R0.5 an unreadable prefix list that is listed as such may hold the destination", func(w *world) {
		gone(linked(w).Route("10.1.0.0/16", "tgw-attach-p"))
	}, there, "unknown; because UNKNOWN_PREFIX_LIST"},
	{"R7.3 R0.5 unless nothing can be longer", func(w *world) {
		gone(linked(w).Route("10.1.1.10/32", "tgw-attach-p").Route("10.0.1.10/32", "tgw-attach-a"))
	}, there, "reachable"},
	{"R7.3 where all routes are listed, what a list holds is among them", func(w *world) {
		linked(w).Route("10.1.0.0/16", "tgw-attach-p").Reference("pl-gone", "")
	}, there, "reachable"},
	{"R7.4 a blackhole drops", func(w *world) { linked(w).Blackhole("10.1.0.0/16") }, there,
		"unreachable; because TGW_RTB_BAD_STATE_ROUTE tgw-rtb-a#10.1.0.0/16; assumes nothing"},
	{"R7.4 what is longer than it passes", func(w *world) { linked(w).Blackhole("10.0.0.0/8").Route("10.1.0.0/16", "tgw-attach-p") }, there, "reachable"},
	{"R7.4 it hides what is propagated", func(w *world) { linked(w).Propagated("10.1.0.0/16", "tgw-attach-p").Blackhole("10.1.0.0/16") }, there,
		"unreachable; because TGW_RTB_BAD_STATE_ROUTE"},
	{"R7.4 so does a prefix list that drops", func(w *world) {
		w.PrefixList("pl-a", "10.1.1.0/24")
		linked(w).Propagated("10.1.0.0/16", "tgw-attach-p").Reference("pl-a", "")
	}, there, "unreachable; because TGW_RTB_BAD_STATE_ROUTE tgw-rtb-a#pl-a"},
}
