package reach_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestMatrixCountsPairs holds the cells to the totals, by whatever places are put together, and to every pair of interfaces by itself.
func TestMatrixCountsPairs(t *testing.T) {
	service := sim.Service{Protocol: netmath.TCP, Ports: netmath.PortSpan(80, 443)}
	for seed := range *networks / 3 {
		g, _ := graph.Compile(randnet.Network(uint64(seed)), graph.Options{})
		solver, q := reach.New(g), everything(service)
		for _, word := range []string{"subnet", "sg", "vpc", "name", "tag:Tier"} {
			by, err := reach.ParseBy(word)
			if err != nil {
				t.Fatal(err)
			}
			m, totals := matrixOf(t, solver, q, by)
			totals.Reachable, totals.Partial = totals.Reachable+totals.Partial, 0
			if got := sumOf(m); got != totals {
				t.Errorf("seed %d by %s: the cells sum up to %+v, the totals are %+v", seed, word, got, totals)
			}
			checkWitnesses(t, sim.NewTracer(g), m)
		}
		by, _ := reach.ParseBy("vpc")
		ends := reach.Ends{Locations: senders(g)}
		m, _ := matrixOf(t, solver, reach.Query{From: ends, To: ends, Service: service}, by)
		if d := cmp.Diff(tracedMatrix(t, g, service), countsOf(m)); d != "" {
			t.Fatalf("seed %d (-traced +matrix):\n%s", seed, d)
		}
	}
}

func matrixOf(t *testing.T, s *reach.Solver, q reach.Query, by reach.By) (*reach.Matrix, reach.Totals) {
	t.Helper()
	c, err := s.Tabulation(q, by)
	if err != nil {
		t.Fatal(err)
	}
	totals, err := s.Tabulate(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return c.Matrix(), totals
}

// sumOf adds up cells as totals, which do not tell what is partial from what is reachable.
func sumOf(m *reach.Matrix) (t reach.Totals) {
	for _, row := range m.Cells {
		for i := range row {
			c := &row[i]
			t.Reachable += c.Whole + c.Some
			t.Unknown += c.Maybe
			t.Blocked += c.Pairs - c.Whole - c.Some - c.Maybe
		}
	}
	return t
}

func checkWitnesses(t *testing.T, tracer *sim.Tracer, m *reach.Matrix) {
	t.Helper()
	for _, row := range m.Cells {
		for i := range row {
			if c := &row[i]; len(c.Share.Lanes) > 0 {
				if got, err := tracer.Verdict(c.Share.Witness); err != nil || got != c.Verdict {
					t.Errorf("%+v is %v (%v), its cell says %v", c.Share.Witness, got, err, c.Verdict)
				}
			}
		}
	}
}

// counts are pairs of interfaces of two VPCs.
type counts struct{ Pairs, Whole, Some, Maybe int }

// countsOf are the cells of a matrix.
func countsOf(m *reach.Matrix) map[[2]string]counts {
	all := map[[2]string]counts{}
	for i, from := range m.From {
		for j, to := range m.To {
			if c := m.Cells[i][j]; c.Pairs > 0 {
				all[[2]string{from, to}] = counts{c.Pairs, c.Whole, c.Some, c.Maybe}
			}
		}
	}
	return all
}

func called(g *graph.Graph, id graph.InterfaceID) string {
	vpc := g.Interface(id).Vpc
	if name := g.Name(vpc); name != "" {
		return name
	}
	return vpc.ID
}

// tracedMatrix asks about every pair of interfaces by itself.
func tracedMatrix(t *testing.T, g *graph.Graph, service sim.Service) map[[2]string]counts {
	t.Helper()
	tracer := sim.NewTracer(g)
	all := map[[2]string]counts{}
	for _, from := range senders(g) {
		for _, to := range senders(g) {
			for f, family := range []sim.Family{sim.OnlyIPv4, sim.OnlyIPv6} {
				if from == to || !g.Primary(from.Interface, netmath.Families[f]).IsValid() || !g.Primary(to.Interface, netmath.Families[f]).IsValid() {
					continue
				}
				w, err := tracer.Weigh(sim.Question{From: from, To: to, Family: family, Service: service})
				if err != nil {
					t.Fatal(err)
				}
				key := [2]string{called(g, from.Interface), called(g, to.Interface)}
				all[key] = all[key].with(&w)
			}
		}
	}
	return all
}

func (c counts) with(w *sim.Weighed) counts {
	c.Pairs++
	switch {
	case len(w.Partial)+len(w.Unknown)+len(w.Blocked) == 0:
		c.Whole++
	case len(w.Reach)+len(w.Partial) > 0:
		c.Some++
	case len(w.Unknown) > 0:
		c.Maybe++
	}
	return c
}

// senders are the interfaces that are places of their own.
func senders(g *graph.Graph) []graph.Location {
	var all []graph.Location
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if !g.IsNode(id) {
			all = append(all, graph.Location{Kind: graph.AtInterface, Interface: id})
		}
	}
	return all
}
