package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// spokes are two VPCs of two zones on one transit gateway, with attachments in subnets of their own.
//
//	vpc-a 10.0/16                                   vpc-b 10.1/16
//	az1  eni-a   subnet-a  [subnet-ta] ─ att-a ┐    ┌ att-b ─ [subnet-tb]  subnet-b  eni-b
//	az2  eni-a2  subnet-a2 [subnet-ta2] ───────┴─ tgw-1 ──── [subnet-tb2] subnet-b2 eni-b2
func spokes(n *transitNet) {
	for i, v := range []string{"a", "b"} {
		net := []string{"10.0.", "10.1."}[i]
		n.Vpc("vpc-"+v, net+"0.0/16")
		n.zoned("subnet-"+v, "vpc-"+v, "1", net+"1.0/24")
		n.zoned("subnet-"+v+"2", "vpc-"+v, "2", net+"2.0/24")
		n.zoned("subnet-t"+v, "vpc-"+v, "1", net+"8.0/24")
		n.zoned("subnet-t"+v+"2", "vpc-"+v, "2", net+"9.0/24")
		n.ENI("eni-"+v, "subnet-"+v, net+"1.10")
		n.ENI("eni-"+v+"2", "subnet-"+v+"2", net+"2.10")
		n.Route("vpc-"+v, "10.0.0.0/8", "tgw-1")
		n.attach("att-"+v, "tgw-1", "vpc-"+v, "subnet-t"+v, "subnet-t"+v+"2")
	}
	n.gateway("tgw-1")
	n.table("rtb-1", "tgw-1", "att-a", "att-b").propagated("10.0.0.0/16", "att-a").propagated("10.1.0.0/16", "att-b")
}

func TestTransitEntry(t *testing.T) {
	oneZone := func(n *transitNet) { n.attachments[0].SubnetIds = []string{"subnet-ta"} }
	tellTransit(t, spokes, []transitStory{
		{"R7.1 from VPC to VPC", nil, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.1 in the other zone too", nil, "eni-a2 > 10.1.1.10 tcp/443", Reachable, 0},
		{"R17.1 no subnet in the sender's zone", oneZone, "eni-a2 > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R17.1 nor in the replier's", oneZone, "eni-b > 10.0.2.10 tcp/443", Unreachable, Reachable},
		{"R1.14 zones are compared by id over accounts", func(n *transitNet) {
			n.In("444455556666", topologytest.Region)
			n.Vpc("vpc-c", "10.2.0.0/16")
			c := n.Subnet("subnet-c", "vpc-c", "10.2.1.0/24")
			c.AvailabilityZone, c.AvailabilityZoneId = topologytest.Region+"b", "az1"
			n.ENI("eni-c", "subnet-c", "10.2.1.10")
			n.Route("vpc-c", "10.0.0.0/8", "tgw-1")
			n.attach("att-c", "tgw-1", "vpc-c", "subnet-c")
			n.tableOf("rtb-1").propagated("10.2.0.0/16", "att-c")
			n.tableOf("rtb-1").Associations = append(n.tableOf("rtb-1").Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: "att-c", State: "associated"})
			n.NACL("acl-tb2", "vpc-b", "subnet-tb2") // were it in zone b, it would not get through
		}, "eni-c > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.1 a zone that nobody tells is unknown", func(n *transitNet) {
			oneZone(n)
			n.In("444455556666", topologytest.Region)
			n.Vpc("vpc-c", "10.2.0.0/16")
			c := n.Subnet("subnet-c", "vpc-c", "10.2.1.0/24")
			c.AvailabilityZone, c.AvailabilityZoneId = "", ""
			n.ENI("eni-c", "subnet-c", "10.2.1.10")
			n.Route("vpc-c", "10.0.0.0/8", "tgw-1")
			n.attach("att-c", "tgw-1", "vpc-c", "subnet-a")
		}, "eni-c > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.1 a subnet is in its own zone, whoever tells", func(n *transitNet) {
			n.In("444455556666", topologytest.Region)
			n.Vpc("vpc-c", "10.2.0.0/16")
			c := n.Subnet("subnet-c", "vpc-c", "10.2.1.0/24")
			c.AvailabilityZone, c.AvailabilityZoneId = "", ""
			n.ENI("eni-c", "subnet-c", "10.2.1.10")
			n.Route("vpc-c", "10.0.0.0/8", "tgw-1")
			n.attach("att-c", "tgw-1", "vpc-c", "subnet-c")
			t := n.tableOf("rtb-1").propagated("10.2.0.0/16", "att-c")
			t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: "att-c", State: "associated"})
		}, "eni-c > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.7 no attachment", func(n *transitNet) { n.attachments = n.attachments[1:] }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.19 no attachment that was captured", func(n *transitNet) {
			n.attachments = n.attachments[1:]
			n.partial = []string{"TransitGatewayVpcAttachments"}
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.18 an attachment that is modified forwards", func(n *transitNet) { n.attachments[0].State = "modifying" },
			"eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.18 one that waits does not", func(n *transitNet) { n.attachments[0].State = "pendingAcceptance" },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.18 a gateway that is deleted does not", func(n *transitNet) { n.gateways[0].State = "deleted" },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.19 a gateway known by its tables alone forwards", func(n *transitNet) { n.gateways = nil }, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.19 one of which nothing is known is unknown", func(n *transitNet) { n.gateways, n.attachments, n.tables = nil, nil, nil },
			"eni-a > 10.1.1.10 tcp/443", Unknown, 0},
	})
}

