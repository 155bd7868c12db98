package graph

// Implements R7.5: what attachments propagate, where the snapshot does not list it.

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileTransitTables makes the route tables of transit gateways, and ties the attachments to them.
func (c *compiler) compileTransitTables() {
	for i := range c.s.TransitGatewayRouteTables {
		d := &c.s.TransitGatewayRouteTables[i]
		ti := c.transitTable(d.TransitGatewayRouteTableId)
		c.name(c.g.tables[ti].ref, d.Tags.Name())
		c.fillTransitTable(&c.g.tables[ti], d)
	}
	c.associateTables()
	c.joinPeers()
	c.settleAssociations()
}

// fillTransitTable adds the routes of a table, those that are not listed included as far as they can be told.
func (c *compiler) fillTransitTable(t *routeTable, d *topology.TransitGatewayRouteTable) {
	t.hides = !d.StaticRoutesKnown || (!d.PropagatedRoutesKnown && !d.PropagationsKnown)
	if d.StaticRoutesKnown {
		t.hidden = transitRank
	}
	b := transitTableBuilder{c: c, d: d, gateway: c.transitGateway(d.TransitGatewayId), t: t}
	b.addRoutes()
	b.addReferences()
	if !d.PropagatedRoutesKnown && d.PropagationsKnown {
		b.derive()
	}
}

// transitTable finds a table, or makes one whose routes are unknown.
func (c *compiler) transitTable(id string) int32 {
	if ti := find(c.tgwRtbIDs, id); ti != none {
		return ti
	}
	c.tgwRtbIDs[id] = int32(len(c.g.tables))
	c.g.tables = append(c.g.tables, emptyTransitTable(id))
	return c.tgwRtbIDs[id]
}

func emptyTransitTable(id string) routeTable {
	return routeTable{ref: ref.Ref{Kind: ref.TransitGatewayRouteTable, ID: id}, vpc: none, fib: new(bart.Table[int32]), hides: true}
}

// A transitTableBuilder fills one table.
type transitTableBuilder struct {
	c       *compiler
	d       *topology.TransitGatewayRouteTable
	gateway int32
	t       *routeTable
	rows    int32
}

// target is the attachment that a route leads to. One that no document describes is known by what the route says of it.
func (b *transitTableBuilder) target(id, resourceType, resource string) (Node, ref.Ref) {
	ai := b.c.attachmentOn(b.gateway, id)
	if ai == none {
		return b.c.opaque(ref.Ref{Kind: ref.TransitGatewayAttachment, ID: id}, UnknownResource)
	}
	a := &b.c.g.transitAttachments[ai]
	b.c.describeAttachment(a, resourceType, resource)
	return Node{TransitAttachmentNode, ai}, a.ref
}

// attachmentOn finds an attachment of a gateway; of any, if nobody knows whose table asks.
func (c *compiler) attachmentOn(gi int32, id string) int32 {
	if gi != none {
		return c.transitAttachment(gi, id)
	}
	for i := range c.g.transitAttachments {
		if c.g.transitAttachments[i].ref.ID == id {
			return int32(i)
		}
	}
	return none
}

func (b *transitTableBuilder) addRoutes() {
	rows := slices.Clone(b.d.Routes)
	slices.SortStableFunc(rows, func(x, y topology.TransitGatewayRoute) int {
		return cmp.Or(comparePrefixes(x.DestinationCidrBlock, y.DestinationCidrBlock), cmp.Compare(x.PrefixListId, y.PrefixListId), cmp.Compare(x.Type, y.Type))
	})
	for i := range rows {
		b.addRow(&rows[i])
	}
}

