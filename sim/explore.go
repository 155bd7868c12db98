package sim

import (
	"github.com/dryhop/dryhop/topology/graph"
)

// maxDoubts bounds how many ways a flow is followed, on each way that AWS may choose, where the snapshot leaves several
// open; maxWays bounds all of them together.
const (
	maxDoubts = 64
	maxWays   = 1 << 17
)

// explore walks a flow along every combination of alternatives and hands each outcome to see. The first is the one
// that the known facts favour. Incomplete results are those of flows with too many.
func (t *Tracer) explore(w *graph.Walk, f *flow, thorough bool, see func(*outcome)) (r result, complete bool) {
	if len(f.entries) < 2 {
		return t.exploreNodes(w, f, thorough, see)
	}
	complete = true
	for _, xi := range f.entries {
		one := *f
		one.from.Index = xi
		from, whole := t.exploreNodes(w, &one, thorough, see)
		r, complete = r.join(from, graph.Fork{}), complete && whole
	}
	return r, complete
}

// exploreNodes tries the nodes of the load balancer that a flow is for in turn: its name may stand for any of them.
func (t *Tracer) exploreNodes(w *graph.Walk, f *flow, thorough bool, see func(*outcome)) (r result, complete bool) {
	if len(f.nodes) < 2 {
		return t.exploreWays(w, f, thorough, see)
	}
	complete = true
	for _, node := range f.nodes {
		one := *f
		one.packet.Dst = node
		to, whole := t.exploreWays(w, &one, thorough, func(o *outcome) {
			o.node = node
			see(o)
		})
		r, complete = r.join(to, graph.Fork{Drawn: true}), complete && whole
	}
	return r, complete
}

func (t *Tracer) exploreWays(w *graph.Walk, f *flow, thorough bool, see func(*outcome)) (r result, complete bool) {
	t.weighed.reset()
	t.choices = t.choices[:0]
	doubts, draws := 0, 1
	for range maxWays {
		if doubts >= maxDoubts*draws {
			break
		}
		o := t.run(w, f, t.choices, thorough)
		t.weighed.add(resultOf(o), t.choices, w.Forks())
		see(o)
		if t.met != nil && w == t.full {
			t.met.note(t.g, &t.log)
		}
		raised, more := t.following(w.Forks())
		switch {
		case !more:
			return t.weighed.whole, true
		case raised.Drawn || raised.Apart:
			draws++
		default:
			doubts++
		}
	}
	t.weighed.giveUp()
	return t.weighed.whole, false
}

// following counts through the combinations of alternatives, and tells which fork takes its next one. The forks seen depend
// on the choices before them, so only the last one that can be raised is.
func (t *Tracer) following(forks []graph.Fork) (raised graph.Fork, more bool) {
	for len(t.choices) < len(forks) {
		t.choices = append(t.choices, 0)
	}
	t.choices = t.choices[:len(forks)]
	for i := len(forks) - 1; i >= 0; i-- {
		if int(t.choices[i])+1 < forks[i].Of {
			t.choices[i]++
			t.choices = t.choices[:i+1]
			return forks[i], true
		}
	}
	return graph.Fork{}, false
}
