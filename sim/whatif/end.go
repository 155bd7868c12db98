package whatif

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// An end is a place of a question that can be found again in another graph of the network: numbers differ there.
type end struct {
	location graph.Location
	ref      ref.Ref
	external graph.External
}

func endOf(g *graph.Graph, l graph.Location) end {
	e := end{location: l, ref: g.RefOf(l)}
	if l.Kind == graph.AtExternalNetwork {
		e.external = g.External(l.Index)
	}
	return e
}

// in finds the place in a graph.
func (e end) in(g *graph.Graph) (graph.Location, error) {
	l := e.location
	switch l.Kind {
	case graph.AtExternalNetwork:
		for i := range int32(g.NumExternals()) {
			x := g.External(i)
			if l.Index = i; g.RefOf(l) == e.ref && x.Name == e.external.Name && slices.Equal(x.Prefixes, e.external.Prefixes) {
				return l, nil
			}
		}
		return l, fmt.Errorf("%v is no network outside any more", e.ref)
	case graph.AtInterface, graph.AtService, graph.AtBalancer:
		return e.entity(g)
	}
	return l, nil
}

// entity finds a place that has a name of its own.
func (e end) entity(g *graph.Graph) (graph.Location, error) {
	l := e.location
	all := g.Entities()
	i, found := slices.BinarySearchFunc(all, e.ref, func(x graph.Entity, r ref.Ref) int { return ref.Compare(x.Ref, r) })
	switch {
	case !found:
	case l.Kind == graph.AtInterface && len(all[i].Interfaces) == 1:
		l.Interface = all[i].Interfaces[0]
		return l, nil
	case l.Kind == graph.AtBalancer && all[i].Place.Kind == graph.AtBalancer:
		l.Index = all[i].Place.Index
		return l, nil
	case l.Kind == graph.AtService && all[i].External >= 0:
		l.Index = all[i].External
		return l, nil
	}
	return l, fmt.Errorf("%v is not in the network any more", e.ref)
}

// Find finds a place of one graph of a network in another graph of it.
func Find(g *graph.Graph, l graph.Location, in *graph.Graph) (graph.Location, error) {
	return endOf(g, l).in(in)
}

// FindNamed finds in a graph a place that is called so, of the same sort as one of another graph.
func FindNamed(l graph.Location, r ref.Ref, in *graph.Graph) (graph.Location, error) {
	return end{location: l, ref: r}.in(in)
}
