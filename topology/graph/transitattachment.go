package graph

// Implements R7.6, R7.8-R7.10, R7.12-R7.14, R5.11 and R5.12: how packets leave a transit gateway by an attachment.

import (
	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology/ref"
)

// A transitAttachment ties a resource to a transit gateway. A peering is one on each of its two gateways.
type transitAttachment struct {
	ref     ref.Ref
	gateway int32
	kind    attachmentKind
	to      ref.Ref // what it attaches
	edge    string  // of a core network
	works   truth   // perhaps: only a route or an association tells of it

	documented bool // its own documents tell what it attaches

	vpc          int32
	subnets      []int32 // none for those that the snapshot lacks; in order of id
	subnetsKnown bool
	appliance    bool
	referencing  truth // whether rules may refer to groups across it
	ipv6         truth // whether it propagates IPv6 blocks

	peer int32 // the other gateway's side of a peering, or none

	table, policy int32 // what its packets are looked up in, or none
	associated    truth // whether none means that there is none: no; perhaps if nobody can tell

	behind *bart.Table[int32] // prefix -> external network
	far    int32              // the external network that takes everything else, or none

	firewall  int32 // what inspects packets at a network function, or none
	functions bool  // it is in order
}

// attachmentKind is what an attachment leads to.
type attachmentKind uint8

const (
	otherAttachment    attachmentKind = iota
	vpcAttachment                     // a VPC
	peeringAttachment                 // another transit gateway
	outsideAttachment                 // a VPN, Direct Connect, Connect or Client VPN
	functionAttachment                // a network firewall, which sends packets back to the gateway
)

// leadsBack reports whether a node is an attachment from which packets come to a transit gateway again: another one, or the
// same.
func (g *Graph) leadsBack(n Node) bool {
	if n.Kind != TransitAttachmentNode {
		return false
	}
	kind := g.transitAttachments[n.Index].kind
	return kind == peeringAttachment || kind == functionAttachment
}

// attachmentText names an attachment with what it leads to.
func (g *Graph) attachmentText(ai int32) string {
	a := &g.transitAttachments[ai]
	text := label(a.ref.ID, g.named(a.ref))
	if a.to.ID == "" || a.to == a.ref {
		return text
	}
	return text + " to " + label(a.to.ID, g.named(a.to))
}

// Passage tells which way a packet goes at the attachment of an event: into a transit gateway, or out of it.
func (g *Graph) Passage(e Event) (through ref.Ref, into, ok bool) {
	if e.Kind != GatewayEvent || e.At.Kind != TransitAttachmentNode {
		return ref.Ref{}, false, false
	}
	return g.transitGateways[g.transitAttachments[e.At.Index].gateway].ref, e.Dir == Ingress, true
}

// forwards tells whether an attachment does. Of one that leads outside, or to a firewall that names it, the resource there
// tells, and of a core network's the route that leads to it, if nothing else does.
func (g *Graph) forwards(a *transitAttachment) truth {
	told := a.kind == outsideAttachment || (a.kind == functionAttachment && a.firewall != none) || (a.kind == vpcAttachment && g.transitGateways[a.gateway].core)
	if told && a.works == perhaps {
		return yes
	}
	return a.works
}

// outByAttachment takes a packet out of a transit gateway.
func (w *Walk) outByAttachment(ai int32, p Packet) next {
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	w.event(Event{Kind: GatewayEvent, Dir: Egress, At: at, Table: none, Rule: none, Packet: p})
	core := w.g.transitGateways[a.gateway].core
	if core && a.edge != w.transit.edge {
		w.transit.zone = none // in another Region
	}
	if w.g.forwards(a) == perhaps {
		w.doubt(UnknownResource, at, Egress, a.ref)
		return finished(Doubted)
	}
	w.require(w.g.forwards(a), BadStateAttachment, BadStateAttachment, at)
	switch a.kind {
	case vpcAttachment:
		if core && !a.subnetsKnown {
			return w.outOfEdge(ai, p)
		}
		return w.intoVpc(ai, p)
	case peeringAttachment:
		return w.acrossTransitPeering(ai, p)
	case outsideAttachment:
		return w.intoSite(ai, p)
	case functionAttachment:
		return w.throughFunction(ai, p)
	}
	w.doubt(UnsupportedComponent, at, Egress, a.to)
	return finished(Doubted)
}

