package oracle

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// wan are two VPCs of two zones on a core network: one segment at one edge.
func wan(n *hybridNet) {
	for i, v := range []string{"a", "b"} {
		net := []string{"10.0.", "10.1."}[i]
		n.Vpc("vpc-"+v, net+"0.0/16")
		n.zoned("subnet-"+v, "vpc-"+v, "1", net+"1.0/24")
		n.zoned("subnet-"+v+"2", "vpc-"+v, "2", net+"2.0/24")
		n.zoned("subnet-t"+v, "vpc-"+v, "1", net+"8.0/24")
		n.zoned("subnet-t"+v+"2", "vpc-"+v, "2", net+"9.0/24")
		n.ENI("eni-"+v, "subnet-"+v, net+"1.10")
		n.ENI("eni-"+v+"2", "subnet-"+v+"2", net+"2.10")
		n.Route("vpc-"+v, "10.0.0.0/8", coreArn)
		n.Route("vpc-"+v, "192.168.0.0/16", coreArn)
	}
	n.core = append(n.core, &topology.CoreNetwork{CoreNetworkId: "core-network-1", CoreNetworkArn: coreArn})
	n.coreAttach("attachment-a", "VPC", "vpc-a", "prod", "eu-west-1")
	n.coreAttach("attachment-b", "VPC", "vpc-b", "prod", "eu-west-1")
	n.coreRoute("prod", "eu-west-1", "10.0.0.0/16", "attachment-a")
	n.coreRoute("prod", "eu-west-1", "10.1.0.0/16", "attachment-b")
}

func TestCoreNetwork(t *testing.T) {
	const ask = "eni-a > 10.1.1.10 tcp/443"
	table := func(n *hybridNet) *topology.CoreNetworkRouteTable { return &n.core[0].RouteTables[0] }
	tellHybrid(t, wan, []hybridStory{
		{"R8.1 attachments of a segment reach each other", nil, ask, Reachable, 0},
		{"R8.1 a core network that was not captured", func(n *hybridNet) { n.core = nil }, ask, Unknown, 0},
		{"R8.1 an attachment that was not captured", func(n *hybridNet) { n.attached = n.attached[1:] }, ask, Unknown, 0},
		{"R8.1 one that waits", func(n *hybridNet) { n.attached[0].State = "PENDING_ATTACHMENT_ACCEPTANCE" }, ask, Unreachable, 0},
		{"R8.1 a core network that is updated forwards", func(n *hybridNet) { n.core[0].State = "UPDATING" }, ask, Reachable, 0},
		{"R8.1 one that is deleted does not", func(n *hybridNet) { n.core[0].State = "DELETING" }, ask, Unreachable, 0},
		{"R8.1 the other side waits", func(n *hybridNet) { n.attached[1].State = "PENDING_ATTACHMENT_ACCEPTANCE" }, ask, Unreachable, 0},
		{"R8.1 another segment has routes of its own", func(n *hybridNet) {
			n.attached[0].SegmentName = "dev"
			n.coreRoute("dev", "eu-west-1", "10.0.0.0/16", "attachment-a")
		}, ask, Unreachable, 0},
		{"R8.3 routes that were not captured", func(n *hybridNet) { n.attached[0].SegmentName = "dev" }, ask, Unknown, 0},
		{"R8.3 or not whole", func(n *hybridNet) { table(n).Known = false }, ask, Unknown, 0},
		{"R8.2 no route", nil, "eni-a > 10.2.1.1 tcp/443", Unreachable, 0},
		{"R8.2 the longest prefix wins: a blackhole", func(n *hybridNet) { n.coreRoute("prod", "eu-west-1", "10.1.1.0/24") }, ask, Unreachable, 0},
		{"R8.2 a static route before a propagated one", func(n *hybridNet) { n.coreRoute("prod", "eu-west-1", "10.1.0.0/16") }, ask, Unreachable, 0},
		{"R8.2 of several destinations AWS takes any", func(n *hybridNet) {
			n.coreRoute("prod", "eu-west-1", "10.1.1.0/24", "attachment-b", "attachment-a")
		}, ask, Unknown, 0},
		{"R8.3 a network function is not modelled", func(n *hybridNet) {
			n.coreAttach("attachment-f", "NETWORK_FUNCTION", "fw", "prod", "eu-west-1")
			n.coreRoute("prod", "eu-west-1", "10.1.1.0/24", "attachment-f")
		}, ask, Unknown, 0},
		{"R8.4 beside the destination only its own ACL counts", func(n *hybridNet) { n.NACL("acl-t", "vpc-b", "subnet-tb") }, ask, Reachable, 0},
		{"R8.4 beyond the VPC nothing is known", func(n *hybridNet) { n.coreRoute("prod", "eu-west-1", "10.3.0.0/16", "attachment-b") }, "eni-a > 10.3.1.1 tcp/443", Unknown, 0},
		{"R8.1 a VPC that was not captured", func(n *hybridNet) {
			n.coreAttach("attachment-c", "VPC", "vpc-c", "prod", "eu-west-1")
			n.coreRoute("prod", "eu-west-1", "10.1.1.0/24", "attachment-c")
		}, ask, Unknown, 0},
	})
}

