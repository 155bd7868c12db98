package topology

// NetworkFirewall is the answer of network-firewall describe-firewall, or an element of list-firewalls (then
// only its name and ARN are there, and StatusKnown is false).
type NetworkFirewall struct {
	Meta
	FirewallArn                  string
	FirewallName                 string
	FirewallId                   string
	FirewallPolicyArn            string
	VpcId                        string
	SubnetMappings               []FirewallSubnetMapping
	TransitGatewayId             string
	TransitGatewayOwnerAccountId string
	TransitGatewayAttachmentId   string
	AvailabilityZoneMappings     []struct{ AvailabilityZone string }
	Tags                         Tags

	FirewallStatus FirewallStatus
	StatusKnown    bool `json:"-"`
}

// FirewallSubnetMapping is a subnet with an endpoint of the firewall.
type FirewallSubnetMapping struct {
	SubnetId      string
	IPAddressType string
}

// FirewallStatus names the endpoints, by Availability Zone.
type FirewallStatus struct {
	Status                            string
	ConfigurationSyncStateSummary     string
	SyncStates                        map[string]FirewallSyncState
	TransitGatewayAttachmentSyncState struct {
		AttachmentId                   string
		TransitGatewayAttachmentStatus string
	}
}

// FirewallSyncState is the endpoint in one zone.
type FirewallSyncState struct{ Attachment FirewallAttachment }

// FirewallAttachment is a firewall endpoint: a route's GatewayId names EndpointId.
type FirewallAttachment struct{ SubnetId, EndpointId, Status, StatusMessage string }

// FirewallEndpointAssociation is an answer of network-firewall describe-vpc-endpoint-association: an endpoint of
// a firewall in another VPC.
type FirewallEndpointAssociation struct {
	Meta
	VpcEndpointAssociationId  string
	VpcEndpointAssociationArn string
	FirewallArn               string
	VpcId                     string
	SubnetMapping             FirewallSubnetMapping
	Tags                      Tags

	AssociationSyncState map[string]FirewallSyncState
	StatusKnown          bool `json:"-"`
}
