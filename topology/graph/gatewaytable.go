package graph

// Implements R2.14 and R2.15: the route tables of internet and virtual private gateways, which send what comes in to an
// appliance or an inspection endpoint first.

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// edgeTable ties a table to a gateway of its own VPC.
func (c *compiler) edgeTable(gateway string, ti, vi int32) {
	if gi := find(c.igwIDs, gateway); gi != none && c.g.internetGateways[gi].vpc == vi {
		c.g.internetGateways[gi].edge = ti
	}
	if gi := find(c.vgwIDs, gateway); gi != none && c.g.vpnGateways[gi].vpc == vi {
		c.g.vpnGateways[gi].edge = ti
	}
}

// byEdgeTable sends what came in by a gateway to where the gateway's table says: into the VPC where it says local or
// nothing, else to what stands in between.
func (w *Walk) byEdgeTable(at Node, edge, vi int32, p Packet) next {
	local := next{at: Node{VpcNode, vi}, packet: p}
	if edge == none {
		return local
	}
	ri := w.pick(at, edge, p.Dst)
	if ri == none {
		return local
	}
	n := w.follow(at, edge, ri, p)
	switch {
	case n.end != Moving:
		return n
	case !standsBetween(n.at) && n.at.Kind != VpcNode && n.at.Kind != OpaqueNode:
		w.doubt(UnsupportedComponent, n.at, Ingress, ref.Ref{})
		return finished(Doubted)
	case n.at.Kind == InspectionNode && w.g.inspections[n.at.Index].subnet != none && !w.sameVpc(n.at.Index, vi):
		w.drop(BadState, n.at, Ingress) // another VPC's
		return finished(Dropped)
	}
	return n
}

// standsBetween reports whether a node takes packets on their way to somebody else, so that a gateway's table may lead to it.
func standsBetween(n Node) bool { return n.Kind == InterfaceNode || n.Kind == InspectionNode }

// byInternetEdge is byEdgeTable at an internet gateway. Block Public Access is asked at the subnet of what the table leads
// to, and an appliance needs a public address of its own to get traffic from the internet.
func (w *Walk) byInternetEdge(gi int32, h holder, p Packet) next {
	gw, at := &w.g.internetGateways[gi], Node{InternetGatewayNode, gi}
	n := w.byEdgeTable(at, gw.edge, gw.vpc, p)
	if n.end != Moving || n.at.Kind == OpaqueNode {
		return n
	}
	switch n.at.Kind {
	case VpcNode:
		w.admitAt(at, w.g.subnetOf(h), h)
		return n
	case InspectionNode:
		if w.sameVpc(n.at.Index, gw.vpc) {
			w.blockAccess(w.accessAt(w.g.inspections[n.at.Index].subnet, n.at), at, false, Ingress)
		}
		return n
	}
	w.blockAccess(w.g.subnets[w.g.interfaces[n.at.Index].subnet].public, at, false, Ingress)
	if p.Dst.Is4() && !w.g.Public(InterfaceID(n.at.Index), netmath.IPv4).IsValid() {
		w.drop(IngressRTBNoPublicIP, n.at, Ingress)
	}
	return n
}

// pastRedirection drops what leaves by an internet gateway past the component to which the gateway's table sends the
// traffic for its sender: replies would come in another way (R2.15).
func (w *Walk) pastRedirection(gi int32, p Packet) {
	at, edge := Node{InternetGatewayNode, gi}, w.g.internetGateways[gi].edge
	if edge == none {
		return
	}
	ri := w.pick(at, edge, p.Src)
	if ri == none {
		return
	}
	r := &w.g.tables[edge].routes[ri]
	if r.target.Kind != VpcNode && !w.wentThrough(r.target) {
		w.event(Event{Kind: StateEvent, Verdict: Drop, Code: IngressRTBTrafficRedirection, Dir: Egress, At: at, Table: none, Rule: none, Missing: r.to})
		w.alive = Bounds{}
	}
}
