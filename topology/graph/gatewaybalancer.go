package graph

// Implements R11.11 as far as endpoints of Gateway Load Balancers lean on it: whether appliances are there to inspect.

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A balancing tells whether a Gateway Load Balancer hands to an appliance what comes in by one of its endpoints.
type balancing struct {
	ref   ref.Ref // the load balancer; zero if the snapshot does not tell of it
	works truth
	code  Code // why it does not, or why nobody can tell
}

// geneve is what a Gateway Load Balancer sends to its appliances.
var geneve = netmath.OnePort(6081)

// balance finds the load balancers behind an endpoint. Of several AWS takes any.
func (c *compiler) balance(e *inspectionEndpoint) {
	for i := range c.s.VpcEndpointServiceConfigurations {
		d := &c.s.VpcEndpointServiceConfigurations[i]
		if d.ServiceName != e.service || e.service == "" {
			continue
		}
		for _, arn := range d.GatewayLoadBalancerArns {
			b := balancing{ref: ref.Ref{Kind: ref.LoadBalancer, ID: arn}, works: yes}
			if j := slices.IndexFunc(c.s.LoadBalancers, func(lb topology.LoadBalancer) bool { return lb.LoadBalancerArn == arn }); j >= 0 {
				lb := &c.s.LoadBalancers[j]
				e.crossZone = e.crossZone || crossZone(lb)
				b = c.balancing(lb, e.subnet)
			}
			e.balancers = append(e.balancers, b)
		}
	}
}

// crossZone reports whether a Gateway Load Balancer serves all zones alike; unless told so it does not (R11.11).
func crossZone(lb *topology.LoadBalancer) bool {
	return slices.ContainsFunc(lb.Attributes, func(a topology.Attribute) bool {
		return a.Key == "load_balancing.cross_zone.enabled" && a.Value == "true"
	})
}

// balancing judges a load balancer for endpoints in a subnet's zone.
func (c *compiler) balancing(lb *topology.LoadBalancer, endpoint int32) balancing {
	b := balancing{ref: ref.Ref{Kind: ref.LoadBalancer, ID: lb.LoadBalancerArn}, works: yes}
	if lb.State.Code != "" && lb.State.Code != "active" {
		b.works, b.code = no, BadState
		return b
	}
	targets, known := c.appliances(lb)
	if !known {
		return b
	}
	if len(targets) == 0 {
		b.works, b.code = no, ListenerHasNoTargets
		return b
	}
	if !crossZone(lb) && endpoint != none {
		targets = slices.DeleteFunc(targets, func(t gatewayTarget) bool { return t.subnet != none && c.g.sameZone(t.subnet, endpoint) == no })
	}
	if len(targets) == 0 {
		b.works, b.code = no, NoTargetsInZone
		return b
	}
	b.works, b.code = c.admitted(lb, targets, endpoint), EniSGRulesMismatch
	return b
}

// A gatewayTarget is an appliance of a Gateway Load Balancer, as far as the snapshot tells where it is.
type gatewayTarget struct{ iface, subnet int32 }

// appliances lists the targets of a load balancer's listener; false if the snapshot does not tell.
func (c *compiler) appliances(lb *topology.LoadBalancer) (targets []gatewayTarget, known bool) {
	for i := range c.s.Listeners {
		l := &c.s.Listeners[i]
		if l.LoadBalancerArn != lb.LoadBalancerArn {
			continue
		}
		for _, arn := range targetGroupsOf(l) {
			j := slices.IndexFunc(c.s.TargetGroups, func(g topology.TargetGroup) bool { return g.TargetGroupArn == arn })
			if j < 0 || !c.s.TargetGroups[j].TargetHealthKnown {
				return nil, false
			}
			known = true
			for _, h := range c.s.TargetGroups[j].TargetHealthDescriptions {
				targets = append(targets, c.gatewayTargetAt(h.Target.Id, lb.VpcId))
			}
		}
	}
	return targets, known
}

// targetGroupsOf lists the target groups that a listener forwards to.
func targetGroupsOf(l *topology.Listener) []string {
	var arns []string
	for _, a := range l.DefaultActions {
		if a.TargetGroupArn != "" {
			arns = append(arns, a.TargetGroupArn)
		}
		if a.ForwardConfig == nil {
			continue
		}
		for _, g := range a.ForwardConfig.TargetGroups {
			if !slices.Contains(arns, g.TargetGroupArn) {
				arns = append(arns, g.TargetGroupArn)
			}
		}
	}
	return arns
}

