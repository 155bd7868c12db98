package topologytest

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// Balancer is a handle on an application or network load balancer.
type Balancer struct {
	*topology.LoadBalancer
	n *Network
}

// ALB adds an active internal Application Load Balancer without nodes, NLB a Network Load Balancer.
func (n *Network) ALB(name, vpc string) Balancer { return n.balancer("application", "app", name, vpc) }

// NLB is ALB for a Network Load Balancer.
func (n *Network) NLB(name, vpc string) Balancer { return n.balancer("network", "net", name, vpc) }

func (n *Network) balancer(kind, short, name, vpc string) Balancer {
	in := n.vpc(vpc)
	b := Balancer{n: n, LoadBalancer: &topology.LoadBalancer{
		Meta: in.Meta, LoadBalancerArn: arn(in.Meta, "loadbalancer/"+short+"/"+name+"/0"), LoadBalancerName: name, DNSName: name + ".elb.example",
		Scheme: "internal", Type: kind, VpcId: vpc, IpAddressType: "ipv4", AttributesKnown: true,
	}}
	b.State.Code = "active"
	n.balancers = append(n.balancers, b.LoadBalancer)
	return b
}

func arn(m topology.Meta, rest string) string {
	return "arn:aws:elasticloadbalancing:" + m.Region + ":" + m.Account + ":" + rest
}

// Node adds a node, "eni-" with the load balancer's name and a number from 1, and enables its zone. One of a Network Load
// Balancer without groups has none.
func (b Balancer) Node(subnet, addresses string, groups ...string) ENI {
	kind := "interface"
	if b.Type == "network" {
		kind = "network_load_balancer"
	}
	id := fmt.Sprintf("eni-%s-%d", b.LoadBalancerName, len(b.AvailabilityZones)+1)
	e := b.n.serviceENI(id, subnet, addresses, kind, groups...)
	if kind != "interface" && len(groups) == 0 {
		e.Groups = nil
	}
	e.Description = "ELB " + b.LoadBalancerArn[strings.Index(b.LoadBalancerArn, "/")+1:]
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-elb", Status: "attached"}
	b.AvailabilityZones = append(b.AvailabilityZones, topology.LoadBalancerZone{ZoneName: e.AvailabilityZone, SubnetId: subnet})
	return e
}

// Listen adds a listener, such as "HTTPS:443", that forwards to target groups by chance, or answers by itself if there are none.
func (b Balancer) Listen(on string, groups ...TargetGroup) *topology.Listener {
	protocol, port := protocolPort(on)
	l := &topology.Listener{
		Meta: b.Meta, ListenerArn: strings.Replace(b.LoadBalancerArn, ":loadbalancer/", ":listener/", 1) + "/" + strconv.Itoa(int(port)) + strings.ToLower(protocol),
		LoadBalancerArn: b.LoadBalancerArn, Port: port, Protocol: protocol, DefaultActions: []topology.ListenerAction{Forward(groups...)},
	}
	b.n.listeners = append(b.n.listeners, l)
	if b.Type == "application" {
		b.Rule(l, "default", "", groups...)
	}
	return l
}

// Rule adds a rule to a listener: for clients of a prefix, or for requests that nobody can tell if it is empty.
func (b Balancer) Rule(l *topology.Listener, priority, from string, groups ...TargetGroup) *topology.ListenerRule {
	r := &topology.ListenerRule{
		Meta: b.Meta, RuleArn: strings.Replace(l.ListenerArn, ":listener/", ":listener-rule/", 1) + "/" + priority, Priority: priority,
		IsDefault: priority == "default", Actions: []topology.ListenerAction{Forward(groups...)},
	}
	if from != "" {
		c := topology.ListenerRuleCondition{Field: "source-ip"}
		c.SourceIpConfig = SourceIP(from)
		r.Conditions = append(r.Conditions, c)
	}
	b.n.listenerRules = append(b.n.listenerRules, r)
	return r
}

