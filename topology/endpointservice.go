package topology

// VpcEndpointServiceConfiguration is an element of describe-vpc-endpoint-service-configurations: a service of one's own.
type VpcEndpointServiceConfiguration struct {
	Meta
	ServiceId               string
	ServiceName             string
	ServiceState            string
	AcceptanceRequired      bool
	AvailabilityZones       []string
	NetworkLoadBalancerArns []string
	GatewayLoadBalancerArns []string
	Tags                    Tags
}

// VpcEndpointService is an element of describe-vpc-endpoint-services (ServiceDetails): a service that endpoints can reach.
type VpcEndpointService struct {
	Meta
	ServiceId               string
	ServiceName             string
	ServiceRegion           string
	ServiceType             []struct{ ServiceType string }
	Owner                   string
	AvailabilityZones       []string
	AcceptanceRequired      bool
	SupportedIpAddressTypes []string
	PrivateDnsName          string
}
