package topology

import (
	"cmp"

	"github.com/dryhop/dryhop/topology/ref"
)

// Every resource tells its Ref: the kind and the id by which AWS, and dryhop's output, name it.

func (r *Vpc) Ref() ref.Ref           { return ref.Ref{Kind: ref.Vpc, ID: r.VpcId} }
func (r *Subnet) Ref() ref.Ref        { return ref.Ref{Kind: ref.Subnet, ID: r.SubnetId} }
func (r *RouteTable) Ref() ref.Ref    { return ref.Ref{Kind: ref.RouteTable, ID: r.RouteTableId} }
func (r *NetworkAcl) Ref() ref.Ref    { return ref.Ref{Kind: ref.NetworkAcl, ID: r.NetworkAclId} }
func (r *SecurityGroup) Ref() ref.Ref { return ref.Ref{Kind: ref.SecurityGroup, ID: r.GroupId} }
func (r *NetworkInterface) Ref() ref.Ref {
	return ref.Ref{Kind: ref.NetworkInterface, ID: r.NetworkInterfaceId}
}
func (r *Instance) Ref() ref.Ref         { return ref.Ref{Kind: ref.Instance, ID: r.InstanceId} }
func (r *PrefixList) Ref() ref.Ref       { return ref.Ref{Kind: ref.ManagedPrefixList, ID: r.PrefixListId} }
func (r *AvailabilityZone) Ref() ref.Ref { return ref.Ref{Kind: ref.AvailabilityZone, ID: r.ZoneName} }
func (r *InternetGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.InternetGateway, ID: r.InternetGatewayId}
}
func (r *EgressOnlyInternetGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.EgressOnlyInternetGateway, ID: r.EgressOnlyInternetGatewayId}
}
func (r *NatGateway) Ref() ref.Ref { return ref.Ref{Kind: ref.NatGateway, ID: r.NatGatewayId} }
func (r *CarrierGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.CarrierGateway, ID: r.CarrierGatewayId}
}
func (r *VpcPeeringConnection) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcPeeringConnection, ID: r.VpcPeeringConnectionId}
}
func (r *VpcEndpoint) Ref() ref.Ref { return ref.Ref{Kind: ref.VpcEndpoint, ID: r.VpcEndpointId} }
func (r *VpcEndpointServiceConfiguration) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcEndpointService, ID: r.ServiceId}
}
func (r *VpcEndpointService) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcEndpointService, ID: cmp.Or(r.ServiceId, r.ServiceName)} // two services of S3 have one name
}
func (r *VpcBlockPublicAccessExclusion) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcBlockPublicAccess, ID: r.ExclusionId}
}
func (r *VpnGateway) Ref() ref.Ref    { return ref.Ref{Kind: ref.VpnGateway, ID: r.VpnGatewayId} }
func (r *VpnConnection) Ref() ref.Ref { return ref.Ref{Kind: ref.VpnConnection, ID: r.VpnConnectionId} }
func (r *CustomerGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.CustomerGateway, ID: r.CustomerGatewayId}
}
func (r *DBInstance) Ref() ref.Ref { return ref.Ref{Kind: ref.DBInstance, ID: r.DBInstanceIdentifier} }
func (r *DBSubnetGroup) Ref() ref.Ref {
	return ref.Ref{Kind: ref.DBSubnetGroup, ID: r.DBSubnetGroupName}
}
func (r *LambdaFunction) Ref() ref.Ref { return ref.Ref{Kind: ref.LambdaFunction, ID: r.FunctionName} }
func (r *InstanceConnectEndpoint) Ref() ref.Ref {
	return ref.Ref{Kind: ref.InstanceConnectEndpoint, ID: r.InstanceConnectEndpointId}
}
func (r *TransitGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGateway, ID: r.TransitGatewayId}
}
func (r *TransitGatewayAttachment) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayAttachment, ID: r.TransitGatewayAttachmentId}
}
func (r *TransitGatewayVpcAttachment) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayAttachment, ID: r.TransitGatewayAttachmentId}
}
func (r *TransitGatewayPeeringAttachment) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayAttachment, ID: r.TransitGatewayAttachmentId}
}
func (r *TransitGatewayConnect) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayAttachment, ID: r.TransitGatewayAttachmentId}
}
func (r *TransitGatewayConnectPeer) Ref() ref.Ref {
	return ref.Ref{Kind: ref.Other, ID: r.TransitGatewayConnectPeerId}
}
func (r *TransitGatewayRouteTable) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayRouteTable, ID: r.TransitGatewayRouteTableId}
}
func (r *TransitGatewayPolicyTable) Ref() ref.Ref {
	return ref.Ref{Kind: ref.TransitGatewayPolicyTable, ID: r.TransitGatewayPolicyTableId}
}
func (r *CoreNetwork) Ref() ref.Ref { return ref.Ref{Kind: ref.CoreNetwork, ID: r.CoreNetworkId} }
func (r *CoreNetworkAttachment) Ref() ref.Ref {
	return ref.Ref{Kind: ref.CoreNetworkAttachment, ID: r.AttachmentId}
}
func (r *DirectConnectGateway) Ref() ref.Ref {
	return ref.Ref{Kind: ref.DirectConnectGateway, ID: r.DirectConnectGatewayId}
}
func (r *VirtualInterface) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VirtualInterface, ID: r.VirtualInterfaceId}
}
func (r *ClientVpnEndpoint) Ref() ref.Ref {
	return ref.Ref{Kind: ref.ClientVpnEndpoint, ID: r.ClientVpnEndpointId}
}
func (r *LoadBalancer) Ref() ref.Ref { return ref.Ref{Kind: ref.LoadBalancer, ID: r.LoadBalancerArn} }
func (r *ClassicLoadBalancer) Ref() ref.Ref {
	return ref.Ref{Kind: ref.LoadBalancer, ID: r.LoadBalancerName}
}
func (r *Listener) Ref() ref.Ref        { return ref.Ref{Kind: ref.Listener, ID: r.ListenerArn} }
func (r *ListenerRule) Ref() ref.Ref    { return ref.Ref{Kind: ref.Listener, ID: r.RuleArn} }
func (r *TargetGroup) Ref() ref.Ref     { return ref.Ref{Kind: ref.TargetGroup, ID: r.TargetGroupArn} }
func (r *NetworkFirewall) Ref() ref.Ref { return ref.Ref{Kind: ref.NetworkFirewall, ID: r.FirewallArn} }
func (r *FirewallEndpointAssociation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcEndpoint, ID: r.VpcEndpointAssociationId}
}
func (r *FirewallPolicy) Ref() ref.Ref {
	return ref.Ref{Kind: ref.FirewallPolicy, ID: r.FirewallPolicyArn}
}
func (r *FirewallRuleGroup) Ref() ref.Ref {
	return ref.Ref{Kind: ref.FirewallRuleGroup, ID: r.RuleGroupArn}
}
func (r *RouteServer) Ref() ref.Ref { return ref.Ref{Kind: ref.RouteServer, ID: r.RouteServerId} }
func (r *RouteServerEndpoint) Ref() ref.Ref {
	return ref.Ref{Kind: ref.RouteServer, ID: r.RouteServerEndpointId}
}
func (r *RouteServerPeer) Ref() ref.Ref {
	return ref.Ref{Kind: ref.RouteServer, ID: r.RouteServerPeerId}
}
func (r *DhcpOptions) Ref() ref.Ref { return ref.Ref{Kind: ref.DhcpOptions, ID: r.DhcpOptionsId} }
func (r *VpcEncryptionControl) Ref() ref.Ref {
	return ref.Ref{Kind: ref.Other, ID: r.VpcEncryptionControlId}
}
func (r *IpamPool) Ref() ref.Ref { return ref.Ref{Kind: ref.IpamPool, ID: r.IpamPoolId} }
func (r *SubnetCidrReservation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.Other, ID: r.SubnetCidrReservationId}
}
func (r *NetworkInsightsPath) Ref() ref.Ref {
	return ref.Ref{Kind: ref.NetworkInsightsPath, ID: r.NetworkInsightsPathId}
}
func (r *NetworkInsightsAnalysis) Ref() ref.Ref {
	return ref.Ref{Kind: ref.NetworkInsightsAnalysis, ID: r.NetworkInsightsAnalysisId}
}

