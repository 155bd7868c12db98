package graph

// Implements R17.2 and R2.16 as advice: routes that send packets in a circle.

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/dryhop/dryhop/netmath"
)

// judgeLoops warns of circles. A packet that a NAT gateway or an appliance sends on is routed by the table of its
// own subnet. Where these hand-overs form a strongly connected part of the graph there may be a circle; whether there
// is one depends on the destination, so each destination at which some route of the part begins or ends is followed.
func (c *compiler) judgeLoops() {
	var parts [][]int32
	for _, part := range topo.TarjanSCC(c.relays()) {
		var routers []int32
		for _, n := range part {
			if at := c.g.NodeAt(NodeID(n.ID())); at.Kind == RouterNode && len(part) > 1 {
				routers = append(routers, at.Index)
			}
		}
		slices.Sort(routers)
		parts = append(parts, routers)
	}
	slices.SortFunc(parts, slices.Compare) // gonum's order is none
	for _, routers := range parts {
		c.judgePart(routers)
	}
	c.judgeTransitLoops()
}

// relays is the part of the graph where packets are handed on inside a VPC: the routers of subnets in which components
// lie that routes lead to, and the components to which these routers lead.
func (c *compiler) relays() *simple.DirectedGraph {
	homes := map[int32]bool{}
	for i := range c.g.subnets {
		for _, to := range c.g.leadsTo(int32(i)) {
			if home, relayed := c.g.home(to); relayed {
				homes[home] = true
			}
		}
	}
	relays := simple.NewDirectedGraph()
	for si := range homes {
		from := c.g.ID(Node{RouterNode, si})
		for _, to := range c.g.leadsTo(si) {
			if home, relayed := c.g.home(to); relayed {
				relays.SetEdge(simple.Edge{F: from, T: c.g.ID(to)})
				relays.SetEdge(simple.Edge{F: c.g.ID(to), T: c.g.ID(Node{RouterNode, home})})
			}
		}
	}
	return relays
}

// leadsTo lists the targets of the active routes of a subnet's table.
func (g *Graph) leadsTo(si int32) []Node {
	var to []Node
	if ti := g.subnets[si].table; ti != none {
		for i := range g.tables[ti].routes {
			if r := &g.tables[ti].routes[i]; r.state == activeRoute {
				to = append(to, r.target)
			}
		}
	}
	return to
}

// home is the subnet whose table routes what a component sends on; false if it sends nothing on.
func (g *Graph) home(n Node) (int32, bool) {
	switch n.Kind {
	case InterfaceNode:
		return g.interfaces[n.Index].subnet, g.interfaces[n.Index].nat == none
	case NatGatewayNode:
		si := g.nats[n.Index].subnet
		return si, si != none && !g.nats[n.Index].regional
	case InspectionNode:
		si := g.inspections[n.Index].subnet
		return si, si != none
	}
	return none, false
}

// A relay is a router and the component that its route leads to.
type relay struct {
	router int32
	by     Node
}

// judgePart follows destinations around a strongly connected part, and warns of each circle once.
func (c *compiler) judgePart(routers []int32) {
	var known [][]relay
	for _, dst := range c.turningPoints(routers, nil) {
		for _, from := range routers {
			circle := c.circle(from, dst)
			if circle == nil || throughTransit(circle) || slices.ContainsFunc(known, func(k []relay) bool { return slices.Equal(k, circle) }) {
				continue
			}
			known = append(known, circle)
			c.warnOfCircle(circle, dst)
		}
	}
}

// turningPoints are the addresses from which on some table, of the part or beyond, may decide otherwise than just before.
func (c *compiler) turningPoints(routers, beyond []int32) []netip.Addr {
	var points []netip.Addr
	add := func(p netip.Prefix) {
		if p.IsValid() {
			points = append(points, p.Addr())
			if after := netmath.Last(p).Next(); after.IsValid() {
				points = append(points, after)
			}
		}
	}
	for _, si := range routers {
		for _, b := range c.g.subnets[si].blocks {
			add(b)
		}
		if ti := c.g.subnets[si].table; ti != none {
			beyond = append(beyond, ti)
		}
	}
	slices.Sort(beyond)
	for _, ti := range slices.Compact(beyond) {
		for p := range c.g.tables[ti].fib.All() {
			add(p)
		}
	}
	slices.SortFunc(points, netip.Addr.Compare)
	return slices.Compact(points)
}

// circle follows a destination from a router until a router comes up again: the relays from there on, the one with
// the smallest router first; nil if the packet gets out.
func (c *compiler) circle(from int32, dst netip.Addr) []relay {
	var way []relay
	for si := from; ; {
		if i := slices.IndexFunc(way, func(r relay) bool { return r.router == si }); i >= 0 {
			return fromSmallest(way[i:])
		}
		by, home, relayed := c.g.relay(si, dst)
		if !relayed {
			return nil
		}
		way = append(way, relay{si, by})
		si = home
	}
}

func fromSmallest(circle []relay) []relay {
	first := 0
	for i := range circle {
		if circle[i].router < circle[first].router {
			first = i
		}
	}
	return slices.Concat(circle[first:], circle[:first])
}

// relay is the component to which a router's route leads, and the subnet that it sends on from; false if the packet
// goes elsewhere.
func (g *Graph) relay(si int32, dst netip.Addr) (by Node, home int32, relayed bool) {
	s := &g.subnets[si]
	if s.table == none || anyContains(neverRouted, dst) {
		return Node{}, none, false
	}
	ri, found := g.tables[s.table].fib.Lookup(dst)
	if !found || g.tables[s.table].routes[ri].state != activeRoute {
		return Node{}, none, false
	}
	by = g.tables[s.table].routes[ri].target
	if by.Kind == TransitGatewayNode {
		home = g.transited(by.Index, si, dst)
		return by, home, home != none
	}
	home, relayed = g.home(by)
	return by, home, relayed && g.carries(by, dst) && !g.subnets[home].onLink(dst)
}

// carries reports whether a component sends a destination on: it is not its own, and NAT gateways know IPv4 only.
func (g *Graph) carries(at Node, dst netip.Addr) bool {
	switch at.Kind {
	case InterfaceNode:
		return !g.interfaces[at.Index].owns(dst)
	case NatGatewayNode:
		h, held := g.vpcs[g.nats[at.Index].vpc].holds(dst)
		return dst.Is4() && !(held && h.nat == at.Index)
	}
	return true
}

// warnOfCircle tells of a circle at the table of its first router, by the route that the destination takes there.
func (c *compiler) warnOfCircle(circle []relay, dst netip.Addr) {
	var way []string
	for _, r := range circle {
		way = append(way, c.g.subnets[r.router].ref.ID, c.g.Ref(r.by).ID)
	}
	t := &c.g.tables[c.g.subnets[circle[0].router].table]
	ri, _ := t.fib.Lookup(dst)
	at, route, source := t.ref.WithRule(t.routes[ri].name), c.g.routeText(&t.routes[ri]), c.sourceOf(t.ref)
	if len(circle) == 1 && !throughTransit(circle) {
		c.warn("GATEWAY_ROUTES_TO_ITSELF", at, source, fmt.Sprintf("%s lies in %s, whose own route leads back to it: what it sends on is lost", way[1], way[0]), route,
			"route its subnet to what comes next, such as an internet gateway, or move it into a subnet of its own")
		return
	}
	c.warn("ROUTES_IN_A_CIRCLE", at, source, fmt.Sprintf("packets to %v go in a circle: %s → %s", dst, strings.Join(way, " → "), way[0]), route, "let one of the tables lead out of the circle")
}
