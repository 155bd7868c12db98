package sim

import (
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A restriction is what the way of a request has to pass, and what it must not.
type restriction struct{ via, notVia []ref.Ref }

func (r *restriction) any() bool { return len(r.via)+len(r.notVia) > 0 }

// restrict loses a request that came where it must not, or arrived without having come where it must. The walk has a log.
func (t *Tracer) restrict(w *graph.Walk, f *flow, o *outcome) {
	for _, r := range f.restriction.notVia {
		if at, passed := w.Passed(r, f.to); passed {
			t.bar(w, o, graph.ComponentFilterRemoved, at, r)
			return
		}
	}
	for _, r := range f.restriction.via {
		if _, passed := w.Passed(r, f.to); !passed && o.there == graph.Arrived {
			t.bar(w, o, graph.ComponentFilter, graph.Node{}, r)
			return
		}
	}
}

func (t *Tracer) bar(w *graph.Walk, o *outcome, code graph.Code, at graph.Node, r ref.Ref) {
	w.Bar(code, at, r)
	o.there, o.forward = graph.Dropped, graph.Bounds{}
}

// silent is the walk for questions whose evidence nobody wants to see: with a log all the same if the way counts.
func (t *Tracer) silent(f *flow) *graph.Walk {
	if f.restriction.any() {
		return t.full
	}
	return t.quick
}
