package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestTransitExitRules(t *testing.T) { tell(t, transitExitStories) }

// doubled is spokes where VPC P is attached in az2 and az3, by tables rtb-2 and rtb-3, while everybody in VPC A is in az1.
// eni-p is in az2.
func doubled(w *world) (two, three *topologytest.RouteTable) {
	spokes(w)
	w.Subnet("subnet-t3", "vpc-p", "10.1.8.16/28")
	inZone(w, map[string]string{"subnet-p": "az2", "subnet-tp": "az2", "subnet-t3": "az3"})
	w.edit(func(s *topology.Snapshot) {
		attachmentRow(s, "tgw-attach-p").SubnetIds = []string{"subnet-tp", "subnet-t3"}
		attachmentRow(s, "tgw-attach-a").SubnetIds = []string{"subnet-ta"}
	})
	return w.RouteTable("rtb-2", "vpc-p", "subnet-tp"), w.RouteTable("rtb-3", "vpc-p", "subnet-t3")
}

// central is spokes with a default route to VPC P, which goes on to the internet by NAT gateway nat-p.
func central(w *world) {
	t := spokes(w)
	t.Route("0.0.0.0/0", "tgw-attach-p")
	w.Route("vpc-a", "0.0.0.0/0", "tgw-a")
	w.Subnet("subnet-n", "vpc-p", "10.1.9.0/24")
	w.NAT("nat-p", "subnet-n", "10.1.9.5", "3.3.3.5")
	w.IGW("igw-p", "vpc-p")
	w.RouteTable("rtb-tp", "vpc-p", "subnet-tp").Route("0.0.0.0/0", "nat-p")
	w.RouteTable("rtb-n", "vpc-p", "subnet-n").Route("0.0.0.0/0", "igw-p").Route("10.0.0.0/16", "tgw-a")
}

// onPremises is VPC A on tgw-a with a VPN to 192.168.0.0/16.
func onPremises(w *world) topologytest.VPN {
	hosts(w)
	w.TGW("tgw-a")
	w.Attach("tgw-attach-a", "tgw-a", "subnet-a")
	v := w.AttachVPN("tgw-attach-v", "tgw-a", "vpn-a", "192.168.0.0/16")
	w.Route("vpc-a", "192.168.0.0/16", "tgw-a")
	w.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-v").
		Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("192.168.0.0/16", "tgw-attach-v")
	return v
}

// distant is VPC A on tgw-a and VPC P on tgw-b in another Region, with a peering between.
func distant(w *world) (here, there topologytest.TransitTable) {
	hosts(w)
	w.TGW("tgw-a")
	w.Attach("tgw-attach-a", "tgw-a", "subnet-a")
	w.In("444455556666", "us-east-1")
	w.Vpc("vpc-p", "10.1.0.0/16")
	w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24").In("us-east-1a", "use1-az1")
	w.ENI("eni-p", "subnet-p", "10.1.1.10")
	w.TGW("tgw-b")
	w.Attach("tgw-attach-p", "tgw-b", "subnet-p")
	w.PeerTGW("tgw-attach-x", "tgw-a", "tgw-b")
	w.Route("vpc-a", "10.1.0.0/16", "tgw-a")
	w.Route("vpc-p", "10.0.0.0/16", "tgw-b")
	return w.TransitTable("tgw-rtb-a", "tgw-a").Associate("tgw-attach-a", "tgw-attach-x").Propagated("10.0.0.0/16", "tgw-attach-a").Route("10.1.0.0/16", "tgw-attach-x"),
		w.TransitTable("tgw-rtb-b", "tgw-b").Associate("tgw-attach-p", "tgw-attach-x").Propagated("10.1.0.0/16", "tgw-attach-p").Route("10.0.0.0/16", "tgw-attach-x")
}

