package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// routeTransit gives the gateways their tables, and the VPCs routes to the gateways.
func (d *draft) routeTransit() {
	for _, g := range d.gateways {
		d.addTransitTables(g)
	}
	for _, g := range d.gateways {
		for _, a := range g.attachments {
			if a.vpc != nil {
				d.routeToGateway(g, a)
			}
		}
		if d.chance(45) {
			d.addEgress(g)
		}
	}
}

// addTransitTables adds one table for all, or several: each attachment is associated with one and propagates into most.
func (d *draft) addTransitTables(g *gatewayDraft) {
	for range pick(d.dice, 1, 1, 2, 3) {
		g.tables = append(g.tables, &topology.TransitGatewayRouteTable{
			Meta: g.Meta, TransitGatewayRouteTableId: d.id("tgw-rtb"), TransitGatewayId: g.TransitGatewayId, State: "available",
			AssociationsKnown: true, PropagationsKnown: true, StaticRoutesKnown: true, PropagatedRoutesKnown: true, PrefixListReferencesKnown: true,
		})
	}
	for _, a := range g.attachments {
		a.associate(pick(d.dice, g.tables...))
	}
	for _, t := range g.tables {
		for _, a := range g.attachments {
			switch {
			case a.kind == "peering" || a.kind == "network-function" || a.vpn != nil && a.vpn.Options.StaticRoutesOnly && d.chance(50):
				d.routeStatically(t, a)
			case d.chance(93):
				propagate(t, a)
			default:
				d.routeStatically(t, a)
			}
		}
		if d.chance(30) {
			d.addStaticTransit(g, t)
		}
	}
	if d.chance(9) {
		d.addPolicy(g)
	}
}

// associate lets a table rule what comes in by the attachment.
func (a *attachmentDraft) associate(t *topology.TransitGatewayRouteTable) {
	a.table = t
	t.Associations = append(t.Associations, topology.TransitGatewayRouteTableAssociation{
		TransitGatewayAttachmentId: a.id, ResourceId: a.resource, ResourceType: a.kind, State: "associated",
	})
}

func propagate(t *topology.TransitGatewayRouteTable, a *attachmentDraft) {
	t.Propagations = append(t.Propagations, topology.TransitGatewayRouteTablePropagation{
		TransitGatewayAttachmentId: a.id, ResourceId: a.resource, ResourceType: a.kind, State: "enabled",
	})
}

// routeStatically adds the attachment's prefixes as static routes.
func (d *draft) routeStatically(t *topology.TransitGatewayRouteTable, a *attachmentDraft) {
	for _, b := range a.blocks() {
		if d.chance(92) {
			addTransitRoute(t, d.near(b), a)
		}
	}
}

// addTransitRoute adds a static route to an attachment, or a blackhole; nothing if the table has one for the prefix.
func addTransitRoute(t *topology.TransitGatewayRouteTable, block netip.Prefix, a *attachmentDraft) {
	for _, r := range t.Routes {
		if r.DestinationCidrBlock == block && r.PrefixListId == "" {
			return
		}
	}
	r := topology.TransitGatewayRoute{DestinationCidrBlock: block, Type: "static", State: "blackhole"}
	if a != nil {
		r.State, r.TransitGatewayAttachments = "active", []topology.TransitGatewayRouteAttachment{a.to()}
	}
	t.Routes = append(t.Routes, r)
}

// addStaticTransit adds some route: a prefix sent to some attachment, a blackhole, or a reference to a list.
func (d *draft) addStaticTransit(g *gatewayDraft, t *topology.TransitGatewayRouteTable) {
	a, b := pick(d.dice, g.attachments...), pick(d.dice, g.attachments...)
	if a == nil {
		return
	}
	to := a
	switch {
	case d.chance(35):
		to = nil
	case d.chance(25):
		to = b
	}
	if d.chance(40) {
		d.referToList(t, to)
		return
	}
	if blocks := a.blocks(); len(blocks) > 0 {
		addTransitRoute(t, d.near(d.near(pick(d.dice, blocks...))), to)
	}
}

// referToList adds a reference to a list, readable or not; the rows list its prefixes.
func (d *draft) referToList(t *topology.TransitGatewayRouteTable, to *attachmentDraft) {
	if d.chance(25) {
		d.addUnreadableList()
	} else {
		d.addList(d.someBlocks(d.chance(20)))
	}
	l := d.lists[len(d.lists)-1]
	x := topology.TransitGatewayPrefixListReference{
		TransitGatewayRouteTableId: t.TransitGatewayRouteTableId, PrefixListId: l.PrefixListId, PrefixListOwnerId: l.OwnerId, State: "available", Blackhole: to == nil,
	}
	if to != nil {
		via := to.to()
		x.TransitGatewayAttachment = &via
	}
	t.PrefixListReferences = append(t.PrefixListReferences, x)
}

