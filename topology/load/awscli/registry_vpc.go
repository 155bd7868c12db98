package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func registerVpc() {
	listOf("Vpcs", ref.Vpc, "VpcId CidrBlock|State|IsDefault|CidrBlockAssociationSet|OwnerId", func(s *topology.Snapshot) *[]topology.Vpc { return &s.Vpcs })
	listOf("Subnets", ref.Subnet, "SubnetId VpcId", func(s *topology.Snapshot) *[]topology.Subnet { return &s.Subnets }).quick = quickSubnet
	listOf("RouteTables", ref.RouteTable, "RouteTableId", func(s *topology.Snapshot) *[]topology.RouteTable { return &s.RouteTables }).quick = quickRouteTable
	listOf("NetworkAcls", ref.NetworkAcl, "NetworkAclId", func(s *topology.Snapshot) *[]topology.NetworkAcl { return &s.NetworkAcls }).quick = quickAcl
	listOf("SecurityGroups", ref.SecurityGroup, "GroupId IpPermissions|IpPermissionsEgress|VpcId|OwnerId|Description",
		func(s *topology.Snapshot) *[]topology.SecurityGroup { return &s.SecurityGroups }).quick = quickGroup
	listOf("SecurityGroupRules", ref.None, "SecurityGroupRuleId GroupId", func(s *topology.Snapshot) *[]topology.SecurityGroupRule { return &s.SecurityGroupRules }).quick = quickRule
	listOf("SecurityGroupVpcAssociations", ref.None, "GroupId VpcId",
		func(s *topology.Snapshot) *[]topology.SecurityGroupVpcAssociation {
			return &s.SecurityGroupVpcAssociations
		})
	listOf("NetworkInterfaces", ref.NetworkInterface, "NetworkInterfaceId !DeviceIndex !DeleteOnTermination", func(s *topology.Snapshot) *[]topology.NetworkInterface { return &s.NetworkInterfaces }).quick = quickInterface
	wrapperOf("Reservations", ref.Instance)
	listOf("Instances", ref.Instance, "InstanceId State|NetworkInterfaces|PrivateIpAddress|ImageId|SubnetId",
		func(s *topology.Snapshot) *[]topology.Instance { return &s.Instances }).quick = quickInstance
	listOf("Addresses", ref.Address, "PublicIp|AllocationId|CarrierIp AllocationId|Domain|InstanceId|AssociationId",
		func(s *topology.Snapshot) *[]topology.Address { return &s.Addresses })
	listOf("AvailabilityZones", ref.AvailabilityZone, "ZoneName ZoneId|RegionName|State", func(s *topology.Snapshot) *[]topology.AvailabilityZone { return &s.AvailabilityZones })
	listOf("DhcpOptions", ref.DhcpOptions, "DhcpOptionsId", func(s *topology.Snapshot) *[]topology.DhcpOptions { return &s.DhcpOptions })
	registerPrefixLists()
}

func registerPrefixLists() {
	listOf("PrefixLists", ref.ManagedPrefixList, "PrefixListId PrefixListName|PrefixListArn|Cidrs|State|AddressFamily|OwnerId",
		func(s *topology.Snapshot) *[]topology.PrefixList { return &s.PrefixLists }).after = entriesOfCidrs
	contentOf("Entries", "Cidr", nil, belongsTo("PrefixListId", `pl-[0-9a-f]+`, func(c *contribution[topology.PrefixListEntry]) {
		c.snapshot.PrefixLists = append(c.snapshot.PrefixLists, topology.PrefixList{
			Meta: c.meta, PrefixListId: c.id, Entries: c.rows, EntriesKnown: c.complete,
		})
	}))
}

// entriesOfCidrs makes entries of what describe-prefix-lists prints: that call knows AWS's own lists, whole.
func entriesOfCidrs(l *topology.PrefixList) {
	l.EntriesKnown = l.Cidrs != nil
	for _, cidr := range l.Cidrs {
		l.Entries = append(l.Entries, topology.PrefixListEntry{Cidr: cidr})
		l.EntriesKnown = l.EntriesKnown && cidr.IsValid()
	}
	l.Cidrs = nil
}
