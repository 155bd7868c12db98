package graph

// Implements R7.1, R7.7, R7.18, R5.11, R5.12 and R17.1: how packets of a VPC come into a transit gateway.

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A transitGateway carries packets between its attachments.
type transitGateway struct {
	ref         ref.Ref
	account     string
	region      string
	works       bool
	core        bool            // a core network of Cloud WAN
	referencing truth           // whether rules may refer to groups across it (R4.6)
	vpcs        map[int32]int32 // VPC -> its attachment
}

// A passage is what a walk knows of the transit gateways on its way.
type passage struct {
	into   int32  // the VPC that the packet came into by a transit gateway, or none
	by     int32  // the attachment by which it came
	zone   int32  // a subnet in the Availability Zone in which it entered the gateway; none if it comes from outside
	edge   string // of a core network where it came in
	refers truth  // whether rules of the VPC it comes into may refer to the sender's groups

	pins   [maxPins]pin // where appliance mode keeps the reply
	pinned int
}

const maxPins = 4

// A pin is the subnet by which the request went through an attachment in appliance mode (R7.10).
type pin struct {
	attachment, subnet int32
	out                bool // out of the gateway, which counts for more than into it
}

var nowhere = passage{into: none, by: none, zone: none}

// turned is what remains for the reply.
func (t passage) turned() passage {
	return passage{into: none, by: none, zone: none, pins: t.pins, pinned: t.pinned}
}

// pin remembers the subnet that the request used at an attachment.
func (t *passage) pin(p pin) {
	for i := range t.pins[:t.pinned] {
		if old := &t.pins[i]; old.attachment == p.attachment {
			if p.out && !old.out {
				*old = p
			}
			return
		}
	}
	if t.pinned < maxPins {
		t.pins[t.pinned] = p
		t.pinned++
	}
}

// pinnedTo is the subnet that the request used at an attachment, or none.
func (t *passage) pinnedTo(attachment int32) int32 {
	for _, p := range t.pins[:t.pinned] {
		if p.attachment == attachment {
			return p.subnet
		}
	}
	return none
}

// compileTransitGateways makes the gateways that any document tells of, and their attachments.
func (c *compiler) compileTransitGateways() {
	for i := range c.s.TransitGateways {
		d := &c.s.TransitGateways[i]
		gi := c.transitGateway(d.TransitGatewayId)
		if gi == none {
			continue
		}
		gw := &c.g.transitGateways[gi]
		gw.account, gw.region, gw.works = d.Account, d.Region, usableState(d.State)
		gw.referencing = truthOf(d.Options.SecurityGroupReferencingSupport == "enable")
		c.name(gw.ref, d.Tags.Name())
	}
	for i := range c.s.TransitGatewayRouteTables {
		d := &c.s.TransitGatewayRouteTables[i]
		c.regionOf(c.transitGateway(d.TransitGatewayId), d.Meta)
	}
	c.compileAttachments()
	for i := range c.g.vpcs {
		v := &c.g.vpcs[i]
		v.attachmentsKnown = c.s.CoversKey("TransitGatewayVpcAttachments", v.account, v.region) == topology.Whole
	}
}

// transitGateway finds a gateway, or makes one of which nothing is known; none if nothing names it.
func (c *compiler) transitGateway(id string) int32 {
	if i := find(c.tgwIDs, id); i != none || id == "" {
		return i
	}
	c.tgwIDs[id] = int32(len(c.g.transitGateways))
	c.g.transitGateways = append(c.g.transitGateways, transitGateway{
		ref: ref.Ref{Kind: ref.TransitGateway, ID: id}, works: true, referencing: perhaps, vpcs: map[int32]int32{},
	})
	return c.tgwIDs[id]
}

// regionOf learns a gateway's Region from what belongs to it.
func (c *compiler) regionOf(gi int32, m topology.Meta) {
	if gi != none && c.g.transitGateways[gi].region == "" {
		c.g.transitGateways[gi].region = m.Region
	}
}

// usableState reads the state of a gateway or attachment: it forwards when available, and while it is modified.
func usableState(state string) bool {
	return state == "available" || state == "modifying" || state == ""
}

// intoTransitGateway takes a packet from a VPC's router into a transit gateway by the VPC's attachment.
func (w *Walk) intoTransitGateway(gi int32, p Packet) next {
	gw := &w.g.transitGateways[gi]
	ai, n, ok := w.attachedBy(gi, p)
	if !ok {
		return n
	}
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	w.event(Event{Kind: GatewayEvent, Dir: Ingress, At: at, Table: none, Rule: none, Packet: p})
	w.require(truthOf(gw.works), BadState, BadState, Node{TransitGatewayNode, gi})
	if gw.core && !a.subnetsKnown {
		return w.intoEdge(ai, p)
	}
	si, served := w.g.entrySubnet(a, w.from)
	switch served {
	case no:
		w.drop(TGWRouteAZRestriction, at, Egress)
		return finished(Dropped)
	case perhaps:
		w.doubt(UnknownZone, at, Egress, a.ref)
		return finished(Doubted)
	}
	w.narrow(w.filterACL(si, Ingress, &p)) // though the packet may be in this subnet already (R5.11)
	w.transit.zone, w.transit.refers, w.transit.edge = w.from, min(gw.referencing, a.referencing), a.edge
	if w.sender != NoInterface && w.g.interfaces[w.sender].vpc != w.g.subnets[w.from].vpc {
		w.transit.refers = no // on its way through somebody else's VPC
	}
	if !w.reply && a.appliance {
		w.transit.pin(pin{ai, si, false})
	}
	if w.opened.short && w.atGate(ai) {
		return finished(Doubted)
	}
	return w.lookUpTransit(ai, p)
}

// attachedBy finds the attachment of the VPC that the packet is in.
func (w *Walk) attachedBy(gi int32, p Packet) (ai int32, n next, ok bool) {
	vi := w.g.subnets[w.from].vpc
	ai, attached := w.g.transitGateways[gi].vpcs[vi]
	known := w.g.vpcs[vi].attachmentsKnown
	missing := ref.TransitGatewayAttachment
	if w.g.transitGateways[gi].core {
		known, missing = attached, ref.CoreNetworkAttachment
	}
	if attached && w.g.transitAttachments[ai].works == yes {
		return ai, next{}, true
	}
	at := Node{TransitGatewayNode, gi}
	w.note(GatewayEvent, at, &p)
	if attached && known {
		at = Node{TransitAttachmentNode, ai}
	}
	if known {
		w.drop(BadStateAttachment, at, Egress)
		return none, finished(Dropped), false
	}
	w.require(truthOf(w.g.transitGateways[gi].works), BadState, BadState, at)
	w.doubt(UnknownResource, at, Egress, ref.Ref{Kind: missing})
	return none, finished(Doubted), false
}

// entrySubnet finds the attachment's subnet in the Availability Zone of a subnet (R7.1).
func (g *Graph) entrySubnet(a *transitAttachment, from int32) (si int32, served truth) {
	if !a.subnetsKnown {
		return none, perhaps
	}
	for _, si := range a.subnets {
		t := g.sameZone(si, from)
		if t == yes {
			return si, yes
		}
		served = max(served, t)
	}
	return none, served
}

// beyondTransit reports whether a rule fails to match the sender's group only because a transit gateway lies between
// that does not carry references (R4.6).
func (w *Walk) beyondTransit(on InterfaceID, group int32) bool {
	return w.transit.into == w.g.interfaces[on].vpc && w.transit.refers == no && w.sender != NoInterface && w.g.hasGroup(&w.g.interfaces[w.sender], group)
}