// addRow adds a route as listed: once for each of its attachments, which then tie.
func (b *transitTableBuilder) addRow(d *topology.TransitGatewayRoute) {
	b.rows++
	r := route{list: none, doc: none, prefix: d.DestinationCidrBlock, state: stateOf(d.State), rank: staticRank}
	attachments := slices.Clone(d.TransitGatewayAttachments)
	slices.SortStableFunc(attachments, func(x, y topology.TransitGatewayRouteAttachment) int {
		return cmp.Compare(x.TransitGatewayAttachmentId, y.TransitGatewayAttachmentId)
	})
	switch {
	case d.PrefixListId != "":
		r.rank = listRank
	case d.Type == "propagated":
		r.rank = propagatedBy(attachments)
	}
	if len(attachments) == 0 {
		if r.state == activeRoute {
			r.state = oddRoute
		}
		r.to = ref.Ref{Kind: ref.TransitGatewayAttachment}
		b.add(r, d.PrefixListId)
	}
	for _, a := range attachments {
		r.target, r.to = b.target(a.TransitGatewayAttachmentId, a.ResourceType, a.ResourceId)
		b.add(r, d.PrefixListId)
	}
}

func propagatedBy(attachments []topology.TransitGatewayRouteAttachment) routeRank {
	worst := transitRanks["peering"]
	for _, a := range attachments {
		if rank, known := transitRanks[a.ResourceType]; known {
			return rank
		}
	}
	return worst
}

func (b *transitTableBuilder) add(r route, list string) {
	r.row = b.rows
	switch {
	case r.prefix.IsValid():
		r.prefix = r.prefix.Masked()
		r.name = r.prefix.String()
		b.t.add(b.c.g, r)
		return
	case list == "":
		list = unreadDestination
	}
	r.list, r.name = b.c.list(list), list
	b.t.addList(b.c.g, r)
}

// addReferences expands references to prefix lists.
func (b *transitTableBuilder) addReferences() {
	for i := range b.d.PrefixListReferences {
		d := &b.d.PrefixListReferences[i]
		if b.d.StaticRoutesKnown && !b.c.g.lists[b.c.list(d.PrefixListId)].known {
			continue // the routes as listed hold those of the list
		}
		b.rows++
		r := route{doc: none, rank: listRank, state: activeRoute, to: ref.Ref{Kind: ref.TransitGatewayAttachment}}
		switch {
		case d.Blackhole:
			r.state = blackholeRoute
		case d.TransitGatewayAttachment == nil:
			r.state = oddRoute
		default:
			a := d.TransitGatewayAttachment
			r.target, r.to = b.target(a.TransitGatewayAttachmentId, a.ResourceType, a.ResourceId)
		}
		b.add(r, d.PrefixListId)
	}
}

// derive adds what the attachments propagate (R7.5).
func (b *transitTableBuilder) derive() {
	var vpcs []int32
	for _, d := range b.d.Propagations {
		if d.State != "enabled" && d.State != "" {
			continue
		}
		node, _ := b.target(d.TransitGatewayAttachmentId, d.ResourceType, d.ResourceId)
		if node.Kind != TransitAttachmentNode {
			b.t.hides = true
			continue
		}
		switch a := &b.c.g.transitAttachments[node.Index]; {
		case a.works == no:
		case a.kind == vpcAttachment && a.subnetsKnown && a.vpc != none && len(b.c.g.vpcs[a.vpc].blocks) > 0:
			vpcs = append(vpcs, node.Index)
		case a.to.Kind == ref.VpnConnection:
			b.deriveVpn(node.Index)
		default:
			b.t.hides = true
		}
	}
	slices.Sort(vpcs)
	for _, ai := range slices.Compact(vpcs) {
		b.deriveVpc(ai, vpcs)
	}
}

// deriveVpn adds a VPN's static routes. What it learns by BGP is unknown.
func (b *transitTableBuilder) deriveVpn(ai int32) {
	d := b.c.vpn(b.c.g.transitAttachments[ai].to.ID)
	if d == nil || !d.Options.StaticRoutesOnly {
		b.t.hides = true
	}
	if d == nil {
		return
	}
	for _, p := range staticPrefixes(d) {
		b.propagate(ai, p, transitRanks["vpn"], activeRoute)
	}
}

