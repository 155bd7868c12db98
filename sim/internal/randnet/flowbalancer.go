package randnet

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// A front is an interface that leads to targets: a load balancer's node, or an endpoint of a service.
type front struct {
	of       *topology.NetworkInterface
	services []traffic
	vpc      string // the targets'
}

// findFronts finds the nodes, and the endpoints that lead to some, with what they listen for.
func (g *ground) findFronts() {
	for i := range g.s.NetworkInterfaces {
		e := &g.s.NetworkInterfaces[i]
		if isNode(e) {
			g.fronts = append(g.fronts, front{e, g.listened(strings.TrimPrefix(e.Description, "ELB "), e.VpcId), e.VpcId})
		}
	}
	for i := range g.s.VpcEndpoints {
		ep := &g.s.VpcEndpoints[i]
		for j := range g.s.VpcEndpointServiceConfigurations {
			if c := &g.s.VpcEndpointServiceConfigurations[j]; c.ServiceName == ep.ServiceName {
				g.addEndpointFronts(ep, c)
			}
		}
	}
}

func (g *ground) addEndpointFronts(ep *topology.VpcEndpoint, c *topology.VpcEndpointServiceConfiguration) {
	var services []traffic
	for _, arn := range c.NetworkLoadBalancerArns {
		_, name, _ := strings.Cut(arn, ":loadbalancer/")
		services = append(services, g.listened(name, "")...)
	}
	for _, id := range ep.NetworkInterfaceIds {
		if e := g.byID[id]; e != nil {
			g.fronts = append(g.fronts, front{e, services, ep.VpcId})
		}
	}
}

// listened is what the load balancer of a name listens for.
func (g *ground) listened(name, vpc string) []traffic {
	var all []traffic
	for i := range g.s.Listeners {
		if l := &g.s.Listeners[i]; strings.HasSuffix(l.LoadBalancerArn, ":loadbalancer/"+name) {
			all = append(all, listenerTraffic(l.Protocol, l.Port)...)
		}
	}
	for i := range g.s.ClassicLoadBalancers {
		c := &g.s.ClassicLoadBalancers[i]
		for _, x := range c.ListenerDescriptions {
			if c.LoadBalancerName == name && c.VPCId == vpc {
				all = append(all, listenerTraffic(x.Listener.Protocol, x.Listener.LoadBalancerPort)...)
			}
		}
	}
	return all
}

func listenerTraffic(protocol string, port int32) []traffic {
	var all []traffic
	if protocol != "UDP" && protocol != "QUIC" {
		all = append(all, traffic{"tcp", port, port})
	}
	if strings.HasSuffix(protocol, "UDP") || strings.HasSuffix(protocol, "QUIC") {
		all = append(all, traffic{"udp", port, port})
	}
	return all
}

// toFront begins a flow to a load balancer or an endpoint: from inside its VPC or one that is joined with it, or from outside.
func (g *ground) toFront() (Flow, *topology.NetworkInterface) {
	x := pick(g.dice, g.fronts...)
	if a := x.of.Association; a != nil && a.PublicIp.IsValid() && g.chance(50) {
		f := Flow{SourceIP: pick(g.dice, internetHosts...), To: a.PublicIp}
		if e := pick(g.dice, g.senders...); e != nil && g.chance(25) {
			f.From, f.SourceIP = e.NetworkInterfaceId, g.source(e, true)
		}
		return f, x.of
	}
	to := pick(g.dice, g.addresses(x.of)...)
	vpc := x.of.VpcId
	if others := slices.Concat(g.peers[vpc], g.joined[vpc]); len(others) > 0 && g.chance(35) {
		vpc = pick(g.dice, others...)
	}
	var near []*topology.NetworkInterface
	for _, e := range g.byVpc[vpc] {
		if e.InterfaceType == "interface" && !isNode(e) {
			near = append(near, e)
		}
	}
	e := pick(g.dice, near...)
	if e == nil {
		e = pick(g.dice, g.senders...)
	}
	if e == nil || g.chance(6) {
		return Flow{SourceIP: g.within(g.site().block), To: to}, x.of
	}
	return Flow{From: e.NetworkInterfaceId, SourceIP: g.source(e, to.Is4()), To: to}, x.of
}

// frontService is what the front at a flow's destination listens for, if it is one.
func (g *ground) frontService(to *topology.NetworkInterface) (traffic, bool) {
	for _, x := range g.fronts {
		if x.of == to && len(x.services) > 0 {
			return pick(g.dice, x.services...), true
		}
	}
	return traffic{}, false
}
