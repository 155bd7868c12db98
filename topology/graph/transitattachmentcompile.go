package graph

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// attachmentSide finds an attachment: the two gateways of a peering share its id.
type attachmentSide struct {
	gateway int32
	id      string
}

// compileAttachments reads the general documents of attachments first, then those of VPCs and peerings, which know more.
func (c *compiler) compileAttachments() {
	for i := range c.s.TransitGatewayAttachments {
		d := &c.s.TransitGatewayAttachments[i]
		ai := c.transitAttachment(c.transitGateway(d.TransitGatewayId), d.TransitGatewayAttachmentId)
		if ai == none {
			continue
		}
		a := &c.g.transitAttachments[ai]
		c.regionOf(a.gateway, d.Meta)
		c.describeAttachment(a, d.ResourceType, d.ResourceId)
		a.works = truthOf(usableState(d.State))
		if d.TransitGatewayOwnerId == "" || d.Account == "" || d.TransitGatewayOwnerId == d.Account {
			a.associated = no // the owner of the gateway sees the association, if there is one
		}
		c.name(a.ref, d.Tags.Name())
	}
	for i := range c.s.TransitGatewayVpcAttachments {
		c.attachVpc(&c.s.TransitGatewayVpcAttachments[i])
	}
	for i := range c.s.TransitGatewayPeeringAttachments {
		d := &c.s.TransitGatewayPeeringAttachments[i]
		c.attachPeer(d, d.RequesterTgwInfo.TransitGatewayId, d.AccepterTgwInfo.TransitGatewayId)
		c.attachPeer(d, d.AccepterTgwInfo.TransitGatewayId, d.RequesterTgwInfo.TransitGatewayId)
	}
	for i := range c.g.transitAttachments {
		c.g.transitAttachments[i].documented = c.g.transitAttachments[i].kind != otherAttachment
	}
}

// transitAttachment finds an attachment of a gateway, or makes one of which only the id is known.
func (c *compiler) transitAttachment(gi int32, id string) int32 {
	if gi == none || id == "" {
		return none
	}
	side := attachmentSide{gi, id}
	if ai, known := c.attachIDs[side]; known {
		return ai
	}
	ai := int32(len(c.g.transitAttachments))
	c.attachIDs[side] = ai
	c.g.transitAttachments = append(c.g.transitAttachments, transitAttachment{
		ref: ref.Ref{Kind: ref.TransitGatewayAttachment, ID: id}, gateway: gi, works: perhaps, vpc: none, peer: none,
		table: none, policy: none, associated: perhaps, far: none, firewall: none, ipv6: perhaps, referencing: perhaps,
	})
	return ai
}

// describeAttachment tells what an attachment leads to.
func (c *compiler) describeAttachment(a *transitAttachment, resourceType, id string) {
	if a.kind != otherAttachment || resourceType == "" {
		return
	}
	switch resourceType {
	case "vpc":
		a.kind, a.to, a.vpc = vpcAttachment, ref.Ref{Kind: ref.Vpc, ID: id}, find(c.vpcIDs, id)
	case "peering", "tgw-peering":
		a.kind, a.to = peeringAttachment, ref.Ref{Kind: ref.TransitGateway, ID: id}
	case "vpn":
		a.kind, a.to = outsideAttachment, ref.Ref{Kind: ref.VpnConnection, ID: id}
	case "direct-connect-gateway":
		a.kind, a.to = outsideAttachment, ref.Ref{Kind: ref.DirectConnectGateway, ID: id}
	case "client-vpn":
		a.kind, a.to = outsideAttachment, ref.Ref{Kind: ref.ClientVpnEndpoint, ID: id}
	case "connect":
		a.kind, a.to = outsideAttachment, ref.Ref{Kind: ref.TransitGatewayAttachment, ID: id}
	case "network-function":
		a.kind, a.to = functionAttachment, ref.Ref{Kind: ref.Other, ID: id}
	default:
		a.to = ref.Ref{Kind: ref.Other, ID: id}
	}
}

// attachVpc reads what the document of a VPC's attachment adds.
func (c *compiler) attachVpc(d *topology.TransitGatewayVpcAttachment) {
	gi := c.transitGateway(d.TransitGatewayId)
	ai := c.transitAttachment(gi, d.TransitGatewayAttachmentId)
	if ai == none {
		return
	}
	a := &c.g.transitAttachments[ai]
	c.regionOf(gi, d.Meta)
	a.kind = otherAttachment // this document knows better than the general one
	c.describeAttachment(a, "vpc", d.VpcId)
	a.works, a.subnetsKnown = truthOf(usableState(d.State)), true
	a.appliance = d.Options.ApplianceModeSupport == "enable"
	a.ipv6 = truthOf(d.Options.Ipv6Support == "enable")
	a.referencing = truthOf(d.Options.SecurityGroupReferencingSupport == "enable")
	for _, id := range slices.Sorted(slices.Values(d.SubnetIds)) {
		a.subnets = append(a.subnets, find(c.subnetIDs, id))
	}
	c.name(a.ref, d.Tags.Name())
	if a.vpc == none {
		return
	}
	vpcs := c.g.transitGateways[gi].vpcs
	if old, taken := vpcs[a.vpc]; !taken || c.g.transitAttachments[old].works != yes {
		vpcs[a.vpc] = ai
	}
}

// attachPeer reads one side of a peering, and joins it to the other. A gateway of which no document of its own tells
// is none of the snapshot's.
func (c *compiler) attachPeer(d *topology.TransitGatewayPeeringAttachment, here, there string) {
	ai := c.transitAttachment(find(c.tgwIDs, here), d.TransitGatewayAttachmentId)
	if ai == none {
		return
	}
	a := &c.g.transitAttachments[ai]
	c.describeAttachment(a, "peering", there)
	a.works = truthOf(usableState(d.State))
	c.name(a.ref, d.Tags.Name())
}

// joinPeers finds the other side of every peering.
func (c *compiler) joinPeers() {
	for i := range c.g.transitAttachments {
		if a := c.g.transitAttachments[i]; a.kind == peeringAttachment {
			peer := c.transitAttachment(find(c.tgwIDs, a.to.ID), a.ref.ID)
			c.g.transitAttachments[i].peer = peer
		}
	}
}
