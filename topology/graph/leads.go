package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology/ref"
)

// TableOf is the route table by which a subnet's router goes, or the zero Ref.
func (g *Graph) TableOf(router Node) ref.Ref {
	if router.Kind != RouterNode || g.subnets[router.Index].table == none {
		return ref.Ref{}
	}
	return g.tables[g.subnets[router.Index].table].ref
}

// VpcOf is the VPC that a node delivers in, routes for, or is an interface of; of other nodes the zero Ref.
func (g *Graph) VpcOf(n Node) ref.Ref {
	vi := none
	switch n.Kind {
	case VpcNode:
		vi = n.Index
	case RouterNode:
		vi = g.subnets[n.Index].vpc
	case InterfaceNode:
		vi = g.interfaces[n.Index].vpc
	}
	if vi == none {
		return ref.Ref{}
	}
	return g.vpcs[vi].ref
}

// Leads is the node to which a subnet's router sends an address by what is known of its table; false if no route takes it, or one
// that drops.
func (g *Graph) Leads(router Node, dst netip.Addr) (Node, bool) {
	if router.Kind != RouterNode || g.subnets[router.Index].table == none {
		return Node{}, false
	}
	t := &g.tables[g.subnets[router.Index].table]
	ri, found := t.fib.Lookup(dst)
	if !found || t.routes[ri].state != activeRoute {
		return Node{}, false
	}
	return t.routes[ri].target, true
}
