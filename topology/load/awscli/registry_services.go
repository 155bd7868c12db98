package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func registerServices() {
	listOf("DBInstances", ref.DBInstance, "DBInstanceIdentifier", func(s *snapshot) *[]topology.DBInstance { return &s.DBInstances })
	listOf("DBSubnetGroups", ref.DBSubnetGroup, "DBSubnetGroupName", func(s *snapshot) *[]topology.DBSubnetGroup { return &s.DBSubnetGroups })
	listOf("Functions", ref.LambdaFunction, "FunctionName FunctionArn|VpcConfig", func(s *snapshot) *[]topology.LambdaFunction { return &s.LambdaFunctions })
	listOf("InstanceConnectEndpoints", ref.InstanceConnectEndpoint, "InstanceConnectEndpointId",
		func(s *snapshot) *[]topology.InstanceConnectEndpoint { return &s.InstanceConnectEndpoints })
	listOf("RouteServers", ref.RouteServer, "RouteServerId", func(s *snapshot) *[]topology.RouteServer { return &s.RouteServers })
	listOf("RouteServerEndpoints", ref.None, "RouteServerEndpointId", func(s *snapshot) *[]topology.RouteServerEndpoint { return &s.RouteServerEndpoints })
	listOf("RouteServerPeers", ref.None, "RouteServerPeerId", func(s *snapshot) *[]topology.RouteServerPeer { return &s.RouteServerPeers })
	listOf("RouteServerPropagations", ref.None, "RouteServerId RouteTableId",
		func(s *snapshot) *[]topology.RouteServerPropagation { return &s.RouteServerPropagations })
	listOf("RouteServerAssociations", ref.None, "RouteServerId VpcId",
		func(s *snapshot) *[]topology.RouteServerAssociation { return &s.RouteServerAssociations })
}

func registerPlanning() {
	pool := func(p topology.IpamPool, s *snapshot) { s.IpamPools = append(s.IpamPools, p) }
	listOf("IpamPools", ref.IpamPool, "IpamPoolId", func(s *snapshot) *[]topology.IpamPool { return &s.IpamPools })
	cidrs := belongsTo("IpamPoolId", `ipam-pool-[0-9a-f]+`, func(c *contribution[topology.IpamPoolCidr]) {
		pool(topology.IpamPool{Meta: c.meta, IpamPoolId: c.id, IpamPoolCidrs: c.rows, CidrsKnown: c.complete}, c.snapshot)
	})
	contentOf("IpamPoolCidrs", "Cidr", nil, cidrs)
	contentOf("IpamPoolAllocations", "Cidr", nil, belongsTo("IpamPoolId", `ipam-pool-[0-9a-f]+`, func(c *contribution[topology.IpamPoolAllocation]) {
		pool(topology.IpamPool{Meta: c.meta, IpamPoolId: c.id, IpamPoolAllocations: c.rows, AllocationsKnown: c.complete}, c.snapshot)
	}))
	for _, key := range []string{"SubnetIpv4CidrReservations", "SubnetIpv6CidrReservations"} {
		listOf(key, ref.None, "SubnetCidrReservationId", func(s *snapshot) *[]topology.SubnetCidrReservation { return &s.SubnetCidrReservations })
	}
	listOf("NetworkInsightsPaths", ref.NetworkInsightsPath, "NetworkInsightsPathId", func(s *snapshot) *[]topology.NetworkInsightsPath { return &s.NetworkInsightsPaths })
	listOf("NetworkInsightsAnalyses", ref.NetworkInsightsAnalysis, "NetworkInsightsAnalysisId",
		func(s *snapshot) *[]topology.NetworkInsightsAnalysis { return &s.NetworkInsightsAnalyses })
}
