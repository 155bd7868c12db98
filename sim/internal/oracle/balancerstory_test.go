package oracle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// balancedNet is a small network with load balancers. They go by the end of their ARNs: "app/web", "net/fast".
type balancedNet struct {
	*topologytest.Network
	balancers []*topology.LoadBalancer
	classics  []*topology.ClassicLoadBalancer
	listeners []*topology.Listener
	rules     []*topology.ListenerRule
	groups    []*topology.TargetGroup
	services  []*topology.VpcEndpointServiceConfiguration
	without   []ref.Kind // documents that are missing
	nodes     map[string]topologytest.ENI
	link      *topology.VpcEndpoint
	health    bool // ask by the current health
}

var here = topology.Meta{Account: topologytest.Account, Region: topologytest.Region}

func arn(kind, name string) string {
	return "arn:aws:elasticloadbalancing:" + topologytest.Region + ":" + topologytest.Account + ":" + kind + "/" + name
}

func (n *balancedNet) zoned(id, zone, block string) {
	s := n.Subnet(id, "vpc-a", block)
	s.AvailabilityZone, s.AvailabilityZoneId = s.Region+zone, "az"+zone
}

// balancer adds a load balancer enabled in the zones of some subnets, with a node in each: "eni-web-a" for subnet-a.
func (n *balancedNet) balancer(name, groups string, subnets ...string) *topology.LoadBalancer {
	b := &topology.LoadBalancer{Meta: here, LoadBalancerArn: arn("loadbalancer", name+"/1"), VpcId: "vpc-a"}
	b.State.Code = "active"
	for _, text := range subnets {
		subnet, address, _ := strings.Cut(text, "=")
		b.AvailabilityZones = append(b.AvailabilityZones, topology.LoadBalancerZone{SubnetId: subnet})
		n.node("ELB "+name+"/1", subnet, address, groups)
	}
	n.balancers = append(n.balancers, b)
	return b
}

func (n *balancedNet) node(description, subnet, address, groups string) topologytest.ENI {
	name := strings.Split(strings.TrimSuffix(strings.TrimPrefix(description, "ELB "), "/1"), "/")
	e := n.ENI("eni-"+name[len(name)-1]+strings.TrimPrefix(subnet, "subnet"), subnet, address, strings.Fields(groups)...)
	e.Description, e.RequesterManaged = description, true
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-elb", Status: "attached"}
	if strings.HasPrefix(description, "ELB net/") {
		e.InterfaceType = "network_load_balancer"
	}
	if groups == "" {
		e.NoGroups()
	}
	n.nodes[e.NetworkInterfaceId] = e
	return e
}

// listen adds "TCP 80" that forwards to some groups.
func (n *balancedNet) listen(balancer, what string, groups ...string) *topology.Listener {
	protocol, port, _ := strings.Cut(what, " ")
	number, _ := strconv.Atoi(port)
	x := &topology.Listener{Meta: here, ListenerArn: arn("listener", balancer+"/1/"+port+protocol), LoadBalancerArn: arn("loadbalancer", balancer+"/1"),
		Protocol: protocol, Port: int32(number)}
	for _, g := range groups {
		x.DefaultActions = append(x.DefaultActions, forwardTo(g))
	}
	n.listeners = append(n.listeners, x)
	return x
}

func forwardTo(group string) topology.ListenerAction {
	return topology.ListenerAction{Type: "forward", TargetGroupArn: arn("targetgroup", group)}
}

// rule adds a rule to a listener.
func (n *balancedNet) rule(x *topology.Listener, actions ...topology.ListenerAction) *topology.ListenerRule {
	r := &topology.ListenerRule{Meta: here, Actions: actions, Priority: "1",
		RuleArn: strings.Replace(x.ListenerArn, ":listener/", ":listener-rule/", 1) + fmt.Sprint("/", len(n.rules))}
	n.rules = append(n.rules, r)
	return r
}

// group adds a target group: "instance TCP 8080" and targets such as "i-t", "i-t:9000", "10.0.4.10", "10.0.4.10@eu-west-1a".
func (n *balancedNet) group(name, what string, targets ...string) *topology.TargetGroup {
	words := strings.Fields(what)
	port, _ := strconv.Atoi(words[2])
	g := &topology.TargetGroup{Meta: here, TargetGroupArn: arn("targetgroup", name), TargetType: words[0], Protocol: words[1], Port: int32(port),
		VpcId: "vpc-a", IpAddressType: "ipv4", TargetHealthKnown: true, AttributesKnown: true}
	for _, text := range targets {
		row := topology.TargetHealthDescription{}
		text, row.Target.AvailabilityZone, _ = strings.Cut(text, "@")
		row.Target.Id = text
		if id, port, ported := strings.Cut(text, ":"); ported && words[0] != "alb" && words[0] != "lambda" {
			number, _ := strconv.Atoi(port)
			row.Target.Id, row.Target.Port = id, int32(number)
		}
		row.TargetHealth.State = "healthy"
		g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, row)
	}
	n.groups = append(n.groups, g)
	return g
}

func set(g *topology.TargetGroup, key, value string) {
	g.Attributes = append(g.Attributes, topology.Attribute{Key: key, Value: value})
}

func (n *balancedNet) snapshot() *topology.Snapshot {
	n.Without(n.without...)
	s := n.Network.Snapshot()
	s.LoadBalancers, s.ClassicLoadBalancers, s.Listeners = copies(n.balancers), copies(n.classics), copies(n.listeners)
	s.ListenerRules, s.TargetGroups = copies(n.rules), copies(n.groups)
	s.VpcEndpointServiceConfigurations = copies(n.services)
	for _, k := range []ref.Kind{ref.LoadBalancer, ref.Listener, ref.TargetGroup} {
		if !slices.Contains(n.without, k) {
			s.Documents = append(s.Documents, topology.Document{Kind: k, Key: k.String()})
		}
	}
	return s
}

// balancedStory is a story of a network with load balancers.
type balancedStory struct {
	name    string
	network func(n *balancedNet)
	flow    string
	want    Verdict
	forward Verdict // as in story
}

func tellBalanced(t *testing.T, base func(n *balancedNet), stories []balancedStory) {
	t.Helper()
	for _, s := range stories {
		t.Run(s.name, func(t *testing.T) {
			n := &balancedNet{Network: topologytest.New(), nodes: map[string]topologytest.ENI{}}
			base(n)
			if s.network != nil {
				s.network(n)
			}
			out := AskUnder(n.snapshot(), flow(t, s.flow), Options{CurrentHealth: n.health})
			forward := s.forward
			if forward == Unreachable {
				forward = s.want
			}
			if out.Verdict != s.want || out.Forward != forward {
				t.Errorf("%s: %v (forward %v), want %v (forward %v): %s\n%s",
					s.flow, out.Verdict, out.Forward, s.want, forward, out.Why, strings.Join(out.Log, "\n"))
			}
		})
	}
}
