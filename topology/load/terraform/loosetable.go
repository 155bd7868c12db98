package terraform

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// A looseTable is a route table of which a plan does not tell which subnet it is associated with.
type looseTable struct{ id, doubt string }

// mayHaveTable leaves open which route table subnets have, one of which has this one.
func (b *builder) mayHaveTable(table, doubt string) {
	b.loose = append(b.loose, looseTable{table, doubt})
	b.mayTieSubnets(
		func() string { return b.d.Table(table).VpcId },
		func(subnet string) bool {
			return !b.among(text(doubt), subnet) || slices.ContainsFunc(b.d.Snapshot.RouteTables, func(t topology.RouteTable) bool {
				return slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.SubnetId == subnet })
			})
		},
		func(subnet string) {
			b.agree(doubt, subnet)
			b.d.AddAssociation(doubt, topology.RouteTableAssociation{SubnetId: subnet})
		},
	)
}

// agree makes a table of what all that a subnet may have agree about: those that are loose in its VPC, and the main one. Where they differ
// nobody knows. It makes none if one of them is not wholly known.
func (b *builder) agree(doubt, subnet string) {
	i := slices.IndexFunc(b.d.Snapshot.Subnets, func(s topology.Subnet) bool { return s.SubnetId == subnet })
	vpc := b.d.Snapshot.Subnets[i].VpcId
	tables, whole := b.tablesFor(vpc)
	if !whole || slices.ContainsFunc(b.d.Snapshot.RouteTables, func(t topology.RouteTable) bool { return t.RouteTableId == doubt }) {
		return
	}
	b.d.AddRouteTable(topology.RouteTable{RouteTableId: doubt, VpcId: vpc, Routes: agreed(tables, doubt)})
}

// tablesFor lists the tables that a subnet of a VPC may have, if all of them are known.
func (b *builder) tablesFor(vpc string) (tables []topology.RouteTable, whole bool) {
	main := false
	for _, t := range b.d.Snapshot.RouteTables {
		isMain := slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.Main })
		isLoose := slices.ContainsFunc(b.loose, func(l looseTable) bool { return l.id == t.RouteTableId })
		switch {
		case isLoose && (b.d.IsStub(t.Ref()) || t.VpcId == ""):
			return nil, false
		case t.VpcId != vpc || !isMain && !isLoose:
			continue
		case len(t.PropagatingVgws) > 0 || b.hasEndpoint(t.RouteTableId):
			return nil, false // routes come to it that are not in it yet
		}
		main = main || isMain
		tables = append(tables, t)
	}
	return tables, main && vpc != ""
}

// hasEndpoint reports whether a gateway endpoint will have a route in a table.
func (b *builder) hasEndpoint(table string) bool {
	return slices.ContainsFunc(b.d.Snapshot.VpcEndpoints, func(e topology.VpcEndpoint) bool { return slices.Contains(e.RouteTableIds, table) })
}

// agreed are the routes that all tables have, and one to what names the doubt for every other destination.
func agreed(tables []topology.RouteTable, doubt string) []topology.Route {
	var all []topology.Route
	for _, t := range tables {
		for _, r := range t.Routes {
			if slices.ContainsFunc(all, func(other topology.Route) bool { return sameDestination(&r, &other) }) {
				continue
			}
			if !slices.ContainsFunc(tables, func(t topology.RouteTable) bool { return !hasRoute(&t, r) }) {
				all = append(all, r)
				continue
			}
			all = append(all, topology.Route{
				DestinationCidrBlock: r.DestinationCidrBlock, DestinationIpv6CidrBlock: r.DestinationIpv6CidrBlock, DestinationPrefixListId: r.DestinationPrefixListId,
				GatewayId: doubt, Origin: cmp.Or(r.Origin, "CreateRoute"), State: "active",
			})
		}
	}
	return all
}

// hasRoute reports whether a table has a route with the same destination and target.
func hasRoute(t *topology.RouteTable, r topology.Route) bool {
	return slices.ContainsFunc(t.Routes, func(other topology.Route) bool {
		other.DeclaredAs = r.DeclaredAs
		return other == r
	})
}
