package graph

import (
	"cmp"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// A Rival is a route that somebody may have counted on, and does not take the packet.
type Rival struct {
	Code  Code
	Route ref.Ref
	Text  string // its destination and target
}

// rivalCodes are the words for why a route does not take a packet, in tables of subnets and of transit gateways.
var rivalCodes = map[bool]struct{ longer, better, misses Code }{
	false: {MoreSpecificRoute, HigherPriorityRoute, CannotRoute},
	true:  {TGWMoreSpecificRoute, TGWHigherPriorityRoute, TGWCannotRoute},
}

// Rivals lists the working routes of an event's table that lead elsewhere than the one that was taken, best first: those
// that cover the destination too, or, where none does, the one that comes closest (R2.3, R7.3).
func (g *Graph) Rivals(e Event, dst netip.Addr) []Rival {
	if e.Kind != RouteEvent || e.Table == none {
		return nil
	}
	t := &g.tables[e.Table]
	if e.Rule == none {
		return append(g.unroutedAttachments(e.At, t, dst), g.closestRoute(t, dst)...)
	}
	type candidate struct {
		bits int
		Rival
	}
	var others []candidate
	codes := rivalCodes[t.isTransit()]
	for i := range t.routes {
		r := &t.routes[i]
		p, covers := longestOf(g.prefixesOf(r), dst)
		if p.Bits() == 0 && !isPublic(dst) {
			continue // nobody counts on the way to the internet for a private address
		}
		if int32(i) == e.Rule || !covers || r.state != activeRoute || r.target == t.routes[e.Rule].target {
			continue
		}
		switch g.whyNot(t, int32(i), e.Rule, p) {
		case "less specific":
			others = append(others, candidate{p.Bits(), g.rival(codes.longer, t, r)})
		case "outranked":
			others = append(others, candidate{p.Bits(), g.rival(codes.better, t, r)})
		}
	}
	slices.SortStableFunc(others, func(a, b candidate) int { return cmp.Or(b.bits-a.bits, cmp.Compare(a.Text, b.Text)) })
	rivals := make([]Rival, len(others))
	for i, o := range others {
		rivals[i] = o.Rival
	}
	return rivals
}

// unroutedAttachments are those of a transit gateway whose VPC holds an address that the gateway's table has no route to.
func (g *Graph) unroutedAttachments(at Node, t *routeTable, dst netip.Addr) []Rival {
	if !t.isTransit() || at.Kind != TransitGatewayNode {
		return nil
	}
	var rivals []Rival
	for i := range g.transitAttachments {
		if a := &g.transitAttachments[i]; a.gateway == at.Index && a.vpc != none && g.vpcs[a.vpc].contains(dst) {
			rivals = append(rivals, Rival{TGWNoRouteToAttachment, a.ref, g.attachmentText(int32(i))})
		}
	}
	return rivals
}

func (g *Graph) rival(code Code, t *routeTable, r *route) Rival {
	return Rival{code, t.ref.WithRule(r.name), g.routeText(r)}
}

// closestRoute is the route whose destination shares the most leading bits with an address that no route covers, if it
// shares enough to have been meant for it.
func (g *Graph) closestRoute(t *routeTable, dst netip.Addr) []Rival {
	var best *route
	most := dst.BitLen()/8*2 - 1 // fewer is no more than chance
	for i := range t.routes {
		r := &t.routes[i]
		if r.target.Kind == VpcNode || r.state != activeRoute {
			continue
		}
		for _, p := range g.prefixesOf(r) {
			if p.Addr().BitLen() != dst.BitLen() {
				continue
			}
			if bits := sharedBits(p.Addr(), dst); bits > most || (bits == most && best != nil && r.name < best.name) {
				best, most = r, bits
			}
		}
	}
	if best == nil {
		return nil
	}
	return []Rival{g.rival(rivalCodes[t.isTransit()].misses, t, best)}
}

// sharedBits counts the leading bits that two addresses of one family share.
func sharedBits(a, b netip.Addr) int {
	n := 0
	for n < a.BitLen() && netip.PrefixFrom(a, n+1).Masked().Contains(b) {
		n++
	}
	return n
}

// TargetOf is the node that the route of an event leads to; the router itself where there is no route.
func (g *Graph) TargetOf(e Event) Node {
	if e.Kind != RouteEvent || e.Table == none || e.Rule == none {
		return e.At
	}
	return g.tables[e.Table].routes[e.Rule].target
}
