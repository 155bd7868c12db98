package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// addTables gives every VPC a main table, and tables of their own to most subnets.
func (d *draft) addTables() {
	for _, v := range d.vpcs {
		mainRole := pick(d.dice, isolated, private, private, public, public)
		learned := d.learned(v)
		main := d.newTable(v, mainRole, learned)
		associate(main, topology.RouteTableAssociation{Main: true})
		shared := map[role]*topology.RouteTable{}
		for _, s := range v.subnets {
			if s.role == mainRole && d.chance(60) {
				s.table = main
				continue
			}
			if shared[s.role] == nil || d.chance(25) {
				shared[s.role] = d.newTable(v, s.role, learned)
			}
			s.table = shared[s.role]
			associate(s.table, topology.RouteTableAssociation{SubnetId: s.SubnetId})
		}
	}
}

func associate(t *topology.RouteTable, a topology.RouteTableAssociation) {
	a.RouteTableId = t.RouteTableId
	a.RouteTableAssociationId = "rtbassoc-" + t.RouteTableId[4:] + a.SubnetId + a.GatewayId
	a.AssociationState.State = "associated"
	t.Associations = append(t.Associations, a)
}

// addTable adds a table with local routes alone.
func (d *draft) addTable(v *vpcDraft) *topology.RouteTable {
	t := &topology.RouteTable{Meta: v.Meta, RouteTableId: d.id("rtb"), OwnerId: v.OwnerId, VpcId: v.VpcId}
	for _, b := range v.blocks() {
		d.addRoute(t, b.String(), "local")
	}
	for i := range t.Routes {
		t.Routes[i].Origin = "CreateRouteTable"
	}
	v.tables = append(v.tables, t)
	return t
}

// newTable adds a table that fits a role.
func (d *draft) newTable(v *vpcDraft, r role, learned []string) *topology.RouteTable {
	t := d.addTable(v)
	d.routeInternet(v, t, r)
	for _, p := range d.peers(v) {
		if d.chance(93) {
			d.routePeer(v, t, p)
		}
	}
	if v.vgw != nil && d.chance(85) {
		d.routeVGW(v, t, learned)
	}
	for _, e := range v.endpoints {
		if e.VpcEndpointType == "Gateway" && d.chance(80) {
			d.routeEndpoint(t, e)
		}
	}
	return t
}

// routeInternet adds the default routes of a role.
func (d *draft) routeInternet(v *vpcDraft, t *topology.RouteTable, r role) {
	switch r {
	case public:
		d.addRoute(t, "0.0.0.0/0", igwID(v))
		if v.dual() {
			d.addRoute(t, "::/0", igwID(v))
		}
	case private:
		d.addRoute(t, "0.0.0.0/0", d.exit(v))
		if v.dual() {
			d.addRoute(t, "::/0", pick(d.dice, eigwID(v), eigwID(v), igwID(v)))
		}
	}
	if nat := pick(d.dice, v.nats...); nat != nil && v.dual() && d.chance(60) {
		d.addRoute(t, "64:ff9b::/96", nat.NatGatewayId)
	}
}

// exit is how a private subnet reaches the internet: a NAT gateway or a NAT instance, if there is one.
func (d *draft) exit(v *vpcDraft) string {
	forwarders := v.forwarders()
	switch {
	case len(forwarders) > 0 && (len(v.nats) == 0 || d.chance(40)):
		return pick(d.dice, forwarders...).NetworkInterfaceId
	case len(v.nats) > 0 && d.chance(70):
		return v.nats[0].NatGatewayId // the one in a public subnet, if any is
	case len(v.nats) > 0:
		return pick(d.dice, v.nats...).NatGatewayId
	}
	return ""
}

// forwarders are the interfaces that may forward: those with the source/dest check off.
func (v *vpcDraft) forwarders() []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for _, e := range v.hosts() {
		if !*e.SourceDestCheck {
			all = append(all, e)
		}
	}
	return all
}

// addForwarders turns some interfaces into NAT instances or appliances: in public subnets if there are any.
func (d *draft) addForwarders() {
	for _, v := range d.vpcs {
		if !d.chance(35) {
			continue
		}
		for _, e := range v.hosts() {
			if e.PrivateIpAddress.IsValid() && (v.subnet(e.SubnetId).role == public || d.chance(20)) {
				d.makeForwarder(e)
				break
			}
		}
	}
}

func (d *draft) makeForwarder(e *topology.NetworkInterface) {
	check := false
	e.SourceDestCheck = &check
	if len(e.PrivateIpAddresses) > 0 && e.Association == nil && d.chance(80) {
		d.makePublic(e, 0)
	}
}

// routePeer adds the routes to a peer: its blocks, or parts or aggregates of them, or a list; at times by way of a NAT gateway.
func (d *draft) routePeer(v *vpcDraft, t *topology.RouteTable, p peer) {
	by := p.VpcPeeringConnectionId
	if len(v.nats) > 0 && d.chance(10) {
		by = pick(d.dice, v.nats...).NatGatewayId
	}
	if d.chance(7) {
		d.addRoute(t, d.list().PrefixListId, by)
		return
	}
	for _, b := range d.peerBlocks(p) {
		if b.Addr().Is6() {
			by = p.VpcPeeringConnectionId
		}
		d.addRoute(t, d.near(b).String(), by)
	}
}

// near is a prefix, at times cut to a part of it or widened.
func (d *draft) near(p netip.Prefix) netip.Prefix {
	switch {
	case d.chance(86):
		return p
	case d.chance(35):
		return netip.PrefixFrom(p.Addr(), p.Bits()-d.between(1, min(8, p.Bits()))).Masked()
	}
	return netip.PrefixFrom(offset(p.Addr(), d.between(0, 70)), min(p.Addr().BitLen(), p.Bits()+d.between(1, 8))).Masked()
}

// routeVGW takes the routes of the VPC's virtual private gateway, or sets static ones.
func (d *draft) routeVGW(v *vpcDraft, t *topology.RouteTable, learned []string) {
	if d.chance(35) {
		for _, b := range learned {
			d.addRoute(t, b, v.vgw.VpnGatewayId)
		}
		return
	}
	t.PropagatingVgws = []topology.PropagatingVgw{{GatewayId: v.vgw.VpnGatewayId}}
	for _, b := range learned {
		r := routeTo(b, v.vgw.VpnGatewayId)
		r.Origin = "EnableVgwRoutePropagation"
		t.Routes = append(t.Routes, r)
	}
	if d.chance(20) {
		d.addRoute(t, pick(d.dice, siteBlocks[:4]...), v.vgw.VpnGatewayId)
	}
}

func (d *draft) routeEndpoint(t *topology.RouteTable, e *topology.VpcEndpoint) {
	for i, l := range listsOf(e) {
		if i == 0 || d.chance(40) {
			d.addRoute(t, l, e.VpcEndpointId)
		}
	}
	e.RouteTableIds = append(e.RouteTableIds, t.RouteTableId)
}
