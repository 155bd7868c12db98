package remedy

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// An attempt is a network with some edits done, and what becomes of the flow there.
type attempt struct {
	*whatif.Result
	blockers []sim.Explanation // in the order met
}

// try does edits and asks. It is nil if they cannot be done together, or were tried before.
func (f *finder) try(edits []edit.Edit) *attempt {
	key := keyOf(edits)
	if f.seen[key] || f.lab.Asked >= f.until && f.until > 0 {
		return nil
	}
	f.seen[key] = true
	return f.ask(edits)
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

// ask does edits to what matters of the snapshot and traces the flow.
func (f *finder) ask(edits []edit.Edit) *attempt {
	r, err := f.lab.Ask(edits)
	if err != nil {
		return nil
	}
	return &attempt{r, blockersOf(r.Answer)}
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
	return slices.DeleteFunc(slices.Clone(t.Answer.Explanations), func(x sim.Explanation) bool { return !x.Unknown })
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
