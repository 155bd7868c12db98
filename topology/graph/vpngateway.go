package graph

// Implements R9.1-R9.6.

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A vpnGateway is a virtual private gateway with the networks behind it.
type vpnGateway struct {
	ref     ref.Ref
	vpc     int32
	edge    int32
	healthy *bart.Table[int32] // prefix -> index of the external network, of those that are up
	behind  *bart.Table[int32] // the same of all
	unknown bool               // networks behind it that the snapshot does not tell of
	viaVPN  bool               // has VPN connections at all
	works   bool
}

// An external is a network outside of AWS.
type external struct {
	ref        ref.Ref
	name       string
	declared   bool
	behind     string // as declared
	prefixes   []netip.Prefix
	gateway    int32 // the virtual private gateway it is behind, or none
	attachment int32 // the transit gateway attachment it is behind, or none
	clients    int32 // the Client VPN endpoint whose clients they are, or none
	vpn        ref.Ref
	only       onlyFamily // what the way there carries
	up         truth
	assumeUp   bool
	direct     ref.Ref // the Direct Connect gateway it is behind, if any
	link       int32   // that one's association with the gateway, or none
}

// outside is an external network that is behind nothing yet.
func outside(r ref.Ref, name string) external {
	return external{ref: r, name: name, gateway: none, attachment: none, clients: none, link: none, up: yes}
}

// onlyFamily restricts a tunnel to one address family (R9.5).
type onlyFamily uint8

const (
	eitherFamily onlyFamily = iota
	onlyIPv4
	onlyIPv6
)

// carries reports whether addresses of this family pass.
func (f onlyFamily) carries(a netip.Addr) bool {
	return f == eitherFamily || (f == onlyIPv6) == a.Is6()
}

func (c *compiler) compileVpnGateways() {
	for i := range c.s.VpnGateways {
		d := &c.s.VpnGateways[i]
		gw := vpnGateway{ref: ref.Ref{Kind: ref.VpnGateway, ID: d.VpnGatewayId}, vpc: none, edge: none, behind: new(bart.Table[int32]), healthy: new(bart.Table[int32]), works: d.State == "available" || d.State == ""}
		id := int32(len(c.g.vpnGateways))
		for _, a := range d.VpcAttachments {
			if v := find(c.vpcIDs, a.VpcId); v != none && usableAttachment(topology.GatewayAttachment(a)) {
				gw.vpc, c.g.vpcs[v].vpnGateway = v, id
			}
		}
		gw.unknown = c.s.Covers(ref.VpnConnection, d.Account, d.Region) != topology.Whole
		c.vgwIDs[d.VpnGatewayId] = id
		c.name(gw.ref, d.Tags.Name())
		c.g.vpnGateways = append(c.g.vpnGateways, gw)
	}
	c.declaredNetworks()
	for i := range c.s.VpnConnections {
		c.addVpn(&c.s.VpnConnections[i])
	}
	for i := range c.g.vpnGateways {
		c.directConnect(int32(i))
	}
}

// declaredNetworks adds what the user declares to be outside (R9.6).
func (c *compiler) declaredNetworks() {
	for _, x := range c.opt.Externals {
		e := outside(ref.Ref{Kind: ref.ExternalNetwork, ID: x.Name}, x.Name)
		e.behind, e.declared = x.Behind, true
		for _, p := range x.Prefixes {
			e.prefixes = append(e.prefixes, p.Masked())
		}
		c.placeBehind(&e, x.Behind)
		c.declaredDirect(&e)
		c.addExternal(e)
	}
}

// placeBehind finds the gateway that a declared network is reached by: an id or name of a VPN or VGW.
func (c *compiler) placeBehind(e *external, behind string) {
	if gi := find(c.vgwIDs, behind); gi != none {
		e.gateway = gi
		return
	}
	for i := range c.s.VpnConnections {
		d := &c.s.VpnConnections[i]
		if d.VpnConnectionId == behind || (behind != "" && d.Tags.Name() == behind) {
			e.gateway, e.attachment, e.vpn = find(c.vgwIDs, d.VpnGatewayId), c.attachmentOfVpn(d), ref.Ref{Kind: ref.VpnConnection, ID: d.VpnConnectionId}
			e.up, e.assumeUp = tunnels(d)
			e.only = insideFamily(d)
			return
		}
	}
	for i := range c.s.VpnGateways {
		if behind != "" && c.s.VpnGateways[i].Tags.Name() == behind {
			e.gateway = find(c.vgwIDs, c.s.VpnGateways[i].VpnGatewayId)
			return
		}
	}
	if e.attachment = c.attachmentNamed(behind); e.attachment != none || c.behindDirect(e, behind) {
		return
	}
	c.warn("UNKNOWN_EXTERNAL_GATEWAY", e.ref, topology.Source{}, "the network is declared behind a gateway that the snapshot lacks", behind, "name a vpn- or vgw- id of the snapshot")
}

