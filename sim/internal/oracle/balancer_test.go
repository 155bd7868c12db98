package oracle

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// web is an application load balancer in zones a and b with a target in zone a that lets only the load balancer in.
func web(n *balancedNet) {
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.zoned("subnet-a", "a", "10.0.1.0/24")
	n.zoned("subnet-b", "b", "10.0.2.0/24")
	n.zoned("subnet-c", "a", "10.0.3.0/24")
	n.zoned("subnet-t", "a", "10.0.4.0/24")
	n.zoned("subnet-u", "b", "10.0.5.0/24")
	n.SG("sg-l", "vpc-a").Ingress("tcp/80", "10.0.3.0/24")
	n.SG("sg-t", "vpc-a").Ingress("tcp/8080", "sg-l")
	n.ENI("eni-c", "subnet-c", "10.0.3.10")
	n.ENI("eni-t", "subnet-t", "10.0.4.10", "sg-t")
	n.balancer("app/web", "sg-l", "subnet-a=10.0.1.5", "subnet-b=10.0.2.5")
	n.listen("app/web", "HTTP 80", "web")
	n.group("web", "instance HTTP 8080", "i-t")
}

// second adds a target in zone b that lets nobody in.
func second(n *balancedNet) {
	n.SG("sg-u", "vpc-a")
	n.ENI("eni-u", "subnet-u", "10.0.5.10", "sg-u")
	rows := &n.groups[0].TargetHealthDescriptions
	*rows = append(*rows, topology.TargetHealthDescription{Target: topology.TargetDescription{Id: "i-u"}})
}

func TestApplicationLoadBalancer(t *testing.T) {
	tellBalanced(t, web, []balancedStory{
		{name: "R11.3 target that knows the load balancer's group", flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.8 from the node in another zone", flow: "eni-c > 10.0.2.5 tcp/80", want: Reachable},
		{name: "R11.3 the target lets nobody else in", flow: "eni-c > 10.0.4.10 tcp/8080", want: Unreachable},
		{name: "R11.1 no listener", flow: "eni-c > 10.0.1.5 tcp/81", want: Unreachable},
		{name: "R11.1 no ping", flow: "eni-c > 10.0.1.5 icmp/8", want: Unreachable},
		{name: "R11.1 node does not initiate", flow: "eni-web-a > 10.0.4.10 tcp/8080", want: Unreachable},
		{name: "R11.1 no UDP", flow: "eni-c > 10.0.1.5 udp/80", want: Unreachable},
		{name: "R11.3 group of the load balancer lets nobody in", network: func(n *balancedNet) { n.ENI("eni-d", "subnet-u", "10.0.5.20") },
			flow: "eni-d > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.3 no egress", network: func(n *balancedNet) {
			n.SG("sg-x", "vpc-a").Ingress("tcp/80", "any").NoEgress()
			n.regroup("eni-web-a", "sg-x")
		},
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.1 in the making", network: func(n *balancedNet) { n.balancers[0].State.Code = "provisioning" }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.7 port of the target", network: func(n *balancedNet) { n.groups[0].TargetHealthDescriptions[0].Target.Port = 9000 },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.1 load balancer not captured", network: func(n *balancedNet) { n.balancers = nil }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.1 not captured, and filtered", network: func(n *balancedNet) { n.balancers = nil }, flow: "eni-c > 10.0.1.5 tcp/81", want: Unreachable},
		{name: "R11.3 group not captured", network: func(n *balancedNet) { n.groups = nil }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.3 targets not captured", network: func(n *balancedNet) { n.groups[0].TargetHealthKnown = false }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.3 no targets", network: func(n *balancedNet) { n.groups[0].TargetHealthDescriptions = nil }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.3 target not captured", network: func(n *balancedNet) { n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x" },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.1 listeners not captured", network: func(n *balancedNet) { n.listeners = nil; n.without = []ref.Kind{ref.Listener} },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.1 no listeners", network: func(n *balancedNet) { n.listeners = nil }, flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
	})
}

// regroup gives an interface other groups.
func (n *balancedNet) regroup(id string, groups ...string) {
	e := n.nodes[id]
	e.NoGroups()
	for _, g := range groups {
		e.NetworkInterface.Groups = append(e.NetworkInterface.Groups, topology.GroupIdentifier{GroupId: g})
	}
}

func TestRulesOfListeners(t *testing.T) {
	rule := func(actions ...topology.ListenerAction) func(n *balancedNet) {
		return func(n *balancedNet) { n.rule(n.listeners[0], actions...) }
	}
	from := func(block string) func(n *balancedNet) {
		return func(n *balancedNet) {
			n.group("none", "instance HTTP 8080")
			n.rule(n.listeners[0], forwardTo("none")).Conditions = []topology.ListenerRuleCondition{{Field: "source-ip",
				SourceIpConfig: &struct{ Values []netip.Prefix }{[]netip.Prefix{netip.MustParsePrefix(block)}}}}
		}
	}
	weighted := func(a, b int) func(n *balancedNet) {
		return func(n *balancedNet) {
			n.group("none", "instance HTTP 8080")
			action := topology.ListenerAction{Type: "forward"}
			action.ForwardConfig = &struct {
				TargetGroups []struct {
					TargetGroupArn string
					Weight         *int
				}
			}{}
			for i, w := range []*int{&a, &b} {
				action.ForwardConfig.TargetGroups = append(action.ForwardConfig.TargetGroups, struct {
					TargetGroupArn string
					Weight         *int
				}{arn("targetgroup", []string{"web", "none"}[i]), w})
			}
			n.listeners[0].DefaultActions = []topology.ListenerAction{action}
		}
	}
	tellBalanced(t, web, []balancedStory{
		{name: "R11.3 a rule may answer", network: rule(topology.ListenerAction{Type: "redirect"}), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.3 a rule forwards elsewhere", network: func(n *balancedNet) { n.group("none", "instance HTTP 80"); n.rule(n.listeners[0], forwardTo("none")) },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.3 a rule authenticates", network: rule(topology.ListenerAction{Type: "authenticate-oidc"}, forwardTo("web")), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.3 a rule for the client's address", network: from("10.0.3.0/24"), flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.3 a rule for other addresses", network: from("10.9.0.0/16"), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.3 a rule for a group that was not captured", network: rule(forwardTo("lost")), flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.3 weights", network: weighted(1, 1), flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.3 weight zero", network: weighted(5, 0), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.3 weights all zero", network: weighted(0, 0), flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.3 only a fixed response", network: func(n *balancedNet) {
			n.listeners[0].DefaultActions = []topology.ListenerAction{{Type: "fixed-response"}}
		},
			flow: "eni-c > 10.0.2.5 tcp/80", want: Reachable},
		{name: "R11.3 no action that can be read", network: func(n *balancedNet) { n.listeners[0].DefaultActions = nil }, flow: "eni-c > 10.0.2.5 tcp/80", want: Unknown},
	})
}