// referred is spokes where eni-p admits the group of eni-a alone.
func referred(w *world) {
	spokes(w)
	w.SG("sg-a", "vpc-a")
	w.SG("sg-p", "vpc-p").Ingress("tcp/443", "sg-a")
	w.edit(func(s *topology.Snapshot) {
		regroup(s, "eni-a", "sg-a")
		regroup(s, "eni-p", "sg-p")
		s.TransitGateways[0].Options.SecurityGroupReferencingSupport = "enable"
	})
}

var transitExitStories = []story{
	{"R5.11 out of the attachment's own subnet its outbound rules count, and its inbound ones", func(w *world) {
		onPremises(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "all", "192.168.0.0/16").Ingress(100, "allow", "all", "10.0.1.0/24").Ingress(101, "allow", "tcp/1024-65535", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "reachable; by acl-a#egress/100; by acl-a#ingress/100"},
	{"R5.11 with the source, though it leaves", func(w *world) {
		onPremises(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "all", "192.168.0.0/16")
	}, "eni-a -> 192.168.1.1 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-a#ingress/*"},
	{"R5.11 into it neither counts", func(w *world) {
		onPremises(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "tcp/1024-65535", "192.168.0.0/16").Ingress(100, "allow", "all", "10.0.1.0/24")
	}, "192.168.1.1 -> eni-a tcp/443", "reachable; meets tgw-attach-v; shuns acl-a"},
	{"R5.12 R17.5 going in, the attachment's subnet asks its inbound rules", func(w *world) {
		spokes(w)
		w.NACL("acl-t", "vpc-a", "subnet-ta").OpenEgress().Ingress(100, "allow", "tcp/443", "10.0.1.0/24")
	}, there, "reachable; by acl-t#ingress/100"},
	{"R5.12 R17.5 which may deny", func(w *world) {
		spokes(w)
		w.NACL("acl-t", "vpc-a", "subnet-ta").OpenEgress().Ingress(100, "deny", "all", "10.0.1.0/24").Ingress(101, "allow", "all", "0.0.0.0/0")
	}, there, "unreachable; because SUBNET_ACL_RESTRICTION acl-t#ingress/100"},
	{"R5.12 coming out, it asks its outbound rules alone", func(w *world) {
		spokes(w)
		w.NACL("acl-t", "vpc-p", "subnet-tp").Egress(100, "allow", "tcp/443", "10.1.1.0/24").Ingress(100, "allow", "tcp/1024-65535", "10.1.1.0/24")
	}, there, "reachable; by acl-t#egress/100; back-by acl-t#ingress/100"},
	{"R5.12 which may lack a rule", func(w *world) {
		spokes(w)
		w.NACL("acl-t", "vpc-p", "subnet-tp").OpenIngress()
	}, there, "unreachable; because SUBNET_ACL_RESTRICTION acl-t#egress/*"},
	{"R5.12 the receiver's subnet asks its inbound rules", func(w *world) {
		spokes(w)
		w.NACL("acl-p", "vpc-p", "subnet-p").OpenEgress().Ingress(100, "allow", "tcp/22", "10.0.0.0/8")
	}, there, "unreachable; because SUBNET_ACL_RESTRICTION acl-p#ingress/*"},

	{"R7.5 what is propagated is derived where it is not listed", func(w *world) { linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p") }, there,
		"reachable; via tgw-rtb-a#10.1.0.0/16"},
	{"R7.5 all blocks of a VPC are", func(w *world) {
		linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p")
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Vpcs {
				if v := &s.Vpcs[i]; v.VpcId == "vpc-p" {
					v.CidrBlockAssociationSet = append(v.CidrBlockAssociationSet, topology.VpcCidrBlockAssociation{CidrBlock: prefix("10.9.0.0/16")})
				}
			}
		})
		w.Subnet("subnet-9", "vpc-p", "10.9.1.0/24")
		w.ENI("eni-9", "subnet-9", "10.9.1.10")
		w.Route("vpc-a", "10.9.0.0/16", "tgw-a")
	}, "eni-a -> eni-9 tcp/443", "reachable; via tgw-rtb-a#10.9.0.0/16"},
	{"R7.5 what does not propagate has no route", func(w *world) { linked(w).StaticOnly().Propagate("tgw-attach-a") }, there,
		"unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*"},
	{"R7.5 R7.19 where nobody asked what propagates it is unknown", func(w *world) { linked(w).StaticOnly().PropagationsKnown = false }, there,
		"unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN"},
	{"R7.5 IPv6 blocks only with IPv6 support", func(w *world) { linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p") }, there + " ipv6",
		"unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*"},
	{"R7.5 with it they are", func(w *world) {
		linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p")
		w.edit(func(s *topology.Snapshot) {
			attachmentRow(s, "tgw-attach-a").Options.Ipv6Support = "enable"
			attachmentRow(s, "tgw-attach-p").Options.Ipv6Support = "enable"
		})
	}, there + " ipv6", "reachable; via tgw-rtb-a#2600:1f00:b::/56"},
	{"R7.6 IPv6 passes without IPv6 support where a static route leads", func(w *world) {
		linked(w).Route("2600:1f00:b::/56", "tgw-attach-p").Route("2600:1f00:a::/56", "tgw-attach-a")
	}, there + " ipv6", "reachable"},
	{"R7.6 and not where none does", func(w *world) { linked(w) }, there + " ipv6", "unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-a#*"},
	{"R7.5 of VPCs that overlap one is propagated, and nobody knows which", func(w *world) {
		linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p", twin(w)).Routes = nil
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN tgw-rtb-a#10.1.0.0/16"},
	{"R7.5 unless a listed route tells", func(w *world) {
		linked(w).StaticOnly().Propagate("tgw-attach-a", "tgw-attach-p", twin(w)).Propagated("10.1.0.0/16", "tgw-attach-p")
	}, there, "reachable"},
	{"R7.5 what a VPN with BGP learns is unknown", func(w *world) {
		t := linked(w)
		w.AttachVPN("tgw-attach-v", "tgw-a", "vpn-a")
		t.StaticOnly().Propagate("tgw-attach-a", "tgw-attach-v")
	}, there, "unknown; because TGW_RTB_ROUTES_ARE_UNKNOWN"},

	{"R7.8 the table of the attachment's subnet decides on the way out", func(w *world) {
		spokes(w)
		w.Subnet("subnet-m", "vpc-p", "10.1.3.0/24")
		w.ENI("eni-m", "subnet-m", "10.1.3.10").NoCheck()
		w.RouteTable("rtb-tp", "vpc-p", "subnet-tp").Route("10.1.1.0/24", "eni-m")
	}, there, "reachable; via rtb-tp#10.1.1.0/24; meets eni-m"},
	{"R7.8 whatever that may be", func(w *world) {
		spokes(w)
		w.RouteTable("rtb-tp", "vpc-p", "subnet-tp").Blackhole("10.1.1.0/24", "eni-gone")
	}, there, "unreachable; because BAD_STATE_ROUTE rtb-tp#10.1.1.0/24"},
	{"R7.8 R0.5 without the attachment's subnets it is unknown", func(w *world) {
		spokes(w)
		w.edit(func(s *topology.Snapshot) { attachmentRow(s, "tgw-attach-p").SubnetIds = []string{"subnet-gone"} })
	}, there, "unknown; because UNKNOWN_ATTACHMENT_SUBNET tgw-attach-p"},
	{"R3.10 a NAT gateway serves what comes by transit gateway", central, "eni-a -> 8.8.8.8 tcp/443",
		"reachable; meets nat-p; as 3.3.3.5 > 8.8.8.8; back-meets tgw-attach-a"},
	{"R3.10 if its subnet has a route back", func(w *world) {
		central(w)
		w.RouteTable("rtb-n2", "vpc-p", "subnet-n").Route("0.0.0.0/0", "igw-p")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; one-way reachable"},
	{"R7.8 an internet gateway serves nobody beyond its VPC", func(w *world) {
		spokes(w).Route("0.0.0.0/0", "tgw-attach-p")
		w.Route("vpc-a", "0.0.0.0/0", "tgw-a")
		w.IGW("igw-p", "vpc-p")
		w.Route("vpc-p", "0.0.0.0/0", "igw-p")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because GATEWAY_REJECTS_SPOOFED_TRAFFIC igw-p"},
	{"R7.8 a packet may go back by where it came in, and goes in circles if it does", func(w *world) {
		linked(w).Route("10.1.0.0/16", "tgw-attach-a")
	}, there, "unreachable; because ROUTING_LOOP"},

	{"R18.7 a packet may leave by the attachment that it came in by", func(w *world) {
		spokes(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "tgw-a")
	}, "eni-a -> eni-b tcp/443", "reachable; via tgw-rtb-a#10.0.0.0/16; via rtb-main-vpc-a#10.0.0.0/16; back-shuns tgw-attach-a"},
	{"R7.9 R18.7 it comes out in the zone where it went in", func(w *world) {
		_, three := doubled(w)
		three.Blackhole("10.1.1.0/24", "eni-gone")
		inZone(w, map[string]string{"subnet-a": "az2", "subnet-ta": "az2"})
	}, there, "reachable; via rtb-2#10.1.0.0/16"},
	{"R7.9 R18.7 and not in another", func(w *world) {
		two, _ := doubled(w)
		two.Blackhole("10.1.1.0/24", "eni-gone")
		inZone(w, map[string]string{"subnet-a": "az2", "subnet-ta": "az2"})
	}, there, "unreachable; because BAD_STATE_ROUTE rtb-2#10.1.1.0/24"},
	{"R7.9 R7.12 if it has none there AWS takes any, and all are alike", func(w *world) { doubled(w) }, there, "reachable"},
	{"R7.12 if they are not, some flows pass", func(w *world) {
		_, three := doubled(w)
		three.Blackhole("10.1.1.0/24", "eni-gone")
	}, there, "partial; because TGW_CHOOSES_AVAILABILITY_ZONE tgw-attach-p; part by subnet subnet-tp reachable; part by subnet subnet-t3 unreachable; because BAD_STATE_ROUTE rtb-3#10.1.1.0/24"},
	{"R7.12 an unreadable list on one way leaves it unknown", func(w *world) {
		_, three := doubled(w)
		three.Route("pl-gone", "eni-gone")
	}, there, "unknown; because UNKNOWN_PREFIX_LIST"},
	{"R7.12 none passes if all drop", func(w *world) {
		two, three := doubled(w)
		two.Blackhole("10.1.1.0/24", "eni-gone")
		three.Blackhole("10.1.1.0/24", "eni-gone")
	}, there, "unreachable"},
	{"R7.9 R0.5 zones that nobody knows leave the choice open", func(w *world) {
		_, three := doubled(w)
		three.Blackhole("10.1.1.0/24", "eni-gone")
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Subnets {
				if id := s.Subnets[i].SubnetId; id == "subnet-tp" || id == "subnet-t3" {
					s.Subnets[i].AvailabilityZoneId, s.Subnets[i].AvailabilityZone = "", ""
				}
			}
		})
	}, there, "unknown; because UNKNOWN_AVAILABILITY_ZONE tgw-attach-p"},
	{"R7.10 R7.11 without appliance mode the reply comes back in the replier's zone", func(w *world) {
		inspecting(w, "")
	}, there, "unreachable; one-way reachable"},
	{"R7.10 R7.11 with it, in the request's", func(w *world) { inspecting(w, "enable") }, there, "reachable; meets eni-m2; back-meets eni-m2"},

	{"R7.13 a peering leads to the other gateway's table for it", func(w *world) { distant(w) }, there,
		"reachable; via tgw-rtb-a#10.1.0.0/16; meets tgw-attach-x; via tgw-rtb-b#10.1.0.0/16; back-via tgw-rtb-a#10.0.0.0/16"},
	{"R7.13 which needs a route", func(w *world) {
		_, there := distant(w)
		there.Routes = there.Routes[1:]
	}, there, "unreachable; because NO_ROUTE_TO_DESTINATION tgw-rtb-b#*"},
	{"R7.13 and an association", func(w *world) {
		_, there := distant(w)
		there.Associations = there.Associations[:1]
	}, there, "unreachable; because TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION tgw-attach-x"},
	{"R7.13 R0.5 beyond a peering that leaves the snapshot nobody knows", func(w *world) {
		distant(w)
		w.edit(func(s *topology.Snapshot) {
			s.TransitGateways = s.TransitGateways[:1]
			s.TransitGatewayRouteTables = s.TransitGatewayRouteTables[:1]
			s.TransitGatewayAttachments = only(s.TransitGatewayAttachments, "tgw-a")
			s.TransitGatewayVpcAttachments = s.TransitGatewayVpcAttachments[:1]
		})
	}, there, "unknown; because UNKNOWN_RESOURCE tgw-attach-x"},
	{"R7.13 two gateways that send to each other go in circles", func(w *world) {
		_, there := distant(w)
		there.Routes = there.Routes[1:]
		there.Route("10.1.0.0/16", "tgw-attach-x")
	}, there, "unreachable; because ROUTING_LOOP"},
	{"R0.5 what a network function on a transit gateway does is unknown", func(w *world) {
		t := linked(w)
		w.AttachOther("tgw-attach-f", "tgw-a", "network-function", "firewall-1")
		t.Route("10.1.0.0/16", "tgw-attach-f")
	}, there, "unknown; because UNSUPPORTED_COMPONENT tgw-attach-f"},
	{"R7.15 Direct Connect leads to a network outside", func(w *world) {
		t := spokes(w)
		w.AttachOther("tgw-attach-d", "tgw-a", "direct-connect-gateway", "dxgw-1")
		t.Associate("tgw-attach-d").Propagated("172.16.0.0/12", "tgw-attach-d")
		w.Route("vpc-a", "172.16.0.0/12", "tgw-a")
	}, "eni-a -> 172.16.1.1 tcp/443", "reachable; meets tgw-attach-d; assumes ASSUMES_FAR_SIDE_ROUTES_BACK tgw-attach-d"},
	{"R7.15 from which hosts come in", func(w *world) {
		t := spokes(w)
		w.AttachOther("tgw-attach-d", "tgw-a", "direct-connect-gateway", "dxgw-1")
		t.Associate("tgw-attach-d").Propagated("172.16.0.0/12", "tgw-attach-d")
		w.Route("vpc-a", "172.16.0.0/12", "tgw-a")
	}, "172.16.1.1 -> eni-a tcp/443", "reachable; meets tgw-attach-d"},
	{"R7.15 if the VPC has a route back", func(w *world) {
		t := spokes(w)
		w.AttachOther("tgw-attach-d", "tgw-a", "client-vpn", "cvpn-endpoint-1")
		t.Associate("tgw-attach-d").Propagated("172.16.0.0/12", "tgw-attach-d")
	}, "172.16.1.1 -> eni-a tcp/443", "unreachable; reply NO_ROUTE_TO_DESTINATION rtb-main-vpc-a#*"},
	{"R7.16 a route may lead to several attachments", func(w *world) { spread(w) }, "eni-a -> 172.16.1.1 tcp/443", "reachable"},
	{"R7.16 flows are spread over them, dead ones included", func(w *world) { spread(w).Tunnels("DOWN", "DOWN") },
		"eni-a -> 172.16.1.1 tcp/443", "partial; because TGW_CHOOSES_PATH tgw-rtb-a; because TGW_BAD_STATE_VPN vpn-2"},

	{"R4.6 a reference matches across a transit gateway that carries references", referred, there, "reachable; by sg-p#ingress/[0]"},
	{"R4.6 not if the transit gateway does not", func(w *world) {
		referred(w)
		w.edit(func(s *topology.Snapshot) { s.TransitGateways[0].Options.SecurityGroupReferencingSupport = "disable" })
	}, there, "unreachable; because SG_REFERENCING_SUPPORT"},
	{"R4.6 nor if one of the attachments does not", func(w *world) {
		referred(w)
		w.edit(func(s *topology.Snapshot) {
			attachmentRow(s, "tgw-attach-p").Options.SecurityGroupReferencingSupport = "disable"
		})
	}, there, "unreachable; because SG_REFERENCING_SUPPORT"},
	{"R4.6 nor across a peering of transit gateways", func(w *world) {
		distant(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-p", "vpc-p").Ingress("tcp/443", "sg-a")
		w.edit(func(s *topology.Snapshot) {
			regroup(s, "eni-a", "sg-a")
			regroup(s, "eni-p", "sg-p")
			for i := range s.TransitGateways {
				s.TransitGateways[i].Options.SecurityGroupReferencingSupport = "enable"
			}
		})
	}, there, "unreachable; because SG_REFERENCING_SUPPORT; says do not reach across the transit gateway"},
	{"R4.6 an outbound rule's reference never does", func(w *world) {
		referred(w)
		w.SG("sg-o", "vpc-a").NoEgress().Egress("tcp/443", "sg-p")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-o") })
	}, there, "unreachable; because ENI_SG_RULES_MISMATCH sg-o#egress/*"},

	{"R9.1 a VPN on a transit gateway takes what its routes send there", func(w *world) { onPremises(w) }, "eni-a -> 192.168.1.1 tcp/443",
		"reachable; meets tgw-attach-v; meets vpn-a; assumes ASSUMES_FAR_SIDE_ROUTES_BACK vpn-a"},
	{"R9.1 the far side comes in by the attachment", func(w *world) { onPremises(w) }, "192.168.1.1 -> eni-a tcp/443", "reachable; back-meets vpn-a"},
	{"R9.1 with BGP its networks are those that the table sends it", func(w *world) {
		v := onPremises(w)
		v.Routes, v.Options.StaticRoutesOnly = nil, false
	}, "192.168.1.1 -> eni-a tcp/443", "reachable; back-meets vpn-a"},
	{"R9.3 with both tunnels down nothing passes the transit gateway's VPN", func(w *world) { onPremises(w).Tunnels("DOWN", "DOWN") },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; because TGW_BAD_STATE_VPN vpn-a"},
	{"R9.3 R0.5 a VPN that the snapshot lacks may be down", func(w *world) {
		onPremises(w)
		w.Without(ref.VpnConnection)
	}, "eni-a -> 192.168.1.1 tcp/443", "unknown; because UNKNOWN_VPN_CONNECTION vpn-a"},
	{"R9.5 a VPN for IPv6 carries no IPv4", func(w *world) { onPremises(w).Options.TunnelInsideIpVersion = "ipv6" },
		"eni-a -> 192.168.1.1 tcp/443", "unreachable; because IPV4_NOT_CARRIED vpn-a"},
	{"R9.5 R16.5 and it carries IPv6", func(w *world) { dualVPN(w, "ipv6") }, "eni-a -> 2600:1f00:ff::1 tcp/443", "reachable; meets vpn-a"},
	{"R9.5 which others do not", func(w *world) { dualVPN(w, "") }, "eni-a -> 2600:1f00:ff::1 tcp/443", "unreachable; because IPV6_NOT_CARRIED vpn-a"},
	{"R9.6 a declared network lies behind a transit gateway's VPN", func(w *world) {
		onPremises(w)
		w.Externals = []graph.External{{Name: "office", Prefixes: prefixes("192.168.7.0/24"), Behind: "vpn-a"}}
	}, "office -> eni-a tcp/443", "reachable; meets tgw-attach-v; back-meets office"},
}
