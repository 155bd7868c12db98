package randnet

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// transitOddities are what can be worked into a network with transit gateways.
var transitOddities = []share[func(*draft)]{
	{10, (*draft).breakAttachment},
	{2, (*draft).breakGateway},
	{2, (*draft).loseGateway},
	{6, (*draft).dissociateSome},
	{4, (*draft).forgetAssociations},
	{4, (*draft).unpropagate},
	{8, (*draft).routeOddly},
	{6, (*draft).blackholeTransit},
	{6, (*draft).closeAttachment},
	{6, (*draft).forgetZoneIDs},
	{5, (*draft).leaveZone},
	{4, (*draft).forgetRow},
	{6, (*draft).inspect},
	{3, (*draft).breakTransitVpn},
	{5, (*draft).unroute},
}

func (d *draft) anyAttachment() *attachmentDraft {
	return pick(d.dice, pick(d.dice, d.gateways...).attachments...)
}

// breakAttachment puts an attachment out of order, or into modification, which changes nothing.
func (d *draft) breakAttachment() {
	a := d.anyAttachment()
	if a == nil {
		return
	}
	a.state = pick(d.dice, "modifying", "pendingAcceptance", "failed", "deleting", "deleted", "rejected")
	switch {
	case a.row != nil:
		a.row.State = a.state
	case a.peering != nil:
		a.peering.State = a.state
		for _, other := range a.peer.attachments {
			if other.id == a.id {
				other.state = a.state
			}
		}
	}
}

func (d *draft) breakGateway() {
	pick(d.dice, d.gateways...).State = pick(d.dice, "deleting", "deleted", "pending", "modifying")
}

// loseGateway leaves a gateway out of the documents, with or without its tables.
func (d *draft) loseGateway() {
	g := pick(d.dice, d.gateways...)
	g.lost = true
	if d.chance(40) {
		g.tables, g.policies = nil, nil
		for _, a := range g.attachments {
			a.table = nil
		}
		d.noRows = true
	}
}

func dissociate(a *attachmentDraft) {
	if a.table == nil {
		return
	}
	a.table.Associations = slices.DeleteFunc(a.table.Associations, func(x topology.TransitGatewayRouteTableAssociation) bool {
		return x.TransitGatewayAttachmentId == a.id
	})
	a.table = nil
}

// dissociateSome takes an attachment's association away, or leaves it in the making.
func (d *draft) dissociateSome() {
	a := d.anyAttachment()
	switch {
	case a == nil || a.table == nil:
	case d.chance(60):
		dissociate(a)
	default:
		for i := range a.table.Associations {
			if x := &a.table.Associations[i]; x.TransitGatewayAttachmentId == a.id {
				x.State = pick(d.dice, "associating", "disassociating")
			}
		}
		a.table = nil
	}
}

// forgetAssociations leaves a table's associations to the attachments, or to nobody.
func (d *draft) forgetAssociations() {
	if t := pick(d.dice, pick(d.dice, d.gateways...).tables...); t != nil {
		t.AssociationsKnown, t.Associations = false, nil
	}
}

// unpropagate takes a propagation away.
func (d *draft) unpropagate() {
	if t := pick(d.dice, pick(d.dice, d.gateways...).tables...); t != nil && len(t.Propagations) > 0 {
		if d.chance(30) {
			t.Propagations[0].State = "disabled"
		} else {
			t.Propagations = t.Propagations[1:]
		}
	}
}

func (d *draft) routeOddly() {
	g := pick(d.dice, d.gateways...)
	if t := pick(d.dice, g.tables...); t != nil {
		d.addStaticTransit(g, t)
	}
}

func (d *draft) blackholeTransit() {
	g := pick(d.dice, d.gateways...)
	a, t := pick(d.dice, g.attachments...), pick(d.dice, g.tables...)
	if t != nil && a != nil && len(a.blocks()) > 0 {
		addTransitRoute(t, d.near(pick(d.dice, a.blocks()...)), nil)
	}
}

// closeAttachment gives a subnet of an attachment an ACL of its own.
func (d *draft) closeAttachment() {
	a := d.anyAttachment()
	if a == nil || a.vpc == nil {
		return
	}
	id := pick(d.dice, a.row.SubnetIds...)
	for _, old := range a.vpc.acls {
		old.Associations = slices.DeleteFunc(old.Associations, func(x topology.NetworkAclAssociation) bool { return x.SubnetId == id })
	}
	bind(d.customAcl(a.vpc), a.vpc.subnet(id))
}

// forgetZoneIDs leaves the zones of a VPC's subnets to their names, or to nothing.
func (d *draft) forgetZoneIDs() {
	v := pick(d.dice, d.vpcs...)
	silent := d.chance(35)
	for _, s := range v.subnets {
		s.AvailabilityZoneId = ""
		if silent {
			s.AvailabilityZone = ""
		}
	}
	d.noZones = d.chance(40)
}

// leaveZone takes a subnet off an attachment.
func (d *draft) leaveZone() {
	if a := d.anyAttachment(); a != nil && a.row != nil && len(a.row.SubnetIds) > 1 {
		n := d.IntN(2)
		a.row.SubnetIds = a.row.SubnetIds[n : n+1]
	}
}

// forgetRow leaves a VPC attachment out of its own call's answer: only routes and tables name it.
func (d *draft) forgetRow() {
	if a := d.anyAttachment(); a != nil && a.row != nil {
		a.row, a.vpc = nil, nil
	}
}

// inspect sends what one VPC's attachment brings through an appliance, by the attachment subnet's table (R7.8).
func (d *draft) inspect() {
	a := d.anyAttachment()
	if a == nil || a.vpc == nil {
		return
	}
	box := d.box(a.vpc)
	if box == "" {
		return
	}
	for _, id := range a.row.SubnetIds {
		s, to := a.vpc.subnet(id), pick(d.dice, a.vpc.subnets...)
		if to.CidrBlock.IsValid() {
			d.addRoute(s.table, to.CidrBlock.String(), box)
		}
	}
	a.row.Options.ApplianceModeSupport = d.enable(50)
}

func (d *draft) breakTransitVpn() {
	for _, g := range d.gateways {
		for _, a := range g.attachments {
			if a.vpn != nil {
				a.vpn.VgwTelemetry = []topology.VgwTelemetry{{Status: "DOWN"}}
				return
			}
		}
	}
}

// unroute takes a VPC's route to a transit gateway away.
func (d *draft) unroute() {
	_, t := d.anyTable()
	for i, r := range t.Routes {
		if r.TransitGatewayId != "" {
			t.Routes = slices.Delete(t.Routes, i, i+1)
			return
		}
	}
}

// loseTransit takes one of the documents about transit gateways away and returns its key.
func (d *draft) loseTransit(s *topology.Snapshot) string {
	switch d.IntN(4) {
	case 0:
		s.TransitGateways = nil
		return ref.TransitGateway.String()
	case 1:
		s.TransitGatewayRouteTables = nil
		return ref.TransitGatewayRouteTable.String()
	case 2:
		s.TransitGatewayPeeringAttachments = nil
		return keys[1]
	}
	s.TransitGatewayVpcAttachments = nil
	return keys[0]
}
