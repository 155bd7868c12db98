package topology

// Later holds what is read and kept, and whose behaviour is not compiled yet.
type Later struct{}

// VpcEndpointServiceConfiguration is an element of describe-vpc-endpoint-service-configurations.
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
