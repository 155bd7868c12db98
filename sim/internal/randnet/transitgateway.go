package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// A gatewayDraft is a transit gateway with all that hangs on it.
type gatewayDraft struct {
	*topology.TransitGateway
	lost        bool // the documents do not tell of the gateway itself
	attachments []*attachmentDraft
	tables      []*topology.TransitGatewayRouteTable
	policies    []*topology.TransitGatewayPolicyTable
}

// An attachmentDraft is an attachment of any kind: one of vpc, vpn and peer is set, or none.
type attachmentDraft struct {
	id, kind, resource, state string

	in      *gatewayDraft
	vpc     *vpcDraft
	row     *topology.TransitGatewayVpcAttachment
	vpn     *topology.VpnConnection
	peer    *gatewayDraft
	peering *topology.TransitGatewayPeeringAttachment // the same on both sides
	learned []netip.Prefix                            // by BGP
	table   *topology.TransitGatewayRouteTable        // the associated one
}

// addTransit adds one or two transit gateways with what they are attached to. Subnets of attachments have no tables yet.
func (d *draft) addTransit() {
	d.addGateway(place{homeAccount, homeRegion})
	if d.chance(45) {
		region := homeRegion
		for _, v := range d.vpcs {
			if v.Region != homeRegion && d.chance(70) {
				region = v.Region
			}
		}
		d.addGateway(place{pick(d.dice, homeAccount, homeAccount, peerAccount), region})
	}
	for i, g := range d.gateways {
		d.attachVpcs(g, i > 0)
		d.attachSites(g)
	}
	if len(d.gateways) == 2 && d.chance(85) {
		d.peerGateways(d.gateways[0], d.gateways[1])
	}
	d.referOver()
	d.noRows = d.chance(25)
}

func (d *draft) addGateway(at place) {
	g := &topology.TransitGateway{
		Meta: topology.Meta{Account: at.account, Region: at.region}, TransitGatewayId: d.id("tgw"), State: "available", OwnerId: at.account,
	}
	g.Options.SecurityGroupReferencingSupport = d.enable(65)
	g.Options.VpnEcmpSupport = "enable"
	d.gateways = append(d.gateways, &gatewayDraft{TransitGateway: g})
}

func (d *draft) enable(percent int) string {
	if d.chance(percent) {
		return "enable"
	}
	return "disable"
}

// blocks are the prefixes behind an attachment.
func (a *attachmentDraft) blocks() []netip.Prefix {
	switch {
	case a.vpc != nil:
		return a.vpc.blocks()
	case a.vpn != nil && len(a.vpn.Routes) > 0:
		var all []netip.Prefix
		for _, r := range a.vpn.Routes {
			all = append(all, r.DestinationCidrBlock)
		}
		return all
	case a.peer != nil:
		var all []netip.Prefix
		for _, far := range a.peer.attachments {
			if far.peer == nil {
				all = append(all, far.blocks()...)
			}
		}
		return all
	}
	return a.learned
}

// to is the attachment as a route names it.
func (a *attachmentDraft) to() topology.TransitGatewayRouteAttachment {
	return topology.TransitGatewayRouteAttachment{ResourceId: a.resource, TransitGatewayAttachmentId: a.id, ResourceType: a.kind}
}

// addTransitTo copies the gateways into a snapshot.
func (d *draft) addTransitTo(s *topology.Snapshot) {
	seen := map[string]bool{}
	for _, g := range d.gateways {
		if !g.lost {
			s.TransitGateways = append(s.TransitGateways, *g.TransitGateway)
		}
		s.TransitGatewayRouteTables = append(s.TransitGatewayRouteTables, values(g.tables)...)
		s.TransitGatewayPolicyTables = append(s.TransitGatewayPolicyTables, values(g.policies)...)
		for _, a := range g.attachments {
			if !d.noRows {
				s.TransitGatewayAttachments = append(s.TransitGatewayAttachments, a.describe())
			}
			if a.row != nil {
				s.TransitGatewayVpcAttachments = append(s.TransitGatewayVpcAttachments, *a.row)
			}
			if a.peering != nil && !seen[a.id] {
				s.TransitGatewayPeeringAttachments = append(s.TransitGatewayPeeringAttachments, *a.peering)
			}
			seen[a.id] = true
		}
	}
	if d.noZones {
		s.AvailabilityZones = nil
	}
}

// describe is what describe-transit-gateway-attachments prints.
func (a *attachmentDraft) describe() topology.TransitGatewayAttachment {
	row := topology.TransitGatewayAttachment{
		Meta: a.in.Meta, TransitGatewayAttachmentId: a.id, TransitGatewayId: a.in.TransitGatewayId, TransitGatewayOwnerId: a.in.OwnerId,
		ResourceOwnerId: a.in.OwnerId, ResourceType: a.kind, ResourceId: a.resource, State: a.state,
	}
	if a.table != nil {
		row.Association = &topology.TransitGatewayAttachmentAssociation{TransitGatewayRouteTableId: a.table.TransitGatewayRouteTableId, State: "associated"}
	}
	return row
}
