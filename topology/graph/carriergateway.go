package graph

// Implements R3.15: gateways of Wavelength Zones to a carrier's network.

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A carrierGateway translates between private addresses of its VPC and the carrier's, as an internet gateway does between
// private and public ones.
type carrierGateway struct {
	ref   ref.Ref
	vpc   int32
	works bool
}

func (c *compiler) compileCarrierGateways() {
	c.g.carrier = map[netip.Addr]holder{}
	for i := range c.s.CarrierGateways {
		d := &c.s.CarrierGateways[i]
		gw := carrierGateway{ref: ref.Ref{Kind: ref.CarrierGateway, ID: d.CarrierGatewayId}, vpc: find(c.vpcIDs, d.VpcId), works: d.State == "available" || d.State == ""}
		if gw.vpc != none && (gw.works || c.g.vpcs[gw.vpc].carrierGateway == none) {
			c.g.vpcs[gw.vpc].carrierGateway = int32(len(c.g.carrierGateways))
		}
		c.cagwIDs[d.CarrierGatewayId] = int32(len(c.g.carrierGateways))
		c.name(gw.ref, d.Tags.Name())
		c.g.carrierGateways = append(c.g.carrierGateways, gw)
	}
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		for _, a := range e.addresses {
			if a.carrier.IsValid() {
				c.g.carrier[a.carrier] = holder{vpc: e.vpc, iface: InterfaceID(i), nat: none, private: a.private}
			}
		}
	}
	for i := range c.g.vpcs {
		v := &c.g.vpcs[i]
		v.carrierKnown = c.s.Covers(ref.CarrierGateway, v.account, v.region) == topology.Whole
	}
}

// outByCarrierGateway takes a packet from a VPC to the carrier's network, and the internet beyond.
func (w *Walk) outByCarrierGateway(gi int32, p Packet) next {
	gw, at := &w.g.carrierGateways[gi], Node{CarrierGatewayNode, gi}
	w.note(GatewayEvent, at, &p)
	vi := w.g.subnets[w.from].vpc
	w.require(truthOf(gw.vpc == vi), BadStateAttachment, BadStateAttachment, at)
	w.require(truthOf(gw.works), BadState, BadState, at)
	w.notToPrivate(at, p.Dst)
	w.blockAccess(w.accessAt(w.from, w.left), at, w.nowTranslated(), Egress)
	w.sender = NoInterface
	h, held := w.g.vpcs[vi].holds(p.Src)
	carrier := w.g.carrierOf(h)
	switch {
	case !held:
		w.drop(GatewayRejectsSpoofedTraffic, at, Egress)
		return finished(Dropped)
	case !carrier.IsValid():
		w.drop(IGWPublicIPForEgress, at, Egress)
		return finished(Dropped)
	}
	p.Src = carrier
	w.note(TranslateEvent, at, &p)
	w.left = at
	return next{at: Node{InternetNode, 0}, packet: p}
}

// carrierOf is the carrier's address that stands for a private one.
func (g *Graph) carrierOf(h holder) netip.Addr {
	if h.iface == NoInterface {
		return netip.Addr{}
	}
	for _, a := range g.interfaces[h.iface].addresses {
		if a.private == h.private {
			return a.carrier
		}
	}
	return netip.Addr{}
}

// inByCarrierGateway takes a packet into a VPC, towards the holder of its carrier's address. The carrier's network reaches
// it, and what it asked itself; the internet does not.
func (w *Walk) inByCarrierGateway(h holder, p Packet, byCarrier bool) next {
	v, at := &w.g.vpcs[h.vpc], Node{VpcNode, h.vpc}
	if v.carrierGateway != none {
		at = Node{CarrierGatewayNode, v.carrierGateway}
		w.note(GatewayEvent, at, &p)
	}
	w.notFromPrivate(at, p.Src)
	if !w.reply && !byCarrier {
		w.drop(IGWPrivateIPForIngress, at, Ingress)
		return finished(Dropped)
	}
	switch {
	case v.carrierGateway == none && v.carrierKnown:
		w.drop(NoPath, at, Ingress)
		return finished(Dropped)
	case v.carrierGateway == none:
		w.doubt(UnknownResource, at, Ingress, ref.Ref{Kind: ref.CarrierGateway})
		return finished(Doubted)
	}
	w.require(truthOf(w.g.carrierGateways[v.carrierGateway].works), BadState, BadState, at)
	w.admitAt(at, w.g.subnetOf(h), h)
	p.Dst = h.private
	w.note(TranslateEvent, at, &p)
	return next{at: Node{VpcNode, h.vpc}, packet: p}
}
