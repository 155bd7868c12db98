package graph

import (
	"net/netip"
	"slices"
)

// Stays walks from an interface to an address as a request does, and reports whether nobody beyond the interface's VPC gets it: there it comes
// to who has the address, or it gets lost, in the VPC or on its way to the internet. So it is for each address that the same DeparturePrefixes
// hold, if requests that come to who has it there do not go on to others. The walk has no log, and is for legs alone.
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
	return end == Arrived && w.where.Kind == AtInterface && w.final == p && y.inside(e.vpc)
}

// Inside reports whether the last leg passed by nothing but routers of its sender's VPC: nobody elsewhere made a difference.
func (w *Walk) Inside(from InterfaceID) bool { return w.opened.way.inside(w.g.interfaces[from].vpc) }

func (y *way) inside(vpc int32) bool {
	return y.ends(vpc) && y.keeps(1<<RouterNode|1<<VpcNode)
}

// ends reports whether a leg that is lost came no further than the gateways of its VPC, and the internet.
func (y *way) ends(vpc int32) bool { return !y.gated && !y.strays && y.within(vpc) && y.keeps(dead) }

// EndsIn reports whether requests that are delivered to an address in a VPC never come to who has it elsewhere: an interface has it at which they
// end, a load balancer that sends on to others, or a NAT gateway, or nobody has. It names the node of that load balancer, else NoInterface.
func (g *Graph) EndsIn(vpc int32, a netip.Addr) (node InterfaceID, ends bool) {
	v := &g.vpcs[vpc]
	h, held := v.holds(a)
	switch {
	case !held:
		return NoInterface, v.complete && !g.divided
	case h.nat != none:
		return NoInterface, !g.nats[h.nat].regional
	case g.EndsAt(h.iface):
		return NoInterface, true
	}
	_, public := g.public[a] // of somebody, whom that leads to
	return h.iface, !public && !slices.ContainsFunc(g.ByAddress(a), func(other InterfaceID) bool { return other != h.iface && !g.Keeps(h.iface, other) })
}
