package graph

import (
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/topo"
)

// idsOf drains an iterator and checks what it says of itself.
func idsOf(t *testing.T, nodes graph.Nodes) []int64 {
	t.Helper()
	var first []int64
	for range 2 {
		var ids []int64
		for left := nodes.Len(); nodes.Next(); {
			if left--; nodes.Len() != left {
				t.Fatalf("%d nodes are left, Len says %d", left, nodes.Len())
			}
			ids = append(ids, nodes.Node().ID())
		}
		if nodes.Next() || nodes.Len() != 0 || nodes.Node() != nil {
			t.Fatal("there is something after the end")
		}
		if first != nil && !slices.Equal(first, ids) {
			t.Fatalf("first %v, after Reset %v", first, ids)
		}
		first = ids
		nodes.Reset()
	}
	return first
}

// TestTopologyIsADirectedGraph holds the view to gonum's contract: From, To and the edges tell the same, in order.
func TestTopologyIsADirectedGraph(t *testing.T) {
	g, _ := Compile(everything(), Options{})
	view := g.Topology()
	all := idsOf(t, view.Nodes())
	if len(all) != g.NumNodes() || !slices.IsSorted(all) {
		t.Fatalf("Nodes lists %v of %d nodes", all, g.NumNodes())
	}
	for _, u := range all {
		from, to := idsOf(t, view.From(u)), idsOf(t, view.To(u))
		if !slices.IsSorted(from) || !slices.IsSorted(to) || view.Node(u).ID() != u {
			t.Errorf("node %d: from %v, to %v", u, from, to)
		}
		for _, v := range all {
			joined, back := slices.Contains(from, v), slices.Contains(to, v)
			if view.HasEdgeFromTo(u, v) != joined || view.HasEdgeFromTo(v, u) != back || view.HasEdgeBetween(u, v) != (joined || back) {
				t.Errorf("%d and %d: From says %v, To says %v, and the edges otherwise", u, v, joined, back)
			}
			checkEdge(t, view, u, v, joined)
		}
	}
}

func checkEdge(t *testing.T, view Topology, u, v int64, joined bool) {
	t.Helper()
	e := view.Edge(u, v)
	if (e != nil) != joined {
		t.Errorf("the edge from %d to %d is %v", u, v, e)
	}
	if e == nil {
		return
	}
	if back := e.ReversedEdge(); e.From().ID() != u || e.To().ID() != v || back.From().ID() != v || back.To().ID() != u {
		t.Errorf("the edge from %d to %d is %v, reversed %v", u, v, e, back)
	}
}

func TestTopologyKnowsNoOtherNodes(t *testing.T) {
	g, _ := Compile(everything(), Options{})
	view := g.Topology()
	for _, id := range []int64{-1, int64(g.NumNodes()), 1 << 40} {
		if view.Node(id) != nil || view.From(id).Len() != 0 || view.To(id).Len() != 0 || view.HasEdgeBetween(0, id) || view.Edge(id, 0) != nil {
			t.Errorf("node %d is there", id)
		}
	}
}

// TestGonumFindsItsWay runs two of gonum's algorithms on the view.
func TestGonumFindsItsWay(t *testing.T) {
	g, _ := Compile(everything(), Options{})
	view := g.Topology()
	web, far := view.Node(int64(g.ID(Node{InterfaceNode, int32(g.interfaceOf("eni-web"))}))), int64(g.ID(Node{InterfaceNode, int32(g.interfaceOf("eni-b"))}))
	var way []NodeKind
	nodes, _ := path.DijkstraFrom(web, view).To(far)
	for _, n := range nodes {
		way = append(way, g.NodeAt(NodeID(n.ID())).Kind)
	}
	if want := []NodeKind{InterfaceNode, RouterNode, PeeringNode, VpcNode, InterfaceNode}; !slices.Equal(way, want) {
		t.Errorf("the way over the peering is %v, want %v", way, want)
	}
	if parts := topo.TarjanSCC(view); len(parts) < 2 {
		t.Errorf("%d strongly connected parts", len(parts))
	}
}

// TestViewAllocatesNoNodes: iterating over neighbours costs the iterator.
func TestViewAllocatesNoNodes(t *testing.T) {
	g, _ := Compile(everything(), Options{})
	view, at := g.Topology(), int64(g.ID(Node{VpcNode, 0}))
	if n := testing.AllocsPerRun(100, func() {
		for nodes := view.From(at); nodes.Next(); {
			_ = nodes.Node().ID()
		}
	}); n > 1 {
		t.Errorf("%v allocations for the neighbours of a node", n)
	}
}
