package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// table compiles the routes of a VPC's route table.
func (r *recompiler) table(id string) bool {
	was, is, _, ok := bothRows(r.before.snapshot.RouteTables, r.c.s.RouteTables, id)
	ti := find(r.c.rtbIDs, id)
	if !ok || ti == none || !alike(was, is, func(into, from *topology.RouteTable) { into.Routes = from.Routes }) {
		return false
	}
	vi := r.before.tables[ti].vpc
	lost, gained := different(was.Routes, is.Routes)
	for _, d := range slices.Concat(lost, gained) {
		if !r.plainRoute(&d, vi) {
			return false
		}
	}
	return r.replaceTable(ti, r.c.table(is, vi))
}

// plainRoute reports whether nothing but its own table knows a route. Local routes may tell a VPC's blocks, and propagated ones the networks
// behind a gateway. What no document describes was numbered as it came up.
func (r *recompiler) plainRoute(d *topology.Route, vi int32) bool {
	if d.GatewayId == "local" || d.Origin == "EnableVgwRoutePropagation" || !r.plainDestination(d.DestinationPrefixListId, d.DestinationCidrBlock, d.DestinationIpv6CidrBlock) {
		return false
	}
	scratch, g := *r.c, Graph{interfaceIDs: r.c.g.interfaceIDs, vpcs: r.c.g.vpcs}
	scratch.g, scratch.opaqueIDs = &g, map[string]int32{}
	to, _ := scratch.target(d, vi)
	r.marks = r.marks || to.Kind == InterfaceNode
	return to.Kind != OpaqueNode
}

// plainDestination reports whether a destination is a prefix, or a list that has a document.
func (r *recompiler) plainDestination(list string, prefixes ...netip.Prefix) bool {
	if slices.ContainsFunc(prefixes, netip.Prefix.IsValid) {
		return true
	}
	li := find(r.c.listIDs, list)
	return li != none && int(li) < len(r.c.s.PrefixLists)
}

// replaceTable puts a table in the place of one.
func (r *recompiler) replaceTable(ti int32, t routeTable) bool {
	g := r.c.g
	if r.symbolic() && r.divides(prefixesOfRoutes(&g.tables[ti]), prefixesOfRoutes(&t)) {
		return false
	}
	if !r.routes {
		g.tables, r.routes = slices.Clone(g.tables), true
	}
	g.tables[ti] = t
	return true
}

func prefixesOfRoutes(t *routeTable) (all []netip.Prefix) {
	for i := range t.routes {
		all = append(all, t.routes[i].prefix)
	}
	return all
}

// transitTable compiles the routes of a transit gateway's table.
func (r *recompiler) transitTable(id string) bool {
	was, is, _, ok := bothRows(r.before.snapshot.TransitGatewayRouteTables, r.c.s.TransitGatewayRouteTables, id)
	ti, gi := find(r.c.tgwRtbIDs, id), none
	if ok {
		gi = find(r.c.tgwIDs, is.TransitGatewayId)
	}
	if ti == none || gi == none || !r.describedAll(gi, is) || !alike(was, is, func(into, from *topology.TransitGatewayRouteTable) {
		into.Routes, into.PrefixListReferences = from.Routes, from.PrefixListReferences
	}) {
		return false
	}
	lost, gained := different(was.Routes, is.Routes)
	for _, d := range slices.Concat(lost, gained) {
		if !r.plainDestination(d.PrefixListId, d.DestinationCidrBlock) || !r.plainTargets(gi, d.TransitGatewayAttachments) {
			return false
		}
	}
	without, with := different(was.PrefixListReferences, is.PrefixListReferences)
	for _, d := range slices.Concat(without, with) {
		to := d.TransitGatewayAttachment
		if !r.plainDestination(d.PrefixListId) || to != nil && !r.plainTargets(gi, []topology.TransitGatewayRouteAttachment{*to}) {
			return false
		}
	}
	t := emptyTransitTable(id)
	r.c.fillTransitTable(&t, is)
	return r.replaceTable(ti, t)
}

// plainTargets reports whether attachments that routes lead to are known by documents of their own, and lead to no network outside: that may be
// known by the routes to it.
func (r *recompiler) plainTargets(gi int32, all []topology.TransitGatewayRouteAttachment) bool {
	return !slices.ContainsFunc(all, func(d topology.TransitGatewayRouteAttachment) bool {
		return !r.documented(gi, &d) || r.c.g.transitAttachments[r.c.attachIDs[attachmentSide{gi, d.TransitGatewayAttachmentId}]].kind == outsideAttachment
	})
}

// documented reports whether documents of its own tell what an attachment is.
func (r *recompiler) documented(gi int32, d *topology.TransitGatewayRouteAttachment) bool {
	ai, known := r.c.attachIDs[attachmentSide{gi, d.TransitGatewayAttachmentId}]
	return known && r.c.g.transitAttachments[ai].documented
}

// describedAll reports whether a table tells nothing new of the attachments that it names.
func (r *recompiler) describedAll(gi int32, d *topology.TransitGatewayRouteTable) bool {
	described := func(id string) bool {
		ai, known := r.c.attachIDs[attachmentSide{gi, id}]
		return known && r.c.g.transitAttachments[ai].kind != otherAttachment
	}
	for i := range d.Routes {
		for j := range d.Routes[i].TransitGatewayAttachments {
			if !described(d.Routes[i].TransitGatewayAttachments[j].TransitGatewayAttachmentId) {
				return false
			}
		}
	}
	for i := range d.PrefixListReferences {
		if to := d.PrefixListReferences[i].TransitGatewayAttachment; to != nil && !described(to.TransitGatewayAttachmentId) {
			return false
		}
	}
	for i := range d.Propagations {
		if d.PropagatedRoutesKnown || !d.PropagationsKnown {
			break // they are not looked at
		}
		to := topology.TransitGatewayRouteAttachment{TransitGatewayAttachmentId: d.Propagations[i].TransitGatewayAttachmentId}
		if !r.documented(gi, &to) {
			return false
		}
	}
	return true
}
