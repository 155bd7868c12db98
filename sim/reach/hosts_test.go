package reach_test

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestHostsFareAsTheirSetsDo asks the tracer about single hosts of the sets that an answer tells of: some at random, and those at the edges of what
// AWS treats apart. The networks of VPNs hold such, up to 0.0.0.0/0.
func TestHostsFareAsTheirSetsDo(t *testing.T) {
	asked := 0
	for seed := 40; seed < 40+max(*networks/6, 1); seed++ {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		dice, tracer := rand.New(rand.NewPCG(uint64(seed), 5)), sim.NewTracer(g)
		_, err := reach.New(g).Each(context.Background(), everything(sim.ServiceOf(netmath.TCP)), func(p reach.Passage) error {
			for _, host := range someHosts(g, &p, dice) {
				asked++
				q := p.Witness
				if p.From.Outside() {
					q.SourceIP = host
				} else {
					q.DestinationIP = host
				}
				q.Service = sim.ServiceOf(netmath.TCP)
				if got, err := tracer.Weigh(q); err != nil || !sameFlows(&p, &got) {
					t.Errorf("seed %d: %v to %v: %v: the answer says %+v, the tracer %+v (%v)", seed, p.From.Location, p.To.Location, host, p.Flows, got, err)
				}
			}
			return nil
		})
		if err != nil || t.Failed() {
			t.Fatal(seed, err)
		}
	}
	t.Logf("%d hosts", asked)
}

// sameFlows reports whether as much passes of the one protocol asked about, certainly, in part and perhaps.
func sameFlows(p *reach.Passage, w *sim.Weighed) bool {
	var all [3]bool
	for i := range p.Flows {
		f := &p.Flows[i]
		all = [3]bool{all[0] || len(f.Reach) > 0, all[1] || len(f.Partial) > 0, all[2] || len(f.Unknown) > 0}
	}
	return all == [3]bool{len(w.Reach) > 0, len(w.Partial) > 0, len(w.Unknown) > 0}
}

// someHosts are hosts of a passage's end outside.
func someHosts(g *graph.Graph, p *reach.Passage, dice *rand.Rand) []netip.Addr {
	hosts := p.Hosts.Of(p.Family)
	var all []netip.Addr
	for _, special := range g.FixedPrefixes(p.Family) {
		if h, any := hosts.Intersect(netmath.AddrSetOf(special)).First(p.Family); any {
			all = append(all, h)
		}
	}
	parts := hosts.Prefixes()
	if len(parts) > 0 {
		all = append(all, netmath.Last(parts[dice.IntN(len(parts))]))
	}
	return all
}
