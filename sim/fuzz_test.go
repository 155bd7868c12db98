package sim_test

import (
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// fuzzedFlows is how many flows are walked through each damaged network.
const fuzzedFlows = 12

// FuzzTrace damages a random network and walks flows through it: no panic, the invariants of the graph hold as long as
// ids are unique, and the verdict is the same with evidence and without.
func FuzzTrace(f *testing.F) {
	f.Add(uint64(1), []byte{})
	f.Add(uint64(7), []byte("routes to nowhere, and the end of a prefix list"))
	f.Add(uint64(11), []byte{9, 3, 1, 0, 4, 200, 17, 5, 60, 2, 2, 8, 90, 33})
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		if len(data) > 300 {
			return
		}
		s := randnet.Network(seed % 1000)
		flows := randnet.Flows(s, seed, fuzzedFlows)
		topologytest.Mutate(s, data)
		unique := seed%2 == 0
		if unique {
			fold(s)
		}
		g, _ := graph.Compile(s, assuming(seed))
		if err := g.Check(); err != nil && unique {
			t.Fatal(err)
		}
		walkAll(t, g, append(questions(g, flows), corners(s, g, seed)...))
	})
}

// assuming asks for all assumptions that stand in for missing documents, for some seeds.
func assuming(seed uint64) graph.Options {
	var opt graph.Options
	if seed%3 == 0 {
		for _, a := range graph.Assumables {
			opt.Assume = append(opt.Assume, a.Code)
		}
	}
	return opt
}

func questions(g *graph.Graph, flows []randnet.Flow) []sim.Question {
	var all []sim.Question
	for _, f := range flows {
		if q, ok := question(g, f); ok {
			all = append(all, q)
		}
	}
	return all
}

// corners are some of the questions between what the damage may have put there: the first and last interface, the internet, every
// external network, and addresses with a meaning of their own.
func corners(s *topology.Snapshot, g *graph.Graph, seed uint64) []sim.Question {
	ends := []graph.Location{{Kind: graph.AtInternet}}
	if n := g.NumInterfaces(); n > 0 {
		ends = append(ends, graph.Location{Kind: graph.AtInterface}, graph.Location{Kind: graph.AtInterface, Interface: graph.InterfaceID(n - 1)})
	}
	for i := range int32(min(g.NumExternals(), 2)) {
		ends = append(ends, graph.Location{Kind: graph.AtExternalNetwork, Index: i})
	}
	for _, a := range []string{"10.0.0.2", "169.254.169.253", "64:ff9b::a00:4", "0.0.0.0"} {
		ends = append(ends, graph.Location{Kind: graph.AtAddress, Addr: netip.MustParseAddr(a)})
	}
	if n := len(s.NatGateways); n > 0 && len(s.NatGateways[0].NatGatewayAddresses) > 0 && s.NatGateways[0].NatGatewayAddresses[0].PrivateIp.IsValid() {
		ends = append(ends, graph.Location{Kind: graph.AtAddress, Addr: s.NatGateways[0].NatGatewayAddresses[0].PrivateIp})
	}
	var all []sim.Question
	for i, from := range ends {
		for j, to := range ends {
			if (uint64(i*len(ends)+j)+seed)%13 != 0 {
				continue
			}
			q := sim.Question{From: from, To: to, Service: sim.ServiceOf(netmath.TCP), Family: sim.Family((i + j) % 3)}
			if i > 0 && j > 0 && i%2 == 0 { // everything to or from the whole internet takes long
				q.Service = sim.AnyService()
			}
			all = append(all, q)
		}
	}
	return all
}

// walkAll asks each question with evidence and without; a question may be refused, in both ways.
func walkAll(t *testing.T, g *graph.Graph, all []sim.Question) {
	t.Helper()
	tracer, builder := sim.NewTracer(g), report.NewBuilder(g, "network")
	for _, q := range all {
		a, err := tracer.Trace(q)
		quick, quickErr := tracer.Verdict(q)
		if (err == nil) != (quickErr == nil) {
			t.Errorf("%+v: Trace says %v, Verdict says %v", q, err, quickErr)
		}
		if err != nil {
			continue
		}
		if quick != a.Verdict {
			t.Errorf("%+v: Verdict says %v, Trace says %v\n%s", q, quick, a.Verdict, told(a))
		}
		if n := slices.IndexFunc(a.Explanations, func(x sim.Explanation) bool { return x.Code == "" }); n >= 0 {
			t.Errorf("%+v: explanation %d has no code", q, n)
		}
		builder.Trace(a, report.Asked{})
	}
}
