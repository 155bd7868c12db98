package topology

import "net/netip"

// ClientVpnEndpoint is an element of describe-client-vpn-endpoints, completed by its routes, authorization rules
// and target networks.
type ClientVpnEndpoint struct {
	Meta
	ClientVpnEndpointId   string
	Description           string
	Status                ClientVpnStatus
	VpcId                 string
	ClientCidrBlock       netip.Prefix
	SplitTunnel           bool
	TransportProtocol     string
	VpnPort               int32
	SecurityGroupIds      []string
	DnsServers            []string
	EndpointIpAddressType string
	TrafficIpAddressType  string
	Tags                  Tags

	Routes                  []ClientVpnRoute
	RoutesKnown             bool `json:"-"`
	AuthorizationRules      []ClientVpnAuthorizationRule
	AuthorizationRulesKnown bool `json:"-"`
	ClientVpnTargetNetworks []ClientVpnTargetNetwork
	TargetNetworksKnown     bool `json:"-"`
}

// ClientVpnStatus is a state with a message.
type ClientVpnStatus struct{ Code, Message string }

// ClientVpnRoute is an element of describe-client-vpn-routes.
type ClientVpnRoute struct {
	Source              Source `json:"-"`
	ClientVpnEndpointId string
	DestinationCidr     netip.Prefix
	TargetSubnet        string
	Type                string
	Origin              string
	Status              ClientVpnStatus
	DeclaredAs          string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// ClientVpnAuthorizationRule is an element of describe-client-vpn-authorization-rules.
type ClientVpnAuthorizationRule struct {
	Source              Source `json:"-"`
	ClientVpnEndpointId string
	GroupId             string
	AccessAll           bool
	DestinationCidr     netip.Prefix
	Status              ClientVpnStatus
	DeclaredAs          string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// ClientVpnTargetNetwork is an element of describe-client-vpn-target-networks.
type ClientVpnTargetNetwork struct {
	ClientVpnEndpointId string
	AssociationId       string
	VpcId               string
	TargetNetworkId     string
	SecurityGroups      []string
	Status              ClientVpnStatus
	DeclaredAs          string `json:"-"` // the address of the resource of its own that declares it, if one does
}
