package netgen

import (
	"context"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// TestCountsAreWhatIsListed counts what passes in worlds whose VPCs are far from each other, and lists it.
func TestCountsAreWhatIsListed(t *testing.T) {
	for _, six := range []bool{false, true} {
		o := options(func(o *Options) { o.TGW, o.IPv6, o.ENIs, o.VPCs, o.SGRules = true, six, 200, 10, 8 })
		if !six {
			o.ENIs = 1000
		}
		s, err := load.Load([]string{generateInto(t, o)}, load.Options{})
		if err != nil {
			t.Fatal(err)
		}
		g, _ := graph.Compile(s, graph.Options{})
		solver := reach.New(g)
		all := reach.Ends{All: true}
		q := reach.Query{From: all, To: all, Service: sim.Service{All: true}}
		pairs := 0
		want, err := solver.Each(context.Background(), q, func(p reach.Passage) error {
			if p.Pairs > 0 {
				pairs++
			}
			return nil
		})
		if err != nil || pairs == 0 {
			t.Fatalf("%d pairs listed, %v", pairs, err)
		}
		if got, err := solver.Count(context.Background(), q); got != want || err != nil {
			t.Errorf("counted %+v, listed %+v (%v)", got, want, err)
		}
	}
}
