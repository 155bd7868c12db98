package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickInterface = []field[topology.NetworkInterface]{
	pointer("Association", func(s *scanner) *pool[topology.NetworkInterfaceAssociation] { return &s.pools.associations }, quickAssociation,
		func(n *topology.NetworkInterface) **topology.NetworkInterfaceAssociation { return &n.Association }),
	pointer("Attachment", func(s *scanner) *pool[topology.NetworkInterfaceAttachment] { return &s.pools.attachments }, quickAttachment,
		func(n *topology.NetworkInterface) **topology.NetworkInterfaceAttachment { return &n.Attachment }),
	word("AvailabilityZone", func(n *topology.NetworkInterface) *string { return &n.AvailabilityZone }),
	ignored[topology.NetworkInterface]("AvailabilityZoneId"),
	ignored[topology.NetworkInterface]("ConnectionTrackingConfiguration"),
	word("Description", func(n *topology.NetworkInterface) *string { return &n.Description }),
	listOfShared("Groups", func(s *scanner) *sharedLists[topology.GroupIdentifier] { return &s.pools.groups }, quickGroupIdentifier,
		func(n *topology.NetworkInterface) *[]topology.GroupIdentifier { return &n.Groups }),
	word("InterfaceType", func(n *topology.NetworkInterface) *string { return &n.InterfaceType }),
	listOfObjects("Ipv6Addresses", func(s *scanner) *pool[topology.NetworkInterfaceIpv6Address] { return &s.pools.addresses6 }, quickAddress6,
		func(n *topology.NetworkInterface) *[]topology.NetworkInterfaceIpv6Address { return &n.Ipv6Addresses }),
	ignored[topology.NetworkInterface]("MacAddress"),
	unique("NetworkInterfaceId", func(n *topology.NetworkInterface) *string { return &n.NetworkInterfaceId }),
	ignored[topology.NetworkInterface]("OutpostArn"),
	word("OwnerId", func(n *topology.NetworkInterface) *string { return &n.OwnerId }),
	ignored[topology.NetworkInterface]("PrivateDnsName"),
	ignored[topology.NetworkInterface]("PublicDnsName"),
	addr("PrivateIpAddress", func(n *topology.NetworkInterface) *netip.Addr { return &n.PrivateIpAddress }),
	listOfObjects("PrivateIpAddresses", func(s *scanner) *pool[topology.NetworkInterfacePrivateIpAddress] { return &s.pools.addresses }, quickAddress,
		func(n *topology.NetworkInterface) *[]topology.NetworkInterfacePrivateIpAddress {
			return &n.PrivateIpAddresses
		}),
	listOfObjects("Ipv4Prefixes", func(s *scanner) *pool[topology.NetworkInterfaceIpv4Prefix] { return &s.pools.prefixes }, quickPrefix,
		func(n *topology.NetworkInterface) *[]topology.NetworkInterfaceIpv4Prefix { return &n.Ipv4Prefixes }),
	listOfObjects("Ipv6Prefixes", func(s *scanner) *pool[topology.NetworkInterfaceIpv6Prefix] { return &s.pools.prefixes6 }, quickPrefix6,
		func(n *topology.NetworkInterface) *[]topology.NetworkInterfaceIpv6Prefix { return &n.Ipv6Prefixes }),
	word("RequesterId", func(n *topology.NetworkInterface) *string { return &n.RequesterId }),
	boolean("RequesterManaged", func(n *topology.NetworkInterface) *bool { return &n.RequesterManaged }),
	choice("SourceDestCheck", func(n *topology.NetworkInterface) **bool { return &n.SourceDestCheck }),
	word("Status", func(n *topology.NetworkInterface) *string { return &n.Status }),
	word("SubnetId", func(n *topology.NetworkInterface) *string { return &n.SubnetId }),
	listOfShared("TagSet", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(n *topology.NetworkInterface) *[]topology.Tag { return (*[]topology.Tag)(&n.TagSet) }),
	word("VpcId", func(n *topology.NetworkInterface) *string { return &n.VpcId }),
	boolean("DenyAllIgwTraffic", func(n *topology.NetworkInterface) *bool { return &n.DenyAllIgwTraffic }),
	ignored[topology.NetworkInterface]("Ipv6Native"),
	addr("Ipv6Address", func(n *topology.NetworkInterface) *netip.Addr { return &n.Ipv6Address }),
	ignored[topology.NetworkInterface]("Operator"),
}