// Forward is the action of sending to target groups, or a fixed response if there are none.
func Forward(groups ...TargetGroup) topology.ListenerAction {
	if len(groups) == 0 {
		return topology.ListenerAction{Type: "fixed-response"}
	}
	a := topology.ListenerAction{Type: "forward"}
	if len(groups) == 1 {
		a.TargetGroupArn = groups[0].TargetGroupArn
		return a
	}
	a.ForwardConfig = newForwardConfig(groups)
	return a
}

// CrossZone sets the attribute of the load balancer.
func (b Balancer) CrossZone(on string) Balancer {
	b.Attributes = append(b.Attributes, topology.Attribute{Key: "load_balancing.cross_zone.enabled", Value: on})
	return b
}

// TargetGroup is a handle on a target group.
type TargetGroup struct {
	*topology.TargetGroup
	n *Network
}

// TargetGroup adds a group of targets of a type (instance, ip, lambda, alb), for a protocol and port such as "TCP:8080".
func (n *Network) TargetGroup(name, vpc, of, on string) TargetGroup {
	in := n.vpc(vpc)
	protocol, port := protocolPort(on)
	g := TargetGroup{n: n, TargetGroup: &topology.TargetGroup{
		Meta: in.Meta, TargetGroupArn: arn(in.Meta, "targetgroup/"+name+"/0"), TargetGroupName: name, TargetType: of, Protocol: protocol, Port: port,
		VpcId: vpc, IpAddressType: "ipv4", TargetHealthKnown: true, AttributesKnown: true,
	}}
	n.targetGroups = append(n.targetGroups, g.TargetGroup)
	return g
}

// Target registers healthy targets: ids or addresses, with a port of their own after "#", and a zone after "@".
func (g TargetGroup) Target(targets ...string) TargetGroup {
	for _, text := range targets {
		text, zone, _ := strings.Cut(text, "@")
		id, port, _ := strings.Cut(text, "#")
		d := topology.TargetHealthDescription{Target: topology.TargetDescription{Id: id, AvailabilityZone: zone}}
		if port != "" {
			d.Target.Port = *parseNumber(text, port)
		}
		d.TargetHealth.State = "healthy"
		g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, d)
	}
	return g
}

// Health sets the state of a target.
func (g TargetGroup) Health(id, state string) TargetGroup {
	for i := range g.TargetHealthDescriptions {
		if d := &g.TargetHealthDescriptions[i]; d.Target.Id == id {
			d.TargetHealth.State = state
		}
	}
	return g
}

// Attribute sets an attribute of the group.
func (g TargetGroup) Attribute(key, value string) TargetGroup {
	g.Attributes = append(g.Attributes, topology.Attribute{Key: key, Value: value})
	return g
}

func protocolPort(on string) (string, int32) {
	protocol, port, found := strings.Cut(on, ":")
	if !found {
		return protocol, 0
	}
	return protocol, *parseNumber(on, port)
}

// addBalancers fills in what the network has of load balancers.
func (n *Network) addBalancers(s *topology.Snapshot) {
	s.LoadBalancers = values(n, ref.LoadBalancer, n.balancers, func(r *topology.LoadBalancer) string { return r.LoadBalancerArn })
	s.ClassicLoadBalancers = values(n, ref.LoadBalancer, n.classics, func(r *topology.ClassicLoadBalancer) string { return r.LoadBalancerName })
	s.Listeners = values(n, ref.Listener, n.listeners, func(r *topology.Listener) string { return r.ListenerArn })
	s.ListenerRules = values(n, ref.Listener, n.listenerRules, func(r *topology.ListenerRule) string { return r.RuleArn })
	s.TargetGroups = values(n, ref.TargetGroup, n.targetGroups, func(r *topology.TargetGroup) string { return r.TargetGroupArn })
	s.VpcEndpointServiceConfigurations = values(n, ref.VpcEndpointService, n.services, func(r *topology.VpcEndpointServiceConfiguration) string { return r.ServiceId })
}
