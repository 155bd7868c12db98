package graph

// Implements R1.11, R1.12, R3.1-R3.5, R3.16, R17.4.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An internetGateway serves the one VPC that it is attached to.
type internetGateway struct {
	ref  ref.Ref
	vpc  int32
	edge int32 // the gateway route table, or none
}

func (c *compiler) compileInternetGateways() {
	for i := range c.s.InternetGateways {
		d := &c.s.InternetGateways[i]
		gw := internetGateway{ref: ref.Ref{Kind: ref.InternetGateway, ID: d.InternetGatewayId}, vpc: none, edge: none}
		id := int32(len(c.g.internetGateways))
		for _, a := range d.Attachments {
			if v := find(c.vpcIDs, a.VpcId); v != none && usableAttachment(a) {
				gw.vpc, c.g.vpcs[v].internetGateway = v, id
			}
		}
		c.igwIDs[d.InternetGatewayId] = id
		c.name(gw.ref, d.Tags.Name())
		c.g.internetGateways = append(c.g.internetGateways, gw)
	}
	for i := range c.g.vpcs {
		v := &c.g.vpcs[i]
		v.gatewayKnown = c.s.Covers(ref.InternetGateway, v.account, v.region) == topology.Whole
	}
}

// usableAttachment reads the two spellings that gateways have for it.
func usableAttachment(a topology.GatewayAttachment) bool {
	return a.State == "available" || a.State == "attached" || a.State == ""
}

// outByInternetGateway takes a packet from a VPC to the internet.
func (w *Walk) outByInternetGateway(gi int32, p Packet) next {
	gw := &w.g.internetGateways[gi]
	at := Node{InternetGatewayNode, gi}
	w.note(GatewayEvent, at, &p)
	vi := w.g.subnets[w.from].vpc
	w.require(truthOf(gw.vpc == vi), BadStateAttachment, BadStateAttachment, at)
	w.notToPrivate(at, p.Dst)
	w.blockAccess(w.accessAt(w.from, w.left), at, w.nowTranslated(), Egress)
	w.pastRedirection(gi, p)
	w.sender = NoInterface // no reference holds beyond (R4.5, R4.7)
	if p.Dst.Is6() {
		w.ownIPv6(vi, at, p.Src, true)
		return next{at: Node{InternetNode, 0}, packet: p}
	}
	h, held := w.g.vpcs[vi].holds(p.Src)
	public := w.g.publicOf(h)
	switch {
	case !held:
		w.drop(GatewayRejectsSpoofedTraffic, at, Egress)
		return finished(Dropped)
	case !public.IsValid():
		w.drop(IGWPublicIPForEgress, at, Egress)
		return finished(Dropped)
	}
	p.Src = public
	w.note(TranslateEvent, at, &p)
	return next{at: Node{InternetNode, 0}, packet: p}
}

// notToPrivate drops what the internet gateway never sends out (R3.2).
func (w *Walk) notToPrivate(at Node, dst netip.Addr) {
	switch {
	case netmath.IsRFC1918(dst):
		w.drop(IGWDestinationRFC1918, at, Egress)
	case netmath.IsSharedCGNAT(dst):
		w.drop(IGWDestinationRFC6598, at, Egress)
	}
}

// notFromPrivate drops what the internet gateway never takes in: sources that the internet does not route (R3.2).
func (w *Walk) notFromPrivate(at Node, src netip.Addr) {
	switch {
	case netmath.IsRFC1918(src):
		w.drop(IGWSourceRFC1918, at, Ingress)
	case netmath.IsSharedCGNAT(src):
		w.drop(IGWSourceRFC6598, at, Ingress)
	case !netmath.Internet(netmath.FamilyOf(src)).Contains(src):
		w.drop(SourceNotRouted, at, Ingress)
	}
}

// publicOf is the public IPv4 that stands for a private one at the internet gateway.
func (g *Graph) publicOf(h holder) netip.Addr {
	switch {
	case h.nat != none:
		if n := &g.nats[h.nat]; h.private == n.private {
			return n.public
		}
	case h.iface != NoInterface:
		for _, a := range g.interfaces[h.iface].addresses {
			if a.private == h.private {
				return a.public
			}
		}
	}
	return netip.Addr{}
}

// ownIPv6 drops IPv6 that may not pass the internet gateway: another's address, one that is not advertised, or an
// interface that refuses it (R1.12, R3.4, R3.16).
func (w *Walk) ownIPv6(vi int32, at Node, a netip.Addr, egress bool) {
	v := &w.g.vpcs[vi]
	dir := Ingress
	if egress {
		dir = Egress
	}
	h, held := v.holds(a)
	switch {
	case egress && (!held || !v.contains(a)):
		w.drop(GatewayRejectsSpoofedTraffic, at, dir)
	case !v.advertised(a):
		w.drop(PrivateIPv6, at, dir)
	case held && h.iface != NoInterface && w.g.interfaces[h.iface].denyIGW:
		w.drop(DenyAllIGWTraffic, at, dir)
	}
}

