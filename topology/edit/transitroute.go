package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// blackhole is the target of a transit gateway's route that drops.
const blackhole = "blackhole"

// transit changes the static routes of a transit gateway's table, or its references to prefix lists.
func (r Route) transit(d *draft, op Op) error {
	table, err := row(d, &d.s.TransitGatewayRouteTables, ref.TransitGatewayRouteTable, r.Table)
	if err != nil {
		return err
	}
	to, err := d.attachment(r.Target, op == Remove || r.Target == blackhole)
	if err != nil {
		return err
	}
	if r.Destination.ID != "" {
		at := slices.IndexFunc(table.PrefixListReferences, func(x topology.TransitGatewayPrefixListReference) bool { return x.PrefixListId == r.Destination.ID })
		fresh := topology.TransitGatewayPrefixListReference{
			TransitGatewayRouteTableId: r.Table, PrefixListId: r.Destination.ID, State: "available", Blackhole: r.Target == blackhole, TransitGatewayAttachment: to,
		}
		if table.PrefixListReferences, err = changed(table.PrefixListReferences, at, op, fresh, r); err == nil {
			table.Routes = slices.DeleteFunc(slices.Clone(table.Routes), func(x topology.TransitGatewayRoute) bool { return x.PrefixListId == r.Destination.ID })
		}
		return err
	}
	at := slices.IndexFunc(table.Routes, func(x topology.TransitGatewayRoute) bool {
		return x.DestinationCidrBlock == r.Destination.Prefix && x.Type != "propagated" && x.PrefixListId == ""
	})
	fresh := topology.TransitGatewayRoute{DestinationCidrBlock: r.Destination.Prefix, Type: "static", State: "active"}
	if to != nil {
		fresh.TransitGatewayAttachments = []topology.TransitGatewayRouteAttachment{*to}
	} else {
		fresh.State = blackhole
	}
	table.Routes, err = changed(table.Routes, at, op, fresh, r)
	return err
}

// attachment is what the snapshot knows of an attachment of a transit gateway, as tables name it.
func (d *draft) attachment(id string, without bool) (*topology.TransitGatewayRouteAttachment, error) {
	if without {
		return nil, nil
	}
	if i := index(d.s.TransitGatewayVpcAttachments, id); i >= 0 {
		return &topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id, ResourceType: "vpc", ResourceId: d.s.TransitGatewayVpcAttachments[i].VpcId}, nil
	}
	if i := index(d.s.TransitGatewayAttachments, id); i >= 0 {
		x := &d.s.TransitGatewayAttachments[i]
		return &topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id, ResourceType: x.ResourceType, ResourceId: x.ResourceId}, nil
	}
	if i := index(d.s.TransitGatewayPeeringAttachments, id); i >= 0 {
		return &topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: id, ResourceType: "peering"}, nil
	}
	return nil, missing(ref.TransitGatewayAttachment, id)
}

// A Propagation lets an attachment write its blocks into a table of its transit gateway.
type Propagation struct{ Table, Attachment string }

// Ref names the table; the rule part is the attachment.
func (p Propagation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayRouteTable, ID: p.Table, Rule: p.Attachment}
}

func (p Propagation) says(names func(ref.Ref) string) string {
	return "propagates " + names(ref.Ref{Kind: ref.TransitGatewayAttachment, ID: p.Attachment})
}

func (p Propagation) do(d *draft, op Op) error {
	table, err := row(d, &d.s.TransitGatewayRouteTables, ref.TransitGatewayRouteTable, p.Table)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(table.Propagations, func(x topology.TransitGatewayRouteTablePropagation) bool {
		return x.TransitGatewayAttachmentId == p.Attachment
	})
	switch {
	case op != Add && op != Remove:
		return cannot(op, "a propagation")
	case op == Add && at >= 0:
		return fmt.Errorf("%s propagates %s already", p.Table, p.Attachment)
	case op == Remove && at < 0:
		return fmt.Errorf("%s does not propagate %s", p.Table, p.Attachment)
	case op == Remove:
		table.Propagations = without(table.Propagations, at)
		table.Routes = slices.DeleteFunc(slices.Clone(table.Routes), p.wrote)
		return nil
	}
	to, err := d.attachment(p.Attachment, false)
	if err != nil {
		return err
	}
	table.Propagations = with(table.Propagations, topology.TransitGatewayRouteTablePropagation{
		TransitGatewayAttachmentId: p.Attachment, ResourceId: to.ResourceId, ResourceType: to.ResourceType, State: "enabled",
	})
	if table.PropagatedRoutesKnown {
		table.PropagatedRoutesKnown = d.list(table, to)
	}
	return nil
}

// wrote reports whether a route is one of those that the propagation wrote.
func (p Propagation) wrote(x topology.TransitGatewayRoute) bool {
	return x.Type == "propagated" && slices.ContainsFunc(x.TransitGatewayAttachments, func(a topology.TransitGatewayRouteAttachment) bool {
		return a.TransitGatewayAttachmentId == p.Attachment
	})
}

// list writes the blocks of a VPC into a table whose propagated routes are documented. Of another attachment they are not known.
func (d *draft) list(table *topology.TransitGatewayRouteTable, to *topology.TransitGatewayRouteAttachment) bool {
	vi, ai := index(d.s.Vpcs, to.ResourceId), index(d.s.TransitGatewayVpcAttachments, to.TransitGatewayAttachmentId)
	if to.ResourceType != "vpc" || vi < 0 {
		return false
	}
	add := func(x topology.TransitGatewayRoute) {
		x.Type, x.State, x.TransitGatewayAttachments = "propagated", "active", []topology.TransitGatewayRouteAttachment{*to}
		table.Routes = with(table.Routes, x)
	}
	v := &d.s.Vpcs[vi]
	if len(v.CidrBlockAssociationSet) == 0 && v.CidrBlock.IsValid() {
		add(topology.TransitGatewayRoute{DestinationCidrBlock: v.CidrBlock})
	}
	for _, a := range v.CidrBlockAssociationSet {
		if a.CidrBlockState.Associated() && a.CidrBlock.IsValid() {
			add(topology.TransitGatewayRoute{DestinationCidrBlock: a.CidrBlock})
		}
	}
	for _, a := range v.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlockState.Associated() && a.Ipv6CidrBlock.IsValid() && ai >= 0 && d.s.TransitGatewayVpcAttachments[ai].Options.Ipv6Support == "enable" {
			add(topology.TransitGatewayRoute{DestinationCidrBlock: a.Ipv6CidrBlock})
		}
	}
	return true
}
