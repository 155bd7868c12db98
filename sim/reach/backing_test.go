package reach

import (
	"maps"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestBackingIsWhatStandsInside: who stands behind load balancers, found for all at once, is who stands behind each.
func TestBackingIsWhatStandsInside(t *testing.T) {
	targets := 0
	for seed := range uint64(200) {
		g, _ := graph.Compile(randnet.Network(seed), graph.Options{})
		want := map[graph.InterfaceID][]int32{}
		for b := range int32(g.NumBalancers()) {
			for id := range g.InsideTargets(b) {
				if id != graph.NoInterface {
					want[id] = append(want[id], b)
					targets++
				}
			}
		}
		if got := g.Backing().Of; !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("seed %d: got %v, want %v", seed, got, want)
		}
	}
	if targets == 0 {
		t.Error("no load balancer has targets")
	}
}