// acrossInternet takes a packet to whoever has its destination: a host somewhere, or again a VPC of the snapshot (R3.5).
func (w *Walk) acrossInternet(p Packet) next {
	at := Node{InternetNode, 0}
	w.from = none
	byCarrier := w.left.Kind == CarrierGatewayNode
	if h, ok := w.g.carrier[p.Dst]; ok {
		return w.inByCarrierGateway(h, p, byCarrier)
	}
	if h, ok := w.g.public[p.Dst]; ok && p.Dst.Is4() {
		return w.inByInternetGateway(h.vpc, h, p)
	}
	if p.Dst.Is6() {
		if vi, ok := w.g.vpcsByBlock.table.Lookup(p.Dst); ok {
			h, _ := w.g.vpcs[vi].holds(p.Dst)
			h.vpc = vi
			return w.inByInternetGateway(vi, h, p)
		}
	}
	if !netmath.Internet(p.Family()).Contains(p.Dst) {
		w.drop(EntersElsewhere, at, Egress)
		return finished(Dropped)
	}
	if w.g.unheld[p.Dst] {
		w.drop(NoPossibleDestination, at, Egress)
		return finished(Dropped)
	}
	if !w.reply && w.asker.Kind == AtInternet {
		w.notFromPrivate(at, p.Src)
		return w.nobodyPublic(at, p.Dst)
	}
	where := Location{Kind: AtInternet, Addr: p.Dst}
	w.note(ReceiveEvent, at, &p)
	return w.arrive(where, p)
}

// nobodyPublic ends a request from the internet to an address that nobody in the snapshot has.
func (w *Walk) nobodyPublic(at Node, dst netip.Addr) next {
	if dst.Is6() || w.g.interfacesWhole() {
		w.drop(NoPossibleDestination, at, Ingress)
		return finished(Dropped)
	}
	w.doubt(UnknownDestination, at, Ingress, ref.Ref{Kind: ref.NetworkInterface})
	return finished(Doubted)
}

// interfacesWhole reports whether the interfaces of every documented VPC were captured, so that an address that none of
// them has is nobody's.
func (g *Graph) interfacesWhole() bool {
	for i := range g.vpcs {
		if v := &g.vpcs[i]; v.documented && !v.complete {
			return false
		}
	}
	return g.snapshot.Covers(ref.NetworkInterface, "", "") == topology.Whole
}

// inByInternetGateway takes a packet from the internet into a VPC, towards the holder of its public address.
func (w *Walk) inByInternetGateway(vi int32, h holder, p Packet) next {
	v := &w.g.vpcs[vi]
	if w.reply && w.returnsByEgressOnly(vi, p) {
		return next{at: Node{VpcNode, vi}, packet: p}
	}
	at := Node{VpcNode, vi}
	if v.internetGateway != none {
		at = Node{InternetGatewayNode, v.internetGateway}
		w.note(GatewayEvent, at, &p)
	}
	w.admit(at, h, p)
	switch {
	case h.nat != none && !w.reply:
		w.drop(NATNoSession, Node{NatGatewayNode, h.nat}, Ingress) // takes nothing unsolicited (R3.7)
		return finished(Dropped)
	case v.internetGateway == none && v.gatewayKnown:
		w.drop(NoPath, at, Ingress)
		return finished(Dropped)
	case v.internetGateway == none:
		w.admitAt(at, w.g.subnetOf(h), h)
		w.doubt(UnknownResource, at, Ingress, ref.Ref{Kind: ref.InternetGateway})
		return finished(Doubted)
	}
	if h.nat != none && w.g.nats[h.nat].regional {
		return w.atRegionalNAT(h.nat, p)
	}
	if p.Dst.Is4() {
		p.Dst = h.private
		w.note(TranslateEvent, at, &p)
	}
	return w.byInternetEdge(v.internetGateway, h, p)
}

// admit drops what may not come in from the internet, whatever the gateway: by its source, or because the interface that
// it is for has no address that the internet knows.
func (w *Walk) admit(at Node, h holder, p Packet) {
	w.notFromPrivate(at, p.Src)
	if p.Dst.Is6() {
		w.ownIPv6(h.vpc, at, p.Dst, false)
	}
}

// admitAt asks Block Public Access at the subnet of what touches the gateway: the holder of the destination, if h is one,
// or what the gateway's table puts before it (R3.19).
func (w *Walk) admitAt(at Node, si int32, h holder) {
	if si != none {
		w.blockAccess(w.g.subnets[si].public, at, h.nat != none, Ingress)
	}
}

// subnetOf is the subnet of a holder, or none.
func (g *Graph) subnetOf(h holder) int32 {
	switch {
	case h.nat != none:
		return g.nats[h.nat].subnet
	case h.iface != NoInterface:
		return g.interfaces[h.iface].subnet
	}
	return none
}

// nowTranslated reports whether the last device that handled the request was a NAT gateway, so that its traffic is
// outbound-only by nature (R3.17).
func (w *Walk) nowTranslated() bool {
	return w.remembers > 0 && w.session[w.remembers-1].at.Kind == NatGatewayNode
}
