package cloudformation

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func (b *builder) transitGateway(p props) {
	g := topology.TransitGateway{Meta: p.meta, TransitGatewayId: p.id(), OwnerId: p.meta.Account, Description: p.word("Description"), Tags: p.tags()}
	asn, _ := p.number("AmazonSideAsn")
	g.Options = topology.TransitGatewayOptions{AmazonSideAsn: int64(asn), AutoAcceptSharedAttachments: p.word("AutoAcceptSharedAttachments"),
		DefaultRouteTableAssociation: p.word("DefaultRouteTableAssociation"), AssociationDefaultRouteTableId: p.text("AssociationDefaultRouteTableId"),
		DefaultRouteTablePropagation: p.word("DefaultRouteTablePropagation"), PropagationDefaultRouteTableId: p.text("PropagationDefaultRouteTableId"),
		VpnEcmpSupport: p.word("VpnEcmpSupport"), DnsSupport: p.word("DnsSupport"), SecurityGroupReferencingSupport: p.word("SecurityGroupReferencingSupport"),
		MulticastSupport: p.word("MulticastSupport")}
	for _, text := range p.texts("TransitGatewayCidrBlocks") {
		if block, err := netip.ParsePrefix(text); err == nil {
			g.Options.TransitGatewayCidrBlocks = append(g.Options.TransitGatewayCidrBlocks, block)
		}
	}
	b.AddTransitGateway(g)
}

func (b *builder) transitTable(p props) {
	b.AddTransitTable(topology.TransitGatewayRouteTable{Meta: p.meta, TransitGatewayRouteTableId: p.id(), TransitGatewayId: p.text("TransitGatewayId"), Tags: p.tags()})
}

// joins: CloudFormation cannot keep an attachment out of the default tables, only the gateway can.
var joins = provision.Joins{Association: true, Propagation: true}

func (b *builder) transitVpcAttachment(p props) {
	o := p.object("Options")
	b.AddTransitVpcAttachment(topology.TransitGatewayVpcAttachment{Meta: p.meta, TransitGatewayAttachmentId: p.id(), TransitGatewayId: p.text("TransitGatewayId"),
		VpcId: p.text("VpcId"), VpcOwnerId: p.meta.Account, SubnetIds: p.texts("SubnetIds"), Tags: p.tags(),
		Options: topology.TransitGatewayVpcAttachmentOptions{DnsSupport: o.word("DnsSupport"), Ipv6Support: o.word("Ipv6Support"), ApplianceModeSupport: o.word("ApplianceModeSupport"),
			SecurityGroupReferencingSupport: o.word("SecurityGroupReferencingSupport")}}, joins)
}

func (b *builder) transitAssociation(p props) {
	b.AddTransitAssociation(p.text("TransitGatewayRouteTableId"), p.text("TransitGatewayAttachmentId"), p.meta.Address)
}

func (b *builder) transitPropagation(p props) {
	b.AddTransitPropagation(p.text("TransitGatewayRouteTableId"), p.text("TransitGatewayAttachmentId"), p.meta.Address)
}

func (b *builder) transitRoute(p props) {
	attachment := p.text("TransitGatewayAttachmentId")
	if p.flag("Blackhole", false) {
		attachment = ""
	}
	b.AddTransitRoute(p.text("TransitGatewayRouteTableId"), attachment, topology.TransitGatewayRoute{Source: p.meta.Source, DeclaredAs: p.meta.Address,
		DestinationCidrBlock: p.prefix("DestinationCidrBlock")})
}

// transitPeering works once the other side has accepted it.
func (b *builder) transitPeering(p props) {
	info := func(gateway, account, region string) topology.PeeringTgwInfo {
		return topology.PeeringTgwInfo{TransitGatewayId: p.text(gateway), OwnerId: account, Region: region}
	}
	a := topology.TransitGatewayPeeringAttachment{Meta: p.meta, TransitGatewayAttachmentId: p.id(), State: "available", Tags: p.tags(),
		RequesterTgwInfo: info("TransitGatewayId", p.meta.Account, p.meta.Region), AccepterTgwInfo: info("PeerTransitGatewayId", p.word("PeerAccountId"), p.word("PeerRegion"))}
	provision.Put(b.Draft, &b.Snapshot.TransitGatewayPeeringAttachments, a)
	b.AddTransitAttachment(topology.TransitGatewayAttachment{Meta: p.meta, TransitGatewayAttachmentId: p.id(), TransitGatewayId: a.RequesterTgwInfo.TransitGatewayId,
		ResourceType: "peering", ResourceId: a.AccepterTgwInfo.TransitGatewayId, ResourceOwnerId: a.AccepterTgwInfo.OwnerId}, provision.Joins{})
}

func (b *builder) transitConnect(p props) {
	over := p.text("TransportTransitGatewayAttachmentId")
	c := topology.TransitGatewayConnect{Meta: p.meta, TransitGatewayAttachmentId: p.id(), TransportTransitGatewayAttachmentId: over, State: "available", Tags: p.tags()}
	c.Options.Protocol = p.object("Options").word("Protocol")
	for _, a := range b.Snapshot.TransitGatewayAttachments {
		if a.TransitGatewayAttachmentId == over {
			c.TransitGatewayId = a.TransitGatewayId
		}
	}
	provision.Put(b.Draft, &b.Snapshot.TransitGatewayConnects, c)
	b.AddTransitAttachment(topology.TransitGatewayAttachment{Meta: p.meta, TransitGatewayAttachmentId: p.id(), TransitGatewayId: c.TransitGatewayId, ResourceType: "connect",
		ResourceId: over}, joins)
}
