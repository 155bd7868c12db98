package topology

import "net/netip"

// NetworkInterface is an element of describe-network-interfaces. There may be a million of them: what nobody asks for, such as
// MacAddress, has no place. Interfaces that were read from documents share strings, equal lists and what SourceDestCheck points at,
// so lists are replaced and never written into.
type NetworkInterface struct {
	Meta
	NetworkInterfaceId string
	OwnerId            string
	VpcId              string
	SubnetId           string
	AvailabilityZone   string
	Description        string
	InterfaceType      string
	RequesterId        string
	RequesterManaged   bool
	DenyAllIgwTraffic  bool
	Symbolic           bool   `json:"-"` // its addresses stand for any of its subnet: nobody knows yet which it will have
	Supposed           bool   `json:"-"` // no document tells of it: it stands for a host that may come, see provision.SupposeHosts
	Status             string // available, associated, attaching, in-use, detaching
	SourceDestCheck    *bool
	PrivateIpAddress   netip.Addr
	PrivateIpAddresses []NetworkInterfacePrivateIpAddress
	Ipv6Address        netip.Addr
	Ipv6Addresses      []NetworkInterfaceIpv6Address
	Ipv4Prefixes       []NetworkInterfaceIpv4Prefix
	Ipv6Prefixes       []NetworkInterfaceIpv6Prefix
	Association        *NetworkInterfaceAssociation
	Attachment         *NetworkInterfaceAttachment
	Groups             []GroupIdentifier
	TagSet             Tags
}

// NetworkInterfacePrivateIpAddress is one IPv4 of an interface, perhaps with its public one.
type NetworkInterfacePrivateIpAddress struct {
	Primary          bool
	PrivateIpAddress netip.Addr
	Association      *NetworkInterfaceAssociation
}

// NetworkInterfaceIpv6Address is one IPv6 of an interface.
type NetworkInterfaceIpv6Address struct {
	Ipv6Address   netip.Addr
	IsPrimaryIpv6 bool
}

// NetworkInterfaceIpv4Prefix is a delegated /28.
type NetworkInterfaceIpv4Prefix struct{ Ipv4Prefix netip.Prefix }

// NetworkInterfaceIpv6Prefix is a delegated /80.
type NetworkInterfaceIpv6Prefix struct{ Ipv6Prefix netip.Prefix }

// NetworkInterfaceAssociation is a public IPv4.
type NetworkInterfaceAssociation struct {
	PublicIp        netip.Addr
	CarrierIp       netip.Addr
	CustomerOwnedIp netip.Addr
	AllocationId    string
	AssociationId   string
	IpOwnerId       string
	PublicDnsName   string
}

// NetworkInterfaceAttachment ties an interface to an instance or a service.
type NetworkInterfaceAttachment struct {
	InstanceId      string
	InstanceOwnerId string
	DeviceIndex     int
	Status          string // attaching, attached, detaching, detached
}

// GroupIdentifier names a security group.
type GroupIdentifier struct{ GroupId, GroupName string }

// Instance is an element of Reservations[].Instances in describe-instances.
type Instance struct {
	Meta
	InstanceId        string
	State             InstanceState
	VpcId             string
	SubnetId          string
	PrivateIpAddress  netip.Addr
	PublicIpAddress   netip.Addr
	SourceDestCheck   *bool
	SecurityGroups    []GroupIdentifier
	NetworkInterfaces []InstanceNetworkInterface
	Placement         struct{ AvailabilityZone string }
	Platform          string
	Tags              Tags
}

// InstanceState is pending, running, shutting-down, terminated, stopping or stopped.
type InstanceState struct {
	Code int
	Name string
}

// InstanceNetworkInterface is an interface as describe-instances tells it: less than describe-network-interfaces does.
type InstanceNetworkInterface struct {
	NetworkInterfaceId string
	OwnerId            string
	VpcId              string
	SubnetId           string
	Description        string
	InterfaceType      string
	Status             string
	SourceDestCheck    *bool
	PrivateIpAddress   netip.Addr
	PrivateIpAddresses []NetworkInterfacePrivateIpAddress
	Ipv6Addresses      []NetworkInterfaceIpv6Address
	Ipv4Prefixes       []NetworkInterfaceIpv4Prefix
	Ipv6Prefixes       []NetworkInterfaceIpv6Prefix
	Association        *NetworkInterfaceAssociation
	Attachment         *NetworkInterfaceAttachment
	Groups             []GroupIdentifier
}

// Address is an Elastic IP: an element of describe-addresses.
type Address struct {
	Meta
	AllocationId       string
	AssociationId      string
	PublicIp           netip.Addr
	PrivateIpAddress   netip.Addr
	NetworkInterfaceId string
	InstanceId         string
	Domain             string
	CarrierIp          netip.Addr
	Tags               Tags
}
