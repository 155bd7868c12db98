package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// derivedRoute is what a propagation writes into a table, as far as other documents tell.
type derivedRoute struct {
	prefix    netip.Prefix
	via       topology.TransitGatewayRouteAttachment
	contested bool // it overlaps another VPC's: only one of the two is propagated (R7.5)
}

// isListed tells whether the table's rows are all there is.
func isListed(t *topology.TransitGatewayRouteTable) bool {
	return t.StaticRoutesKnown && t.PropagatedRoutesKnown
}

// derived are the routes of a table's propagations, where the rows are not the whole table.
func (l *leg) derived(t *topology.TransitGatewayRouteTable) []derivedRoute {
	if isListed(t) || t.PropagatedRoutesKnown || !t.PropagationsKnown {
		return nil
	}
	var all []derivedRoute
	for _, x := range t.Propagations {
		prefixes, _ := l.propagatedBy(x)
		for _, prefix := range prefixes {
			via := topology.TransitGatewayRouteAttachment{ResourceId: x.ResourceId, TransitGatewayAttachmentId: x.TransitGatewayAttachmentId, ResourceType: x.ResourceType}
			all = append(all, derivedRoute{prefix: prefix, via: via})
		}
	}
	return settleOverlaps(t, all)
}

// propagatedBy are the prefixes of a propagation, and whether those are all.
func (l *leg) propagatedBy(x topology.TransitGatewayRouteTablePropagation) (prefixes []netip.Prefix, whole bool) {
	switch {
	case x.State != "enabled" && x.State != "":
		return nil, true
	case x.ResourceType == "vpc":
		return l.propagatedByVpc(x.TransitGatewayAttachmentId)
	case x.ResourceType == "vpn":
		return l.propagatedByVpn(x.ResourceId)
	}
	return nil, false
}

// propagatedByVpc: all blocks of the VPC, IPv6 ones only if the attachment supports IPv6 (R7.5).
func (l *leg) propagatedByVpc(attachment string) (prefixes []netip.Prefix, whole bool) {
	a := l.vpcAttachment(attachment)
	if a == nil {
		return nil, false
	}
	v := l.vpc(a.VpcId)
	switch {
	case !isForwarding(a.State):
		return nil, true
	case v == nil:
		return nil, false
	}
	for _, b := range vpcBlocks(v) {
		if b.Addr().Is4() || enabled(a.Options.Ipv6Support) {
			prefixes = append(prefixes, b)
		}
	}
	return prefixes, true
}

// propagatedByVpn: static routes of the connection; what BGP tells is not in the documents.
func (l *leg) propagatedByVpn(id string) (prefixes []netip.Prefix, whole bool) {
	c := find(l.s.VpnConnections, id, func(c *topology.VpnConnection) string { return c.VpnConnectionId })
	if c == nil {
		return nil, false
	}
	for _, route := range c.Routes {
		if route.State == "available" || route.State == "" {
			prefixes = append(prefixes, route.DestinationCidrBlock.Masked())
		}
	}
	return prefixes, c.Options.StaticRoutesOnly
}

// settleOverlaps: of VPCs that overlap only the first is propagated, none of the others' blocks is. The rows may tell
// which one was.
func settleOverlaps(t *topology.TransitGatewayRouteTable, all []derivedRoute) []derivedRoute {
	var settled []derivedRoute
	for _, x := range all {
		beaten := false
		for _, rival := range rivalsOf(x.via, all) {
			switch {
			case showsPropagated(t, x.via):
			case showsPropagated(t, rival):
				beaten = true
			default:
				x.contested = true
			}
		}
		if !beaten {
			settled = append(settled, x)
		}
	}
	return settled
}

// rivalsOf are the attachments of other VPCs that have addresses in common with an attachment's.
func rivalsOf(via topology.TransitGatewayRouteAttachment, all []derivedRoute) []topology.TransitGatewayRouteAttachment {
	var rivals []topology.TransitGatewayRouteAttachment
	for _, x := range all {
		for _, o := range all {
			mine := x.via.TransitGatewayAttachmentId == via.TransitGatewayAttachmentId && x.via.ResourceType == "vpc"
			theirs := o.via.TransitGatewayAttachmentId != via.TransitGatewayAttachmentId && o.via.ResourceType == "vpc"
			if mine && theirs && o.prefix.Overlaps(x.prefix) {
				rivals = append(rivals, o.via)
			}
		}
	}
	return rivals
}

// showsPropagated tells whether a row proves that an attachment is propagated.
func showsPropagated(t *topology.TransitGatewayRouteTable, via topology.TransitGatewayRouteAttachment) bool {
	for _, route := range t.Routes {
		for _, a := range route.TransitGatewayAttachments {
			if route.Type == "propagated" && a.TransitGatewayAttachmentId == via.TransitGatewayAttachmentId {
				return true
			}
		}
	}
	return false
}

// mayHideRoute tells whether a table may have a better route than the best ones seen: an unlisted static one, one of a
// propagation that cannot be derived, or a contested one.
func (l *leg) mayHideRoute(t *topology.TransitGatewayRouteTable, dst netip.Addr, best []transitRoute) bool {
	if isListed(t) {
		return false
	}
	if !t.StaticRoutesKnown && !beats(best, dst.BitLen(), transitStatic) {
		return true
	}
	if !t.PropagatedRoutesKnown && !l.propagationsWhole(t) && !beats(best, dst.BitLen(), transitPropagated) {
		return true
	}
	for _, x := range l.derived(t) {
		if x.contested && x.prefix.Contains(dst) && !beats(best, x.prefix.Bits(), transitPropagated) {
			return true
		}
	}
	return false
}

func (l *leg) propagationsWhole(t *topology.TransitGatewayRouteTable) bool {
	for _, x := range t.Propagations {
		if _, whole := l.propagatedBy(x); !whole {
			return false
		}
	}
	return t.PropagationsKnown
}

// beats tells whether the routes seen win over any of a length and rank. Two static routes have never one prefix.
func beats(best []transitRoute, bits, rank int) bool {
	if len(best) == 0 {
		return false
	}
	b := best[0]
	return b.bits > bits || b.bits == bits && (b.rank < rank || b.rank == transitStatic)
}
