package reach

import (
	"context"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestGapsAreWhatDoesNotPass holds gaps against traces of single pairs: a gap has a flow that does not certainly pass, and what is
// no gap passes for any port that is drawn.
func TestGapsAreWhatDoesNotPass(t *testing.T) {
	services := []sim.Service{
		{Protocol: netmath.TCP, Ports: netmath.PortSpan(443, 444)}, {Protocol: netmath.UDP, Ports: netmath.AllPorts()}, sim.AnyService(),
	}
	gaps, whole := 0, 0
	for seed := range *worlds / 4 {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		for _, service := range services {
			n, m := checkGaps(t, g, service)
			gaps, whole = gaps+n, whole+m
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if *worlds >= 40 && (gaps < 100 || whole < 5) {
		t.Errorf("only %d gaps and %d pairs without were seen", gaps, whole)
	}
}

func checkGaps(t *testing.T, g *graph.Graph, service sim.Service) (gaps, whole int) {
	s := New(g)
	q := Query{From: Ends{All: true}, To: Ends{All: true}, Service: service}
	collected := s.Gaps(q)
	totals, err := s.Each(context.Background(), q, collected.Add)
	if err != nil {
		t.Fatal(err)
	}
	found := collected.Missing(1 << 30)
	missing := found.Gaps
	if found.Asked != totals.Pairs() || found.Pairs < totals.Blocked+totals.Unknown+totals.Partial || found.Pairs-found.Doubtful < totals.Blocked {
		t.Errorf("%s: %+v, and the solver has %+v", service.Text, found, totals)
	}
	tracer := sim.NewTracer(g)
	open := map[betweenKey]bool{}
	for i := range missing {
		gap := &missing[i]
		open[betweenKey{gap.From.Location, gap.To.Location, gap.Family}] = true
		a, err := tracer.Trace(gap.Witness)
		if err != nil || a.Verdict == sim.Reachable || gap.Doubtful && a.Verdict != sim.Unknown {
			t.Errorf("the witness %+v of a gap (doubtful: %v) is %v, %v", gap.Witness, gap.Doubtful, a, err)
		}
	}
	for key := range collected.pairs {
		if open[key] || key.from.Kind != graph.AtInterface || key.to.Kind != graph.AtInterface {
			continue
		}
		whole++
		question := sim.Question{From: key.from, To: key.to, Family: onlyFamily[key.family], Service: sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort(443)}}
		if service.Protocol == netmath.UDP {
			question.Service = sim.Service{Protocol: netmath.UDP, Ports: netmath.OnePort(uint16(7 * whole))}
		}
		if a, err := tracer.Trace(question); key.from != key.to && (err != nil || a.Verdict != sim.Reachable) {
			t.Errorf("%+v is no gap, and %v, %v", question, a, err)
		}
	}
	return len(missing), whole
}
