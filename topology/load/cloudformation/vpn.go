package cloudformation

import (
	"cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) vpnGateway(p props) {
	asn, _ := p.number("AmazonSideAsn")
	provision.Put(b.Draft, &b.Snapshot.VpnGateways, topology.VpnGateway{Meta: p.meta, VpnGatewayId: p.id(), State: "available", Type: p.word("Type"), AmazonSideAsn: int64(asn),
		Tags: p.tags()})
}

func (b *builder) customerGateway(p props) {
	provision.Put(b.Draft, &b.Snapshot.CustomerGateways, topology.CustomerGateway{Meta: p.meta, CustomerGatewayId: p.id(), State: "available", Type: p.word("Type"),
		BgpAsn: p.word("BgpAsn"), IpAddress: p.word("IpAddress"), DeviceName: p.word("DeviceName"), Tags: p.tags()})
}

func (b *builder) vpnConnection(p props) {
	c := topology.VpnConnection{Meta: p.meta, VpnConnectionId: p.id(), State: "available", Type: p.word("Type"), VpnGatewayId: p.text("VpnGatewayId"),
		TransitGatewayId: p.text("TransitGatewayId"), CustomerGatewayId: p.text("CustomerGatewayId"), Tags: p.tags(),
		Options: topology.VpnConnectionOptions{StaticRoutesOnly: p.flag("StaticRoutesOnly", false), EnableAcceleration: p.flag("EnableAcceleration", false),
			LocalIpv4NetworkCidr: p.word("LocalIpv4NetworkCidr"), RemoteIpv4NetworkCidr: p.word("RemoteIpv4NetworkCidr"), LocalIpv6NetworkCidr: p.word("LocalIpv6NetworkCidr"),
			RemoteIpv6NetworkCidr: p.word("RemoteIpv6NetworkCidr"), TunnelInsideIpVersion: p.word("TunnelInsideIpVersion")}}
	provision.Put(b.Draft, &b.Snapshot.VpnConnections, c)
	if c.TransitGatewayId != "" {
		b.AddTransitAttachment(topology.TransitGatewayAttachment{Meta: p.meta, TransitGatewayAttachmentId: p.id() + "#attachment", TransitGatewayId: c.TransitGatewayId,
			ResourceType: "vpn", ResourceId: p.id(), ResourceOwnerId: p.meta.Account}, joins)
	}
}

func (b *builder) vpnConnectionRoute(p props) {
	id := p.text("VpnConnectionId")
	c := provision.Part(b.Draft, &b.Snapshot.VpnConnections, id, func(c *topology.VpnConnection) { c.VpnConnectionId = id })
	c.Routes = append(c.Routes, topology.VpnStaticRoute{DestinationCidrBlock: p.prefix("DestinationCidrBlock"), Source: "Static", State: "available"})
}

func (b *builder) clientVpnEndpoint(p props) {
	port, given := p.number("VpnPort")
	if !given {
		port = 443
	}
	provision.Put(b.Draft, &b.Snapshot.ClientVpnEndpoints, topology.ClientVpnEndpoint{Meta: p.meta, ClientVpnEndpointId: p.id(), Description: p.word("Description"),
		Status: topology.ClientVpnStatus{Code: "available"}, VpcId: p.text("VpcId"), ClientCidrBlock: p.prefix("ClientCidrBlock"), SplitTunnel: p.flag("SplitTunnel", false),
		TransportProtocol: cmp.Or(p.word("TransportProtocol"), "udp"), VpnPort: port, SecurityGroupIds: p.texts("SecurityGroupIds"), Tags: p.tags(),
		RoutesKnown: true, AuthorizationRulesKnown: true, TargetNetworksKnown: true})
}

// clientVpn finds an endpoint to add to.
func (b *builder) clientVpn(id string) *topology.ClientVpnEndpoint {
	return provision.Part(b.Draft, &b.Snapshot.ClientVpnEndpoints, id, func(e *topology.ClientVpnEndpoint) { e.ClientVpnEndpointId = id })
}

// clientVpnTargetNetwork associates a subnet, which brings a route to the block of its VPC.
func (b *builder) clientVpnTargetNetwork(p props) {
	e, subnet := b.clientVpn(p.text("ClientVpnEndpointId")), p.text("SubnetId")
	n := topology.ClientVpnTargetNetwork{ClientVpnEndpointId: e.ClientVpnEndpointId, AssociationId: p.id(), TargetNetworkId: subnet, SecurityGroups: e.SecurityGroupIds,
		Status: topology.ClientVpnStatus{Code: "associated"}}
	if s := b.Subnet(subnet); s != nil {
		n.VpcId = s.VpcId
		e.VpcId = cmp.Or(e.VpcId, s.VpcId)
		if v := b.Vpc(s.VpcId); v != nil {
			e.Routes = append(e.Routes, topology.ClientVpnRoute{Source: p.meta.Source, ClientVpnEndpointId: e.ClientVpnEndpointId, DestinationCidr: v.CidrBlock, TargetSubnet: subnet,
				Type: "Nat", Origin: "associate", Status: topology.ClientVpnStatus{Code: "active"}})
		}
	}
	e.ClientVpnTargetNetworks = append(e.ClientVpnTargetNetworks, n)
	own := topology.NetworkInterface{Meta: p.meta, InterfaceType: "interface", Description: "ClientVPN Endpoint resource", Groups: provision.GroupsOf(e.SecurityGroupIds)}
	b.AddServiceInterfaces(p.id(), own, []string{subnet})
}

func (b *builder) clientVpnRoute(p props) {
	e := b.clientVpn(p.text("ClientVpnEndpointId"))
	e.Routes = append(e.Routes, topology.ClientVpnRoute{Source: p.meta.Source, ClientVpnEndpointId: e.ClientVpnEndpointId, DestinationCidr: p.prefix("DestinationCidrBlock"),
		TargetSubnet: p.text("TargetVpcSubnetId"), Type: "Nat", Origin: "add-route", Status: topology.ClientVpnStatus{Code: "active"}, DeclaredAs: p.meta.Address})
}

func (b *builder) clientVpnAuthorizationRule(p props) {
	e := b.clientVpn(p.text("ClientVpnEndpointId"))
	e.AuthorizationRules = append(e.AuthorizationRules, topology.ClientVpnAuthorizationRule{Source: p.meta.Source, ClientVpnEndpointId: e.ClientVpnEndpointId,
		GroupId: p.word("AccessGroupId"), AccessAll: p.flag("AuthorizeAllGroups", false), DestinationCidr: p.prefix("TargetNetworkCidr"),
		Status: topology.ClientVpnStatus{Code: "active"}, DeclaredAs: p.meta.Address})
}
