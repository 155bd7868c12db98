package graph

// Implements R11.3, R11.4 and R11.8 as advice: load balancers that take connections and have nobody to send them to.

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (c *compiler) judgeBalancers() {
	c.judgeCaptured()
	for i := range c.g.listeners {
		c.judgeListener(&c.g.listeners[i])
	}
	for i := range c.g.pools {
		c.judgePool(&c.g.pools[i])
	}
}

// judgeCaptured notes what was not captured of load balancers and target groups: AWS tells it of one at a time.
func (c *compiler) judgeCaptured() {
	for i := range c.s.LoadBalancers {
		d := &c.s.LoadBalancers[i]
		bi := find(c.balancers.bySuffix, suffixOf(d.LoadBalancerArn))
		if bi != none && !c.g.balancers[bi].listenersKnown && c.g.balancers[bi].kind != gatewayBalancer {
			c.inform("LISTENERS_NOT_COLLECTED", d.Ref(), d.Source, "the snapshot has no listener of this load balancer, so what it does is unknown", d.LoadBalancerName,
				"capture elbv2 describe-listeners for it")
		}
	}
	for i := range c.s.TargetGroups {
		if d := &c.s.TargetGroups[i]; !d.TargetHealthKnown {
			c.inform("TARGETS_NOT_COLLECTED", d.Ref(), d.Source, "the snapshot does not tell the targets of this group", d.TargetGroupName,
				"capture elbv2 describe-target-health for it")
		}
	}
}

// judgeListener notes a listener behind which nothing is registered.
func (c *compiler) judgeListener(l *listener) {
	for _, a := range l.actions {
		if a.pool == none {
			return
		}
		if g := &c.g.targetGroups[c.g.pools[a.pool].group]; !g.known || len(g.targets) > 0 {
			return
		}
	}
	if len(l.actions) == 0 {
		return // not captured
	}
	c.inform("LISTENER_WITHOUT_TARGETS", l.ref, c.sourceOf(l.ref), "the listener takes connections, and nothing is registered to send them to", l.text(),
		"register targets with its target groups, or remove the listener")
}

// judgePool notes nodes that send to nobody because cross-zone load balancing is off.
func (c *compiler) judgePool(p *pool) {
	g := &c.g.targetGroups[p.group]
	for ordinal, why := range p.why {
		if !g.known || why != NoTargetsInZone {
			continue
		}
		node := &c.g.interfaces[c.g.balancers[p.balancer].nodes[ordinal]]
		c.inform("ZONE_WITHOUT_TARGETS", g.ref, c.sourceOf(g.ref), "the load balancer has a node in a zone without targets, and nodes send to their own zone only", node.ref.ID,
			"register targets in the zone, or turn cross-zone load balancing on")
	}
}

// balancerSource finds the document of a listener, a target group or a Classic Load Balancer.
func (c *compiler) balancerSource(r ref.Ref) topology.Source {
	for i := range c.s.Listeners {
		if c.s.Listeners[i].Ref() == r {
			return c.s.Listeners[i].Source
		}
	}
	for i := range c.s.TargetGroups {
		if c.s.TargetGroups[i].Ref() == r {
			return c.s.TargetGroups[i].Source
		}
	}
	for i := range c.s.ClassicLoadBalancers {
		if c.s.ClassicLoadBalancers[i].Ref() == r {
			return c.s.ClassicLoadBalancers[i].Source
		}
	}
	return topology.Source{}
}
