package graph

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (c *compiler) compileRouteTables() {
	mains := map[int32]int32{}
	for i := range c.s.RouteTables {
		d := &c.s.RouteTables[i]
		vi := find(c.vpcIDs, d.VpcId)
		if vi == none {
			c.warn("UNKNOWN_VPC", ref.Ref{Kind: ref.RouteTable, ID: d.RouteTableId}, d.Source, "the route table names no VPC, so it is left out", d.VpcId, "capture describe-route-tables again")
			continue
		}
		ti := int32(len(c.g.tables))
		c.rtbIDs[d.RouteTableId] = ti
		c.g.tables = append(c.g.tables, c.table(d, vi))
		c.name(c.g.tables[ti].ref, d.Tags.Name())
		c.associateTable(d, ti, vi, mains)
	}
	for i := range c.g.subnets {
		c.mainTable(&c.g.subnets[i], mains)
	}
}

// associateTable ties a table to the subnets and gateways that it serves (R2.1, R2.14).
func (c *compiler) associateTable(d *topology.RouteTable, ti, vi int32, mains map[int32]int32) {
	for _, a := range d.Associations {
		if s := a.AssociationState.State; s != "" && s != "associated" {
			continue
		}
		if a.Main {
			mains[vi] = ti
		}
		if s := find(c.subnetIDs, a.SubnetId); s != none {
			c.g.subnets[s].table = ti
		}
		c.edgeTable(a.GatewayId, ti, vi)
	}
}

// mainTable gives a subnet without an association of its own the VPC's main table (R2.1), or on request an assumed one.
func (c *compiler) mainTable(s *subnet, mains map[int32]int32) {
	if s.table != none {
		return
	}
	if ti, ok := mains[s.vpc]; ok {
		if c.s.Covers(ref.RouteTable, s.account, s.region) != topology.Partly && c.s.Covers(ref.RouteTable, c.g.vpcs[s.vpc].account, s.region) != topology.Partly {
			s.table = ti
		}
		return
	}
	if c.g.assumed[AssumeMainRouteTable] {
		mains[s.vpc] = int32(len(c.g.tables))
		t := c.table(&topology.RouteTable{RouteTableId: "assumed-main", VpcId: c.g.vpcs[s.vpc].ref.ID}, s.vpc)
		t.assume = true
		c.g.tables = append(c.g.tables, t)
		s.table = mains[s.vpc]
	}
}

// table compiles a table's routes, the implied local ones included (R2.5).
func (c *compiler) table(d *topology.RouteTable, vi int32) routeTable {
	t := routeTable{ref: ref.Ref{Kind: ref.RouteTable, ID: d.RouteTableId}, vpc: vi, fib: new(bart.Table[int32])}
	for _, i := range inOrder(d.Routes) {
		c.addRoute(&t, &d.Routes[i], i)
	}
	for _, b := range c.g.vpcs[vi].blocks {
		if _, documented := t.fib.Get(b); !documented || t.onlyLists(b) {
			t.add(c.g, route{name: b.String(), prefix: b, list: none, target: Node{VpcNode, vi}, doc: none})
		}
	}
	return t
}

