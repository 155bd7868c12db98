package sim_test

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestUnknownRules(t *testing.T) { tell(t, unknownStories) }

// unknownStories are rules 0 and 1.1, and the positions where the book is silent: three-valued answers above all.
var unknownStories = []story{
	{"R0.1 a packet leaves by state, group, ACL and table, in this order", func(w *world) {
		from, _ := guarded(w)
		from.NoEgress()
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress()
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
		w.Instance("i-a").State.Name = "stopped"
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; all BAD_STATE SG_HAS_NO_RULES SUBNET_ACL_RESTRICTION NO_ROUTE_TO_DESTINATION"},
	{"R0.3 and arrives by ACL, group and state", func(w *world) {
		guarded(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress()
		w.Instance("i-b").State.Name = "stopped"
	}, "eni-a -> eni-b tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION SG_HAS_NO_RULES BAD_STATE"},
	{"R0.1 R0.3 with nothing in the way it arrives", func(w *world) { hosts(w) }, "eni-a -> eni-b tcp/443", "reachable; forward delivered"},
	{"R0.2 a gateway on the way changes the packet", natted, "eni-a -> 8.8.8.8 tcp/443", "reachable; as 3.3.3.5 > 8.8.8.8"},
	{"R0.2 what does not pass a gateway is not changed", natted, "eni-a -> eni-b tcp/443", "reachable; as 10.0.1.10 > 10.0.2.10; shuns nat-a"},
	{"R0.2 and what comes next sees it changed: no public address stands for a private NAT gateway's", func(w *world) {
		privateNAT(w)
		w.IGW("igw-a", "vpc-a")
		w.RouteTable("rtb-n", "vpc-a", "subnet-n").Route("0.0.0.0/0", "igw-a")
	}, "eni-a -> 8.8.8.8 udp/53", "unreachable; as 10.0.9.5 > 8.8.8.8; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R0.3 what waits behind a missing route is told as well", func(w *world) {
		apart(w)
		w.SG("sg-p", "vpc-p")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-p", "sg-p") })
	}, "eni-a -> eni-p tcp/443", "unreachable; all NO_ROUTE_TO_DESTINATION SG_HAS_NO_RULES NO_ROUTE_TO_DESTINATION; shuns eni-p"},
	{"R0.4 both ways must be open; one way is told apart", func(w *world) { filtered(w).OpenIngress() },
		"eni-a -> eni-b udp/53", "unreachable; one-way reachable; forward delivered; return dropped"},
	{"R0.4 and both ways open is reachable", func(w *world) { filtered(w).OpenIngress().OpenEgress() },
		"eni-a -> eni-b udp/53", "reachable; one-way reachable; forward delivered; return delivered"},
	{"R0.6 nothing transits a VPC from edge to edge: VPN to internet", func(w *world) {
		tunnelled(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "192.168.0.1 -> 8.8.8.8 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},
	{"R0.6 nor VPN to peer", func(w *world) {
		peered(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
		w.Route("vpc-p", "192.168.0.0/16", "pcx-a")
	}, "192.168.0.1 -> eni-p tcp/443", "unreachable"},
	{"R0.6 R3.10 nor VPN to a NAT gateway", func(w *world) {
		natted(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "192.168.0.1 -> 8.8.8.8 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},
	{"R0.6 VPN to an interface of the VPC", func(w *world) { tunnelled(w) }, "192.168.0.1 -> eni-b tcp/443", "reachable"},

	{"R0.5 a subnet without a known ACL is unknown", noACLs, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_NETWORK_ACL subnet-a; because UNKNOWN_NETWORK_ACL subnet-b; reply UNKNOWN_NETWORK_ACL subnet-a"},
	{"R0.5 inside a subnet the missing ACL does not matter", func(w *world) {
		noACLs(w)
		w.ENI("eni-c", "subnet-a", "10.0.1.11")
	}, "eni-a -> eni-c tcp/443", "reachable"},
	{"R0.5 a definite drop beats the unknown", func(w *world) {
		guarded(w)
		w.Without(ref.NetworkAcl)
	}, "eni-a -> eni-b tcp/443", "unreachable; because SG_HAS_NO_RULES sg-b#ingress/*; because UNKNOWN_NETWORK_ACL subnet-b"},
	{"R0.5 on the way back too", func(w *world) {
		hosts(w)
		w.SG("sg-gone", "vpc-a")
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress()
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-b", "sg-gone"); without(s, "sg-gone") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because UNKNOWN_SECURITY_GROUP sg-gone; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R0.5 a group whose rules are missing is unknown", func(w *world) {
		guarded(w)
		w.edit(func(s *topology.Snapshot) { without(s, "sg-b") })
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_SECURITY_GROUP sg-b"},
	{"R0.5 unless another group admits anyway", func(w *world) {
		guarded(w)
		w.SG("sg-ok", "vpc-a").Ingress("tcp/443", "any")
		w.edit(func(s *topology.Snapshot) { join(s, "eni-b", "sg-ok"); without(s, "sg-b") })
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-ok#ingress/[0]"},
	{"R0.5 the reply does not ask it", func(w *world) {
		guarded(w)
		w.edit(func(s *topology.Snapshot) {
			group(s, "sg-b").IpPermissions = append(group(s, "sg-b").IpPermissions, group(s, "sg-a").IpPermissionsEgress...)
			without(s, "sg-a")
		})
	}, "eni-b -> eni-a tcp/443", "unknown; because UNKNOWN_SECURITY_GROUP sg-a"},
	{"R0.5 a subnet without a known table is unknown", func(w *world) {
		hosts(w)
		w.Without(ref.RouteTable)
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_ROUTE_TABLE subnet-a"},
	{"R0.5 on request it is taken for one with local routes", func(w *world) {
		hosts(w)
		w.Without(ref.RouteTable)
		w.Assume = append(w.Assume, graph.AssumeMainRouteTable)
	}, "eni-a -> eni-b tcp/443", "reachable; assumes ASSUMES_LOCAL_MAIN_ROUTE_TABLE"},
	{"R0.5 not all tables captured: a subnet may have one of its own", func(w *world) {
		hosts(w)
		w.Partial(ref.RouteTable)
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_ROUTE_TABLE subnet-a"},
	{"R0.5 a rule with an unreadable remote may match", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "10.0.9.0/24")
		w.edit(func(s *topology.Snapshot) { group(s, "sg-b").IpPermissions[0].IpRanges[0] = topology.IpRange{} })
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RULE sg-b#ingress/[0]"},
	{"R0.5 so may one of which the document tells no remote at all", func(w *world) {
		guarded(w)
		w.edit(func(s *topology.Snapshot) {
			s.SecurityGroups = slices.DeleteFunc(s.SecurityGroups, func(g topology.SecurityGroup) bool { return g.GroupId == "sg-b" })
			s.SecurityGroupRules = append(s.SecurityGroupRules, topology.SecurityGroupRule{
				SecurityGroupRuleId: "sgr-odd", GroupId: "sg-b", IpProtocol: "-1",
			})
		})
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RULE sg-b#ingress/sgr-odd"},
	{"R0.5 a public address may be an interface's of an account that was not captured, though another's were", func(w *world) {
		online(w)
		w.edit(func(s *topology.Snapshot) {
			for i := range s.Documents {
				if d := &s.Documents[i]; d.Kind == ref.NetworkInterface {
					d.Account = "999988887777"
				}
			}
		})
	}, "9.9.9.9 -> 3.3.3.99 tcp/443", "unknown; because UNKNOWN_DESTINATION"},
	{"R0.5 but if all were, nobody has it", func(w *world) { online(w) }, "9.9.9.9 -> 3.3.3.99 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION"},
	{"R0.5 but not for another port", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "10.0.9.0/24")
		w.edit(func(s *topology.Snapshot) { group(s, "sg-b").IpPermissions[0].IpRanges[0] = topology.IpRange{} })
	}, "eni-a -> eni-b tcp/80", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R0.5 a rule with an unreadable protocol may match", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "any")
		w.edit(func(s *topology.Snapshot) { group(s, "sg-b").IpPermissions[0].IpProtocol = "quux" })
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RULE sg-b#ingress/[0]"},
	{"R0.5 an ACL entry that cannot be read may deny", func(w *world) {
		filtered(w).Ingress(100, "deny", "all", "10.0.9.0/24").OpenIngress().OpenEgress()
		w.edit(func(s *topology.Snapshot) { unread(s, "acl-b", 100) })
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_RULE acl-b#ingress/100"},
	{"R0.5 it changes nothing where what follows decides alike", func(w *world) {
		filtered(w).Ingress(100, "allow", "all", "10.0.9.0/24").OpenIngress().OpenEgress()
		w.edit(func(s *topology.Snapshot) { unread(s, "acl-b", 100) })
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R0.5 nor where both ways end in a denial", func(w *world) {
		filtered(w).Ingress(100, "deny", "all", "10.0.9.0/24").OpenEgress()
		w.edit(func(s *topology.Snapshot) { unread(s, "acl-b", 100) })
	}, "eni-a -> eni-b tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION"},
	{"R0.5 an entry that may allow leaves a later denial in doubt", func(w *world) {
		filtered(w).Ingress(100, "allow", "all", "10.0.9.0/24").OpenEgress()
		w.edit(func(s *topology.Snapshot) { unread(s, "acl-b", 100) })
	}, "eni-a -> eni-b tcp/443", "unknown; all UNKNOWN_RULE"},
	{"R0.5 nor after the entry that decides", func(w *world) {
		filtered(w).Ingress(50, "allow", "all", "any").Ingress(100, "deny", "all", "10.0.9.0/24").OpenEgress()
		w.edit(func(s *topology.Snapshot) { unread(s, "acl-b", 100) })
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-b#ingress/50"},
	{"R0.5 part of the ports may be unknown", func(w *world) {
		w.UnreadablePrefixList("pl-1", "IPv4")
		_, to := guarded(w)
		to.Ingress("tcp/80", "any").Ingress("tcp/443", "pl-1")
	}, "eni-a -> eni-b tcp/80,443", "partial; passes 1024-65535 to 80; doubts 1024-65535 to 443; because UNKNOWN_PREFIX_LIST sg-b#ingress/[2]"},
	{"R0.5 an address that nobody in whole documents holds is nobody's", func(w *world) { hosts(w) },
		"eni-a -> 10.0.2.99 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R0.5 in truncated documents it may be somebody's", partly,
		"eni-a -> 10.0.2.99 tcp/443", "unknown; because UNKNOWN_DESTINATION vpc-a"},
	{"R0.5 a NAT gateway that the snapshot lacks is unknown", func(w *world) {
		natted(w)
		w.Without(ref.NatGateway)
	}, "eni-a -> 8.8.8.8 tcp/443", "unknown; because UNKNOWN_RESOURCE nat-a"},
	{"R0.5 R4.5 an address whose interface was not captured may have the referenced group", func(w *world) {
		from, _ := guarded(w)
		from.Egress("tcp/443", "sg-b")
		w.Partial(ref.NetworkInterface)
	}, "eni-a -> 10.0.2.99 tcp/443", "unknown; because UNKNOWN_PEERED_SGS sg-a#egress/[0]; because UNKNOWN_DESTINATION vpc-a"},
	{"R0.5 R4.5 one outside of the VPC may not", func(w *world) {
		from, _ := guarded(w)
		from.Egress("tcp/443", "sg-b")
		w.Partial(ref.NetworkInterface)
		w.Route("vpc-a", "10.9.0.0/16", "tgw-1")
	}, "eni-a -> 10.9.0.1 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R0.5 an unknown way out still shows the drop before it", func(w *world) {
		from, _ := guarded(w)
		from.NoEgress()
		w.Route("vpc-a", "0.0.0.0/0", "nat-gone")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; all SG_HAS_NO_RULES UNKNOWN_RESOURCE"},
	{"R0.5 a way back that nobody knows is unknown, though the request arrives", func(w *world) {
		hosts(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "tgw-1")
	}, "eni-a -> eni-b tcp/443", "unknown; one-way reachable; reply UNKNOWN_RESOURCE tgw-1"},
	{"R1.1 only associated blocks are the VPC's", func(w *world) {
		w.Vpc("vpc-z", "10.5.0.0/16").Block("10.6.0.0/16", "disassociated")
		w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24")
		w.Subnet("subnet-y", "vpc-z", "10.6.1.0/24")
		w.ENI("eni-z", "subnet-z", "10.5.1.10")
		w.ENI("eni-y", "subnet-y", "10.6.1.10")
	}, "eni-z -> eni-y tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-main-vpc-z#*"},
	{"R1.1 secondary blocks are, once associated", func(w *world) {
		w.Vpc("vpc-z", "10.5.0.0/16").Block("10.6.0.0/16", "associated")
		w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24")
		w.Subnet("subnet-y", "vpc-z", "10.6.1.0/24")
		w.ENI("eni-z", "subnet-z", "10.5.1.10")
		w.ENI("eni-y", "subnet-y", "10.6.1.10")
	}, "eni-z -> eni-y tcp/443", "reachable; via rtb-main-vpc-z#10.6.0.0/16"},
	{"R1.2 prefixes are read as their network: 10.1.7.9/16 is 10.1.0.0/16", func(w *world) {
		peered(w)
		w.edit(func(s *topology.Snapshot) {
			lastRoute(s, "rtb-main-vpc-a", "10.1.0.0/16").DestinationCidrBlock = prefix("10.1.7.9/16")
		})
	}, "eni-a -> eni-p tcp/443", "reachable; via rtb-main-vpc-a#10.1.0.0/16"},
	{"R1.2 and not wider than that", func(w *world) {
		peered(w)
		w.edit(func(s *topology.Snapshot) {
			lastRoute(s, "rtb-main-vpc-a", "10.1.0.0/16").DestinationCidrBlock = prefix("10.1.7.9/24")
		})
	}, "eni-a -> eni-p tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION"},

	{"R18.1 an outside address behind a VPN comes in by it", func(w *world) { tunnelled(w) }, "192.168.3.3 -> eni-a tcp/443", "reachable; meets vpn-a"},
	{"R18.1 a private address of nobody comes by the internet and is dropped there", func(w *world) {
		tunnelled(w)
		w.IGW("igw-a", "vpc-a")
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "172.16.3.3 -> eni-a tcp/443", "unreachable; because IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS igw-a"},
	{"R18.3 the default source is the primary IPv4", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11 2600:1f00:a:1::10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10 2600:1f00:a:2::10")
	}, "eni-a -> eni-b tcp/443", "reachable; as 10.0.1.10 > 10.0.2.10"},
	{"R18.3 or the first IPv6 where the destination is IPv6", func(w *world) { hosts(w) },
		"eni-a -> 2600:1f00:a:2::10 tcp/443", "reachable; as 2600:1f00:a:1::10 > 2600:1f00:a:2::10"},
	{"R18.3 even where another of its addresses would fare better", secondaryPublic,
		"eni-a -> 8.8.8.8 udp/53", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R3.2 the internet as a whole is divided where it fares differently", func(w *world) {
		empty(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/443", "203.0.113.0/24")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a").Public("3.3.3.10")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "internet -> eni-a tcp/443", "partial; part from 203.0.113.0/24 reachable; part unreachable"},
	{"R0.1 every protocol at once is divided likewise", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp", "any")
	}, "eni-a -> eni-b all", "partial; part tcp reachable; part udp unreachable"},
}

// noACLs is hosts without the documents of ACLs.
func noACLs(w *world) {
	hosts(w)
	w.Without(ref.NetworkAcl)
}

// unread takes the block away from an ACL's ingress entry, as if nobody could read it.
func unread(s *topology.Snapshot, acl string, number int) {
	for i := range s.NetworkAcls {
		for j := range s.NetworkAcls[i].Entries {
			if e := &s.NetworkAcls[i].Entries[j]; s.NetworkAcls[i].NetworkAclId == acl && e.RuleNumber == number && !e.Egress {
				*e = topology.NetworkAclEntry{RuleNumber: number, RuleAction: e.RuleAction, Protocol: e.Protocol}
			}
		}
	}
}
