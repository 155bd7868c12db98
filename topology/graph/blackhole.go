package graph

// Implements R2.9, R6.1 and R7.8 as advice: routes that lead packets or their replies to nowhere.

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// BlackHoles looks for routes that work on paper and lead to nowhere: to what does not work or is not attached, into a transit gateway
// or a subnet that has no way on, or to VPCs that have no route back. It takes longer than compiling, so it is not part of that.
// (Routes in state blackhole, and circles, are among what Compile reports.)
func (g *Graph) BlackHoles() []topology.Diagnostic {
	c := &compiler{g: g, s: g.snapshot}
	h := blackHoles{c: c, users: g.usersOfTables(), hosts: g.inhabited(), inVpc: make([][]int32, len(g.vpcs)), lacks: map[int32]*lack{}}
	for si := range g.subnets {
		if h.hosts[si] {
			h.inVpc[g.subnets[si].vpc] = append(h.inVpc[g.subnets[si].vpc], int32(si))
		}
	}
	for ti := range g.tables {
		t := &g.tables[ti]
		if !t.isTransit() && len(h.users[ti]) == 0 {
			continue // nothing goes by it
		}
		for ri := range t.routes {
			r := &t.routes[ri]
			switch {
			case r.state != activeRoute:
			case t.isTransit():
				h.judgeExit(t, r)
			case !h.judgeTarget(t, r):
				h.judgeEntry(int32(ti), r)
				h.judgeReturn(int32(ti), r)
			}
		}
	}
	h.reportLacks()
	return c.diagnostics
}

// blackHoles is a search for routes to nowhere.
type blackHoles struct {
	c     *compiler
	users map[int][]int32 // subnets that go by a table
	hosts []bool          // of subnets: somebody in it may ask or answer
	inVpc [][]int32       // such subnets of each VPC
	lacks map[int32]*lack // by table
}

// inhabited tells the subnets with interfaces that are more than a gateway's.
func (g *Graph) inhabited() []bool {
	hosts := make([]bool, len(g.subnets))
	for i := range g.interfaces {
		if e := &g.interfaces[i]; e.role != silentRole {
			hosts[e.subnet] = true
		}
	}
	return hosts
}

// usersOfTables are the subnets that go by each table.
func (g *Graph) usersOfTables() map[int][]int32 {
	users := map[int][]int32{}
	for i := range g.subnets {
		if ti := g.subnets[i].table; ti != none {
			users[int(ti)] = append(users[int(ti)], int32(i))
		}
	}
	return users
}

// report notes what is wrong with a route.
func (h *blackHoles) report(severity topology.Severity, code string, t *routeTable, r *route, message, remedy string) {
	h.c.diagnose(severity, code, t.ref.WithRule(r.name), h.c.sourceOf(t.ref), message, h.c.g.routeText(r), remedy)
}

// judgeTarget warns of a route whose target does not carry anything, and reports whether it did.
func (h *blackHoles) judgeTarget(t *routeTable, r *route) bool {
	why := h.c.g.idle(t.vpc, r.target)
	if why == "" {
		return false
	}
	h.report(topology.Warning, "ROUTE_TARGET_DOES_NOT_CARRY", t, r, fmt.Sprintf("the route is active, and %s %s: what it covers is lost", r.to.ID, why), "repair or attach the target, or give the route another one")
	return true
}

// idle tells why a target carries nothing from a VPC; "" if it may.
func (g *Graph) idle(vi int32, to Node) string {
	attached := func(to int32) string {
		switch to {
		case vi:
			return ""
		case none:
			return "is not attached to a VPC"
		}
		return "is attached to " + g.vpcs[to].ref.ID
	}
	states := map[bool]string{false: "does not work", true: ""}
	switch to.Kind {
	case InternetGatewayNode:
		return attached(g.internetGateways[to.Index].vpc)
	case EgressOnlyNode:
		return attached(g.egressOnly[to.Index].vpc)
	case VpnGatewayNode:
		return attached(g.vpnGateways[to.Index].vpc)
	case CarrierGatewayNode:
		return attached(g.carrierGateways[to.Index].vpc)
	case NatGatewayNode:
		return states[g.nats[to.Index].available]
	case PeeringNode:
		return states[g.peerings[to.Index].active]
	case InspectionNode:
		return states[g.inspections[to.Index].works || g.inspections[to.Index].untold]
	case InterfaceNode:
		if g.interfaces[to.Index].attached == no {
			return "is attached to nothing"
		}
	case TransitGatewayNode:
		return g.detached(vi, to.Index)
	}
	return ""
}

