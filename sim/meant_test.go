package sim_test

import (
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/oracle"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestWhoIsMeantAgreesWithOracle asks load balancers, nodes and hosts at addresses that others have as well, in networks whose VPCs share
// addresses.
func TestWhoIsMeantAgreesWithOracle(t *testing.T) {
	p := meantProbe{t: t}
	for p.seed = range uint64(*networks) {
		s := randnet.Hub(p.seed)
		p.g, _ = graph.Compile(s, graph.Options{})
		p.tracer, p.reference = sim.NewTracer(p.g), oracle.About(s)
		p.probe(s)
	}
	t.Logf("%d flows, %d of which came to others, %d of them to load balancers", p.asked, p.astray, p.balanced)
}

type meantProbe struct {
	t                       *testing.T
	seed                    uint64
	g                       *graph.Graph
	tracer                  *sim.Tracer
	reference               *oracle.Oracle
	asked, astray, balanced int
}

// probe asks for each of those who have an address that others have, from some others.
func (p *meantProbe) probe(s *topology.Snapshot) {
	for i := range s.NetworkInterfaces {
		e := &s.NetworkInterfaces[i]
		id, known := interfaceOf(p.g, e.NetworkInterfaceId)
		if !known || len(p.g.ByAddress(e.PrivateIpAddress)) < 2 {
			continue
		}
		for k := range 6 {
			from := &s.NetworkInterfaces[(i+k*k+1)%len(s.NetworkInterfaces)]
			f := oracle.Flow{
				From: from.NetworkInterfaceId, SourceIP: from.PrivateIpAddress, To: e.PrivateIpAddress, Meant: e.NetworkInterfaceId,
				Protocol: 6, SourcePort: 40000, DestinationPort: []uint16{80, 443, 53}[k%3],
			}
			p.ask(f, graph.Location{Kind: graph.AtInterface, Interface: id})
			to := graph.Location{Kind: graph.AtBalancer, Index: p.g.BalancerOf(id)}
			if n := slices.IndexFunc(s.LoadBalancers, func(b topology.LoadBalancer) bool { return to.Index >= 0 && b.Ref() == p.g.RefOf(to) }); n >= 0 {
				f.Meant = s.LoadBalancers[n].LoadBalancerArn
				p.ask(f, to)
			}
		}
	}
}

// ask asks both.
func (p *meantProbe) ask(f oracle.Flow, to graph.Location) {
	q, ok := question(p.g, randnet.Flow(f))
	if q.To, q.DestinationIP = to, f.To; !ok || !f.SourceIP.IsValid() {
		return
	}
	want := p.reference.Ask(f, oracle.Options{})
	if want.GaveUp {
		return
	}
	a, err := p.tracer.Trace(q)
	if p.asked++; err != nil || a.Verdict.String() != want.Verdict.String() {
		p.t.Errorf("seed %d: %+v: solver %v (%v)\n%s oracle %v: %s", p.seed, f, a.Verdict, err, told(a), want.Verdict, want.Why)
	}
	for _, x := range a.Explanations {
		if x.Code == graph.RequestElsewhere {
			p.astray++
			if id, known := interfaceOf(p.g, x.Component.ID); known && p.g.IsNode(id) {
				p.balanced++
			}
		}
	}
}