var quickAssociation = []field[topology.NetworkInterfaceAssociation]{
	unique("AllocationId", func(a *topology.NetworkInterfaceAssociation) *string { return &a.AllocationId }),
	unique("AssociationId", func(a *topology.NetworkInterfaceAssociation) *string { return &a.AssociationId }),
	word("IpOwnerId", func(a *topology.NetworkInterfaceAssociation) *string { return &a.IpOwnerId }),
	unique("PublicDnsName", func(a *topology.NetworkInterfaceAssociation) *string { return &a.PublicDnsName }),
	addr("PublicIp", func(a *topology.NetworkInterfaceAssociation) *netip.Addr { return &a.PublicIp }),
	addr("CustomerOwnedIp", func(a *topology.NetworkInterfaceAssociation) *netip.Addr { return &a.CustomerOwnedIp }),
	addr("CarrierIp", func(a *topology.NetworkInterfaceAssociation) *netip.Addr { return &a.CarrierIp }),
}

var quickAttachment = []field[topology.NetworkInterfaceAttachment]{
	ignored[topology.NetworkInterfaceAttachment]("AttachTime"),
	ignored[topology.NetworkInterfaceAttachment]("AttachmentId"),
	ignored[topology.NetworkInterfaceAttachment]("DeleteOnTermination"),
	integer("DeviceIndex", func(a *topology.NetworkInterfaceAttachment) *int { return &a.DeviceIndex }),
	ignored[topology.NetworkInterfaceAttachment]("NetworkCardIndex"),
	unique("InstanceId", func(a *topology.NetworkInterfaceAttachment) *string { return &a.InstanceId }),
	word("InstanceOwnerId", func(a *topology.NetworkInterfaceAttachment) *string { return &a.InstanceOwnerId }),
	word("Status", func(a *topology.NetworkInterfaceAttachment) *string { return &a.Status }),
}

var quickAddress = []field[topology.NetworkInterfacePrivateIpAddress]{
	pointer("Association", func(s *scanner) *pool[topology.NetworkInterfaceAssociation] { return &s.pools.associations }, quickAssociation,
		func(a *topology.NetworkInterfacePrivateIpAddress) **topology.NetworkInterfaceAssociation {
			return &a.Association
		}),
	boolean("Primary", func(a *topology.NetworkInterfacePrivateIpAddress) *bool { return &a.Primary }),
	ignored[topology.NetworkInterfacePrivateIpAddress]("PrivateDnsName"),
	addr("PrivateIpAddress", func(a *topology.NetworkInterfacePrivateIpAddress) *netip.Addr { return &a.PrivateIpAddress }),
}

var quickAddress6 = []field[topology.NetworkInterfaceIpv6Address]{
	addr("Ipv6Address", func(a *topology.NetworkInterfaceIpv6Address) *netip.Addr { return &a.Ipv6Address }),
	ignored[topology.NetworkInterfaceIpv6Address]("PublicIpv6DnsName"),
	boolean("IsPrimaryIpv6", func(a *topology.NetworkInterfaceIpv6Address) *bool { return &a.IsPrimaryIpv6 }),
}

var quickPrefix = []field[topology.NetworkInterfaceIpv4Prefix]{
	prefix("Ipv4Prefix", func(p *topology.NetworkInterfaceIpv4Prefix) *netip.Prefix { return &p.Ipv4Prefix }),
}

var quickPrefix6 = []field[topology.NetworkInterfaceIpv6Prefix]{
	prefix("Ipv6Prefix", func(p *topology.NetworkInterfaceIpv6Prefix) *netip.Prefix { return &p.Ipv6Prefix }),
}

var quickGroupIdentifier = []field[topology.GroupIdentifier]{
	word("GroupName", func(g *topology.GroupIdentifier) *string { return &g.GroupName }),
	word("GroupId", func(g *topology.GroupIdentifier) *string { return &g.GroupId }),
}

var quickTag = []field[topology.Tag]{
	word("Key", func(t *topology.Tag) *string { return &t.Key }),
	word("Value", func(t *topology.Tag) *string { return &t.Value }),
}
