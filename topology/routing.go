package topology

import "net/netip"

// RouteTable is an element of describe-route-tables.
type RouteTable struct {
	Meta
	RouteTableId    string
	OwnerId         string
	VpcId           string
	Associations    []RouteTableAssociation
	PropagatingVgws []PropagatingVgw
	Routes          []Route
	Tags            Tags
}

// RouteTableAssociation ties a table to a subnet, to a gateway (edge association), or makes it the VPC's main one.
type RouteTableAssociation struct {
	RouteTableAssociationId string
	RouteTableId            string
	Main                    bool
	SubnetId                string
	GatewayId               string
	AssociationState        struct{ State string }
	DeclaredAs              string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// Route is one row of a table: one destination kind and one target kind are set.
type Route struct {
	DestinationCidrBlock     netip.Prefix
	DestinationIpv6CidrBlock netip.Prefix
	DestinationPrefixListId  string

	GatewayId                   string // "local", igw-, vgw-, or vpce- of a gateway or GWLB endpoint
	NatGatewayId                string
	NetworkInterfaceId          string
	InstanceId                  string
	InstanceOwnerId             string
	TransitGatewayId            string
	VpcPeeringConnectionId      string
	EgressOnlyInternetGatewayId string
	CarrierGatewayId            string
	LocalGatewayId              string
	CoreNetworkArn              string
	OdbNetworkArn               string
	IpAddress                   string // of a route server's peer

	Origin string // CreateRouteTable, CreateRoute, EnableVgwRoutePropagation, Advertisement
	State  string // active, blackhole, filtered

	DeclaredAs string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// PropagatingVgw is a virtual private gateway that writes into a table.
type PropagatingVgw struct{ GatewayId string }

// PrefixList is an element of describe-managed-prefix-lists, completed by get-managed-prefix-list-entries or
// by the Cidrs of describe-prefix-lists.
type PrefixList struct {
	Meta
	PrefixListId   string
	PrefixListName string
	PrefixListArn  string
	AddressFamily  string // IPv4, IPv6
	State          string
	MaxEntries     int
	Version        int64
	OwnerId        string
	Tags           Tags
	Cidrs          []netip.Prefix // of describe-prefix-lists; the loader moves them to Entries
	Entries        []PrefixListEntry
	EntriesKnown   bool `json:"-"` // Entries is the whole list; false: nobody could read it
}

// PrefixListEntry is one prefix of a list.
type PrefixListEntry struct {
	Cidr        netip.Prefix
	Description string
	DeclaredAs  string `json:"-"` // the address of the resource of its own that declares it, if one does
}
