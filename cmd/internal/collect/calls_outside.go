package collect

import "slices"

var clientVpn = &Parent{
	Name: "client VPN endpoint", Keys: []string{"ClientVpnEndpointId"}, From: []string{"ec2-describe-client-vpn-endpoints"},
	Rows: `.ClientVpnEndpoints[] | select(.Status.Code != "deleted") | [.ClientVpnEndpointId]`,
}

// Pre-shared keys of a VPN stand in the configuration for the customer's device, and among the options of its tunnels.
var vpnConnections = Call{
	Service: "ec2", Operation: "describe-vpn-connections", Lists: []string{"VpnConnections"},
	Strip: `del(.VpnConnections[]? | .CustomerGatewayConfiguration, .PreSharedKeyArn, (.Options.TunnelOptions[]? | .PreSharedKey))`,
}

var vpnCalls = slices.Concat(lists("ec2",
	[2]string{"describe-vpn-gateways", "VpnGateways"},
	[2]string{"describe-customer-gateways", "CustomerGateways"},
	[2]string{"describe-client-vpn-endpoints", "ClientVpnEndpoints"},
), []Call{vpnConnections}, each(clientVpn, "ec2", "--client-vpn-endpoint-id",
	[2]string{"describe-client-vpn-routes", "Routes"},
	[2]string{"describe-client-vpn-authorization-rules", "AuthorizationRules"},
	[2]string{"describe-client-vpn-target-networks", "ClientVpnTargetNetworks"},
))

var directConnectGateway = &Parent{
	Name: "Direct Connect gateway", Keys: []string{"directConnectGatewayId"}, From: []string{"directconnect-describe-direct-connect-gateways"},
	Rows: `.directConnectGateways[] | select(.directConnectGatewayState != "deleted") | [.directConnectGatewayId]`,
}

// The keys of BGP sessions stand beside each of them, and again in the configuration for the customer's router.
var virtualInterfaces = Call{
	Service: "directconnect", Operation: "describe-virtual-interfaces", Lists: []string{"virtualInterfaces"}, Paged: true,
	Strip: `del(.virtualInterfaces[]? | .authKey, .customerRouterConfig, (.bgpPeers[]? | .authKey))`,
}

var directConnectCalls = slices.Concat(
	[]Call{virtualInterfaces},
	global(lists("directconnect", [2]string{"describe-direct-connect-gateways", "directConnectGateways"})),
	global(each(directConnectGateway, "directconnect", "--direct-connect-gateway-id",
		[2]string{"describe-direct-connect-gateway-associations", "directConnectGatewayAssociations"},
		[2]string{"describe-direct-connect-gateway-attachments", "directConnectGatewayAttachments"},
	)))

func global(calls []Call) []Call {
	for i := range calls {
		calls[i].Global = true
	}
	return calls
}

var coreNetwork = &Parent{
	Name: "core network", Keys: []string{"CoreNetworkId"}, From: []string{"networkmanager-list-core-networks"},
	Rows: `.CoreNetworks[] | select(.State != "DELETING") | [.CoreNetworkId]`,
}

// coreVpc is a core network's attachment to a VPC.
var coreVpc = &Parent{
	Name: "attachment of a core network to a VPC", Keys: []string{"CoreNetworkAttachmentId"}, From: []string{"networkmanager-list-attachments"},
	Rows: `.Attachments[] | select(.AttachmentType == "VPC") | [.AttachmentId]`,
}

// segmentEdge is a segment of a core network in one of its Regions: that is what has a route table.
var segmentEdge = &Parent{
	Name: "segment of a core network, at each edge",
	Keys: []string{"GlobalNetworkId", "CoreNetworkId", "SegmentName", "EdgeLocation"}, From: []string{"networkmanager-get-core-network"},
	Rows: `.CoreNetwork | select(.) | . as $core | .Segments[]? | .Name as $segment | .EdgeLocations[]? | [$core.GlobalNetworkId, $core.CoreNetworkId, $segment, .]`,
}

// Network Manager is one for all Regions.
var coreNetworkCalls = global([]Call{
	{Service: "networkmanager", Operation: "list-core-networks", Lists: []string{"CoreNetworks"}},
	{Service: "networkmanager", Operation: "list-attachments", Lists: []string{"Attachments"}},
	object(coreNetwork, "networkmanager", "get-core-network", "--core-network-id", "CoreNetwork"),
	object(coreNetwork, "networkmanager", "get-core-network-policy", "--core-network-id", "CoreNetworkPolicy"),
	object(coreVpc, "networkmanager", "get-vpc-attachment", "--attachment-id", "VpcAttachment"),
	{Service: "networkmanager", Operation: "get-network-routes", Of: segmentEdge, Lists: []string{"NetworkRoutes"},
		Options: []string{"--global-network-id", "{GlobalNetworkId}", "--route-table-identifier",
			"CoreNetworkSegmentEdge={CoreNetworkId={CoreNetworkId},SegmentName={SegmentName},EdgeLocation={EdgeLocation}}"}},
})

// object makes a call for each parent whose answer holds objects rather than lists.
func object(parent *Parent, service, operation, option string, objects ...string) Call {
	c := of(parent, service, operation, option)
	c.Objects = objects
	return c
}
