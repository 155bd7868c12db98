package topology

import "net/netip"

// Vpc is an element of describe-vpcs.
type Vpc struct {
	Meta
	VpcId                       string
	OwnerId                     string
	State                       string
	IsDefault                   bool
	CidrBlock                   netip.Prefix
	CidrBlockAssociationSet     []VpcCidrBlockAssociation
	Ipv6CidrBlockAssociationSet []VpcIpv6CidrBlockAssociation
	DhcpOptionsId               string
	Tags                        Tags
}

// VpcCidrBlockAssociation is one IPv4 block of a VPC.
type VpcCidrBlockAssociation struct {
	AssociationId  string
	CidrBlock      netip.Prefix
	CidrBlockState CidrBlockState
}

// VpcIpv6CidrBlockAssociation is one IPv6 block of a VPC or subnet.
type VpcIpv6CidrBlockAssociation struct {
	AssociationId        string
	Ipv6CidrBlock        netip.Prefix
	Ipv6CidrBlockState   CidrBlockState
	Ipv6AddressAttribute string // "public" or "private"
	IpSource             string
}

// CidrBlockState tells whether a block is in force: only State "associated" (or "" where the document has none) is.
type CidrBlockState struct {
	State         string
	StatusMessage string
}

// Associated reports whether the block counts (R1.1).
func (s CidrBlockState) Associated() bool { return s.State == "associated" || s.State == "" }

// Subnet is an element of describe-subnets.
type Subnet struct {
	Meta
	SubnetId                    string
	SubnetArn                   string
	OwnerId                     string
	VpcId                       string
	State                       string
	AvailabilityZone            string
	AvailabilityZoneId          string
	CidrBlock                   netip.Prefix // absent from an IPv6-only subnet
	Ipv6CidrBlockAssociationSet []SubnetIpv6CidrBlockAssociation
	Ipv6Native                  bool
	EnableDns64                 bool
	MapPublicIpOnLaunch         bool
	AssignIpv6AddressOnCreation bool
	DefaultForAz                bool
	AvailableIpAddressCount     int
	OutpostArn                  string
	Tags                        Tags
}

// SubnetIpv6CidrBlockAssociation is one IPv6 block of a subnet.
type SubnetIpv6CidrBlockAssociation = VpcIpv6CidrBlockAssociation

// AvailabilityZone is an element of describe-availability-zones. Names differ between accounts, ids do not (R1.14).
type AvailabilityZone struct {
	Meta
	ZoneName       string
	ZoneId         string
	RegionName     string
	State          string
	ZoneType       string
	ParentZoneId   string
	ParentZoneName string
}
