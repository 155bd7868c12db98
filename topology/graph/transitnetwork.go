package graph

// Implements R7.15 and R9.1, R9.3, R9.5, R9.6 for what lies behind a transit gateway: VPNs, Direct Connect, Connect and
// Client VPN.

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileTransitNetworks makes an external network of the far side of every attachment that leads outside.
func (c *compiler) compileTransitNetworks() {
	for i := range c.g.transitAttachments {
		a := &c.g.transitAttachments[i]
		if a.kind != outsideAttachment {
			continue
		}
		e := outside(a.ref, c.g.named(a.ref))
		e.attachment = int32(i)
		switch a.to.Kind {
		case ref.VpnConnection:
			c.describeVpn(&e, a.to)
		case ref.DirectConnectGateway:
			c.connectDirectly(&e, a.to, c.linkOf(a.to, c.g.transitGateways[a.gateway].ref.ID))
		}
		if len(e.prefixes) == 0 {
			e.prefixes = c.routedTo(int32(i))
		}
		a.far = int32(len(c.g.externals))
		c.addExternal(e)
	}
}

// describeVpn reads a VPN connection of a transit gateway.
func (c *compiler) describeVpn(e *external, r ref.Ref) {
	e.ref, e.vpn, e.up = r, r, perhaps
	d := c.vpn(r.ID)
	if d == nil {
		return
	}
	e.up, e.assumeUp = tunnels(d)
	e.only, e.prefixes = insideFamily(d), staticPrefixes(d)
	if name := d.Tags.Name(); name != "" {
		e.name = name
	}
	c.name(r, d.Tags.Name())
}

// insideFamily is what a tunnel carries: IPv4 unless the connection was made for IPv6 (R9.5).
func insideFamily(d *topology.VpnConnection) onlyFamily {
	if d.Options.TunnelInsideIpVersion == "ipv6" && d.VpnGatewayId == "" {
		return onlyIPv6
	}
	return onlyIPv4
}

func (c *compiler) vpn(id string) *topology.VpnConnection {
	for i := range c.s.VpnConnections {
		if c.s.VpnConnections[i].VpnConnectionId == id {
			return &c.s.VpnConnections[i]
		}
	}
	return nil
}

// staticPrefixes are a VPN's static routes.
func staticPrefixes(d *topology.VpnConnection) []netip.Prefix {
	var prefixes []netip.Prefix
	for _, r := range d.Routes {
		if r.DestinationCidrBlock.IsValid() && (r.State == "available" || r.State == "") {
			prefixes = append(prefixes, r.DestinationCidrBlock.Masked())
		}
	}
	return prefixes
}

// routedTo lists the prefixes that tables of transit gateways send to an attachment, prefix lists left out.
func (c *compiler) routedTo(ai int32) []netip.Prefix {
	var prefixes []netip.Prefix
	for i := range c.g.tables {
		for j := range c.g.tables[i].routes {
			r := &c.g.tables[i].routes[j]
			if r.target == (Node{TransitAttachmentNode, ai}) && r.state == activeRoute && r.list == none && !slices.Contains(prefixes, r.prefix) {
				prefixes = append(prefixes, r.prefix)
			}
		}
	}
	return prefixes
}

// attachmentOfVpn is the attachment that a VPN connection has to a transit gateway, or none.
func (c *compiler) attachmentOfVpn(d *topology.VpnConnection) int32 {
	if d.TransitGatewayId == "" && d.CoreNetworkArn == "" {
		return none
	}
	for i := range c.g.transitAttachments {
		if c.g.transitAttachments[i].to == (ref.Ref{Kind: ref.VpnConnection, ID: d.VpnConnectionId}) {
			return int32(i)
		}
	}
	return none
}

// attachmentNamed finds an attachment that leads outside by its id or name.
func (c *compiler) attachmentNamed(word string) int32 {
	for i := range c.g.transitAttachments {
		a := &c.g.transitAttachments[i]
		if a.kind == outsideAttachment && word != "" && (a.ref.ID == word || a.to.ID == word || c.g.named(a.ref) == word) {
			return int32(i)
		}
	}
	return none
}

