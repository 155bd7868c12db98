package whatif

import (
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Network is a snapshot with what it was compiled into, and how.
type Network struct {
	Snapshot *topology.Snapshot
	Options  graph.Options
	Graph    *graph.Graph

	base    *topology.Snapshot // what it was made of, and what may differ
	touched []ref.Ref
}

// TouchedSince names the resources in which a network may differ from the one that it was made of by edits, if that is known.
func (n Network) TouchedSince(before Network) []ref.Ref {
	if n.base != before.Snapshot {
		return nil
	}
	return n.touched
}

// With is the network of a snapshot that was made from this one's by edits. Only what they touch is compiled, where that will do; touched names it
// if somebody knows it: see graph.Recompile.
func (n Network) With(s *topology.Snapshot, touched ...ref.Ref) Network {
	after := Network{Snapshot: s, Options: n.Options, base: n.Snapshot, touched: touched}
	if n.Graph != nil {
		if g, ok := n.Graph.Recompile(s, touched...); ok {
			after.Graph = g
			return after
		}
	}
	after.Graph, _ = graph.Compile(s, n.Options)
	return after
}

// Edit is the network with edits done one after the other. The error names the first that cannot be done.
func (n Network) Edit(edits []edit.Edit) (Network, error) {
	s, err := edit.Apply(n.Snapshot, edits)
	if err != nil {
		return Network{}, err
	}
	return n.With(s, TouchedBy(edits)...), nil
}

// TouchedBy names the resources whose rows some edits change, or none where an edit might change others, too.
func TouchedBy(edits []edit.Edit) []ref.Ref {
	var touched []ref.Ref
	for _, e := range edits {
		switch of := e.Ref().Resource(); e.What.(type) {
		case edit.GroupRule, edit.Entry:
			touched = append(touched, of)
		case edit.Route:
			if of.Kind == ref.Other { // as a plan calls it
				return nil
			}
			touched = append(touched, of)
		default:
			return nil
		}
	}
	return touched
}
