package oracle

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// transitRoute is a route of a transit gateway's table with the length by which it matches.
type transitRoute struct {
	bits, rank  int
	blackhole   bool
	attachments []topology.TransitGatewayRouteAttachment
}

func (t transitRoute) String() string {
	if t.blackhole {
		return fmt.Sprintf("/%d blackhole", t.bits)
	}
	return fmt.Sprintf("/%d > %v", t.bits, attachmentIDs(t))
}

func attachmentIDs(t transitRoute) []string {
	var all []string
	for _, a := range t.attachments {
		all = append(all, a.TransitGatewayAttachmentId)
	}
	return all
}

// Routes of one prefix by where they come from (R7.3); propagated ones by the kind of their attachment.
const (
	transitStatic = iota
	transitList
	transitPropagated
)

var propagatedOrder = []string{"vpc", "direct-connect-gateway", "connect", "vpn", "vpn-concentrator", "client-vpn", "peering"}

func propagatedRank(kind string) int {
	if i := slices.Index(propagatedOrder, kind); i >= 0 {
		return transitPropagated + i
	}
	return transitPropagated + len(propagatedOrder)
}

// transitLookup is the route for a destination, or the end of the packet: a table that may hide a better route leaves it open (R7.19).
func (l *leg) transitLookup(t *topology.TransitGatewayRouteTable, dst netip.Addr) (transitRoute, end, bool) {
	best := bestTransit(l.transitMatches(t, dst))
	id := t.TransitGatewayRouteTableId
	switch {
	case l.mayHideRoute(t, dst, best):
		return transitRoute{}, unclear("R7.19: routes of %s are unknown", id), true
	case len(best) == 0:
		return transitRoute{}, dropped("R7.3: %s has no route to %v", id, dst), true
	}
	return best[l.choose("equal routes in "+id+" for "+dst.String(), len(best))], end{}, false
}

// bestTransit keeps the routes that win: the longest prefix, then the better origin. More than one is left only if they
// lead to different attachments.
func bestTransit(all []transitRoute) []transitRoute {
	var best []transitRoute
	for _, c := range all {
		same := func(o transitRoute) bool {
			return o.blackhole == c.blackhole && slices.Equal(attachmentIDs(o), attachmentIDs(c))
		}
		switch {
		case len(best) == 0 || c.bits > best[0].bits || c.bits == best[0].bits && c.rank < best[0].rank:
			best = []transitRoute{c}
		case c.bits == best[0].bits && c.rank == best[0].rank && !slices.ContainsFunc(best, same):
			best = append(best, c)
		}
	}
	return best
}

// transitMatches are the routes that match: those listed, those of prefix list references, those that propagations tell.
func (l *leg) transitMatches(t *topology.TransitGatewayRouteTable, dst netip.Addr) []transitRoute {
	var all []transitRoute
	for _, route := range t.Routes {
		if bits := l.listedTransitBits(route, dst); bits >= 0 && isInForce(route) {
			all = append(all, transitRoute{bits, listedRank(route), route.State == "blackhole", route.TransitGatewayAttachments})
		}
	}
	for _, x := range t.PrefixListReferences {
		if bits := l.referenceBits(x, dst); bits >= 0 {
			all = append(all, transitRoute{bits, transitList, x.Blackhole, referenceAttachments(x)})
		}
	}
	for _, x := range l.derived(t) {
		if x.prefix.Contains(dst) && !x.contested {
			all = append(all, transitRoute{x.prefix.Bits(), propagatedRank(x.via.ResourceType), false, []topology.TransitGatewayRouteAttachment{x.via}})
		}
	}
	return all
}

func isInForce(route topology.TransitGatewayRoute) bool {
	return route.State == "active" || route.State == "blackhole" || route.State == ""
}

func listedRank(route topology.TransitGatewayRoute) int {
	switch {
	case route.Type == "propagated" && len(route.TransitGatewayAttachments) > 0:
		return propagatedRank(route.TransitGatewayAttachments[0].ResourceType)
	case route.Type == "propagated":
		return transitPropagated
	case route.PrefixListId != "":
		return transitList
	}
	return transitStatic
}

// listedTransitBits: a row names a prefix, or a list alone.
func (l *leg) listedTransitBits(route topology.TransitGatewayRoute, dst netip.Addr) int {
	prefix := route.DestinationCidrBlock
	switch {
	case prefix.IsValid() && prefix.Masked().Contains(dst):
		return prefix.Bits()
	case !prefix.IsValid() && route.PrefixListId != "":
		return l.transitListBits(route.PrefixListId, dst)
	}
	return -1
}

// referenceBits expands a reference. Entries that nobody could read are among the rows, or as unknown as those.
func (l *leg) referenceBits(x topology.TransitGatewayPrefixListReference, dst netip.Addr) int {
	if prefix := l.longestIn(x.PrefixListId, dst); prefix.IsValid() {
		return prefix.Bits()
	}
	return -1
}

// transitListBits is the length of the list's longest entry that holds the destination, in doubt any, or -1 (R2.11).
func (l *leg) transitListBits(list string, dst netip.Addr) int {
	bits := -1
	if prefix := l.longestIn(list, dst); prefix.IsValid() {
		bits = prefix.Bits()
	}
	if l.mayHide(list, dst) && !(l.isAmazons(list) && neverAmazons(dst, nil)) {
		bits = max(bits, l.hiddenBits(list, dst))
	}
	return bits
}

func referenceAttachments(x topology.TransitGatewayPrefixListReference) []topology.TransitGatewayRouteAttachment {
	if x.TransitGatewayAttachment == nil {
		return nil
	}
	return []topology.TransitGatewayRouteAttachment{*x.TransitGatewayAttachment}
}

// transitPrefixes are all prefixes that tables of transit gateways name.
func (r *run) transitPrefixes(dst netip.Addr) []netip.Prefix {
	var all []netip.Prefix
	for i := range r.s.TransitGatewayRouteTables {
		t := &r.s.TransitGatewayRouteTables[i]
		for _, route := range t.Routes {
			all = append(all, route.DestinationCidrBlock, r.longestIn(route.PrefixListId, dst))
		}
		for _, x := range t.PrefixListReferences {
			all = append(all, r.longestIn(x.PrefixListId, dst))
		}
	}
	for _, c := range r.s.VpnConnections {
		for _, route := range c.Routes {
			all = append(all, route.DestinationCidrBlock)
		}
	}
	return all
}