func TestZonesOfTargets(t *testing.T) {
	off := func(n *balancedNet) { second(n); set(n.groups[0], "load_balancing.cross_zone.enabled", "false") }
	tellBalanced(t, web, []balancedStory{
		{name: "R11.8 over both zones", network: second, flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
		{name: "R11.8 cross-zone off, zone a", network: off, flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.8 cross-zone off, zone b", network: off, flow: "eni-c > 10.0.2.5 tcp/80", want: Unreachable},
		{name: "R11.8 zone not enabled", network: func(n *balancedNet) {
			second(n)
			n.balancers[0].AvailabilityZones = n.balancers[0].AvailabilityZones[:1]
		}, flow: "eni-c > 10.0.2.5 tcp/80", want: Reachable},
		{name: "R11.8 no target in an enabled zone", network: func(n *balancedNet) { n.balancers[0].AvailabilityZones = n.balancers[0].AvailabilityZones[1:] },
			flow: "eni-c > 10.0.2.5 tcp/80", want: Unreachable},
		{name: "R11.8 enabled zones by name", network: func(n *balancedNet) {
			n.balancers[0].AvailabilityZones = []topology.LoadBalancerZone{{ZoneName: topologytest.Region + "b"}}
		}, flow: "eni-c > 10.0.2.5 tcp/80", want: Unreachable},
		{name: "R11.8 target of unknown zone", network: func(n *balancedNet) {
			off(n)
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-x"
		}, flow: "eni-c > 10.0.2.5 tcp/80", want: Unknown},
		{name: "R11.8 draining", network: func(n *balancedNet) {
			second(n)
			n.groups[0].TargetHealthDescriptions[1].TargetHealth.State = "draining"
		},
			flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.9 health does not matter", network: func(n *balancedNet) { n.groups[0].TargetHealthDescriptions[0].TargetHealth.State = "unhealthy" },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.9 health does matter", network: func(n *balancedNet) { second(n); n.health = true }, flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.9 none is healthy", network: func(n *balancedNet) {
			second(n)
			n.groups[0].TargetHealthDescriptions[0].TargetHealth.State = "unhealthy"
			n.health = true
		}, flow: "eni-c > 10.0.1.5 tcp/80", want: Partial},
	})
}

func TestOtherTargets(t *testing.T) {
	ip := func(targets ...string) func(n *balancedNet) {
		return func(n *balancedNet) { n.groups = nil; n.group("web", "ip HTTP 8080", targets...) }
	}
	tellBalanced(t, web, []balancedStory{
		{name: "R11.6 address", network: ip("10.0.4.10"), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.6 address in all zones", network: ip("10.0.4.10@all"), flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.8 address in a zone that is not enabled", network: ip("10.0.4.10@" + topologytest.Region + "c"), flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.6 address of nobody", network: ip("10.0.4.77@all"), flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.6 address outside without a route", network: ip("192.168.7.7"), flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
		{name: "R11.6 unreadable address", network: ip("nonsense@all"), flow: "eni-c > 10.0.1.5 tcp/80", want: Unknown},
		{name: "R11.3 function", network: func(n *balancedNet) { n.groups = nil; n.group("web", "lambda  HTTP 0", "arn:aws:lambda:x") },
			flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
		{name: "R11.1 in a circle", network: ip("10.0.2.5@all"), flow: "eni-c > 10.0.1.5 tcp/80", want: Unreachable},
	})
}

func TestClassicLoadBalancer(t *testing.T) {
	old := func(n *balancedNet) {
		web(n)
		n.node("ELB old", "subnet-a", "10.0.1.9", "sg-l")
		c := &topology.ClassicLoadBalancer{Meta: here, LoadBalancerName: "old", VPCId: "vpc-a", Instances: []struct{ InstanceId string }{{"i-t"}}}
		c.ListenerDescriptions = []struct{ Listener topology.ClassicListener }{{topology.ClassicListener{Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 8080}}}
		n.classics = append(n.classics, c)
	}
	neighbour := func(n *balancedNet) {
		n.ENI("eni-n", "subnet-a", "10.0.1.20", "sg-t")
		n.classics[0].Instances[0].InstanceId = "i-n"
	}
	closed := func(n *balancedNet) {
		n.NACL("acl-a", "vpc-a", "subnet-a").Egress(10, "allow", "tcp", "10.0.3.0/24").OpenIngress()
	}
	tellBalanced(t, old, []balancedStory{
		{name: "R11.11 instance", flow: "eni-c > 10.0.1.9 tcp/80", want: Reachable},
		{name: "R11.11 no listener", network: func(n *balancedNet) { n.classics[0].ListenerDescriptions[0].Listener.LoadBalancerPort = 443 },
			flow: "eni-c > 10.0.1.9 tcp/80", want: Unreachable},
		{name: "R11.11 no instance", network: func(n *balancedNet) { n.classics[0].Instances = nil }, flow: "eni-c > 10.0.1.9 tcp/80", want: Unreachable},
		{name: "R11.8 of its subnets' zones", network: func(n *balancedNet) { n.classics[0].Subnets = []string{"subnet-b"} }, flow: "eni-c > 10.0.1.9 tcp/80", want: Unreachable},
		{name: "R11.8 subnet not captured", network: func(n *balancedNet) { n.classics[0].Subnets = []string{"subnet-b", "subnet-x"} }, flow: "eni-c > 10.0.1.9 tcp/80", want: Reachable},
		{name: "R11.11 not captured", network: func(n *balancedNet) { n.classics = nil }, flow: "eni-c > 10.0.1.9 tcp/80", want: Unknown},
		{name: "R11.11 instance not captured", network: func(n *balancedNet) { n.classics[0].Instances[0].InstanceId = "i-x" }, flow: "eni-c > 10.0.1.9 tcp/80", want: Unknown},
		{name: "R5.15 inside the subnet", network: neighbour, flow: "eni-c > 10.0.1.9 tcp/80", want: Reachable},
		{name: "R5.15 the network ACL is asked inside the subnet", network: func(n *balancedNet) { neighbour(n); closed(n) },
			flow: "eni-c > 10.0.1.9 tcp/80", want: Unreachable},
		{name: "R5.15 of a classic one alone", network: func(n *balancedNet) {
			neighbour(n)
			closed(n)
			n.groups[0].TargetHealthDescriptions[0].Target.Id = "i-n"
		}, flow: "eni-c > 10.0.1.5 tcp/80", want: Reachable},
	})
}
