package ways

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"

	gonum "gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A wayMap is the part of the network that lies between two places: the nodes on some way from the one to the other, along routes of
// any destination. Interfaces that carry nothing on are no part of it.
type wayMap struct {
	g        *graph.Graph
	from, to graph.NodeID
	shape    *simple.WeightedDirectedGraph
}

// maxNodes bounds a map: with more, the algorithms take longer than anybody waits.
const maxNodes = 20000

// newMap makes the map of a flow; nil if its ends are no two places, nothing joins them, or too much does.
func newMap(g *graph.Graph, a *sim.Answer) *wayMap {
	from, here := nodeOf(g, a.From, a)
	to, there := nodeOf(g, a.To, a)
	if !here || !there || from == to {
		return nil
	}
	m := &wayMap{g: g, from: g.ID(from), to: g.ID(to)}
	topology := g.Topology()
	ahead := m.spread(m.from, topology.From, m.goes)
	behind := m.spread(m.to, topology.To, func(u, v graph.NodeID) bool { return m.goes(v, u) })
	if !ahead[m.to] || len(ahead) > maxNodes {
		return nil
	}
	m.shape = simple.NewWeightedDirectedGraph(0, math.Inf(1))
	for u := range ahead {
		for it := topology.From(int64(u)); behind[u] && it.Next(); {
			v := graph.NodeID(it.Node().ID())
			if ahead[v] && behind[v] && m.goes(u, v) {
				m.shape.SetWeightedEdge(m.shape.NewWeightedEdge(simple.Node(u), simple.Node(v), m.weight(u, v)))
			}
		}
	}
	return m
}

// nodeOf is the node of a flow's end.
func nodeOf(g *graph.Graph, l graph.Location, a *sim.Answer) (graph.Node, bool) {
	switch l.Kind {
	case graph.AtInterface:
		return graph.Node{Kind: graph.InterfaceNode, Index: int32(l.Interface)}, true
	case graph.AtInternet:
		return graph.Node{Kind: graph.InternetNode}, true
	case graph.AtExternalNetwork:
		return graph.Node{Kind: graph.ExternalNode, Index: l.Index}, true
	case graph.AtService:
		return graph.Node{Kind: graph.ServiceNode, Index: l.Index}, true
	case graph.AtAddress, graph.AtBalancer:
		at := a.Flow.Dst
		if l.Kind == graph.AtAddress {
			at = l.Addr
		}
		if holders := g.ByAddress(at); len(holders) == 1 {
			return graph.Node{Kind: graph.InterfaceNode, Index: int32(holders[0])}, true
		}
	}
	return graph.Node{}, false
}

// spread finds all nodes that can be reached from one.
func (m *wayMap) spread(from graph.NodeID, next func(int64) gonum.Nodes, goes func(u, v graph.NodeID) bool) map[graph.NodeID]bool {
	seen := map[graph.NodeID]bool{from: true}
	for queue := []graph.NodeID{from}; len(queue) > 0; queue = queue[1:] {
		for it := next(int64(queue[0])); it.Next(); {
			if v := graph.NodeID(it.Node().ID()); !seen[v] && goes(queue[0], v) {
				seen[v] = true
				queue = append(queue, v)
			}
		}
	}
	return seen
}

// goes reports whether an edge can be part of the way: a VPC delivers to the end alone, and nothing goes on behind it.
func (m *wayMap) goes(u, v graph.NodeID) bool {
	if u == m.to || v == m.from {
		return false
	}
	return v == m.to || m.g.NodeAt(u).Kind != graph.VpcNode
}

// weight is one step, and a little more that depends on its two ends: so no two ways weigh the same, and which of several equally
// long ones is found is not left to chance.
func (m *wayMap) weight(u, v graph.NodeID) float64 {
	h := fnv.New32a()
	for _, id := range []graph.NodeID{u, v} {
		_, _ = h.Write([]byte(m.g.Ref(m.g.NodeAt(id)).String() + "\n"))
	}
	return 1 + float64(h.Sum32())/(1<<32)/1e4
}

// chokes are the components that every way passes.
func (m *wayMap) chokes() []ref.Ref {
	tree := flow.Dominators(simple.Node(m.from), m.shape)
	var all []ref.Ref
	for at := tree.DominatorOf(int64(m.to)); at != nil && at.ID() != int64(m.from); at = tree.DominatorOf(at.ID()) {
		all = append(all, m.g.Ref(m.g.NodeAt(graph.NodeID(at.ID()))))
	}
	slices.Reverse(all)
	return all
}

// A line is a way over the map.
type line []graph.Node

const (
	maxLines = 40 // ways over the map that are looked at
	maxWays  = 5  // different ones that are told
)

// lines are the shortest ways that differ in what they go through, shortest first.
func (m *wayMap) lines() []line {
	var all []line
	for _, nodes := range path.YenKShortestPaths(m.shape, maxLines, math.Inf(1), simple.Node(m.from), simple.Node(m.to)) {
		var l line
		for _, n := range nodes {
			l = append(l, m.g.NodeAt(graph.NodeID(n.ID())))
		}
		if !m.returns(l) && !slices.ContainsFunc(all, func(o line) bool { return slices.Equal(m.through(o), m.through(l)) }) {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, func(a, b line) int {
		x, y := m.through(a), m.through(b)
		return cmp.Or(cmp.Compare(len(x), len(y)), slices.CompareFunc(x, y, ref.Compare))
	})
	return all
}

// returns reports whether a line comes back to a VPC that it has left.
func (m *wayMap) returns(l line) bool {
	var vpcs []ref.Ref
	away := true
	for _, n := range l {
		v := m.g.VpcOf(n)
		switch {
		case v.IsZero():
			away = away || n.Kind != graph.NatGatewayNode && n.Kind != graph.InspectionNode // those lie in a VPC
		case !away && vpcs[len(vpcs)-1] == v:
		case slices.Contains(vpcs, v):
			return true
		default:
			vpcs, away = append(vpcs, v), false
		}
	}
	return false
}

// through are the gateways and appliances of a line.
func (m *wayMap) through(l line) []ref.Ref {
	var all []ref.Ref
	for i, n := range l {
		if i > 0 && i < len(l)-1 && isStation(m.g.Ref(n)) {
			all = append(all, m.g.Ref(n))
		}
	}
	return all
}

// isStation tells what makes ways differ from what every way has: subnets and VPCs, and the internet.
func isStation(r ref.Ref) bool {
	switch r.Kind {
	case ref.Subnet, ref.Vpc, ref.Internet, ref.SecurityGroup, ref.NetworkAcl, ref.RouteTable, ref.TransitGatewayRouteTable,
		ref.TransitGatewayPolicyTable, ref.CoreNetworkRouteTable, ref.None:
		return false
	}
	return true
}
