package graph

import "slices"

// Taker is the interface that the request came to first, if a load balancer's node or an endpoint took it and may have sent it on; else where
// it arrived. It is for requests that arrived.
func (w *Walk) Taker() (at Location, sentOn bool) {
	if len(w.takers) == 0 {
		return w.where, false
	}
	return Location{Kind: AtInterface, Interface: w.takers[0]}, true
}

// CameTo reports whether a request that arrived did so at an interface, or was sent on by it.
func (w *Walk) CameTo(id InterfaceID) bool {
	return w.where.Kind == AtInterface && w.where.Interface == id || slices.Contains(w.takers, id)
}

// CameToBalancer is CameTo for any node of a load balancer.
func (w *Walk) CameToBalancer(balancer int32) bool {
	return slices.ContainsFunc(w.takers, func(id InterfaceID) bool { return w.g.interfaces[id].balancer == balancer })
}
