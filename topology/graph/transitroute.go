package graph

// Implements R7.2-R7.4, R7.16 and R7.19: which table of a transit gateway a packet is looked up in, and what its routes do.

import (
	"net/netip"

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
		w.doubt(TGWRoutesUnknown, Node{TransitAttachmentNode, in}, Ingress, ref.Ref{Kind: ref.TransitGatewayRouteTable})
		return finished(Doubted)
	}
	return w.routeTransit(at, ti, p)
}

// routeTransit follows the route of a transit gateway's table.
func (w *Walk) routeTransit(at Node, ti int32, p Packet) next {
	t := &w.g.tables[ti]
	if t.hidden {
		if ri, found := t.fib.Lookup(p.Dst); !found || !w.g.unbeatable(&t.routes[ri], p.Dst) {
			if !found {
				ri = none
			}
			return w.leaveOpen(Event{Kind: RouteEvent, Dir: Egress, At: at, Table: ti, Rule: ri, Packet: p}, TGWRoutesUnknown, t.ref)
		}
	}
	return w.follow(at, ti, w.pick(at, ti, p.Dst), p)
}

// unbeatable reports whether no route that the snapshot does not tell can take a destination from this one.
func (g *Graph) unbeatable(r *route, dst netip.Addr) bool {
	return r.rank == staticRank && g.matchedBits(r, dst) == dst.BitLen()
}

// pickPath lets AWS spread flows over several attachments of a route (R7.16).
func (w *Walk) pickPath(at Node, ti int32, paths []int32, same decision) int32 {
	ri := paths[w.decide(same, Fork{Of: len(paths), Drawn: true})]
	w.event(Event{Kind: DrawEvent, Code: TGWChoosesPath, Dir: Egress, At: at, Table: ti, Rule: ri})
	return ri
}

// leadsSomewhere reports whether what comes in by an attachment has a route to a destination.
func (g *Graph) leadsSomewhere(ai int32, dst netip.Addr) bool {
	ti := g.transitAttachments[ai].table
	if ti == none || !dst.IsValid() {
		return false
	}
	_, found := g.tables[ti].fib.Lookup(dst)
	return found
}
