package insights

// Analyses is the answer of describe-network-insights-analyses.
type Analyses struct {
	NetworkInsightsAnalyses []Analysis
}

// Analysis is the answer to one question.
type Analysis struct {
	NetworkInsightsAnalysisId  string
	NetworkInsightsAnalysisArn string `json:",omitempty"`
	NetworkInsightsPathId      string
	Status                     string // succeeded; failed for a question that cannot be asked
	StatusMessage              string `json:",omitempty"`
	WarningMessage             string `json:",omitempty"`
	NetworkPathFound           bool
	ForwardPathComponents      []PathComponent `json:",omitempty"`
	ReturnPathComponents       []PathComponent `json:",omitempty"`
	Explanations               []Explanation   `json:",omitempty"`
	Tags                       []Tag
}

// Tag is a key with a value.
type Tag struct{ Key, Value string }

// PathComponent is one component on the way, with the rule of it that matched.
type PathComponent struct {
	SequenceNumber int // from 1
	Component      Component
	AttachedTo     *Component `json:",omitempty"`
	Subnet         *Component `json:",omitempty"`
	Vpc            *Component `json:",omitempty"`
	TransitGateway *Component `json:",omitempty"`
	InboundHeader  *Header    `json:",omitempty"`
	OutboundHeader *Header    `json:",omitempty"`

	AclRule                       *AclRule               `json:",omitempty"`
	SecurityGroupRule             *SecurityGroupRule     `json:",omitempty"`
	RouteTableRoute               *Route                 `json:",omitempty"`
	TransitGatewayRouteTableRoute *TransitGatewayRoute   `json:",omitempty"`
	FirewallStatelessRule         *FirewallStatelessRule `json:",omitempty"`
	FirewallStatefulRule          *FirewallStatefulRule  `json:",omitempty"`
	AdditionalDetails             []AdditionalDetail     `json:",omitempty"`
}

// Component names a resource.
type Component struct {
	Id   string
	Arn  string `json:",omitempty"`
	Name string `json:",omitempty"`
}

// Header is a set of packets: every combination of what the lists hold.
type Header struct {
	Protocol              string      `json:",omitempty"` // a number
	SourceAddresses       []string    `json:",omitempty"` // CIDR blocks
	SourcePortRanges      []PortRange `json:",omitempty"`
	DestinationAddresses  []string    `json:",omitempty"`
	DestinationPortRanges []PortRange `json:",omitempty"`
}

// PortRange is inclusive.
type PortRange struct{ From, To int }

// AclRule is an entry of a network ACL.
type AclRule struct {
	Cidr       string `json:",omitempty"`
	Egress     bool
	PortRange  *PortRange `json:",omitempty"`
	Protocol   string     // a number, or all
	RuleAction string
	RuleNumber int
}

// SecurityGroupRule is a rule of a security group. It has one of the three remotes.
type SecurityGroupRule struct {
	Cidr            string     `json:",omitempty"`
	PrefixListId    string     `json:",omitempty"`
	SecurityGroupId string     `json:",omitempty"`
	Direction       string     // ingress or egress
	PortRange       *PortRange `json:",omitempty"`
	Protocol        string
}

// Route is a route of a VPC's route table. It has one of the destinations and one of the targets.
type Route struct {
	DestinationCidr             string `json:",omitempty"`
	DestinationPrefixListId     string `json:",omitempty"`
	Origin                      string `json:",omitempty"`
	State                       string `json:",omitempty"`
	GatewayId                   string `json:",omitempty"`
	NatGatewayId                string `json:",omitempty"`
	NetworkInterfaceId          string `json:",omitempty"`
	InstanceId                  string `json:",omitempty"`
	TransitGatewayId            string `json:",omitempty"`
	VpcPeeringConnectionId      string `json:",omitempty"`
	EgressOnlyInternetGatewayId string `json:",omitempty"`
	CarrierGatewayId            string `json:",omitempty"`
	LocalGatewayId              string `json:",omitempty"`
	CoreNetworkArn              string `json:",omitempty"`
}

// TransitGatewayRoute is a route of a transit gateway's route table.
type TransitGatewayRoute struct {
	DestinationCidr string `json:",omitempty"`
	PrefixListId    string `json:",omitempty"`
	State           string `json:",omitempty"`
	RouteOrigin     string `json:",omitempty"` // static or propagated
	AttachmentId    string `json:",omitempty"`
	ResourceId      string `json:",omitempty"`
	ResourceType    string `json:",omitempty"`
}

// AdditionalDetail is a remark on a component.
type AdditionalDetail struct {
	AdditionalDetailType string
	Component            *Component `json:",omitempty"`
}

// Explanation is why no path was found: a code with whichever operands apply.
type Explanation struct {
	ExplanationCode string
	Direction       string      `json:",omitempty"`
	Component       *Component  `json:",omitempty"`
	Vpc             *Component  `json:",omitempty"`
	Subnet          *Component  `json:",omitempty"`
	PortRanges      []PortRange `json:",omitempty"`
	Protocols       []string    `json:",omitempty"`
	State           string      `json:",omitempty"`

	MissingComponent string `json:",omitempty"`
	ComponentAccount string `json:",omitempty"`
	ComponentRegion  string `json:",omitempty"`

	Acl                           *Component             `json:",omitempty"`
	AclRule                       *AclRule               `json:",omitempty"`
	NetworkInterface              *Component             `json:",omitempty"`
	SecurityGroups                []Component            `json:",omitempty"`
	RouteTable                    *Component             `json:",omitempty"`
	RouteTableRoute               *Route                 `json:",omitempty"`
	TransitGatewayRouteTableRoute *TransitGatewayRoute   `json:",omitempty"`
	PrefixList                    *Component             `json:",omitempty"`
	InternetGateway               *Component             `json:",omitempty"`
	NatGateway                    *Component             `json:",omitempty"`
	VpnGateway                    *Component             `json:",omitempty"`
	VpnConnection                 *Component             `json:",omitempty"`
	VpcEndpoint                   *Component             `json:",omitempty"`
	VpcPeeringConnection          *Component             `json:",omitempty"`
	TransitGateway                *Component             `json:",omitempty"`
	TransitGatewayAttachment      *Component             `json:",omitempty"`
	TransitGatewayRouteTable      *Component             `json:",omitempty"`
	TransitGatewayPolicyTable     *Component             `json:",omitempty"`
	LoadBalancerArn               string                 `json:",omitempty"`
	LoadBalancerTargetGroup       *Component             `json:",omitempty"`
	ElasticLoadBalancerListener   *Component             `json:",omitempty"`
	FirewallStatelessRule         *FirewallStatelessRule `json:",omitempty"`
	FirewallStatefulRule          *FirewallStatefulRule  `json:",omitempty"`
}
