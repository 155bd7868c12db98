package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// farSite is a network outside behind an attachment of a transit gateway: a VPN connection, Direct Connect, Connect or a
// Client VPN.
type farSite struct{ id, gateway, kind, resource string }

// toFarSite leaves to the network behind an attachment; only a VPN tells whether it is up (R9.3, R9.5).
func (l *leg) toFarSite(a farSite, p packet) end {
	if row := l.attachmentRow(a.gateway, a.id); row != nil && !isForwarding(row.State) {
		return dropped("R7.18: %s is not available", a.id)
	}
	if a.kind == "vpn" && l.connectionOf(a) == nil {
		return unclear("VPN connection %s was not captured", a.resource)
	}
	if why := l.carries(a, p); why != "" {
		return dropped("%s", why)
	}
	return end{place: atFarSite, why: "left by " + a.id, id: a.id, packet: p.anonymous()}
}

func (r *run) connectionOf(a farSite) *topology.VpnConnection {
	return find(r.s.VpnConnections, a.resource, func(c *topology.VpnConnection) string { return c.VpnConnectionId })
}

// carries says why a VPN or Direct Connect does not carry a packet; a tunnel has IPv4 inside, or IPv6 (R9.5).
func (r *run) carries(a farSite, p packet) string {
	c := r.connectionOf(a)
	switch {
	case a.kind == "direct-connect-gateway" && !r.directConnectUp(a.resource):
		return "R9.3: " + a.resource + " is down"
	case a.kind != "vpn" || c == nil:
		return ""
	case !isUp(c):
		return "R9.3: " + a.resource + " is down"
	case p.dst.Is6() != (c.Options.TunnelInsideIpVersion == "ipv6"):
		return "R9.5: " + a.resource + " carries the other family"
	}
	return ""
}

// enterFromFarSite comes in by an attachment, in no zone (R7.9).
func (l *leg) enterFromFarSite(id string, p packet) end {
	for _, a := range l.farSites() {
		if a.id != id {
			continue
		}
		if end, stopped := l.cannotTransit(a.gateway); stopped {
			return end
		}
		if out := l.toFarSite(a, p); out.place != atFarSite {
			return out
		}
		for _, why := range []string{l.refusesClients(a, p), l.refusesDirectConnect(a, p)} {
			if why != "" {
				return dropped("%s", why)
			}
		}
		return l.through(crossing{gateway: a.gateway, attachment: id}, p.anonymous())
	}
	return unclear("attachment %s was not captured", id)
}

// farSites are the attachments to networks outside: as they are listed, and as routes name them.
func (r *run) farSites() []farSite {
	var all []farSite
	add := func(s farSite) {
		for _, known := range all {
			if known.id == s.id {
				return
			}
		}
		switch s.kind {
		case "vpn", "direct-connect-gateway", "connect", "client-vpn":
			all = append(all, s)
		}
	}
	for i := range r.s.TransitGatewayAttachments {
		a := &r.s.TransitGatewayAttachments[i]
		add(farSite{a.TransitGatewayAttachmentId, a.TransitGatewayId, a.ResourceType, a.ResourceId})
	}
	for i := range r.s.TransitGatewayRouteTables {
		t := &r.s.TransitGatewayRouteTables[i]
		for _, route := range t.Routes {
			for _, a := range route.TransitGatewayAttachments {
				add(farSite{a.TransitGatewayAttachmentId, t.TransitGatewayId, a.ResourceType, a.ResourceId})
			}
		}
		for _, a := range t.Associations {
			add(farSite{a.TransitGatewayAttachmentId, t.TransitGatewayId, a.ResourceType, a.ResourceId})
		}
	}
	return all
}

// isSameSite tells whether a reply that leaves by another attachment than the sender came in by reaches the same network:
// it lies behind both (R7.16).
func (l *leg) isSameSite(e end, sender netip.Addr) bool {
	return l.bitsBehind(e.place, e.id, sender) >= 0 && l.bitsBehind(l.request.entryPlace, l.request.entry, sender) >= 0
}

// bitsBehind is the length of the longest prefix behind an attachment of a transit gateway or core network that holds an address, or -1.
func (r *run) bitsBehind(at place, id string, a netip.Addr) int {
	switch at {
	case atFarSite:
		return r.farBits(id, a)
	case atCoreSite:
		return r.coreBitsOf(id, a)
	}
	return -1
}

// farBits is the length of the longest prefix behind an attachment that holds an address, or -1.
func (r *run) farBits(id string, a netip.Addr) int {
	bits := -1
	for _, site := range r.farSites() {
		for _, prefix := range r.prefixesBehind(site) {
			if site.id == id && prefix.IsValid() && prefix.Contains(a) {
				bits = max(bits, prefix.Bits())
			}
		}
	}
	return bits
}

// prefixesBehind an attachment: static routes of the VPN connection, else a Client VPN's clients and the gateway's routes to the attachment (section 18).
func (r *run) prefixesBehind(a farSite) []netip.Prefix {
	var all []netip.Prefix
	if a.kind == "vpn" {
		all = staticRoutes(r.connectionOf(a))
	}
	if len(all) > 0 {
		return all
	}
	if x := r.clientVpn(a.resource); x != nil && a.kind == "client-vpn" {
		all = append(all, x.ClientCidrBlock.Masked())
	}
	for i := range r.s.TransitGatewayRouteTables {
		t := &r.s.TransitGatewayRouteTables[i]
		for _, route := range t.Routes {
			for _, to := range route.TransitGatewayAttachments {
				if t.TransitGatewayId == a.gateway && to.TransitGatewayAttachmentId == a.id && isInForce(route) && route.State != "blackhole" {
					all = append(all, route.DestinationCidrBlock.Masked())
				}
			}
		}
	}
	return all
}

// staticRoutes are those in force of a VPN connection.
func staticRoutes(c *topology.VpnConnection) []netip.Prefix {
	var all []netip.Prefix
	if c == nil {
		return nil
	}
	for _, route := range c.Routes {
		if route.State == "available" || route.State == "" {
			all = append(all, route.DestinationCidrBlock.Masked())
		}
	}
	return all
}
