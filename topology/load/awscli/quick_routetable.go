package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickRouteTable = []field[topology.RouteTable]{
	listOfObjects("Associations", func(s *scanner) *pool[topology.RouteTableAssociation] { return &s.pools.tableAssociations }, quickTableAssociation,
		func(t *topology.RouteTable) *[]topology.RouteTableAssociation { return &t.Associations }),
	listOfObjects("PropagatingVgws", func(s *scanner) *pool[topology.PropagatingVgw] { return &s.pools.propagating }, quickPropagating,
		func(t *topology.RouteTable) *[]topology.PropagatingVgw { return &t.PropagatingVgws }),
	unique("RouteTableId", func(t *topology.RouteTable) *string { return &t.RouteTableId }),
	listOfObjects("Routes", func(s *scanner) *pool[topology.Route] { return &s.pools.routes }, quickRoute,
		func(t *topology.RouteTable) *[]topology.Route { return &t.Routes }),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(t *topology.RouteTable) *[]topology.Tag { return (*[]topology.Tag)(&t.Tags) }),
	word("VpcId", func(t *topology.RouteTable) *string { return &t.VpcId }),
	word("OwnerId", func(t *topology.RouteTable) *string { return &t.OwnerId }),
}

var quickTableAssociation = []field[topology.RouteTableAssociation]{
	boolean("Main", func(a *topology.RouteTableAssociation) *bool { return &a.Main }),
	unique("RouteTableAssociationId", func(a *topology.RouteTableAssociation) *string { return &a.RouteTableAssociationId }),
	unique("RouteTableId", func(a *topology.RouteTableAssociation) *string { return &a.RouteTableId }),
	word("SubnetId", func(a *topology.RouteTableAssociation) *string { return &a.SubnetId }),
	word("GatewayId", func(a *topology.RouteTableAssociation) *string { return &a.GatewayId }),
	inside("AssociationState", quickAssociationState, func(a *topology.RouteTableAssociation) *associationState { return &a.AssociationState }),
}

// associationState tells whether an association is in force.
type associationState = struct{ State string }

var quickAssociationState = []field[associationState]{
	word("State", func(a *associationState) *string { return &a.State }),
	ignored[associationState]("StatusMessage"),
}

var quickRoute = []field[topology.Route]{
	prefix("DestinationCidrBlock", func(r *topology.Route) *netip.Prefix { return &r.DestinationCidrBlock }),
	prefix("DestinationIpv6CidrBlock", func(r *topology.Route) *netip.Prefix { return &r.DestinationIpv6CidrBlock }),
	word("DestinationPrefixListId", func(r *topology.Route) *string { return &r.DestinationPrefixListId }),
	word("EgressOnlyInternetGatewayId", func(r *topology.Route) *string { return &r.EgressOnlyInternetGatewayId }),
	word("GatewayId", func(r *topology.Route) *string { return &r.GatewayId }),
	word("InstanceId", func(r *topology.Route) *string { return &r.InstanceId }),
	word("InstanceOwnerId", func(r *topology.Route) *string { return &r.InstanceOwnerId }),
	word("NatGatewayId", func(r *topology.Route) *string { return &r.NatGatewayId }),
	word("TransitGatewayId", func(r *topology.Route) *string { return &r.TransitGatewayId }),
	word("LocalGatewayId", func(r *topology.Route) *string { return &r.LocalGatewayId }),
	word("CarrierGatewayId", func(r *topology.Route) *string { return &r.CarrierGatewayId }),
	word("NetworkInterfaceId", func(r *topology.Route) *string { return &r.NetworkInterfaceId }),
	word("Origin", func(r *topology.Route) *string { return &r.Origin }),
	word("State", func(r *topology.Route) *string { return &r.State }),
	word("VpcPeeringConnectionId", func(r *topology.Route) *string { return &r.VpcPeeringConnectionId }),
	word("CoreNetworkArn", func(r *topology.Route) *string { return &r.CoreNetworkArn }),
	word("OdbNetworkArn", func(r *topology.Route) *string { return &r.OdbNetworkArn }),
	word("IpAddress", func(r *topology.Route) *string { return &r.IpAddress }),
}

var quickPropagating = []field[topology.PropagatingVgw]{
	word("GatewayId", func(v *topology.PropagatingVgw) *string { return &v.GatewayId }),
}
