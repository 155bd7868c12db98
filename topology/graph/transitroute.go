package graph

// Implements R7.2-R7.4, R7.16 and R7.19: which table of a transit gateway a packet is looked up in, and what its routes do.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// transitRanks order routes of equal prefix by the attachment that propagated them, best first (R7.3).
var transitRanks = map[string]routeRank{
	"vpc": transitRank, "direct-connect-gateway": transitRank + 1, "connect": transitRank + 2, "vpn": transitRank + 3,
	"vpn-concentrator": transitRank + 4, "client-vpn": transitRank + 5, "peering": transitRank + 6, "tgw-peering": transitRank + 6,
}

// lookUpTransit sends a packet that came in by an attachment to the one that it leaves by.
func (w *Walk) lookUpTransit(in int32, p Packet) next {
	a := &w.g.transitAttachments[in]
	at := Node{TransitGatewayNode, a.gateway}
	ti := a.table
	switch {
	case a.policy != none:
		var n next
		if ti, n = w.byPolicy(at, a.policy, p); n.end != Moving {
			return n
		}
	case ti == none && a.associated == no:
		w.drop(TGWMissingAssociation, Node{TransitAttachmentNode, in}, Ingress)
		return finished(Dropped)
	case ti == none:
		code, missing := TGWRoutesUnknown, ref.TransitGatewayRouteTable
		if w.g.transitGateways[a.gateway].core {
			code, missing = CoreNetworkRoutesUnknown, ref.CoreNetworkRouteTable
		}
		w.doubt(code, Node{TransitAttachmentNode, in}, Ingress, ref.Ref{Kind: missing})
		return finished(Doubted)
	}
	return w.routeTransit(at, ti, p)
}

// routeTransit follows the route of a transit gateway's table.
func (w *Walk) routeTransit(at Node, ti int32, p Packet) next {
	t := &w.g.tables[ti]
	if t.hides {
		dst := w.seenByTable(ti, p.Dst)
		if w.beside != nil {
			w.stray(ti, p.Dst, dst)
		}
		ri, found := t.fib.Lookup(dst)
		if !found {
			ri = none
		}
		if !found || t.isCore() || !w.g.unbeatable(t, ri, dst) {
			return w.leaveOpen(Event{Kind: RouteEvent, Dir: Egress, At: at, Table: ti, Rule: ri, Packet: p}, t.codes().open, t.ref)
		}
	}
	return w.follow(at, ti, w.pick(at, ti, p.Dst), p)
}

// unbeatable reports whether no route that the snapshot does not tell can take a destination from a route.
func (g *Graph) unbeatable(t *routeTable, ri int32, dst netip.Addr) bool {
	r := &t.routes[ri]
	return (r.rank == staticRank || r.rank < t.hidden) && g.matchedBits(r, dst) == dst.BitLen()
}

// pickPath lets AWS spread flows over several attachments of a route (R7.16). Of several routes nobody can tell which
// one it takes.
func (w *Walk) pickPath(at Node, ti int32, routes []int32, prefix netip.Prefix) int32 {
	t := &w.g.tables[ti]
	var rows []int32 // one route of each row
	for _, ri := range routes {
		if !slices.ContainsFunc(rows, func(other int32) bool { return t.routes[other].row == t.routes[ri].row }) {
			rows = append(rows, ri)
		}
	}
	row := rows[0]
	if len(rows) > 1 {
		row = w.pickRow(at, ti, rows, prefix)
	}
	paths := slices.DeleteFunc(routes, func(ri int32) bool { return t.routes[ri].row != t.routes[row].row })
	if len(paths) == 1 {
		return paths[0]
	}
	ri := paths[w.decide(decision{table: ti, prefix: prefix, exit: at}, Fork{Of: len(paths), Drawn: true})]
	w.event(Event{Kind: DrawEvent, Code: TGWChoosesPath, Dir: Egress, At: at, Table: ti, Rule: ri})
	return ri
}

// attaches reports whether a VPC that a transit gateway is attached to has a destination.
func (g *Graph) attaches(gi int32, dst netip.Addr) bool {
	for vi := range g.transitGateways[gi].vpcs {
		if g.vpcs[vi].contains(dst) {
			return true
		}
	}
	return false
}

// DrawnRef names what AWS chose at an event: a subnet, the attachment that a route leads to, or by a policy table.
func (g *Graph) DrawnRef(e Event) ref.Ref {
	switch {
	case e.Code == TGWChoosesTable:
		return e.Missing
	case e.Code == BalancerChoosesTarget:
		return g.targetGroups[e.Table].targets[e.Rule].ref
	case e.Table == none:
		return g.Ref(e.At)
	}
	return g.tables[e.Table].routes[e.Rule].to
}
