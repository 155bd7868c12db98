package topology

import "net/netip"

// SecurityGroup is an element of describe-security-groups.
type SecurityGroup struct {
	Meta
	GroupId             string
	GroupName           string
	Description         string
	OwnerId             string
	VpcId               string
	SecurityGroupArn    string
	IpPermissions       []IpPermission
	IpPermissionsEgress []IpPermission
	Tags                Tags
}

// IpPermission is a protocol with ports and the remotes it is granted to: one rule for each remote.
type IpPermission struct {
	IpProtocol       string // "-1", a name, or a number
	FromPort         *int32 // ICMP: type
	ToPort           *int32 // ICMP: code
	IpRanges         []IpRange
	Ipv6Ranges       []Ipv6Range
	PrefixListIds    []PrefixListId
	UserIdGroupPairs []UserIdGroupPair
}

// IpRange is an IPv4 remote.
type IpRange struct {
	CidrIp      netip.Prefix
	Description string
}

// Ipv6Range is an IPv6 remote.
type Ipv6Range struct {
	CidrIpv6    netip.Prefix
	Description string
}

// PrefixListId is a prefix list as a remote.
type PrefixListId struct {
	PrefixListId string
	Description  string
}

// UserIdGroupPair is a security group as a remote.
type UserIdGroupPair struct {
	GroupId                string
	GroupName              string
	UserId                 string
	VpcId                  string
	VpcPeeringConnectionId string
	PeeringStatus          string
	Description            string
}

// SecurityGroupRule is an element of describe-security-group-rules: one direction, one remote.
type SecurityGroupRule struct {
	Meta
	SecurityGroupRuleId string
	GroupId             string
	GroupOwnerId        string
	IsEgress            bool
	IpProtocol          string
	FromPort            *int32
	ToPort              *int32
	CidrIpv4            netip.Prefix
	CidrIpv6            netip.Prefix
	PrefixListId        string
	ReferencedGroupInfo *ReferencedSecurityGroup
	Description         string
	Tags                Tags
}

// ReferencedSecurityGroup is the group that a rule names as its remote.
type ReferencedSecurityGroup struct {
	GroupId                string
	UserId                 string
	VpcId                  string
	VpcPeeringConnectionId string
	PeeringStatus          string
}

// SecurityGroupVpcAssociation lets a group be used in another VPC of its Region (R4.13).
type SecurityGroupVpcAssociation struct {
	Meta
	GroupId      string
	VpcId        string
	VpcOwnerId   string
	GroupOwnerId string
	State        string
	StateReason  string
}

// NetworkAcl is an element of describe-network-acls.
type NetworkAcl struct {
	Meta
	NetworkAclId string
	OwnerId      string
	VpcId        string
	IsDefault    bool
	Associations []NetworkAclAssociation
	Entries      []NetworkAclEntry
	Tags         Tags
}

// NetworkAclAssociation ties an ACL to a subnet.
type NetworkAclAssociation struct {
	NetworkAclAssociationId string
	NetworkAclId            string
	SubnetId                string
	DeclaredAs              string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// NetworkAclEntry is one numbered rule.
type NetworkAclEntry struct {
	Egress        bool
	RuleNumber    int
	RuleAction    string // allow, deny
	Protocol      string // a number string, or "-1"
	CidrBlock     netip.Prefix
	Ipv6CidrBlock netip.Prefix
	PortRange     *PortRange
	IcmpTypeCode  *IcmpTypeCode
	DeclaredAs    string `json:"-"` // the address of the resource of its own that declares it, if one does
}

// PortRange is inclusive.
type PortRange struct{ From, To int32 }

// IcmpTypeCode has -1 for "all".
type IcmpTypeCode struct{ Type, Code int32 }
