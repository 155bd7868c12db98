package oracle

import "github.com/dryhop/dryhop/topology"

// attachmentOf is the attachment of a VPC to a transit gateway (R7.7), or the end of a packet that wants to use it.
func (l *leg) attachmentOf(gateway string, v *topology.Vpc) (*topology.TransitGatewayVpcAttachment, end, bool) {
	for i := range l.s.TransitGatewayVpcAttachments {
		a := &l.s.TransitGatewayVpcAttachments[i]
		if a.TransitGatewayId == gateway && a.VpcId == v.VpcId && isForwarding(a.State) {
			return a, end{}, false
		}
	}
	if l.s.CoversKey("TransitGatewayVpcAttachments", v.Account, v.Region) != topology.Whole {
		return nil, unclear("the attachment of %s to %s was not captured", v.VpcId, gateway), true
	}
	return nil, dropped("R7.18: %s is not attached to %s", v.VpcId, gateway), true
}

// isForwarding tells by the state of an attachment, or of a gateway (R7.18).
func isForwarding(state string) bool {
	return state == "available" || state == "modifying" || state == ""
}

func (r *run) vpcAttachment(id string) *topology.TransitGatewayVpcAttachment {
	return find(r.s.TransitGatewayVpcAttachments, id, func(a *topology.TransitGatewayVpcAttachment) string { return a.TransitGatewayAttachmentId })
}

func (r *run) peeringAttachment(id string) *topology.TransitGatewayPeeringAttachment {
	return find(r.s.TransitGatewayPeeringAttachments, id, func(a *topology.TransitGatewayPeeringAttachment) string { return a.TransitGatewayAttachmentId })
}

// attachmentRow is what describe-transit-gateway-attachments says of an attachment: a peering has one row a side.
func (r *run) attachmentRow(gateway, id string) *topology.TransitGatewayAttachment {
	for i := range r.s.TransitGatewayAttachments {
		a := &r.s.TransitGatewayAttachments[i]
		if a.TransitGatewayAttachmentId == id && a.TransitGatewayId == gateway {
			return a
		}
	}
	return nil
}

func (r *run) kindOfAttachment(gateway string, to topology.TransitGatewayRouteAttachment) string {
	if r.peeringAttachment(to.TransitGatewayAttachmentId) != nil {
		return "peering"
	}
	if a := r.attachmentRow(gateway, to.TransitGatewayAttachmentId); a != nil && a.ResourceType != "" {
		return a.ResourceType
	}
	return to.ResourceType
}

func (r *run) resourceOf(gateway string, to topology.TransitGatewayRouteAttachment) string {
	if a := r.attachmentRow(gateway, to.TransitGatewayAttachmentId); a != nil && a.ResourceId != "" {
		return a.ResourceId
	}
	return to.ResourceId
}
