package topology

import "net/netip"

// CoreNetwork is a Cloud WAN core network: the answer of networkmanager get-core-network, completed by
// get-core-network-policy and get-network-routes.
type CoreNetwork struct {
	Meta
	CoreNetworkId  string
	CoreNetworkArn string
	State          string
	Segments       []CoreNetworkSegment
	Edges          []CoreNetworkEdge
	Tags           Tags

	PolicyVersionId int
	PolicyDocument  string // JSON in a string, as AWS prints it
	PolicyKnown     bool   `json:"-"`
	RouteTables     []CoreNetworkRouteTable
}

// CoreNetworkSegment is a routing domain.
type CoreNetworkSegment struct {
	Name           string
	EdgeLocations  []string
	SharedSegments []string
}

// CoreNetworkEdge is a Region of the core network.
type CoreNetworkEdge struct {
	EdgeLocation     string
	Asn              int64
	InsideCidrBlocks []netip.Prefix
}

// CoreNetworkRouteTable is one answer of get-network-routes: the routes of a segment at an edge.
type CoreNetworkRouteTable struct {
	Source                 Source `json:"-"`
	CoreNetworkSegmentEdge CoreNetworkSegmentEdge
	NetworkRoutes          []CoreNetworkRoute
	Known                  bool `json:"-"`
}

// CoreNetworkSegmentEdge names a route table.
type CoreNetworkSegmentEdge struct{ CoreNetworkId, SegmentName, EdgeLocation string }

// CoreNetworkRoute is one row of get-network-routes.
type CoreNetworkRoute struct {
	DestinationCidrBlock netip.Prefix
	PrefixListId         string
	State                string // ACTIVE, BLACKHOLE
	Type                 string // STATIC, PROPAGATED
	Destinations         []CoreNetworkRouteDestination
}

// CoreNetworkRouteDestination is where a route leads.
type CoreNetworkRouteDestination struct {
	CoreNetworkAttachmentId    string
	TransitGatewayAttachmentId string
	SegmentName                string
	NetworkFunctionGroupName   string
	EdgeLocation               string
	ResourceType               string
	ResourceId                 string
}

// CoreNetworkAttachment is an element of networkmanager list-attachments, completed by get-vpc-attachment.
type CoreNetworkAttachment struct {
	Meta
	AttachmentId   string
	CoreNetworkId  string
	CoreNetworkArn string
	OwnerAccountId string
	AttachmentType string // VPC, CONNECT, SITE_TO_SITE_VPN, TRANSIT_GATEWAY_ROUTE_TABLE, DIRECT_CONNECT_GATEWAY
	State          string
	EdgeLocation   string
	ResourceArn    string
	SegmentName    string
	Tags           Tags

	SubnetArns []string // of get-vpc-attachment
	Options    CoreNetworkAttachmentOptions
}

// CoreNetworkAttachmentOptions are the options of a VPC attachment that matter for forwarding.
type CoreNetworkAttachmentOptions struct{ ApplianceModeSupport, Ipv6Support bool }
