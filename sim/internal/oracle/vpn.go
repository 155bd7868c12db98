package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// toVpnGateway leaves to the network behind a virtual private gateway: the source must be a private address of the VPC,
// the destination in a prefix that the gateway knows (R9.1).
func (l *leg) toVpnGateway(id string, from hop, p packet) end {
	g := l.vpnGateway(id)
	switch {
	case g == nil:
		return unclear("%s was not captured", id)
	case !isUsable(g) || !isAttached(g.VpcAttachments, from.vpc.VpcId):
		return dropped("R9.1: %s is not attached to %s", id, from.vpc.VpcId)
	case l.holderOf(from.vpc.VpcId, p.src).isNobody():
		return dropped("R9.1: %v is no address of %s", p.src, from.vpc.VpcId)
	}
	return l.toSite(g, p.anonymous())
}

func (r *run) vpnGateway(id string) *topology.VpnGateway {
	return find(r.s.VpnGateways, id, func(g *topology.VpnGateway) string { return g.VpnGatewayId })
}

func isUsable(g *topology.VpnGateway) bool { return g.State == "available" || g.State == "" }

// toSite takes a packet from the gateway to the network behind it.
func (l *leg) toSite(g *topology.VpnGateway, p packet) end {
	w := l.wayTo(g, p.dst)
	switch {
	case !w.prefix.IsValid() && l.mayKnowMore(g):
		return unclear("the prefixes behind %s were not captured", g.VpnGatewayId)
	case !w.prefix.IsValid():
		return dropped("R9.1: %s knows no prefix for %v", g.VpnGatewayId, p.dst)
	case w.isVpn && p.dst.Is6():
		return dropped("R9.5: a VPN on %s carries no IPv6", g.VpnGatewayId)
	case !w.up:
		return dropped("R9.3: the connection to %v is down", w.prefix)
	}
	return end{place: atSite, why: "left by " + g.VpnGatewayId, id: g.VpnGatewayId, packet: p}
}

// leadsTo tells whether the gateway is attached to a VPC with the address.
func (l *leg) leadsTo(g *topology.VpnGateway, a netip.Addr) bool {
	v := l.vpcOf(g)
	return v != nil && within(vpcBlocks(v), a)
}

// vpcOf is the VPC that a gateway is attached to (R9.1), or nil.
func (l *leg) vpcOf(g *topology.VpnGateway) *topology.Vpc {
	for _, a := range g.VpcAttachments {
		if isAttached(g.VpcAttachments, a.VpcId) && (a.State == "attached" || a.State == "available") {
			return l.vpc(a.VpcId)
		}
	}
	return nil
}

// enterFromSite comes in by the gateway: to a private address of its VPC, or to another site (R9.1, R9.4).
func (l *leg) enterFromSite(g *topology.VpnGateway, p packet) end {
	w := l.wayTo(g, p.src)
	switch {
	case w.isVpn && p.src.Is6():
		return dropped("R9.5: a VPN on %s carries no IPv6", g.VpnGatewayId)
	case !w.up:
		return dropped("R9.3: the connection to %v is down", w.prefix)
	case l.vpcWasNotCaptured(g):
		return unclear("the VPC of %s was not captured", g.VpnGatewayId)
	}
	v := l.vpcOf(g)
	if v == nil || !within(vpcBlocks(v), p.dst) {
		return l.toSite(g, p)
	}
	if w.direct != nil && !l.passes(announced(w.direct, v, p), "R9.8: allowed prefixes of %s", w.direct.DirectConnectGatewayId) {
		return dropped("R9.8: %s does not announce the way to %v", w.direct.DirectConnectGatewayId, p.dst)
	}
	route, end, stopped := l.edgeRoute(g.VpnGatewayId, v, p)
	if stopped {
		return end
	}
	return l.enterBy(g.VpnGatewayId, v, route, p.anonymous())
}

func (l *leg) vpcWasNotCaptured(g *topology.VpnGateway) bool {
	if l.vpcOf(g) != nil {
		return false
	}
	for _, a := range g.VpcAttachments {
		if isAttached(g.VpcAttachments, a.VpcId) {
			return true
		}
	}
	return false
}

// mayKnowMore tells whether the gateway may know prefixes that no document tells: connections that were not captured,
// or BGP, over VPNs or Direct Connect, without any table to propagate into.
func (l *leg) mayKnowMore(g *topology.VpnGateway) bool {
	if !l.connectionsWhole(g) {
		return true
	}
	if l.propagates(g.VpnGatewayId) {
		return false
	}
	for _, x := range l.directConnects(g.VpnGatewayId) {
		if l.directConnectUp(x.DirectConnectGatewayId) {
			return true
		}
	}
	for _, c := range l.connectionsOf(g.VpnGatewayId) {
		if !c.Options.StaticRoutesOnly && isUp(c) {
			return true
		}
	}
	return false
}
