package sim_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/oracle"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var networks = flag.Int("networks", 400, "how many random networks to compare with the oracle")

// flowsPerNetwork times networks is at least 10,000 flows in the ordinary run.
const flowsPerNetwork = 40

// TestAgreesWithOracle compares the solver with the slow reference on random networks: same verdict on every flow,
// with evidence and without.
func TestAgreesWithOracle(t *testing.T) {
	tally := newTally()
	for seed := range *networks {
		compareNetwork(t, uint64(seed), tally)
		if t.Failed() {
			return
		}
	}
	t.Logf("verdicts: %v, the oracle gave up on %d", tally.verdicts, tally.gaveUp)
	if tally.gaveUp*1000 > *networks*flowsPerNetwork {
		t.Errorf("the oracle gave up on %d flows: the comparison sees too little", tally.gaveUp)
	}
	if *networks >= 100 && tally.verdicts[sim.Reachable]*6 < *networks*flowsPerNetwork {
		t.Errorf("only %d of %d flows are reachable: the comparison sees too little", tally.verdicts[sim.Reachable], *networks*flowsPerNetwork)
	}
}

// FuzzAgreesWithOracle does the same for seeds that the fuzzer picks.
func FuzzAgreesWithOracle(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { compareNetwork(t, seed, newTally()) })
}

// A tally counts what a comparison saw.
type tally struct {
	verdicts map[sim.Verdict]int
	gaveUp   int // flows with more ways than the oracle walks
	open     int // flows whose verdict hangs on an address to come
}

func newTally() *tally { return &tally{verdicts: map[sim.Verdict]int{}} }

func (t *tally) note(a *sim.Answer) {
	t.verdicts[a.Verdict]++
	if a.Verdict == sim.Unknown && slices.ContainsFunc(a.Explanations, func(x sim.Explanation) bool { return x.Code == graph.UnknownAddress }) {
		t.open++
	}
}

func compareNetwork(t *testing.T, seed uint64, tally *tally) {
	t.Helper()
	compareFlows(t, randnet.Network(seed), seed, tally)
}

// compareFlows compares the two on flows through a network.
func compareFlows(t *testing.T, s *topology.Snapshot, seed uint64, tally *tally) {
	t.Helper()
	healthy := seed%2 == 1 // load balancers avoid unhealthy targets
	g, _ := graph.Compile(s, graph.Options{CurrentHealth: healthy})
	if seed%4 < 3 { // the rest asks rules one by one
		g.Precompile()
	}
	if err := g.Check(); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	tracer, reference := sim.NewTracer(g), oracle.About(s)
	for i, f := range randnet.Flows(s, seed, flowsPerNetwork) {
		q, ok := question(g, f)
		if !ok {
			continue
		}
		want := reference.Ask(oracle.Flow(f), oracle.Options{CurrentHealth: healthy})
		if want.GaveUp {
			tally.gaveUp++
			continue
		}
		answer, err := tracer.Trace(q)
		if err != nil {
			t.Fatalf("seed %d flow %d %+v: %v", seed, i, f, err)
		}
		tally.note(answer)
		if got, err := tracer.Verdict(q); err != nil || got != answer.Verdict {
			t.Errorf("seed %d flow %d %+v: Verdict says %v (%v), Trace %v", seed, i, f, got, err, answer.Verdict)
		}
		if answer.Verdict.String() != want.Verdict.String() {
			t.Errorf("seed %d flow %d %+v:\n solver %v\n%s oracle %v: %s\n%s", seed, i, f, answer.Verdict, told(answer), want.Verdict, want.Why, shrunk(s, f, healthy, answer.Verdict, want.Verdict))
			return
		}
	}
}

// asked puts a flow as a question from its source address.
func asked(f randnet.Flow) sim.Question {
	q := sim.Question{
		SourceIP: f.SourceIP, From: graph.Location{Kind: graph.AtAddress, Addr: f.SourceIP}, To: graph.Location{Kind: graph.AtAddress, Addr: f.To},
		Service: sim.Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)}, SourcePorts: netmath.OnePort(f.SourcePort),
	}
	switch p := q.Service.Protocol; {
	case p.IsICMP():
		q.Service.Ports = netmath.OnePort(netmath.ICMPMessage(f.ICMPType, f.ICMPCode))
	case p != netmath.TCP && p != netmath.UDP:
		q.Service.Ports = netmath.AllPorts()
	}
	return q
}

// question asks the solver what the oracle is asked; false if it refuses such questions.
func question(g *graph.Graph, f randnet.Flow) (sim.Question, bool) {
	q := asked(f)
	if f.From != "" {
		id, ok := interfaceOf(g, f.From)
		if !ok {
			return q, false
		}
		q.From = graph.Location{Kind: graph.AtInterface, Interface: id}
	}
	p := q.Service.Protocol
	return q, !p.IsICMP() || (p == netmath.ICMPv6) == f.To.Is6() // an ICMP of the other family is refused
}

func interfaceOf(g *graph.Graph, id string) (graph.InterfaceID, bool) {
	for _, e := range g.Entities() {
		if e.Ref == (ref.Ref{Kind: ref.NetworkInterface, ID: id}) {
			return e.Interfaces[0], true
		}
	}
	return 0, false
}

// told lists what the solver met, for a failing comparison.
func told(a *sim.Answer) string {
	text := ""
	for _, leg := range []sim.Leg{a.Forward, a.Return} {
		text += fmt.Sprintf("  %v\n", leg.Disposition)
		for _, h := range leg.Hops {
			for _, s := range h.Steps {
				text += fmt.Sprintf("    %v %v %v %s %s\n", h.Component, s.Verdict, s.Rule, s.Code, s.Text)
			}
		}
	}
	for _, x := range a.Explanations {
		text += fmt.Sprintf("  %s %s return=%v\n", x.Code, x.Message, x.Return)
	}
	return text
}

// shrunk prints a smaller network on which the two still disagree.
func shrunk(s *topology.Snapshot, f randnet.Flow, healthy bool, got sim.Verdict, want oracle.Verdict) string {
	small := randnet.Shrink(s, func(s *topology.Snapshot) bool {
		g, _ := graph.Compile(s, graph.Options{CurrentHealth: healthy})
		q, ok := question(g, f)
		if !ok {
			return false
		}
		a, err := sim.Trace(g, q)
		return err == nil && a.Verdict == got && oracle.AskUnder(s, oracle.Flow(f), oracle.Options{CurrentHealth: healthy}).Verdict == want
	})
	return randnet.Describe(small)
}
