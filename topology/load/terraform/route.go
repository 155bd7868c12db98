package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func routeTypes() map[string]maker {
	return map[string]maker{
		"aws_route_table":                          adds(containers, addRouteTable),
		"aws_default_route_table":                  adds(parts, adoptRouteTable),
		"data.aws_route_table":                     adds(containers, addExistingRouteTable),
		"aws_route":                                dropsPart(adds(things, addRoute), dropRoute),
		"aws_route_table_association":              adds(things, addAssociation),
		"aws_main_route_table_association":         adds(ties, addMainAssociation),
		"aws_vpn_gateway_route_propagation":        adds(ties, addPropagation),
		"aws_vpc_endpoint_route_table_association": adds(ties, addEndpointRoute),
		"aws_vpc_route_server":                     adds(things, addRouteServer),
		"aws_vpc_route_server_propagation":         adds(ties, addRouteServerPropagation),
		"aws_vpc_route_server_vpc_association":     adds(ties, addRouteServerAssociation),
	}
}

// routeValues are those of aws_route, and of the blocks of route tables.
type routeValues struct {
	RouteTableID           text `json:"route_table_id"`
	DestinationCidr        text `json:"destination_cidr_block"`
	DestinationIpv6Cidr    text `json:"destination_ipv6_cidr_block"`
	DestinationPrefixList  text `json:"destination_prefix_list_id"`
	Cidr                   text `json:"cidr_block"`      // of a block
	Ipv6Cidr               text `json:"ipv6_cidr_block"` // of a block
	CarrierGatewayID       text `json:"carrier_gateway_id"`
	CoreNetworkArn         text `json:"core_network_arn"`
	EgressOnlyGatewayID    text `json:"egress_only_gateway_id"`
	GatewayID              text `json:"gateway_id"`
	InstanceID             text `json:"instance_id"`
	LocalGatewayID         text `json:"local_gateway_id"`
	NatGatewayID           text `json:"nat_gateway_id"`
	NetworkInterfaceID     text `json:"network_interface_id"`
	OdbNetworkArn          text `json:"odb_network_arn"`
	TransitGatewayID       text `json:"transit_gateway_id"`
	VpcEndpointID          text `json:"vpc_endpoint_id"`
	VpcPeeringConnectionID text `json:"vpc_peering_connection_id"`
	State                  text `json:"state"`
}

// row is the route as AWS lists it.
func (b *builder) route(v *routeValues) topology.Route {
	row := topology.Route{
		DestinationCidrBlock: cmp.Or(v.DestinationCidr, v.Cidr).prefix(), DestinationIpv6CidrBlock: cmp.Or(v.DestinationIpv6Cidr, v.Ipv6Cidr).prefix(),
		DestinationPrefixListId: string(v.DestinationPrefixList), CarrierGatewayId: string(v.CarrierGatewayID), CoreNetworkArn: string(v.CoreNetworkArn),
		EgressOnlyInternetGatewayId: string(v.EgressOnlyGatewayID), LocalGatewayId: string(v.LocalGatewayID), NatGatewayId: string(v.NatGatewayID),
		NetworkInterfaceId: string(v.NetworkInterfaceID), InstanceId: string(v.InstanceID), OdbNetworkArn: string(v.OdbNetworkArn), TransitGatewayId: string(v.TransitGatewayID),
		VpcPeeringConnectionId: string(v.VpcPeeringConnectionID), State: string(v.State),
	}
	b.gatewayOf(&row, string(cmp.Or(v.GatewayID, v.VpcEndpointID)))
	return row
}

// gatewayOf reads gateway_id, which users fill with ids of other kinds as well.
func (b *builder) gatewayOf(row *topology.Route, id string) {
	kind, _, _ := strings.Cut(id, "-")
	if strings.Contains(id, ".") {
		kind = b.typeOfID(id)
	}
	switch kind {
	case "nat", "aws_nat_gateway":
		row.NatGatewayId = id
	case "tgw", "aws_ec2_transit_gateway":
		row.TransitGatewayId = id
	case "eigw", "aws_egress_only_internet_gateway":
		row.EgressOnlyInternetGatewayId = id
	case "pcx", "aws_vpc_peering_connection":
		row.VpcPeeringConnectionId = id
	case "eni", "aws_network_interface":
		row.NetworkInterfaceId = id
	default:
		row.GatewayId = id
	}
}

type routeTableValues struct {
	VpcID               text                `json:"vpc_id"`
	DefaultRouteTableID text                `json:"default_route_table_id"`
	OwnerID             text                `json:"owner_id"`
	Route               blocks[routeValues] `json:"route"`
	Routes              blocks[routeValues] `json:"routes"` // of the data source
	PropagatingVgws     list                `json:"propagating_vgws"`
	Associations        blocks[struct {
		SubnetID text `json:"subnet_id"`
		Gateway  text `json:"gateway_id"`
		Main     flag `json:"main"`
	}] `json:"associations"`
	RouteTableID text `json:"route_table_id"`
}

func addRouteTable(b *builder, r *resource, v *routeTableValues) {
	id := b.id(r)
	b.d.AddRouteTable(topology.RouteTable{Meta: b.meta(r), RouteTableId: id, OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), Tags: r.tags()})
	b.fillTable(r, id, v)
}

// fillTable adds what blocks and lists of a table say.
func (b *builder) fillTable(r *resource, id string, v *routeTableValues) {
	if b.isOpen(r, "route") {
		b.d.AddRoute(id, topology.Route{}) // one that may lead anywhere
	}
	for i := range v.Route {
		b.d.AddRoute(id, b.route(&v.Route[i]))
	}
	for _, gateway := range v.PropagatingVgws.told() {
		b.d.AddPropagation(id, gateway)
	}
}

