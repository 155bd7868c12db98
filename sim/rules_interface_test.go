package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestInterfaceRules(t *testing.T) { tell(t, interfaceStories) }

// interfaceStories are rules 1.7 to 1.14 and 13.1 to 13.4: the addresses and states of interfaces.
var interfaceStories = []story{
	{"R1.7 in an IPv6-only subnet hosts have IPv6", nativeIPv6, "eni-6 -> eni-b tcp/443", "reachable; as 2600:1f00:a:6::10 > 2600:1f00:a:2::10"},
	{"R1.7 and no IPv4", nativeIPv6, "eni-6 -> 10.0.2.10 tcp/443", "unreachable; because NO_ADDRESS_IN_FAMILY eni-6"},
	{"R1.7 nothing of the other family finds them", nativeIPv6, "eni-4 -> eni-6 tcp/443", "unreachable; because NO_ADDRESS_IN_FAMILY"},

	{"R1.8 a subnet's first four addresses are nobody's", partly, "eni-a -> 10.0.2.1 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R1.8 nor is the last", partly, "eni-a -> 10.0.2.255 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R1.8 nor an IPv6 subnet's first four", partly, "eni-a -> 2600:1f00:a:2::3 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R1.8 the fifth may be somebody's that was not captured", partly, "eni-a -> 10.0.2.4 tcp/443", "unknown; because UNKNOWN_DESTINATION vpc-a"},
	{"R1.8 nobody sends from an address that no interface holds", func(w *world) { hosts(w) }, "10.0.1.77 -> eni-b tcp/443", "unreachable; because NO_INTERFACE_HOLDS_ADDRESS subnet-a"},
	{"R1.8 nor from a reserved one", partly, "10.0.2.2 -> eni-a tcp/443", "unreachable; because NO_INTERFACE_HOLDS_ADDRESS subnet-b"},
	{"R1.8 unless somebody was not captured", partly, "10.0.2.77 -> eni-a tcp/443", "unknown; because UNKNOWN_RESOURCE subnet-b"},
	{"R1.8 the resolver is at the primary block's base plus two", func(w *world) { hosts(w) }, "eni-b -> 10.0.0.2 tcp/53", "reachable; meets Amazon DNS"},
	{"R1.8 not at a secondary block's", func(w *world) {
		w.Vpc("vpc-z", "10.5.0.0/16", "10.6.0.0/16")
		w.Subnet("subnet-z", "vpc-z", "10.5.1.0/24")
		w.ENI("eni-z", "subnet-z", "10.5.1.10")
	}, "eni-z -> 10.6.0.2 udp/53", "unreachable; because NO_POSSIBLE_DESTINATION vpc-z"},

	{"R1.9 a public block of a VPC is private: the internet does not lead to it", publicBlock,
		"8.8.8.8 -> 54.1.1.10 tcp/443", "unreachable"},
	{"R1.9 nor does it come out without a public address", publicBlock,
		"eni-z -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-z"},
	{"R1.9 inside the VPC it is like any other", func(w *world) {
		publicBlock(w)
		w.Subnet("subnet-y", "vpc-z", "54.1.2.0/24")
		w.ENI("eni-y", "subnet-y", "54.1.2.10")
	}, "eni-z -> eni-y tcp/443", "reachable; via rtb-main-vpc-z#54.1.0.0/16"},

	{"R1.10 an interface answers at its secondary addresses", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10 10.0.2.11")
	}, "eni-a -> 10.0.2.11 tcp/443", "reachable; meets eni-b"},
	{"R1.10 and at every address of a prefix delegated to it", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10").Prefix("10.0.2.64/28").Prefix("2600:1f00:a:2:7::/80")
	}, "eni-a -> 10.0.2.79 tcp/443", "reachable; meets eni-b; back-as 10.0.2.79 > 10.0.1.10"},
	{"R1.10 of IPv6 too", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "2600:1f00:a:1::10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10").Prefix("2600:1f00:a:2:7::/80")
	}, "eni-a -> 2600:1f00:a:2:7::99 tcp/443", "reachable; meets eni-b"},
	{"R1.10 but not beyond the prefix", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10")
		w.ENI("eni-b", "subnet-b", "10.0.2.10").Prefix("10.0.2.64/28")
	}, "eni-a -> 10.0.2.80 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R1.10 R13.2 a source in a delegated prefix passes the check", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10").Prefix("10.0.1.64/28")
		w.ENI("eni-b", "subnet-b", "10.0.2.10")
	}, "eni-a -> eni-b tcp/443 from 10.0.1.65", "reachable"},
	{"R1.10 groups are the interface's, so all its addresses share them", func(w *world) {
		_, sg := guarded(w)
		sg.Ingress("tcp/443", "any")
		w.edit(func(s *topology.Snapshot) {
			e := named(s, "eni-b")
			e.PrivateIpAddresses = append(e.PrivateIpAddresses, topology.NetworkInterfacePrivateIpAddress{PrivateIpAddress: addr("10.0.2.11")})
		})
	}, "eni-a -> 10.0.2.11 tcp/80", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},

	{"R1.11 a public address stands for one private address, here a secondary one", secondaryPublic,
		"eni-a -> 8.8.8.8 tcp/443 from 10.0.1.11", "reachable; as 3.3.3.11 > 8.8.8.8"},
	{"R1.11 the primary has none then", secondaryPublic,
		"eni-a -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R1.11 in by the public address, to that private one", secondaryPublic,
		"8.8.8.8 -> eni-a tcp/443", "reachable; as 8.8.8.8 > 10.0.1.11; back-as 3.3.3.11 > 8.8.8.8"},
	{"R1.11 an Elastic IP may stand for an address in a delegated prefix", func(w *world) {
		empty(w)
		w.ENI("eni-a", "subnet-a", "10.0.1.10").Prefix("10.0.1.64/28")
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
		w.edit(func(s *topology.Snapshot) {
			s.Addresses = []topology.Address{{PublicIp: addr("3.3.3.66"), PrivateIpAddress: addr("10.0.1.66"), NetworkInterfaceId: "eni-a", AssociationId: "eipassoc-1", AllocationId: "eipalloc-1"}}
		})
	}, "eni-a -> 8.8.8.8 tcp/443 from 10.0.1.66", "reachable; as 3.3.3.66 > 8.8.8.8"},
	{"R1.11 an Elastic IP that stands for nothing is nobody's", func(w *world) {
		online(w)
		w.edit(func(s *topology.Snapshot) {
			s.Addresses = []topology.Address{{PublicIp: addr("3.3.3.99"), AllocationId: "eipalloc-1"}}
		})
	}, "eni-a -> 3.3.3.99 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION"},
	{"R1.11 the public address is not seen inside: a group does not match it", func(w *world) {
		_, to := guarded(w)
		to.Ingress("tcp/443", "3.3.3.0/24")
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},

	{"R1.12 IPv6 addresses are public by default", func(w *world) { online(w) }, "2001:4860::1 -> eni-b tcp/443", "reachable"},
	{"R1.12 a private block is not advertised: nothing comes in", func(w *world) { privateV6(w) },
		"2001:4860::1 -> eni-z tcp/443", "unreachable; because PRIVATE_IPV6_NOT_ADVERTISED igw-z"},
	{"R1.12 nor goes out", func(w *world) { privateV6(w) },
		"eni-z -> 2001:4860::1 tcp/443", "unreachable; because PRIVATE_IPV6_NOT_ADVERTISED igw-z"},
	{"R1.12 unique local addresses are private whatever the block says", func(w *world) {
		w.Vpc("vpc-z", "10.5.0.0/16", "fd12:3456::/56")
		w.Subnet("subnet-z", "vpc-z", "fd12:3456::/64")
		w.ENI("eni-z", "subnet-z", "fd12:3456::10")
		w.IGW("igw-z", "vpc-z")
		w.Route("vpc-z", "::/0", "igw-z")
	}, "eni-z -> 2001:4860::1 tcp/443", "unreachable; because PRIVATE_IPV6_NOT_ADVERTISED igw-z"},
	{"R1.12 an interface that denies all gateway traffic takes nothing from the internet", denied,
		"2001:4860::1 -> eni-b tcp/443", "unreachable; because DENY_ALL_IGW_TRAFFIC igw-a"},
	{"R1.12 but from peers", func(w *world) {
		peered(w)
		w.edit(func(s *topology.Snapshot) { named(s, "eni-p").DenyAllIgwTraffic = true })
	}, "eni-a -> eni-p tcp/443 ipv6", "reachable"},

	{"R1.14 R17.7 in a shared subnet the owner's ACL filters the participant's interface", func(w *world) {
		filtered(w)
		w.ENI("eni-x", "subnet-b", "10.0.2.30").Owned("444455556666").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-a -> eni-x tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R1.14 R17.7 and the owner's table routes it", func(w *world) {
		online(w)
		w.ENI("eni-x", "subnet-b", "10.0.2.30").Owned("444455556666").Public("3.3.3.30").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-x -> 8.8.8.8 tcp/443", "reachable; via rtb-main-vpc-a#0.0.0.0/0"},
	{"R1.14 R3.17 the owner's mode of Block Public Access counts", func(w *world) {
		online(w)
		w.ENI("eni-x", "subnet-b", "10.0.2.30").Owned("444455556666").Public("3.3.3.30").Attachment.InstanceOwnerId = "444455556666"
		w.BPA("block-bidirectional")
	}, "8.8.8.8 -> eni-x tcp/443", "unreachable; because VPC_BLOCK_PUBLIC_ACCESS_ENABLED igw-a"},
	{"R1.14 R3.17 not the participant's", func(w *world) {
		online(w)
		w.ENI("eni-x", "subnet-b", "10.0.2.30").Owned("444455556666").Public("3.3.3.30").Attachment.InstanceOwnerId = "444455556666"
		w.In("444455556666", "eu-west-1").BPA("block-bidirectional")
		w.edit(func(s *topology.Snapshot) { s.VpcBlockPublicAccessOptions[0].Account = "444455556666" })
	}, "8.8.8.8 -> eni-x tcp/443", "reachable"},

	{"R13.1 a running instance answers", func(w *world) { hosts(w) }, "eni-a -> eni-b tcp/443", "reachable"},
	{"R13.1 a stopped one does not", func(w *world) {
		_, b := hosts(w)
		b.Stopped()
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE eni-b"},
	{"R13.1 nor does it send", func(w *world) {
		a, _ := hosts(w)
		a.Stopped()
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE eni-a"},
	{"R13.1 a detached interface keeps its addresses and drops", func(w *world) {
		_, b := hosts(w)
		b.Detached()
	}, "eni-a -> 10.0.2.10 tcp/443", "unreachable; because BAD_STATE_ATTACHMENT eni-b"},
	{"R13.1 an instance that was not captured: nobody knows", func(w *world) {
		hosts(w)
		w.Without(ref.Instance)
	}, "eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_INSTANCE_STATE eni-b"},
	{"R13.1 on request it is assumed to run", func(w *world) {
		hosts(w)
		w.Without(ref.Instance)
		w.Assume = append(w.Assume, graph.AssumeInstancesRunning)
	}, "eni-a -> eni-b tcp/443", "reachable; assumes ASSUMES_INSTANCES_RUNNING eni-b"},
	{"R13.1 a service's own instance runs", func(w *world) {
		_, b := hosts(w)
		b.Attachment.InstanceOwnerId = "amazon-aws"
		w.Without(ref.Instance)
		w.edit(func(s *topology.Snapshot) { named(s, "eni-a").Attachment.InstanceOwnerId = "amazon-aws" })
	}, "eni-a -> eni-b tcp/443", "reachable"},

	{"R13.2 the check drops what is not sent from the interface's own addresses", func(w *world) { hosts(w) },
		"eni-a -> eni-b tcp/443 from 10.0.1.99", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-a"},
	{"R13.2 without the check it is sent", func(w *world) {
		a, _ := hosts(w)
		a.NoCheck()
	}, "eni-a -> eni-b tcp/443 from 10.0.1.99", "unreachable; one-way reachable"},
	{"R13.2 the check drops what is routed to another's address", func(w *world) {
		check := true
		inspected(w).SourceDestCheck = &check
	}, "eni-a -> eni-b tcp/443 ipv6", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-m"},
	{"R13.2 what is routed to an interface's own address is simply delivered", func(w *world) {
		hosts(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "eni-b")
	}, "eni-a -> eni-b tcp/443", "reachable; via rtb-a#10.0.2.0/24; assumes nothing"},

	{"R13.3 R17.8 an instance's second interface is an end of its own, with its own groups", dualHomed,
		"eni-a -> eni-2 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-b#ingress/*"},
	{"R13.3 R17.8 its first one is reached by its own rules", dualHomed, "eni-a -> eni-1 tcp/443", "reachable; back-meets eni-1"},
	{"R13.3 between them it does not forward while the check is on", func(w *world) {
		dualHomed(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "eni-1")
	}, "eni-a -> eni-b tcp/443", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-1"},

	{"R13.4 a NAT gateway's interface is known by its type: it takes nothing", natted, "eni-a -> eni-nat-a tcp/443", "unreachable; because NAT_GATEWAY_NO_SESSION nat-a"},
	{"R13.4 and starts nothing", natted, "eni-nat-a -> eni-a tcp/443", "unreachable; because COMPONENT_DOES_NOT_INITIATE eni-nat-a"},
	{"R13.4 a transit gateway's takes nothing either", typed("transit_gateway"), "eni-a -> eni-b tcp/443", "unreachable; because COMPONENT_DOES_NOT_LISTEN eni-b"},
	{"R13.4 a function's is a host", typed("lambda"), "eni-b -> eni-a tcp/443", "reachable"},
}

// nativeIPv6 is VPC A with an IPv6-only subnet, and a host that has IPv4 alone.
func nativeIPv6(w *world) {
	hosts(w)
	w.Subnet("subnet-6", "vpc-a", "2600:1f00:a:6::/64")
	w.ENI("eni-6", "subnet-6", "2600:1f00:a:6::10")
	w.ENI("eni-4", "subnet-a", "10.0.1.44")
}

// partly is VPC A of which not all interfaces were captured.
func partly(w *world) {
	hosts(w)
	w.Partial(ref.NetworkInterface)
}

// publicBlock is a VPC with a publicly routable block.
func publicBlock(w *world) {
	w.Vpc("vpc-z", "54.1.0.0/16")
	w.Subnet("subnet-z", "vpc-z", "54.1.1.0/24")
	w.ENI("eni-z", "subnet-z", "54.1.1.10")
	w.IGW("igw-z", "vpc-z")
	w.Route("vpc-z", "0.0.0.0/0", "igw-z")
}

// secondaryPublic is VPC A online where eni-a has a public address on its secondary one.
func secondaryPublic(w *world) {
	empty(w)
	w.ENI("eni-a", "subnet-a", "10.0.1.10 10.0.1.11").PublicOf("10.0.1.11", "3.3.3.11")
	w.IGW("igw-a", "vpc-a")
	w.Route("vpc-a", "0.0.0.0/0", "igw-a")
}

// privateV6 is a VPC online with a private IPv6 block.
func privateV6(w *world) {
	w.Vpc("vpc-z", "10.5.0.0/16", "2600:1f00:e::/56").PrivateIpv6()
	w.Subnet("subnet-z", "vpc-z", "2600:1f00:e:1::/64")
	w.ENI("eni-z", "subnet-z", "2600:1f00:e:1::10")
	w.IGW("igw-z", "vpc-z")
	w.Route("vpc-z", "::/0", "igw-z")
}

// denied is VPC A online where eni-b denies all internet gateway traffic.
func denied(w *world) {
	online(w)
	w.edit(func(s *topology.Snapshot) { named(s, "eni-b").DenyAllIgwTraffic = true })
}

// dualHomed is i-1 with eni-1 in subnet-a and eni-2, which has a group that admits nothing useful, in subnet-b.
func dualHomed(w *world) {
	hosts(w)
	w.SG("sg-b", "vpc-a").Ingress("tcp/80", "any")
	w.ENI("eni-1", "subnet-a", "10.0.1.20")
	w.ENI("eni-2", "subnet-b", "10.0.2.20", "sg-b").On("i-1")
}

// typed is hosts where eni-b is of some type and no instance's.
func typed(kind string) func(w *world) {
	return func(w *world) {
		_, b := hosts(w)
		b.InterfaceType, b.Attachment.InstanceId, b.Attachment.InstanceOwnerId = kind, "", "amazon-aws"
	}
}