// Ref names the rule by its own id, or the group if the document has none.
func (r *SecurityGroupRule) Ref() ref.Ref {
	return ref.Ref{Kind: ref.SecurityGroup, ID: r.GroupId, Rule: r.SecurityGroupRuleId}
}

// Ref names the group; the rule part is the VPC it is lent to.
func (r *SecurityGroupVpcAssociation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.SecurityGroup, ID: r.GroupId, Rule: r.VpcId}
}

// Ref names the Elastic IP by its allocation, or by its address in EC2-Classic.
func (r *Address) Ref() ref.Ref {
	id := r.AllocationId
	if id == "" && r.PublicIp.IsValid() {
		id = r.PublicIp.String()
	}
	return ref.Ref{Kind: ref.Address, ID: id}
}

// Ref names the account and Region whose options they are.
func (r *VpcBlockPublicAccessOptions) Ref() ref.Ref {
	return ref.Ref{Kind: ref.VpcBlockPublicAccess, ID: r.AwsAccountId + "/" + r.AwsRegion}
}

// Ref names the gateway; the rule part is what it is associated with.
func (r *DirectConnectGatewayAssociation) Ref() ref.Ref {
	other := r.AssociatedGateway.ID + r.AssociatedCoreNetwork.ID
	if other == "" {
		other = r.VirtualGatewayId
	}
	return ref.Ref{Kind: ref.DirectConnectGateway, ID: r.DirectConnectGatewayId, Rule: other}
}

// Ref names the gateway; the rule part is the virtual interface.
func (r *DirectConnectGatewayAttachment) Ref() ref.Ref {
	return ref.Ref{Kind: ref.DirectConnectGateway, ID: r.DirectConnectGatewayId, Rule: r.VirtualInterfaceId}
}

// Ref names the server; the rule part is the route table.
func (r *RouteServerPropagation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.RouteServer, ID: r.RouteServerId, Rule: r.RouteTableId}
}

// Ref names the server; the rule part is the VPC.
func (r *RouteServerAssociation) Ref() ref.Ref {
	return ref.Ref{Kind: ref.RouteServer, ID: r.RouteServerId, Rule: r.VpcId}
}
