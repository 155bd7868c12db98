package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// toCarrierGateway leaves to the carrier's network and the internet with the carrier address of the source (R3.15).
func (l *leg) toCarrierGateway(id string, from hop, p packet) end {
	g := find(l.s.CarrierGateways, id, func(g *topology.CarrierGateway) string { return g.CarrierGatewayId })
	switch {
	case g == nil:
		return unclear("%s was not captured", id)
	case !carries(g, from.vpc.VpcId):
		return dropped("R3.15: %s is not one of %s", id, from.vpc.VpcId)
	}
	source := l.holderOf(from.vpc.VpcId, p.src)
	if source.eni == nil || !carrierOf(source.eni, p.src).IsValid() {
		return dropped("R3.15: %v has no carrier address", p.src)
	}
	if !l.isReply() && !l.passes(l.publicAccess(from, outboundHost), "R3.17: Block Public Access at %s", from.name()) {
		return dropped("R3.17: Block Public Access closes %s", from.name())
	}
	p.src = carrierOf(source.eni, p.src)
	l.carried = append(l.carried, p)
	if e, _ := l.holderOfCarrier(p.dst); e != nil {
		return l.enterFromCarrier(p.anonymous())
	}
	return l.crossInternet(p.anonymous())
}

func carries(g *topology.CarrierGateway, vpc string) bool {
	return g.VpcId == vpc && (g.State == "available" || g.State == "")
}

// carrierOf is the carrier address of a private one, or the zero address.
func carrierOf(e *topology.NetworkInterface, private netip.Addr) netip.Addr {
	for _, p := range e.PrivateIpAddresses {
		if p.PrivateIpAddress == private && p.Association != nil {
			return p.Association.CarrierIp
		}
	}
	if len(e.PrivateIpAddresses) == 0 && private == e.PrivateIpAddress && e.Association != nil {
		return e.Association.CarrierIp
	}
	return netip.Addr{}
}

// holderOfCarrier is who has a carrier address, with its private one.
func (r *run) holderOfCarrier(a netip.Addr) (*topology.NetworkInterface, netip.Addr) {
	for i := range r.s.NetworkInterfaces {
		e := &r.s.NetworkInterfaces[i]
		if !a.IsValid() {
			break
		}
		for _, p := range e.PrivateIpAddresses {
			if carrierOf(e, p.PrivateIpAddress) == a {
				return e, p.PrivateIpAddress
			}
		}
		if carrierOf(e, e.PrivateIpAddress) == a {
			return e, e.PrivateIpAddress
		}
	}
	return nil, netip.Addr{}
}

// leftByCarrier tells whether a reply answers what a carrier gateway let out.
func (l *leg) leftByCarrier(reply packet) bool {
	for _, p := range l.carried {
		if sameHeader(reply, p.mirrored()) {
			return true
		}
	}
	return false
}

// enterFromCarrier comes in by the carrier gateway of the VPC that has the carrier address (R3.15).
func (l *leg) enterFromCarrier(p packet) end {
	e, private := l.holderOfCarrier(p.dst)
	v := l.vpc(e.VpcId)
	if v == nil {
		return unclear("VPC %s was not captured", e.VpcId)
	}
	at := hop{vpc: v, subnet: l.subnet(e.SubnetId)}
	if !l.isReply() && !l.passes(l.publicAccess(at, inbound), "R3.17: Block Public Access at %s", at.name()) {
		return dropped("R3.17: Block Public Access closes %s", at.name())
	}
	switch l.hasCarrierGateway(v) {
	case no:
		return dropped("R3.15: %s has no carrier gateway", v.VpcId)
	case maybe:
		return unclear("the carrier gateway of %s was not captured", v.VpcId)
	}
	p.dst = private
	return l.deliver(v, p)
}

func (l *leg) hasCarrierGateway(v *topology.Vpc) truth {
	for i := range l.s.CarrierGateways {
		if carries(&l.s.CarrierGateways[i], v.VpcId) {
			return yes
		}
	}
	if l.s.Covers(ref.CarrierGateway, v.Account, v.Region) == topology.Whole {
		return no
	}
	return maybe
}
