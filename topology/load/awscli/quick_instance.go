package awscli

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

var quickInstance = []field[topology.Instance]{
	ignored[topology.Instance]("Architecture"),
	ignored[topology.Instance]("BlockDeviceMappings"),
	ignored[topology.Instance]("ClientToken"),
	ignored[topology.Instance]("EbsOptimized"),
	ignored[topology.Instance]("EnaSupport"),
	ignored[topology.Instance]("Hypervisor"),
	ignored[topology.Instance]("IamInstanceProfile"),
	listOfObjects("NetworkInterfaces", func(s *scanner) *pool[topology.InstanceNetworkInterface] { return &s.pools.instanceInterfaces }, quickInstanceInterface,
		func(i *topology.Instance) *[]topology.InstanceNetworkInterface { return &i.NetworkInterfaces }),
	ignored[topology.Instance]("RootDeviceName"),
	ignored[topology.Instance]("RootDeviceType"),
	listOfShared("SecurityGroups", func(s *scanner) *sharedLists[topology.GroupIdentifier] { return &s.pools.groups }, quickGroupIdentifier,
		func(i *topology.Instance) *[]topology.GroupIdentifier { return &i.SecurityGroups }),
	choice("SourceDestCheck", func(i *topology.Instance) **bool { return &i.SourceDestCheck }),
	listOfShared("Tags", func(s *scanner) *sharedLists[topology.Tag] { return &s.pools.tags }, quickTag,
		func(i *topology.Instance) *[]topology.Tag { return (*[]topology.Tag)(&i.Tags) }),
	ignored[topology.Instance]("VirtualizationType"),
	ignored[topology.Instance]("CpuOptions"),
	ignored[topology.Instance]("CapacityReservationSpecification"),
	ignored[topology.Instance]("HibernationOptions"),
	ignored[topology.Instance]("MetadataOptions"),
	ignored[topology.Instance]("EnclaveOptions"),
	ignored[topology.Instance]("BootMode"),
	ignored[topology.Instance]("PlatformDetails"),
	ignored[topology.Instance]("UsageOperation"),
	ignored[topology.Instance]("UsageOperationUpdateTime"),
	ignored[topology.Instance]("PrivateDnsNameOptions"),
	ignored[topology.Instance]("MaintenanceOptions"),
	ignored[topology.Instance]("CurrentInstanceBootMode"),
	ignored[topology.Instance]("NetworkPerformanceOptions"),
	ignored[topology.Instance]("Operator"),
	unique("InstanceId", func(i *topology.Instance) *string { return &i.InstanceId }),
	ignored[topology.Instance]("ImageId"),
	inside("State", quickInstanceState, func(i *topology.Instance) *topology.InstanceState { return &i.State }),
	ignored[topology.Instance]("PrivateDnsName"),
	ignored[topology.Instance]("PublicDnsName"),
	ignored[topology.Instance]("StateTransitionReason"),
	ignored[topology.Instance]("StateReason"),
	ignored[topology.Instance]("KeyName"),
	ignored[topology.Instance]("AmiLaunchIndex"),
	ignored[topology.Instance]("ProductCodes"),
	ignored[topology.Instance]("InstanceType"),
	ignored[topology.Instance]("LaunchTime"),
	inside("Placement", quickPlacement, func(i *topology.Instance) *placement { return &i.Placement }),
	word("Platform", func(i *topology.Instance) *string { return &i.Platform }),
	ignored[topology.Instance]("Monitoring"),
	word("SubnetId", func(i *topology.Instance) *string { return &i.SubnetId }),
	word("VpcId", func(i *topology.Instance) *string { return &i.VpcId }),
	addr("PrivateIpAddress", func(i *topology.Instance) *netip.Addr { return &i.PrivateIpAddress }),
	addr("PublicIpAddress", func(i *topology.Instance) *netip.Addr { return &i.PublicIpAddress }),
}

var quickInstanceState = []field[topology.InstanceState]{
	integer("Code", func(s *topology.InstanceState) *int { return &s.Code }),
	word("Name", func(s *topology.InstanceState) *string { return &s.Name }),
}

