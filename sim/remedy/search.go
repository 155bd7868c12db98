package remedy

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
)

// A finder searches for one flow.
type finder struct {
	lab       *whatif.Lab
	question  *sim.Question
	seen      map[string]bool
	until     int        // when a search ends
	stuck     []*attempt // what no proposal leads on from
	gaveUp    bool
	obstacles []sim.Explanation
	immovable map[blocker]bool
}

func newFinder(n Network, a *sim.Answer) *finder {
	lab := whatif.NewLab(n, a)
	return &finder{lab: lab, question: lab.Question(), seen: map[string]bool{}, immovable: map[blocker]bool{}}
}

// find searches for edits that open the flow. If there are none, it takes what only another way would have led past for
// obstacles, then what stands in the way in the end, and searches for what is to be done beside them.
func (f *finder) find(root *attempt) *attempt {
	f.obstruct(root, func(x *sim.Explanation) bool { return len(f.proposals(root, x)) == 0 })
	best := f.search(root)
	if f.gaveUp = best == nil && f.lab.Asked >= f.until; best != nil {
		return best
	}
	if f.obstruct(root, func(x *sim.Explanation) bool { return !isDirect(x) }) {
		if best = f.search(root); best != nil {
			return best
		}
	}
	if i := slices.IndexFunc(f.stuck, func(t *attempt) bool { return len(t.Edits) > 0 }); i >= 0 {
		f.obstruct(f.stuck[i], func(*sim.Explanation) bool { return true })
		return f.pruned(f.stuck[i])
	}
	return nil
}

// obstruct takes blockers of an attempt for obstacles, and reports whether any was none before.
func (f *finder) obstruct(t *attempt, is func(*sim.Explanation) bool) bool {
	before := len(f.obstacles)
	for _, x := range t.blockers {
		if key := keyOfBlocker(&x); !f.immovable[key] && is(&x) {
			f.obstacles = append(f.obstacles, x)
			f.immovable[key] = true
		}
	}
	return len(f.obstacles) > before
}

// left are the blockers of an attempt that are no obstacles, nor come of one.
func (f *finder) left(t *attempt) []sim.Explanation {
	return slices.DeleteFunc(slices.Clone(t.blockers), func(x sim.Explanation) bool { return f.immovable[keyOfBlocker(&x)] || f.comes(&x) })
}

// comes reports whether a blocker goes with an obstacle: who has no public address cannot answer by an internet gateway.
func (f *finder) comes(x *sim.Explanation) bool {
	return x.Code == graph.IGWPublicIPForEgress && slices.ContainsFunc(f.obstacles, func(o sim.Explanation) bool { return o.Code == graph.NoPublicAddress })
}

// done reports whether an attempt has reached what can be: the flow passes, or nothing but the obstacles stops it, or nobody can tell.
func (f *finder) done(t *attempt) bool {
	switch {
	case t.Answer.Verdict == sim.Reachable:
		return true
	case t.Answer.Verdict == sim.Partial:
		return false
	}
	return len(f.left(t)) == 0 && (len(f.obstacles) > 0 || t.Answer.Verdict == sim.Unknown)
}

// cost is the least number of edits that an attempt can end with, if every blocker takes one.
func (f *finder) cost(t *attempt) int { return len(t.Edits) + len(f.left(t)) }

// search tries sets of edits, those that promise to be smallest first.
func (f *finder) search(root *attempt) *attempt {
	var best *attempt
	f.seen, f.stuck, f.until = map[string]bool{}, nil, f.lab.Asked+maxTries
	open := []*attempt{root}
	if f.done(root) {
		return root
	}
	for len(open) > 0 && f.lab.Asked < f.until {
		t := f.cheapest(&open)
		if best != nil && f.cost(t) >= len(best.Edits) && best.Answer.Verdict == sim.Reachable {
			break
		}
		moves := f.moves(t)
		if len(moves) == 0 {
			f.stuck = append(f.stuck, t)
		}
		for _, edits := range moves {
			child := f.try(edits)
			if child == nil {
				continue
			}
			if !f.done(child) && len(edits) < maxEdits {
				open = append(open, child)
			}
			if !f.done(child) {
				continue
			}
			if child = f.pruned(child); f.better(child, best) {
				best = child
			}
		}
	}
	return best
}

// better prefers what passes for certain, then fewer edits.
func (f *finder) better(t, best *attempt) bool {
	if best == nil {
		return true
	}
	sure, was := t.Answer.Verdict == sim.Reachable, best.Answer.Verdict == sim.Reachable
	if sure != was {
		return sure
	}
	return len(t.Edits) < len(best.Edits)
}

// cheapest takes the attempt that promises most out of a list: the first of those with the least cost.
func (f *finder) cheapest(open *[]*attempt) *attempt {
	at := 0
	for i, t := range *open {
		if f.cost(t) < f.cost((*open)[at]) {
			at = i
		}
	}
	t := (*open)[at]
	*open = slices.Delete(*open, at, at+1)
	return t
}

// moves lists sets of edits to try next: those so far, with a proposal for every blocker that has one proposal only, and each
// of the proposals for the first blocker that has several.
func (f *finder) moves(t *attempt) [][]edit.Edit {
	var sure, choice []proposal
	at := 0 // of the choice among what is sure
	for _, x := range f.left(t) {
		switch offers := f.proposals(t, &x); {
		case len(offers) == 1:
			sure = append(sure, offers[0])
		case len(offers) > 1 && choice == nil:
			choice, at = offers[:min(len(offers), maxChoice)], len(sure)
		}
	}
	var all [][]edit.Edit
	for _, c := range choice {
		all = append(all, t.with(slices.Insert(slices.Clone(sure), at, c)))
	}
	if choice == nil && len(sure) > 0 {
		all = append(all, t.with(sure))
	}
	return all
}

// with adds proposals to an attempt's edits, as far as they can be done together.
func (t *attempt) with(proposals []proposal) []edit.Edit {
	edits, s := slices.Clone(t.Edits), t.Snapshot
	for _, p := range proposals {
		if edited, err := edit.Apply(s, p); err == nil {
			edits, s = append(edits, p...), edited
		}
	}
	return edits
}

// pruned leaves out the edits that are not needed.
func (f *finder) pruned(t *attempt) *attempt {
	for i := 0; i < len(t.Edits); {
		fewer := slices.Delete(slices.Clone(t.Edits), i, i+1)
		if less := f.ask(fewer); less != nil && f.done(less) && (less.Answer.Verdict == sim.Reachable || t.Answer.Verdict != sim.Reachable) {
			t = less
			continue
		}
		i++
	}
	return t
}
