package provision

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// AddRouteTable adds a table with the routes and associations that it has. Local routes come by themselves.
func (d *Draft) AddRouteTable(t topology.RouteTable) { Put(d, &d.Snapshot.RouteTables, t) }

// Table finds a route table to add to; one that nobody declared is a stub.
func (d *Draft) Table(id string) *topology.RouteTable {
	return Part(d, &d.Snapshot.RouteTables, id, func(t *topology.RouteTable) { t.RouteTableId = id })
}

// AddRoute adds a route to a table, in place of one with the same destination.
func (d *Draft) AddRoute(table string, r topology.Route) {
	if r.State == "" {
		r.State = "active"
	}
	if r.Origin == "" {
		r.Origin = "CreateRoute"
	}
	t := d.Table(table)
	for i := range t.Routes {
		if sameDestination(&t.Routes[i], &r) && t.Routes[i].Origin == r.Origin {
			t.Routes[i] = r
			return
		}
	}
	t.Routes = append(t.Routes, r)
}

func sameDestination(a, b *topology.Route) bool {
	return a.DestinationCidrBlock == b.DestinationCidrBlock && a.DestinationIpv6CidrBlock == b.DestinationIpv6CidrBlock &&
		a.DestinationPrefixListId == b.DestinationPrefixListId && (a.DestinationPrefixListId != "" || a.DestinationCidrBlock.IsValid() || a.DestinationIpv6CidrBlock.IsValid())
}

// AddAssociation ties a table to a subnet or gateway, which has it instead of any other.
func (d *Draft) AddAssociation(table string, a topology.RouteTableAssociation) {
	a.RouteTableId = table
	a.AssociationState.State = "associated"
	for i := range d.Snapshot.RouteTables {
		t := &d.Snapshot.RouteTables[i]
		t.Associations = slices.DeleteFunc(t.Associations, func(b topology.RouteTableAssociation) bool {
			return !b.Main && a.SubnetId == b.SubnetId && a.GatewayId == b.GatewayId
		})
	}
	t := d.Table(table)
	t.Associations = append(t.Associations, a)
}

func mainAssociation(table string) topology.RouteTableAssociation {
	a := topology.RouteTableAssociation{RouteTableId: table, Main: true}
	a.AssociationState.State = "associated"
	return a
}

// SetMain makes a table the main one of a VPC. declaredAs is the address of what says so.
func (d *Draft) SetMain(vpc, table, declaredAs string) {
	d.later(placing, func() {
		for i := range d.Snapshot.RouteTables {
			t := &d.Snapshot.RouteTables[i]
			if t.VpcId == vpc {
				t.Associations = slices.DeleteFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.Main })
			}
		}
		a := mainAssociation(table)
		a.DeclaredAs = declaredAs
		t := d.Table(table)
		t.Associations = append(t.Associations, a)
	})
}

// AddPropagation has a virtual private gateway write its routes into a table. The routes to what it knows without BGP, the static ones of its VPNs, are added.
func (d *Draft) AddPropagation(table, gateway string) {
	t := d.Table(table)
	if slices.Contains(t.PropagatingVgws, topology.PropagatingVgw{GatewayId: gateway}) {
		return
	}
	t.PropagatingVgws = append(t.PropagatingVgws, topology.PropagatingVgw{GatewayId: gateway})
	d.later(propagating, func() {
		for _, c := range d.Snapshot.VpnConnections {
			for _, r := range c.Routes {
				if c.VpnGatewayId == gateway && r.DestinationCidrBlock.IsValid() {
					d.AddRoute(table, topology.Route{DestinationCidrBlock: r.DestinationCidrBlock, GatewayId: gateway, Origin: "EnableVgwRoutePropagation"})
				}
			}
		}
	})
}

// addLocalRoutes gives each table the routes to the blocks of its VPC that it has no route for. A stub gets none: its own document, if there
// is one, has them.
func (d *Draft) addLocalRoutes() {
	for i := range d.Snapshot.RouteTables {
		t := &d.Snapshot.RouteTables[i]
		if d.stubs[t.Ref()] {
			continue
		}
		for _, b := range blocksOf(d.Vpc(t.VpcId)) {
			local := routeTo(b)
			local.GatewayId, local.Origin, local.State = "local", "CreateRouteTable", "active"
			if !slices.ContainsFunc(t.Routes, func(r topology.Route) bool { return sameDestination(&r, &local) }) {
				t.Routes = append(t.Routes, local)
			}
		}
	}
}

// routeTo is a route with a destination of either family.
func routeTo(p netip.Prefix) topology.Route {
	if p.Addr().Is6() {
		return topology.Route{DestinationIpv6CidrBlock: p}
	}
	return topology.Route{DestinationCidrBlock: p}
}
