package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestGroupRules(t *testing.T) { tell(t, groupStories) }

// groupStories are rules 4: security groups.
var groupStories = []story{
	{"R4.1 the rules of all groups of an interface count together", func(w *world) {
		_, sg := guarded(w)
		sg.Ingress("tcp/80", "any")
		w.SG("sg-more", "vpc-a").Ingress("tcp/443", "any")
		w.edit(func(s *topology.Snapshot) { join(s, "eni-b", "sg-more") })
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-more#ingress/[0]"},
	{"R4.1 what no rule matches is denied", func(w *world) {
		_, sg := guarded(w)
		sg.Ingress("tcp/80", "any").Ingress("tcp/443", "10.0.9.0/24")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*; notes closest: [2] tcp/443 from 10.0.9.0/24"},
	{"R4.1 a new group admits nothing in", func(w *world) { guarded(w) },
		"eni-a -> eni-b tcp/443", "unreachable; because SG_HAS_NO_RULES sg-b#ingress/*"},
	{"R4.1 without egress rules nothing leaves", func(w *world) {
		from, to := guarded(w)
		from.NoEgress()
		to.Ingress("all", "any")
	}, "eni-a -> eni-b tcp/443", "unreachable; all SG_HAS_NO_RULES; because SG_HAS_NO_RULES sg-a#egress/*"},
	{"R4.1 both ends' blockers are found at once", func(w *world) {
		from, _ := guarded(w)
		from.NoEgress()
	}, "eni-a -> eni-b tcp/443", "unreachable; all SG_HAS_NO_RULES SG_HAS_NO_RULES; because SG_HAS_NO_RULES sg-a#egress/*; because SG_HAS_NO_RULES sg-b#ingress/*"},

	{"R4.2 ingress matches the destination port", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "any")
	}, "eni-a -> eni-b tcp/443 sport 5000", "reachable; by sg-b#ingress/[0]"},
	{"R4.2 never the source port", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/5000", "any")
	}, "eni-a -> eni-b tcp/443 sport 5000", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R4.2 egress matches the destination port too", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/443", "any")
		to.Ingress("all", "any")
	}, "eni-a -> eni-b tcp/443 sport 5000", "reachable; by sg-a#egress/[0]"},
	{"R4.2 egress does not match the source port either", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/5000", "any")
		to.Ingress("all", "any")
	}, "eni-a -> eni-b tcp/443 sport 5000", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R4.2 the remote of egress is the destination", func(w *world) {
		from, to := guarded(w)
		from.Egress("all", "10.0.2.0/24")
		to.Ingress("all", "10.0.1.0/24")
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R4.2 and that of ingress the source", func(w *world) {
		_, to := guarded(w)
		to.Ingress("all", "10.0.2.0/24")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R4.2 a range admits part of the ports asked for", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/8000-8100", "any")
	}, "eni-a -> eni-b tcp/8050-8200", "partial; passes 1024-65535 to 8050-8100; blocks 1024-65535 to 8101-8200; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R4.2 two rules may admit a range between them", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/8000-8100", "any").Ingress("tcp/8101-8200", "10.0.1.10/32")
	}, "eni-a -> eni-b tcp/8050-8200", "reachable; by sg-b#ingress/[0]; by sg-b#ingress/[2]"},

	{"R4.3 protocol -1 is every protocol", admits("-1", -1, -1), "eni-a -> eni-b gre", "reachable"},
	{"R4.3 ports of protocol -1 are ignored", admits("-1", 22, 22), "eni-a -> eni-b tcp/443", "reachable"},
	{"R4.3 a number is a protocol: 6 is TCP", admits("6", 443, 443), "eni-a -> eni-b tcp/443", "reachable"},
	{"R4.3 with its ports", admits("6", 443, 443), "eni-a -> eni-b tcp/80", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.3 17 is UDP", admits("17", 53, 53), "eni-a -> eni-b udp/53", "reachable"},
	{"R4.3 TCP is not UDP", admits("tcp", 53, 53), "eni-a -> eni-b udp/53", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.3 other protocols have no ports, whatever the rule prints", admits("47", 22, 22), "eni-a -> eni-b gre", "reachable"},
	{"R4.3 another number is another protocol", admits("50", -1, -1), "eni-a -> eni-b gre", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.3 ICMP: the ports are type and code", admits("icmp", 8, 0), "eni-a -> eni-b icmp", "reachable"},
	{"R4.3 ICMP: another type is not admitted", admits("icmp", 3, 4), "eni-a -> eni-b icmp", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.3 ICMP: code -1 is every code", admits("1", 3, -1), "eni-a -> eni-b icmp/3/4", "reachable; return not-needed"},
	{"R4.3 ICMP: type -1 is every type", admits("icmp", -1, -1), "eni-a -> eni-b icmp/13", "reachable"},
	{"R4.3 ICMPv6 by name", admits("icmpv6", 128, 0), "eni-a -> eni-b icmpv6", "reachable"},
	{"R4.3 ICMPv6 by number, all types", admits("58", -1, -1), "eni-a -> eni-b icmpv6", "reachable"},
	{"R4.3 ICMP is not ICMPv6", admits("icmp", -1, -1), "eni-a -> eni-b icmpv6", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.3 ICMPv6 without ports is every type", func(w *world) {
		admits("icmpv6", 0, 0)(w)
		w.edit(func(s *topology.Snapshot) {
			p := &group(s, "sg-b").IpPermissions[0]
			p.FromPort, p.ToPort = nil, nil
		})
	}, "eni-a -> eni-b icmpv6", "reachable"},

	{"R4.4 an IPv4 rule admits IPv4", remote("0.0.0.0/0"), "eni-a -> eni-b tcp/443", "reachable"},
	{"R4.4 but no IPv6", remote("0.0.0.0/0"), "eni-a -> eni-b tcp/443 ipv6", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.4 an IPv6 rule admits IPv6", remote("::/0"), "eni-a -> eni-b tcp/443 ipv6", "reachable"},
	{"R4.4 but no IPv4", remote("::/0"), "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.4 a prefix list admits what is in it", func(w *world) {
		w.PrefixList("pl-1", "10.9.0.0/16", "10.0.1.0/24")
		remote("pl-1")(w)
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R4.4 and nothing else", func(w *world) {
		w.PrefixList("pl-1", "10.9.0.0/16")
		remote("pl-1")(w)
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.4 an unreadable list may admit anything of its family", func(w *world) {
		w.UnreadablePrefixList("pl-1", "IPv4")
		remote("pl-1")(w)
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_PREFIX_LIST sg-b#ingress/[0]"},
	{"R4.4 but nothing of the other", func(w *world) {
		w.UnreadablePrefixList("pl-1", "IPv4")
		remote("pl-1")(w)
	}, "eni-a -> eni-b tcp/443 ipv6", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.4 AWS's lists hold public addresses only", func(w *world) {
		w.UnreadablePrefixList("pl-1", "IPv4").OwnerId = "AWS"
		remote("pl-1")(w)
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH"},
	{"R4.4 and none of a VPC's own, even where its block is public", func(w *world) {
		w.Vpc("vpc-z", "54.1.0.0/16")
		w.Subnet("subnet-z", "vpc-z", "54.1.1.0/24")
		w.UnreadablePrefixList("pl-1", "IPv4").OwnerId = "AWS"
		w.SG("sg-z", "vpc-z").Ingress("tcp/443", "pl-1")
		w.ENI("eni-y", "subnet-z", "54.1.1.9")
		w.ENI("eni-z", "subnet-z", "54.1.1.10", "sg-z")
	}, "eni-y -> eni-z tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-z#ingress/*"},
	{"R4.4 an unreadable list does not matter where another rule admits", func(w *world) {
		w.UnreadablePrefixList("pl-1", "IPv4")
		remote("pl-1", "10.0.1.10/32")(w)
	}, "eni-a -> eni-b tcp/443", "reachable"},

	{"R4.5 a reference admits the private address of a member", remote("sg-a"), "eni-a -> eni-b tcp/443", "reachable; by sg-b#ingress/[0]"},
	{"R4.5 and its IPv6 address, on an assumption", remote("sg-a"),
		"eni-a -> eni-b tcp/443 ipv6", "reachable; assumes ASSUMES_SG_REFERENCE_COVERS_IPV6_AND_PREFIXES eni-a"},
	{"R4.5 and an address of a prefix delegated to it", func(w *world) {
		remote("sg-a")(w)
		w.edit(func(s *topology.Snapshot) {
			named(s, "eni-a").Ipv4Prefixes = []topology.NetworkInterfaceIpv4Prefix{{Ipv4Prefix: prefix("10.0.1.64/28")}}
		})
	}, "eni-a -> eni-b tcp/443 from 10.0.1.70", "reachable; assumes ASSUMES_SG_REFERENCE_COVERS_IPV6_AND_PREFIXES eni-a"},
	{"R4.5 a reference admits no one who is not a member", remote("sg-b"), "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R4.5 it adds none of the referenced group's rules", func(w *world) {
		_, to := guarded(w)
		w.SG("sg-open", "vpc-a").Ingress("all", "any")
		to.Ingress("tcp/443", "sg-open")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R4.5 an egress reference admits the private addresses of members", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/443", "sg-b")
		to.Ingress("all", "any")
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-a#egress/[0]"},
	{"R4.5 but not of others", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/443", "sg-a")
		to.Ingress("all", "any")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R4.5 an egress reference does not match a member's public address", func(w *world) {
		empty(w)
		w.SG("sg-a", "vpc-a").Egress("all", "sg-b")
		w.SG("sg-b", "vpc-a").Ingress("all", "any")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a").Public("3.3.3.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-b").Public("3.3.3.20")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 3.3.3.20 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R4.5 a reference does not match what a member sends by a NAT gateway", func(w *world) {
		returnToSender(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-p", "vpc-p").Ingress("all", "sg-a:pcx-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-p", "sg-p") })
	}, "eni-a -> eni-p tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-p#ingress/*"},

	{"R4.6 references work across an active peering of the same Region, in", func(w *world) { across(w, "sg-a:pcx-a") },
		"eni-a -> eni-p tcp/443", "reachable; by sg-p#ingress/[0]"},
	{"R4.6 and out", func(w *world) {
		across(w, "any")
		w.edit(func(s *topology.Snapshot) {
			group(s, "sg-a").IpPermissionsEgress = []topology.IpPermission{topologytest.Permission("tcp/443", "sg-p:pcx-a")}
		})
	}, "eni-a -> eni-p tcp/443", "reachable; by sg-a#egress/[0]"},
	{"R4.6 R6.8 not across an inter-Region one", func(w *world) {
		hosts(w)
		w.SG("sg-a", "vpc-a")
		w.In(topologytest.Account, "us-east-1")
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.SG("sg-p", "vpc-p").Ingress("tcp/443", "sg-a:pcx-a")
		w.ENI("eni-p", "subnet-p", "10.1.1.10", "sg-p")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-a", "10.1.0.0/16", "pcx-a")
		w.Route("vpc-p", "10.0.0.0/16", "pcx-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-a -> eni-p tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-p#ingress/*"},
	{"R4.6 not to a VPC that is not joined by a peering", func(w *world) {
		twoOnline(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-z", "vpc-z").Ingress("tcp/443", "sg-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-z", "sg-z") })
	}, "eni-a -> eni-z tcp/443 ipv6", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-z#ingress/*"},

	{"R4.7 IPv6 that leaves by the internet gateway loses its group, even between peers", func(w *world) {
		twoOnline(w)
		w.Peering("pcx-a", "vpc-a", "vpc-z")
		w.SG("sg-a", "vpc-a")
		w.SG("sg-z", "vpc-z").Ingress("tcp/443", "sg-a:pcx-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-z", "sg-z") })
	}, "eni-a -> eni-z tcp/443 ipv6", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-z#ingress/*"},
	{"R4.7 through an appliance references do not work", func(w *world) {
		inspected(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-b", "vpc-a").Ingress("tcp/443", "sg-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-b", "sg-b") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-b#ingress/*; assumes ASSUMES_APPLIANCE_FORWARDS eni-m"},
	{"R4.7 the appliance itself still sees the sender's group", func(w *world) {
		inspected(w)
		w.SG("sg-a", "vpc-a")
		w.SG("sg-m", "vpc-a").Ingress("tcp/443", "sg-a")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-m", "sg-m") })
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-m#ingress/[0]"},
	{"R4.7 a rule by address works through it", func(w *world) {
		inspected(w)
		w.SG("sg-b", "vpc-a").Ingress("tcp/443", "10.0.1.0/24")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-b", "sg-b") })
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-b#ingress/[0]"},
}

// guarded is hosts with a group of its own on each: sg-a lets everything out, sg-b nothing in.
func guarded(w *world) (from, to topologytest.SG) {
	empty(w)
	from, to = w.SG("sg-a", "vpc-a"), w.SG("sg-b", "vpc-a")
	w.ENI("eni-a", "subnet-a", "10.0.1.10 2600:1f00:a:1::10", "sg-a")
	w.ENI("eni-b", "subnet-b", "10.0.2.10 2600:1f00:a:2::10", "sg-b")
	return from, to
}

// remote is guarded with an ingress rule on sg-b for each remote.
func remote(remotes ...string) func(w *world) {
	return func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", remotes...)
	}
}

// admits is guarded with one ingress rule on sg-b, protocol and ports as documented.
func admits(protocol string, from, to int32) func(w *world) {
	return func(w *world) {
		_, sg := guarded(w)
		sg.Ingress("all", "any")
		p := &sg.IpPermissions[0]
		p.IpProtocol, p.FromPort, p.ToPort = protocol, &from, &to
	}
}

// across is peered with sg-a on eni-a, and sg-p on eni-p that admits tcp/443 from a remote.
func across(w *world, remote string) *topologytest.Peering {
	p := peered(w)
	w.SG("sg-a", "vpc-a")
	w.SG("sg-p", "vpc-p").Ingress("tcp/443", remote)
	w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a"); regroup(s, "eni-p", "sg-p") })
	return p
}

// regroup replaces an interface's groups.
func regroup(s *topology.Snapshot, id, group string) {
	named(s, id).Groups = []topology.GroupIdentifier{{GroupId: group}}
}

// group is a security group of a finished snapshot.
func group(s *topology.Snapshot, id string) *topology.SecurityGroup {
	for i := range s.SecurityGroups {
		if s.SecurityGroups[i].GroupId == id {
			return &s.SecurityGroups[i]
		}
	}
	panic("no group " + id)
}

// without takes a group's document out of a finished snapshot.
func without(s *topology.Snapshot, id string) {
	var left []topology.SecurityGroup
	for _, g := range s.SecurityGroups {
		if g.GroupId != id {
			left = append(left, g)
		}
	}
	s.SecurityGroups = left
	s.Documents = append([]topology.Document(nil), s.Documents...)
	for i := range s.Documents {
		s.Documents[i].Partial = s.Documents[i].Partial || s.Documents[i].Kind == ref.SecurityGroup
	}
}
