package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// isRegionalNat is a NAT gateway of the whole VPC: no subnet, no network ACL (R3.13).
func isRegionalNat(n *topology.NatGateway) bool { return n.AvailabilityMode == "regional" }

// natTranslatesFor goes on by the gateway's own table, with an address of the sender's zone: the private one, or the public one
// to the internet where no private one is told.
func (l *leg) natTranslatesFor(n *topology.NatGateway, from hop, p packet) end {
	at := l.zoneAt(from)
	serving := l.addressesFor(n, at)
	if len(serving) == 0 {
		return unclear("%s has no address", n.NatGatewayId)
	}
	x := serving[l.awsPicks(len(serving))]
	source := x.PrivateIp
	if !source.IsValid() {
		source = x.PublicIp
	}
	after := l.natTranslated(n, source, p)
	l.translations[len(l.translations)-1].zone = at
	route, end, stopped := l.regionalRoute(n, from.vpc, after)
	switch {
	case stopped:
		return end
	case isInternetGateway(route):
		return l.natLeaves(n, route, hop{vpc: from.vpc, zone: at}, x.PublicIp, after)
	case !x.PrivateIp.IsValid():
		return unclear("%s has no private address that was captured", n.NatGatewayId)
	}
	return l.toTarget(route, hop{vpc: from.vpc, zone: at}, after)
}

// addressesFor a zone: those in it and those of which no zone is told, else all, for the gateway serves other zones as well.
func (l *leg) addressesFor(n *topology.NatGateway, at zone) []topology.NatGatewayAddress {
	var all, near []topology.NatGatewayAddress
	for _, x := range n.NatGatewayAddresses {
		if !x.PrivateIp.IsValid() && !x.PublicIp.IsValid() {
			continue
		}
		all = append(all, x)
		z := zone{id: x.AvailabilityZoneId, name: x.AvailabilityZone, account: n.Account, subnet: n.NatGatewayId}
		if at.isNone() || z.same(at) != no {
			near = append(near, x)
		}
	}
	if len(near) == 0 {
		return all
	}
	return near
}

func isInternetGateway(route topology.Route) bool {
	return len(route.GatewayId) > 4 && route.GatewayId[:4] == "igw-"
}

// regionalRoute is the gateway's own, or to the VPC's internet gateway if no table was captured (R3.13).
func (l *leg) regionalRoute(n *topology.NatGateway, v *topology.Vpc, p packet) (topology.Route, end, bool) {
	t := find(l.s.RouteTables, n.RouteTableId, func(t *topology.RouteTable) string { return t.RouteTableId })
	if n.RouteTableId != "" && t != nil {
		return l.routeIn(v, t, p)
	}
	id, attached := l.internetGatewayOf(v)
	switch attached {
	case no:
		return topology.Route{}, dropped("R3.1: %s has no internet gateway", v.VpcId), true
	case maybe:
		return topology.Route{}, unclear("the internet gateway of %s was not captured", v.VpcId), true
	}
	return topology.Route{GatewayId: id}, end{}, false
}

// natLeaves by the internet gateway with its own public address: no edge table, no other translation.
func (l *leg) natLeaves(n *topology.NatGateway, route topology.Route, from hop, public netip.Addr, p packet) end {
	g := find(l.s.InternetGateways, route.GatewayId, func(g *topology.InternetGateway) string { return g.InternetGatewayId })
	switch {
	case g == nil:
		return unclear("%s was not captured", route.GatewayId)
	case !isAttached(g.Attachments, from.vpc.VpcId):
		return dropped("R3.1: %s is not attached to %s", route.GatewayId, from.vpc.VpcId)
	case !public.IsValid() || n.ConnectivityType == "private":
		return dropped("R3.9: %s has no public address", n.NatGatewayId)
	case !l.isReply() && !l.passes(l.publicAccess(from, outboundGateway), "R3.17: Block Public Access at %s", from.name()):
		return dropped("R3.17: Block Public Access closes %s", from.name())
	}
	p.src = public
	return l.crossInternet(p.anonymous())
}

// natReturnsFor takes a reply to the client: inside the VPC without a look-up, else by the gateway's own table (R3.13).
func (l *leg) natReturnsFor(n *topology.NatGateway, at zone, back packet) end {
	v := l.vpc(n.VpcId)
	if v == nil {
		return unclear("VPC %s was not captured", n.VpcId)
	}
	again := "back by " + n.NatGatewayId + back.String()
	if l.visited[again] {
		return dropped("R17.2: the reply comes back to %s", n.NatGatewayId)
	}
	l.visited[again] = true
	if within(vpcBlocks(v), back.dst) {
		return l.deliver(v, back)
	}
	route, end, stopped := l.regionalRoute(n, v, back)
	if stopped {
		return end
	}
	return l.toTarget(route, hop{vpc: v, zone: at}, back)
}
