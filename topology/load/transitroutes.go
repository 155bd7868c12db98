package load

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// settleTransitRoutes decides whether propagated routes are known. search-transit-gateway-routes needs a filter
// and does not print it: an answer with static routes only may have been asked for those. It is whole if
// it holds a propagated route, or if nothing propagates into the table.
func settleTransitRoutes(s *topology.Snapshot) {
	for i := range s.TransitGatewayRouteTables {
		t := &s.TransitGatewayRouteTables[i]
		propagated := slices.ContainsFunc(t.Routes, func(r topology.TransitGatewayRoute) bool { return r.Type == "propagated" })
		enabled := slices.ContainsFunc(t.Propagations, func(p topology.TransitGatewayRouteTablePropagation) bool { return p.State != "disabled" })
		t.PropagatedRoutesKnown = t.PropagatedRoutesKnown && (propagated || t.PropagationsKnown && !enabled)
	}
}