func (c *compiler) addExternal(e external) {
	xi := int32(len(c.g.externals))
	c.g.externals = append(c.g.externals, e)
	if e.attachment != none {
		c.addSite(e.attachment, xi)
	}
	if e.gateway == none {
		return
	}
	gw := &c.g.vpnGateways[e.gateway]
	for _, p := range e.prefixes {
		c.claim(gw.behind, p, xi)
		if e.up != no {
			c.claim(gw.healthy, p, xi)
		}
	}
}

// claim lets a network compete for a prefix.
func (c *compiler) claim(t *bart.Table[int32], p netip.Prefix, xi int32) {
	if old, taken := t.Get(p); !taken || c.prefers(xi, old) {
		t.Insert(p, xi)
	}
}

// holds finds the network behind a gateway that has an address: the longest prefix among those that are up, else
// among all (R9.2).
func (gw *vpnGateway) holds(a netip.Addr) (p netip.Prefix, xi int32, ok bool) {
	host := netip.PrefixFrom(a, a.BitLen())
	if p, xi, ok = gw.healthy.LookupPrefixLPM(host); ok {
		return p, xi, true
	}
	return gw.behind.LookupPrefixLPM(host)
}

// prefers orders networks that share a prefix: declared ones, then healthy ways there, then Direct Connect,
// then the first (R9.2).
func (c *compiler) prefers(a, b int32) bool {
	x, y := &c.g.externals[a], &c.g.externals[b]
	if x.declared != y.declared {
		return x.declared
	}
	if x.up != y.up {
		return x.up > y.up
	}
	return !x.direct.IsZero() && y.direct.IsZero()
}

// addVpn adds the far side of a VPN connection: its static prefixes, or what its gateway propagates (R9.1).
func (c *compiler) addVpn(d *topology.VpnConnection) {
	gi := find(c.vgwIDs, d.VpnGatewayId)
	if gi == none || d.State == "deleted" {
		return
	}
	gw := &c.g.vpnGateways[gi]
	gw.viaVPN = true
	e := outside(ref.Ref{Kind: ref.VpnConnection, ID: d.VpnConnectionId}, d.Tags.Name())
	e.gateway, e.only, e.vpn = gi, onlyIPv4, e.ref
	c.name(e.ref, d.Tags.Name())
	e.up, e.assumeUp = tunnels(d)
	for _, r := range d.Routes {
		if r.DestinationCidrBlock.IsValid() && (r.State == "available" || r.State == "") {
			e.prefixes = append(e.prefixes, r.DestinationCidrBlock.Masked())
		}
	}
	if !d.Options.StaticRoutesOnly {
		propagated, any := c.propagated(gw.ref.ID)
		e.prefixes = append(e.prefixes, propagated...)
		gw.unknown = gw.unknown || (!any && e.up != no)
	}
	c.addExternal(e)
}

// tunnels reads whether a VPN carries anything: one tunnel suffices (R9.3).
func tunnels(d *topology.VpnConnection) (up truth, assumed bool) {
	if d.State != "available" && d.State != "" {
		return no, false
	}
	for _, t := range d.VgwTelemetry {
		if t.Status == "UP" {
			return yes, false
		}
	}
	if len(d.VgwTelemetry) == 0 {
		return yes, true
	}
	return no, false
}

// propagated lists the routes that a gateway wrote into any table; any tells whether some table takes its routes at all.
func (c *compiler) propagated(vgw string) (prefixes []netip.Prefix, any bool) {
	for i := range c.s.RouteTables {
		t := &c.s.RouteTables[i]
		any = any || slices.ContainsFunc(t.PropagatingVgws, func(p topology.PropagatingVgw) bool { return p.GatewayId == vgw })
		for _, r := range t.Routes {
			if r.GatewayId != vgw || r.Origin != "EnableVgwRoutePropagation" || r.State == "blackhole" {
				continue
			}
			any = true
			for _, p := range []netip.Prefix{r.DestinationCidrBlock, r.DestinationIpv6CidrBlock} {
				if p.IsValid() && !slices.Contains(prefixes, p.Masked()) {
					prefixes = append(prefixes, p.Masked())
				}
			}
		}
	}
	return prefixes, any
}

