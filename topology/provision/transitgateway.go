package provision

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// AddTransitGateway adds a transit gateway, with its default route table where its options want one. Options that are empty are AWS's defaults.
func (d *Draft) AddTransitGateway(g topology.TransitGateway) {
	o := &g.Options
	g.State = cmp.Or(g.State, "available")
	for _, option := range []*string{&o.DefaultRouteTableAssociation, &o.DefaultRouteTablePropagation, &o.VpnEcmpSupport, &o.DnsSupport} {
		*option = cmp.Or(*option, "enable")
	}
	for _, option := range []*string{&o.AutoAcceptSharedAttachments, &o.MulticastSupport, &o.SecurityGroupReferencingSupport} {
		*option = cmp.Or(*option, "disable")
	}
	table := DefaultTransitTable(g.TransitGatewayId)
	if o.DefaultRouteTableAssociation == "enable" {
		o.AssociationDefaultRouteTableId = cmp.Or(o.AssociationDefaultRouteTableId, table)
	}
	if o.DefaultRouteTablePropagation == "enable" {
		o.PropagationDefaultRouteTableId = cmp.Or(o.PropagationDefaultRouteTableId, table)
	}
	Put(d, &d.Snapshot.TransitGateways, g)
	for _, id := range []string{o.AssociationDefaultRouteTableId, o.PropagationDefaultRouteTableId} {
		if id == "" || Get(d, &d.Snapshot.TransitGatewayRouteTables, id) != nil {
			continue
		}
		d.AddTransitTable(topology.TransitGatewayRouteTable{
			Meta: implicit(g.Meta), TransitGatewayRouteTableId: id, TransitGatewayId: g.TransitGatewayId,
			DefaultAssociationRouteTable: id == o.AssociationDefaultRouteTableId, DefaultPropagationRouteTable: id == o.PropagationDefaultRouteTableId,
		})
	}
}

// DefaultTransitTable is the id of a transit gateway's default route table as long as nobody knows better.
func DefaultTransitTable(gateway string) string { return gateway + "#default-route-table" }

// AddTransitTable adds a route table of a transit gateway, all of whose contents are declared.
func (d *Draft) AddTransitTable(t topology.TransitGatewayRouteTable) {
	t.State = cmp.Or(t.State, "available")
	t.AssociationsKnown, t.PropagationsKnown, t.StaticRoutesKnown, t.PrefixListReferencesKnown = true, true, true, true
	Put(d, &d.Snapshot.TransitGatewayRouteTables, t)
}

// TransitTable finds a transit gateway's route table to add to; one that nobody declared is a stub.
func (d *Draft) TransitTable(id string) *topology.TransitGatewayRouteTable {
	return Part(d, &d.Snapshot.TransitGatewayRouteTables, id, func(t *topology.TransitGatewayRouteTable) { t.TransitGatewayRouteTableId = id })
}

// Joins says into which of its transit gateway's default tables an attachment goes by itself.
type Joins struct{ Association, Propagation bool }

// AddTransitAttachment adds what every kind of attachment to a transit gateway has. It joins the gateway's default tables as far as both want that.
func (d *Draft) AddTransitAttachment(a topology.TransitGatewayAttachment, joins Joins) {
	a.State = cmp.Or(a.State, "available")
	Put(d, &d.Snapshot.TransitGatewayAttachments, a)
	d.later(propagating, func() { d.join(a.TransitGatewayAttachmentId, a.TransitGatewayId, joins) })
}

// AddTransitVpcAttachment adds an attachment of a VPC, by subnets.
func (d *Draft) AddTransitVpcAttachment(a topology.TransitGatewayVpcAttachment, joins Joins) {
	o := &a.Options
	a.State, o.DnsSupport = cmp.Or(a.State, "available"), cmp.Or(o.DnsSupport, "enable")
	o.ApplianceModeSupport, o.Ipv6Support = cmp.Or(o.ApplianceModeSupport, "disable"), cmp.Or(o.Ipv6Support, "disable")
	o.SecurityGroupReferencingSupport = cmp.Or(o.SecurityGroupReferencingSupport, "enable")
	Put(d, &d.Snapshot.TransitGatewayVpcAttachments, a)
	d.AddTransitAttachment(topology.TransitGatewayAttachment{
		Meta: a.Meta, TransitGatewayAttachmentId: a.TransitGatewayAttachmentId, TransitGatewayId: a.TransitGatewayId, ResourceType: "vpc", ResourceId: a.VpcId,
		ResourceOwnerId: a.VpcOwnerId, Tags: a.Tags,
	}, joins)
}

// join associates an attachment with the default tables of its gateway, unless something else was declared.
func (d *Draft) join(attachment, gateway string, joins Joins) {
	g := look(d, func(s *topology.Snapshot) *[]topology.TransitGateway { return &s.TransitGateways }, gateway)
	if g == nil {
		return
	}
	if o := &g.Options; joins.Association && o.DefaultRouteTableAssociation == "enable" && o.AssociationDefaultRouteTableId != "" && !d.isAssociated(attachment) {
		d.AddTransitAssociation(o.AssociationDefaultRouteTableId, attachment, "")
	}
	if o := &g.Options; joins.Propagation && o.DefaultRouteTablePropagation == "enable" && o.PropagationDefaultRouteTableId != "" {
		d.AddTransitPropagation(o.PropagationDefaultRouteTableId, attachment, "")
	}
}

