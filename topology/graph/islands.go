package graph

import (
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/dryhop/dryhop/topology/ref"
)

// compileIslands numbers the VPCs by what they are joined to, directly or by way of others: each has the number of the first of its island.
func (c *compiler) compileIslands() {
	c.g.island = make([]int32, len(c.g.vpcs))
	for _, nodes := range topo.ConnectedComponents(c.g.sea()) { // in no order
		first := int64(len(c.g.vpcs))
		for _, n := range nodes {
			first = min(first, n.ID())
		}
		for _, n := range nodes {
			if n.ID() < int64(len(c.g.vpcs)) {
				c.g.island[n.ID()] = int32(first)
			}
		}
	}
}

// Islands groups the VPCs that are joined to each other, directly or by way of others, whatever routes and filters say.
// Islands come in order of their first VPC, VPCs in order of their id.
func (g *Graph) Islands() [][]ref.Ref {
	byNumber := map[int32][]ref.Ref{}
	for i := range g.vpcs {
		byNumber[g.island[i]] = append(byNumber[g.island[i]], g.vpcs[i].ref)
	}
	islands := make([][]ref.Ref, 0, len(byNumber))
	for _, island := range byNumber {
		slices.SortFunc(island, ref.Compare)
		islands = append(islands, island)
	}
	slices.SortFunc(islands, func(a, b []ref.Ref) int { return ref.Compare(a[0], b[0]) })
	return islands
}

// Apart reports whether nothing in the snapshot joins the VPCs of two interfaces.
func (g *Graph) Apart(a, b InterfaceID) bool {
	return g.island[g.interfaces[a].vpc] != g.island[g.interfaces[b].vpc]
}

// sea is the graph of VPCs and, numbered after them, transit gateways, with an edge for whatever joins two of them.
func (g *Graph) sea() *simple.UndirectedGraph {
	sea := simple.NewUndirectedGraph()
	for i := range len(g.vpcs) + len(g.transitGateways) {
		sea.AddNode(simple.Node(i))
	}
	join := func(a, b int) {
		if a != b {
			sea.SetEdge(simple.Edge{F: simple.Node(a), T: simple.Node(b)})
		}
	}
	gateway := func(gi int32) int { return len(g.vpcs) + int(gi) }
	for i := range g.peerings {
		p := &g.peerings[i]
		if a, b := p.sides[0].vpc, p.sides[1].vpc; p.active && a != none && b != none {
			join(int(a), int(b))
		}
	}
	for i := range g.transitAttachments {
		a := &g.transitAttachments[i]
		if a.vpc != none {
			join(int(a.vpc), gateway(a.gateway))
		}
		if a.peer != none {
			join(gateway(a.gateway), gateway(g.transitAttachments[a.peer].gateway))
		}
	}
	return sea
}
