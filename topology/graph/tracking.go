package graph

// Implements R4.10: which connections security groups remember, and so what becomes of established ones when a rule goes.

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// Untracked reports whether an interface's groups let connections pass without remembering them, so that each of their packets
// needs a rule: TCP or UDP that a rule lets pass for all addresses, while another lets everything pass the other way. The packet
// is the first one of a connection; dir is the direction that it passes the interface in. What always is remembered is for
// AlwaysTracked to say.
func (g *Graph) Untracked(id InterfaceID, dir Direction, p Packet) bool {
	e := &g.interfaces[id]
	if e.unfiltered() || !p.Protocol.HasPorts() {
		return false
	}
	return g.admitsAll(e, dir, p, p.DstPorts) && g.admitsAll(e, 1-dir, p, netmath.AllPorts())
}

// admitsAll reports whether single rules of an interface's groups admit ports of a packet's protocol for every address of its family.
func (g *Graph) admitsAll(e *iface, dir Direction, p Packet, ports netmath.Ports) bool {
	for _, gi := range g.groupsOf(e) {
		if slices.ContainsFunc(g.groupAt(gi).rules[dir], func(r groupRule) bool {
			prefix := r.remote.prefix
			return r.remote.kind == prefixRemote && prefix.Bits() == 0 && netmath.FamilyOf(prefix.Addr()) == p.Family() &&
				r.protocol.matches(p.Protocol) == yes && r.ports.Covers(ports)
		}) {
			return true
		}
	}
	return false
}

// AlwaysTracked reports whether connections by way of a kind of component are remembered whatever the rules are.
func AlwaysTracked(k ref.Kind) bool {
	switch k {
	case ref.EgressOnlyInternetGateway, ref.NatGateway, ref.NetworkFirewall, ref.VpcEndpoint, ref.LoadBalancer, ref.LambdaFunction:
		return true
	}
	return false
}
