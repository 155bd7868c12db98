package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickSubnet = []field[topology.Subnet]{
	word("AvailabilityZoneId", func(n *topology.Subnet) *string { return &n.AvailabilityZoneId }),
	ignored[topology.Subnet]("MapCustomerOwnedIpOnLaunch"),
	ignored[topology.Subnet]("CustomerOwnedIpv4Pool"),
	word("OwnerId", func(n *topology.Subnet) *string { return &n.OwnerId }),
	boolean("AssignIpv6AddressOnCreation", func(n *topology.Subnet) *bool { return &n.AssignIpv6AddressOnCreation }),
	listOfObjects("Ipv6CidrBlockAssociationSet", func(s *scanner) *pool[topology.SubnetIpv6CidrBlockAssociation] { return &s.pools.blocks6 }, quickBlock6,
		func(n *topology.Subnet) *[]topology.SubnetIpv6CidrBlockAssociation {
			return &n.Ipv6CidrBlockAssociationSet
		}),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(n *topology.Subnet) *[]topology.Tag { return (*[]topology.Tag)(&n.Tags) }),
	unique("SubnetArn", func(n *topology.Subnet) *string { return &n.SubnetArn }),
	boolean("EnableDns64", func(n *topology.Subnet) *bool { return &n.EnableDns64 }),
	boolean("Ipv6Native", func(n *topology.Subnet) *bool { return &n.Ipv6Native }),
	ignored[topology.Subnet]("PrivateDnsNameOptionsOnLaunch"),
	ignored[topology.Subnet]("BlockPublicAccessStates"),
	ignored[topology.Subnet]("Type"),
	unique("SubnetId", func(n *topology.Subnet) *string { return &n.SubnetId }),
	word("State", func(n *topology.Subnet) *string { return &n.State }),
	word("VpcId", func(n *topology.Subnet) *string { return &n.VpcId }),
	prefix("CidrBlock", func(n *topology.Subnet) *netip.Prefix { return &n.CidrBlock }),
	integer("AvailableIpAddressCount", func(n *topology.Subnet) *int { return &n.AvailableIpAddressCount }),
	word("AvailabilityZone", func(n *topology.Subnet) *string { return &n.AvailabilityZone }),
	boolean("DefaultForAz", func(n *topology.Subnet) *bool { return &n.DefaultForAz }),
	boolean("MapPublicIpOnLaunch", func(n *topology.Subnet) *bool { return &n.MapPublicIpOnLaunch }),
	word("OutpostArn", func(n *topology.Subnet) *string { return &n.OutpostArn }),
}

var quickBlock6 = []field[topology.SubnetIpv6CidrBlockAssociation]{
	unique("AssociationId", func(a *topology.SubnetIpv6CidrBlockAssociation) *string { return &a.AssociationId }),
	prefix("Ipv6CidrBlock", func(a *topology.SubnetIpv6CidrBlockAssociation) *netip.Prefix { return &a.Ipv6CidrBlock }),
	inside("Ipv6CidrBlockState", quickBlockState, func(a *topology.SubnetIpv6CidrBlockAssociation) *topology.CidrBlockState {
		return &a.Ipv6CidrBlockState
	}),
	word("Ipv6AddressAttribute", func(a *topology.SubnetIpv6CidrBlockAssociation) *string { return &a.Ipv6AddressAttribute }),
	word("IpSource", func(a *topology.SubnetIpv6CidrBlockAssociation) *string { return &a.IpSource }),
}

var quickBlockState = []field[topology.CidrBlockState]{
	word("State", func(s *topology.CidrBlockState) *string { return &s.State }),
	word("StatusMessage", func(s *topology.CidrBlockState) *string { return &s.StatusMessage }),
}
