package graph

// Implements R9.7 and R9.8: Direct Connect gateways, and what they tell the networks behind them.

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A directLink is the association of a Direct Connect gateway with a virtual private or transit gateway.
type directLink struct {
	ref     ref.Ref // the Direct Connect gateway; the rule is the gateway it is associated with
	vgw     bool    // allowed prefixes filter what a VPC has; else they are announced as they are
	allowed []netip.Prefix
	unread  bool // an allowed prefix could not be read
}

// compileDirectLinks reads the associations in force.
func (c *compiler) compileDirectLinks() {
	for i := range c.s.DirectConnectGatewayAssociations {
		d := &c.s.DirectConnectGatewayAssociations[i]
		to := cmp.Or(d.AssociatedGateway.ID, d.VirtualGatewayId)
		if d.DirectConnectGatewayId == "" || to == "" || !inForce(d.AssociationState) {
			continue
		}
		l := directLink{
			ref: ref.Ref{Kind: ref.DirectConnectGateway, ID: d.DirectConnectGatewayId, Rule: to},
			vgw: d.AssociatedGateway.Type != "transitGateway",
		}
		for _, p := range d.AllowedPrefixesToDirectConnectGateway {
			if l.unread = l.unread || !p.Cidr.IsValid(); p.Cidr.IsValid() {
				l.allowed = append(l.allowed, p.Cidr.Masked())
			}
		}
		c.g.directLinks = append(c.g.directLinks, l)
	}
	slices.SortStableFunc(c.g.directLinks, func(a, b directLink) int { return ref.Compare(a.ref, b.ref) })
	for i := range c.s.DirectConnectGateways {
		d := &c.s.DirectConnectGateways[i]
		c.name(ref.Ref{Kind: ref.DirectConnectGateway, ID: d.DirectConnectGatewayId}, d.DirectConnectGatewayName)
	}
}

// linksTo lists the associations of a virtual private or transit gateway, by Direct Connect gateway.
func (c *compiler) linksTo(gateway string) []int32 {
	var links []int32
	for i := range c.g.directLinks {
		if c.g.directLinks[i].ref.Rule == gateway {
			links = append(links, int32(i))
		}
	}
	return links
}

// virtualInterfaces tells whether a Direct Connect gateway is connected: an interface available whose BGP session is up.
func (c *compiler) virtualInterfaces(gateway string) (up truth, assumed bool) {
	documented := false
	for i := range c.s.VirtualInterfaces {
		d := &c.s.VirtualInterfaces[i]
		if d.DirectConnectGatewayId != gateway {
			continue
		}
		documented = true
		if d.VirtualInterfaceState == "available" && peersUp(d) {
			return yes, false
		}
	}
	return truthOf(!documented), !documented
}

// peersUp reports whether a BGP session is up, or nothing tells.
func peersUp(d *topology.VirtualInterface) bool {
	if len(d.BgpPeers) == 0 {
		return true
	}
	for _, p := range d.BgpPeers {
		if p.BgpStatus == "up" || p.BgpStatus == "" {
			return true
		}
	}
	return false
}

// connectDirectly makes an external network one behind a Direct Connect gateway.
func (c *compiler) connectDirectly(e *external, gateway ref.Ref, link int32) {
	e.direct, e.link = gateway.Resource(), link
	e.up, e.assumeUp = c.virtualInterfaces(gateway.ID)
}

// directConnect adds the far sides of a virtual private gateway by Direct Connect: what it propagates is behind each of
// its Direct Connect gateways. Of a gateway that propagates routes without any VPN nothing else can be the reason.
func (c *compiler) directConnect(gi int32) {
	gw := &c.g.vpnGateways[gi]
	prefixes, any := c.propagated(gw.ref.ID)
	links := c.linksTo(gw.ref.ID)
	if len(links) == 0 && !gw.viaVPN && len(prefixes) > 0 {
		e := outside(gw.ref, "Direct Connect behind "+gw.ref.ID)
		e.gateway, e.prefixes, e.assumeUp = gi, prefixes, gw.unknown
		c.addExternal(e)
	}
	for _, li := range links {
		l := &c.g.directLinks[li]
		e := outside(l.ref, c.g.named(l.ref.Resource()))
		e.gateway, e.prefixes = gi, prefixes
		c.connectDirectly(&e, l.ref, li)
		gw.unknown = gw.unknown || (!any && e.up != no)
		c.addExternal(e)
	}
}

