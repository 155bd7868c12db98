package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func TestBalancerRules(t *testing.T) { tell(t, balancerStories) }

var balancerStories = []story{
	{"R11.1 a load balancer is two connections: the target sees the node", func(w *world) { fronted(w) },
		"eni-a -> front tcp/443", "reachable; meets eni-front-1; as 10.0.1.10 > 10.0.5.10; as 10.0.5.10 > 10.0.2.10; back-as 10.0.2.10 > 10.0.5.10; back-as 10.0.5.10 > 10.0.1.10; assumes nothing"},
	{"R11.1 its node is asked like any address", func(w *world) { fronted(w) },
		"eni-a -> 10.0.5.10 tcp/443", "reachable; as 10.0.5.10 > 10.0.2.10"},
	{"R11.1 one that is not active does nothing", func(w *world) {
		b, _ := fronted(w)
		b.State.Code = "provisioning"
	}, "eni-a -> front tcp/443", "unreachable; because BAD_STATE"},
	{"R11.1 where somebody else has the address of its node, that is who is asked", func(w *world) {
		fronted(w)
		w.Vpc("vpc-x", "10.0.0.0/16")
		w.Subnet("subnet-x", "vpc-x", "10.0.5.0/24")
		w.ENI("eni-x", "subnet-x", "10.0.5.30")
		w.ENI("eni-twin", "subnet-x", "10.0.5.10")
	}, "eni-x -> front tcp/443", "unreachable; because REQUEST_DELIVERED_ELSEWHERE eni-twin"},
	{"R11.1 an internal one has no public address", func(w *world) {
		fronted(w)
		w.IGW("igw-a", "vpc-a")
	}, "internet -> front tcp/443", "unreachable; because NO_PUBLIC_ADDRESS"},
	{"R11.1 a node never begins", func(w *world) { fronted(w) },
		"front -> eni-b tcp/8080", "unreachable; because COMPONENT_DOES_NOT_INITIATE eni-front-1"},
	{"R11.1 a node of a load balancer that is not captured is reached, and then nobody knows", func(w *world) {
		fronted(w)
		w.Without(ref.LoadBalancer)
	}, "eni-a -> 10.0.5.10 tcp/443", "unknown; because UNKNOWN_RESOURCE"},
	{"R11.1 without nodes in the snapshot nobody knows where to send", func(w *world) {
		web := behind(w)
		w.ALB("front", "vpc-a").Listen("HTTPS:443", web)
	}, "eni-a -> front tcp/443", "unknown; missing network-interface"},

	{"R11.2 an internet-facing one is asked by its nodes' public addresses", func(w *world) { facing(w) },
		"internet -> front tcp/443", "reachable; as 10.0.5.10 > 10.0.2.10; back-meets igw-a"},
	{"R11.2 its subnet needs a route to the internet gateway for the replies", func(w *world) {
		b, _ := fronted(w)
		b.Scheme = "internet-facing"
		w.edit(func(s *topology.Snapshot) { publicNode(s, "eni-front-1", "3.3.3.20") })
		w.IGW("igw-a", "vpc-a")
	}, "internet -> front tcp/443", "unreachable; reply NO_ROUTE_TO_DESTINATION"},
	{"R11.2 its target needs none", func(w *world) {
		facing(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
	}, "internet -> front tcp/443", "reachable"},
	{"R11.2 clients inside use the public addresses, too", func(w *world) { facing(w) },
		"eni-a -> front tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"},

	{"R11.3 the groups of an ALB filter its clients", func(w *world) { grouped(w, "10.0.1.0/24", "sg-front") },
		"eni-a -> front tcp/443", "reachable; by sg-front#ingress/[0]"},
	{"R11.3 and who is not admitted does not come in", func(w *world) { grouped(w, "10.0.7.0/24", "sg-front") },
		"eni-a -> front tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},
	{"R11.3 the target sees the load balancer's group", func(w *world) { grouped(w, "10.0.1.0/24", "sg-front") },
		"eni-a -> front tcp/443", "reachable; by sg-web#ingress/[0]"},
	{"R11.3 and not the client's (R4.7)", func(w *world) { grouped(w, "10.0.1.0/24", "sg-a") },
		"eni-a -> front tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED sg-web"},
	{"R11.3 what rules say decides among target groups", func(w *world) { ruled(w, "") },
		"eni-a -> front tcp/443", "partial; because REQUEST_CHOOSES_TARGET_GROUP; part to target group web (targetgroup/web/0) reachable; part to target group none (targetgroup/none/0) unreachable"},
	{"R11.3 a condition on the client's address decides by itself", func(w *world) { ruled(w, "10.0.9.0/24") },
		"eni-a -> front tcp/443", "reachable"},
	{"R11.3 it holds for those whom it names", func(w *world) { ruled(w, "10.0.1.0/24") },
		"eni-a -> front tcp/443", "partial"},
	{"R11.3 a fixed response comes from the node itself", func(w *world) {
		behind(w)
		b := w.ALB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		b.Listen("HTTP:80")
	}, "eni-a -> front tcp/80", "reachable; shuns eni-b"},
	{"R11.3 without its rules an ALB has its default one", func(w *world) {
		fronted(w)
		w.edit(func(s *topology.Snapshot) { s.ListenerRules = nil })
	}, "eni-a -> front tcp/443", "reachable; assumes ASSUMES_DEFAULT_LISTENER_RULES"},

	{"R11.4 an NLB without groups lets everybody to its listeners", func(w *world) { preserving(w) },
		"eni-a -> front tcp/443", "reachable; as 10.0.1.10 > 10.0.2.10"},
	{"R11.4 and to nothing else", func(w *world) { preserving(w) },
		"eni-a -> front tcp/80", "unreachable; all ELBV2_LISTENERS_MISMATCH; says no listener for tcp/80"},
	{"R11.4 it listens by transport", func(w *world) { preserving(w) },
		"eni-a -> front udp/443", "unreachable; all ELBV2_LISTENERS_MISMATCH"},
	{"R11.4 nor does it answer pings", func(w *world) { preserving(w) },
		"eni-a -> front icmp", "unreachable; because PROTOCOL_RESTRICTION"},
	{"R11.4 TCP_UDP takes both", func(w *world) {
		b, web := preserving(w)
		web.Protocol = "TCP_UDP"
		b.Listen("TCP_UDP:53", web)
	}, "eni-a -> front udp/53", "reachable"},
	{"R11.4 several ports are several listeners", func(w *world) {
		b, web := preserving(w)
		b.Listen("TCP:80", web)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "tcp/8080", "any")
		b.Listen("TCP:81", w.TargetGroup("other", "vpc-a", "instance", "TCP:9090").Target("i-b"))
	}, "eni-a -> front tcp/80-82", "partial; passes 1024-65535 to 80; blocks 1024-65535 to 81-82"},
	{"R11.4 listeners that were not captured may be there", func(w *world) {
		preserving(w)
		w.Without(ref.Listener)
	}, "eni-a -> front tcp/443", "unknown; missing listener"},
	{"R11.4 so may those of one load balancer, for they are captured one by one", func(w *world) {
		preserving(w)
		w.NLB("other", "vpc-a").Node("subnet-l", "10.0.5.11")
	}, "eni-a -> other tcp/443", "unknown; missing listener"},

	{"R11.5 an NLB keeps its client's address for instances", func(w *world) { preserving(w) },
		"eni-a -> front tcp/443", "reachable; as 10.0.1.10 > 10.0.2.10; shuns 10.0.5.10; back-meets eni-front-1"},
	{"R11.5 the reply is handed to it, whatever the target's routes say", func(w *world) {
		preserving(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b").LocalVia("10.0.0.0/16", "eni-a")
	}, "eni-a -> front tcp/443", "reachable; back-shuns rtb-b"},
	{"R11.5 the target's ACL sees the client", func(w *world) {
		preserving(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "all", "10.0.5.0/24")
	}, "eni-a -> front tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b"},
	{"R11.5 so does the node's for the reply", func(w *world) {
		preserving(w)
		w.NACL("acl-l", "vpc-a", "subnet-l").OpenEgress().Ingress(100, "allow", "tcp/443", "any").Ingress(110, "deny", "all", "10.0.2.0/24")
	}, "eni-a -> front tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-l"},
	{"R11.5 turned off, the target sees the node", func(w *world) {
		_, web := preserving(w)
		web.Attribute("preserve_client_ip.enabled", "false")
	}, "eni-a -> front tcp/443", "reachable; as 10.0.5.10 > 10.0.2.10"},
	{"R11.5 for UDP it cannot be turned off", func(w *world) {
		b, _ := preserving(w)
		dns := w.TargetGroup("dns", "vpc-a", "ip", "UDP:53").Target("10.0.2.10").Attribute("preserve_client_ip.enabled", "false")
		b.Listen("UDP:53", dns)
	}, "eni-a -> front udp/53", "reachable; as 10.0.1.10 > 10.0.2.10"},
	{"R11.5 addresses see the node unless it is turned on", func(w *world) {
		b, _ := preserving(w)
		b.Listen("TCP:80", w.TargetGroup("ips", "vpc-a", "ip", "TCP:80").Target("10.0.2.10"))
	}, "eni-a -> front tcp/80", "reachable; as 10.0.5.10 > 10.0.2.10"},
	{"R11.5 without attributes both are assumed", func(w *world) {
		_, web := preserving(w)
		web.AttributesKnown = false
	}, "eni-a -> front tcp/443", "reachable; assumes ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED; as 10.0.1.10 > 10.0.2.10"},
	{"R11.5 a peered VPC can keep the client's address", func(w *world) { distantTarget(w, "active") },
		"eni-a -> front tcp/443", "reachable; as 10.0.1.10 > 10.1.1.10"},
	{"R11.5 another VPC cannot", func(w *world) { distantTarget(w, "deleted") },
		"eni-a -> front tcp/443", "unreachable; because ELBV2_SOURCE_ADDRESS_PRESERVATION"},
	{"R11.5 the target's rules may name the NLB's group even so", func(w *world) {
		nlbGroups(w, "sg-front")
	}, "eni-a -> front tcp/443", "reachable; as 10.0.1.10 > 10.0.2.10"},
	{"R11.5 and not the client's group", func(w *world) {
		nlbGroups(w, "sg-a")
	}, "eni-a -> front tcp/443", "unreachable; because SG_REFERENCES_NOT_PRESERVED"},

	{"R17.7 a target does not reach itself through its NLB", func(w *world) { preserving(w) },
		"eni-b -> front tcp/443", "unreachable; all NLB_HAIRPIN"},
	{"R17.7 without client addresses it does", func(w *world) {
		_, web := preserving(w)
		web.Attribute("preserve_client_ip.enabled", "false")
	}, "eni-b -> front tcp/443", "reachable"},
}

// facing is fronted with an internet-facing load balancer in a public subnet.
func facing(w *world) {
	b, _ := fronted(w)
	b.Scheme = "internet-facing"
	w.edit(func(s *topology.Snapshot) { publicNode(s, "eni-front-1", "3.3.3.20") })
	w.IGW("igw-a", "vpc-a")
	w.Route("vpc-a", "0.0.0.0/0", "igw-a")
}

func publicNode(s *topology.Snapshot, id, public string) {
	for i := range s.NetworkInterfaces {
		if e := &s.NetworkInterfaces[i]; e.NetworkInterfaceId == id {
			e.Association = &topology.NetworkInterfaceAssociation{PublicIp: addr(public)}
			e.PrivateIpAddresses[0].Association = e.Association
		}
	}
}

// grouped is fronted where the load balancer admits clients of a block, and eni-b the members of a group.
func grouped(w *world, clients, members string) {
	fronted(w)
	w.SG("sg-a", "vpc-a")
	w.SG("sg-front", "vpc-a").Ingress("tcp/443", clients)
	w.SG("sg-web", "vpc-a").Ingress("tcp/8080", members)
	w.edit(func(s *topology.Snapshot) {
		regroup(s, "eni-a", "sg-a")
		regroup(s, "eni-front-1", "sg-front")
		regroup(s, "eni-b", "sg-web")
	})
}

// nlbGroups is preserving where eni-b admits the members of a group.
func nlbGroups(w *world, members string) {
	preserving(w)
	w.SG("sg-a", "vpc-a")
	w.SG("sg-front", "vpc-a").Ingress("tcp/443", "10.0.0.0/16")
	w.SG("sg-web", "vpc-a").Ingress("tcp/8080", members)
	w.edit(func(s *topology.Snapshot) {
		regroup(s, "eni-a", "sg-a")
		regroup(s, "eni-front-1", "sg-front")
		regroup(s, "eni-b", "sg-web")
	})
}

// ruled is fronted with a rule that sends some requests to a group without targets.
func ruled(w *world, from string) {
	web := behind(w)
	b := w.ALB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	l := b.Listen("HTTPS:443", web)
	b.Rule(l, "10", from, w.TargetGroup("none", "vpc-a", "instance", "HTTP:80"))
}

// distantTarget is an NLB in VPC A that keeps client addresses for an address in VPC P.
func distantTarget(w *world, status string) {
	peered(w)
	w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
	web := w.TargetGroup("web", "vpc-a", "ip", "TCP:8080").Target("10.1.1.10@all").Attribute("preserve_client_ip.enabled", "true")
	b := w.NLB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	b.Listen("TCP:443", web)
	w.edit(func(s *topology.Snapshot) { s.VpcPeeringConnections[0].Status.Code = status })
}
