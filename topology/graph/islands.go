package graph

import (
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/dryhop/dryhop/topology/ref"
)

// Islands groups the VPCs that are joined to each other, directly or by way of others, whatever routes and filters say.
// Islands come in order of their first VPC, VPCs in order of their id.
func (g *Graph) Islands() [][]ref.Ref {
	sea := simple.NewUndirectedGraph()
	for i := range g.vpcs {
		sea.AddNode(simple.Node(i))
	}
	for _, pair := range g.joined() {
		sea.SetEdge(simple.Edge{F: simple.Node(pair[0]), T: simple.Node(pair[1])})
	}
	var islands [][]ref.Ref
	for _, nodes := range topo.ConnectedComponents(sea) {
		island := make([]ref.Ref, len(nodes))
		for i, n := range nodes {
			island[i] = g.vpcs[n.ID()].ref
		}
		slices.SortFunc(island, ref.Compare)
		islands = append(islands, island)
	}
	slices.SortFunc(islands, func(a, b []ref.Ref) int { return ref.Compare(a[0], b[0]) })
	return islands
}

// joined lists the pairs of different VPCs that something joins.
func (g *Graph) joined() [][2]int32 {
	var pairs [][2]int32
	for i := range g.peerings {
		p := &g.peerings[i]
		if a, b := p.sides[0].vpc, p.sides[1].vpc; p.active && a != none && b != none && a != b {
			pairs = append(pairs, [2]int32{a, b})
		}
	}
	return append(pairs, g.attached()...)
}

// attached lists the pairs of VPCs that have attachments to one transit gateway, each with the one before it.
func (g *Graph) attached() [][2]int32 {
	var pairs [][2]int32
	last := map[int32]int32{}
	for i := range g.transitAttachments {
		a := &g.transitAttachments[i]
		if a.vpc == none {
			continue
		}
		if before, seen := last[a.gateway]; seen && before != a.vpc {
			pairs = append(pairs, [2]int32{before, a.vpc})
		}
		last[a.gateway] = a.vpc
	}
	return pairs
}