// deriveVpc adds the blocks of a VPC. Of VPCs that overlap only the first to come is propagated, and nobody knows which
// that is, unless the listed routes tell.
func (b *transitTableBuilder) deriveVpc(ai int32, all []int32) {
	state := activeRoute
	for _, other := range all {
		switch {
		case other == ai || !b.c.overlap(ai, other) || b.lists(ai):
		case b.lists(other):
			return
		default:
			state = oddRoute
		}
	}
	a := &b.c.g.transitAttachments[ai]
	for _, p := range b.c.g.vpcs[a.vpc].blocks {
		switch {
		case p.Addr().Is4() || a.ipv6 == yes:
			b.propagate(ai, p, transitRank, state)
		case a.ipv6 == perhaps:
			b.propagate(ai, p, transitRank, oddRoute)
		}
	}
}

func (b *transitTableBuilder) propagate(ai int32, p netip.Prefix, rank routeRank, state routeState) {
	b.rows++
	b.add(route{list: none, doc: none, prefix: p, rank: rank, state: state, target: Node{TransitAttachmentNode, ai}, to: b.c.g.transitAttachments[ai].ref}, "")
}

// lists reports whether a listed route shows that an attachment is propagated.
func (b *transitTableBuilder) lists(ai int32) bool {
	return slices.ContainsFunc(b.d.Routes, func(r topology.TransitGatewayRoute) bool {
		return r.Type == "propagated" && slices.ContainsFunc(r.TransitGatewayAttachments, func(a topology.TransitGatewayRouteAttachment) bool {
			return a.TransitGatewayAttachmentId == b.c.g.transitAttachments[ai].ref.ID
		})
	})
}

// overlap reports whether two attached VPCs have addresses in common.
func (c *compiler) overlap(x, y int32) bool {
	others := c.g.vpcs[c.g.transitAttachments[y].vpc].blocks
	return slices.ContainsFunc(c.g.vpcs[c.g.transitAttachments[x].vpc].blocks, func(p netip.Prefix) bool {
		return slices.ContainsFunc(others, p.Overlaps)
	})
}

// associateTables ties attachments to their tables, by the tables' documents or the attachments' own (R7.2).
func (c *compiler) associateTables() {
	for i := range c.s.TransitGatewayRouteTables {
		d := &c.s.TransitGatewayRouteTables[i]
		gi := find(c.tgwIDs, d.TransitGatewayId)
		for _, a := range d.Associations {
			ai := c.attachmentOn(gi, a.TransitGatewayAttachmentId)
			if ai == none || !inForce(a.State) {
				continue
			}
			c.describeAttachment(&c.g.transitAttachments[ai], a.ResourceType, a.ResourceId)
			c.g.transitAttachments[ai].table = c.transitTable(d.TransitGatewayRouteTableId)
		}
	}
	for i := range c.s.TransitGatewayAttachments {
		d := &c.s.TransitGatewayAttachments[i]
		ai := c.transitAttachment(find(c.tgwIDs, d.TransitGatewayId), d.TransitGatewayAttachmentId)
		if ai != none && c.g.transitAttachments[ai].table == none && d.Association != nil && inForce(d.Association.State) {
			c.g.transitAttachments[ai].table = c.transitTable(d.Association.TransitGatewayRouteTableId)
		}
	}
}

// settleAssociations tells the attachments that have no table from those whose table nobody knows: where all tables of
// a gateway tell of their associations, nothing else is associated.
func (c *compiler) settleAssociations() {
	silent := map[int32]bool{}
	for i := range c.g.transitGateways {
		gw := &c.g.transitGateways[i]
		silent[int32(i)] = c.s.Covers(ref.TransitGatewayRouteTable, gw.account, gw.region) != topology.Whole
	}
	for i := range c.s.TransitGatewayRouteTables {
		if d := &c.s.TransitGatewayRouteTables[i]; !d.AssociationsKnown {
			silent[find(c.tgwIDs, d.TransitGatewayId)] = true
		}
	}
	for i := range c.g.transitAttachments {
		if a := &c.g.transitAttachments[i]; !silent[a.gateway] {
			a.associated = no
		}
	}
}

func inForce(state string) bool { return state == "associated" || state == "" }
