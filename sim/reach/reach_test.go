package reach_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

var networks = flag.Int("networks", 60, "how many random networks to ask about")

// TestAllPairsAgreeWithTrace asks for all pairs of random networks, and traces single flows of what comes out and of what does
// not.
func TestAllPairsAgreeWithTrace(t *testing.T) {
	probes := 0
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		probes += probe(t, g, uint64(seed))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d probes", probes)
}

func probe(t *testing.T, g *graph.Graph, seed uint64) (probes int) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 5))
	tracer := sim.NewTracer(g)
	q := reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}, Service: sim.Service{Protocol: netmath.TCP, Ports: netmath.AllPorts()}}
	_, err := reach.New(g).Each(context.Background(), q, func(p reach.Passage) error {
		probes += probePassage(t, g, tracer, &p, dice)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return probes
}

func probePassage(t *testing.T, g *graph.Graph, tracer *sim.Tracer, p *reach.Passage, dice *rand.Rand) (probes int) {
	t.Helper()
	for range 2 {
		q := member(p, dice)
		for _, port := range []uint16{0, 22, 80, 443, 5432, uint16(dice.UintN(65536))} {
			q.Service, q.SourcePorts = sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort(port)}, netmath.OnePort(1024+uint16(dice.UintN(64512)))
			got, err := tracer.Verdict(q)
			if want := verdictOf(p, q.SourcePorts, port); err != nil || got != want {
				t.Errorf("%+v: traced %v (%v), the set says %v: %+v", q, got, err, want, p)
				return probes
			}
			probes++
		}
	}
	return probes
}

// member is the question from some member to another.
func member(p *reach.Passage, dice *rand.Rand) sim.Question {
	q := p.Witness
	for range 20 {
		if n := len(p.From.Members); n > 0 {
			q.From.Interface = p.From.Members[dice.IntN(n)]
		}
		if n := len(p.To.Members); n > 0 {
			q.To.Interface = p.To.Members[dice.IntN(n)]
		}
		if q.From != q.To {
			return q
		}
	}
	return p.Witness
}

func verdictOf(p *reach.Passage, src netmath.Ports, port uint16) sim.Verdict {
	in := func(pairs []sim.PortPair) bool {
		for _, pair := range pairs {
			if pair.DstPorts.Contains(port) && pair.SrcPorts.Covers(src) {
				return true
			}
		}
		return false
	}
	for _, f := range p.Flows {
		switch {
		case in(f.Reach):
			return sim.Reachable
		case in(f.Partial):
			return sim.Partial
		case in(f.Unknown):
			return sim.Unknown
		}
	}
	return sim.Unreachable
}
