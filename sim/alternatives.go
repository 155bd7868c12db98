package sim

import "github.com/dryhop/dryhop/topology/graph"

// A weighing puts the outcomes of a walk's alternatives together. They come as the leaves of a tree whose inner nodes
// are forks, in order; a fork is settled once its last alternative is in:
//
//	      doubt          the same verdict both ways, or unknown
//	     /     \
//	reachable   draw     AWS takes either, flow by flow: some pass
//	           /    \
//	    reachable  unreachable
type weighing struct {
	open  []result // of each fork on the way to the last outcome: what its alternatives have come to so far
	whole result
}

func (w *weighing) reset() { w.open, w.whole = w.open[:0], result{} }

// add takes the outcome at the end of a way along forks, with the alternative that it took at each.
func (w *weighing) add(r result, choices []int32, forks []graph.Fork) {
	for len(w.open) < len(forks) {
		w.open = append(w.open, result{})
	}
	for i := len(forks) - 1; i >= 0; i-- {
		r = w.open[i].join(r, forks[i])
		if choiceAt(choices, i)+1 < forks[i].Of {
			w.open[i] = r
			return
		}
		w.open[i] = result{}
	}
	w.whole = w.whole.join(r, graph.Fork{})
}

// giveUp settles what is open after too many alternatives: the rest is in doubt.
func (w *weighing) giveUp() {
	for i := len(w.open) - 1; i >= 0; i-- {
		w.whole = w.whole.join(w.open[i], graph.Fork{})
		w.open[i] = result{}
	}
}

func choiceAt(choices []int32, i int) int {
	if i < len(choices) {
		return int(choices[i])
	}
	return 0
}

// join puts two alternatives of a fork together. Either may be nothing yet.
func (r result) join(o result, f graph.Fork) result {
	switch {
	case !r.any:
		return o
	case !o.any:
		return r
	case f.Apart:
		return r.beside(o)
	}
	agreed := r.verdict() == o.verdict()
	ruled := f.Drawn || r.ruled || o.ruled || !agreed // what disagreeing alternatives have in common is in no bounds
	if f.Drawn {
		r.fate, r.oneWayFate = r.fates()|o.fates(), r.oneWayFates()|o.oneWayFates()
		r.drawn = r.drawn || o.drawn || !agreed
	} else {
		r.fate, r.oneWayFate = undecided(r.fates(), o.fates()), undecided(r.oneWayFates(), o.oneWayFates())
		r.drawn = r.drawn && o.drawn
		r.disputed = r.disputed || o.disputed || !agreed
	}
	r.ruled = ruled
	r.sent = r.sent.Either(o.sent)
	r.forward, r.back = r.forward.Either(o.forward), r.back.Either(o.back)
	r.lottery = r.lottery || o.lottery
	return r
}

// beside puts the answers for two sets of ports together.
func (r result) beside(o result) result {
	r.fate, r.oneWayFate, r.ruled = fateOf(together(r.verdict(), o.verdict())), fateOf(together(r.oneWay(), o.oneWay())), true
	r.drawn, r.disputed, r.lottery = r.drawn || o.drawn, r.disputed || o.disputed, r.lottery || o.lottery
	r.asked.DstPorts = r.asked.DstPorts.Union(o.asked.DstPorts)
	switch {
	case r.forward.Possible.Empty():
		r.back = o.back
	case !o.forward.Possible.Empty():
		r.back = r.back.Either(o.back)
	}
	r.sent, r.forward = r.sent.Both(o.sent), r.forward.Both(o.forward)
	return r
}