// inOrder lists the indexes of routes by destination and target, so that evidence does not depend on how a document
// orders them.
func inOrder(routes []topology.Route) []int32 {
	order := make([]int32, len(routes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(i, j int32) int {
		a, b := &routes[i], &routes[j]
		return cmp.Or(
			comparePrefixes(a.DestinationCidrBlock, b.DestinationCidrBlock),
			comparePrefixes(a.DestinationIpv6CidrBlock, b.DestinationIpv6CidrBlock),
			cmp.Compare(a.DestinationPrefixListId, b.DestinationPrefixListId),
			cmp.Compare(a.Origin, b.Origin),
		)
	})
	return order
}

func comparePrefixes(a, b netip.Prefix) int {
	return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
}

// onlyLists reports whether nothing better than a prefix list or propagation has a prefix.
func (t *routeTable) onlyLists(p netip.Prefix) bool {
	ri, found := t.fib.Get(p)
	return found && t.routes[ri].rank != staticRank
}

func (c *compiler) addRoute(t *routeTable, d *topology.Route, doc int32) {
	r := route{list: none, doc: doc, state: stateOf(d.State), rank: rankOf(d)}
	r.target, r.to = c.target(d, t.vpc)
	switch {
	case d.DestinationCidrBlock.IsValid():
		r.prefix = d.DestinationCidrBlock.Masked()
	case d.DestinationIpv6CidrBlock.IsValid():
		r.prefix = d.DestinationIpv6CidrBlock.Masked()
	case d.DestinationPrefixListId != "":
		r.list, r.name = c.list(d.DestinationPrefixListId), d.DestinationPrefixListId
	default: // the destination could not be read: it may be anything
		r.list, r.name = c.list(unreadDestination), unreadDestination
	}
	if r.list != none {
		t.addList(c.g, r)
		return
	}
	r.name = r.prefix.String()
	if r.rank == propagatedRank && c.g.vpcs[t.vpc].encloses(r.prefix) {
		t.routes = append(t.routes, r) // never beats the local route (R2.7)
		return
	}
	t.add(c.g, r)
}

// addList expands a prefix list into its entries (R2.3); what nobody could read stays possible.
func (t *routeTable) addList(g *Graph, r route) {
	r.rank = max(r.rank, listRank)
	ri := int32(len(t.routes))
	t.routes = append(t.routes, r)
	l := &g.lists[r.list]
	for _, p := range l.entries {
		t.enter(p, ri)
	}
	if !l.known {
		t.unread = append(t.unread, ri)
	}
}

func (t *routeTable) add(g *Graph, r route) {
	t.routes = append(t.routes, r)
	t.enter(r.prefix, int32(len(t.routes)-1))
}

// enter lets a route compete for a prefix: the better rank wins, equal ranks with different targets tie (R2.3, R2.13).
func (t *routeTable) enter(p netip.Prefix, ri int32) {
	old, taken := t.fib.Get(p)
	switch {
	case !taken || t.routes[ri].rank < t.routes[old].rank:
		t.fib.Insert(p, ri)
		delete(t.ties, p)
		if taken {
			t.outrank(p, old, ri)
		}
	case t.routes[ri].rank > t.routes[old].rank:
		t.outrank(p, ri, old)
	case t.routes[ri].target != t.routes[old].target && (t.routes[ri].rank == listRank || t.isTransit()):
		t.tie(p, ri)
	}
}

func (t *routeTable) outrank(p netip.Prefix, loser, winner int32) {
	if t.beaten == nil {
		t.beaten = map[contest]int32{}
	}
	t.beaten[contest{p, loser}] = winner
}

func (t *routeTable) tie(p netip.Prefix, ri int32) {
	if t.ties == nil {
		t.ties = map[netip.Prefix][]int32{}
	}
	t.ties[p] = append(t.ties[p], ri)
}

func stateOf(state string) routeState {
	switch state {
	case "active", "":
		return activeRoute
	case "blackhole":
		return blackholeRoute
	case "filtered":
		return filteredRoute
	}
	return oddRoute
}

func rankOf(d *topology.Route) routeRank {
	switch {
	case d.Origin == "EnableVgwRoutePropagation":
		return propagatedRank
	case d.Origin == "Advertisement":
		return advertisedRank
	case d.DestinationPrefixListId != "":
		return listRank
	}
	return staticRank
}

// target resolves a route's target to a node (R2.4, R2.18-R2.20). What the snapshot lacks, or dryhop does not model,
// becomes an opaque node that answers "unknown".
func (c *compiler) target(d *topology.Route, vi int32) (Node, ref.Ref) {
	switch {
	case d.GatewayId == "local":
		return Node{VpcNode, vi}, c.g.vpcs[vi].ref
	case d.NatGatewayId != "":
		return c.known(c.natIDs, NatGatewayNode, ref.NatGateway, d.NatGatewayId)
	case d.NetworkInterfaceId != "":
		return c.knownAt(c.interfaceAt(d.NetworkInterfaceId), InterfaceNode, ref.NetworkInterface, d.NetworkInterfaceId)
	case d.InstanceId != "":
		return c.instanceTarget(d.InstanceId)
	case d.VpcPeeringConnectionId != "":
		return c.known(c.pcxIDs, PeeringNode, ref.VpcPeeringConnection, d.VpcPeeringConnectionId)
	case d.EgressOnlyInternetGatewayId != "":
		return c.known(c.eigwIDs, EgressOnlyNode, ref.EgressOnlyInternetGateway, d.EgressOnlyInternetGatewayId)
	case d.TransitGatewayId != "":
		return c.known(c.tgwIDs, TransitGatewayNode, ref.TransitGateway, d.TransitGatewayId)
	case d.CarrierGatewayId != "":
		return c.known(c.cagwIDs, CarrierGatewayNode, ref.CarrierGateway, d.CarrierGatewayId)
	case d.LocalGatewayId != "":
		return c.opaque(ref.Ref{Kind: ref.LocalGateway, ID: d.LocalGatewayId}, UnsupportedComponent)
	case d.CoreNetworkArn != "":
		return c.known(c.coreIDs, TransitGatewayNode, ref.CoreNetwork, lastOf(d.CoreNetworkArn))
	case d.OdbNetworkArn != "":
		return c.opaque(ref.Ref{Kind: ref.OdbNetwork, ID: d.OdbNetworkArn}, UnsupportedComponent)
	}
	return c.gatewayTarget(d.GatewayId)
}

// gatewayTarget reads GatewayId, which holds several kinds of ids.
func (c *compiler) gatewayTarget(id string) (Node, ref.Ref) {
	switch prefix, _, _ := strings.Cut(id, "-"); prefix {
	case "igw":
		return c.known(c.igwIDs, InternetGatewayNode, ref.InternetGateway, id)
	case "vgw":
		return c.known(c.vgwIDs, VpnGatewayNode, ref.VpnGateway, id)
	case "eigw":
		return c.known(c.eigwIDs, EgressOnlyNode, ref.EgressOnlyInternetGateway, id)
	case "nat":
		return c.known(c.natIDs, NatGatewayNode, ref.NatGateway, id)
	case "tgw":
		return c.known(c.tgwIDs, TransitGatewayNode, ref.TransitGateway, id)
	case "vpce":
		if find(c.inspectIDs, id) != none {
			return c.known(c.inspectIDs, InspectionNode, ref.VpcEndpoint, id)
		}
		if find(c.vpceIDs, id) == none && c.otherEndpoint(id) {
			return c.opaque(ref.Ref{Kind: ref.VpcEndpoint, ID: id}, UnsupportedComponent)
		}
		return c.known(c.vpceIDs, GatewayEndpointNode, ref.VpcEndpoint, id)
	}
	return c.declaredTarget(id)
}

// declaredTarget reads a GatewayId that is where a plan declares the gateway: any kind may have it.
func (c *compiler) declaredTarget(id string) (Node, ref.Ref) {
	for _, of := range []struct {
		ids  map[string]int32
		node NodeKind
		kind ref.Kind
	}{
		{c.igwIDs, InternetGatewayNode, ref.InternetGateway}, {c.vgwIDs, VpnGatewayNode, ref.VpnGateway},
		{c.eigwIDs, EgressOnlyNode, ref.EgressOnlyInternetGateway}, {c.natIDs, NatGatewayNode, ref.NatGateway},
		{c.tgwIDs, TransitGatewayNode, ref.TransitGateway}, {c.inspectIDs, InspectionNode, ref.VpcEndpoint},
		{c.vpceIDs, GatewayEndpointNode, ref.VpcEndpoint}, {c.cagwIDs, CarrierGatewayNode, ref.CarrierGateway},
	} {
		if find(of.ids, id) != none {
			return c.known(of.ids, of.node, of.kind, id)
		}
	}
	return c.opaque(ref.Ref{Kind: ref.Other, ID: id}, UnknownResource)
}

// otherEndpoint reports whether an endpoint is documented and not a gateway endpoint.
func (c *compiler) otherEndpoint(id string) bool {
	for i := range c.s.VpcEndpoints {
		if c.s.VpcEndpoints[i].VpcEndpointId == id {
			return true
		}
	}
	return false
}

// instanceTarget is the primary interface of an instance.
func (c *compiler) instanceTarget(id string) (Node, ref.Ref) {
	r := ref.Ref{Kind: ref.Instance, ID: id}
	best, index := none, 0
	for i := range c.s.NetworkInterfaces {
		d := &c.s.NetworkInterfaces[i]
		if d.Attachment == nil || d.Attachment.InstanceId != id {
			continue
		}
		if e := c.interfaceAt(d.NetworkInterfaceId); e != none && (best == none || d.Attachment.DeviceIndex < index) {
			best, index = e, d.Attachment.DeviceIndex
		}
	}
	if best == none {
		return c.opaque(r, UnknownResource)
	}
	return Node{InterfaceNode, best}, r
}

func (c *compiler) known(ids map[string]int32, kind NodeKind, of ref.Kind, id string) (Node, ref.Ref) {
	return c.knownAt(find(ids, id), kind, of, id)
}

func (c *compiler) knownAt(i int32, kind NodeKind, of ref.Kind, id string) (Node, ref.Ref) {
	r := ref.Ref{Kind: of, ID: id}
	if i != none {
		return Node{kind, i}, r
	}
	return c.opaque(r, UnknownResource)
}

// An opaque target is a resource that the snapshot lacks, or that dryhop does not model.
type opaque struct {
	ref  ref.Ref
	code Code
}

func (c *compiler) opaque(r ref.Ref, code Code) (Node, ref.Ref) {
	i := find(c.opaqueIDs, r.String())
	if i == none {
		i = int32(len(c.g.opaques))
		c.opaqueIDs[r.String()] = i
		c.g.opaques = append(c.g.opaques, opaque{r, code})
	}
	return Node{OpaqueNode, i}, r
}
