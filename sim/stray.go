package sim

import "github.com/dryhop/dryhop/topology/graph"

// Strays reports whether a flow meets, on any of its ways, a route that is another one in a graph that was recompiled from the tracer's after edits of
// routes. If it does not, its ways are the same there.
func (t *Tracer) Strays(q Question, other *graph.Graph) (bool, error) {
	f, err := t.resolve(q)
	if err != nil {
		return true, err
	}
	w := t.silent(&f)
	w.Beside(other)
	defer w.Beside(nil)
	_, complete := t.explore(w, &f, true, func(*outcome) {})
	return w.Strayed() || !complete, nil
}
