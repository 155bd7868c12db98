package remedy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// An attempt is a network with some edits done, and what becomes of the flow there.
type attempt struct {
	edits    []edit.Edit
	snapshot *topology.Snapshot
	graph    *graph.Graph
	answer   *sim.Answer
	blockers []sim.Explanation // in the order met
}

// try does edits and asks. It is nil if they cannot be done together, or were tried before.
func (f *finder) try(edits []edit.Edit) *attempt {
	key := keyOf(edits)
	if f.seen[key] || f.tried >= f.until && f.until > 0 {
		return nil
	}
	f.seen[key] = true
	return f.ask(f.base, edits)
}

// keyOf is the same for the same edits in any order.
func keyOf(edits []edit.Edit) string {
	texts := make([]string, len(edits))
	for i, e := range edits {
		texts[i] = e.String()
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

// ask does edits to a snapshot and traces the flow.
func (f *finder) ask(s *topology.Snapshot, edits []edit.Edit) *attempt {
	edited, err := edit.Apply(s, edits)
	if err != nil {
		return nil
	}
	f.tried++
	g, _ := graph.Compile(edited, f.options)
	q := f.question
	if q.From, err = f.from.in(g); err != nil {
		return nil
	}
	if q.To, err = f.to.in(g); err != nil {
		return nil
	}
	a, err := sim.NewTracer(g).Trace(q)
	if err != nil {
		return nil
	}
	return &attempt{edits: edits, snapshot: edited, graph: g, answer: a, blockers: blockersOf(a)}
}

// blockersOf lists what stops (part of) a flow, each once: that of all of its parts that do not pass.
func blockersOf(a *sim.Answer) []sim.Explanation {
	var all []sim.Explanation
	seen := map[blocker]bool{}
	var collect func(a *sim.Answer)
	collect = func(a *sim.Answer) {
		for _, x := range a.Explanations {
			if !x.Unknown && !x.Context && !seen[keyOfBlocker(&x)] && a.Verdict != sim.Reachable {
				seen[keyOfBlocker(&x)] = true
				all = append(all, x)
			}
		}
		for _, p := range a.Parts {
			collect(p.Answer)
		}
	}
	collect(a)
	return all
}

// doubts are what the snapshot does not tell about an attempt's flow.
func (t *attempt) doubts() []sim.Explanation {
	return slices.DeleteFunc(slices.Clone(t.answer.Explanations), func(x sim.Explanation) bool { return !x.Unknown })
}

// A blocker is what makes two explanations the same.
type blocker struct {
	code          graph.Code
	component, at ref.Ref
	rule          ref.Ref
	direction     string
	reply         bool
}

func keyOfBlocker(x *sim.Explanation) blocker {
	return blocker{x.Code, x.Component, x.At, x.Rule, x.Direction, x.Return}
}

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
