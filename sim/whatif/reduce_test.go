package whatif

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// TestPartsSayWhatTheWholeSays traces flows in random networks, whole and cut down to what the flow has to do with.
func TestPartsSayWhatTheWholeSays(t *testing.T) {
	asked, smaller := 0, 0
	for seed := range uint64(60) {
		s := randnet.Network(seed)
		g, _ := graph.Compile(s, graph.Options{})
		n := Network{Snapshot: s, Graph: g}
		for i, f := range randnet.Flows(s, seed, 10) {
			from := slices.IndexFunc(g.Entities(), func(e graph.Entity) bool { return e.Ref == ref.Ref{Kind: ref.NetworkInterface, ID: f.From} })
			if from < 0 || netmath.Protocol(f.Protocol).IsICMP() {
				continue
			}
			a, err := sim.Trace(g, sim.Question{
				From: graph.Location{Kind: graph.AtInterface, Interface: g.Entities()[from].Interfaces[0]}, SourceIP: f.SourceIP,
				To:      graph.Location{Kind: graph.AtAddress, Addr: f.To},
				Service: sim.Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)},
			})
			if err != nil {
				t.Fatal(err)
			}
			l := NewLab(n, a)
			l.part = &Network{Snapshot: reduced(n, a)}
			r, err := l.Ask(nil)
			if err != nil {
				t.Errorf("seed %d flow %d %v: %v", seed, i, f, err)
				continue
			}
			asked++
			if len(l.part.Snapshot.NetworkInterfaces) < len(s.NetworkInterfaces) {
				smaller++
			}
			if r.Answer.Verdict != a.Verdict {
				t.Errorf("seed %d flow %d %v: %v, and %v of a part", seed, i, f, a.Verdict, r.Answer.Verdict)
			}
			if !l.Confirm(r) {
				t.Errorf("seed %d flow %d %v: the whole does not confirm what it says itself", seed, i, f)
			}
		}
	}
	t.Logf("%d flows, %d in smaller networks", asked, smaller)
	if smaller*3 < asked {
		t.Errorf("only %d of %d networks were cut down", smaller, asked)
	}
}