// placement is where an instance runs.
type placement = struct{ AvailabilityZone string }

var quickPlacement = []field[placement]{
	ignored[placement]("AvailabilityZoneId"),
	word("AvailabilityZone", func(p *placement) *string { return &p.AvailabilityZone }),
	ignored[placement]("GroupName"),
	ignored[placement]("Tenancy"),
}

var quickInstanceInterface = []field[topology.InstanceNetworkInterface]{
	pointer("Association", func(s *scanner) *pool[topology.NetworkInterfaceAssociation] { return &s.pools.associations }, quickAssociation,
		func(n *topology.InstanceNetworkInterface) **topology.NetworkInterfaceAssociation {
			return &n.Association
		}),
	pointer("Attachment", func(s *scanner) *pool[topology.NetworkInterfaceAttachment] { return &s.pools.attachments }, quickAttachment,
		func(n *topology.InstanceNetworkInterface) **topology.NetworkInterfaceAttachment { return &n.Attachment }),
	word("Description", func(n *topology.InstanceNetworkInterface) *string { return &n.Description }),
	listOfShared("Groups", func(s *scanner) *sharedLists[topology.GroupIdentifier] { return &s.pools.groups }, quickGroupIdentifier,
		func(n *topology.InstanceNetworkInterface) *[]topology.GroupIdentifier { return &n.Groups }),
	listOfObjects("Ipv6Addresses", func(s *scanner) *pool[topology.NetworkInterfaceIpv6Address] { return &s.pools.addresses6 }, quickAddress6,
		func(n *topology.InstanceNetworkInterface) *[]topology.NetworkInterfaceIpv6Address {
			return &n.Ipv6Addresses
		}),
	ignored[topology.InstanceNetworkInterface]("MacAddress"),
	unique("NetworkInterfaceId", func(n *topology.InstanceNetworkInterface) *string { return &n.NetworkInterfaceId }),
	word("OwnerId", func(n *topology.InstanceNetworkInterface) *string { return &n.OwnerId }),
	ignored[topology.InstanceNetworkInterface]("PrivateDnsName"),
	addr("PrivateIpAddress", func(n *topology.InstanceNetworkInterface) *netip.Addr { return &n.PrivateIpAddress }),
	listOfObjects("PrivateIpAddresses", func(s *scanner) *pool[topology.NetworkInterfacePrivateIpAddress] { return &s.pools.addresses }, quickAddress,
		func(n *topology.InstanceNetworkInterface) *[]topology.NetworkInterfacePrivateIpAddress {
			return &n.PrivateIpAddresses
		}),
	choice("SourceDestCheck", func(n *topology.InstanceNetworkInterface) **bool { return &n.SourceDestCheck }),
	word("Status", func(n *topology.InstanceNetworkInterface) *string { return &n.Status }),
	word("SubnetId", func(n *topology.InstanceNetworkInterface) *string { return &n.SubnetId }),
	word("VpcId", func(n *topology.InstanceNetworkInterface) *string { return &n.VpcId }),
	word("InterfaceType", func(n *topology.InstanceNetworkInterface) *string { return &n.InterfaceType }),
	listOfObjects("Ipv4Prefixes", func(s *scanner) *pool[topology.NetworkInterfaceIpv4Prefix] { return &s.pools.prefixes }, quickPrefix,
		func(n *topology.InstanceNetworkInterface) *[]topology.NetworkInterfaceIpv4Prefix {
			return &n.Ipv4Prefixes
		}),
	listOfObjects("Ipv6Prefixes", func(s *scanner) *pool[topology.NetworkInterfaceIpv6Prefix] { return &s.pools.prefixes6 }, quickPrefix6,
		func(n *topology.InstanceNetworkInterface) *[]topology.NetworkInterfaceIpv6Prefix {
			return &n.Ipv6Prefixes
		}),
	ignored[topology.InstanceNetworkInterface]("Operator"),
}
