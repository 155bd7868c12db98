package sim

import "github.com/dryhop/dryhop/topology/graph"

// astray reports whether a request that arrived came to somebody else than it was for, who has the same address, and who that is. What a load
// balancer or an endpoint sends on came to all by whom it goes.
func (t *Tracer) astray(w *graph.Walk, f *flow) (taker graph.Location, is bool) {
	taker, _ = w.Taker()
	where := w.Where()
	switch f.to.Kind {
	case graph.AtInterface:
		is = !w.CameTo(f.to.Interface)
	case graph.AtBalancer:
		is = !f.inside && !w.CameToBalancer(f.to.Index) && (taker.Kind == graph.AtInterface || t.placed(f))
	case graph.AtInternet:
		is = where.Kind == graph.AtInterface
	case graph.AtExternalNetwork:
		is = where.Kind == graph.AtInterface || where.Kind == graph.AtInternet
	}
	return taker, is
}

// placed reports whether one of the nodes of the load balancer that a flow is for is known to have its destination.
func (t *Tracer) placed(f *flow) bool {
	return t.g.NodeHolding(f.to.Index, f.packet.Dst).Kind == graph.AtInterface
}

// takenElsewhere reports whether a node of another load balancer took a request to one.
func takenElsewhere(w *graph.Walk, f *flow) bool {
	_, sentOn := w.Taker()
	return sentOn && !w.CameToBalancer(f.to.Index)
}