// gatewayTargetAt finds an appliance by its instance or by its address in the load balancer's VPC.
func (c *compiler) gatewayTargetAt(id, vpc string) gatewayTarget {
	t := gatewayTarget{none, none}
	a, err := netip.ParseAddr(id)
	if err != nil {
		if n, _ := c.instanceTarget(id); n.Kind == InterfaceNode {
			t.iface, t.subnet = n.Index, c.g.interfaces[n.Index].subnet
		} else if i, documented := c.instance(id); documented {
			t.subnet = find(c.subnetIDs, i.SubnetId)
		}
		return t
	}
	vi := find(c.vpcIDs, vpc)
	if vi == none {
		return t
	}
	if h, held := c.g.vpcs[vi].holds(a); held && h.iface != NoInterface {
		t.iface = int32(h.iface)
	}
	for si := range c.g.subnets {
		if s := &c.g.subnets[si]; s.vpc == vi && s.onLink(a) {
			t.subnet = int32(si)
		}
	}
	return t
}

// admitted tells whether the groups of some target admit what the load balancer's interfaces send. What the snapshot lacks
// does not count against a target.
func (c *compiler) admitted(lb *topology.LoadBalancer, targets []gatewayTarget, endpoint int32) truth {
	nodes := c.balancerNodes(lb, endpoint)
	best := no
	for _, t := range targets {
		if t.iface == none || len(nodes) == 0 {
			return yes
		}
		for _, id := range nodes {
			best = max(best, c.admits(InterfaceID(t.iface), id))
		}
	}
	return best
}

// balancerNodes lists a load balancer's own interfaces, those in the endpoint's zone alone where it keeps to zones.
func (c *compiler) balancerNodes(lb *topology.LoadBalancer, endpoint int32) []InterfaceID {
	_, path, _ := strings.Cut(lb.LoadBalancerArn, ":loadbalancer/")
	var nodes []InterfaceID
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if e.doc == none || path == "" {
			continue
		}
		d := &c.s.NetworkInterfaces[e.doc]
		if d.InterfaceType != "gateway_load_balancer" || d.Description != "ELB "+path || !e.primary(netmath.IPv4).IsValid() {
			continue // what it sends is IPv4, whatever is in it
		}
		if crossZone(lb) || endpoint == none || c.g.sameZone(e.subnet, endpoint) != no {
			nodes = append(nodes, InterfaceID(i))
		}
	}
	return nodes
}

// admits tells whether an appliance's groups let GENEVE in from a load balancer's interface.
func (c *compiler) admits(target, node InterfaceID) truth {
	best := no
	for _, gi := range c.g.groupsOf(&c.g.interfaces[target]) {
		c.g.consulted[gi] = true
	}
	w := NewWalk(c.g, nil)
	for _, a := range c.g.interfaces[node].addresses {
		if !a.private.Is4() {
			continue
		}
		w.Reset(nil)
		w.sender = node
		pass := w.filterGroups(target, Ingress, &Packet{Protocol: netmath.UDP, Src: a.private, Dst: c.g.interfaces[target].primary(netmath.FamilyOf(a.private)), SrcPorts: ephemeral, DstPorts: geneve})
		switch {
		case !pass.Certain.Empty():
			return yes
		case !pass.Possible.Empty():
			best = perhaps
		}
	}
	return best
}

// balanceAt lets a Gateway Load Balancer take a packet at one of its endpoints. What its appliances let pass is not in any
// document: they are taken to let everything pass.
func (w *Walk) balanceAt(ei int32) {
	at := Node{InspectionNode, ei}
	switch b := w.drawBalancer(ei); b.works {
	case no:
		w.event(Event{Kind: StateEvent, Verdict: Drop, Code: b.code, Dir: Ingress, At: at, Table: none, Rule: none, Missing: b.ref})
		w.alive = Bounds{}
	case perhaps:
		w.doubt(UnknownRule, at, Ingress, b.ref)
	}
	switch {
	case !w.reply:
		w.sight(sighting{at: at, stateful: yes})
	case w.sighted(at) == no:
		w.doubt(AsymmetricInspection, at, Ingress, ref.Ref{})
	default:
		w.sightReply(at, yes)
	}
	w.assume(AssumeInspectionPasses, at)
}

// drawBalancer lets AWS choose among the load balancers behind an endpoint, where it makes a difference.
func (w *Walk) drawBalancer(ei int32) balancing {
	all, at := w.g.inspections[ei].balancers, Node{InspectionNode, ei}
	switch same := func(b balancing) bool { return b.works == all[0].works }; {
	case len(all) == 0:
		return balancing{works: yes}
	case !slices.ContainsFunc(all, func(b balancing) bool { return !same(b) }):
		return all[0]
	}
	return all[w.decide(decision{exit: at}, Fork{Of: len(all), Drawn: true})]
}