// adoptRouteTable is what Terraform does to the main table of a VPC: it loses all routes but those that are declared.
func adoptRouteTable(b *builder, r *resource, v *routeTableValues) {
	id := cmp.Or(string(v.DefaultRouteTableID), b.id(r))
	t := provision.Get(b.d, &b.d.Snapshot.RouteTables, id)
	if t == nil {
		b.d.AddRouteTable(topology.RouteTable{RouteTableId: id, VpcId: string(v.VpcID), OwnerId: string(v.OwnerID)})
		if v.VpcID != "" {
			b.d.SetMain(string(v.VpcID), id, "")
		}
		t = b.d.Table(id)
	}
	t.Meta, t.Tags, t.Routes = b.meta(r), r.tags(), nil
	b.fillTable(r, id, v)
}

func addExistingRouteTable(b *builder, r *resource, v *routeTableValues) {
	if v.VpcID == "" || isManaged(b, r) {
		return
	}
	id := cmp.Or(string(v.RouteTableID), b.id(r))
	row := topology.RouteTable{Meta: b.meta(r), RouteTableId: id, OwnerId: string(v.OwnerID), VpcId: string(v.VpcID), Tags: r.tags()}
	b.d.AddRouteTable(row)
	for i := range v.Routes {
		b.d.AddRoute(id, b.route(&v.Routes[i]))
	}
	for _, a := range v.Associations {
		if a.Main {
			b.d.SetMain(string(v.VpcID), id, "")
		} else {
			b.d.AddAssociation(id, topology.RouteTableAssociation{SubnetId: string(a.SubnetID), GatewayId: string(a.Gateway)})
		}
	}
}

func addRoute(b *builder, r *resource, v *routeValues) {
	row := b.route(v)
	row.DeclaredAs = r.address
	if adrift(r, "route_table_id", v.RouteTableID) {
		b.mayBeOfTable(row, v.RouteTableID)
		return
	}
	b.d.AddRoute(string(v.RouteTableID), row)
}

// dropRoute takes a route out of a table that lists what AWS had when it was refreshed.
func dropRoute(b *builder, _ *resource, v *routeValues) {
	t := provision.Get(b.d, &b.d.Snapshot.RouteTables, string(v.RouteTableID))
	if t == nil || b.written(t.Address, "route") {
		return
	}
	was := b.route(v)
	t.Routes = slices.DeleteFunc(t.Routes, func(x topology.Route) bool {
		return x.DestinationCidrBlock == was.DestinationCidrBlock && x.DestinationIpv6CidrBlock == was.DestinationIpv6CidrBlock && x.DestinationPrefixListId == was.DestinationPrefixListId
	})
}

// written reports whether the configuration of the resource of an address has an attribute.
func (b *builder) written(address, attribute string) bool {
	at := slices.IndexFunc(b.all, func(r *resource) bool { return r.address == address })
	return at >= 0 && b.writes(b.all[at], attribute)
}

type associationValues struct {
	RouteTableID  text `json:"route_table_id"`
	SubnetID      text `json:"subnet_id"`
	GatewayID     text `json:"gateway_id"`
	VpcID         text `json:"vpc_id"`
	VpnGatewayID  text `json:"vpn_gateway_id"`
	VpcEndpointID text `json:"vpc_endpoint_id"`
	RouteServerID text `json:"route_server_id"`
}

func addAssociation(b *builder, r *resource, v *associationValues) {
	if adrift(r, "subnet_id", v.SubnetID) {
		b.mayHaveTable(string(v.RouteTableID), string(v.SubnetID))
		return
	}
	row := topology.RouteTableAssociation{SubnetId: string(v.SubnetID), GatewayId: string(v.GatewayID), DeclaredAs: r.address}
	if known := r.text("id"); known != "" {
		row.RouteTableAssociationId = known
	}
	b.d.AddAssociation(string(v.RouteTableID), row)
}

func addMainAssociation(b *builder, r *resource, v *associationValues) {
	b.d.SetMain(string(v.VpcID), string(v.RouteTableID), r.address)
}

func addPropagation(b *builder, _ *resource, v *associationValues) {
	b.d.AddPropagation(string(v.RouteTableID), string(v.VpnGatewayID))
}

func addEndpointRoute(b *builder, _ *resource, v *associationValues) {
	e := b.d.Endpoint(string(v.VpcEndpointID))
	if !slices.Contains(e.RouteTableIds, string(v.RouteTableID)) {
		e.RouteTableIds = append(e.RouteTableIds, string(v.RouteTableID))
	}
}

func addRouteServer(b *builder, r *resource, v *struct {
	AmazonSideAsn number `json:"amazon_side_asn"`
}) {
	provision.Put(b.d, &b.d.Snapshot.RouteServers, topology.RouteServer{Meta: b.meta(r), RouteServerId: b.id(r), AmazonSideAsn: v.AmazonSideAsn.n, State: "available", Tags: r.tags()})
}

func addRouteServerPropagation(b *builder, r *resource, v *associationValues) {
	provision.Put(b.d, &b.d.Snapshot.RouteServerPropagations, topology.RouteServerPropagation{Meta: b.meta(r), RouteServerId: string(v.RouteServerID), RouteTableId: string(v.RouteTableID), State: "available"})
}

func addRouteServerAssociation(b *builder, r *resource, v *associationValues) {
	provision.Put(b.d, &b.d.Snapshot.RouteServerAssociations, topology.RouteServerAssociation{Meta: b.meta(r), RouteServerId: string(v.RouteServerID), VpcId: string(v.VpcID), State: "associated"})
}
