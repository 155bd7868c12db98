package graph

// Implements R8.1-R8.4: Cloud WAN. A core network is a transit gateway that spans Regions: every segment has a table of
// routes at every edge, and an attachment's packets are looked up in that of its segment at its edge.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileCoreNetworks makes the core networks, their tables and their attachments.
func (c *compiler) compileCoreNetworks() {
	for i := range c.s.CoreNetworks {
		d := &c.s.CoreNetworks[i]
		if d.CoreNetworkId == "" {
			continue
		}
		c.coreIDs[d.CoreNetworkId] = int32(len(c.g.transitGateways))
		c.g.transitGateways = append(c.g.transitGateways, transitGateway{
			ref: ref.Ref{Kind: ref.CoreNetwork, ID: d.CoreNetworkId}, account: d.Account, core: true, vpcs: map[int32]int32{},
			works: d.State == "" || strings.EqualFold(d.State, "available") || strings.EqualFold(d.State, "updating"),
		})
		c.name(ref.Ref{Kind: ref.CoreNetwork, ID: d.CoreNetworkId}, d.Tags.Name())
	}
	tables := map[topology.CoreNetworkSegmentEdge]int32{}
	for i := range c.s.CoreNetworkAttachments {
		c.attachCore(&c.s.CoreNetworkAttachments[i])
	}
	for i := range c.s.CoreNetworks {
		for j := range c.s.CoreNetworks[i].RouteTables {
			c.coreTable(&c.s.CoreNetworks[i], &c.s.CoreNetworks[i].RouteTables[j], tables)
		}
	}
	for i := range c.s.CoreNetworkAttachments {
		d := &c.s.CoreNetworkAttachments[i]
		ti, known := tables[topology.CoreNetworkSegmentEdge{CoreNetworkId: c.coreOf(d), SegmentName: d.SegmentName, EdgeLocation: d.EdgeLocation}]
		if ai := c.attachmentOn(find(c.coreIDs, c.coreOf(d)), d.AttachmentId); ai != none && known {
			c.g.transitAttachments[ai].table = ti
		}
	}
}

// coreOf is the id of the core network that an attachment belongs to.
func (c *compiler) coreOf(d *topology.CoreNetworkAttachment) string {
	return cmp.Or(d.CoreNetworkId, lastOf(d.CoreNetworkArn))
}

// lastOf is the part of an ARN that names the resource.
func lastOf(arn string) string { return arn[strings.LastIndexByte(arn, '/')+1:] }

// coreTypes are the words of Cloud WAN for what transit gateways attach as well.
var coreTypes = map[string]string{"site-to-site-vpn": "vpn", "connect": "connect", "vpc": "vpc", "vpn": "vpn", "direct-connect-gateway": "direct-connect-gateway"}

// describeCore tells what an attachment of a core network leads to.
func (c *compiler) describeCore(ai int32, resourceType, resource, edge string) {
	a := &c.g.transitAttachments[ai]
	resourceType = strings.ReplaceAll(strings.ToLower(resourceType), "_", "-")
	if known := coreTypes[resourceType]; known != "" {
		c.describeAttachment(a, known, lastOf(resource))
	}
	if resourceType == "connect" && a.kind == outsideAttachment {
		a.to = a.ref
	}
	if a.to.IsZero() && resource != "" {
		a.to = ref.Ref{Kind: ref.Other, ID: lastOf(resource)}
	}
	if a.edge == "" {
		a.edge = edge
	}
}

// coreAttachment finds an attachment of a core network, or makes one of which only the id is known.
func (c *compiler) coreAttachment(gi int32, id string) int32 {
	ai := c.transitAttachment(gi, id)
	if ai != none {
		a := &c.g.transitAttachments[ai]
		a.ref.Kind, a.referencing, a.ipv6 = ref.CoreNetworkAttachment, no, no
	}
	return ai
}

// attachCore reads an attachment's document.
func (c *compiler) attachCore(d *topology.CoreNetworkAttachment) {
	gi := find(c.coreIDs, c.coreOf(d))
	ai := c.coreAttachment(gi, d.AttachmentId)
	if ai == none {
		return
	}
	c.describeCore(ai, d.AttachmentType, d.ResourceArn, d.EdgeLocation)
	a := &c.g.transitAttachments[ai]
	a.works = truthOf(d.State == "" || strings.EqualFold(d.State, "available"))
	a.appliance, a.subnetsKnown = d.Options.ApplianceModeSupport, len(d.SubnetArns) > 0
	for _, arn := range slices.SortedFunc(slices.Values(d.SubnetArns), func(x, y string) int { return cmp.Compare(lastOf(x), lastOf(y)) }) {
		a.subnets = append(a.subnets, find(c.subnetIDs, lastOf(arn)))
	}
	c.name(a.ref, d.Tags.Name())
	if a.kind != vpcAttachment || a.vpc == none {
		return
	}
	vpcs := c.g.transitGateways[gi].vpcs
	if old, taken := vpcs[a.vpc]; !taken || c.g.transitAttachments[old].works != yes {
		vpcs[a.vpc] = ai
	}
}

