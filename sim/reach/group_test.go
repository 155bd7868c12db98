package reach_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// everything asks about all pairs of places.
func everything(service sim.Service) reach.Query {
	return reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}, Service: service}
}

func grouped(t *testing.T, s *reach.Solver, q reach.Query) (groups []reach.Group, passages []reach.Passage) {
	t.Helper()
	c := s.Grouping(q)
	_, err := s.Each(context.Background(), q, func(p reach.Passage) error {
		passages = append(passages, p)
		return c.Add(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.Groups(), passages
}

// TestGroupsSayWhatPassagesSay takes groups and passages apart into single pairs of places, which have to be the same.
func TestGroupsSayWhatPassagesSay(t *testing.T) {
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		solver, q := reach.New(g), everything(sim.ServiceOf(netmath.TCP))
		groups, passages := grouped(t, solver, q)
		whole := map[graph.Location]netmath.AddrSet{}
		for _, p := range append(solver.From(q), solver.To(q)...) {
			whole[p.Location] = p.Hosts
		}
		want, got := map[string]int{}, map[string]int{}
		for i := range passages {
			takeApart(&passages[i], want)
		}
		pairs := 0
		for i := range groups {
			pairs += takeGroupApart(&groups[i], whole, got)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("seed %d (-passages +groups):\n%s", seed, d)
		}
		if pairs != len(slices.Collect(maps.Keys(got))) {
			t.Errorf("seed %d: groups count %d pairs, and have %d", seed, pairs, len(got))
		}
	}
}

func takeApart(p *reach.Passage, into map[string]int) {
	for _, f := range p.Flows {
		for verdict, ports := range map[sim.Verdict][]sim.PortPair{sim.Reachable: f.Reach, sim.Partial: f.Partial, sim.Unknown: f.Unknown} {
			if len(ports) == 0 {
				continue
			}
			for _, from := range locations(p.From) {
				for _, to := range locations(p.To) {
					if from != to {
						into[fmt.Sprint(from, to, p.Family, p.Hosts, verdict, ports)]++
					}
				}
			}
		}
	}
}

func locations(p *reach.Place) []graph.Location {
	if len(p.Members) == 0 {
		return []graph.Location{p.Location}
	}
	var all []graph.Location
	for _, id := range p.Members {
		all = append(all, graph.Location{Kind: graph.AtInterface, Interface: id})
	}
	return all
}

func takeGroupApart(g *reach.Group, whole map[graph.Location]netmath.AddrSet, into map[string]int) (pairs int) {
	for _, s := range g.Shares {
		for _, from := range places(g.From) {
			for _, to := range places(g.To) {
				hosts := s.Hosts
				if hosts.Empty() {
					hosts = whole[from].Union(whole[to]).Of(s.Family)
				}
				for _, l := range s.Lanes {
					if from != to {
						into[fmt.Sprint(from, to, s.Family, hosts, g.Verdict, l.Pairs)]++
					}
				}
			}
		}
	}
	return g.Pairs
}

func places(parties []reach.Party) []graph.Location {
	var all []graph.Location
	for _, p := range parties {
		all = append(all, p.Places...)
	}
	return all
}

// TestWitnessesFareAsTheirGroupsDo asks about the witness of every group.
func TestWitnessesFareAsTheirGroupsDo(t *testing.T) {
	for seed := range *networks {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		tracer := sim.NewTracer(g)
		for _, service := range []sim.Service{sim.AnyService(), {Protocol: netmath.TCP, Ports: netmath.PortSpan(20, 8080)}} {
			groups, _ := grouped(t, reach.New(g), everything(service))
			for i := range groups {
				for _, s := range groups[i].Shares {
					if got, err := tracer.Verdict(s.Witness); err != nil || got != groups[i].Verdict {
						t.Errorf("seed %d: %+v is %v (%v), its group says %v: %v", seed, s.Witness, got, err, groups[i].Verdict, s.Lanes)
					}
				}
			}
		}
		if t.Failed() {
			return
		}
	}
}

// TestGroupsAreFewAndInOrder holds a network of many alike to a few groups.
func TestGroupsAreFewAndInOrder(t *testing.T) {
	g, _ := graph.Compile(randnet.Large(1, 150), graph.Options{})
	q := everything(sim.Service{Protocol: netmath.TCP, Ports: netmath.OnePort(443)})
	first, passages := grouped(t, reach.New(g), q)
	again, _ := grouped(t, reach.New(g), q)
	if fmt.Sprint(first) != fmt.Sprint(again) {
		t.Error("two runs differ")
	}
	if len(first)*3 > len(passages) {
		t.Errorf("%d groups for %d passages", len(first), len(passages))
	}
}
