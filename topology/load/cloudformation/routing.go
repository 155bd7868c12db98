package cloudformation

import "github.com/dryhop/dryhop/topology"

func (b *builder) routeTable(p props) {
	b.AddRouteTable(topology.RouteTable{Meta: p.meta, RouteTableId: p.id(), OwnerId: p.meta.Account, VpcId: p.text("VpcId"), Tags: p.tags()})
}

// routeTargets are the properties by which a route may name where it leads.
var routeTargets = []struct {
	name string
	of   func(*topology.Route) *string
}{
	{"GatewayId", func(r *topology.Route) *string { return &r.GatewayId }},
	{"VpcEndpointId", func(r *topology.Route) *string { return &r.GatewayId }},
	{"NatGatewayId", func(r *topology.Route) *string { return &r.NatGatewayId }},
	{"NetworkInterfaceId", func(r *topology.Route) *string { return &r.NetworkInterfaceId }},
	{"InstanceId", func(r *topology.Route) *string { return &r.InstanceId }},
	{"TransitGatewayId", func(r *topology.Route) *string { return &r.TransitGatewayId }},
	{"VpcPeeringConnectionId", func(r *topology.Route) *string { return &r.VpcPeeringConnectionId }},
	{"EgressOnlyInternetGatewayId", func(r *topology.Route) *string { return &r.EgressOnlyInternetGatewayId }},
	{"CarrierGatewayId", func(r *topology.Route) *string { return &r.CarrierGatewayId }},
	{"LocalGatewayId", func(r *topology.Route) *string { return &r.LocalGatewayId }},
	{"CoreNetworkArn", func(r *topology.Route) *string { return &r.CoreNetworkArn }},
	{"OdbNetworkArn", func(r *topology.Route) *string { return &r.OdbNetworkArn }},
}

func (b *builder) route(p props) {
	r := topology.Route{DestinationPrefixListId: p.text("DestinationPrefixListId"), DeclaredAs: p.meta.Address}
	if !p.open {
		r.DestinationCidrBlock, r.DestinationIpv6CidrBlock = p.prefix("DestinationCidrBlock"), p.prefix("DestinationIpv6CidrBlock")
	}
	for _, target := range routeTargets {
		if p.has(target.name) {
			*target.of(&r) = p.text(target.name)
		}
	}
	b.AddRoute(p.text("RouteTableId"), r)
}

func (b *builder) subnetRouteTableAssociation(p props) {
	b.AddAssociation(p.text("RouteTableId"), topology.RouteTableAssociation{SubnetId: p.text("SubnetId"), DeclaredAs: p.meta.Address})
}

func (b *builder) gatewayRouteTableAssociation(p props) {
	b.AddAssociation(p.text("RouteTableId"), topology.RouteTableAssociation{GatewayId: p.text("GatewayId"), DeclaredAs: p.meta.Address})
}

func (b *builder) vpnGatewayRoutePropagation(p props) {
	gateway := p.text("VpnGatewayId")
	for _, table := range p.texts("RouteTableIds") {
		b.AddPropagation(table, gateway)
	}
}
