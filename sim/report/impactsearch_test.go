package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestCausesThatWereNotSought tells of effects whose causes may be missing, and what helps.
func TestCausesThatWereNotSought(t *testing.T) {
	s := new(topology.Snapshot)
	g, _ := graph.Compile(s, graph.Options{})
	r := &impact.Result{Changes: make([]diff.Change, 3), Tried: 4000, Effects: []impact.Effect{
		{Search: impact.GaveUp}, {Search: impact.GaveUp, Causes: []impact.Cause{{Changes: []int{1}}}}, {Search: impact.SearchedSome}, {},
	}}
	r.Before.Snapshot, r.Before.Graph = s, g
	r.After.Snapshot, r.After.Graph = s, g
	b := &impactBuilder{result: r}
	want := "causes may be missing, 2 effects without any: of 2 effects the search ended after 4,000 networks with a part of the changes had been tried, " +
		"of 1 effect only the changes nearest to its flow were tried by themselves; compare fewer of the 3 changes at a time to see all (part of a plan, or single edits)"
	if got := b.unsought(); got != want {
		t.Errorf("the note is %q", got)
	}
	r.Effects = r.Effects[3:]
	if got := b.unsought(); got != "" {
		t.Errorf("where nothing is missing the note is %q", got)
	}
	lines := new(Impact).CauseTexts(&ImpactEffect{Search: "gave_up"})
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "not found") }) {
		t.Errorf("an effect without causes that were all tried says %q", lines)
	}
}
