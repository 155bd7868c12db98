package reach

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

var worlds = flag.Int("worlds", 40, "how many random networks to compare the engine with the reference in")

var everywhere = Query{From: Ends{All: true}, To: Ends{All: true}, Service: sim.Service{All: true}}

// TestEngineAgreesWithReference asks for all pairs of random networks by zones and filters, and one by one.
func TestEngineAgreesWithReference(t *testing.T) {
	for seed := range *worlds {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		compareEngines(t, g, everywhere)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestViaAgreesWithReference asks for what comes by some component, and for what keeps clear of it.
func TestViaAgreesWithReference(t *testing.T) {
	for seed := range *worlds / 4 {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		all := g.Entities()
		q := everywhere
		q.Service = sim.Service{Protocol: netmath.TCP, Ports: netmath.AllPorts()}
		for n := range 3 {
			component := []ref.Ref{all[(seed*31+n*17)%len(all)].Ref}
			q.Via, q.NotVia = component, nil
			if n%2 == 1 {
				q.Via, q.NotVia = nil, component
			}
			compareEngines(t, g, q)
			if t.Failed() {
				t.Fatalf("seed %d, %v", seed, component)
			}
		}
	}
}

func compareEngines(t *testing.T, g *graph.Graph, q Query) {
	t.Helper()
	fast := New(g)
	slow := New(g)
	slow.simply = true
	got, gotTotals := answerOf(t, fast, q)
	want, wantTotals := answerOf(t, slow, q)
	counted, err := fast.Count(context.Background(), q)
	if gotTotals != wantTotals || counted != wantTotals || err != nil {
		t.Errorf("totals %+v, counted %+v, want %+v (%v)", gotTotals, counted, wantTotals, err)
	}
	for key, text := range want {
		if got[key] != text {
			t.Errorf("%s:\n got %s\nwant %s", key, got[key], text)
			return
		}
	}
	for key, text := range got {
		if want[key] == "" {
			t.Errorf("%s: got %s, want nothing", key, text)
			return
		}
	}
}

// answerOf is the text of what passes of each pair.
func answerOf(t *testing.T, s *Solver, q Query) (map[string]string, Totals) {
	t.Helper()
	texts := map[string][]string{}
	totals, err := s.Each(context.Background(), q, func(p Passage) error {
		key := fmt.Sprint(p.From.Location, p.To.Location, p.Family)
		texts[key] = append(texts[key], passageText(&p))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for key, list := range texts {
		slices.Sort(list)
		all[key] = strings.Join(list, "\n")
	}
	return all, totals
}

func passageText(p *Passage) string {
	var lines []string
	for _, f := range p.Flows {
		for _, protocol := range f.Protocols {
			lines = append(lines, fmt.Sprint(protocol, f.Reach, f.Partial, f.Unknown))
		}
		if f.Others {
			lines = append(lines, fmt.Sprint("others", f.Reach, f.Partial, f.Unknown))
		}
	}
	slices.Sort(lines)
	return fmt.Sprint(p.Hosts.Prefixes(), p.Pairs, p.Witness.From, p.Witness.To, lines)
}