// declaredDirect lets a declared network come in by Direct Connect where that is what it is declared behind, or nothing
// else leads to its virtual private gateway.
func (c *compiler) declaredDirect(e *external) {
	if e.attachment != none && c.g.transitAttachments[e.attachment].to.Kind == ref.DirectConnectGateway {
		a := &c.g.transitAttachments[e.attachment]
		c.connectDirectly(e, a.to, c.linkOf(a.to, c.g.transitGateways[a.gateway].ref.ID))
	}
	if e.gateway == none || !e.vpn.IsZero() || e.link != none {
		return
	}
	vgw := c.g.vpnGateways[e.gateway].ref.ID
	tunnelled := slices.ContainsFunc(c.s.VpnConnections, func(d topology.VpnConnection) bool { return d.VpnGatewayId == vgw && d.State != "deleted" })
	links := c.linksTo(vgw)
	if tunnelled || len(links) == 0 {
		return
	}
	c.connectDirectly(e, c.g.directLinks[links[0]].ref, links[0])
}

// behindDirect finds the virtual private gateway of a declared network that is behind a Direct Connect gateway.
func (c *compiler) behindDirect(e *external, behind string) bool {
	for i := range c.g.directLinks {
		l := &c.g.directLinks[i]
		if gi := find(c.vgwIDs, l.ref.Rule); behind != "" && gi != none && (l.ref.ID == behind || c.g.named(l.ref.Resource()) == behind) {
			e.gateway = gi
			c.connectDirectly(e, l.ref, int32(i))
			return true
		}
	}
	return false
}

// linkOf is the association of a Direct Connect gateway with a transit gateway, or none.
func (c *compiler) linkOf(direct ref.Ref, tgw string) int32 {
	for _, li := range c.linksTo(tgw) {
		if c.g.directLinks[li].ref.ID == direct.ID {
			return li
		}
	}
	return none
}

// announced drops what a network behind Direct Connect never learns a route to: the allowed prefixes of the association do
// not tell it of the address (R9.8).
func (w *Walk) announced(xi int32, p Packet) {
	x := &w.g.externals[xi]
	if x.link == none {
		return
	}
	l := &w.g.directLinks[x.link]
	at, dst := Node{ExternalNode, xi}, w.seenFrom(p.Dst, l.allowed)
	switch {
	case l.vgw && len(l.allowed) == 0 && !l.unread, l.vgw && w.g.allowsBlock(l, x.gateway, p.Dst), !l.vgw && anyContains(l.allowed, dst):
	case l.unread:
		w.doubt(UnknownRule, at, Ingress, ref.Ref{})
	default:
		w.drop(DXPrefixNotAllowed, at, Ingress)
	}
}

// allowsBlock reports whether an allowed prefix is as wide as the VPC's block that has an address.
func (g *Graph) allowsBlock(l *directLink, gi int32, dst netip.Addr) bool {
	if gi == none || g.vpnGateways[gi].vpc == none {
		return false
	}
	return slices.ContainsFunc(g.vpcs[g.vpnGateways[gi].vpc].blocks, func(b netip.Prefix) bool {
		return b.Contains(dst) && slices.ContainsFunc(l.allowed, func(p netip.Prefix) bool { return p.Bits() <= b.Bits() && p.Contains(b.Addr()) })
	})
}

// Doors lists the networks by which a sender outside may come in that is behind several gateways: those of one Direct
// Connect gateway whose VPC or transit gateway has the destination, else all of them. Any other network is its own door.
func (g *Graph) Doors(xi int32, dst netip.Addr) []int32 {
	x := &g.externals[xi]
	if x.direct.IsZero() || x.declared {
		return []int32{xi}
	}
	var all, leading []int32
	for i := range g.externals {
		y := &g.externals[i]
		if y.direct != x.direct || y.declared {
			continue
		}
		all = append(all, int32(i))
		if g.comesTo(y, dst) {
			leading = append(leading, int32(i))
		}
	}
	if len(leading) > 0 {
		return leading
	}
	return all
}

// comesTo reports whether the gateway that a network is behind serves a VPC that has an address.
func (g *Graph) comesTo(x *external, dst netip.Addr) bool {
	switch {
	case x.gateway != none:
		vi := g.vpnGateways[x.gateway].vpc
		return vi != none && g.vpcs[vi].contains(dst)
	case x.attachment != none:
		return g.attaches(g.transitAttachments[x.attachment].gateway, dst)
	}
	return false
}

// directEntities lets Direct Connect gateways be named: they stand for the networks behind them.
func (c *compiler) directEntities() {
	seen := map[ref.Ref]bool{}
	add := func(r ref.Ref, m topology.Meta, xi int32) {
		if !seen[r] {
			seen[r] = true
			c.entities = append(c.entities, Entity{Ref: r, Account: m.Account, Region: m.Region, External: xi})
		}
	}
	for i := range c.g.externals {
		if x := &c.g.externals[i]; !x.direct.IsZero() && !x.declared {
			add(x.direct, topology.Meta{}, int32(i))
		}
	}
	for i := range c.s.DirectConnectGateways {
		d := &c.s.DirectConnectGateways[i]
		add(ref.Ref{Kind: ref.DirectConnectGateway, ID: d.DirectConnectGatewayId}, d.Meta, none)
	}
}
