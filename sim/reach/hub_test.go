package reach

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
)

// rareHubs are those in which it matters which gateways carry references to groups, and that nobody knows the subnets of a core network's
// attachments.
var rareHubs = []uint64{135, 156}

// forEachHub visits networks of VPCs around transit gateways: the first n and the rare.
func forEachHub(t *testing.T, n int, visit func(seed uint64, g *graph.Graph)) {
	seeds := slices.Clone(rareHubs)
	for seed := range uint64(n) {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		g, _ := graph.Compile(randnet.Hub(seed), graph.Options{})
		if visit(seed, g); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestHubsAgreeWithReference asks for all pairs of hubs, and counts between some places of them as well.
func TestHubsAgreeWithReference(t *testing.T) {
	forEachHub(t, *worlds, func(seed uint64, g *graph.Graph) {
		compareEngines(t, g, everywhere)
		dice := rand.New(rand.NewPCG(seed, 4))
		for range 2 {
			compareCounts(t, g, someQuery(dice, g))
		}
	})
}

func compareCounts(t *testing.T, g *graph.Graph, q Query) {
	t.Helper()
	slow := New(g)
	slow.simply = true
	want, failed := slow.Count(context.Background(), q)
	if got, err := New(g).Count(context.Background(), q); got != want || err != nil || failed != nil {
		t.Errorf("%+v: counted %+v, want %+v (%v, %v)", q, got, want, err, failed)
	}
}

// someQuery asks for a service between some places, or all.
func someQuery(dice *rand.Rand, g *graph.Graph) Query {
	services := []sim.Service{{All: true}, {Protocol: netmath.TCP, Ports: netmath.OnePort(443)}, {Protocol: netmath.UDP, Ports: netmath.PortSpan(53, 1100)}}
	families := [][]netmath.Family{nil, {netmath.IPv4}, {netmath.IPv6}}
	q := Query{From: someEnds(dice, g), To: someEnds(dice, g), Service: services[dice.IntN(3)], Families: families[dice.IntN(3)]}
	if dice.IntN(3) == 0 {
		q.SourcePorts = netmath.PortSpan(50000, 50100)
	}
	return q
}

// someEnds are all places, or between one and most of them.
func someEnds(dice *rand.Rand, g *graph.Graph) Ends {
	if dice.IntN(3) == 0 {
		return everywhere.From
	}
	often := 1 + dice.IntN(9)
	ends := Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}
	if dice.IntN(2) == 0 {
		ends.Locations = nil
	}
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if dice.IntN(10) < often && !g.IsNode(id) {
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtInterface, Interface: id})
		}
	}
	for b := range int32(g.NumBalancers()) {
		if dice.IntN(10) < often {
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtBalancer, Index: b})
		}
	}
	return ends
}

// TestHubsAreFarApart counts what of hubs is counted without asking: else the other tests tell nothing of it.
func TestHubsAreFarApart(t *testing.T) {
	var far Totals
	whole, odd, hidden, calls := 0, 0, 0, 0
	const n = 40 // of fewer the shares say little
	forEachHub(t, n, func(_ uint64, g *graph.Graph) {
		s := New(g)
		j := s.newJob(everywhere)
		s.addEstates(j.to)
		others := slices.IndexFunc(j.from, func(p Place) bool { return p.class == 0 })
		for _, f := range netmath.Families {
			a := newAsker(s, j.query)
			a.counting = true
			x, done, r := a.newAfar(f, j.to), newCalled(len(j.to.places)-j.to.others), row{}
			if err := x.count(context.Background(), &r, j.from[:others], done); err != nil {
				t.Fatal(err)
			}
			far.Add(r.totals)
			hidden += len(x.crowds.hidden)
			for i := range x.crowds.all {
				odd += len(x.crowds.odd[i])
				whole += len(x.crowds.all) - len(x.crowds.odd[i])
			}
			for _, counted := range done.done[f] {
				calls += number01(counted != fromNowhere)
			}
		}
	})
	t.Logf("%d pairs far apart, %d of them open, %d unknown; of crowds %d pairs whole, %d odd, %d behind NAT gateways; %d load balancers counted", far.Pairs(), far.Reachable+far.Partial, far.Unknown, whole, odd, hidden, calls)
	if far.Pairs() < 500*n || far.Reachable+far.Partial < 50*n || odd > whole/2 || hidden < n || calls < n/4 {
		t.Error("too little of it")
	}
}