// detached tells why a transit gateway takes nothing from a VPC.
func (g *Graph) detached(vi, gi int32) string {
	gw := &g.transitGateways[gi]
	ai, joined := gw.vpcs[vi]
	switch {
	case gw.core:
		return ""
	case !gw.works:
		return "does not work"
	case !joined && g.vpcs[vi].attachmentsKnown:
		return "has no attachment to " + g.vpcs[vi].ref.ID
	case joined && g.transitAttachments[ai].works == no:
		return "has an attachment that does not work"
	}
	return ""
}

// judgeEntry tells of a route into a transit gateway whose own table has no route for any of it.
func (h *blackHoles) judgeEntry(ti int32, r *route) {
	g, t := h.c.g, &h.c.g.tables[ti]
	if r.target.Kind != TransitGatewayNode {
		return
	}
	ai, joined := g.transitGateways[r.target.Index].vpcs[t.vpc]
	if !joined || g.transitAttachments[ai].policy != none {
		return
	}
	a := &g.transitAttachments[ai]
	if a.table == none {
		if a.associated == no {
			h.report(topology.Warning, "TRANSIT_GATEWAY_DROPS_ROUTE", t, r, fmt.Sprintf("the attachment %s has no route table: %s drops what comes in by it", a.ref.ID, r.to.ID), "associate the attachment with a route table")
		}
		return
	}
	there := &g.tables[a.table]
	if there.hides || g.overlapping(there, r, func(o *route) bool { return o.state != blackholeRoute }) {
		return
	}
	h.report(topology.Info, "TRANSIT_GATEWAY_DROPS_ROUTE", t, r, fmt.Sprintf("no route of %s, the table of %s, covers any of it: %s drops what comes in", there.ref.ID, a.ref.ID, r.to.ID), "add the routes there, or take this one away if nothing is meant to get through")
}

// overlapping reports whether a table has a route that shares addresses with another table's.
func (g *Graph) overlapping(t *routeTable, r *route, counts func(*route) bool) bool {
	for i := range t.routes {
		o := &t.routes[i]
		if !counts(o) {
			continue
		}
		if r.list != none && !g.lists[r.list].known || o.list != none && !g.lists[o.list].known {
			return true // nobody could read what one of them covers
		}
		for _, p := range g.prefixesOf(r) {
			for _, q := range g.prefixesOf(o) {
				if p.Overlaps(q) {
					return true
				}
			}
		}
	}
	return false
}

// judgeExit warns of a transit gateway's route into a VPC for addresses that the VPC does not have, where the attachment's subnets have no
// way on for them.
func (h *blackHoles) judgeExit(t *routeTable, r *route) {
	g := h.c.g
	if r.target.Kind != TransitAttachmentNode {
		return
	}
	a := &g.transitAttachments[r.target.Index]
	if a.kind != vpcAttachment || a.vpc == none || a.works == no {
		return
	}
	v := &g.vpcs[a.vpc]
	beyond := slices.ContainsFunc(g.prefixesOf(r), func(p prefix) bool { return !v.encloses(p) && !slices.Contains(v.blocks, p) })
	if !beyond {
		return
	}
	back := Node{TransitGatewayNode, a.gateway}
	leadsOn := func(o *route) bool { return o.target.Kind != VpcNode && o.target != back && o.state != blackholeRoute }
	for _, si := range distinct(slices.Clone(a.subnets)) {
		n := &g.subnets[si]
		if n.table == none || g.overlapping(&g.tables[n.table], r, leadsOn) {
			continue
		}
		h.report(topology.Warning, "ATTACHMENT_SUBNET_LEADS_NOWHERE", t, r,
			fmt.Sprintf("it leads into %s for addresses that %s does not have, and %s, the table of its subnet %s, has no way on for any of them", a.ref.ID, v.ref.ID, g.tables[n.table].ref.ID, n.ref.ID),
			"give the attachment's subnets a route to what comes next (a firewall, a NAT gateway), or narrow this route")
		return
	}
}

// sendsBack reports whether a route may take a reply to another VPC, as far as it is known.
func (r *route) sendsBack() bool {
	switch r.target.Kind {
	case VpcNode, InternetGatewayNode, EgressOnlyNode, NatGatewayNode, CarrierGatewayNode, GatewayEndpointNode:
		return false
	}
	return r.state != blackholeRoute
}
