package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// overlapped reports whether a network outside has an address of an interface as well: who means the one may come to the other.
func (x *contrasting) overlapped(id graph.InterfaceID) bool {
	g := x.before.g
	if a := g.Primary(id, netmath.IPv4); a.IsValid() && x.before.internet.Contains(a) {
		return true // a private address that is somebody's on the internet
	}
	if a := g.Primary(id, netmath.IPv6); a.IsValid() && x.before.internet.Contains(a) {
		return true
	}
	for i := range int32(g.NumExternals()) {
		for _, p := range g.External(i).Prefixes {
			for _, f := range netmath.Families {
				if a, b := g.Primary(id, f), g.Public(id, f); a.IsValid() && p.Contains(a) || b.IsValid() && p.Contains(b) {
					return true
				}
			}
		}
	}
	return false
}

// asOthers reports whether a node may be asked for who is somewhere else and has its address.
func (x *contrasting) asOthers(node graph.InterfaceID) bool {
	return x.overlapped(node) || x.forwards(node)
}

// forwards reports whether what means another interface, and comes to a node that has its address, may come to that one after all.
func (x *contrasting) forwards(node graph.InterfaceID) bool {
	g := x.before.g
	for _, f := range netmath.Families {
		others := g.ByAddress(g.Primary(node, f))
		if slices.ContainsFunc(others, func(other graph.InterfaceID) bool { return other != node && !g.Keeps(node, other) }) {
			return true
		}
	}
	return false
}
