package topology

import "net/netip"

// TransitGateway is an element of describe-transit-gateways.
type TransitGateway struct {
	Meta
	TransitGatewayId  string
	TransitGatewayArn string
	State             string
	OwnerId           string
	Description       string
	Options           TransitGatewayOptions
	Tags              Tags
}

// TransitGatewayOptions are printed as "enable" and "disable".
type TransitGatewayOptions struct {
	AmazonSideAsn                   int64
	TransitGatewayCidrBlocks        []netip.Prefix
	AutoAcceptSharedAttachments     string
	DefaultRouteTableAssociation    string
	AssociationDefaultRouteTableId  string
	DefaultRouteTablePropagation    string
	PropagationDefaultRouteTableId  string
	VpnEcmpSupport                  string
	DnsSupport                      string
	SecurityGroupReferencingSupport string
	MulticastSupport                string
}

// TransitGatewayRouteTable is an element of describe-transit-gateway-route-tables, completed by the calls that
// ask for one table's contents. A Known that is false means that nobody asked, or that the answer was cut short.
type TransitGatewayRouteTable struct {
	Meta
	TransitGatewayRouteTableId   string
	TransitGatewayId             string
	State                        string
	DefaultAssociationRouteTable bool
	DefaultPropagationRouteTable bool
	Tags                         Tags

	Associations              []TransitGatewayRouteTableAssociation
	AssociationsKnown         bool `json:"-"`
	Propagations              []TransitGatewayRouteTablePropagation
	PropagationsKnown         bool `json:"-"`
	Routes                    []TransitGatewayRoute
	StaticRoutesKnown         bool `json:"-"` // every static route is in Routes
	PropagatedRoutesKnown     bool `json:"-"` // and every propagated one
	PrefixListReferences      []TransitGatewayPrefixListReference
	PrefixListReferencesKnown bool `json:"-"`
}

// TransitGatewayRouteTableAssociation sends what arrives from an attachment through a table.
type TransitGatewayRouteTableAssociation struct {
	TransitGatewayAttachmentId string
	ResourceId                 string
	ResourceType               string
	State                      string
	DeclaredAs                 string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// TransitGatewayRouteTablePropagation lets an attachment write its prefixes into a table.
type TransitGatewayRouteTablePropagation struct {
	TransitGatewayAttachmentId             string
	ResourceId                             string
	ResourceType                           string
	State                                  string
	TransitGatewayRouteTableAnnouncementId string
	DeclaredAs                             string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// TransitGatewayRoute is one row of search-transit-gateway-routes.
type TransitGatewayRoute struct {
	Source                                 Source `json:"-"`
	DestinationCidrBlock                   netip.Prefix
	PrefixListId                           string
	TransitGatewayRouteTableAnnouncementId string
	TransitGatewayAttachments              []TransitGatewayRouteAttachment // several with ECMP, none from a blackhole
	Type                                   string                          // static, propagated
	State                                  string                          // active, blackhole, ...
	DeclaredAs                             string                          `json:"-"` // the address of the resource of its own that declares it, if one does
}

// TransitGatewayRouteAttachment is a target of a route.
type TransitGatewayRouteAttachment struct {
	ResourceId                 string
	TransitGatewayAttachmentId string
	ResourceType               string
}

// TransitGatewayPrefixListReference is a static route for every prefix of a list.
type TransitGatewayPrefixListReference struct {
	Source                     Source `json:"-"`
	TransitGatewayRouteTableId string
	PrefixListId               string
	PrefixListOwnerId          string
	State                      string
	Blackhole                  bool
	TransitGatewayAttachment   *TransitGatewayRouteAttachment
	DeclaredAs                 string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// TransitGatewayPolicyTable is an element of describe-transit-gateway-policy-tables, completed by its entries.
type TransitGatewayPolicyTable struct {
	Meta
	TransitGatewayPolicyTableId string
	TransitGatewayId            string
	State                       string
	Tags                        Tags

	Entries           []TransitGatewayPolicyTableEntry
	EntriesKnown      bool `json:"-"`
	Associations      []TransitGatewayPolicyTableAssociation
	AssociationsKnown bool `json:"-"`
}

// TransitGatewayPolicyTableEntry sends matching packets to a route table.
type TransitGatewayPolicyTableEntry struct {
	PolicyRuleNumber   string
	TargetRouteTableId string
	PolicyRule         struct {
		SourceCidrBlock      string
		SourcePortRange      string
		DestinationCidrBlock string
		DestinationPortRange string
		Protocol             string
	}
}

// TransitGatewayPolicyTableAssociation ties an attachment to a policy table.
type TransitGatewayPolicyTableAssociation struct {
	TransitGatewayPolicyTableId string
	TransitGatewayAttachmentId  string
	ResourceId                  string
	ResourceType                string
	State                       string
}
