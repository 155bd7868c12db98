package awscli

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

type snapshot = topology.Snapshot

func registerGateways() {
	listOf("InternetGateways", ref.InternetGateway, "InternetGatewayId", func(s *snapshot) *[]topology.InternetGateway { return &s.InternetGateways })
	listOf("EgressOnlyInternetGateways", ref.EgressOnlyInternetGateway, "EgressOnlyInternetGatewayId",
		func(s *snapshot) *[]topology.EgressOnlyInternetGateway { return &s.EgressOnlyInternetGateways })
	listOf("NatGateways", ref.NatGateway, "NatGatewayId", func(s *snapshot) *[]topology.NatGateway { return &s.NatGateways })
	listOf("CarrierGateways", ref.CarrierGateway, "CarrierGatewayId", func(s *snapshot) *[]topology.CarrierGateway { return &s.CarrierGateways })
	listOf("VpcPeeringConnections", ref.VpcPeeringConnection, "VpcPeeringConnectionId",
		func(s *snapshot) *[]topology.VpcPeeringConnection { return &s.VpcPeeringConnections })
	listOf("VpcEndpoints", ref.VpcEndpoint, "VpcEndpointId", func(s *snapshot) *[]topology.VpcEndpoint { return &s.VpcEndpoints })
	listOf("ServiceConfigurations", ref.VpcEndpointService, "ServiceId",
		func(s *snapshot) *[]topology.VpcEndpointServiceConfiguration {
			return &s.VpcEndpointServiceConfigurations
		})
	listOf("ServiceDetails", ref.None, "ServiceName ServiceType|Owner|BaseEndpointDnsNames",
		func(s *snapshot) *[]topology.VpcEndpointService { return &s.VpcEndpointServices })
	listOf("VpnGateways", ref.VpnGateway, "VpnGatewayId", func(s *snapshot) *[]topology.VpnGateway { return &s.VpnGateways })
	listOf("VpnConnections", ref.VpnConnection, "VpnConnectionId", func(s *snapshot) *[]topology.VpnConnection { return &s.VpnConnections })
	listOf("CustomerGateways", ref.CustomerGateway, "CustomerGatewayId", func(s *snapshot) *[]topology.CustomerGateway { return &s.CustomerGateways })
	registerPublicAccess()
}

func registerPublicAccess() {
	answerOf("VpcBlockPublicAccessOptions", ref.VpcBlockPublicAccess, "InternetGatewayBlockMode",
		func(s *snapshot) *[]topology.VpcBlockPublicAccessOptions { return &s.VpcBlockPublicAccessOptions })
	listOf("VpcBlockPublicAccessExclusions", ref.None, "ExclusionId",
		func(s *snapshot) *[]topology.VpcBlockPublicAccessExclusion { return &s.VpcBlockPublicAccessExclusions })
	listOf("VpcEncryptionControls", ref.None, "VpcEncryptionControlId",
		func(s *snapshot) *[]topology.VpcEncryptionControl { return &s.VpcEncryptionControls })
}
