package oracle

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// coreDestination is where a route of a core network leads.
type coreDestination struct{ attachment, kind, resource string }

func coreDestinations(route *topology.CoreNetworkRoute) []coreDestination {
	var all []coreDestination
	for _, d := range route.Destinations {
		all = append(all, coreDestination{d.CoreNetworkAttachmentId, coreKind(d.ResourceType), d.ResourceId})
	}
	return all
}

// coreLookup is the route of a segment at an edge for a destination, or the end of the packet (R8.2).
func (l *leg) coreLookup(at corePlace, dst netip.Addr) (*topology.CoreNetworkRoute, end, bool) {
	t := coreTable(at)
	if t == nil || !t.Known {
		return nil, unclear("R8.3: the routes of %q at %q were not captured", at.segment, at.edge), true
	}
	best, bits := []*topology.CoreNetworkRoute{}, -1
	for i := range t.NetworkRoutes {
		route := &t.NetworkRoutes[i]
		switch n := l.coreBits(route, dst); {
		case n < 0 || !isOneOf(route.State, "ACTIVE", "BLACKHOLE") || n < bits:
		case n > bits || isStaticCore(route) && !isStaticCore(best[0]):
			best, bits = []*topology.CoreNetworkRoute{route}, n
		case isStaticCore(route) == isStaticCore(best[0]):
			best = append(best, route)
		}
	}
	if len(best) == 0 {
		return nil, dropped("R8.2: no route to %v in %q at %q", dst, at.segment, at.edge), true
	}
	return best[l.choose("equal routes in "+at.network.CoreNetworkId+at.segment+at.edge+" for "+dst.String(), len(best))], end{}, false
}

func isStaticCore(route *topology.CoreNetworkRoute) bool {
	return strings.EqualFold(route.Type, "static")
}

func coreTable(at corePlace) *topology.CoreNetworkRouteTable {
	for i := range at.network.RouteTables {
		t := &at.network.RouteTables[i]
		if e := t.CoreNetworkSegmentEdge; e.SegmentName == at.segment && e.EdgeLocation == at.edge {
			return t
		}
	}
	return nil
}

// coreBits is the length of a route's longest prefix that holds an address, or -1. A row may name a list alone (R2.11).
func (l *leg) coreBits(route *topology.CoreNetworkRoute, dst netip.Addr) int {
	prefix := route.DestinationCidrBlock
	switch {
	case prefix.IsValid() && prefix.Masked().Contains(dst):
		return prefix.Bits()
	case !prefix.IsValid() && route.PrefixListId != "":
		return l.transitListBits(route.PrefixListId, dst)
	}
	return -1
}

// corePrefixes are all prefixes that core networks name.
func (r *run) corePrefixes(dst netip.Addr) []netip.Prefix {
	var all []netip.Prefix
	for i := range r.s.CoreNetworks {
		for _, t := range r.s.CoreNetworks[i].RouteTables {
			for _, route := range t.NetworkRoutes {
				all = append(all, route.DestinationCidrBlock, r.longestIn(route.PrefixListId, dst))
			}
		}
	}
	return all
}
