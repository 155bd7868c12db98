package sim

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// node fills in the addresses that a load balancer's name stands for, and gives the first. Its name stands for public
// ones, if it is internet-facing; networks outside that AWS is reached from privately use the private ones.
func (t *Tracer) node(f *flow, balancer int32, family netmath.Family) netip.Addr {
	facing := t.g.FacesInternet(balancer)
	public := f.from.Kind == graph.AtInternet || (f.from.Kind == graph.AtInterface && facing)
	f.nodes = t.g.NodeAddresses(balancer, family, public)
	switch {
	case len(f.nodes) > 0:
		return f.nodes[0]
	case !t.g.BalancerHas(balancer, netmath.IPv4) && !t.g.BalancerHas(balancer, netmath.IPv6):
		f.lacks = ref.Ref{Kind: ref.NetworkInterface}
	case f.lost != "":
	case public && t.g.BalancerHas(balancer, family):
		f.lost = graph.NoPublicAddress
	default:
		f.lost = graph.NoAddressInFamily
	}
	return netip.Addr{}
}

// privately turns to the private addresses of a load balancer's nodes, for a sender that turns out to be behind a VPN.
func (t *Tracer) privately(f *flow, balancer int32) {
	nodes := t.g.NodeAddresses(balancer, netmath.FamilyOf(f.packet.Src), false)
	if len(nodes) == 0 {
		return
	}
	f.nodes, f.packet.Dst = nodes, nodes[0]
	if f.lost == graph.NoPublicAddress {
		f.lost = ""
	}
}

// firstNode is where a load balancer would send from, if it ever began: one of its nodes.
func (t *Tracer) firstNode(l graph.Location) graph.Location {
	if nodes := t.g.Nodes(l.Index); len(nodes) > 0 {
		return graph.Location{Kind: graph.AtInterface, Interface: nodes[0]}
	}
	return l
}
