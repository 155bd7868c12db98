package graph

import (
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/topology/ref"
)

// chooser is whose choice a DrawEvent in a table is: that of a route table, or of a target group.
func (g *Graph) chooser(e Event) ref.Ref {
	if e.Code == BalancerChoosesTarget {
		return g.targetGroups[e.Table].ref
	}
	return g.tables[e.Table].ref
}

// DrawnPort is the port of the target that was chosen at an event, or "".
func (g *Graph) DrawnPort(e Event) string {
	if e.Code != BalancerChoosesTarget {
		return ""
	}
	t := &g.targetGroups[e.Table].targets[e.Rule]
	if t.kind == functionTarget {
		return ""
	}
	return strconv.Itoa(int(t.port))
}

// listenText tells what the listener of an event does.
func (g *Graph) listenText(e Event) string {
	l := &g.listeners[e.Table]
	if e.Rule == none {
		return l.text()
	}
	return g.actionText(l, &l.actions[e.Rule])
}

// balancerPrefixes are those that a listener's rules compare the client with.
func (g *Graph) balancerPrefixes(e Event) []netip.Prefix { return g.listeners[e.Table].prefixes() }

// arcsOfBalancers: a node leads to its load balancer's listeners, these to target groups, and these to targets.
func (c *compiler) arcsOfBalancers(add func(from, to Node)) {
	g := c.g
	for i := range g.balancers {
		at := Node{BalancerNode, int32(i)}
		for _, id := range g.balancers[i].nodes {
			add(Node{InterfaceNode, int32(id)}, at)
		}
		for _, li := range g.balancers[i].listeners {
			add(at, Node{ListenerNode, li})
		}
	}
	for i := range g.listeners {
		for _, a := range g.listeners[i].actions {
			if a.pool != none {
				add(Node{ListenerNode, int32(i)}, Node{TargetGroupNode, g.pools[a.pool].group})
			}
		}
	}
	for i := range g.targetGroups {
		at := Node{TargetGroupNode, int32(i)}
		for _, t := range g.targetGroups[i].targets {
			switch {
			case t.kind == functionTarget:
				add(at, Node{ServiceNode, t.place})
			case t.kind == balancerTarget:
				add(at, Node{BalancerNode, t.place})
			case t.iface != NoInterface:
				add(at, Node{InterfaceNode, int32(t.iface)})
			}
		}
	}
	for i := range g.interfaces {
		if li := g.interfaces[i].link; li != none {
			add(Node{InterfaceNode, int32(i)}, Node{LinkNode, li})
		}
	}
	for i := range g.links {
		for _, bi := range g.links[i].balancers {
			add(Node{LinkNode, int32(i)}, Node{BalancerNode, bi})
		}
	}
}
