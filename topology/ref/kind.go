package ref

// Kind is the type of a resource, in AWS's own vocabulary.
type Kind uint8

// The kinds, in the order in which output lists them. Internet, ExternalNetwork, AwsService and Router
// are places that a snapshot implies rather than describes.
const (
	None Kind = iota
	Vpc
	Subnet
	RouteTable
	NetworkAcl
	SecurityGroup
	NetworkInterface
	Instance
	InternetGateway
	EgressOnlyInternetGateway
	NatGateway
	CarrierGateway
	LocalGateway
	Address
	VpcPeeringConnection
	VpcEndpoint
	VpcEndpointService
	ManagedPrefixList
	VpnGateway
	VpnConnection
	CustomerGateway
	TransitGateway
	TransitGatewayAttachment
	TransitGatewayRouteTable
	TransitGatewayPolicyTable
	CoreNetwork
	CoreNetworkAttachment
	CoreNetworkRouteTable
	OdbNetwork
	LoadBalancer
	Listener
	TargetGroup
	NetworkFirewall
	FirewallPolicy
	FirewallRuleGroup
	DirectConnectGateway
	VirtualInterface
	ClientVpnEndpoint
	InstanceConnectEndpoint
	RouteServer
	DBInstance
	DBSubnetGroup
	LambdaFunction
	DhcpOptions
	AvailabilityZone
	VpcBlockPublicAccess
	NetworkInsightsPath
	NetworkInsightsAnalysis
	IpamPool
	Internet
	ExternalNetwork
	AwsService
	Router
	Document
	Other
)

var kindNames = [...]string{
	None:                      "",
	Vpc:                       "vpc",
	Subnet:                    "subnet",
	RouteTable:                "route-table",
	NetworkAcl:                "network-acl",
	SecurityGroup:             "security-group",
	NetworkInterface:          "network-interface",
	Instance:                  "instance",
	InternetGateway:           "internet-gateway",
	EgressOnlyInternetGateway: "egress-only-internet-gateway",
	NatGateway:                "nat-gateway",
	CarrierGateway:            "carrier-gateway",
	LocalGateway:              "local-gateway",
	Address:                   "address",
	VpcPeeringConnection:      "vpc-peering-connection",
	VpcEndpoint:               "vpc-endpoint",
	VpcEndpointService:        "vpc-endpoint-service",
	ManagedPrefixList:         "prefix-list",
	VpnGateway:                "vpn-gateway",
	VpnConnection:             "vpn-connection",
	CustomerGateway:           "customer-gateway",
	TransitGateway:            "transit-gateway",
	TransitGatewayAttachment:  "transit-gateway-attachment",
	TransitGatewayRouteTable:  "transit-gateway-route-table",
	TransitGatewayPolicyTable: "transit-gateway-policy-table",
	CoreNetwork:               "core-network",
	CoreNetworkAttachment:     "core-network-attachment",
	CoreNetworkRouteTable:     "core-network-route-table",
	OdbNetwork:                "odb-network",
	LoadBalancer:              "load-balancer",
	Listener:                  "listener",
	TargetGroup:               "target-group",
	NetworkFirewall:           "network-firewall",
	FirewallPolicy:            "firewall-policy",
	FirewallRuleGroup:         "firewall-rule-group",
	DirectConnectGateway:      "direct-connect-gateway",
	VirtualInterface:          "virtual-interface",
	ClientVpnEndpoint:         "client-vpn-endpoint",
	InstanceConnectEndpoint:   "instance-connect-endpoint",
	RouteServer:               "route-server",
	DBInstance:                "db-instance",
	DBSubnetGroup:             "db-subnet-group",
	LambdaFunction:            "lambda-function",
	DhcpOptions:               "dhcp-options",
	AvailabilityZone:          "availability-zone",
	VpcBlockPublicAccess:      "vpc-block-public-access",
	NetworkInsightsPath:       "network-insights-path",
	NetworkInsightsAnalysis:   "network-insights-analysis",
	IpamPool:                  "ipam-pool",
	Internet:                  "internet",
	ExternalNetwork:           "external-network",
	AwsService:                "aws-service",
	Router:                    "vpc-router",
	Document:                  "document",
	Other:                     "resource",
}

var kindsByName = func() map[string]Kind {
	byName := make(map[string]Kind, len(kindNames))
	for k := Vpc; int(k) < len(kindNames); k++ {
		byName[kindNames[k]] = k
	}
	return byName
}()

// String is the kind's name in references and JSON, such as "security-group".
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "resource"
}

// KindOf is the inverse of Kind.String.
func KindOf(name string) (Kind, bool) {
	k, ok := kindsByName[name]
	return k, ok
}

// Kinds lists every kind in order.
func Kinds() []Kind {
	all := make([]Kind, 0, len(kindNames)-1)
	for k := Vpc; int(k) < len(kindNames); k++ {
		all = append(all, k)
	}
	return all
}
