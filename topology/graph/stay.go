package graph

import "net/netip"

// Stays walks from an interface to an address as a request does, and reports whether nobody beyond the interface's VPC gets it: there it comes
// to who has the address, or it gets lost, in the VPC or on its way to the internet. So it is for each address that the same DeparturePrefixes
// hold, if requests to it end there. The walk has no log, and is for legs alone.
func (w *Walk) Stays(from InterfaceID, dst netip.Addr) bool {
	p := w.setOut(from, NoInterface, dst, false)
	e, y := &w.g.interfaces[from], &w.opened.way
	if w.g.serviceAt(e.vpc, dst) != none || w.isStandIn(p.Src) {
		return false
	}
	end := w.run(w.leaveBack(e.subnet, p))
	switch {
	case !w.Plain(true) || !w.Direct():
		return false
	case end == Dropped:
		return y.inside(e.vpc) || y.ends(e.vpc) && w.hopeless(dst)
	}
	return end == Arrived && w.where.Kind == AtInterface && w.final == p && w.g.EndsAt(w.where.Interface) && y.inside(e.vpc)
}

// Inside reports whether the last leg passed by nothing but routers of its sender's VPC: nobody elsewhere made a difference.
func (w *Walk) Inside(from InterfaceID) bool { return w.opened.way.inside(w.g.interfaces[from].vpc) }

func (y *way) inside(vpc int32) bool {
	return y.ends(vpc) && y.keeps(1<<RouterNode|1<<VpcNode)
}

// ends reports whether a leg that is lost came no further than the gateways of its VPC, and the internet.
func (y *way) ends(vpc int32) bool { return !y.gated && !y.strays && y.within(vpc) && y.keeps(dead) }

// EndsIn reports whether requests that are delivered to an address in a VPC end there, or get lost: an interface has it at which they do, or
// nobody has.
func (g *Graph) EndsIn(vpc int32, a netip.Addr) bool {
	v := &g.vpcs[vpc]
	h, held := v.holds(a)
	if held {
		return h.nat == none && g.EndsAt(h.iface)
	}
	return v.complete && !g.divided
}
