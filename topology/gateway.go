package topology

import "net/netip"

// InternetGateway is an element of describe-internet-gateways.
type InternetGateway struct {
	Meta
	InternetGatewayId string
	OwnerId           string
	Attachments       []GatewayAttachment
	Tags              Tags
}

// EgressOnlyInternetGateway is an element of describe-egress-only-internet-gateways.
type EgressOnlyInternetGateway struct {
	Meta
	EgressOnlyInternetGatewayId string
	Attachments                 []GatewayAttachment
	Tags                        Tags
}

// GatewayAttachment ties a gateway to a VPC. An internet gateway's State is "available", others' "attached".
type GatewayAttachment struct {
	VpcId string
	State string
}

// NatGateway is an element of describe-nat-gateways.
type NatGateway struct {
	Meta
	NatGatewayId        string
	VpcId               string
	SubnetId            string // absent from a regional gateway
	State               string // pending, failed, available, deleting, deleted
	ConnectivityType    string // public, private
	AvailabilityMode    string // zonal (or absent), regional
	RouteTableId        string // of a regional gateway
	NatGatewayAddresses []NatGatewayAddress
	Tags                Tags
}

// NatGatewayAddress is one address pair of a NAT gateway.
type NatGatewayAddress struct {
	AllocationId       string
	NetworkInterfaceId string
	PrivateIp          netip.Addr
	PublicIp           netip.Addr
	AssociationId      string
	IsPrimary          bool
	Status             string // assigning, unassigning, associating, disassociating, succeeded, failed
	AvailabilityZone   string
	AvailabilityZoneId string
}

// CarrierGateway is an element of describe-carrier-gateways.
type CarrierGateway struct {
	Meta
	CarrierGatewayId string
	VpcId            string
	State            string
	OwnerId          string
	Tags             Tags
}

// VpcPeeringConnection is an element of describe-vpc-peering-connections.
type VpcPeeringConnection struct {
	Meta
	VpcPeeringConnectionId string
	Status                 struct{ Code, Message string }
	RequesterVpcInfo       VpcPeeringConnectionVpcInfo
	AccepterVpcInfo        VpcPeeringConnectionVpcInfo
	Tags                   Tags
}

// VpcPeeringConnectionVpcInfo is one side of a peering. The block sets are printed for active peerings only (R6.1).
type VpcPeeringConnectionVpcInfo struct {
	VpcId            string
	OwnerId          string
	Region           string
	CidrBlock        netip.Prefix
	CidrBlockSet     []struct{ CidrBlock netip.Prefix }
	Ipv6CidrBlockSet []struct{ Ipv6CidrBlock netip.Prefix }
	PeeringOptions   *struct{ AllowDnsResolutionFromRemoteVpc bool }
}

// VpcEndpoint is an element of describe-vpc-endpoints.
type VpcEndpoint struct {
	Meta
	VpcEndpointId       string
	VpcEndpointType     string // Gateway, Interface, GatewayLoadBalancer, Resource, ServiceNetwork
	VpcId               string
	ServiceName         string
	ServiceRegion       string
	State               string // available, pendingAcceptance, ...; the API prints several cases
	IpAddressType       string
	RouteTableIds       []string
	SubnetIds           []string
	NetworkInterfaceIds []string
	Groups              []GroupIdentifier
	PrivateDnsEnabled   bool
	OwnerId             string
	RequesterManaged    bool
	DnsEntries          []struct{ DnsName, HostedZoneId string }
	Tags                Tags
}

// VpcBlockPublicAccessOptions is the answer of describe-vpc-block-public-access-options: one for an account and Region.
type VpcBlockPublicAccessOptions struct {
	Meta
	AwsAccountId             string
	AwsRegion                string
	State                    string
	InternetGatewayBlockMode string // off, block-bidirectional, block-ingress
	ExclusionsAllowed        string
}

// VpcBlockPublicAccessExclusion is an element of describe-vpc-block-public-access-exclusions.
type VpcBlockPublicAccessExclusion struct {
	Meta
	ExclusionId                  string
	InternetGatewayExclusionMode string // allow-bidirectional, allow-egress
	ResourceArn                  string // of a VPC or subnet
	State                        string
	Tags                         Tags
}

// VpnGateway is an element of describe-vpn-gateways.
type VpnGateway struct {
	Meta
	VpnGatewayId     string
	State            string
	Type             string
	AmazonSideAsn    int64
	AvailabilityZone string
	VpcAttachments   []GatewayAttachment
	Tags             Tags
}

// VpnConnection is an element of describe-vpn-connections, without its secrets.
type VpnConnection struct {
	Meta
	VpnConnectionId         string
	State                   string
	Type                    string
	Category                string
	VpnGatewayId            string
	TransitGatewayId        string
	CoreNetworkArn          string
	CustomerGatewayId       string
	GatewayAssociationState string
	Options                 VpnConnectionOptions
	Routes                  []VpnStaticRoute
	VgwTelemetry            []VgwTelemetry
	Tags                    Tags
}

// VpnConnectionOptions are the options that matter for forwarding.
type VpnConnectionOptions struct {
	StaticRoutesOnly                    bool
	EnableAcceleration                  bool
	LocalIpv4NetworkCidr                string
	RemoteIpv4NetworkCidr               string
	LocalIpv6NetworkCidr                string
	RemoteIpv6NetworkCidr               string
	OutsideIpAddressType                string
	TunnelInsideIpVersion               string
	TransportTransitGatewayAttachmentId string
}

// VpnStaticRoute is a static prefix behind a VPN.
type VpnStaticRoute struct {
	DestinationCidrBlock netip.Prefix
	Source               string
	State                string
}

// VgwTelemetry is the state of one tunnel.
type VgwTelemetry struct {
	OutsideIpAddress   string
	Status             string // UP, DOWN
	StatusMessage      string
	AcceptedRouteCount int
	CertificateArn     string
}

// CustomerGateway is an element of describe-customer-gateways.
type CustomerGateway struct {
	Meta
	CustomerGatewayId string
	State             string
	Type              string
	BgpAsn            string
	IpAddress         string
	DeviceName        string
	Tags              Tags
}
