package sim_test

import (
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// benchmarkNetwork compiles a large network with questions about it.
func benchmarkNetwork(b *testing.B, interfaces int) (*graph.Graph, []sim.Question) {
	b.Helper()
	s := randnet.Large(1, interfaces)
	g, _ := graph.Compile(s, graph.Options{})
	ids := map[string]graph.InterfaceID{}
	for i := range g.NumInterfaces() {
		ids[g.Interface(graph.InterfaceID(i)).Ref.ID] = graph.InterfaceID(i)
	}
	var questions []sim.Question
	for _, f := range randnet.LargeFlows(s, 1, 10_000) {
		q := asked(f)
		if f.From != "" {
			id, ok := ids[f.From]
			if !ok {
				continue
			}
			q.From = graph.Location{Kind: graph.AtInterface, Interface: id}
		}
		questions = append(questions, q)
	}
	return g, questions
}

// BenchmarkVerdict measures one concrete flow without evidence.
func BenchmarkVerdict(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("interfaces=%d", n), func(b *testing.B) {
			g, questions := benchmarkNetwork(b, n)
			t := sim.NewTracer(g)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := t.Verdict(questions[i%len(questions)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTrace measures one concrete flow with every hop, rule and explanation.
func BenchmarkTrace(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("interfaces=%d", n), func(b *testing.B) {
			g, questions := benchmarkNetwork(b, n)
			t := sim.NewTracer(g)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := t.Trace(questions[i%len(questions)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkCompile measures compiling a snapshot.
func BenchmarkCompile(b *testing.B) {
	s := randnet.Large(1, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		graph.Compile(s, graph.Options{})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/10_000, "ns/interface")
}
