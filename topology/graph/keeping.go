package graph

import "net/netip"

// Keeps reports whether a request that comes to an interface never goes on from there to another one: it ends there, or at hosts that a load
// balancer sends it to, of which the other is none. It may be false of one that keeps.
func (g *Graph) Keeps(taker, other InterfaceID) bool {
	if g.EndsAt(taker) {
		return true
	}
	e := &g.interfaces[taker]
	if !e.isNode() || e.unmodelled || e.link != none || g.interfaces[other].balancer == e.balancer || !g.late.keeping()[e.balancer] {
		return false
	}
	return g.identity.targets[other] == 0 || !g.maySendTo(e.balancer, other)
}

// maySendTo reports whether an interface is among the targets of a load balancer.
func (g *Graph) maySendTo(balancer int32, id InterfaceID) bool {
	e := &g.interfaces[id]
	for t := range g.targetsOf(balancer) {
		if t.iface == id || t.addr.IsValid() && e.owns(t.addr) {
			return true
		}
	}
	return false
}

// allKeeping tells of each load balancer whether all that it sends to is known, and is functions and hosts: nothing that sends on.
func (g *Graph) allKeeping() []bool {
	sending := g.sendingOn()
	keeping := make([]bool, len(g.balancers))
	for i := range keeping {
		keeping[i] = g.keeps(int32(i), sending)
	}
	return keeping
}

func (g *Graph) keeps(balancer int32, sending map[netip.Addr]bool) bool {
	b := &g.balancers[balancer]
	if !b.documented || !b.listenersKnown {
		return false
	}
	for _, li := range b.listeners {
		if len(g.listeners[li].actions) == 0 {
			return false
		}
		for _, a := range g.listeners[li].actions {
			if a.pool != none && !g.targetGroups[g.pools[a.pool].group].known {
				return false
			}
		}
	}
	for t := range g.targetsOf(balancer) {
		known := t.kind == hostTarget || t.kind == functionTarget
		if !known || t.iface != NoInterface && !g.EndsAt(t.iface) || sending[t.addr] {
			return false
		}
	}
	return true
}

// sendingOn are the addresses of interfaces at which requests do not end.
func (g *Graph) sendingOn() map[netip.Addr]bool {
	all := map[netip.Addr]bool{}
	for i := range g.interfaces {
		if g.EndsAt(InterfaceID(i)) {
			continue
		}
		for _, a := range g.interfaces[i].addresses {
			all[a.private], all[a.public], all[a.carrier] = true, true, true
		}
	}
	delete(all, netip.Addr{})
	return all
}
