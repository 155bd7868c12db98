package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// registerWide registers what reaches beyond a Region: Direct Connect, client VPN, Cloud WAN.
func registerWide() {
	listOf("directConnectGateways", ref.DirectConnectGateway, "directConnectGatewayId",
		func(s *snapshot) *[]topology.DirectConnectGateway { return &s.DirectConnectGateways })
	listOf("directConnectGatewayAssociations", ref.None, "directConnectGatewayId",
		func(s *snapshot) *[]topology.DirectConnectGatewayAssociation {
			return &s.DirectConnectGatewayAssociations
		})
	listOf("directConnectGatewayAttachments", ref.None, "directConnectGatewayId",
		func(s *snapshot) *[]topology.DirectConnectGatewayAttachment {
			return &s.DirectConnectGatewayAttachments
		})
	listOf("virtualInterfaces", ref.VirtualInterface, "virtualInterfaceId", func(s *snapshot) *[]topology.VirtualInterface { return &s.VirtualInterfaces })
	registerClientVpn()
	registerCoreNetwork()
}

// clientVpn is an owner of contents of a client VPN endpoint.
func clientVpn[R any](complete func(*topology.ClientVpnEndpoint, *contribution[R])) owner[R] {
	return belongsTo("ClientVpnEndpointId", `cvpn-endpoint-[0-9a-f]+`, func(c *contribution[R]) {
		e := topology.ClientVpnEndpoint{Meta: c.meta, ClientVpnEndpointId: c.id}
		complete(&e, c)
		c.snapshot.ClientVpnEndpoints = append(c.snapshot.ClientVpnEndpoints, e)
	})
}

func registerClientVpn() {
	type endpoint = topology.ClientVpnEndpoint
	listOf("ClientVpnEndpoints", ref.ClientVpnEndpoint, "ClientVpnEndpointId", func(s *snapshot) *[]endpoint { return &s.ClientVpnEndpoints })
	contentOf("Routes", "DestinationCidr TargetSubnet|ClientVpnEndpointId", func(r *topology.ClientVpnRoute) string { return r.ClientVpnEndpointId },
		clientVpn(func(e *endpoint, c *contribution[topology.ClientVpnRoute]) {
			e.Routes, e.RoutesKnown = c.rows, c.complete
		}))
	contentOf("AuthorizationRules", "DestinationCidr", func(r *topology.ClientVpnAuthorizationRule) string { return r.ClientVpnEndpointId },
		clientVpn(func(e *endpoint, c *contribution[topology.ClientVpnAuthorizationRule]) {
			e.AuthorizationRules, e.AuthorizationRulesKnown = c.rows, c.complete
		}))
	contentOf("ClientVpnTargetNetworks", "TargetNetworkId", func(r *topology.ClientVpnTargetNetwork) string { return r.ClientVpnEndpointId },
		clientVpn(func(e *endpoint, c *contribution[topology.ClientVpnTargetNetwork]) {
			e.ClientVpnTargetNetworks, e.TargetNetworksKnown = c.rows, c.complete
		}))
}

// corePolicy is the answer of get-core-network-policy.
type corePolicy struct {
	CoreNetworkId   string
	PolicyVersionId int
	PolicyDocument  string
}

// coreVpc is the answer of get-vpc-attachment.
type coreVpc struct {
	Attachment topology.CoreNetworkAttachment
	SubnetArns []string
	Options    topology.CoreNetworkAttachmentOptions
}

// registerCoreVpc registers what a core network's attachment to a VPC tells beyond what every attachment does.
func registerCoreVpc() {
	contentOf("VpcAttachment", "SubnetArns Attachment", func(v *coreVpc) string { return v.Attachment.AttachmentId },
		belongsTo("CoreNetworkAttachmentId", "", func(c *contribution[coreVpc]) {
			for _, v := range c.rows {
				a := v.Attachment
				a.Meta, a.SubnetArns, a.Options = c.meta, v.SubnetArns, v.Options
				c.snapshot.CoreNetworkAttachments = append(c.snapshot.CoreNetworkAttachments, a)
			}
		}))
}

func registerCoreNetwork() {
	registerCoreVpc()
	answerOf("CoreNetwork", ref.None, "CoreNetworkId", func(s *snapshot) *[]topology.CoreNetwork { return &s.CoreNetworks })
	listOf("CoreNetworks", ref.CoreNetwork, "CoreNetworkId", func(s *snapshot) *[]topology.CoreNetwork { return &s.CoreNetworks })
	listOf("Attachments", ref.None, "AttachmentId CoreNetworkId|CoreNetworkArn",
		func(s *snapshot) *[]topology.CoreNetworkAttachment { return &s.CoreNetworkAttachments })
	coreNetwork := func(c *topology.CoreNetwork, s *snapshot) { s.CoreNetworks = append(s.CoreNetworks, *c) }
	contentOf("CoreNetworkPolicy", "CoreNetworkId", func(p *corePolicy) string { return p.CoreNetworkId },
		belongsTo("CoreNetworkId", `core-network-[0-9a-f]+`, func(c *contribution[corePolicy]) {
			for _, p := range c.rows {
				coreNetwork(&topology.CoreNetwork{Meta: c.meta, CoreNetworkId: c.id, PolicyVersionId: p.PolicyVersionId,
					PolicyDocument: p.PolicyDocument, PolicyKnown: c.complete}, c.snapshot)
			}
		}))
	for _, key := range []string{"SegmentName", "EdgeLocation"} {
		parentKeys[key] = true
	}
	contentOf("NetworkRoutes", "DestinationCidrBlock|PrefixListId", nil,
		belongsTo("CoreNetworkId", `core-network-[0-9a-f]+`, func(c *contribution[topology.CoreNetworkRoute]) {
			edge := topology.CoreNetworkSegmentEdge{CoreNetworkId: c.id, SegmentName: c.envelope.ids["SegmentName"], EdgeLocation: c.envelope.ids["EdgeLocation"]}
			coreNetwork(&topology.CoreNetwork{Meta: c.meta, CoreNetworkId: c.id, RouteTables: []topology.CoreNetworkRouteTable{
				{Source: c.meta.Source, CoreNetworkSegmentEdge: edge, NetworkRoutes: c.rows, Known: c.complete}}}, c.snapshot)
		}))
}
