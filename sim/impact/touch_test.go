package impact_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestRestrictedIsWhole compares only what changes can touch, and everything: the effects are the same.
func TestRestrictedIsWhole(t *testing.T) {
	effects := 0
	for seed := *first; seed < *first+*worlds; seed++ {
		before := grounds[seed%2](uint64(seed))
		after, done := edittest.Edited(before, uint64(seed)+1000, 1+seed%2)
		b, a := compiled(before), compiled(after)
		var found [2]*impact.Result
		for i, whole := range []bool{true, false} {
			r, err := impact.Of(context.Background(), b, a, impact.Query{NoCauses: true, Whole: whole})
			if err != nil {
				t.Fatal(err)
			}
			found[i] = r
		}
		effects += len(found[0].Effects)
		if d := cmp.Diff(lines(found[0]), lines(found[1])); d != "" || found[0].Unchanged != found[1].Unchanged {
			t.Fatalf("seed %d, edits %v: %d and %d pairs unchanged: %s", seed, done, found[0].Unchanged, found[1].Unchanged, d)
		}
	}
	t.Logf("%d effects", effects)
}

// lines are effects with all that matters of them.
func lines(r *impact.Result) []string {
	var all []string
	for i := range r.Effects {
		e := &r.Effects[i]
		text := e.Kind.String() + " " + e.Was.String() + " " + e.Is.String()
		for _, parties := range [][]reach.Party{e.From, e.To} {
			text += " |"
			for _, p := range parties {
				for _, l := range p.Places {
					text += " " + nameOf(r.Graph(e), l)
				}
			}
		}
		for _, s := range e.Shares {
			text += " " + s.Family.String() + s.Hosts.String()
			for _, lane := range s.Lanes {
				for _, p := range lane.Pairs {
					text += " " + p.SrcPorts.String() + ">" + p.DstPorts.String()
				}
			}
		}
		all = append(all, text)
	}
	return all
}

func nameOf(g *graph.Graph, l graph.Location) string { return g.RefOf(l).String() }