// outByVpnGateway takes a packet from a VPC to the network that knows its destination.
func (w *Walk) outByVpnGateway(gi int32, p Packet) next {
	gw := &w.g.vpnGateways[gi]
	at := Node{VpnGatewayNode, gi}
	w.note(GatewayEvent, at, &p)
	vi := w.g.subnets[w.from].vpc
	w.require(truthOf(gw.vpc == vi), BadStateAttachment, BadStateAttachment, at)
	w.require(truthOf(gw.works), BadState, BadState, at)
	if _, held := w.g.vpcs[vi].holds(p.Src); !held {
		w.drop(VGWPrivateIPForEgress, at, Egress)
	}
	return w.intoNetwork(gi, at, p)
}

// intoNetwork hands a packet to the network behind a gateway that has its destination.
func (w *Walk) intoNetwork(gi int32, at Node, p Packet) next {
	gw := &w.g.vpnGateways[gi]
	_, xi, known := gw.holds(w.seenOutside(p.Dst))
	switch {
	case !known && gw.unknown:
		w.doubt(UnknownVPNRoutes, at, Egress, gw.ref)
		return finished(Doubted)
	case !known:
		w.drop(NoRouteToDestination, at, Egress)
		return finished(Dropped)
	}
	w.tunnel(xi, p)
	return w.arriveOutside(xi, p)
}

// arriveOutside ends a leg at an external network.
func (w *Walk) arriveOutside(xi int32, p Packet) next {
	where := Node{ExternalNode, xi}
	w.note(ReceiveEvent, where, &p)
	if !w.reply {
		w.assume(AssumeFarSideRoutesBack, where)
	}
	return w.arrive(Location{Kind: AtExternalNetwork, Index: xi, Addr: p.Dst}, p)
}

// downCode is the word for a way to a network that is down.
func (x *external) downCode() Code {
	switch {
	case !x.direct.IsZero():
		return BadState
	case x.attachment != none:
		return TGWBadStateVPN
	}
	return BadStateVPN
}

// tunnel checks the way between a gateway and an external network (R9.3, R9.5).
func (w *Walk) tunnel(xi int32, p Packet) {
	x := &w.g.externals[xi]
	at := Node{ExternalNode, xi}
	down := x.downCode()
	w.require(x.up, down, down, at)
	if !x.only.carries(p.Dst) {
		w.drop(map[onlyFamily]Code{onlyIPv4: IPv6NotCarried, onlyIPv6: IPv4NotCarried}[x.only], at, Egress)
	}
	switch {
	case x.assumeUp && x.direct.IsZero():
		w.assume(AssumeVPNUp, at)
	case x.assumeUp:
		w.assume(AssumeDirectConnectUp, at)
	}
}

// fromExternal brings a packet from a network outside in by its gateway: into the VPC, or on to another site (R9.1, R9.4).
func (w *Walk) fromExternal(xi int32, p Packet) next {
	x := &w.g.externals[xi]
	switch {
	case x.attachment != none:
		return w.fromSite(xi, p)
	case x.clients != none:
		return w.fromClients(x.clients, p)
	}
	if x.gateway == none {
		w.doubt(UnknownResource, Node{ExternalNode, xi}, Ingress, ref.Ref{Kind: ref.VpnGateway, ID: x.behind})
		return finished(Doubted)
	}
	w.tunnel(xi, p)
	gw := &w.g.vpnGateways[x.gateway]
	at := Node{VpnGatewayNode, x.gateway}
	w.note(GatewayEvent, at, &p)
	w.require(truthOf(gw.works), BadState, BadState, at)
	if gw.vpc == none || !w.within(gw.vpc, p.Dst) {
		return w.betweenSites(x.gateway, at, p)
	}
	w.announced(xi, p)
	if _, held := w.g.vpcs[gw.vpc].holds(p.Dst); !held && w.isNobodys(gw.vpc, p.Dst) {
		w.drop(VGWPrivateIPForIngress, at, Ingress)
		return finished(Dropped)
	}
	return w.byEdgeTable(at, gw.edge, gw.vpc, p)
}

// betweenSites lets the sites of one gateway talk to each other, as CloudHub does (R9.4).
func (w *Walk) betweenSites(gi int32, at Node, p Packet) next {
	if _, _, known := w.g.vpnGateways[gi].holds(w.seenOutside(p.Dst)); !known && !w.g.vpnGateways[gi].unknown {
		w.drop(VGWPrivateIPForIngress, at, Ingress)
		return finished(Dropped)
	}
	w.assume(AssumeCloudHub, at)
	return w.intoNetwork(gi, at, p)
}
