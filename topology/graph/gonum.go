package graph

import (
	"slices"

	"gonum.org/v1/gonum/graph"
)

// Topology presents the graph to gonum's algorithms: its nodes, and an edge wherever packets can go, whatever
// filters say. It is a view of the compact arrays: a number a node is all that it adds. Nodes and edges come in
// order of their numbers; what gonum makes of them may come in any.
type Topology struct {
	g     *Graph
	nodes []NodeID // every number at its own place, so that a node is a pointer to it and nothing has to be boxed
}

var _ graph.Directed = Topology{}

// Topology is the view for gonum.
func (g *Graph) Topology() Topology {
	nodes := make([]NodeID, g.NumNodes())
	for i := range nodes {
		nodes[i] = NodeID(i)
	}
	return Topology{g, nodes}
}

// ID makes a node number a gonum node.
func (id NodeID) ID() int64 { return int64(id) }

// Node is the node of a number, or nil.
func (t Topology) Node(id int64) graph.Node {
	if id < 0 || id >= int64(len(t.nodes)) {
		return nil
	}
	return &t.nodes[id]
}

// Nodes lists all nodes.
func (t Topology) Nodes() graph.Nodes { return t.list(t.nodes) }

// From lists the nodes that packets can go to next.
func (t Topology) From(id int64) graph.Nodes { return t.list(t.g.arcs().out.of(NodeID(id))) }

// To lists the nodes that packets can come from.
func (t Topology) To(id int64) graph.Nodes { return t.list(t.g.arcs().in.of(NodeID(id))) }

// HasEdgeFromTo reports whether packets can go from u to v.
func (t Topology) HasEdgeFromTo(u, v int64) bool {
	_, found := slices.BinarySearch(t.g.arcs().out.of(NodeID(u)), NodeID(v))
	return found
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
	return arc{&t.nodes[u], &t.nodes[v]}
}

func (t Topology) list(row []NodeID) graph.Nodes {
	if len(row) == 0 {
		return graph.Empty
	}
	return &nodeList{t: t, row: row, at: -1}
}

// A nodeList iterates over a row.
type nodeList struct {
	t   Topology
	row []NodeID
	at  int // of the current node: -1 before the first, len(row) after the last
}

// Next moves to the next node, if there is one.
func (l *nodeList) Next() bool {
	l.at = min(l.at+1, len(l.row))
	return l.at < len(l.row)
}

// Len is the number of nodes still to come.
func (l *nodeList) Len() int { return max(len(l.row)-l.at-1, 0) }

// Reset goes back to before the first node.
func (l *nodeList) Reset() { l.at = -1 }

// Node is the current node.
func (l *nodeList) Node() graph.Node {
	if l.at < 0 || l.at >= len(l.row) {
		return nil
	}
	return l.t.Node(int64(l.row[l.at]))
}

// arc is an edge.
type arc struct{ from, to *NodeID }

func (a arc) From() graph.Node         { return a.from }
func (a arc) To() graph.Node           { return a.to }
func (a arc) ReversedEdge() graph.Edge { return arc{a.to, a.from} }
