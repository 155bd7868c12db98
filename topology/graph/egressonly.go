package graph

// Implements R3.6.

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// An egressOnlyGateway lets IPv6 out, and in only what answers.
type egressOnlyGateway struct {
	ref ref.Ref
	vpc int32
}

func (c *compiler) compileEgressOnlyGateways() {
	for i := range c.s.EgressOnlyInternetGateways {
		d := &c.s.EgressOnlyInternetGateways[i]
		gw := egressOnlyGateway{ref: ref.Ref{Kind: ref.EgressOnlyInternetGateway, ID: d.EgressOnlyInternetGatewayId}, vpc: none}
		for _, a := range d.Attachments {
			if v := find(c.vpcIDs, a.VpcId); v != none && usableAttachment(a) {
				gw.vpc, c.g.vpcs[v].egressOnly = v, int32(len(c.g.egressOnly))
			}
		}
		c.eigwIDs[d.EgressOnlyInternetGatewayId] = int32(len(c.g.egressOnly))
		c.name(gw.ref, d.Tags.Name())
		c.g.egressOnly = append(c.g.egressOnly, gw)
	}
}

// outByEgressOnly takes an IPv6 packet out and remembers it.
func (w *Walk) outByEgressOnly(gi int32, p Packet) next {
	at := Node{EgressOnlyNode, gi}
	w.note(GatewayEvent, at, &p)
	if p.Dst.Is4() {
		w.drop(ProtocolRestriction, at, Egress)
		return finished(Dropped)
	}
	if w.reply {
		w.drop(EIGWNoSession, at, Egress)
		return finished(Dropped)
	}
	vi := w.g.subnets[w.from].vpc
	w.require(truthOf(w.g.egressOnly[gi].vpc == vi), BadStateAttachment, BadStateAttachment, at)
	w.blockAccess(w.accessAt(w.from, w.left), at, true, Egress)
	w.ownIPv6(vi, at, p.Src, true)
	w.remember(translation{at: at, before: p, after: p})
	w.sender = NoInterface
	return next{at: Node{InternetNode, 0}, packet: p}
}

// returnsByEgressOnly reports whether a reply from the internet comes in by the egress-only gateway that let the request out.
func (w *Walk) returnsByEgressOnly(vi int32, p Packet) bool {
	gi := w.g.vpcs[vi].egressOnly
	if gi == none || netmath.FamilyOf(p.Dst) == netmath.IPv4 {
		return false
	}
	at := Node{EgressOnlyNode, gi}
	if w.remembered(at, &p) == nil {
		return false
	}
	w.note(GatewayEvent, at, &p)
	return true
}
