package topology

// InstanceConnectEndpoint is an element of describe-instance-connect-endpoints.
type InstanceConnectEndpoint struct {
	Meta
	InstanceConnectEndpointId  string
	InstanceConnectEndpointArn string
	OwnerId                    string
	State                      string
	VpcId                      string
	SubnetId                   string
	AvailabilityZone           string
	NetworkInterfaceIds        []string
	SecurityGroupIds           []string
	PreserveClientIp           *bool
	IpAddressType              string
	Tags                       Tags
}
