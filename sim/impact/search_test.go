package impact_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/edit/edittest"
)

// TestSearchTellsWhereItEnds looks for causes with one network compiled, and with as many as it takes: an effect that does not say that its search ended has
// the same causes.
func TestSearchTellsWhereItEnds(t *testing.T) {
	ended := 0
	for seed := range uint64(12) {
		before := randnet.Network(seed)
		after, _ := edittest.Ruled(before, seed, 3)
		var results [2]*impact.Result
		for i, tries := range []int{1, 0} {
			r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{Tries: tries})
			if err != nil {
				t.Fatal(err)
			}
			results[i] = r
		}
		if results[0].Tried > 1 {
			t.Errorf("seed %d: %d networks were compiled", seed, results[0].Tried)
		}
		for i := range results[0].Effects {
			few, all := &results[0].Effects[i], &results[1].Effects[i]
			if few.Search == impact.GaveUp {
				ended++
			} else if fmt.Sprint(few.Causes) != fmt.Sprint(all.Causes) {
				t.Errorf("seed %d: the causes of %v are %v, and %v where nothing says that the search ended", seed, all.Witness, all.Causes, few.Causes)
			}
			if all.Search != impact.SearchedAll {
				t.Errorf("seed %d: the search for causes of %v ended: %v", seed, all.Witness, all.Search)
			}
		}
	}
	if ended == 0 {
		t.Error("no search ended early")
	}
}
