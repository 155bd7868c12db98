package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// addRegionalNat gives a VPC a NAT gateway of all its zones (R3.13), and sends a subnet there.
func (d *draft) addRegionalNat() {
	v := pick(d.dice, d.vpcs...)
	if v.igw == nil && d.chance(80) {
		return
	}
	g := &topology.NatGateway{Meta: v.Meta, NatGatewayId: d.id("nat"), VpcId: v.VpcId, State: "available", ConnectivityType: "public", AvailabilityMode: "regional"}
	if d.chance(6) {
		g.State = pick(d.dice, "pending", "failed", "deleting")
	}
	d.addRegionalAddresses(v, g)
	if d.chance(65) {
		t := d.addTable(v)
		g.RouteTableId = t.RouteTableId
		d.addRoute(t, "0.0.0.0/0", igwID(v))
		for _, x := range d.gateways {
			if x.attachmentOf(v) != nil && d.chance(70) {
				d.addRoute(t, pick(d.dice, "10.0.0.0/8", "172.16.0.0/12"), x.TransitGatewayId)
			}
		}
		if to := pick(d.dice, d.targetsOf(v)...); d.chance(25) {
			d.addRoute(t, pick(d.dice, "198.51.100.0/24", "10.200.0.0/16", "10.1.0.0/24"), to)
		}
	}
	v.nats = append(v.nats, g)
	for range d.between(1, 2) {
		t := pick(d.dice, v.subnets...).table
		to := pick(d.dice, "0.0.0.0/0", "0.0.0.0/0", "64:ff9b::/96", "198.51.100.0/24")
		if !d.addRoute(t, to, g.NatGatewayId) {
			for i := range t.Routes {
				if destination(&t.Routes[i]) == to {
					retarget(&t.Routes[i], g.NatGatewayId)
				}
			}
		}
	}
}

// addRegionalAddresses gives it public addresses in some zones; private ones are seldom told.
func (d *draft) addRegionalAddresses(v *vpcDraft, g *topology.NatGateway) {
	for n := range d.between(0, 3) {
		a := topology.NatGatewayAddress{PublicIp: d.publicAddress(), Status: "succeeded", IsPrimary: n == 0}
		zone := pick(d.dice, "a", "b")
		if d.chance(85) {
			a.AvailabilityZone = v.Region + zone
		}
		if d.chance(70) {
			a.AvailabilityZoneId = zoneID(place{v.OwnerId, v.Region}, zone)
		}
		if d.chance(30) {
			a.PrivateIp = prefix4(100, 66, v.number, n+1, 32).Addr()
		}
		g.NatGatewayAddresses = append(g.NatGatewayAddresses, a)
	}
}

// addCarrier gives a VPC a carrier gateway, and some hosts carrier addresses (R3.15).
func (d *draft) addCarrier() {
	v := pick(d.dice, d.vpcs...)
	g := &topology.CarrierGateway{Meta: v.Meta, CarrierGatewayId: d.id("cagw-w"), VpcId: v.VpcId, State: "available", OwnerId: v.OwnerId}
	if d.chance(8) {
		g.State = pick(d.dice, "pending", "deleting")
	}
	d.boxes.carriers = append(d.boxes.carriers, g)
	s := pick(d.dice, v.subnets...)
	if d.chance(75) {
		setDefault(s.table, g.CarrierGatewayId)
	}
	if d.chance(60) {
		d.addRoute(s.table, "0.0.0.0/0", g.CarrierGatewayId)
	}
	for n, e := range v.hosts() {
		if len(e.PrivateIpAddresses) == 0 || e.PrivateIpAddresses[0].Association != nil && d.chance(70) || d.chance(25) {
			continue
		}
		as := &topology.NetworkInterfaceAssociation{CarrierIp: netip.AddrFrom4([4]byte{155, 146, byte(v.number), byte(n + 1)})}
		if d.chance(5) {
			as.PublicIp = d.publicAddress()
		}
		e.PrivateIpAddresses[0].Association, e.Association = as, as
	}
}

func setDefault(t *topology.RouteTable, to string) {
	for i := range t.Routes {
		if destination(&t.Routes[i]) == "0.0.0.0/0" {
			retarget(&t.Routes[i], to)
		}
	}
}

// addNetworkFunction attaches a firewall to a transit gateway: what some tables send to VPCs goes through it (R7.14).
func (d *draft) addNetworkFunction() {
	g := pick(d.dice, d.gateways...)
	a := d.addAttachment(g, "network-function", d.id("function"))
	if len(g.tables) == 0 {
		return
	}
	if d.chance(90) {
		d.attachFirewall(g, a)
	}
	own := &topology.TransitGatewayRouteTable{
		Meta: g.Meta, TransitGatewayRouteTableId: d.id("tgw-rtb"), TransitGatewayId: g.TransitGatewayId, State: "available",
		AssociationsKnown: true, PropagationsKnown: true, StaticRoutesKnown: true, PropagatedRoutesKnown: true, PrefixListReferencesKnown: true,
	}
	through := pick(d.dice, g.tables...)
	for i := range through.Routes {
		r := &through.Routes[i]
		own.Routes = append(own.Routes, *r)
		if len(r.TransitGatewayAttachments) > 0 && r.PrefixListId == "" && d.chance(75) {
			r.Type, r.TransitGatewayAttachments = "static", []topology.TransitGatewayRouteAttachment{a.to()}
		}
	}
	if d.chance(95) {
		g.tables = append(g.tables, own)
		a.associate(own)
	} else {
		a.associate(through)
	}
	if d.chance(6) {
		a.state = pick(d.dice, "pending", "deleting", "failed")
	}
}

func (d *draft) attachFirewall(g *gatewayDraft, a *attachmentDraft) {
	f := d.newFirewall(g.Meta)
	f.TransitGatewayId = g.TransitGatewayId
	f.FirewallStatus.TransitGatewayAttachmentSyncState.TransitGatewayAttachmentStatus = "READY"
	if d.chance(5) {
		f.FirewallStatus.TransitGatewayAttachmentSyncState.TransitGatewayAttachmentStatus = pick(d.dice, "CREATING", "FAILED", "")
	}
	if d.chance(70) {
		f.TransitGatewayAttachmentId = a.id
	}
	if f.TransitGatewayAttachmentId == "" || d.chance(50) {
		f.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId = a.id
	}
}
