package oracle

import "github.com/dryhop/dryhop/topology"

// toPeerGateway goes on to the gateway on the other side of a peering, to its table for the same attachment (R7.13).
func (l *leg) toPeerGateway(at crossing, id string, p packet) end {
	state, peer := l.peerOf(at.gateway, id)
	switch {
	case !isForwarding(state):
		return dropped("R7.18: %s is not available", id)
	case peer == "":
		return unclear("the other side of %s was not captured", id)
	}
	if end, stopped := l.cannotTransit(peer); stopped {
		return end
	}
	next := crossing{gateway: peer, attachment: id}
	if l.staysInRegion(at.gateway, peer, id) {
		next.zone = at.zone
	}
	return l.through(next, p.anonymous())
}

// peerOf is the state of a peering and the gateway on its other side.
func (l *leg) peerOf(gateway, id string) (state, peer string) {
	if a := l.peeringAttachment(id); a != nil {
		switch gateway {
		case a.RequesterTgwInfo.TransitGatewayId:
			return a.State, a.AccepterTgwInfo.TransitGatewayId
		case a.AccepterTgwInfo.TransitGatewayId:
			return a.State, a.RequesterTgwInfo.TransitGatewayId
		}
		return a.State, ""
	}
	if a := l.attachmentRow(gateway, id); a != nil {
		return a.State, a.ResourceId
	}
	return "", ""
}

// staysInRegion tells whether both gateways of a peering are in one Region: then the packet keeps its zone.
func (l *leg) staysInRegion(a, b, id string) bool {
	one, other := l.regionOfGateway(a, id), l.regionOfGateway(b, id)
	return one != "" && one == other
}

func (l *leg) regionOfGateway(gateway, id string) string {
	if g := l.transitGateway(gateway); g != nil && g.Region != "" {
		return g.Region
	}
	a := l.peeringAttachment(id)
	if a == nil {
		return ""
	}
	for _, side := range []topology.PeeringTgwInfo{a.RequesterTgwInfo, a.AccepterTgwInfo} {
		if side.TransitGatewayId == gateway {
			return side.Region
		}
	}
	return ""
}