func TestTransitNetworkACLs(t *testing.T) {
	share := func(n *transitNet) { n.attachments[0].SubnetIds = []string{"subnet-a", "subnet-ta2"} }
	tellTransit(t, spokes, []transitStory{
		{"R5.12 the attachment's inbound rules see the sender", func(n *transitNet) {
			n.NACL("acl-ta", "vpc-a", "subnet-ta").OpenEgress().Ingress(10, "deny", "all", "10.0.1.0/24").Ingress(20, "allow", "all", "any")
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R5.12 its outbound rules see what comes back", func(n *transitNet) {
			n.NACL("acl-ta", "vpc-a", "subnet-ta").OpenIngress().Egress(10, "allow", "all", "10.1.0.0/16")
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, Reachable},
		{"R5.12 its outbound rules do not see what leaves", func(n *transitNet) {
			n.NACL("acl-ta", "vpc-a", "subnet-ta").OpenIngress().Egress(10, "allow", "all", "10.0.1.0/24")
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R5.12 the other zone's subnet has no say", func(n *transitNet) { n.NACL("acl-ta", "vpc-a", "subnet-ta2") },
			"eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R5.12 the target's inbound rules see the sender", func(n *transitNet) { n.NACL("acl-b", "vpc-b", "subnet-b").OpenEgress() },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R5.11 in the attachment's own subnet the inbound rules see the sender going out", func(n *transitNet) {
			share(n)
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R5.11 and neither rules see what comes in", func(n *transitNet) {
			share(n)
			n.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(10, "allow", "all", "10.0.1.0/24")
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
	})
}

func TestTransitTables(t *testing.T) {
	policy := func(entries ...topology.TransitGatewayPolicyTableEntry) func(n *transitNet) {
		return func(n *transitNet) {
			n.tableOf("rtb-1").dissociate("att-a")
			n.policies = append(n.policies, &topology.TransitGatewayPolicyTable{
				TransitGatewayPolicyTableId: "ptb-1", TransitGatewayId: "tgw-1", EntriesKnown: true, AssociationsKnown: true, Entries: entries,
				Associations: []topology.TransitGatewayPolicyTableAssociation{{TransitGatewayAttachmentId: "att-a", State: "associated"}},
			})
		}
	}
	entry := func(number, target, ports string) (e topology.TransitGatewayPolicyTableEntry) {
		e.PolicyRuleNumber, e.TargetRouteTableId = number, target
		e.PolicyRule.Protocol, e.PolicyRule.DestinationPortRange = "6", ports
		return e
	}
	tellTransit(t, spokes, []transitStory{
		{"R7.2 no table is associated", func(n *transitNet) { n.tableOf("rtb-1").dissociate("att-a") }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.2 an association in the making does not count", func(n *transitNet) { n.tableOf("rtb-1").Associations[0].State = "associating" },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.2 the attachment may tell its table", func(n *transitNet) {
			n.tableOf("rtb-1").dissociate("att-a")
			n.tableOf("rtb-1").AssociationsKnown = false
			n.row("tgw-1", "att-a").Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: "rtb-1", State: "associated"}
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.19 nobody told the associations", func(n *transitNet) {
			n.tableOf("rtb-1").dissociate("att-a")
			n.tableOf("rtb-1").AssociationsKnown = false
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.19 the tables were not captured", func(n *transitNet) {
			n.tables = nil
			n.Without(ref.TransitGatewayRouteTable)
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.2 a policy picks the table", policy(entry("20", "rtb-1", "400-500"), entry("100", "rtb-0", "*")), "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.2 the system's entry comes first", policy(entry("20", "rtb-1", "443"), entry("*", "rtb-0", "*")), "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.2 no entry matches", policy(entry("20", "rtb-1", "444")), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.2 entries that were not captured are unknown", func(n *transitNet) {
			policy()(n)
			n.policies[0].EntriesKnown = false
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.2 the reply has its own table", func(n *transitNet) {
			n.tableOf("rtb-1").dissociate("att-b")
			n.table("rtb-2", "tgw-1", "att-b").route("10.0.2.0/24", "att-a")
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, Reachable},
	})
}

func TestTransitRoutes(t *testing.T) {
	rtb := func(change func(t *transitTable)) func(n *transitNet) {
		return func(n *transitNet) { change(n.tableOf("rtb-1")) }
	}
	reference := func(list string, blackhole bool) topology.TransitGatewayPrefixListReference {
		return topology.TransitGatewayPrefixListReference{PrefixListId: list, State: "available", Blackhole: blackhole}
	}
	tellTransit(t, spokes, []transitStory{
		{"R7.3 no route", func(n *transitNet) { n.Route("vpc-a", "172.16.0.0/12", "tgw-1") }, "eni-a > 172.16.0.1 tcp/443", Unreachable, 0},
		{"R7.3 the longest prefix wins", rtb(func(t *transitTable) { t.route("10.1.1.0/24", "att-a") }), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.3 static beats propagated", rtb(func(t *transitTable) { t.route("10.1.0.0/16", "att-a") }), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.4 a blackhole wins and drops", rtb(func(t *transitTable) { t.route("10.1.1.0/24") }), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.4 a reference to a list may be a blackhole", func(n *transitNet) {
			n.PrefixList("pl-1", "10.1.1.0/24")
			n.tableOf("rtb-1").PrefixListReferences = append(n.tableOf("rtb-1").PrefixListReferences, reference("pl-1", true))
		}, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.3 static beats a reference", func(n *transitNet) {
			n.PrefixList("pl-1", "10.1.0.0/16")
			n.tableOf("rtb-1").route("10.1.0.0/16", "att-b").PrefixListReferences = append(n.tableOf("rtb-1").PrefixListReferences, reference("pl-1", true))
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R2.11 a row that names a list alone, which nobody could read, leaves a doubt", func(n *transitNet) {
			n.UnreadablePrefixList("pl-1", "IPv4")
			t := n.tableOf("rtb-1")
			t.Routes = append(t.Routes, topology.TransitGatewayRoute{PrefixListId: "pl-1", Type: "static", State: "blackhole"})
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.4 but the rows tell what is in it", func(n *transitNet) {
			n.UnreadablePrefixList("pl-1", "IPv4")
			t := n.tableOf("rtb-1")
			t.PrefixListReferences = append(t.PrefixListReferences, reference("pl-1", true))
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.5 propagations tell the routes", rtb(func(t *transitTable) { t.unlisted("att-a", "att-b") }), "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.5 what does not propagate is not there", rtb(func(t *transitTable) { t.unlisted("att-a") }), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.19 nobody told the propagations", rtb(func(t *transitTable) { t.unlisted("att-a", "att-b").PropagationsKnown = false }),
			"eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.19 a static route of one address stays", rtb(func(t *transitTable) {
			t.unlisted("att-a", "att-b").route("10.1.1.10/32").PropagationsKnown = false
		}), "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.19 what Direct Connect propagates is unknown", rtb(func(t *transitTable) { t.unlisted("att-a", "att-b", "dx-1") }),
			"eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.5 of two VPCs that overlap only one is propagated", func(n *transitNet) {
			n.Vpc("vpc-c", "10.1.0.0/20")
			n.attach("att-c", "tgw-1", "vpc-c")
			n.tableOf("rtb-1").unlisted("att-a", "att-b", "att-c")
		}, "eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.5 the rows may tell which", func(n *transitNet) {
			n.Vpc("vpc-c", "10.1.0.0/20")
			n.attach("att-c", "tgw-1", "vpc-c")
			n.tableOf("rtb-1").unlisted("att-a", "att-b", "att-c").propagated("10.1.0.0/16", "att-b")
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.5 and then none of the other's blocks is there", func(n *transitNet) {
			n.Vpc("vpc-c", "10.0.0.0/20", "10.3.0.0/16")
			n.attach("att-c", "tgw-1", "vpc-c")
			n.tableOf("rtb-1").unlisted("att-a", "att-b", "att-c").propagated("10.0.0.0/16", "att-a")
		}, "eni-a > 10.3.1.10 tcp/443", Unreachable, 0},
		{"R7.5 a longer static route is not in question", func(n *transitNet) {
			n.Vpc("vpc-c", "10.1.0.0/20")
			n.attach("att-c", "tgw-1", "vpc-c")
			n.tableOf("rtb-1").unlisted("att-a", "att-b", "att-c").route("10.1.1.0/24", "att-b")
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
	})
	tellTransit(t, func(n *transitNet) {
		spokes(n)
		n.Vpc("vpc-6", "10.6.0.0/16", "2600:6::/56")
		n.Vpc("vpc-7", "10.7.0.0/16", "2600:7::/56")
		for _, v := range []string{"6", "7"} {
			n.Subnet("subnet-"+v, "vpc-"+v, "10."+v+".1.0/24", "2600:"+v+"::/64")
			n.ENI("eni-"+v, "subnet-"+v, "10."+v+".1.10 2600:"+v+"::10")
			n.Route("vpc-"+v, "2600::/16", "tgw-1")
			n.attach("att-"+v, "tgw-1", "vpc-"+v, "subnet-"+v).Options.Ipv6Support = "enable"
		}
		n.table("rtb-6", "tgw-1", "att-6", "att-7").unlisted("att-6", "att-7")
	}, []transitStory{
		{"R7.5 IPv6 blocks are propagated", nil, "eni-6 > 2600:7::10 tcp/443", Reachable, 0},
		{"R7.5 not without the attachment's support", func(n *transitNet) { n.attachments[3].Options.Ipv6Support = "disable" },
			"eni-6 > 2600:7::10 tcp/443", Unreachable, 0},
		{"R7.6 which keeps no packet back", func(n *transitNet) {
			n.attachments[3].Options.Ipv6Support = "disable"
			n.tableOf("rtb-6").route("2600:7::/56", "att-7")
		}, "eni-6 > 2600:7::10 tcp/443", Reachable, 0},
	})
}

func TestTransitExit(t *testing.T) {
	closed := func(n *transitNet, id string) { n.NACL("acl-"+id, "vpc-b", id) }
	tellTransit(t, spokes, []transitStory{
		{"R7.9 out in the sender's zone", func(n *transitNet) { closed(n, "subnet-tb2") }, "eni-a > 10.1.2.10 tcp/443", Unreachable, Reachable},
		{"R7.9 whatever the other zone's subnet does", func(n *transitNet) { closed(n, "subnet-tb2") }, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.12 else in any zone, for better or worse", func(n *transitNet) {
			n.zoned("subnet-tb3", "vpc-b", "2", "10.1.10.0/24")
			n.zoned("subnet-tb4", "vpc-b", "3", "10.1.11.0/24")
			n.attachments[1].SubnetIds = []string{"subnet-tb3", "subnet-tb4"}
			n.zoned("subnet-b3", "vpc-b", "2", "10.1.3.0/24")
			n.ENI("eni-b3", "subnet-b3", "10.1.3.10")
			closed(n, "subnet-tb4")
		}, "eni-a > 10.1.3.10 tcp/443", Partial, Partial},
		{"R7.12 in any zone, if all are alike", func(n *transitNet) {
			n.zoned("subnet-tb4", "vpc-b", "3", "10.1.11.0/24")
			n.attachments[1].SubnetIds = []string{"subnet-tb2", "subnet-tb4"}
		}, "eni-a > 10.1.2.10 tcp/443", Reachable, 0},
		{"R7.8 the attachment subnet's table decides", func(n *transitNet) { n.RouteTable("rtb-t", "vpc-b", "subnet-tb").LocalVia("10.1.0.0/16", "eni-b2") },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.8 an appliance takes it", func(n *transitNet) {
			n.ENI("eni-fw", "subnet-b2", "10.1.2.20").NoCheck()
			n.RouteTable("rtb-t", "vpc-b", "subnet-tb").Route("10.1.1.0/24", "eni-fw")
		}, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.18 an attachment out of order", func(n *transitNet) { n.attachments[1].State = "failed" }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.8 back out by the same attachment", func(n *transitNet) {
			n.RouteTable("rtb-x", "vpc-a", "subnet-a").LocalVia("10.0.0.0/16", "eni-fw").Route("172.16.0.0/12", "tgw-1")
			n.ENI("eni-fw", "subnet-a2", "10.0.2.20").NoCheck()
			n.tableOf("rtb-1").route("172.16.0.0/12", "att-a")
			n.Route("vpc-a", "172.16.0.0/12", "tgw-1")
		}, "eni-a > 172.16.0.1 tcp/443", Unreachable, 0},
		{"R2.10 reserved addresses come not out", func(n *transitNet) {
			n.Route("vpc-a", "169.254.0.0/16", "tgw-1")
			n.tableOf("rtb-1").route("169.254.0.0/16", "att-b")
		}, "eni-a > 169.254.1.1 tcp/443", Unreachable, 0},
	})
}
