package impact

import (
	"cmp"
	"context"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxTried bounds how many networks are compiled to find causes where a query does not, maxSingles how many changes are tried alone for an effect.
const (
	maxTried   = 4000
	maxSingles = 64
)

// explain traces the witnesses of effects, and finds their causes.
func (r *Result) explain(ctx context.Context, q Query) error {
	tracers := [2]*sim.Tracer{sim.NewTracer(r.Before.Graph), sim.NewTracer(r.After.Graph)}
	t := &toggler{result: r, tried: map[string]*trial{}, tries: cmp.Or(q.Tries, maxTried)}
	for i := range r.Effects {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		q.say("looking for causes", i)
		e := &r.Effects[i]
		e.Before = r.traced(tracers[was], e, r.Before.Graph)
		e.After = r.traced(tracers[is], e, r.After.Graph)
		e.Causes, e.Ending = t.causes(e), r.ending(e)
	}
	r.Tried = t.compiled
	return nil
}

// traced is the witness of an effect in a graph, or nil if a place of it is not there.
func (r *Result) traced(t *sim.Tracer, e *Effect, in *graph.Graph) *sim.Answer {
	q, there := r.question(e, in)
	if !there {
		return nil
	}
	a, err := t.Trace(q)
	if err != nil {
		return nil
	}
	return a
}

// question is the witness of an effect as a question about another graph.
func (r *Result) question(e *Effect, in *graph.Graph) (sim.Question, bool) {
	q, of := e.Witness, r.Graph(e)
	if of == in || r.alike && (in == r.Before.Graph || in == r.After.Graph) {
		return q, true
	}
	var there [2]bool
	q.From, there[0] = r.find(of, q.From, in)
	q.To, there[1] = r.find(of, q.To, in)
	return q, there[0] && there[1]
}

// find finds a place of one graph in another one: itself, or else what it is replaced by or replaces.
func (r *Result) find(of *graph.Graph, l graph.Location, in *graph.Graph) (graph.Location, bool) {
	found, err := whatif.Find(of, l, in)
	if err == nil {
		return found, true
	}
	if twin, has := r.twins.other(of.RefOf(l)); has {
		found, err = whatif.FindNamed(l, twin, in)
	}
	return found, err == nil
}

// A toggler does parts of the changes, and asks again.
type toggler struct {
	result   *Result
	tried    map[string]*trial
	compiled int
	tries    int               // networks that may be compiled
	part     *whatif.Reduction // of a large network what an effect has to do with
}

// A trial is a network with a part of the changes done.
type trial struct {
	graph  *graph.Graph
	tracer *sim.Tracer
}

// causes finds the smallest sets of changes that bring an effect about.
func (t *toggler) causes(e *Effect) []Cause {
	all := t.result.Changes
	whole := t.result.twins.whole
	if len(whole([]int{0})) == len(all) {
		return []Cause{{whole([]int{0})}}
	}
	t.reduce(e)
	wanted := t.fate(e, t.result.After.Graph, sim.NewTracer(t.result.After.Graph))
	brings := func(changes []int) bool {
		if t.compiled >= t.tries && t.unknown(changes) {
			e.Search = GaveUp
			return false
		}
		w := t.with(whole(changes))
		return t.fate(e, w.graph, w.tracer) == wanted
	}
	near, far := t.order(e)
	near, far = t.result.twins.leaders(near), t.result.twins.leaders(far)
	singles := slices.Concat(near, far)
	if len(singles) > maxSingles {
		singles, e.Search = singles[:maxSingles], SearchedSome
	}
	var alone []Cause
	for _, c := range singles {
		if brings([]int{c}) {
			alone = append(alone, Cause{whole([]int{c})})
		}
	}
	switch together := slices.Concat(far, near); {
	case len(alone) > 0:
		slices.SortFunc(alone, func(a, b Cause) int { return a.Changes[0] - b.Changes[0] })
		return alone
	case len(near) > 1 && brings(near):
		return []Cause{{whole(smallest(near, brings).Changes)}}
	case brings(together):
		return []Cause{{whole(smallest(together, brings).Changes)}}
	}
	return nil
}

// smallest leaves out of some changes what is not needed: none of what is left can be left out alone.
func smallest(changes []int, brings func([]int) bool) Cause {
	for size := (len(changes) + 1) / 2; ; size = (size + 1) / 2 {
		left := false
		for at := 0; at < len(changes) && len(changes) > 1; {
			rest := slices.Concat(changes[:at], changes[min(at+size, len(changes)):])
			if len(rest) > 0 && brings(rest) {
				changes, left = rest, true
				continue
			}
			at += size
		}
		if size == 1 && !left {
			break
		}
	}
	slices.Sort(changes)
	return Cause{changes}
}

// A fate is what becomes of a witness: its verdict, and of what is rerouted its course.
type fate struct {
	verdict sim.Verdict
	course  string
}

// fate is what becomes of an effect's witness in a graph. Where a place of it is not there, nothing passes.
func (t *toggler) fate(e *Effect, in *graph.Graph, tracer *sim.Tracer) fate {
	q, there := t.result.question(e, in)
	if !there {
		return fate{}
	}
	v, err := tracer.Verdict(q)
	f := fate{verdict: v}
	if err != nil {
		return fate{}
	}
	if e.Kind == Rerouted {
		c, _ := courseOf(tracer, in, q, t.result.twins)
		f.course = c.text
	}
	return f
}

// keyOfChanges is the same for the same changes.
func keyOfChanges(changes []int) string {
	key := make([]byte, 0, 3*len(changes))
	for _, c := range sorted(slices.Clone(changes)) {
		key = append(key, byte(c>>16), byte(c>>8), byte(c))
	}
	return string(key)
}

// unknown reports whether a network with some of the changes done has to be compiled.
func (t *toggler) unknown(changes []int) bool { return t.tried[keyOfChanges(changes)] == nil }

// with is the network before with some of the changes done.
func (t *toggler) with(changes []int) *trial {
	changes = sorted(slices.Clone(changes))
	key := keyOfChanges(changes)
	if w := t.tried[key]; w != nil {
		return w
	}
	some := make([]diff.Change, len(changes))
	for i, c := range changes {
		some[i] = t.result.Changes[c]
	}
	g := t.compile(diff.Apply(t.result.Before.Snapshot, some...), diff.Touched(some...))
	t.compiled++
	w := &trial{g, sim.NewTracer(g)}
	if t.part == nil {
		t.tried[key] = w
	}
	return w
}

// compile compiles a snapshot that differs from the one before in some rows: these alone if that will do, else of a large network what an effect has
// to do with.
func (t *toggler) compile(s *topology.Snapshot, touched []ref.Ref) *graph.Graph {
	before, opt := t.result.Before, t.result.After.Options
	if reflect.DeepEqual(before.Options, opt) {
		if g, ok := before.Graph.Recompile(s, touched...); ok {
			return g
		}
	}
	if t.part != nil {
		s = t.part.Of(s)
	}
	g, _ := graph.Compile(s, opt)
	return g
}

// reduce cuts a large network down to what an effect has to do with.
func (t *toggler) reduce(e *Effect) {
	if !whatif.Large(t.result.Before.Snapshot) {
		return
	}
	t.part = new(whatif.Reduction)
	for i, a := range []*sim.Answer{e.Before, e.After} {
		if a != nil {
			t.part.Add([]whatif.Network{t.result.Before, t.result.After}[i], a)
		}
	}
}

// order divides the changes: near are those of resources that the traces of an effect meet, those of rules first.
func (t *toggler) order(e *Effect) (near, far []int) {
	met := map[ref.Ref]bool{}
	for i, a := range []*sim.Answer{e.Before, e.After} {
		if a != nil {
			meet([]*graph.Graph{t.result.Before.Graph, t.result.After.Graph}[i], a, met)
		}
	}
	for c := range t.result.Changes {
		if met[t.result.Changes[c].Ref.Resource()] {
			near = append(near, c)
		} else {
			far = append(far, c)
		}
	}
	rulesFirst := func(a, b int) int {
		return number(t.result.Changes[b].IsRule()) - number(t.result.Changes[a].IsRule())
	}
	slices.SortStableFunc(near, rulesFirst)
	slices.SortStableFunc(far, rulesFirst)
	return near, far
}

// meet notes the resources that an answer is about.
func meet(g *graph.Graph, a *sim.Answer, met map[ref.Ref]bool) {
	for _, l := range []graph.Location{a.From, a.To, a.Question.From, a.Question.To} {
		met[g.RefOf(l)] = true
		if l.Kind == graph.AtInterface {
			info := g.Interface(l.Interface)
			for _, r := range append(info.Groups, info.Owner, info.Subnet, info.Vpc) {
				met[r] = true
			}
		}
	}
	for _, leg := range []*sim.Leg{&a.Forward, &a.Return} {
		for i := range leg.Hops {
			met[leg.Hops[i].Component.Resource()] = true
			for _, s := range leg.Hops[i].Steps {
				met[s.Rule.Resource()] = true
			}
		}
	}
	for _, x := range a.Explanations {
		for _, r := range []ref.Ref{x.Component, x.At, x.Rule, x.Route, x.Missing} {
			met[r.Resource()] = true
		}
	}
	for _, p := range a.Parts {
		meet(g, p.Answer, met)
	}
}

// Part is some of the changes of a result, by their numbers.
func (r *Result) Part(c Cause) []*diff.Change {
	all := make([]*diff.Change, len(c.Changes))
	for i, n := range c.Changes {
		all[i] = &r.Changes[n]
	}
	return all
}

// With is the snapshot before with a cause's changes done.
func (r *Result) With(c Cause) *topology.Snapshot {
	var some []diff.Change
	for _, change := range r.Part(c) {
		some = append(some, *change)
	}
	return diff.Apply(r.Before.Snapshot, some...)
}
