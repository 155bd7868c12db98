package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

const genevePort = 6081

// passAppliances: what is behind a Gateway Load Balancer passes what comes, if the load balancer can reach anything (R10.6, R11.11).
// A reply that another endpoint saw the request of may be lost.
func (l *leg) passAppliances(m *middlebox, p packet) string {
	x := inspection{id: m.id, service: m.service, stateful: yes, isBalancer: true}
	if b := l.gwlbOf(m); b != nil {
		x.crossZone = gwlbTakesAllZones(b)
		if why := l.cannotInspect(b, m); why != "" {
			return why
		}
	}
	if l.isReply() && remembered(l.request.inspections, x) != yes {
		l.passes(maybe, "R2.15: %s never saw the request", m.id)
	}
	l.inspections = append(l.inspections, x)
	return ""
}

// gwlbOf is the load balancer behind an endpoint, if the service is one of the snapshot's and the load balancer is too.
func (l *leg) gwlbOf(m *middlebox) *topology.LoadBalancer {
	for _, c := range l.s.VpcEndpointServiceConfigurations {
		if m.service == "" || c.ServiceName != m.service || len(c.GatewayLoadBalancerArns) == 0 {
			continue
		}
		arn := c.GatewayLoadBalancerArns[l.awsPicks(len(c.GatewayLoadBalancerArns))]
		return find(l.s.LoadBalancers, arn, func(b *topology.LoadBalancer) string { return b.LoadBalancerArn })
	}
	return nil
}

// gwlbTakesAllZones is cross-zone load balancing, off unless an attribute says otherwise (R11.8).
func gwlbTakesAllZones(b *topology.LoadBalancer) bool {
	for _, a := range b.Attributes {
		if a.Key == "load_balancing.cross_zone.enabled" {
			return a.Value == "true"
		}
	}
	return false
}

// cannotInspect says why a load balancer has nothing to send a packet to that came by an endpoint.
func (l *leg) cannotInspect(b *topology.LoadBalancer, m *middlebox) string {
	if b.State.Code != "active" && b.State.Code != "" {
		return "R11.11: " + b.LoadBalancerArn + " is not active"
	}
	targets, known := l.appliancesOf(b)
	switch {
	case !known:
		return ""
	case len(targets) == 0:
		return "R11.11: " + b.LoadBalancerArn + " has no target"
	}
	if !gwlbTakesAllZones(b) {
		at := l.zoneOf(l.subnet(m.subnet))
		targets = slices.DeleteFunc(targets, func(t gwlbTarget) bool { return l.isElsewhere(t, at) })
		if len(targets) == 0 {
			return "R11.8: " + b.LoadBalancerArn + " has no target in the zone of " + m.id
		}
	}
	if !l.passes(l.anyTargetTakes(b, m, targets), "R11.11: groups of the targets of %s", b.LoadBalancerArn) {
		return "R11.11: no target of " + b.LoadBalancerArn + " admits UDP 6081 from it"
	}
	return ""
}

// gwlbTarget is a registered appliance: its address, and the interface and subnet of it if they were captured.
type gwlbTarget struct {
	address netip.Addr
	eni     *topology.NetworkInterface
	subnet  string
}

// appliancesOf a load balancer are the targets of all groups of its listeners; not known if any of those was not captured.
func (l *leg) appliancesOf(b *topology.LoadBalancer) (all []gwlbTarget, known bool) {
	for _, x := range l.s.Listeners {
		if x.LoadBalancerArn != b.LoadBalancerArn {
			continue
		}
		for _, arn := range gwlbGroups(x.DefaultActions) {
			g := find(l.s.TargetGroups, arn, func(g *topology.TargetGroup) string { return g.TargetGroupArn })
			if g == nil || !g.TargetHealthKnown {
				return nil, false
			}
			known = true
			for _, t := range g.TargetHealthDescriptions {
				all = append(all, l.registered(b, t.Target.Id))
			}
		}
	}
	return all, known
}

// gwlbGroups are the target groups that actions forward to.
func gwlbGroups(actions []topology.ListenerAction) []string {
	var all []string
	for _, a := range actions {
		if a.TargetGroupArn != "" {
			all = append(all, a.TargetGroupArn)
		}
		if a.ForwardConfig != nil {
			for _, g := range a.ForwardConfig.TargetGroups {
				all = append(all, g.TargetGroupArn)
			}
		}
	}
	return all
}

// registered finds an instance by its first interface, an address by who holds it in the load balancer's VPC.
func (l *leg) registered(b *topology.LoadBalancer, id string) gwlbTarget {
	var t gwlbTarget
	if a, err := netip.ParseAddr(id); err == nil {
		t.address, t.eni, t.subnet = a, l.holderOf(b.VpcId, a).eni, l.subnetWith(b.VpcId, a)
	} else {
		t.eni = l.applianceOf(topology.Route{InstanceId: id})
		if i := l.instance(id); i != nil {
			t.subnet = i.SubnetId
		}
	}
	if t.eni != nil {
		t.subnet = t.eni.SubnetId
	}
	if t.eni != nil && !t.address.IsValid() {
		t.address = primaryIPv4(t.eni)
	}
	return t
}

// subnetWith is the subnet of a VPC that has an address, or "".
func (r *run) subnetWith(vpc string, a netip.Addr) string {
	for i := range r.s.Subnets {
		if s := &r.s.Subnets[i]; s.VpcId == vpc && within(subnetBlocks(s), a) {
			return s.SubnetId
		}
	}
	return ""
}

func (l *leg) isElsewhere(t gwlbTarget, at zone) bool {
	sub := l.subnet(t.subnet)
	return sub != nil && l.zoneOf(sub).same(at) == no
}

// anyTargetTakes asks the groups of targets for GENEVE from the load balancer's own addresses; whose interfaces are not known does.
func (l *leg) anyTargetTakes(b *topology.LoadBalancer, m *middlebox, targets []gwlbTarget) truth {
	nodes := l.gwlbNodes(b, m)
	if len(nodes) == 0 {
		return yes
	}
	takes := no
	for _, t := range targets {
		if t.eni == nil {
			return yes
		}
		for _, node := range nodes {
			p := packet{src: primaryIPv4(node), dst: t.address, proto: protoUDP, sport: genevePort, dport: genevePort}
			takes = max(takes, l.groupsAllow(t.eni, ingress, p))
		}
	}
	return takes
}

// gwlbNodes are the load balancer's own interfaces: without cross-zone those in the endpoint's zone.
func (l *leg) gwlbNodes(b *topology.LoadBalancer, m *middlebox) []*topology.NetworkInterface {
	_, name, _ := strings.Cut(b.LoadBalancerArn, ":loadbalancer/")
	at := l.zoneOf(l.subnet(m.subnet))
	var all []*topology.NetworkInterface
	for i := range l.s.NetworkInterfaces {
		e := &l.s.NetworkInterfaces[i]
		if name == "" || !primaryIPv4(e).IsValid() || kindOf(e) != "gatewayloadbalancer" || e.Description != "ELB "+name {
			continue
		}
		if sub := l.subnet(e.SubnetId); gwlbTakesAllZones(b) || sub == nil || l.zoneOf(sub).same(at) != no {
			all = append(all, e)
		}
	}
	return all
}
