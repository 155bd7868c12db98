package exposure_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var networks = flag.Int("networks", 40, "how many random networks to ask about")

func fromInternet() exposure.Query {
	return exposure.Query{
		From: reach.Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}, To: reach.Ends{All: true}, Service: sim.AnyService(),
	}
}

// TestExposureAgreesWithTrace looks for what the internet reaches in random networks, and traces what is found and what is not.
func TestExposureAgreesWithTrace(t *testing.T) {
	found, open, shut := 0, 0, 0
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		e, err := exposure.Find(context.Background(), g, reach.New(g), fromInternet())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		tracer := sim.NewTracer(g)
		checkTotals(t, g, e)
		for _, list := range [][]exposure.Finding{e.Findings, e.Open} {
			for i := range list {
				checkFinding(t, tracer, &list[i])
			}
		}
		shut += checkShut(t, g, tracer, e, uint64(seed))
		found, open = found+len(e.Findings), open+len(e.Open)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%d findings, %d open, %d probes of what is shut", found, open, shut)
	if found == 0 || shut == 0 {
		t.Error("the networks hold nothing to look at")
	}
}

// checkTotals holds the totals to what was asked about.
func checkTotals(t *testing.T, g *graph.Graph, e *exposure.Exposure) {
	t.Helper()
	sum := e.Totals
	if n := sum.Interfaces.All() + sum.Nodes; n != g.NumInterfaces() {
		t.Errorf("%d interfaces are counted, and there are %d", n, g.NumInterfaces())
	}
	fronts := 0
	for b := range int32(g.NumBalancers()) {
		if g.TakesClients(b) {
			fronts++
		}
	}
	if n := sum.Balancers.All(); n != fronts {
		t.Errorf("%d load balancers are counted, and there are %d", n, fronts)
	}
	interfaces, balancers := 0, 0
	for i := range e.Closed {
		interfaces, balancers = interfaces+e.Closed[i].Interfaces, balancers+e.Closed[i].Balancers
		if c := &e.Closed[i]; c.Alone > c.Count() {
			t.Errorf("%d of %d are shut by nothing else", c.Alone, c.Count())
		}
	}
	if interfaces != sum.Interfaces.Blocked || balancers != sum.Balancers.Blocked {
		t.Errorf("%d interfaces and %d load balancers have a reason, of %d and %d", interfaces, balancers, sum.Interfaces.Blocked, sum.Balancers.Blocked)
	}
	if sum.Interfaces.Unknown+sum.Balancers.Unknown > 0 && len(e.Gaps) == 0 {
		t.Error("something is undetermined, and nothing would settle it")
	}
}

// checkFinding traces a finding's witness, and looks for the way that it names.
func checkFinding(t *testing.T, tracer *sim.Tracer, f *exposure.Finding) {
	t.Helper()
	a, err := tracer.Trace(f.Witness)
	if err != nil || a.Verdict != f.Verdict {
		t.Errorf("%+v: traced %v (%v), and the finding says %v", f.Witness, a.Verdict, err, f.Verdict)
		return
	}
	if f.Verdict == sim.Unknown || len(f.Ways) == 0 {
		return
	}
	var met []ref.Ref
	for _, leg := range legs(a) {
		for _, h := range leg.Hops {
			met = append(met, h.Component)
		}
	}
	named := func(way []ref.Ref) bool {
		return !slices.ContainsFunc(way, func(r ref.Ref) bool { return !slices.Contains(met, r) })
	}
	if !slices.ContainsFunc(f.Ways, named) {
		t.Errorf("%+v goes by %v, and the finding names %v", f.Witness, met, f.Ways)
	}
	if len(f.Rules) == 0 && !slices.ContainsFunc(f.Ways, func(w []ref.Ref) bool { return len(w) > 1 }) {
		t.Errorf("%+v: no rule lets it in", f.Witness)
	}
}

// legs are the requests of an answer: of its parts, if it has any.
func legs(a *sim.Answer) []sim.Leg {
	all := []sim.Leg{a.Forward}
	for _, p := range a.Parts {
		all = append(all, legs(p.Answer)...)
	}
	return all
}

// checkShut asks for some flows to interfaces that are not among the findings.
func checkShut(t *testing.T, g *graph.Graph, tracer *sim.Tracer, e *exposure.Exposure, seed uint64) (probes int) {
	t.Helper()
	dice := rand.New(rand.NewPCG(seed, 9))
	reached := map[graph.InterfaceID]bool{}
	for _, list := range [][]exposure.Finding{e.Findings, e.Open} {
		for i := range list {
			for _, id := range list[i].To.Members {
				reached[id] = true
			}
		}
	}
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if reached[id] || g.IsNode(id) {
			continue
		}
		for _, f := range netmath.Families {
			host := sim.SomeHost(g.Elsewhere(f), f)
			if !host.IsValid() || !g.Primary(id, f).IsValid() {
				continue
			}
			q := sim.Question{From: graph.Location{Kind: graph.AtInternet}, To: graph.Location{Kind: graph.AtInterface, Interface: id}, SourceIP: host}
			q.Service = sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort([]uint16{22, 80, 443, 5432, uint16(dice.UintN(65536))}[dice.IntN(5)])}
			if v, err := tracer.Verdict(q); err != nil || v != sim.Unreachable {
				t.Errorf("%+v: traced %v (%v), and nobody was said to reach it", q, v, err)
			}
			probes++
		}
	}
	return probes
}
