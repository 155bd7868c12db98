package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// toInternetGateway leaves by the internet gateway: IPv4 by its 1:1 translation, IPv6 as it is (R3.1, R3.4).
func (l *leg) toInternetGateway(id string, from hop, p packet) end {
	g := find(l.s.InternetGateways, id, func(g *topology.InternetGateway) string { return g.InternetGatewayId })
	if g == nil {
		return unclear("%s was not captured", id)
	}
	if !isAttached(g.Attachments, from.vpc.VpcId) {
		return dropped("R3.1: %s is not attached to %s", id, from.vpc.VpcId)
	}
	if l.goesAround(id, from.vpc, p) {
		return dropped("R2.15: what comes in by %s to %v goes through a middlebox that this did not pass", id, p.src)
	}
	source := l.holderOf(from.vpc.VpcId, p.src)
	if !l.isReply() && !l.passes(l.publicAccess(from, outboundOf(source)), "R3.17: Block Public Access at %s", from.name()) {
		return dropped("R3.17: Block Public Access closes %s", from.name())
	}
	public, why := l.publicSource(from.vpc, source, p.src)
	if !public.IsValid() {
		return dropped("%s", why)
	}
	p.src = public
	return l.crossInternet(p.anonymous())
}

// publicSource is the address by which the internet sees a source, or why there is none.
func (l *leg) publicSource(v *topology.Vpc, h holder, a netip.Addr) (netip.Addr, string) {
	switch {
	case h.isNobody():
		return netip.Addr{}, "R3.16: the source is no address of " + v.VpcId
	case a.Is6():
		return l.publicIPv6(v, h, a)
	case h.nat != nil:
		return natPublic(h.nat, a), "R3.9: the NAT gateway has no public address"
	}
	return publicOf(h.eni, a), "R3.1: the source has no public address"
}

// publicIPv6 are public by default, with exceptions (R1.12).
func (l *leg) publicIPv6(v *topology.Vpc, h holder, a netip.Addr) (netip.Addr, string) {
	switch {
	case !within(vpcBlocks(v), a):
		return netip.Addr{}, "R3.16: the source is in no IPv6 block of " + v.VpcId
	case isPrivateIPv6(v, a):
		return netip.Addr{}, "R1.12: the source is a private IPv6"
	case h.eni != nil && h.eni.DenyAllIgwTraffic:
		return netip.Addr{}, "R1.12: the interface denies all internet gateway traffic"
	}
	return a, ""
}

// isPrivateIPv6 tells whether the address is unique local, or of a block that is not advertised (R1.12).
func isPrivateIPv6(v *topology.Vpc, a netip.Addr) bool {
	if uniqueLocal.Contains(a) {
		return true
	}
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() && b.Ipv6CidrBlock.IsValid() && b.Ipv6CidrBlock.Contains(a) {
			return b.Ipv6AddressAttribute == "private"
		}
	}
	return false
}

// internetGatewayOf is the gateway attached to a VPC; if there is none, the documents may be to blame.
func (l *leg) internetGatewayOf(v *topology.Vpc) (id string, attached truth) {
	for i := range l.s.InternetGateways {
		if g := &l.s.InternetGateways[i]; isAttached(g.Attachments, v.VpcId) {
			return g.InternetGatewayId, yes
		}
	}
	if l.s.Covers(ref.InternetGateway, v.Account, v.Region) == topology.Whole {
		return "", no
	}
	return "", maybe
}
