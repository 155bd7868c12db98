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
	if n := &x.nodes[i]; n.settled == 0 {
		n.settled = 1 + number01(a.settles(x, n, f))
	}
	return x.nodes[i].settled == 2
}

// settles is settled of a node of a front.
func (a *asker) settles(x *front, n *frontNode, f netmath.Family) bool {
	return !slices.ContainsFunc(x.clients(f), func(client netip.Addr) bool {
		in := a.inside(x, n, client, f)
		return in.regard == graph.ForMore || slices.ContainsFunc(in.by, func(one sim.Inside) bool { return !one.Settled() })
	})
}

// clients are addresses of clients, one of each that are alike to what is behind the nodes; none that is known if they all are.
func (x *front) clients(f netmath.Family) []netip.Addr {
	if x.regard == graph.ForAddress {
		return append(slices.Clone(x.borders), netmath.First(wholeSpace[f]))
	}
	return []netip.Addr{{}}
}