// coreTable makes the table of a segment at an edge.
func (c *compiler) coreTable(core *topology.CoreNetwork, d *topology.CoreNetworkRouteTable, tables map[topology.CoreNetworkSegmentEdge]int32) {
	edge := d.CoreNetworkSegmentEdge
	edge.CoreNetworkId = core.CoreNetworkId
	if _, twice := tables[edge]; twice || core.CoreNetworkId == "" {
		return
	}
	tables[edge] = int32(len(c.g.tables))
	c.g.tables = append(c.g.tables, routeTable{
		ref: ref.Ref{Kind: ref.CoreNetworkRouteTable, ID: core.CoreNetworkId + "/" + edge.SegmentName + "/" + edge.EdgeLocation},
		vpc: none, fib: new(bart.Table[int32]), hides: !d.Known,
	})
	rows := slices.Clone(d.NetworkRoutes)
	slices.SortStableFunc(rows, func(x, y topology.CoreNetworkRoute) int {
		return cmp.Or(comparePrefixes(x.DestinationCidrBlock, y.DestinationCidrBlock), cmp.Compare(x.PrefixListId, y.PrefixListId), cmp.Compare(x.Type, y.Type))
	})
	for i := range rows {
		c.coreRow(tables[edge], find(c.coreIDs, core.CoreNetworkId), &rows[i], int32(i))
	}
}

// coreRow adds a route as listed: once for each of its destinations, which then tie.
func (c *compiler) coreRow(ti, gi int32, d *topology.CoreNetworkRoute, row int32) {
	r := route{list: none, doc: none, prefix: d.DestinationCidrBlock, state: stateOf(strings.ToLower(d.State)), rank: staticRank, row: row}
	switch {
	case strings.EqualFold(d.Type, "propagated"):
		r.rank = transitRank
	case d.PrefixListId != "":
		r.rank = listRank
	}
	destinations := slices.Clone(d.Destinations)
	slices.SortStableFunc(destinations, func(x, y topology.CoreNetworkRouteDestination) int {
		return cmp.Or(cmp.Compare(x.CoreNetworkAttachmentId, y.CoreNetworkAttachmentId), cmp.Compare(x.ResourceId, y.ResourceId))
	})
	if len(destinations) == 0 {
		if r.to = (ref.Ref{Kind: ref.CoreNetworkAttachment}); r.state == activeRoute {
			r.state = oddRoute
		}
		c.addCoreRoute(ti, r, d.PrefixListId)
	}
	for i := range destinations {
		r.target, r.to = c.coreTarget(gi, &destinations[i])
		c.addCoreRoute(ti, r, d.PrefixListId)
	}
}

func (c *compiler) addCoreRoute(ti int32, r route, list string) {
	if r.prefix.IsValid() {
		r.prefix = r.prefix.Masked()
		r.name = r.prefix.String()
		c.g.tables[ti].add(c.g, r)
		return
	}
	r.name = cmp.Or(list, unreadDestination)
	r.list = c.list(r.name)
	c.g.tables[ti].addList(c.g, r)
}

// coreTarget is the attachment that a route of a core network leads to. What network functions and peered transit gateways
// do with a packet is not modelled.
func (c *compiler) coreTarget(gi int32, d *topology.CoreNetworkRouteDestination) (Node, ref.Ref) {
	kind := strings.ReplaceAll(strings.ToLower(d.ResourceType), "_", "-")
	switch {
	case d.NetworkFunctionGroupName != "":
		return c.opaque(ref.Ref{Kind: ref.Other, ID: d.NetworkFunctionGroupName}, UnsupportedComponent)
	case kind == "transit-gateway-route-table" || (d.TransitGatewayAttachmentId != "" && d.CoreNetworkAttachmentId == ""):
		return c.opaque(ref.Ref{Kind: ref.TransitGatewayAttachment, ID: cmp.Or(d.TransitGatewayAttachmentId, d.CoreNetworkAttachmentId)}, UnsupportedComponent)
	case d.CoreNetworkAttachmentId == "":
		return c.opaque(ref.Ref{Kind: ref.CoreNetworkAttachment, ID: d.ResourceId}, UnknownResource)
	}
	ai := c.coreAttachment(gi, d.CoreNetworkAttachmentId)
	if ai == none {
		return c.opaque(ref.Ref{Kind: ref.CoreNetworkAttachment, ID: d.CoreNetworkAttachmentId}, UnknownResource)
	}
	c.describeCore(ai, d.ResourceType, d.ResourceId, d.EdgeLocation)
	return Node{TransitAttachmentNode, ai}, c.g.transitAttachments[ai].ref
}

// intoEdge takes a packet into a core network by an attachment whose subnets the snapshot does not tell.
func (w *Walk) intoEdge(ai int32, p Packet) next {
	w.assume(AssumeCoreEverywhere, Node{TransitAttachmentNode, ai})
	w.transit.zone, w.transit.refers, w.transit.edge = w.from, no, w.g.transitAttachments[ai].edge
	w.opened.way.strays = true // no Gate stands for it
	return w.lookUpTransit(ai, p)
}

// outOfEdge brings a packet into a VPC by an attachment whose subnets the snapshot does not tell: straight to whoever holds
// its destination. Where it goes if nobody does is up to the subnets' route tables.
func (w *Walk) outOfEdge(ai int32, p Packet) next {
	a, at := &w.g.transitAttachments[ai], Node{TransitAttachmentNode, ai}
	switch {
	case a.vpc == none:
		w.doubt(UnknownResource, at, Egress, a.to)
		return finished(Doubted)
	case !w.within(a.vpc, p.Dst):
		w.doubt(UnknownAttachmentSubnet, at, Egress, a.ref)
		return finished(Doubted)
	}
	w.assume(AssumeCoreEverywhere, at)
	w.transit.into, w.transit.refers, w.from = a.vpc, no, none
	return next{at: Node{VpcNode, a.vpc}, packet: p}
}

// coreEntities lets core networks be named.
func (c *compiler) coreEntities() {
	for i := range c.s.CoreNetworks {
		d := &c.s.CoreNetworks[i]
		if d.CoreNetworkId != "" {
			c.entity(ref.Ref{Kind: ref.CoreNetwork, ID: d.CoreNetworkId}, d.Meta, "", d.Tags, nil, d.CoreNetworkArn)
		}
	}
}
