package graph

// balancers: nodes know whose they are, listeners have actions on pools of their own load balancer, and pools hold
// targets for every node.
func (c *checker) balancers() {
	g := c.g
	for i := range g.balancers {
		b := &g.balancers[i]
		for _, id := range b.nodes {
			if c.index(int32(id), len(g.interfaces), b.ref, "a node") {
				c.want(g.interfaces[id].balancer == int32(i), b.ref, "its node %v is another's", g.interfaces[id].ref)
			}
		}
		for _, li := range b.listeners {
			if c.index(li, len(g.listeners), b.ref, "a listener") {
				c.want(g.listeners[li].balancer == int32(i), b.ref, "its listener %v is another's", g.listeners[li].ref)
			}
		}
	}
	for i := range g.listeners {
		for _, a := range g.listeners[i].actions {
			if c.optional(a.pool, len(g.pools), g.listeners[i].ref, "a pool") {
				c.want(g.pools[a.pool].balancer == g.listeners[i].balancer, g.listeners[i].ref, "it forwards to another's pool")
			}
		}
	}
	for i := range g.pools {
		c.pool(&g.pools[i])
	}
	for i := range g.targetGroups {
		c.targets(&g.targetGroups[i])
	}
	c.links()
}

func (c *checker) pool(p *pool) {
	g := c.g
	if !c.index(p.balancer, len(g.balancers), c.g.Ref(Node{InternetNode, 0}), "a pool's load balancer") || !c.index(p.group, len(g.targetGroups), g.balancers[p.balancer].ref, "a pool's target group") {
		return
	}
	of := g.targetGroups[p.group].ref
	c.want(len(p.usable) == len(g.balancers[p.balancer].nodes) && len(p.why) == len(p.usable), of, "its pool is for %d nodes of %d", len(p.usable), len(g.balancers[p.balancer].nodes))
	for i, usable := range p.usable {
		c.want((len(usable) == 0) == (i < len(p.why) && p.why[i] != ""), of, "node %d has %d targets and the reason %v", i, len(usable), p.why)
		for _, ti := range usable {
			c.index(ti, len(g.targetGroups[p.group].targets), of, "a target")
		}
	}
}

func (c *checker) targets(tg *targetGroup) {
	for i := range tg.targets {
		switch t := &tg.targets[i]; t.kind {
		case functionTarget:
			c.index(t.place, len(c.g.services), tg.ref, "a function")
		case balancerTarget:
			c.index(t.place, len(c.g.balancers), tg.ref, "a load balancer")
		case hostTarget:
			c.want(t.iface != NoInterface || t.addr.IsValid(), tg.ref, "target %v is nowhere", t.ref)
		}
		if id := tg.targets[i].iface; id != NoInterface {
			c.index(int32(id), len(c.g.interfaces), tg.ref, "a target's interface")
		}
	}
}

// links: interfaces of endpoints lead to what exists.
func (c *checker) links() {
	g := c.g
	for i := range g.interfaces {
		c.optional(g.interfaces[i].link, len(g.links), g.interfaces[i].ref, "what it leads to")
		c.optional(g.interfaces[i].balancer, len(g.balancers), g.interfaces[i].ref, "its load balancer")
	}
	for i := range g.links {
		l := &g.links[i]
		c.want(l.kind != serviceLink || len(l.balancers) > 0, l.ref, "no load balancer is behind it")
		for _, bi := range l.balancers {
			c.index(bi, len(g.balancers), l.ref, "a load balancer")
		}
	}
}