// addSite places an external network behind an attachment.
func (c *compiler) addSite(ai, xi int32) {
	a := &c.g.transitAttachments[ai]
	if a.behind == nil {
		a.behind = new(bart.Table[int32])
		c.g.sites = append(c.g.sites, ai)
	}
	for _, p := range c.g.externals[xi].prefixes {
		c.claim(a.behind, p, xi)
	}
}

// holds finds the network behind an attachment that has an address.
func (a *transitAttachment) holds(addr netip.Addr) (p netip.Prefix, xi int32, ok bool) {
	return a.behind.LookupPrefixLPM(netip.PrefixFrom(addr, addr.BitLen()))
}

// intoSite hands a packet to the network behind an attachment: the one that has its destination, else the far side as such.
func (w *Walk) intoSite(ai int32, p Packet) next {
	a := &w.g.transitAttachments[ai]
	_, xi, known := a.holds(w.seenOutside(p.Dst))
	if !known {
		xi = a.far
	}
	if w.undescribed(xi) {
		return finished(Doubted)
	}
	w.tunnel(xi, p)
	return w.arriveOutside(xi, p)
}

// undescribed leaves open what becomes of packets of a VPN that the snapshot lacks.
func (w *Walk) undescribed(xi int32) bool {
	if w.g.externals[xi].up != perhaps {
		return false
	}
	w.doubt(UnknownVPN, Node{ExternalNode, xi}, Egress, w.g.externals[xi].vpn)
	return true
}

// fromSite brings a packet from a network outside into a transit gateway. It comes out of no Availability Zone.
func (w *Walk) fromSite(xi int32, p Packet) next {
	if w.undescribed(xi) {
		return finished(Doubted)
	}
	w.tunnel(xi, p)
	if ci := w.g.externals[xi].clients; ci != none {
		w.require(truthOf(w.g.clientVpns[ci].works), BadState, BadState, Node{ExternalNode, xi})
		w.authorize(ci, p)
	}
	ai := w.g.externals[xi].attachment
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	w.event(Event{Kind: GatewayEvent, Dir: Ingress, At: at, Table: none, Rule: none, Packet: p})
	w.require(w.g.forwards(a), BadStateAttachment, BadStateAttachment, at)
	w.require(truthOf(w.g.transitGateways[a.gateway].works), BadState, BadState, Node{TransitGatewayNode, a.gateway})
	w.announced(xi, p)
	w.transit.zone, w.transit.refers, w.transit.edge = none, no, a.edge
	return w.lookUpTransit(ai, p)
}

// sameNetwork reports whether a reply reached the asker's network by another of the attachments that lead to it: flows
// are spread over them.
func (w *Walk) sameNetwork(where Location) bool {
	if where.Kind != AtExternalNetwork || w.asker.Kind != AtExternalNetwork {
		return false
	}
	x, y := &w.g.externals[w.asker.Index], &w.g.externals[where.Index]
	return x.attachment != none && y.attachment != none && anyContains(y.prefixes, w.asked.Src)
}

// arcsOfTransit: from each gateway wherever its attachments' tables lead, and from there on.
func (c *compiler) arcsOfTransit(add func(from, to Node)) {
	tables := func(gi, ti int32) {
		for _, r := range c.g.tables[ti].routes {
			if r.state == activeRoute {
				add(Node{TransitGatewayNode, gi}, r.target)
			}
		}
	}
	for i := range c.g.transitAttachments {
		a, at := &c.g.transitAttachments[i], Node{TransitAttachmentNode, int32(i)}
		if a.table != none {
			tables(a.gateway, a.table)
		}
		if a.policy != none {
			for _, e := range c.g.policies[a.policy].entries {
				tables(a.gateway, e.table)
			}
		}
		for _, si := range a.subnets {
			if si != none {
				add(at, Node{RouterNode, si})
			}
		}
		if a.peer != none {
			add(at, Node{TransitGatewayNode, c.g.transitAttachments[a.peer].gateway})
		}
	}
	for i := range c.g.externals {
		if ai := c.g.externals[i].attachment; ai != none {
			add(Node{TransitAttachmentNode, ai}, Node{ExternalNode, int32(i)})
			add(Node{ExternalNode, int32(i)}, Node{TransitGatewayNode, c.g.transitAttachments[ai].gateway})
		}
	}
}
