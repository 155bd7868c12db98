package exposure

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// Find answers a query. It ends early with the context's error.
func Find(ctx context.Context, g *graph.Graph, solver *reach.Solver, q Query) (*Exposure, error) {
	if len(q.Families) == 0 {
		q.Families = netmath.Families[:]
	}
	if len(solver.From(reach.Query{From: q.From})) == 0 {
		return nil, fmt.Errorf("nothing can come from there: no interface, no network outside and no host of the internet")
	}
	s := newSieve(g)
	_, err := solver.Each(ctx, reach.Query{From: q.From, To: q.To, Service: q.Service, Families: q.Families}, func(p reach.Passage) error {
		s.add(&p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := new(Exposure)
	if err := out.find(ctx, s, &q); err != nil {
		return nil, err
	}
	return out, out.count(ctx, s, &q, solver)
}

// find makes findings of what passes.
func (e *Exposure) find(ctx context.Context, s *sieve, q *Query) error {
	groups := s.groups()
	all := make([]Finding, len(groups))
	err := inParallel(ctx, len(groups), q.Progress, func() func(int) error {
		x := &gatherer{g: s.g, tracer: sim.NewTracer(s.g)}
		return func(i int) error {
			f := groups[i].finding(s.g)
			evidence, err := x.gather(groups[i])
			f.Evidence, f.Risk = evidence, Assess(&f)
			all[i] = f
			return err
		}
	})
	if err != nil {
		return err
	}
	Sort(s.g, all)
	for i := range all {
		if all[i].Verdict == sim.Unknown {
			e.Open = append(e.Open, all[i])
		} else {
			e.Findings = append(e.Findings, all[i])
		}
	}
	return nil
}

// count tells how many places fare how, and why nobody reaches the rest.
func (e *Exposure) count(ctx context.Context, s *sieve, q *Query, solver *reach.Solver) error {
	asked := reach.Query{From: q.From, To: q.To}
	sources, places := solver.From(asked), solver.To(asked)
	e.Outside = outsideOf(sources, q.Families)
	var shut []*reach.Place
	nodes := map[graph.InterfaceID]bool{}
	for i := range places {
		p := &places[i]
		tally := &e.Totals.Interfaces
		switch p.Location.Kind {
		case graph.AtInterface:
		case graph.AtBalancer:
			tally = &e.Totals.Balancers
			for _, node := range s.g.Nodes(p.Location.Index) {
				if s.g.IsNode(node) {
					nodes[node] = true
				}
			}
		default:
			continue
		}
		standing := s.standing(p.Location)
		if standing != blocked {
			tally.add(standing, p.Size())
		}
		for _, f := range netmath.Families {
			if best := s.best[p.Location]; best != nil && best[f] >= partial {
				e.Totals.Reached[f] += p.Size()
			}
		}
		if standing == blocked {
			shut = append(shut, p)
		}
	}
	e.Totals.Nodes = len(nodes)
	closed := make([]closedPlace, len(shut))
	err := inParallel(ctx, len(shut), nil, func() func(int) error {
		t := sim.NewTracer(s.g)
		return func(i int) (err error) {
			closed[i], err = explain(t, s.g, q, sources, shut[i])
			return err
		}
	})
	e.shut(s, closed)
	return err
}

// outsideOf are the places outside, each with its hosts of some families.
func outsideOf(places []reach.Place, families []netmath.Family) []reach.Place {
	var outside []reach.Place
	for _, p := range places {
		if !p.Outside() {
			continue
		}
		all := p.Hosts
		p.Hosts = netmath.AddrSet{}
		for _, f := range families {
			p.Hosts = p.Hosts.Union(all.Of(f))
		}
		outside = append(outside, p)
	}
	return outside
}

// shut counts the places that nobody reaches, and finds those of which the snapshot does not even tell where they are.
func (e *Exposure) shut(s *sieve, all []closedPlace) {
	certain := all[:0]
	for i := range all {
		p := &all[i]
		tally := &e.Totals.Interfaces
		if p.place.Location.Kind == graph.AtBalancer {
			tally = &e.Totals.Balancers
		}
		if p.doubts == nil {
			tally.add(blocked, p.place.Size())
			certain = append(certain, *p)
			continue
		}
		tally.add(unknown, p.place.Size())
		s.best[p.place.Location] = &[2]standing{unknown, unknown}
		x := &gatherer{}
		x.addDoubts(p.doubts)
		e.Open = append(e.Open, Finding{
			From: Senders{At: p.asked.From}, To: Targets{At: p.place.Location, Members: p.place.Members}, Verdict: sim.Unknown,
			Witness: p.asked, Evidence: x.out, places: []*reach.Place{p.place},
		})
	}
	e.Closed, e.Gaps = countClosed(certain), s.gaps(e.Open)
}

// inParallel does n pieces of work on all cores, each worker with what begin gives it.
func inParallel(ctx context.Context, n int, progress func(int), begin func() func(int) error) error {
	var mu sync.Mutex
	var wait sync.WaitGroup
	var failed error
	next, done := 0, 0
	take := func(err error) int {
		mu.Lock()
		defer mu.Unlock()
		if failed == nil {
			failed = err
		}
		if failed == nil {
			failed = ctx.Err()
		}
		if failed != nil || next >= n {
			return -1
		}
		if done++; progress != nil {
			progress(done)
		}
		next++
		return next - 1
	}
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			work := begin()
			for i := take(nil); i >= 0; {
				i = take(work(i))
			}
		})
	}
	wait.Wait()
	return failed
}
