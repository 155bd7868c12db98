package awscli

import "strings"

// needless are keys that are known, and known not to bear on reachability. Folders of Batfish and of whole-account
// collectors are full of them; they get a quiet note.
var needless = foldAll(`
	AccountAttributes ActiveInstances AddressTransfers BundleTasks ByoipCidrs CapacityReservationFleets CapacityReservations
	CoipPools Connections ConversionTasks ExportTasks FastLaunchImages FastSnapshotRestores Fleets FlowLogs FpgaImages Hosts
	HostReservationSet IamInstanceProfileAssociations Images ImportImageTasks ImportSnapshotTasks InstanceCreditSpecifications
	InstanceEventWindows InstanceImageMetadata InstanceStates InstanceStatuses InstanceTypes InstanceTypeOfferings KeyPairs
	LaunchTemplates LaunchTemplateVersions MovingAddressStatuses NetworkInterfacePermissions OfferingSet PlacementGroups
	PublicIpv4Pools Ipv6Pools Regions ReservedInstances ScheduledInstanceSet SecurityGroupReferenceSet SecurityGroupsReferenceSet
	ServiceNames Snapshots SnapshotTierStatuses SpotFleetRequestConfigs SpotInstanceRequests SpotPriceHistory Tags TagDescriptions
	TagList TrafficMirrorFilters TrafficMirrorSessions TrafficMirrorTargets VolumeStatuses Volumes VolumesModifications
	AllowedPrincipals VpcEndpointConnections VpcEndpointAssociations ConnectionNotificationSet ClassicLinkDnsSupported
	AccountLimits Certificates Limits LoadBalancerAttributes LoadBalancerPolicies PolicyDescriptions SslPolicies
	DomainNames DomainStatusList DomainStatus DBClusters DBSnapshots CacheClusters Clusters ClusterSubnetGroups
	clusterArns taskArns tasks failures repositories HostedZoneSummaries HostedZones Policy policyText
	connections interconnects lags locations virtualGateways directConnectGatewayAssociationProposals resourceTags
	LoggingConfiguration ResponseMetadata UpdateToken Ipams IpamScopes IpamResourceCidrs IpamResourceDiscoveries
	ConfigRules ConfigurationRecorders DeliveryChannels Buckets Users Roles Groups
	NetworkInsightsAccessScopes NetworkInsightsAccessScopeAnalyses NetworkInsightsAccessScopeContent
`)

func foldAll(keys string) map[string]bool {
	all := map[string]bool{}
	for key := range strings.FieldsSeq(keys) {
		all[fold(key)] = true
	}
	return all
}
