package graph

// Implements R11.1 and R11.8, as far as they are about a load balancer's name: which addresses it stands for.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// NumBalancers is the number of load balancers.
func (g *Graph) NumBalancers() int { return len(g.balancers) }

// TakesClients reports whether a load balancer is a place that flows go to. A gateway one takes what endpoints hand it.
func (g *Graph) TakesClients(balancer int32) bool {
	return g.balancers[balancer].kind != gatewayBalancer
}

// Nodes lists the interfaces of a load balancer.
func (g *Graph) Nodes(balancer int32) []InterfaceID { return g.balancers[balancer].nodes }

// FacesInternet reports whether a load balancer's name stands for public addresses.
func (g *Graph) FacesInternet(balancer int32) bool { return g.balancers[balancer].public }

// BalancerHas reports whether a load balancer is known to have addresses of a family.
func (g *Graph) BalancerHas(balancer int32, f netmath.Family) bool {
	return len(g.NodeAddresses(balancer, f, false)) > 0 || len(g.NodeAddresses(balancer, f, true)) > 0
}

// NodeHolding is the node of a load balancer that holds an address; the zero Location if none does.
func (g *Graph) NodeHolding(balancer int32, a netip.Addr) Location {
	for _, id := range g.balancers[balancer].nodes {
		for _, held := range g.interfaces[id].addresses {
			if held.private == a || (held.public == a && a.IsValid()) {
				return Location{Kind: AtInterface, Interface: id}
			}
		}
	}
	return Location{}
}

// NodeAddresses lists the private or public addresses of a family by which a load balancer is asked. Those in zones without
// a target that the node could send to are left out, as DNS does, if others remain.
func (g *Graph) NodeAddresses(balancer int32, f netmath.Family, public bool) []netip.Addr {
	b := &g.balancers[balancer]
	if len(b.nodes) == 0 {
		return b.placeless(f, public)
	}
	var serving, others []netip.Addr
	for ordinal, id := range b.nodes {
		a := g.Primary(id, f)
		if public {
			a = g.Public(id, f)
		}
		switch {
		case !a.IsValid():
		case g.serves(b, ordinal):
			serving = append(serving, a)
		default:
			others = append(others, a)
		}
	}
	if len(serving) > 0 {
		return serving
	}
	return others
}

// placeless lists the addresses of nodes whose interfaces the snapshot lacks.
func (b *balancer) placeless(f netmath.Family, public bool) []netip.Addr {
	var all []netip.Addr
	for _, a := range b.addresses {
		if netmath.FamilyOf(a) == f && (a.Is6() || netmath.Internet(f).Contains(a) == public) {
			all = append(all, a)
		}
	}
	return all
}

// serves reports whether a node has a target that it could send to, or answers itself.
func (g *Graph) serves(b *balancer, ordinal int) bool {
	for _, li := range b.listeners {
		for _, a := range g.listeners[li].actions {
			if a.pool == none || !g.targetGroups[g.pools[a.pool].group].known || len(g.pools[a.pool].usable[ordinal]) > 0 {
				return true
			}
		}
	}
	return false
}
