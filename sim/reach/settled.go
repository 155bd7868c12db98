package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// settled reports whether all that comes to a node of a load balancer goes to targets, for certain, or nowhere; so it does where there is no node.
func (a *asker) settled(node graph.InterfaceID, f netmath.Family) bool {
	if node == graph.NoInterface {
		return true
	}
	x := a.front(a.g.BalancerOf(node), f)
	i := slices.IndexFunc(x.nodes, func(n frontNode) bool { return n.id == node })
	if x.regard == graph.ForMore || i < 0 {
		return false
	}
	clients := []netip.Addr{{}}
	if x.regard == graph.ForAddress {
		clients = append(slices.Clone(x.borders), netmath.First(wholeSpace[f]))
	}
	return !slices.ContainsFunc(clients, func(client netip.Addr) bool {
		in := a.inside(x, &x.nodes[i], client, f)
		return in.regard == graph.ForMore || slices.ContainsFunc(in.by, func(one sim.Inside) bool { return !one.Settled() })
	})
}