func TestCoreNetworkZones(t *testing.T) {
	tellHybrid(t, func(n *hybridNet) {
		wan(n)
		n.attached = nil
		n.coreAttach("attachment-a", "VPC", "vpc-a", "prod", "eu-west-1", "subnet-ta", "subnet-ta2")
		n.coreAttach("attachment-b", "VPC", "vpc-b", "prod", "eu-west-1", "subnet-tb", "subnet-tb2")
	}, []hybridStory{
		{"R8.4 by subnets of the attachments", nil, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R8.4 not without one in the zone", func(n *hybridNet) { n.attached[0].SubnetArns = n.attached[0].SubnetArns[:1] }, "eni-a2 > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R5.12 whose inbound rules have a say", func(n *hybridNet) { n.NACL("acl-t", "vpc-a", "subnet-ta").OpenEgress() }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R5.12 and the other side's outbound rules", func(n *hybridNet) { n.NACL("acl-t", "vpc-b", "subnet-tb").OpenIngress() }, "eni-a > 10.1.1.10 tcp/443", Unreachable, 0},
		{"R8.4 the zone is kept", func(n *hybridNet) { n.NACL("acl-t", "vpc-b", "subnet-tb2") }, "eni-a > 10.1.1.10 tcp/443", Reachable, 0},
		{"R8.4 at another edge it is not", func(n *hybridNet) {
			n.NACL("acl-t", "vpc-b", "subnet-tb2")
			n.attached[1].EdgeLocation = "eu-central-1"
			n.coreRoute("prod", "eu-central-1", "10.0.0.0/16", "attachment-a")
		}, "eni-a > 10.1.1.10 tcp/443", Partial, 0},
		{"R7.8 the attachment subnet's table decides", func(n *hybridNet) {
			n.coreRoute("prod", "eu-west-1", "10.3.0.0/16", "attachment-b")
			n.RouteTable("rtb-t", "vpc-b", "subnet-tb")
		}, "eni-a > 10.3.1.1 tcp/443", Unreachable, 0},
		{"R2.16 back and forth ends", func(n *hybridNet) { n.coreRoute("prod", "eu-west-1", "10.3.0.0/16", "attachment-b") }, "eni-a > 10.3.1.1 tcp/443", Unreachable, 0},
		{"R4.6 no reference holds over it", func(n *hybridNet) {
			n.SG("sg-a", "vpc-a")
			n.SG("sg-b", "vpc-b").Ingress("tcp/443", "sg-a")
			n.ENI("eni-x", "subnet-a", "10.0.1.20", "sg-a")
			n.ENI("eni-y", "subnet-b", "10.1.1.20", "sg-b")
		}, "eni-x > 10.1.1.20 tcp/443", Unreachable, 0},
	})
}

func TestCoreNetworkSites(t *testing.T) {
	vpn := func(prefixes ...string) func(*hybridNet) {
		return func(n *hybridNet) {
			n.transitNet.vpn("vpn-1", "", prefixes...)
			n.coreAttach("attachment-v", "SITE_TO_SITE_VPN", "vpn-1", "prod", "eu-west-1")
			n.coreRoute("prod", "eu-west-1", "192.168.0.0/16", "attachment-v")
		}
	}
	tellHybrid(t, wan, []hybridStory{
		{"R8.1 to a network behind a VPN", vpn(), "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R8.1 from there", vpn(), "192.168.1.1 > 10.0.1.10 tcp/443", Reachable, 0},
		{"R9.3 the VPN is down", func(n *hybridNet) { vpn()(n); n.vpns[0].State = "deleting" }, "eni-a > 192.168.1.1 tcp/443", Unreachable, 0},
		{"R9.3 one that was not captured", func(n *hybridNet) { vpn()(n); n.vpns = nil }, "eni-a > 192.168.1.1 tcp/443", Unknown, 0},
		{"R8.1 static routes tell what is behind", vpn("192.168.2.0/24"), "192.168.1.1 > 10.0.1.10 tcp/443", Unreachable, 0},
		{"R8.1 Direct Connect carries too", func(n *hybridNet) {
			n.coreAttach("attachment-d", "DIRECT_CONNECT_GATEWAY", "dx-1", "prod", "eu-west-1")
			n.coreRoute("prod", "eu-west-1", "192.168.0.0/16", "attachment-d")
		}, "eni-a > 192.168.1.1 tcp/443", Reachable, 0},
		{"R8.1 a transit gateway's table is not modelled", func(n *hybridNet) {
			n.coreAttach("attachment-t", "TRANSIT_GATEWAY_ROUTE_TABLE", "tgw-rtb-1", "prod", "eu-west-1")
			n.coreRoute("prod", "eu-west-1", "192.168.0.0/16", "attachment-t")
		}, "eni-a > 192.168.1.1 tcp/443", Unknown, 0},
	})
}
