package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestStatefulRules(t *testing.T) { tell(t, statefulStories) }

// statefulStories are rules 4 from R4.8 on: stale references, state, and where groups apply.
var statefulStories = []story{
	{"R4.8 a reference whose peering is gone matches nothing", func(w *world) {
		across(w, "sg-a:pcx-a").Status("deleted")
	}, "eni-a -> eni-p tcp/443", "unreachable; because BAD_STATE pcx-a; because ENI_SG_RULES_MISMATCH sg-p#ingress/*"},
	{"R4.8 once the VPCs are peered again it matches, whatever the rule still says of the old peering", func(w *world) {
		across(w, "sg-a:pcx-a")
		w.edit(func(s *topology.Snapshot) {
			pair := &group(s, "sg-p").IpPermissions[0].UserIdGroupPairs[0]
			pair.VpcPeeringConnectionId, pair.PeeringStatus = "pcx-old", "deleted"
		})
	}, "eni-a -> eni-p tcp/443", "reachable; by sg-p#ingress/[0]"},
	{"R4.8 while the peering is active it matches", func(w *world) { across(w, "sg-a:pcx-a") },
		"eni-a -> eni-p tcp/443", "reachable"},
	{"R4.8 a reference to a group that nobody carries matches nobody", remote("sg-deleted"),
		"eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},

	{"R4.9 the reply needs no rule of its own", func(w *world) {
		from, to := guarded(w)
		from.Egress("tcp/443", "10.0.2.0/24")
		to.Ingress("tcp/443", "10.0.1.0/24").NoEgress()
	}, "eni-a -> eni-b tcp/443", "reachable; stateful sg-b#egress/stateful; stateful sg-a#ingress/stateful"},
	{"R4.9 so with UDP", func(w *world) {
		_, to := guarded(w)
		to.Ingress("udp/53", "any").NoEgress()
	}, "eni-a -> eni-b udp/53", "reachable"},
	{"R4.9 with a ping", func(w *world) {
		_, to := guarded(w)
		to.Ingress("icmp/8/0", "any").NoEgress()
	}, "eni-a -> eni-b icmp", "reachable"},
	{"R4.9 and with protocols that have no ports", func(w *world) {
		_, to := guarded(w)
		to.Ingress("47", "any").NoEgress()
	}, "eni-a -> eni-b gre", "reachable"},
	{"R4.9 a connection the other way needs rules of its own", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "any")
	}, "eni-b -> eni-a tcp/443", "unreachable; because SG_HAS_NO_RULES sg-a#ingress/*"},
	{"R4.9 an appliance that saw only the reply judges it as a new packet", func(w *world) {
		hosts(w)
		w.Subnet("subnet-m", "vpc-a", "10.0.3.0/24")
		w.SG("sg-m", "vpc-a").Ingress("tcp/443", "any")
		w.ENI("eni-m", "subnet-m", "10.0.3.10", "sg-m").NoCheck()
		w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "eni-m")
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply ENI_SG_RULES_MISMATCH sg-m#ingress/*"},
	{"R4.9 one that saw the request lets the reply pass", func(w *world) {
		inspected(w)
		w.SG("sg-m", "vpc-a").Ingress("tcp/443", "any").Egress("tcp/443", "any")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-m", "sg-m") })
	}, "eni-a -> eni-b tcp/443", "reachable; back-meets eni-m"},

	{"R4.11 R5.17 neither groups nor ACLs filter Amazon DNS", sealed, "eni-a -> 169.254.169.253 udp/53", "reachable; meets Amazon DNS"},
	{"R4.11 R5.17 nor the resolver at the VPC's base plus two", sealed, "eni-a -> 10.0.0.2 udp/53", "reachable; meets Amazon DNS"},
	{"R4.11 R5.17 nor instance metadata", sealed, "eni-a -> 169.254.169.254 tcp/80", "reachable"},
	{"R4.11 R5.17 nor time", sealed, "eni-a -> 169.254.169.123 udp/123", "reachable"},
	{"R4.11 R5.17 nor their IPv6 addresses", sealed, "eni-a -> fd00:ec2::254 tcp/80", "reachable"},
	{"R4.11 R5.17 they do filter everything else", sealed,
		"eni-a -> eni-b tcp/443", "unreachable; because SG_HAS_NO_RULES sg-a#egress/*; because SUBNET_ACL_RESTRICTION acl-a#egress/*"},

	{"R4.12 a NAT gateway has no group, whatever its interface's document says", func(w *world) {
		natted(w)
		w.SG("sg-none", "vpc-a").NoEgress()
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-nat-a", "sg-none") })
	}, "eni-a -> 8.8.8.8 tcp/443", "reachable"},
	{"R4.12 an interface of an instance has one even where it is the only filter", func(w *world) {
		natInstance(w)
		w.SG("sg-none", "vpc-a").NoEgress()
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-m", "sg-none") })
	}, "eni-a -> 8.8.8.8 tcp/443", "unreachable; because SG_HAS_NO_RULES sg-none#ingress/*; because SG_HAS_NO_RULES sg-none#egress/*"},

	{"R4.13 a group may be used in another VPC that it is associated with", func(w *world) {
		peered(w)
		w.SG("sg-x", "vpc-a").Ingress("tcp/443", "10.0.0.0/16").Associated("vpc-p")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-p", "sg-x") })
	}, "eni-a -> eni-p tcp/443", "reachable; by sg-x#ingress/[0]"},
	{"R4.13 references in it reach members in its VPC", func(w *world) {
		empty(w)
		w.Vpc("vpc-x", "10.7.0.0/16")
		sg := w.SG("sg-x", "vpc-x").Associated("vpc-a")
		sg.Ingress("tcp/443", "sg-x")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-x")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-x")
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-x#ingress/[0]"},
	{"R4.13 but not members in a VPC that is not joined", func(w *world) {
		empty(w)
		w.Vpc("vpc-x", "10.7.0.0/16")
		sg := w.SG("sg-x", "vpc-x").Associated("vpc-a")
		sg.Ingress("tcp/443", "sg-x")
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-x")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-x#ingress/*"},

	{"R4.14 R1.14 a participant's interface follows the owner's shared group", func(w *world) {
		guarded(w)
		w.edit(func(s *topology.Snapshot) {
			named(s, "eni-b").Account, named(s, "eni-b").OwnerId = "444455556666", "444455556666"
			named(s, "eni-b").Attachment = &topology.NetworkInterfaceAttachment{Status: "attached", InstanceOwnerId: "amazon-aws"}
			group(s, "sg-b").IpPermissions = []topology.IpPermission{topologytest.Permission("tcp/443", "sg-a")}
		})
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-b#ingress/[0]"},
	{"R4.14 R1.14 and no rule means no entry there too", func(w *world) {
		guarded(w)
		w.edit(func(s *topology.Snapshot) {
			named(s, "eni-b").Account, named(s, "eni-b").OwnerId = "444455556666", "444455556666"
			named(s, "eni-b").Attachment = &topology.NetworkInterfaceAttachment{Status: "attached", InstanceOwnerId: "amazon-aws"}
		})
	}, "eni-a -> eni-b tcp/443", "unreachable; because SG_HAS_NO_RULES sg-b#ingress/*"},

	{"R4.15 members of one group need a rule for each other", func(w *world) {
		empty(w)
		w.SG("sg-x", "vpc-a")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-x")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-x")
	}, "eni-a -> eni-b tcp/443", "unreachable; because SG_HAS_NO_RULES sg-x#ingress/*"},
	{"R4.15 a reference to itself is one", func(w *world) {
		empty(w)
		w.SG("sg-x", "vpc-a").Ingress("all", "sg-x")
		w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-x")
		w.ENI("eni-b", "subnet-b", "10.0.2.10", "sg-x")
	}, "eni-a -> eni-b tcp/443", "reachable; by sg-x#ingress/[0]"},

	{"R4.16 inside a subnet the receiver's group is asked", func(w *world) {
		neighbours(w, "tcp/80", "all")
	}, "eni-a -> eni-c tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-c#ingress/*"},
	{"R4.16 and the sender's", func(w *world) {
		neighbours(w, "all", "tcp/80")
	}, "eni-a -> eni-c tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R4.16 if both admit, neighbours talk", func(w *world) {
		neighbours(w, "tcp/443", "tcp/443")
	}, "eni-a -> eni-c tcp/443", "reachable"},

	{"R4.1 on request a missing group is taken for a default one", func(w *world) {
		guarded(w)
		w.Assume = append(w.Assume, graph.AssumeDefaultSG)
		w.edit(func(s *topology.Snapshot) { without(s, "sg-b"); join(s, "eni-a", "sg-b") })
	}, "eni-a -> eni-b tcp/443", "reachable; assumes ASSUMES_DEFAULT_SECURITY_GROUP"},
	{"R4.1 which admits nobody but its members", func(w *world) {
		guarded(w)
		w.Assume = append(w.Assume, graph.AssumeDefaultSG)
		w.edit(func(s *topology.Snapshot) { without(s, "sg-b") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*; assumes ASSUMES_DEFAULT_SECURITY_GROUP"},
}

// sealed is guarded with no rule at all for eni-a and an ACL that denies all.
func sealed(w *world) {
	from, _ := guarded(w)
	from.NoEgress()
	w.NACL("acl-a", "vpc-a", "subnet-a")
}

// neighbours are eni-a and eni-c in one subnet, with what sg-c admits and sg-a lets out.
func neighbours(w *world, in, out string) {
	empty(w)
	w.SG("sg-a", "vpc-a").Egress(out, "any")
	w.SG("sg-c", "vpc-a").Ingress(in, "any")
	w.ENI("eni-a", "subnet-a", "10.0.1.10", "sg-a")
	w.ENI("eni-c", "subnet-a", "10.0.1.11", "sg-c")
}

// join adds a group to an interface.
func join(s *topology.Snapshot, id, group string) {
	named(s, id).Groups = append(named(s, id).Groups, topology.GroupIdentifier{GroupId: group})
}
