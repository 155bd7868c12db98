package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestTransitApplianceMode(t *testing.T) {
	// vpc-i inspects what goes from vpc-a to vpc-b and back: an appliance in each zone.
	base := func(n *transitNet) {
		spokes(n)
		n.Vpc("vpc-i", "10.9.0.0/16")
		n.zoned("subnet-f1", "vpc-i", "1", "10.9.1.0/24")
		n.zoned("subnet-f2", "vpc-i", "2", "10.9.2.0/24")
		n.zoned("subnet-ti", "vpc-i", "1", "10.9.8.0/24")
		n.zoned("subnet-ti2", "vpc-i", "2", "10.9.9.0/24")
		n.SG("sg-fw", "vpc-i").Ingress("tcp/443", "any")
		n.ENI("eni-f1", "subnet-f1", "10.9.1.10", "sg-fw").NoCheck()
		n.ENI("eni-f2", "subnet-f2", "10.9.2.10", "sg-fw").NoCheck()
		n.RouteTable("rtb-f", "vpc-i", "subnet-f1", "subnet-f2").Route("10.0.0.0/8", "tgw-1")
		n.RouteTable("rtb-ti", "vpc-i", "subnet-ti").Route("0.0.0.0/0", "eni-f1")
		n.RouteTable("rtb-ti2", "vpc-i", "subnet-ti2").Route("0.0.0.0/0", "eni-f2")
		n.attach("att-i", "tgw-1", "vpc-i", "subnet-ti", "subnet-ti2")
		n.tables = nil
		n.table("rtb-s", "tgw-1", "att-a", "att-b").route("0.0.0.0/0", "att-i")
		n.table("rtb-i", "tgw-1", "att-i").propagated("10.0.0.0/16", "att-a").propagated("10.1.0.0/16", "att-b")
	}
	tellTransit(t, base, []transitStory{
		{"R7.11 in one zone the same appliance sees both ways", nil, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.11 over zones the reply meets another one", nil, "eni-a > 10.1.2.10 tcp/443", Unreachable, Reachable},
		{"R7.10 unless the attachment is in appliance mode", func(n *transitNet) { n.attachments[2].Options.ApplianceModeSupport = "enable" },
			"eni-a > 10.1.2.10 tcp/443", Reachable, 0},
	})
}

func TestTransitEgress(t *testing.T) {
	// vpc-b is the way to the internet for vpc-a.
	base := func(n *transitNet) {
		spokes(n)
		n.zoned("subnet-p", "vpc-b", "1", "10.1.5.0/24")
		n.IGW("igw-b", "vpc-b")
		n.NAT("nat-b", "subnet-p", "10.1.5.5", "3.3.3.5")
		n.RouteTable("rtb-p", "vpc-b", "subnet-p").Route("0.0.0.0/0", "igw-b").Route("10.0.0.0/16", "tgw-1")
		n.RouteTable("rtb-t", "vpc-b", "subnet-tb", "subnet-tb2").Route("0.0.0.0/0", "nat-b")
		n.Route("vpc-a", "0.0.0.0/0", "tgw-1")
		n.tableOf("rtb-1").route("0.0.0.0/0", "att-b")
	}
	tellTransit(t, base, []transitStory{
		{"R3.10 a NAT gateway serves what a transit gateway brings", nil, "eni-a > 8.8.8.8 tcp/443", Reachable, 0},
		{"R3.10 and needs a way back", func(n *transitNet) { n.tableOf("rtb-1").Routes = n.tableOf("rtb-1").Routes[1:] },
			"eni-a2 > 8.8.8.8 tcp/443", Unreachable, Reachable},
		{"R3.1 an internet gateway does not", func(n *transitNet) {
			n.zoned("subnet-u", "vpc-b", "1", "10.1.6.0/24")
			n.RouteTable("rtb-u", "vpc-b", "subnet-u").Route("0.0.0.0/0", "igw-b")
			n.attachments[1].SubnetIds = []string{"subnet-u"}
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
		{"R5.12 the attachment's outbound rules see the internet", func(n *transitNet) {
			n.NACL("acl-t", "vpc-b", "subnet-tb").OpenIngress().Egress(10, "allow", "all", "10.0.0.0/8")
		}, "eni-a > 8.8.8.8 tcp/443", Unreachable, 0},
	})
}

func TestTransitReferences(t *testing.T) {
	base := func(n *transitNet) {
		spokes(n)
		n.gateways[0].Options.SecurityGroupReferencingSupport = "enable"
		n.SG("sg-x", "vpc-a")
		n.SG("sg-y", "vpc-b").Ingress("tcp/443", "sg-x")
		n.ENI("eni-x", "subnet-a", "10.0.1.30", "sg-x")
		n.ENI("eni-y", "subnet-b", "10.1.1.30", "sg-y")
	}
	tellTransit(t, base, []transitStory{
		{"R4.6 a reference over a transit gateway", nil, "eni-x > 10.1.1.30 tcp/443", Reachable, 0},
		{"R4.6 not without the gateway's support", func(n *transitNet) { n.gateways[0].Options.SecurityGroupReferencingSupport = "disable" },
			"eni-x > 10.1.1.30 tcp/443", Unreachable, 0},
		{"R4.6 nor without the sender's attachment's", func(n *transitNet) { n.attachments[0].Options.SecurityGroupReferencingSupport = "disable" },
			"eni-x > 10.1.1.30 tcp/443", Unreachable, 0},
		{"R4.6 nor without the receiver's", func(n *transitNet) { n.attachments[1].Options.SecurityGroupReferencingSupport = "disable" },
			"eni-x > 10.1.1.30 tcp/443", Unreachable, 0},
		{"R4.6 nobody tells what the gateway supports", func(n *transitNet) { n.gateways = nil }, "eni-x > 10.1.1.30 tcp/443", Unknown, 0},
		{"R4.6 outbound references do not reach over it", func(n *transitNet) {
			n.SG("sg-e", "vpc-a").Egress("tcp", "sg-y")
			n.ENI("eni-e", "subnet-a", "10.0.1.40", "sg-e")
		}, "eni-e > 10.1.1.10 tcp/443", Unreachable, 0},
	})
}

// farPeered puts vpc-b on a second gateway that is peered with the first.
func farPeered(n *transitNet) {
	spokes(n)
	n.gateway("tgw-2")
	n.attachments[1].TransitGatewayId = "tgw-2"
	n.RouteTable("rtb-bb", "vpc-b", "subnet-b", "subnet-b2").Route("10.0.0.0/8", "tgw-2")
	n.tables = nil
	n.table("rtb-1", "tgw-1", "att-a", "peer-1").propagated("10.0.0.0/16", "att-a").route("10.1.0.0/16", "peer-1")
	n.table("rtb-2", "tgw-2", "att-b", "peer-1").propagated("10.1.0.0/16", "att-b").route("10.0.0.0/16", "peer-1")
	n.peer("peer-1", "tgw-1", "tgw-2")
}

func TestTransitPeering(t *testing.T) {
	tellTransit(t, farPeered, []transitStory{
		{"R7.13 from gateway to gateway", nil, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.13 the far side's route is static too", func(n *transitNet) { n.tableOf("rtb-2").Routes = n.tableOf("rtb-2").Routes[:1] },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, Reachable},
		{"R7.13 the far side's table for the peering", func(n *transitNet) { n.tableOf("rtb-2").dissociate("peer-1") },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.18 a peering that waits", func(n *transitNet) { n.peerings[0].State = "pendingAcceptance" }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R7.19 a far gateway that was not captured", func(n *transitNet) { n.peerings[0].AccepterTgwInfo.TransitGatewayId = "tgw-9" },
			"eni-a > 10.1.1.10 tcp/443", Unknown, 0},
		{"R7.13 the zone is kept inside a Region", func(n *transitNet) { n.NACL("acl-t", "vpc-b", "subnet-tb2") }, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R7.12 but not over Regions", func(n *transitNet) {
			n.NACL("acl-t", "vpc-b", "subnet-tb2")
			n.gateways[1].Region, n.peerings[0].AccepterTgwInfo.Region = "us-east-1", "us-east-1"
		}, "eni-a > 10.1.1.10 tcp/443", Partial, Partial},
		{"R7.13 no references over it", func(n *transitNet) {
			n.gateways[0].Options.SecurityGroupReferencingSupport, n.gateways[1].Options.SecurityGroupReferencingSupport = "enable", "enable"
			n.SG("sg-x", "vpc-a")
			n.SG("sg-y", "vpc-b").Ingress("tcp/443", "sg-x")
			n.ENI("eni-x", "subnet-a", "10.0.1.30", "sg-x")
			n.ENI("eni-y", "subnet-b", "10.1.1.30", "sg-y")
		}, "eni-x > 10.1.1.30 tcp/443", Unreachable, 0},
		{"R2.16 two gateways that send it to each other", func(n *transitNet) { n.tableOf("rtb-2").route("10.1.1.0/24", "peer-1") },
			"eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
	})
}

func TestTransitVpn(t *testing.T) {
	base := func(n *transitNet) {
		spokes(n)
		n.vpn("1", "tgw-1", "192.168.0.0/16")
		n.Route("vpc-a", "192.168.0.0/16", "tgw-1")
		n.tableOf("rtb-1").route("192.168.0.0/16", "vpn-1")
		n.tableOf("rtb-1").Associations = append(n.tableOf("rtb-1").Associations, topology.TransitGatewayRouteTableAssociation{
			TransitGatewayAttachmentId: "vpn-1", ResourceType: "vpn", ResourceId: "1", State: "associated"})
	}
	tellTransit(t, base, []transitStory{
		{"R9.1 to a site", nil, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R9.1 from a site", nil, "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R9.1 a site without a table comes not in", func(n *transitNet) { n.tableOf("rtb-1").dissociate("vpn-1") },
			"eni-a > 192.168.1.1 tcp/443", Unreachable, Reachable},
		{"R9.3 no tunnel is up", func(n *transitNet) { n.vpns[0].VgwTelemetry = []topology.VgwTelemetry{{Status: "DOWN"}} },
			"eni-a > 192.168.1.1 tcp/443", Unreachable, 0},
		{"R9.5 tunnels with IPv6 inside carry no IPv4", func(n *transitNet) { n.vpns[0].Options.TunnelInsideIpVersion = "ipv6" },
			"eni-a > 192.168.1.1 tcp/443", Unreachable, 0},
		{"R7.12 a site is in no zone", func(n *transitNet) { n.NACL("acl-t", "vpc-a", "subnet-ta2") }, "192.168.1.1 > 10.0.1.10 tcp/443", Partial, Partial},
		{"R9.2 with BGP the gateway's routes are the prefixes", func(n *transitNet) { n.vpns[0].Routes = nil }, "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R7.19 a connection that was not captured", func(n *transitNet) { n.vpns = nil }, "eni-a > 192.168.1.1 tcp/443", Unknown, 0},
		{"R7.16 one of two paths is down", func(n *transitNet) {
			n.vpn("2", "tgw-1", "192.168.0.0/16").VgwTelemetry = []topology.VgwTelemetry{{Status: "DOWN"}}
			n.tableOf("rtb-1").Routes = n.tableOf("rtb-1").Routes[:2]
			n.tableOf("rtb-1").route("192.168.0.0/16", "vpn-1", "vpn-2")
		}, "eni-a > 192.168.1.1 tcp/443", Partial, Partial},
		{"R7.16 a reply may take the other path to the same site", func(n *transitNet) {
			n.vpn("2", "tgw-1", "192.168.0.0/16")
			n.tableOf("rtb-1").Routes = n.tableOf("rtb-1").Routes[:2]
			n.tableOf("rtb-1").route("192.168.0.0/16", "vpn-2")
			n.tableOf("rtb-1").Associations = append(n.tableOf("rtb-1").Associations, topology.TransitGatewayRouteTableAssociation{
				TransitGatewayAttachmentId: "vpn-2", ResourceType: "vpn", ResourceId: "2", State: "associated"})
		}, "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R3.10 a NAT gateway serves a site", func(n *transitNet) {
			n.IGW("igw-b", "vpc-b")
			n.zoned("subnet-p", "vpc-b", "1", "10.1.5.0/24")
			n.NAT("nat-b", "subnet-p", "10.1.5.5", "3.3.3.5")
			n.RouteTable("rtb-p", "vpc-b", "subnet-p").Route("0.0.0.0/0", "igw-b").Route("192.168.0.0/16", "tgw-1")
			n.RouteTable("rtb-t", "vpc-b", "subnet-tb", "subnet-tb2").Route("0.0.0.0/0", "nat-b")
			n.tableOf("rtb-1").route("0.0.0.0/0", "att-b")
		}, "192.168.1.1 > 8.8.8.8 tcp/443", Reachable, 0},
		{"R9.4 from site to site", func(n *transitNet) {
			n.vpn("2", "tgw-1", "172.20.0.0/16")
			n.tableOf("rtb-1").route("172.20.0.0/16", "vpn-2")
			n.tableOf("rtb-1").Associations = append(n.tableOf("rtb-1").Associations, topology.TransitGatewayRouteTableAssociation{
				TransitGatewayAttachmentId: "vpn-2", ResourceType: "vpn", ResourceId: "2", State: "associated"})
		}, "192.168.1.1 > 172.20.1.1 tcp/443", Reachable, 0},
	})
	tellTransit(t, spokes, []transitStory{
		{"R9.7 Direct Connect routes back", func(n *transitNet) {
			n.Route("vpc-a", "172.16.0.0/12", "tgw-1")
			n.tableOf("rtb-1").propagated("172.16.0.0/12", "dx-1")
			n.tableOf("rtb-1").Associations = append(n.tableOf("rtb-1").Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: "dx-1", ResourceType: "direct-connect-gateway", State: "associated"})
		}, "eni-a > 172.16.0.1 tcp/443", Reachable, 0},
		{"R7.14 a network function is unknown", func(n *transitNet) {
			n.Route("vpc-a", "172.16.0.0/12", "tgw-1")
			n.tableOf("rtb-1").route("172.16.0.0/12", "nf-1")
		}, "eni-a > 172.16.0.1 tcp/443", Unknown, 0},
		{"R7.18 unless it is known to be out of order", func(n *transitNet) {
			n.Route("vpc-a", "172.16.0.0/12", "tgw-1")
			n.tableOf("rtb-1").route("172.16.0.0/12", "nf-1")
			n.row("tgw-1", "nf-1").State = "failed"
		}, "eni-a > 172.16.0.1 tcp/443", Unreachable, 0},
	})
}
