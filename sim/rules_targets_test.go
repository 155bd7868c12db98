package sim_test

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestTargetRules(t *testing.T) { tell(t, targetStories) }

// targetStories are rules 11.6 to 11.12, and 5.15: what load balancers send to which targets.
var targetStories = []story{
	{"R11.6 an address may be anywhere that the node's subnet routes to", func(w *world) { elsewhere(w, "10.1.1.10@all", "") },
		"eni-a -> front tcp/443", "reachable; as 10.0.5.10 > 10.1.1.10; meets pcx-a"},
	{"R11.6 where it routes nowhere it is not", func(w *world) {
		elsewhere(w, "10.1.1.10@all", "")
		w.RouteTable("rtb-l", "vpc-a", "subnet-l")
	}, "eni-a -> front tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-l#*"},
	{"R11.6 an address that nobody holds is no target", func(w *world) { elsewhere(w, "10.0.2.99", "") },
		"eni-a -> front tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-a"},
	{"R11.6 networks behind a VPN are, too", func(w *world) {
		elsewhere(w, "192.168.0.10@all", "")
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> front tcp/443", "reachable; as 10.0.5.10 > 192.168.0.10"},
	{"R11.6 R16.7 one outside does not answer where client addresses are kept", func(w *world) {
		elsewhere(w, "192.168.0.10@all", "true")
		w.VGW("vgw-a", "vpc-a")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
	}, "eni-a -> front tcp/443", "unreachable; all ELBV2_SOURCE_ADDRESS_PRESERVATION"},
	{"R16.7 R11.5 a peered one does", func(w *world) { elsewhere(w, "10.1.1.10@all", "true") },
		"eni-a -> front tcp/443", "reachable; as 10.0.1.10 > 10.1.1.10"},
	{"R11.6 an instance that is not captured is unknown", func(w *world) {
		_, web := fronted(w)
		web.TargetHealthDescriptions = nil
		web.Target("i-gone")
	}, "eni-a -> front tcp/443", "unknown; missing instance/i-gone"},

	{"R11.7 a target's port comes before its group's", func(w *world) {
		_, web := fronted(w)
		web.TargetHealthDescriptions = nil
		web.Target("i-b#9090")
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "tcp/9090", "any")
	}, "eni-a -> front tcp/443", "reachable"},
	{"R11.7 which nobody else opens", func(w *world) {
		fronted(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "tcp/443", "any")
	}, "eni-a -> front tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R11.7 an instance is its first interface", func(w *world) {
		fronted(w)
		second := w.ENI("eni-b2", "subnet-b", "10.0.2.40")
		second.On("i-b")
		second.Attachment.DeviceIndex = 1
	}, "eni-a -> front tcp/443", "reachable; as 10.0.5.10 > 10.0.2.10"},
	{"R11.7 an IPv6 group takes its IPv6 address", func(w *world) { dual(w, "ipv6") },
		"eni-a -> front tcp/443 ipv6", "reachable; as 2600:1f00:a:5::10 > 2600:1f00:a:2::10"},
	{"R11.7 an IPv6 group needs one", func(w *world) {
		_, web := dual(w, "ipv6")
		w.ENI("eni-c", "subnet-l", "10.0.5.30")
		web.TargetHealthDescriptions = nil
		web.Target("i-c")
	}, "eni-a -> front tcp/443 ipv6", "unreachable; because NO_ADDRESS_IN_FAMILY"},
	{"R11.7 families are translated at the node", func(w *world) { dual(w, "ipv4") },
		"eni-a -> front tcp/443 ipv6", "reachable; as 10.0.5.10 > 10.0.2.10; back-as 2600:1f00:a:5::10 > 2600:1f00:a:1::10"},
	{"R11.7 the other way as well", func(w *world) { dual(w, "ipv6") },
		"eni-a -> front tcp/443", "reachable; as 2600:1f00:a:5::10 > 2600:1f00:a:2::10; back-as 10.0.5.10 > 10.0.1.10"},
	{"R11.7 no client address survives that", func(w *world) {
		web := behind(w)
		b := w.NLB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10 2600:1f00:a:5::10")
		b.Listen("TCP:443", web)
	}, "eni-a -> front tcp/443 ipv6", "reachable; as 10.0.5.10 > 10.0.2.10"},
	{"R11.7 a node without an address of the target's family has nothing to send from", func(w *world) {
		_, web := fronted(w)
		web.IpAddressType = "ipv6"
	}, "eni-a -> front tcp/443", "unreachable; because NO_ADDRESS_IN_FAMILY"},

	{"R11.8 an NLB's node sends to its own zone", func(w *world) {
		doubledFront(w, "network")
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> 10.0.5.10 tcp/443", "reachable; as 10.0.1.10 > 10.0.5.30"},
	{"R11.8 unless it is told to send to all", func(w *world) {
		b, _ := doubledFront(w, "network")
		b.CrossZone("true")
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> 10.0.5.10 tcp/443", "partial; because LOAD_BALANCER_CHOOSES_TARGET; part i-b; part i-c"},
	{"R11.8 the group's word counts more", func(w *world) {
		b, web := doubledFront(w, "network")
		b.CrossZone("true")
		web.Attribute("load_balancing.cross_zone.enabled", "false")
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> 10.0.5.10 tcp/443", "reachable; as 10.0.1.10 > 10.0.5.30"},
	{"R11.8 if it has one", func(w *world) {
		b, web := doubledFront(w, "network")
		b.CrossZone("true")
		web.Attribute("load_balancing.cross_zone.enabled", "use_load_balancer_configuration")
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-a -> 10.0.5.10 tcp/443", "partial"},
	{"R11.8 an ALB sends to all", func(w *world) {
		doubledFront(w, "application")
		w.NACL("acl-b", "vpc-a", "subnet-b").Ingress(100, "allow", "all", "any")
	}, "eni-a -> 10.0.5.10 tcp/443", "partial; because LOAD_BALANCER_CHOOSES_TARGET"},
	{"R11.8 a node without targets in its zone has nobody to send to", func(w *world) {
		_, web := doubledFront(w, "network")
		web.TargetHealthDescriptions = nil
		web.Target("i-c")
	}, "eni-a -> 10.0.2.20 tcp/443", "unreachable; all ELBV2_NO_TARGETS_IN_AZ"},
	{"R11.8 so its name does not stand for it", func(w *world) {
		_, web := doubledFront(w, "network")
		web.TargetHealthDescriptions = nil
		web.Target("i-c")
	}, "eni-a -> front tcp/443", "reachable; shuns 10.0.2.20"},
	{"R11.8 targets where it is not enabled get nothing", func(w *world) {
		preserving(w)
		inZone(w, map[string]string{"subnet-l": "az1", "subnet-b": "az3"})
	}, "eni-a -> front tcp/443", "unreachable; all ELB_INSTALLED_AZ_RESTRICTION"},
	{"R11.8 targets in no zone get it from everywhere", func(w *world) {
		_, web := doubledFront(w, "network")
		web.TargetHealthDescriptions, web.TargetType = nil, "ip"
		web.Target("10.0.5.30@all")
	}, "eni-a -> 10.0.2.20 tcp/443", "reachable"},
	{"R11.8 without attributes it is as the load balancer has it", func(w *world) {
		_, web := doubledFront(w, "network")
		web.AttributesKnown = false
	}, "eni-a -> 10.0.5.10 tcp/443", "reachable; assumes MISSING_TARGET_GROUP_ATTRIBUTES"},

	{"R11.9 all that is registered counts", func(w *world) { sick(w, "unhealthy") },
		"eni-a -> front tcp/443", "partial; assumes ASSUMES_TARGETS_HEALTHY; part i-c:8080 reachable"},
	{"R11.9 on request what was healthy", func(w *world) {
		sick(w, "unhealthy")
		w.CurrentHealth = true
	}, "eni-a -> front tcp/443", "reachable; assumes ASSUMES_CURRENT_HEALTH"},
	{"R11.9 or everything, if nothing was", func(w *world) {
		sick(w, "unhealthy").Health("i-c", "unhealthy")
		w.CurrentHealth = true
	}, "eni-a -> front tcp/443", "partial; assumes ASSUMES_CURRENT_HEALTH"},
	{"R11.9 what is being taken out gets nothing new", func(w *world) { sick(w, "draining") },
		"eni-a -> front tcp/443", "reachable; assumes nothing"},
	{"R11.9 where all is, nobody is left", func(w *world) { sick(w, "draining").Health("i-c", "draining") },
		"eni-a -> front tcp/443", "unreachable; all ELBV2_LISTENER_HAS_NO_TG"},
	{"R11.9 without targets nobody knows", func(w *world) {
		_, web := fronted(w)
		web.TargetHealthKnown = false
	}, "eni-a -> front tcp/443", "unknown; missing target-group; says the targets of web (targetgroup/web/0) are not in the snapshot"},

	{"R11.10 an ALB behind an NLB sees the client", func(w *world) { chained(w, "10.0.1.0/24") },
		"eni-a -> outer tcp/443", "reachable; as 10.0.1.10 > 10.0.5.10; as 10.0.5.10 > 10.0.2.10; back-meets eni-outer-1"},
	{"R11.10 and has to admit it", func(w *world) { chained(w, "10.0.7.0/24") },
		"eni-a -> outer tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-front#ingress/*"},
	{"R11.10 by PrivateLink it sees the NLB", func(w *world) {
		outer := chained(w, "10.0.7.0/24")
		w.Vpc("vpc-c", "10.9.0.0/16")
		w.Subnet("subnet-c", "vpc-c", "10.9.1.0/24")
		w.ENI("eni-c", "subnet-c", "10.9.1.10")
		w.InterfaceEndpoint("vpce-l", "subnet-c", "10.9.1.50").ServiceName = w.EndpointService("vpce-svc-1", outer).ServiceName
	}, "eni-c -> 10.9.1.50 tcp/443", "reachable; as 10.0.7.20 > 10.0.5.10"},
	{"R11.10 an ALB that is not captured is unknown", func(w *world) {
		chained(w, "10.0.1.0/24")
		w.edit(func(s *topology.Snapshot) { named(s, "eni-front-1").Description = "" })
	}, "eni-a -> outer tcp/443", "unknown; missing load-balancer"},
	{"R11.10 load balancers in a circle get nowhere", func(w *world) {
		web := behind(w)
		b := w.NLB("front", "vpc-a")
		b.Node("subnet-l", "10.0.5.10")
		web.TargetHealthDescriptions, web.TargetType = nil, "ip"
		web.Target("10.0.5.10#443")
		b.Listen("TCP:443", web)
	}, "eni-a -> front tcp/443", "unreachable; because ROUTING_LOOP"},
	{"R11.3 a function answers without a network", func(w *world) { function(w) },
		"eni-a -> front tcp/443", "reachable; meets resize; shuns 10.0.2.10"},
	{"R11.3 its client has to come in even so", func(w *world) {
		function(w)
		w.NACL("acl-l", "vpc-a", "subnet-l").OpenEgress()
	}, "eni-a -> front tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION"},

	{"R11.1 nodes that the snapshot lacks are known by their addresses", func(w *world) { placeless(w) },
		"eni-a -> front tcp/443", "unreachable; all NO_POSSIBLE_DESTINATION"},
	{"R11.1 they may be there if some interfaces were not captured", func(w *world) {
		placeless(w)
		w.Partial(ref.NetworkInterface)
	}, "eni-a -> front tcp/443", "unknown"},

	{"R11.11 a Classic Load Balancer is two connections", func(w *world) { classic(w) },
		"eni-a -> old tcp/443", "reachable; as 10.0.1.10 > 10.0.2.20; as 10.0.2.20 > 10.0.2.10; back-as 10.0.2.20 > 10.0.1.10"},
	{"R11.11 it listens on its ports", func(w *world) { classic(w) },
		"eni-a -> old tcp/80", "unreachable; all ELB_LISTENERS_MISMATCH"},
	{"R11.11 its group filters clients", func(w *world) {
		classic(w)
		w.SG("sg-old", "vpc-a").Ingress("tcp/443", "10.0.9.0/24")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-old-1", "sg-old") })
	}, "eni-a -> old tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},
	{"R11.11 instances see its group", func(w *world) {
		classic(w)
		w.SG("sg-old", "vpc-a").Ingress("tcp/443", "any")
		w.SG("sg-b", "vpc-a").Ingress("tcp/80", "sg-old")
		w.edit(func(s *topology.Snapshot) {
			regroup(s, "eni-old-1", "sg-old")
			regroup(s, "eni-b", "sg-b")
		})
	}, "eni-a -> old tcp/443", "reachable; by sg-b#ingress/[0]"},
	{"R11.11 without instances there is nobody", func(w *world) { classic(w).Instances = nil },
		"eni-a -> old tcp/443", "unreachable"},
	{"R11.11 other zones are taken to be served", func(w *world) {
		b := classic(w)
		b.Node("subnet-a", "10.0.1.20")
		inZone(w, map[string]string{"subnet-a": "az1", "subnet-b": "az2"})
	}, "eni-a -> 10.0.1.20 tcp/443", "reachable; assumes ASSUMES_CROSS_ZONE"},
	{"R11.11 one that was not captured may do anything", func(w *world) {
		classic(w)
		w.Without(ref.LoadBalancer)
	}, "eni-a -> 10.0.2.20 tcp/443", "unknown; missing load-balancer"},

	{"R5.15 the ACL applies to it inside a subnet, too", func(w *world) {
		classic(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "all", "10.0.1.0/24")
	}, "eni-a -> old tcp/443", "unreachable; because ELB_ACL_RESTRICTION acl-b"},
	{"R5.15 an ACL that admits its own subnet lets it through", func(w *world) {
		classic(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "all", "10.0.1.0/24").Ingress(110, "allow", "all", "10.0.2.0/24")
	}, "eni-a -> old tcp/443", "reachable; by acl-b#ingress/110"},
	{"R5.15 another's node beside its target passes no ACL", func(w *world) {
		web := behind(w)
		web.Protocol = "HTTP"
		b := w.ALB("front", "vpc-a")
		b.Node("subnet-b", "10.0.2.20")
		b.Listen("HTTPS:443", web)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress().Ingress(100, "allow", "all", "10.0.1.0/24")
	}, "eni-a -> front tcp/443", "reachable"},

	{"R11.12 what a node sends comes from a high port", func(w *world) {
		fronted(w)
		w.NACL("acl-l", "vpc-a", "subnet-l").OpenEgress().Ingress(100, "allow", "tcp/443", "any").Ingress(110, "allow", "tcp/1024-65535", "10.0.2.0/24")
	}, "eni-a -> front tcp/443 sport 1000", "reachable"},
	{"R11.12 to which the replies must get back", func(w *world) {
		fronted(w)
		w.NACL("acl-l", "vpc-a", "subnet-l").OpenEgress().Ingress(100, "allow", "tcp/443", "any")
	}, "eni-a -> front tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-l"},
}

// elsewhere is VPC A and its peer VPC P, and an NLB in VPC A before an address. keeps is what it does with clients' addresses.
func elsewhere(w *world, target, keeps string) {
	peered(w)
	w.Subnet("subnet-l", "vpc-a", "10.0.5.0/24")
	web := w.TargetGroup("web", "vpc-a", "ip", "TCP:8080").Target(target)
	if keeps != "" {
		web.Attribute("preserve_client_ip.enabled", keeps)
	}
	b := w.NLB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	b.Listen("TCP:443", web)
}

// dual is behind with a load balancer for both families, and a target group of one.
func dual(w *world, family string) (topologytest.Balancer, topologytest.TargetGroup) {
	web := behind(w)
	web.Protocol, web.IpAddressType = "HTTP", family
	b := w.ALB("front", "vpc-a")
	b.IpAddressType = "dualstack"
	b.Node("subnet-l", "10.0.5.10 2600:1f00:a:5::10")
	b.Listen("HTTPS:443", web)
	return b, web
}

// sick is fronted with a second target, eni-c. eni-b has a state, and an ACL lets nothing in.
func sick(w *world, state string) topologytest.TargetGroup {
	_, web := fronted(w)
	w.ENI("eni-c", "subnet-l", "10.0.5.30")
	w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress()
	return web.Target("i-c").Health("i-b", state)
}

// chained is fronted behind a Network Load Balancer "outer" in subnet-o. The Application Load Balancer admits some clients.
func chained(w *world, clients string) topologytest.Balancer {
	inner, _ := fronted(w)
	w.Subnet("subnet-o", "vpc-a", "10.0.7.0/24")
	group := w.TargetGroup("alb", "vpc-a", "alb", "TCP:443").Target(inner.LoadBalancerArn)
	outer := w.NLB("outer", "vpc-a")
	outer.Node("subnet-o", "10.0.7.20")
	outer.Listen("TCP:443", group)
	w.SG("sg-front", "vpc-a").Ingress("tcp/443", clients)
	w.edit(func(s *topology.Snapshot) { regroup(s, "eni-front-1", "sg-front") })
	return outer
}

// placeless is behind with a Network Load Balancer whose node is in its own document alone.
func placeless(w *world) {
	web := behind(w)
	b := w.NLB("front", "vpc-a")
	b.Listen("TCP:443", web)
	z := topology.LoadBalancerZone{ZoneName: "eu-west-1a", SubnetId: "subnet-l"}
	z.LoadBalancerAddresses = slices.Grow(z.LoadBalancerAddresses, 1)[:1]
	z.LoadBalancerAddresses[0].PrivateIPv4Address = addr("10.0.5.77")
	b.AvailabilityZones = append(b.AvailabilityZones, z)
}

// function is an Application Load Balancer before a Lambda function.
func function(w *world) {
	behind(w)
	group := w.TargetGroup("fn", "vpc-a", "lambda", "").Target("arn:aws:lambda:eu-west-1:111122223333:function:resize")
	b := w.ALB("front", "vpc-a")
	b.Node("subnet-l", "10.0.5.10")
	b.Listen("HTTPS:443", group)
}
