package cli

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/provision"
)

// supposed are versions of a network with a host in each subnet without any, if that is to be assumed.
func supposed(opt graph.Options, versions ...*topology.Snapshot) []*topology.Snapshot {
	if !slices.Contains(opt.Assume, graph.AssumeHostInSubnet) {
		return versions
	}
	return provision.SupposeHosts(versions...)
}

// withHosts puts a host where the words of a question ask for one that nobody has: into each subnet that is named and holds none, and where
// hosts are to be assumed, at each address of a subnet that no interface holds. The index is of the network with them.
func (n *network) withHosts(words ...string) (*network, *selector.Index) {
	x := selector.NewIndex(n.graph)
	with := n.snapshot
	for _, word := range words {
		v := x.Vacancy(word)
		with = provision.SupposeHostsIn(with, v.Subnets, v.Hosts)
		if slices.Contains(n.options.Assume, graph.AssumeHostInSubnet) {
			for _, a := range v.Addresses {
				with = n.withHostsAt(with, a)
			}
		}
	}
	if with == n.snapshot {
		return n, x
	}
	copied := *n
	copied.snapshot = with
	copied.graph, _ = graph.Compile(with, n.options)
	return &copied, selector.NewIndex(copied.graph)
}

// withHostsAt puts a host at an address into each subnet in which it could be.
func (n *network) withHostsAt(s *topology.Snapshot, a netip.Addr) *topology.Snapshot {
	for _, in := range n.graph.VacantIn(a) {
		at := slices.IndexFunc(s.Subnets, func(x topology.Subnet) bool { return x.SubnetId == in.ID })
		s = provision.SupposeHostAt(s, &s.Subnets[at], a)
	}
	return s
}
