package sim

import (
	"fmt"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// BenchmarkEvidence measures one concrete flow with the evidence of every hop both ways, rules by number: what Trace
// finds before it makes it readable.
func BenchmarkEvidence(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("interfaces=%d", n), func(b *testing.B) {
			t, flows := largeFlows(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				t.explore(t.full, &flows[i%len(flows)], true, func(*outcome) {})
			}
		})
	}
}

// largeFlows resolves flows on a large network.
func largeFlows(b *testing.B, interfaces int) (*Tracer, []flow) {
	b.Helper()
	s := randnet.Large(1, interfaces)
	g, _ := graph.Compile(s, graph.Options{})
	t := NewTracer(g)
	ids := map[string]graph.InterfaceID{}
	for i := range g.NumInterfaces() {
		ids[g.Interface(graph.InterfaceID(i)).Ref.ID] = graph.InterfaceID(i)
	}
	var flows []flow
	for _, f := range randnet.LargeFlows(s, 1, 10_000) {
		q := Question{
			From: graph.Location{Kind: graph.AtAddress, Addr: f.SourceIP}, To: graph.Location{Kind: graph.AtAddress, Addr: f.To}, SourceIP: f.SourceIP,
			Service: Service{Protocol: netmath.Protocol(f.Protocol), Ports: netmath.OnePort(f.DestinationPort)}, SourcePorts: netmath.OnePort(f.SourcePort),
		}
		if id, ok := ids[f.From]; ok {
			q.From = graph.Location{Kind: graph.AtInterface, Interface: id}
		}
		if one, err := t.resolve(q); err == nil {
			flows = append(flows, one)
		}
	}
	return t, flows
}
