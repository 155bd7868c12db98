package reach

import (
	"context"
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// BenchmarkExposure finds what the internet reaches of all interfaces, of a compiled network.
func BenchmarkExposure(b *testing.B) {
	internet := Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}
	benchmarkQuery(b, Query{From: internet, To: Ends{All: true}, Service: sim.Service{All: true}}, 1000, 10_000)
}

// BenchmarkAllPairs finds what passes between all places of a compiled network.
func BenchmarkAllPairs(b *testing.B) { benchmarkQuery(b, everywhere, 1000, 10_000) }

func benchmarkQuery(b *testing.B, q Query, sizes ...int) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("interfaces=%d", n), func(b *testing.B) {
			g, _ := graph.Compile(randnet.Large(1, n), graph.Options{})
			s := New(g)
			b.ReportAllocs()
			for b.Loop() {
				totals, err := s.Each(context.Background(), q, func(Passage) error { return nil })
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(totals.Pairs()), "pairs")
			}
		})
	}
}
