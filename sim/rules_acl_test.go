package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestACLRules(t *testing.T) { tell(t, aclStories) }

// aclStories are rules 5: network ACLs.
var aclStories = []story{
	{"R5.1 a subnet's ACL is the one that names it", func(w *world) {
		filtered(w)
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.1 another subnet's ACL does not bear on it", func(w *world) {
		hosts(w)
		w.Subnet("subnet-c", "vpc-a", "10.0.3.0/24")
		w.NACL("acl-c", "vpc-a", "subnet-c")
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-default-vpc-a#ingress/100"},
	{"R5.1 one ACL serves many subnets", func(w *world) {
		hosts(w)
		w.NACL("acl-ab", "vpc-a", "subnet-a", "subnet-b").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-ab#ingress/*; reply SUBNET_ACL_RESTRICTION acl-ab#ingress/*"},
	{"R5.1 a subnet that no ACL names has its VPC's default one", func(w *world) {
		hosts(w)
		w.edit(func(s *topology.Snapshot) { s.NetworkAcls[0].Associations = nil })
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-default-vpc-a#ingress/100"},
	{"R5.1 unless not all ACLs were captured", func(w *world) {
		hosts(w)
		w.Partial(ref.NetworkAcl)
		w.edit(func(s *topology.Snapshot) { s.NetworkAcls[0].Associations = nil })
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_NETWORK_ACL subnet-b"},

	{"R5.2 the lowest number decides, here to deny", func(w *world) {
		filtered(w).Ingress(100, "allow", "tcp/443", "any").Ingress(90, "deny", "tcp/443", "10.0.1.0/24").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/90"},
	{"R5.2 the lowest number decides, here to allow", func(w *world) {
		filtered(w).Ingress(100, "deny", "tcp/443", "any").Ingress(90, "allow", "tcp/443", "10.0.1.0/24").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-b#ingress/90"},
	{"R5.2 an entry that does not match passes the word on", func(w *world) {
		filtered(w).Ingress(90, "deny", "tcp/443", "10.0.9.0/24").Ingress(100, "allow", "tcp/443", "any").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-b#ingress/100"},
	{"R5.2 what no entry matches is denied", func(w *world) {
		filtered(w).Ingress(100, "allow", "tcp/80", "any").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.2 entries may share a range of ports out", func(w *world) {
		filtered(w).Ingress(90, "deny", "tcp/8000-8010", "any").Ingress(100, "allow", "tcp/8000-8100", "any").OpenEgress()
	}, "eni-a -> eni-b tcp/8000-8200", "partial; passes 1024-65535 to 8011-8100; because SUBNET_ACL_RESTRICTION acl-b#ingress/90; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},

	{"R5.3 the reply needs an entry of its own", func(w *world) {
		filtered(w).OpenIngress()
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R5.3 with it the reply passes", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/1024-65535", "10.0.1.0/24")
	}, "eni-a -> eni-b tcp/443", "reachable; back-by acl-b#egress/100"},
	{"R5.3 inside the subnet the ACL is not asked", func(w *world) {
		empty(w)
		w.NACL("acl-a", "vpc-a", "subnet-a")
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-c", "subnet-a", "10.0.1.11")
	}, "eni-a -> eni-c tcp/443", "reachable; shuns acl-a"},
	{"R5.3 nor for IPv6", func(w *world) {
		empty(w)
		w.NACL("acl-a", "vpc-a", "subnet-a")
		w.ENI("eni-a", "subnet-a", "2600:1f00:a:1::10")
		w.ENI("eni-c", "subnet-a", "2600:1f00:a:1::11")
	}, "eni-a -> eni-c icmpv6", "reachable; shuns acl-a"},
	{"R5.3 the reply of a protocol without ports is of that protocol", func(w *world) {
		filtered(w).Ingress(100, "allow", "47", "any").Egress(100, "allow", "47", "any")
	}, "eni-a -> eni-b gre", "reachable; back-by acl-b#egress/100"},
	{"R5.3 and no other", func(w *world) {
		filtered(w).Ingress(100, "allow", "47", "any").Egress(100, "allow", "tcp", "any")
	}, "eni-a -> eni-b gre", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R5.3 both subnets' ACLs stop the request and the reply: four blockers", func(w *world) {
		hosts(w)
		w.NACL("acl-a", "vpc-a", "subnet-a")
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-a#egress/*; because SUBNET_ACL_RESTRICTION acl-b#ingress/*; reply SUBNET_ACL_RESTRICTION acl-b#egress/*; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*"},

	{"R5.4 ingress matches the source", func(w *world) {
		filtered(w).Ingress(100, "allow", "tcp/443", "10.0.1.0/24").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R5.4 not the destination", func(w *world) {
		filtered(w).Ingress(100, "allow", "tcp/443", "10.0.2.0/24").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.4 egress matches the destination and its port", func(w *world) {
		hosts(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "tcp/443", "10.0.2.10/32").OpenIngress()
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-a#egress/100"},
	{"R5.4 not the source's", func(w *world) {
		hosts(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "tcp/5000", "10.0.2.10/32").OpenIngress()
	}, "eni-a -> eni-b tcp/443 sport 5000", "unreachable; because SUBNET_ACL_RESTRICTION acl-a#egress/*"},
	{"R5.4 an IPv4 entry never matches IPv6", func(w *world) {
		filtered(w).Ingress(100, "allow", "all", "0.0.0.0/0").OpenEgress()
	}, "eni-a -> eni-b tcp/443 ipv6", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.4 an IPv6 entry never matches IPv4", func(w *world) {
		filtered(w).Ingress(100, "allow", "all", "::/0").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.4 ICMP matches by type and code", func(w *world) {
		filtered(w).Ingress(100, "allow", "icmp/8/0", "any").Egress(100, "allow", "icmp/0/0", "any")
	}, "eni-a -> eni-b icmp", "reachable; by acl-b#ingress/100; back-by acl-b#egress/100"},
	{"R5.4 R5.3 so the echo reply has a type of its own", func(w *world) {
		filtered(w).Ingress(100, "allow", "icmp/8/0", "any").Egress(100, "allow", "icmp/8/0", "any")
	}, "eni-a -> eni-b icmp", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R5.4 in IPv6 likewise", func(w *world) {
		filtered(w).Ingress(100, "allow", "icmpv6/128/0", "::/0").Egress(100, "allow", "icmpv6/129/0", "::/0")
	}, "eni-a -> eni-b icmpv6", "reachable"},
	{"R5.4 a timestamp request is answered by a timestamp reply", func(w *world) {
		filtered(w).Ingress(100, "allow", "icmp/13", "any").Egress(100, "allow", "icmp/14/0", "any")
	}, "eni-a -> eni-b icmp/13/0", "reachable"},
	{"R5.4 a message that asks nothing needs no reply", func(w *world) {
		filtered(w).Ingress(100, "allow", "icmp/3/4", "any")
	}, "eni-a -> eni-b icmp/3/4", "reachable; return not-needed"},

	{"R5.5 protocol -1 ignores the ports that are given", entry("-1", "0.0.0.0/0", &topology.PortRange{From: 22, To: 22}, nil),
		"eni-a -> eni-b tcp/443", "reachable"},
	{"R5.5 6 is TCP with its ports", entry("6", "0.0.0.0/0", &topology.PortRange{From: 22, To: 22}, nil),
		"eni-a -> eni-b tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.5 other protocols have no ports", entry("47", "0.0.0.0/0", &topology.PortRange{From: 22, To: 22}, nil),
		"eni-a -> eni-b gre", "reachable"},
	{"R5.5 protocol 47 is not 50", entry("50", "0.0.0.0/0", nil, nil),
		"eni-a -> eni-b gre", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.5 1 is ICMP with type and code", entry("1", "0.0.0.0/0", nil, &topology.IcmpTypeCode{Type: 8, Code: -1}),
		"eni-a -> eni-b icmp", "reachable"},
	{"R5.5 and no other type", entry("1", "0.0.0.0/0", nil, &topology.IcmpTypeCode{Type: 3, Code: -1}),
		"eni-a -> eni-b icmp", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.5 58 with an IPv6 block uses type and code", entry("58", "::/0", nil, &topology.IcmpTypeCode{Type: 1, Code: 0}),
		"eni-a -> eni-b icmpv6", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.5 58 with -1 is every type", entry("58", "::/0", nil, &topology.IcmpTypeCode{Type: -1, Code: -1}),
		"eni-a -> eni-b icmpv6", "reachable"},
	{"R5.5 58 with an IPv4 block is every type of ICMPv6, which IPv4 does not carry", entry("58", "0.0.0.0/0", nil, &topology.IcmpTypeCode{Type: 1, Code: 0}),
		"eni-a -> eni-b protocol/58 ipv6", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},

	{"R5.7 a default ACL allows both families", func(w *world) { hosts(w) }, "eni-a -> eni-b tcp/443 ipv6", "reachable; by acl-default-vpc-a#ingress/101"},
	{"R5.7 a new custom ACL denies everything", func(w *world) { filtered(w) },
		"eni-a -> eni-b tcp/443 ipv6", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R5.7 on request ACLs that are missing are taken for default ones", func(w *world) {
		hosts(w)
		w.Without(ref.NetworkAcl)
		w.Assume = append(w.Assume, graph.AssumeDefaultACL)
	}, "eni-a -> eni-b tcp/443", "reachable; assumes ASSUMES_DEFAULT_NETWORK_ACL"},

	{"R5.8 both the group and the ACL must let out", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/80", "any")
		to.Ingress("all", "any")
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "tcp/80", "any").OpenIngress()
	}, "eni-a -> eni-b tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH SUBNET_ACL_RESTRICTION; because SUBNET_ACL_RESTRICTION acl-a#egress/*"},
	{"R5.8 and in: ACL first, then group", func(w *world) {
		guarded(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION SG_HAS_NO_RULES"},
	{"R5.8 if both admit, it passes", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "any")
		w.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "allow", "tcp/443", "any").OpenEgress()
	}, "eni-a -> eni-b tcp/443", "reachable; by acl-b#ingress/100; by sg-b#ingress/[0]"},

	{"R5.9 the initiator's ephemeral port decides: all of them may return", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/1024-65535", "any")
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R5.9 some of them: the answer says which", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/32768-60999", "any")
	}, "eni-a -> eni-b tcp/443", "partial; passes 32768-60999 to 443; blocks 1024-32767,61000-65535 to 443; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R5.9 none of them", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/443", "any")
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-b#egress/*"},
	{"R5.9 the client's own port settles it", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/32768-60999", "any")
	}, "eni-a -> eni-b tcp/443 sport 40000", "reachable"},
	{"R5.9 a Windows client's range lies partly outside", func(w *world) {
		filtered(w).OpenIngress().Egress(100, "allow", "tcp/32768-60999", "any")
	}, "eni-a -> eni-b tcp/443 sport 49152-65535", "partial; passes 49152-60999 to 443"},

	{"R5.13 a NAT gateway's own subnet does not filter what stays in it", func(w *world) {
		natted(w)
		w.ENI("eni-n", "subnet-n", "10.0.9.20")
		w.NACL("acl-n", "vpc-a", "subnet-n")
	}, "eni-n -> 10.0.9.5 tcp/443", "unreachable; all NAT_GATEWAY_NO_SESSION"},
	{"R5.13 it filters what comes from other subnets", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "all", "8.8.8.8/32")
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-n#ingress/*"},
	{"R5.13 both legs pass an ACL that admits clients and ephemeral ports", func(w *world) {
		natted(w)
		w.NACL("acl-n", "vpc-a", "subnet-n").OpenEgress().Ingress(100, "allow", "tcp/443", "10.0.0.0/16").Ingress(110, "allow", "tcp/1024-65535", "8.8.8.0/24")
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable; by acl-n#ingress/100; back-by acl-n#ingress/110"},
}

// filtered is hosts with an ACL on subnet-b that denies everything until it is told otherwise.
func filtered(w *world) topologytest.NACL {
	hosts(w)
	return w.NACL("acl-b", "vpc-a", "subnet-b")
}

// entry is filtered with one ingress entry as documented.
func entry(protocol, block string, ports *topology.PortRange, icmp *topology.IcmpTypeCode) func(w *world) {
	return func(w *world) {
		acl := filtered(w).OpenEgress()
		e := topology.NetworkAclEntry{RuleNumber: 100, RuleAction: "allow", Protocol: protocol, PortRange: ports, IcmpTypeCode: icmp}
		if p := prefix(block); p.Addr().Is6() {
			e.Ipv6CidrBlock = p
		} else {
			e.CidrBlock = p
		}
		acl.Entries = append(acl.Entries, e)
	}
}
