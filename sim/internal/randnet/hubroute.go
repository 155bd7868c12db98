package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// addHubGateways adds one transit gateway for all VPCs, or two that are peered and share them.
func (d *draft) addHubGateways() {
	at := place{homeAccount, homeRegion}
	d.addGateway(at)
	if d.chance(30) {
		d.addGateway(at)
	}
	for _, g := range d.gateways {
		if d.chance(50) {
			g.Options.SecurityGroupReferencingSupport = "enable"
		}
	}
	for _, v := range d.vpcs {
		if g := pick(d.dice, d.gateways...); d.chance(96) {
			d.attachHub(g, v)
		}
	}
	if len(d.gateways) == 2 {
		d.peerGateways(d.gateways[0], d.gateways[1])
	}
	d.referOver()
	for _, g := range d.gateways {
		d.addHubTransitTables(g)
	}
}

// attachHub attaches a VPC, at times in one zone only.
func (d *draft) attachHub(g *gatewayDraft, v *vpcDraft) {
	d.attachVpc(g, v, 15)
	a := g.attachmentOf(v)
	if a == nil {
		return
	}
	a.row.Options.ApplianceModeSupport = d.enable(6)
	if n := len(a.row.SubnetIds); n > 1 && d.chance(15) {
		a.row.SubnetIds = a.row.SubnetIds[d.IntN(2):][:1]
	}
}

// addHubTransitTables lets all attachments of a gateway propagate into its tables, then routes parts of them elsewhere or nowhere.
func (d *draft) addHubTransitTables(g *gatewayDraft) {
	d.addTransitTables(g)
	for _, t := range g.tables {
		for range d.between(0, 2) {
			to := pick(d.dice, g.attachments...)
			if d.chance(50) {
				to = nil
			}
			addTransitRoute(t, d.hubPrefix(nil), to)
		}
		if d.chance(10) {
			addTransitRoute(t, netip.MustParsePrefix("0.0.0.0/0"), pick(d.dice, g.attachments...))
		}
	}
}

// addHubTables gives the subnets of every VPC tables that lead to its gateway, each in a way of its own.
func (d *draft) addHubTables() {
	for _, v := range d.vpcs {
		main := d.addTable(v)
		associate(main, topology.RouteTableAssociation{Main: true})
		d.routeHub(v, main, private)
		for _, s := range v.subnets {
			if s.table = main; d.chance(65) {
				s.table = d.addTable(v)
				associate(s.table, topology.RouteTableAssociation{SubnetId: s.SubnetId})
				d.routeHub(v, s.table, s.role)
			}
		}
	}
}

// routeHub adds the routes of a table: exceptions first, then what leads to other VPCs, then what leads out.
func (d *draft) routeHub(v *vpcDraft, t *topology.RouteTable, r role) {
	g, by := d.gatewayOf(v), ""
	if g != nil {
		by = g.TransitGatewayId
	}
	for range d.between(0, 2) {
		p := d.hubPrefix(v)
		d.addException(v, t, p, by)
	}
	for _, p := range d.peers(v) {
		if d.chance(85) {
			d.routePeer(v, t, p)
		}
	}
	if by != "" {
		d.routeFar(v, t, g, d.hiding(v, by))
	}
	if d.chance(85) {
		d.routeInternet(v, t, r)
	}
}

func (d *draft) gatewayOf(v *vpcDraft) *gatewayDraft {
	for _, g := range d.gateways {
		if g.attachmentOf(v) != nil {
			return g
		}
	}
	return nil
}

// hiding is the gateway, or a NAT gateway in front of it.
func (d *draft) hiding(v *vpcDraft, by string) string {
	if len(v.nats) > 0 && d.chance(30) {
		return pick(d.dice, v.nats...).NatGatewayId
	}
	return by
}

// addException leads a prefix elsewhere, or nowhere.
func (d *draft) addException(v *vpcDraft, t *topology.RouteTable, p netip.Prefix, gateway string) {
	if inVpc(v, p) {
		return
	}
	to := pick(d.dice, gateway, gateway, igwID(v), eigwID(v), "tgw-99")
	if p.Addr().Is4() {
		to = d.hiding(v, to)
	}
	if to != "" && d.addRoute(t, p.String(), to) && to == "tgw-99" {
		t.Routes[len(t.Routes)-1].State = "blackhole"
	}
}

// routeFar leads to a gateway: everything, all that is inside, or what is behind its attachments.
func (d *draft) routeFar(v *vpcDraft, t *topology.RouteTable, g *gatewayDraft, by string) {
	six := g.TransitGatewayId
	switch {
	case d.chance(15):
		d.addRoute(t, "0.0.0.0/0", by)
		d.addRoute(t, "::/0", six)
	case d.chance(55):
		for _, b := range []string{"10.0.0.0/8", "100.64.0.0/10", "54.240.0.0/24"} {
			d.addRoute(t, b, by)
		}
		d.addRoute(t, "2600::/16", six)
	case d.chance(15):
		d.addRoute(t, d.list().PrefixListId, by)
	default:
		for _, a := range append(d.gateways[0].attachments, d.gateways[len(d.gateways)-1].attachments...) {
			d.routeAttachment(v, t, a, by, six)
		}
	}
}

func (d *draft) routeAttachment(v *vpcDraft, t *topology.RouteTable, a *attachmentDraft, by, six string) {
	if a.vpc == nil || a.vpc == v || d.chance(8) {
		return
	}
	for _, b := range a.vpc.blocks() {
		switch {
		case inVpc(v, b):
		case b.Addr().Is6():
			d.addRoute(t, b.String(), six)
		default:
			d.addRoute(t, b.String(), by)
		}
	}
}