// intoVpc brings a packet into a VPC by one of the attachment's subnets, whose route table decides from there (R7.8).
// The subnet's own ACL is asked for what leaves it, and not for what comes in (R5.12).
func (w *Walk) intoVpc(ai int32, p Packet) next {
	a := &w.g.transitAttachments[ai]
	si := w.exitSubnet(ai)
	if si == none {
		w.doubt(UnknownAttachmentSubnet, Node{TransitAttachmentNode, ai}, Egress, a.ref)
		return finished(Doubted)
	}
	if a.appliance && !w.reply {
		w.transit.pin(pin{ai, si, true})
	}
	w.transit.into, w.transit.by, w.transit.refers = w.g.subnets[si].vpc, ai, min(w.transit.refers, a.referencing)
	if w.from, w.left = si, (Node{}); w.onLink(&w.g.subnets[si], p.Dst) {
		return next{at: Node{RouterNode, si}, packet: p} // its table decides, and no ACL if that says local (R5.11)
	}
	return w.leaveLink(si, p)
}

// exitSubnet chooses the subnet by which a packet comes out of an attachment: in the zone in which it came into the
// gateway (R7.9), or the one that the request used, in appliance mode (R7.10). Else AWS takes any (R7.12).
func (w *Walk) exitSubnet(ai int32) int32 {
	a := &w.g.transitAttachments[ai]
	if w.reply && a.appliance {
		if si := w.transit.pinnedTo(ai); si != none {
			return si
		}
	}
	switch {
	case !a.subnetsKnown || len(a.subnets) == 0:
		return none
	case len(a.subnets) == 1:
		return a.subnets[0]
	case w.transit.zone == none:
		return w.drawSubnet(ai, no)
	}
	si, served := w.g.entrySubnet(a, w.transit.zone)
	if served == yes {
		return si
	}
	return w.drawSubnet(ai, served)
}

// drawSubnet lets AWS choose among the subnets of an attachment, or us, where it is not known which is in the zone.
func (w *Walk) drawSubnet(ai int32, served truth) int32 {
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	fork := Fork{Of: len(a.subnets), Drawn: served == no}
	si := a.subnets[w.decide(decision{exit: at, reply: w.reply}, fork)]
	switch {
	case !fork.Drawn:
		w.event(Event{Kind: ForkEvent, Code: UnknownZone, At: at, Table: none, Rule: none, Missing: a.ref})
	case si != none:
		w.event(Event{Kind: DrawEvent, Code: TGWChoosesSubnet, At: Node{RouterNode, si}, Table: none, Rule: none, Missing: a.ref})
	}
	return si
}

// acrossTransitPeering takes a packet to the other gateway, whose table for the peering decides from there (R7.13).
func (w *Walk) acrossTransitPeering(ai int32, p Packet) next {
	a := &w.g.transitAttachments[ai]
	if a.peer == none {
		w.doubt(UnknownResource, Node{TransitAttachmentNode, ai}, Egress, a.to)
		return finished(Doubted)
	}
	other := &w.g.transitAttachments[a.peer]
	gw := &w.g.transitGateways[other.gateway]
	w.require(truthOf(gw.works), BadState, BadState, Node{TransitGatewayNode, other.gateway})
	if other.works == no {
		w.drop(BadStateAttachment, Node{TransitAttachmentNode, a.peer}, Ingress)
	}
	w.transit.refers = no
	if gw.region != w.g.transitGateways[a.gateway].region {
		w.transit.zone = none
	}
	return w.lookUpTransit(a.peer, p)
}
