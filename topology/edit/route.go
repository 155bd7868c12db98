package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Route is a row of a route table: of a VPC (rtb-), a transit gateway (tgw-rtb-) or a Client VPN endpoint
// (cvpn-endpoint-). To remove one, its destination will do.
type Route struct {
	Table       string
	Destination Remote
	Target      string // id of where it leads; blackhole of a transit gateway's; subnet of a Client VPN's
}

// Ref names the route.
func (r Route) Ref() ref.Ref {
	return ref.Ref{Kind: kindOf(r.Table), ID: r.Table, Rule: r.Destination.says(ids)}
}

func ids(r ref.Ref) string { return r.ID }

func (r Route) says(names func(ref.Ref) string) string {
	text := r.Destination.says(names)
	if r.Target == "" {
		return text
	}
	return text + " to " + names(ref.Ref{Kind: kindOf(r.Target), ID: r.Target})
}

func (r Route) do(d *draft, op Op) error {
	switch {
	case op == Set:
		return cannot(op, "a route")
	case op != Remove && r.Target == "":
		return fmt.Errorf("the route does not say where to")
	case r.Destination == Remote{}:
		return fmt.Errorf("the route has no destination")
	}
	switch d.kind(r.Table) {
	case ref.TransitGatewayRouteTable:
		return r.transit(d, op)
	case ref.ClientVpnEndpoint:
		return r.clientVpn(d, op)
	}
	table, err := row(d, &d.s.RouteTables, ref.RouteTable, r.Table)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(table.Routes, r.is)
	var fresh topology.Route
	if op != Remove {
		if fresh, err = r.document(d); err != nil {
			return err
		}
	}
	if op == Remove && at >= 0 && table.Routes[at].GatewayId == "local" {
		return fmt.Errorf("AWS removes no local route")
	}
	table.Routes, err = changed(table.Routes, at, op, fresh, r)
	return err
}

// changed does an operation on the row of a list that was found, or not: at is -1 then.
func changed[T any](list []T, at int, op Op, fresh T, r Route) ([]T, error) {
	switch {
	case op == Add && at >= 0:
		return nil, fmt.Errorf("%s has a route to %s already: replace it", r.Table, r.Destination.says(ids))
	case op == Add:
		return with(list, fresh), nil
	case at < 0:
		return nil, fmt.Errorf("%s has no route of its own to %s", r.Table, r.Destination.says(ids))
	case op == Replace:
		return swapped(list, at, fresh), nil
	}
	return without(list, at), nil
}

// is reports whether a row is the route's: it has its destination, and was not learned.
func (r Route) is(x topology.Route) bool {
	if x.Origin == "EnableVgwRoutePropagation" || x.Origin == "Advertisement" {
		return false
	}
	if r.Destination.ID != "" {
		return x.DestinationPrefixListId == r.Destination.ID
	}
	return x.DestinationCidrBlock == r.Destination.Prefix || x.DestinationIpv6CidrBlock == r.Destination.Prefix
}

// document is the route in AWS's words.
func (r Route) document(d *draft) (topology.Route, error) {
	x := topology.Route{DestinationPrefixListId: r.Destination.ID, Origin: "CreateRoute", State: "active"}
	switch p := r.Destination.Prefix; {
	case p.IsValid() && p.Addr().Is4():
		x.DestinationCidrBlock = p
	case p.IsValid():
		x.DestinationIpv6CidrBlock = p
	}
	field, known := map[ref.Kind]*string{
		ref.InternetGateway: &x.GatewayId, ref.VpnGateway: &x.GatewayId, ref.VpcEndpoint: &x.GatewayId, ref.NatGateway: &x.NatGatewayId,
		ref.NetworkInterface: &x.NetworkInterfaceId, ref.Instance: &x.InstanceId, ref.TransitGateway: &x.TransitGatewayId,
		ref.VpcPeeringConnection: &x.VpcPeeringConnectionId, ref.EgressOnlyInternetGateway: &x.EgressOnlyInternetGatewayId,
		ref.CarrierGateway: &x.CarrierGatewayId, ref.LocalGateway: &x.LocalGatewayId, ref.CoreNetwork: &x.CoreNetworkArn,
	}[d.kind(r.Target)]
	if !known {
		return x, fmt.Errorf("no route can lead to %s: name a gateway, an interface, an instance, an endpoint or a peering connection", r.Target)
	}
	*field = r.Target
	return x, nil
}

// clientVpn changes the routes of a Client VPN endpoint.
func (r Route) clientVpn(d *draft, op Op) error {
	endpoint, err := row(d, &d.s.ClientVpnEndpoints, ref.ClientVpnEndpoint, r.Table)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(endpoint.Routes, func(x topology.ClientVpnRoute) bool {
		return x.DestinationCidr == r.Destination.Prefix && (r.Target == "" || x.TargetSubnet == r.Target)
	})
	fresh := topology.ClientVpnRoute{
		ClientVpnEndpointId: r.Table, DestinationCidr: r.Destination.Prefix, TargetSubnet: r.Target,
		Type: "Nat", Origin: "add-route", Status: topology.ClientVpnStatus{Code: "active"},
	}
	endpoint.Routes, err = changed(endpoint.Routes, at, op, fresh, r)
	return err
}
