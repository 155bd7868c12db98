package collect

import "slices"

var prefixList = &Parent{
	Name: "prefix list", Keys: []string{"PrefixListId"}, From: []string{"ec2-describe-managed-prefix-lists"},
	Rows: `.PrefixLists[] | [.PrefixListId]`,
}

var vpcCalls = slices.Concat(lists("ec2",
	[2]string{"describe-vpcs", "Vpcs"},
	[2]string{"describe-subnets", "Subnets"},
	[2]string{"describe-route-tables", "RouteTables"},
	[2]string{"describe-network-acls", "NetworkAcls"},
	[2]string{"describe-security-groups", "SecurityGroups"},
	[2]string{"describe-security-group-rules", "SecurityGroupRules"},
	[2]string{"describe-security-group-vpc-associations", "SecurityGroupVpcAssociations"},
	[2]string{"describe-network-interfaces", "NetworkInterfaces"},
	[2]string{"describe-instances", "Reservations"},
	[2]string{"describe-addresses", "Addresses"},
	[2]string{"describe-availability-zones", "AvailabilityZones"},
	[2]string{"describe-dhcp-options", "DhcpOptions"},
	[2]string{"describe-prefix-lists", "PrefixLists"},
	[2]string{"describe-managed-prefix-lists", "PrefixLists"},
), []Call{
	of(prefixList, "ec2", "get-managed-prefix-list-entries", "--prefix-list-id", "Entries"),
})

var endpointService = &Parent{
	Name: "endpoint service", Keys: []string{"ServiceId"}, From: []string{"ec2-describe-vpc-endpoint-service-configurations"},
	Rows: `.ServiceConfigurations[] | select(.ServiceState != "Deleted") | [.ServiceId]`,
}

var routeServer = &Parent{
	Name: "route server", Keys: []string{"RouteServerId"}, From: []string{"ec2-describe-route-servers"},
	Rows: `.RouteServers[] | select(.State != "deleted") | [.RouteServerId]`,
}

var gatewayCalls = slices.Concat(lists("ec2",
	[2]string{"describe-internet-gateways", "InternetGateways"},
	[2]string{"describe-egress-only-internet-gateways", "EgressOnlyInternetGateways"},
	[2]string{"describe-nat-gateways", "NatGateways"},
	[2]string{"describe-carrier-gateways", "CarrierGateways"},
	[2]string{"describe-vpc-peering-connections", "VpcPeeringConnections"},
	[2]string{"describe-vpc-endpoints", "VpcEndpoints"},
	[2]string{"describe-vpc-endpoint-services", "ServiceDetails"},
	[2]string{"describe-vpc-endpoint-service-configurations", "ServiceConfigurations"},
	[2]string{"describe-vpc-endpoint-connections", "VpcEndpointConnections"},
	[2]string{"describe-instance-connect-endpoints", "InstanceConnectEndpoints"},
	[2]string{"describe-route-servers", "RouteServers"},
	[2]string{"describe-route-server-endpoints", "RouteServerEndpoints"},
	[2]string{"describe-route-server-peers", "RouteServerPeers"},
), []Call{
	{Service: "ec2", Operation: "describe-vpc-block-public-access-exclusions", Lists: []string{"VpcBlockPublicAccessExclusions"}, Paged: true},
	{Service: "ec2", Operation: "describe-vpc-encryption-controls", Lists: []string{"VpcEncryptionControls"}, Paged: true},
	{Service: "ec2", Operation: "describe-vpc-block-public-access-options", Objects: []string{"VpcBlockPublicAccessOptions"}},
	of(endpointService, "ec2", "describe-vpc-endpoint-service-permissions", "--service-id", "AllowedPrincipals"),
}, each(routeServer, "ec2", "--route-server-id",
	[2]string{"get-route-server-propagations", "RouteServerPropagations"},
	[2]string{"get-route-server-associations", "RouteServerAssociations"},
))
