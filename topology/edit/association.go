package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Association says whom a table or network ACL serves: a route table a subnet, a gateway, or as the main one a VPC; a network
// ACL a subnet; a transit gateway's table an attachment. Adding one takes what is served from the table that it had.
type Association struct {
	Table string // rtb-, acl- or tgw-rtb-
	With  string // subnet-, vpc-, igw-, vgw- or tgw-attach-
}

// Ref names the table.
func (a Association) Ref() ref.Ref { return ref.Ref{Kind: kindOf(a.Table), ID: a.Table} }

func (a Association) says(names func(ref.Ref) string) string {
	return "for " + names(ref.Ref{Kind: kindOf(a.With), ID: a.With})
}

func (a Association) do(d *draft, op Op) error {
	if op != Add && op != Remove {
		return cannot(op, "an association")
	}
	switch d.kind(a.Table) {
	case ref.NetworkAcl:
		return a.networkACL(d, op)
	case ref.TransitGatewayRouteTable:
		return a.transit(d, op)
	case ref.RouteTable:
		if d.kind(a.With) == ref.Vpc {
			return a.main(d, op)
		}
		return a.routeTable(d, op)
	}
	return fmt.Errorf("%s serves nobody", a.Table)
}

func (a Association) absent() error { return fmt.Errorf("%s does not serve %s", a.Table, a.With) }

// routeTable ties a table to a subnet or gateway, or unties it.
func (a Association) routeTable(d *draft, op Op) error {
	if kind := d.kind(a.With); kind != ref.Subnet && kind != ref.InternetGateway && kind != ref.VpnGateway {
		return fmt.Errorf("a route table serves a subnet, an internet or virtual private gateway, or a VPC as its main table, and %s is none", a.With)
	}
	if _, err := row(d, &d.s.RouteTables, ref.RouteTable, a.Table); err != nil {
		return err
	}
	served := func(x topology.RouteTableAssociation) bool { return x.SubnetId == a.With || x.GatewayId == a.With }
	found := false
	for i := range rows(d, &d.s.RouteTables) {
		t := &d.s.RouteTables[i]
		if (op == Add || t.RouteTableId == a.Table) && slices.ContainsFunc(t.Associations, served) {
			t.Associations, found = slices.DeleteFunc(slices.Clone(t.Associations), served), true
		}
	}
	if op == Remove {
		if !found {
			return a.absent()
		}
		return nil
	}
	x := topology.RouteTableAssociation{RouteTableId: a.Table}
	x.AssociationState.State = "associated"
	if d.kind(a.With) == ref.Subnet {
		x.SubnetId = a.With
	} else {
		x.GatewayId = a.With
	}
	t, err := row(d, &d.s.RouteTables, ref.RouteTable, a.Table)
	if err == nil {
		t.Associations = with(t.Associations, x)
	}
	return err
}

// main makes a table the main one of its VPC.
func (a Association) main(d *draft, op Op) error {
	t, err := row(d, &d.s.RouteTables, ref.RouteTable, a.Table)
	switch {
	case err != nil:
		return err
	case op == Remove:
		return fmt.Errorf("a VPC has a main table always: make another one the main table")
	case t.VpcId != a.With:
		return fmt.Errorf("%s is a table of %s", a.Table, t.VpcId)
	}
	isMain := func(x topology.RouteTableAssociation) bool { return x.Main }
	for i := range rows(d, &d.s.RouteTables) {
		if other := &d.s.RouteTables[i]; other.VpcId == a.With {
			other.Associations = slices.DeleteFunc(slices.Clone(other.Associations), isMain)
		}
	}
	x := topology.RouteTableAssociation{RouteTableId: a.Table, Main: true}
	x.AssociationState.State = "associated"
	t.Associations = with(t.Associations, x)
	return nil
}

// networkACL ties a network ACL to a subnet. A subnet that loses its own gets the default one of its VPC.
func (a Association) networkACL(d *draft, op Op) error {
	acl, err := row(d, &d.s.NetworkAcls, ref.NetworkAcl, a.Table)
	if err != nil {
		return err
	}
	if d.kind(a.With) != ref.Subnet {
		return fmt.Errorf("a network ACL serves a subnet, and %s is none", a.With)
	}
	serves := func(x topology.NetworkAclAssociation) bool { return x.SubnetId == a.With }
	if op == Remove && !slices.ContainsFunc(acl.Associations, serves) {
		return a.absent()
	}
	heir := acl
	for i := range rows(d, &d.s.NetworkAcls) {
		other := &d.s.NetworkAcls[i]
		other.Associations = slices.DeleteFunc(slices.Clone(other.Associations), serves)
		if op == Remove && other.IsDefault && other.VpcId == acl.VpcId {
			heir = other
		}
	}
	heir.Associations = with(heir.Associations, topology.NetworkAclAssociation{NetworkAclId: heir.NetworkAclId, SubnetId: a.With})
	return nil
}

// transit ties an attachment to a table of its transit gateway, in both documents that tell of it.
func (a Association) transit(d *draft, op Op) error {
	table, err := row(d, &d.s.TransitGatewayRouteTables, ref.TransitGatewayRouteTable, a.Table)
	if err != nil {
		return err
	}
	to, err := d.attachment(a.With, false)
	if err != nil {
		return err
	}
	ties := func(x topology.TransitGatewayRouteTableAssociation) bool {
		return x.TransitGatewayAttachmentId == a.With
	}
	if op == Remove && !slices.ContainsFunc(table.Associations, ties) {
		return a.absent()
	}
	for i := range rows(d, &d.s.TransitGatewayRouteTables) {
		if other := &d.s.TransitGatewayRouteTables[i]; other.TransitGatewayId == table.TransitGatewayId {
			other.Associations = slices.DeleteFunc(slices.Clone(other.Associations), ties)
		}
	}
	var own *topology.TransitGatewayAttachmentAssociation
	if op == Add {
		own = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: a.Table, State: "associated"}
		table.Associations = with(table.Associations, topology.TransitGatewayRouteTableAssociation{
			TransitGatewayAttachmentId: a.With, ResourceId: to.ResourceId, ResourceType: to.ResourceType, State: "associated",
		})
	}
	for i := range rows(d, &d.s.TransitGatewayAttachments) {
		if x := &d.s.TransitGatewayAttachments[i]; x.TransitGatewayAttachmentId == a.With && x.TransitGatewayId == table.TransitGatewayId {
			x.Association = own
		}
	}
	return nil
}