func (d *Draft) isAssociated(attachment string) bool {
	return slices.ContainsFunc(d.Snapshot.TransitGatewayRouteTables, func(t topology.TransitGatewayRouteTable) bool {
		return slices.ContainsFunc(t.Associations, func(a topology.TransitGatewayRouteTableAssociation) bool {
			return a.TransitGatewayAttachmentId == attachment
		})
	})
}

// AddTransitAssociation sends what arrives from an attachment through a table.
func (d *Draft) AddTransitAssociation(table, attachment, declaredAs string) {
	t := d.TransitTable(table)
	t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{TransitGatewayAttachmentId: attachment, State: "associated", DeclaredAs: declaredAs})
}

// AddTransitPropagation lets an attachment write its prefixes into a table.
func (d *Draft) AddTransitPropagation(table, attachment, declaredAs string) {
	t := d.TransitTable(table)
	if !slices.ContainsFunc(t.Propagations, func(p topology.TransitGatewayRouteTablePropagation) bool {
		return p.TransitGatewayAttachmentId == attachment
	}) {
		t.Propagations = append(t.Propagations, topology.TransitGatewayRouteTablePropagation{TransitGatewayAttachmentId: attachment, State: "enabled", DeclaredAs: declaredAs})
	}
}

// AddTransitRoute adds a static route to a table: to an attachment, or to none, which is a blackhole.
func (d *Draft) AddTransitRoute(table, attachment string, r topology.TransitGatewayRoute) {
	r.Type, r.State = "static", "active"
	if attachment == "" {
		r.State = "blackhole"
	} else {
		r.TransitGatewayAttachments = []topology.TransitGatewayRouteAttachment{{TransitGatewayAttachmentId: attachment}}
	}
	t := d.TransitTable(table)
	t.Routes = append(t.Routes, r)
}

// propagateAll says of associations, propagations and routes what lies behind their attachments. Tables whose contents are listed elsewhere get the routes that
// attachments of VPCs propagate; those of others are derived when they are compiled.
func (d *Draft) propagateAll() {
	about := map[string]topology.TransitGatewayRouteAttachment{}
	for _, s := range []*topology.Snapshot{d.base, d.Snapshot} {
		if s == nil {
			continue
		}
		for _, a := range s.TransitGatewayAttachments {
			about[a.TransitGatewayAttachmentId] = topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: a.TransitGatewayAttachmentId, ResourceId: a.ResourceId, ResourceType: a.ResourceType}
		}
	}
	for i := range d.Snapshot.TransitGatewayRouteTables {
		t := &d.Snapshot.TransitGatewayRouteTables[i]
		for j := range t.Associations {
			a := about[t.Associations[j].TransitGatewayAttachmentId]
			t.Associations[j].ResourceId, t.Associations[j].ResourceType = a.ResourceId, a.ResourceType
			d.noteAssociation(t, a.TransitGatewayAttachmentId)
		}
		for j := range t.Propagations {
			a := about[t.Propagations[j].TransitGatewayAttachmentId]
			t.Propagations[j].ResourceId, t.Propagations[j].ResourceType = a.ResourceId, a.ResourceType
			d.propagateInto(t, a)
		}
		for j := range t.Routes {
			for k := range t.Routes[j].TransitGatewayAttachments {
				if a, known := about[t.Routes[j].TransitGatewayAttachments[k].TransitGatewayAttachmentId]; known {
					t.Routes[j].TransitGatewayAttachments[k] = a
				}
			}
		}
		for j := range t.PrefixListReferences {
			if r := t.PrefixListReferences[j].TransitGatewayAttachment; r != nil && about[r.TransitGatewayAttachmentId].ResourceId != "" {
				*r = about[r.TransitGatewayAttachmentId]
			}
		}
	}
}

func (d *Draft) noteAssociation(t *topology.TransitGatewayRouteTable, attachment string) {
	for i := range d.Snapshot.TransitGatewayAttachments {
		if a := &d.Snapshot.TransitGatewayAttachments[i]; a.TransitGatewayAttachmentId == attachment && (t.TransitGatewayId == "" || a.TransitGatewayId == t.TransitGatewayId) {
			a.Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: t.TransitGatewayRouteTableId, State: "associated"}
		}
	}
}

// propagateInto adds the blocks of a VPC to a stub of a table.
func (d *Draft) propagateInto(t *topology.TransitGatewayRouteTable, a topology.TransitGatewayRouteAttachment) {
	if !d.stubs[t.Ref()] || a.ResourceType != "vpc" {
		return
	}
	for _, b := range blocksOf(d.Vpc(a.ResourceId)) {
		t.Routes = append(t.Routes, topology.TransitGatewayRoute{
			DestinationCidrBlock: b, Type: "propagated", State: "active", TransitGatewayAttachments: []topology.TransitGatewayRouteAttachment{a},
		})
	}
}
