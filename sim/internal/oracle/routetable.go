package oracle

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// tableOf is the subnet's explicit route table, else the VPC's main one (R2.1); nil if the documents leave it open. A
// subnet without an explicit table may have one in a document that was truncated.
func (r *run) tableOf(v *topology.Vpc, subnet string) *topology.RouteTable {
	if t := r.associated(func(a topology.RouteTableAssociation, _ string) bool { return a.SubnetId == subnet }); t != nil {
		return t
	}
	if r.s.Covers(ref.RouteTable, v.Account, v.Region) != topology.Whole {
		return nil
	}
	return r.associated(func(a topology.RouteTableAssociation, vpc string) bool { return a.Main && vpc == v.VpcId })
}

// associated is the first table with an association in force that is the one asked for.
func (r *run) associated(wanted func(a topology.RouteTableAssociation, vpc string) bool) *topology.RouteTable {
	for i := range r.s.RouteTables {
		t := &r.s.RouteTables[i]
		for _, a := range t.Associations {
			if s := a.AssociationState.State; (s == "" || s == "associated") && wanted(a, t.VpcId) {
				return t
			}
		}
	}
	return nil
}

// candidate is a route that matches, with the prefix by which it does.
type candidate struct {
	route topology.Route
	bits  int
	rank  int
}

// lookup selects the route for a destination (R2.3); false if nothing matches. Where the documents leave several
// possible, it is a doubt of the run.
func (r *run) lookup(v *topology.Vpc, t *topology.RouteTable, dst netip.Addr) (topology.Route, bool) {
	best := longest(r.matches(v, t, dst))
	if len(best) == 0 {
		return topology.Route{}, false
	}
	return best[r.choose("equal routes in "+t.RouteTableId+" for "+dst.String(), len(best))].route, true
}

// matches are the routes that match: VPC blocks are local unless a route replaces that, and propagated
// routes never beat local (R2.5, R2.7).
func (r *run) matches(v *topology.Vpc, t *topology.RouteTable, dst netip.Addr) []candidate {
	var all []candidate
	inVpc := within(vpcBlocks(v), dst)
	for _, route := range t.Routes {
		bits := r.matchedBits(v, t, route, dst)
		if bits >= 0 && !(inVpc && isPropagated(route)) {
			all = append(all, candidate{route, bits, rankOf(route)})
		}
	}
	for _, block := range vpcBlocks(v) {
		if block.Contains(dst) && !isReplaced(t, block) {
			all = append(all, candidate{topology.Route{GatewayId: "local"}, block.Bits(), rankStatic})
		}
	}
	return all
}

// isReplaced tells whether the table says itself where a VPC block leads.
func isReplaced(t *topology.RouteTable, block netip.Prefix) bool {
	for _, route := range t.Routes {
		if destination(route) == block && !isPropagated(route) {
			return true
		}
	}
	return false
}

// matchedBits is the length of the route's longest prefix that holds the destination, or -1.
func (r *run) matchedBits(v *topology.Vpc, t *topology.RouteTable, route topology.Route, dst netip.Addr) int {
	id, prefix := route.DestinationPrefixListId, destination(route)
	switch {
	case id != "":
		return r.listedBits(v, route, dst)
	case !prefix.IsValid() && leadsOut(route) && v != nil && within(vpcBlocks(v), dst):
		return -1 // R2.6
	case !prefix.IsValid():
		return r.hiddenBits("destination of the route to "+targetOf(route)+" in "+t.RouteTableId, dst)
	case prefix.Contains(dst):
		return prefix.Bits()
	}
	return -1
}

// listedBits is matchedBits by a prefix list, readable or not (R2.11). Lists of AWS's own and those of gateway
// endpoints hold no private addresses.
func (r *run) listedBits(v *topology.Vpc, route topology.Route, dst netip.Addr) int {
	id, bits := route.DestinationPrefixListId, -1
	if prefix := r.longestIn(id, dst); prefix.IsValid() {
		bits = prefix.Bits()
	}
	amazons := r.isAmazons(id) || strings.HasPrefix(route.GatewayId, "vpce-")
	local := v != nil && within(vpcBlocks(v), dst) && leadsOut(route)
	if r.mayHide(id, dst) && !(amazons && neverAmazons(dst, v)) && !local {
		bits = max(bits, r.hiddenBits(id, dst))
	}
	return bits
}

// leadsOut tells whether a route's target is one that no route inside of the VPC's blocks can have (R2.6).
func leadsOut(route topology.Route) bool {
	kind, _, _ := strings.Cut(route.GatewayId, "-")
	return route.TransitGatewayId != "" || route.VpcPeeringConnectionId != "" || route.EgressOnlyInternetGatewayId != "" || route.CoreNetworkArn != "" ||
		route.CarrierGatewayId != "" || kind == "igw" || kind == "vgw" || kind == "eigw"
}

// longest keeps the routes that win: the longest prefix, then the better origin. More than one is left only if they
// differ in target (R2.13).
func longest(all []candidate) []candidate {
	var best []candidate
	for _, c := range all {
		switch {
		case len(best) == 0 || c.bits > best[0].bits || c.bits == best[0].bits && c.rank < best[0].rank:
			best = []candidate{c}
		case c.bits == best[0].bits && c.rank == best[0].rank && !hasTarget(best, c):
			best = append(best, c)
		}
	}
	return best
}

func hasTarget(all []candidate, c candidate) bool {
	for _, other := range all {
		if targetOf(other.route) == targetOf(c.route) && other.route.State == c.route.State {
			return true
		}
	}
	return false
}