// addPolicy gives an attachment a policy table instead of a route table (R7.2).
func (d *draft) addPolicy(g *gatewayDraft) {
	a := pick(d.dice, g.attachments...)
	if a == nil {
		return
	}
	dissociate(a)
	p := &topology.TransitGatewayPolicyTable{
		Meta: g.Meta, TransitGatewayPolicyTableId: d.id("tgw-ptb"), TransitGatewayId: g.TransitGatewayId, State: "available", EntriesKnown: d.chance(90), AssociationsKnown: true,
		Associations: []topology.TransitGatewayPolicyTableAssociation{{TransitGatewayAttachmentId: a.id, ResourceId: a.resource, ResourceType: a.kind, State: "associated"}},
	}
	for _, number := range []string{"100", "20", "*"}[d.IntN(2):] {
		if number == "*" && d.chance(70) {
			continue
		}
		e := topology.TransitGatewayPolicyTableEntry{PolicyRuleNumber: number, TargetRouteTableId: pick(d.dice, g.tables...).TransitGatewayRouteTableId}
		e.PolicyRule.Protocol = pick(d.dice, "*", "6", "6", "17", "1")
		e.PolicyRule.SourceCidrBlock, e.PolicyRule.DestinationCidrBlock = pick(d.dice, "0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8"), pick(d.dice, "0.0.0.0/0", "10.0.0.0/8", "::/0")
		e.PolicyRule.SourcePortRange, e.PolicyRule.DestinationPortRange = "*", "*"
		if e.PolicyRule.Protocol == "6" || e.PolicyRule.Protocol == "17" {
			e.PolicyRule.DestinationPortRange = pick(d.dice, "*", "443", "80-443", "0-1023")
			e.PolicyRule.SourcePortRange = pick(d.dice, "*", "*", "*", "32768-65535")
		}
		p.Entries = append(p.Entries, e)
	}
	g.policies = append(g.policies, p)
}

// settleTransit writes the routes that propagations tell, and the rows of references, and says what is known of each table.
func (d *draft) settleTransit() {
	for _, g := range d.gateways {
		for _, t := range g.tables {
			d.listReferences(t)
			d.listPropagated(g, t)
			d.forgetRoutes(t)
		}
	}
}

// listReferences writes a row for each prefix of a list that a table refers to.
func (d *draft) listReferences(t *topology.TransitGatewayRouteTable) {
	for _, x := range t.PrefixListReferences {
		for _, l := range d.lists {
			if l.PrefixListId != x.PrefixListId {
				continue
			}
			entries := l.Entries
			if len(entries) == 0 && d.chance(70) { // nobody could read the list, but the rows tell
				entries = []topology.PrefixListEntry{{Cidr: netip.MustParsePrefix(pick(d.dice, d.someBlocks(l.AddressFamily == "IPv6")...))}}
			}
			for _, e := range entries {
				r := topology.TransitGatewayRoute{DestinationCidrBlock: e.Cidr, PrefixListId: l.PrefixListId, Type: "static", State: "blackhole"}
				if x.TransitGatewayAttachment != nil {
					r.State, r.TransitGatewayAttachments = "active", []topology.TransitGatewayRouteAttachment{*x.TransitGatewayAttachment}
				}
				if !isRouted(t, e.Cidr) {
					t.Routes = append(t.Routes, r)
				}
			}
		}
	}
}

func isRouted(t *topology.TransitGatewayRouteTable, block netip.Prefix) bool {
	for _, r := range t.Routes {
		if r.DestinationCidrBlock == block {
			return true
		}
	}
	return false
}

// listPropagated writes the routes of all propagations: the first of two VPCs that overlap wins, static routes hide theirs
// (R7.3, R7.5). Two VPNs with one prefix are two paths (R7.16).
func (d *draft) listPropagated(g *gatewayDraft, t *topology.TransitGatewayRouteTable) {
	var taken []netip.Prefix
	for _, x := range t.Propagations {
		a := g.attachment(x.TransitGatewayAttachmentId)
		if a == nil || a.state != "available" && a.state != "modifying" || x.State != "enabled" {
			continue
		}
		blocks := a.blocks()
		if a.vpc != nil && overlap(blocks, taken) {
			continue
		}
		for _, b := range blocks {
			if a.vpc != nil && b.Addr().Is6() && a.row.Options.Ipv6Support != "enable" {
				continue
			}
			d.listRoute(t, b, a)
		}
		if a.vpc != nil {
			taken = append(taken, blocks...)
		}
	}
}

func (d *draft) listRoute(t *topology.TransitGatewayRouteTable, block netip.Prefix, a *attachmentDraft) {
	for i := range t.Routes {
		r := &t.Routes[i]
		if r.DestinationCidrBlock != block {
			continue
		}
		if r.Type == "propagated" && a.kind == "vpn" && r.TransitGatewayAttachments[0].ResourceType == "vpn" {
			r.TransitGatewayAttachments = append(r.TransitGatewayAttachments, a.to())
		}
		return
	}
	t.Routes = append(t.Routes, topology.TransitGatewayRoute{
		DestinationCidrBlock: block, Type: "propagated", State: "active", TransitGatewayAttachments: []topology.TransitGatewayRouteAttachment{a.to()},
	})
}

func (g *gatewayDraft) attachment(id string) *attachmentDraft {
	for _, a := range g.attachments {
		if a.id == id {
			return a
		}
	}
	return nil
}

// forgetRoutes leaves the propagated routes of some tables to be derived, or some of the rows away.
func (d *draft) forgetRoutes(t *topology.TransitGatewayRouteTable) {
	if !d.chance(13) {
		return
	}
	t.PropagatedRoutesKnown = false
	partly := d.chance(20)
	kept := t.Routes[:0:0]
	for _, r := range t.Routes {
		if r.Type == "static" || partly && d.chance(50) {
			kept = append(kept, r)
		}
	}
	t.Routes = kept
	switch {
	case d.chance(12):
		t.StaticRoutesKnown = false
	case d.chance(8):
		t.PropagationsKnown, t.Propagations = false, nil
	}
}
