package report

import (
	"context"
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestSendersAreTold holds the blocks of senders in records of random networks against the sets that they are made of.
func TestSendersAreTold(t *testing.T) {
	shorter := 0
	for seed := range uint64(25) {
		g, _ := graph.Compile(randnet.Network(seed), graph.Options{})
		e, err := exposure.Find(context.Background(), g, reach.New(g), exposure.Query{
			From: reach.Ends{Locations: []graph.Location{{Kind: graph.AtInternet}}}, To: reach.Ends{All: true}, Service: sim.AnyService(),
		})
		if err != nil {
			t.Fatal(err)
		}
		record := NewBuilder(g, "random").Exposure(g, e, AskedExposure{Commands: &Commands{Graph: g}})
		internet := setOf(t, record.Outside[0].Prefixes)
		if record.Outside[0].ID != "internet" || !internet.Equal(e.Outside[0].Hosts) {
			t.Errorf("seed %d: %v was asked about, and %v is told", seed, e.Outside[0], record.Outside)
		}
		for i := range e.Findings {
			from, told := &e.Findings[i].From, &record.Findings[i].From
			if told.Anywhere {
				continue
			}
			in, out := setOf(t, told.Prefixes).Intersect(internet), setOf(t, told.But).Intersect(internet)
			if !in.Equal(from.Hosts) || !out.Equal(from.Asked.Subtract(from.Hosts)) {
				t.Errorf("seed %d: %v of %v get in, and told are %v, but %v", seed, from.Hosts, from.Asked, told.Prefixes, told.But)
			}
			if len(told.But) < len(from.Asked.Subtract(from.Hosts).Prefixes()) {
				shorter++
			}
		}
	}
	if shorter == 0 {
		t.Error("no list is shorter than the holes of the internet make it")
	}
}

func setOf(t *testing.T, blocks []string) netmath.AddrSet {
	t.Helper()
	var b netmath.AddrSetBuilder
	for _, text := range blocks {
		p, err := netip.ParsePrefix(text)
		if err != nil {
			t.Fatal(err)
		}
		b.Add(p)
	}
	return b.Set()
}

// TestSetsOfHostsAreToldOnce makes the texts of equal sets once, whoever made the sets.
func TestSetsOfHostsAreToldOnce(t *testing.T) {
	texts := newHostTexts()
	all := netmath.AllAddrs(netmath.IPv4)
	office := func() *exposure.Senders {
		return &exposure.Senders{Hosts: netmath.AddrSetOf(netip.MustParsePrefix("203.0.113.0/24")), Asked: all}
	}
	first, _ := texts.of(office())
	again, but := texts.of(office())
	if &first[0] != &again[0] || !slices.Equal(first, []string{"203.0.113.0/24"}) || len(but) != 24 {
		t.Errorf("%v, then %v but %v", first, again, but)
	}
	if other, _ := texts.of(&exposure.Senders{Hosts: all, Asked: all}); !slices.Equal(other, []string{"0.0.0.0/0"}) {
		t.Errorf("all is %v", other)
	}
}
