package whatif

import (
	"flag"
	"reflect"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var networks = flag.Int("networks", 30, "random networks to try")

// TestRecompiledIsCompiled edits random networks, edits what comes out again, and holds what was compiled of the edits alone against everything
// compiled anew. What was there before stays as it was.
func TestRecompiledIsCompiled(t *testing.T) {
	edited, recompiled := map[ref.Kind]int{}, map[ref.Kind]int{}
	for seed := range uint64(*networks) {
		before := compiled(drawn(seed), seed)
		for step := range uint64(4) {
			if (seed+step)%2 == 0 {
				before.Graph.Precompile() // so that filters are shared
			}
			s, edits := edittest.Ruled(before.Snapshot, seed*10+step, 1+int(seed%3))
			g, ok := before.Graph.Recompile(s, hints(edits, seed)...)
			after := compiled(s, seed)
			for _, e := range edits {
				edited[e.Ref().Kind]++
				if ok {
					recompiled[e.Ref().Kind]++
				}
			}
			if touched := TouchedBy(edits); !reflect.DeepEqual(diff.Of(before.Snapshot, s, touched...), diff.Of(before.Snapshot, s)) {
				t.Errorf("there is more to find than what is touched: %v", touched)
			}
			if ok {
				after.Graph = g
				compare(t, before, after, seed*10+step)
			}
			if t.Failed() {
				t.Fatalf("seed %d step %d: %v", seed, step, edits)
			}
			before = after
		}
	}
	t.Log(recompiled, "of", edited)
	for kind, n := range edited {
		if recompiled[kind]*2 < n {
			t.Errorf("of %d edits of %vs %d were compiled by themselves", n, kind, recompiled[kind])
		}
	}
}

// drawn is a random network; in some there are interfaces of which nobody knows the address.
func drawn(seed uint64) *topology.Snapshot {
	if seed%5 == 0 {
		return randnet.NetworkToCome(seed)
	}
	return randnet.Network(seed)
}

func compiled(s *topology.Snapshot, seed uint64) Network {
	n := Network{Snapshot: s, Options: graph.Options{CurrentHealth: seed%3 == 0}}
	if seed%4 == 0 {
		for _, a := range graph.Assumables {
			n.Options.Assume = append(n.Options.Assume, a.Code)
		}
	}
	n.Graph, _ = graph.Compile(s, n.Options)
	return n
}

// hints are what edits touch, or nothing, so that it has to be found.
func hints(edits []edit.Edit, seed uint64) []ref.Ref {
	if seed%2 == 0 {
		return nil
	}
	return TouchedBy(edits)
}

// compare holds both networks against what they are when compiled from the beginning.
func compare(t *testing.T, before, after Network, seed uint64) {
	t.Helper()
	for _, n := range []Network{before, after} {
		whole, _ := graph.Compile(n.Snapshot, n.Options)
		if err := n.Graph.CheckSame(whole); err != nil {
			t.Error(err)
		}
		if err := n.Graph.Check(); err != nil {
			t.Error(err)
		}
		for _, f := range randnet.Flows(n.Snapshot, seed, 4) {
			got, want := asked(n.Graph, f), asked(whole, f)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%v: %+v, and %+v", f, got, want)
			}
		}
	}
}

// asked is the answer about a flow, or nil.
func asked(g *graph.Graph, f randnet.Flow) *sim.Answer {
	from := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref == ref.Ref{Kind: ref.NetworkInterface, ID: f.From} })
	if from < 0 || netmath.Protocol(f.Protocol).IsICMP() {
		return nil
	}
	a, err := sim.Trace(g, sim.Question{
		From: graph.Location{Kind: graph.AtInterface, Interface: g.Entities()[from].Interfaces[0]}, SourceIP: f.SourceIP,
		To:      graph.Location{Kind: graph.AtAddress, Addr: f.To},
		Service: sim.Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)},
	})
	if err != nil {
		return nil
	}
	return a
}
