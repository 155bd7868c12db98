package graph

import (
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
)

// Topology presents the graph to gonum's algorithms: its nodes, and an edge wherever packets can go, whatever
// filters say. It is a view of the compact arrays and copies nothing.
type Topology struct{ g *Graph }

var _ graph.Directed = Topology{}

// Topology is the view for gonum.
func (g *Graph) Topology() Topology { return Topology{g} }

// ID makes a node number a gonum node.
func (id NodeID) ID() int64 { return int64(id) }

// Node is the node of a number, or nil.
func (t Topology) Node(id int64) graph.Node {
	if id < 0 || id >= int64(t.g.NumNodes()) {
		return nil
	}
	return NodeID(id)
}

// Nodes lists all nodes.
func (t Topology) Nodes() graph.Nodes {
	all := make([]graph.Node, t.g.NumNodes())
	for i := range all {
		all[i] = NodeID(i)
	}
	return iterator.NewOrderedNodes(all)
}

// From lists the nodes that packets can go to next.
func (t Topology) From(id int64) graph.Nodes {
	to := t.g.next(NodeID(id))
	if len(to) == 0 {
		return graph.Empty
	}
	nodes := make([]graph.Node, len(to))
	for i, n := range to {
		nodes[i] = n
	}
	return iterator.NewOrderedNodes(nodes)
}

// To lists the nodes that packets can come from.
func (t Topology) To(id int64) graph.Nodes {
	var nodes []graph.Node
	for n := range NodeID(t.g.NumNodes()) {
		if t.HasEdgeFromTo(int64(n), id) {
			nodes = append(nodes, n)
		}
	}
	if len(nodes) == 0 {
		return graph.Empty
	}
	return iterator.NewOrderedNodes(nodes)
}

// HasEdgeFromTo reports whether packets can go from u to v.
func (t Topology) HasEdgeFromTo(u, v int64) bool {
	for _, n := range t.g.next(NodeID(u)) {
		if int64(n) == v {
			return true
		}
	}
	return false
}

// HasEdgeBetween reports whether packets can go one way or the other.
func (t Topology) HasEdgeBetween(x, y int64) bool {
	return t.HasEdgeFromTo(x, y) || t.HasEdgeFromTo(y, x)
}

// Edge is the edge from u to v, or nil.
func (t Topology) Edge(u, v int64) graph.Edge {
	if !t.HasEdgeFromTo(u, v) {
		return nil
	}
	return arc{NodeID(u), NodeID(v)}
}

// next are the targets of a node, sorted.
func (g *Graph) next(id NodeID) []NodeID {
	return g.arcs.to[g.arcs.start[id]:g.arcs.start[id+1]]
}

// arc is an edge as a value.
type arc struct{ from, to NodeID }

func (a arc) From() graph.Node         { return a.from }
func (a arc) To() graph.Node           { return a.to }
func (a arc) ReversedEdge() graph.Edge { return arc{a.to, a.from} }
