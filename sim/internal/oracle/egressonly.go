package oracle

import "github.com/dryhop/dryhop/topology"

// toEgressOnlyGateway leaves by the egress-only internet gateway: IPv6 only, and only what starts inside (R3.6).
func (l *leg) toEgressOnlyGateway(id string, from hop, p packet) end {
	g := find(l.s.EgressOnlyInternetGateways, id, func(g *topology.EgressOnlyInternetGateway) string { return g.EgressOnlyInternetGatewayId })
	switch {
	case g == nil:
		return unclear("%s was not captured", id)
	case !isAttached(g.Attachments, from.vpc.VpcId):
		return dropped("R3.6: %s is not attached to %s", id, from.vpc.VpcId)
	case !p.src.Is6():
		return dropped("R3.6: %s takes IPv6 only", id)
	case l.isReply():
		return dropped("R3.6: %s never saw the request", id)
	case !l.passes(l.publicAccess(from, outboundGateway), "R3.17: Block Public Access at %s", from.name()):
		return dropped("R3.17: Block Public Access closes %s", from.name())
	}
	public, why := l.publicSource(from.vpc, l.holderOf(from.vpc.VpcId, p.src), p.src)
	if !public.IsValid() {
		return dropped("%s", why)
	}
	l.egressOnly = append(l.egressOnly, p)
	return l.crossInternet(p.anonymous())
}

// leftByEgressOnly tells whether a reply answers what an egress-only gateway let out.
func (l *leg) leftByEgressOnly(reply packet) bool {
	for _, p := range l.egressOnly {
		if sameHeader(reply, p.mirrored()) {
			return true
		}
	}
	return false
}
