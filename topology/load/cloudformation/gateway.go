package cloudformation

import (
	"cmp"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) internetGateway(p props) {
	b.AddInternetGateway(topology.InternetGateway{Meta: p.meta, InternetGatewayId: p.id(), OwnerId: p.meta.Account, Tags: p.tags()})
}

// vpcGatewayAttachment attaches an internet gateway, a virtual private gateway, or both.
func (b *builder) vpcGatewayAttachment(p props) {
	vpc := p.text("VpcId")
	if p.has("InternetGatewayId") {
		b.AttachInternetGateway(p.text("InternetGatewayId"), vpc)
	}
	if p.has("VpnGatewayId") {
		b.AttachVpnGateway(p.text("VpnGatewayId"), vpc)
	}
}

func (b *builder) egressOnlyInternetGateway(p props) {
	provision.Put(b.Draft, &b.Snapshot.EgressOnlyInternetGateways, topology.EgressOnlyInternetGateway{Meta: p.meta, EgressOnlyInternetGatewayId: p.id(),
		Attachments: []topology.GatewayAttachment{{VpcId: p.text("VpcId"), State: "attached"}}, Tags: p.tags()})
}

func (b *builder) carrierGateway(p props) {
	provision.Put(b.Draft, &b.Snapshot.CarrierGateways, topology.CarrierGateway{Meta: p.meta, CarrierGatewayId: p.id(), VpcId: p.text("VpcId"), State: "available",
		OwnerId: p.meta.Account, Tags: p.tags()})
}

func (b *builder) natGateway(p props) {
	g := topology.NatGateway{Meta: p.meta, NatGatewayId: p.id(), VpcId: p.text("VpcId"), SubnetId: p.text("SubnetId"), ConnectivityType: p.word("ConnectivityType"),
		AvailabilityMode: p.word("AvailabilityMode"), Tags: p.tags()}
	if p.has("AllocationId") || p.has("PrivateIpAddress") {
		g.NatGatewayAddresses = append(g.NatGatewayAddresses, topology.NatGatewayAddress{IsPrimary: true, AllocationId: p.text("AllocationId"), PrivateIp: p.address("PrivateIpAddress")})
	}
	for _, allocation := range p.texts("SecondaryAllocationIds") {
		g.NatGatewayAddresses = append(g.NatGatewayAddresses, topology.NatGatewayAddress{AllocationId: allocation})
	}
	b.AddNatGateway(g)
}

func (b *builder) vpcEndpoint(p props) {
	e := topology.VpcEndpoint{Meta: p.meta, VpcEndpointId: p.id(), VpcEndpointType: cmp.Or(p.word("VpcEndpointType"), "Gateway"), VpcId: p.text("VpcId"),
		ServiceName: p.text("ServiceName"), ServiceRegion: p.word("ServiceRegion"), IpAddressType: p.word("IpAddressType"), RouteTableIds: p.texts("RouteTableIds"),
		SubnetIds: p.texts("SubnetIds"), Groups: provision.GroupsOf(p.texts("SecurityGroupIds")), PrivateDnsEnabled: p.flag("PrivateDnsEnabled", false),
		OwnerId: p.meta.Account, Tags: p.tags()}
	b.AddEndpoint(e, "")
}

// endpointService is a service of one's own. Its name is what endpoints of the same template make of its id.
func (b *builder) endpointService(p props) {
	name := "com.amazonaws.vpce." + cmp.Or(p.meta.Region, "${AWS::Region}") + "." + p.id()
	provision.Put(b.Draft, &b.Snapshot.VpcEndpointServiceConfigurations, topology.VpcEndpointServiceConfiguration{Meta: p.meta, ServiceId: p.id(), ServiceName: name,
		ServiceState: "Available", AcceptanceRequired: p.flag("AcceptanceRequired", true), NetworkLoadBalancerArns: p.texts("NetworkLoadBalancerArns"),
		GatewayLoadBalancerArns: p.texts("GatewayLoadBalancerArns")})
}

// peering is active at once between VPCs of one account, and where a role is given that accepts it.
func (b *builder) peering(p props) {
	c := topology.VpcPeeringConnection{Meta: p.meta, VpcPeeringConnectionId: p.id(), Tags: p.tags()}
	c.Status.Code = "active"
	c.RequesterVpcInfo = topology.VpcPeeringConnectionVpcInfo{VpcId: p.text("VpcId"), OwnerId: p.meta.Account, Region: p.meta.Region}
	c.AccepterVpcInfo = topology.VpcPeeringConnectionVpcInfo{VpcId: p.text("PeerVpcId"), OwnerId: cmp.Or(p.word("PeerOwnerId"), p.meta.Account),
		Region: cmp.Or(p.word("PeerRegion"), p.meta.Region)}
	if c.AccepterVpcInfo.OwnerId != c.RequesterVpcInfo.OwnerId && !p.has("PeerRoleArn") {
		c.Status.Code = "pending-acceptance"
	}
	b.AddPeering(c)
}
