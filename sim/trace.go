package sim

import (
	"github.com/dryhop/dryhop/topology/graph"
)

// A Tracer answers questions about one graph. It reuses its memory and serves one goroutine.
type Tracer struct {
	g     *graph.Graph
	log   graph.Log
	full  *graph.Walk // keeps evidence
	quick *graph.Walk // gives verdicts only
	ajar  *graph.Walk // leaves the ends' security groups open
	mover *graph.Mover

	weighed weighing
	outcome outcome // of the last run
	leaves  []leaf
	choices []int32
	terse   bool        // no texts in evidence
	spaces  [2][]*space // of each family, those met last
	met     *meetings   // what walks with a log compare addresses with, while somebody wants to know

	meetings meetings  // the memory of met
	division *division // of the hosts that are asked about
}

// NewTracer makes a Tracer.
func NewTracer(g *graph.Graph) *Tracer {
	t := &Tracer{g: g, quick: graph.NewWalk(g, nil), ajar: graph.NewWalk(g, nil)}
	t.full = graph.NewWalk(g, &t.log)
	return t
}

// Suppose goes by a likeness from now on: answers then have the evidence of one of those that fare alike only.
func (t *Tracer) Suppose(l *graph.Likeness) {
	for _, w := range [...]*graph.Walk{t.full, t.quick, t.ajar} {
		w.Suppose(l)
	}
}

// Trace answers a question with evidence. The error tells why the question cannot be asked at all.
func Trace(g *graph.Graph, q Question) (*Answer, error) { return NewTracer(g).Trace(q) }

// Codes is Trace for who reads no texts: the answer has the codes of what blocks or is in doubt, without messages, notes and steps that
// are texts alone.
func (t *Tracer) Codes(q Question) (*Answer, error) {
	t.terse = true
	defer func() { t.terse = false }()
	return t.Trace(q)
}

// Trace answers a question with evidence. The error tells why the question cannot be asked at all.
func (t *Tracer) Trace(q Question) (*Answer, error) {
	a, err := t.answer(q)
	if err == nil {
		t.addFailovers(a)
	}
	return a, err
}

// answer is Trace for the network as it is now.
func (t *Tracer) answer(q Question) (*Answer, error) {
	if q.Service.All {
		return t.traceProtocols(q)
	}
	f, err := t.resolve(q)
	if err != nil {
		return nil, err
	}
	if t.spreads(&f, q) {
		return t.traceInternet(q, f), nil
	}
	if hidden, ok := t.fromBeyond(q, &f); ok {
		return t.trace(q, hidden), nil
	}
	return t.trace(q, f), nil
}

// Verdict answers a question without evidence: the same verdict as Trace, many times faster.
func (t *Tracer) Verdict(q Question) (Verdict, error) {
	if q.Service.All {
		a, err := t.traceProtocols(q)
		if err != nil {
			return Unknown, err
		}
		return a.Verdict, nil
	}
	f, err := t.resolve(q)
	if err != nil {
		return Unknown, err
	}
	if t.spreads(&f, q) {
		return t.traceInternet(q, f).Verdict, nil
	}
	if _, ok := t.fromBeyond(q, &f); ok {
		return Unknown, nil
	}
	return t.verdict(&f), nil
}

// verdict walks a flow without keeping evidence.
func (t *Tracer) verdict(f *flow) Verdict {
	r, complete := t.explore(t.silent(f), f, false, func(*outcome) {})
	if v := r.verdict(); complete || v == Unreachable {
		return v
	}
	return Unknown
}

// trace walks a flow with all evidence. The evidence shown is that of the first alternative.
func (t *Tracer) trace(q Question, f flow) *Answer {
	a := &Answer{Question: q, From: f.from, To: f.to, Flow: f.packet}
	var draws []draw
	var rivals []Explanation
	first := true
	r, complete := t.explore(t.full, &f, true, func(o *outcome) {
		if first {
			t.record(a, o)
			rivals = t.rivals()
		}
		first = false
		t.addAssumptions(a)
		t.explainEvents(a, o)
		draws = t.noteDraw(draws, a, o)
		if t.drew(o) {
			a.Ways++
		}
	})
	a.Verdict, a.OneWay, a.Split = r.verdict(), r.oneWay(), r.split()
	if !complete && a.Verdict != Unreachable {
		a.Verdict = Unknown
	}
	t.addContext(a, rivals)
	conclude(a, &r)
	t.addCosts(a)
	if r.drawn && a.Verdict == Partial {
		t.tellDraws(a, draws)
	}
	return a
}
