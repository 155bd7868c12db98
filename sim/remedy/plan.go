package remedy

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/edit"
)

// A Plan says what would open a flow.
type Plan struct {
	Edits     []edit.Edit       // none of them can be left out; empty if nothing was found
	After     sim.Verdict       // of the flow once they are done
	Obstacles []sim.Explanation // blockers that no edit takes away
	Doubts    []sim.Explanation // what the snapshot does not tell once they are done
	Tried     int               // how many edited networks were asked
	GaveUp    bool              // there were more to try
}

// Opens reports whether the flow passes once the edits are done.
func (p *Plan) Opens() bool { return len(p.Edits) > 0 && p.After == sim.Reachable }

// A Network is a snapshot with what it was compiled into, and how.
type Network = whatif.Network

// Bounds of a search.
const (
	maxTries  = 60 // networks that are compiled for one search, of which there are two at most
	maxEdits  = 8  // of a plan
	maxChoice = 6  // proposals that are tried for one blocker
)

// Find looks for the smallest set of edits that opens a flow, given the answer for the network as it is. Of a flow that passes, or
// of which nobody can tell, the plan is empty.
func Find(n Network, a *sim.Answer) Plan {
	if a.Verdict != sim.Unreachable && a.Verdict != sim.Partial {
		return Plan{After: a.Verdict}
	}
	f := newFinder(n, a)
	root := f.try(nil)
	if root == nil {
		return Plan{After: a.Verdict}
	}
	best := f.find(root)
	plan := Plan{After: a.Verdict, Obstacles: f.obstacles, Tried: f.lab.Asked, GaveUp: f.gaveUp}
	if best == nil || len(best.Edits) == 0 || !f.lab.Confirm(best.Result) {
		return plan
	}
	plan.Edits, plan.After, plan.Obstacles = best.Edits, best.Answer.Verdict, nil
	switch plan.After {
	case sim.Unknown:
		plan.Doubts = best.doubts()
	case sim.Unreachable, sim.Partial:
		plan.Obstacles = slices.DeleteFunc(best.blockers, func(x sim.Explanation) bool { return f.comes(&x) })
	}
	return plan
}
