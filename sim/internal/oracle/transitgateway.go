package oracle

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// crossing is where a packet is in a transit gateway: the attachment that it came in by, and its zone.
type crossing struct {
	gateway    string
	attachment string
	zone       zone
	vpc        *topology.TransitGatewayVpcAttachment // the attachment, if it is to a VPC
}

// passing is a VPC attachment that a leg went through, by one of its subnets.
type passing struct {
	attachment, subnet string
	out                bool // into the VPC
}

// toTransitGateway enters by the attachment of the router's VPC: it needs a subnet in the zone that the packet was sent in
// (R7.1), whose network ACL has a say (R5.12).
func (l *leg) toTransitGateway(id string, from hop, p packet) end {
	if end, stopped := l.cannotTransit(id); stopped {
		return end
	}
	a, end, stopped := l.attachmentOf(id, from.vpc)
	if stopped {
		return end
	}
	z := l.zoneAt(from)
	subnet, found := l.subnetIn(z, a.SubnetIds)
	switch found {
	case maybe:
		return unclear("R7.1: the zones of %s cannot be told", a.TransitGatewayAttachmentId)
	case no:
		return dropped("R7.1: %s has no subnet in the zone of %s", a.TransitGatewayAttachmentId, from.name())
	}
	if !l.aclPasses(subnet, ingress, p) {
		return dropped("R5.12: the network ACL of %s lets it not in", subnet)
	}
	l.passed = append(l.passed, passing{attachment: a.TransitGatewayAttachmentId, subnet: subnet})
	p.identity, p.crossed, p.transit = l.keptIdentity(id, a, p), no, ""
	return l.through(crossing{id, a.TransitGatewayAttachmentId, z, a}, p)
}

// cannotTransit: the gateway is not there, or not at work.
func (r *run) cannotTransit(id string) (end, bool) {
	g := r.transitGateway(id)
	switch {
	case g == nil && !r.isHintedAt(id):
		return unclear("%s was not captured", id), true
	case g != nil && !isForwarding(g.State):
		return dropped("R7.18: %s is not available", id), true
	}
	return end{}, false
}

func (r *run) transitGateway(id string) *topology.TransitGateway {
	return find(r.s.TransitGateways, id, func(g *topology.TransitGateway) string { return g.TransitGatewayId })
}

// isHintedAt tells whether attachments or tables of a gateway are there, though the gateway itself is not.
func (r *run) isHintedAt(id string) bool {
	for i := range r.s.TransitGatewayVpcAttachments {
		if r.s.TransitGatewayVpcAttachments[i].TransitGatewayId == id {
			return true
		}
	}
	for i := range r.s.TransitGatewayAttachments {
		if r.s.TransitGatewayAttachments[i].TransitGatewayId == id {
			return true
		}
	}
	for i := range r.s.TransitGatewayRouteTables {
		if r.s.TransitGatewayRouteTables[i].TransitGatewayId == id {
			return true
		}
	}
	return false
}

// keptIdentity is the sender as security group references see it behind this attachment: the first gateway on the way
// keeps it if it and the attachment are told to (R4.6).
func (r *run) keptIdentity(gateway string, a *topology.TransitGatewayVpcAttachment, p packet) string {
	g := r.transitGateway(gateway)
	if p.crossed != no || !enabled(a.Options.SecurityGroupReferencingSupport) || g != nil && !enabled(g.Options.SecurityGroupReferencingSupport) {
		return ""
	}
	return p.identity
}

func enabled(option string) bool { return option == "enable" }

// through looks the destination up in the table of the incoming attachment (R7.2) and takes the packet to the attachment
// that the route names (R7.3).
func (l *leg) through(at crossing, p packet) end {
	key := fmt.Sprint("in ", at.gateway, at.attachment, at.zone, p.header())
	if l.visited[key] {
		return dropped("R2.16: the packet comes back to %s", at.attachment)
	}
	l.visited[key] = true
	t, end, stopped := l.transitTableOf(at, p)
	if stopped {
		return end
	}
	route, end, stopped := l.transitLookup(t, p.dst)
	if stopped {
		return end
	}
	l.note("R7.3: %s: %v", t.TransitGatewayRouteTableId, route)
	switch {
	case route.blackhole:
		return dropped("R7.4: the route to %v in %s is a blackhole", p.dst, t.TransitGatewayRouteTableId)
	case len(route.attachments) == 0:
		return unclear("R7.3: the route to %v in %s names no attachment", p.dst, t.TransitGatewayRouteTableId)
	}
	return l.toAttachment(at, route.attachments[l.awsPicks(len(route.attachments))], p) // R7.16
}

// toAttachment leaves by an attachment of any kind.
func (l *leg) toAttachment(at crossing, to topology.TransitGatewayRouteAttachment, p packet) end {
	id := to.TransitGatewayAttachmentId
	if a := l.vpcAttachment(id); a != nil {
		return l.intoVpc(at, a, p)
	}
	switch kind := l.kindOfAttachment(at.gateway, to); kind {
	case "peering":
		return l.toPeerGateway(at, id, p)
	case "vpn", "direct-connect-gateway", "connect", "client-vpn":
		return l.toFarSite(farSite{id: id, gateway: at.gateway, kind: kind, resource: l.resourceOf(at.gateway, to)}, p)
	}
	if row := l.attachmentRow(at.gateway, id); row != nil && !isForwarding(row.State) {
		return dropped("R7.18: %s is not available", id)
	}
	if l.kindOfAttachment(at.gateway, to) == "network-function" {
		return l.toNetworkFunction(at, id, p)
	}
	return unclear("attachment %s is not modelled, or was not captured", id)
}
