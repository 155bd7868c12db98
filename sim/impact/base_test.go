package impact_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/edit/edittest"
)

// TestRulesAreWhole edits rules of security groups alone, again and again of one network: comparing where they stand between finds what comparing
// everything finds.
func TestRulesAreWhole(t *testing.T) {
	effects, byRules, all := 0, 0, 0
	for seed := *first; seed < *first+*worlds; seed++ {
		before := randnet.Network(uint64(seed))
		base := impact.NewBase(compiled(before))
		for again := range 2 {
			after, done := ruled(before, uint64(10*seed+again), 1+again)
			a := compiled(after)
			whole, err := impact.Of(context.Background(), compiled(before), a, impact.Query{NoCauses: true, Whole: true})
			if err != nil {
				t.Fatal(err)
			}
			part, err := base.Of(context.Background(), a, impact.Query{NoCauses: true})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(lines(whole), lines(part)); d != "" || whole.Unchanged != part.Unchanged || whole.Asked != part.Asked {
				t.Fatalf("seed %d, edits %v: %d and %d pairs of %d and %d unchanged: %s", seed, done, whole.Unchanged, part.Unchanged, whole.Asked, part.Asked, d)
			}
			effects, all = effects+len(part.Effects), all+1
			if told, err := impact.ByRules(base, a); err != nil {
				t.Fatal(err)
			} else if told {
				byRules++
			}
		}
	}
	t.Logf("%d effects; %d of %d changes compared by rules", effects, byRules, all)
	if byRules < all/4 {
		t.Errorf("only %d of %d changes are compared by rules", byRules, all)
	}
}

// ruled is a network with up to n random edits of rules of security groups done.
func ruled(s *topology.Snapshot, seed uint64, n int) (*topology.Snapshot, []edit.Edit) {
	return edittest.GroupRules(s, seed, n)
}
