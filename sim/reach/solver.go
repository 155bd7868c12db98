package reach

import (
	"context"
	"runtime"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Solver answers queries about one graph. It is immutable, and safe for concurrent use.
type Solver struct {
	g        *graph.Graph
	classes  []Place
	internet netmath.AddrSet
}

// New finds the classes of a graph's interfaces.
func New(g *graph.Graph) *Solver {
	return &Solver{g: g, classes: classes(g), internet: g.Elsewhere(netmath.IPv4).Union(g.Elsewhere(netmath.IPv6))}
}

// Classes are the classes of interfaces, in order of their first members.
func (s *Solver) Classes() []Place { return s.classes }

// Each answers a query: yield gets every Passage of which anything passes, or may pass, in order of places. The totals count
// what it does not get as well. It ends early with the error of yield or of the context.
func (s *Solver) Each(ctx context.Context, q Query, yield func(Passage) error) (Totals, error) {
	from, to := s.places(q.From, false), s.places(q.To, true)
	if len(q.Families) == 0 {
		q.Families = netmath.Families[:]
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	rows := make([]chan row, len(from))
	next := make(chan int)
	for i := range rows {
		rows[i] = make(chan row, 1)
	}
	for range runtime.GOMAXPROCS(0) {
		go func() {
			asker := newAsker(s.g, q)
			for i := range next {
				rows[i] <- asker.row(ctx, &from[i], to)
			}
		}()
	}
	go feed(ctx, next, len(from))
	var totals Totals
	for i := range rows {
		var r row
		select {
		case r = <-rows[i]:
		case <-ctx.Done():
			return totals, ctx.Err()
		}
		if r.err != nil {
			return totals, r.err
		}
		totals.Add(r.totals)
		for _, p := range r.passages {
			if err := yield(p); err != nil {
				return totals, err
			}
		}
	}
	return totals, nil
}

// feed hands out the numbers of rows.
func feed(ctx context.Context, next chan<- int, n int) {
	defer close(next)
	for i := range n {
		select {
		case next <- i:
		case <-ctx.Done():
			return
		}
	}
}

// A row is what passes from one place.
type row struct {
	passages []Passage
	totals   Totals
	err      error
}

// An asker asks for what passes from one place to another. It serves one goroutine.
type asker struct {
	g         *graph.Graph
	tracer    *sim.Tracer
	query     Query
	protocols [2]protocols
}

func newAsker(g *graph.Graph, q Query) *asker {
	a := &asker{g: g, tracer: sim.NewTracer(g), query: q}
	for _, f := range netmath.Families {
		a.protocols[f] = protocolsOf(g, q.Service, f)
	}
	return a
}

func (a *asker) row(ctx context.Context, from *Place, to []Place) row {
	var r row
	for i := range to {
		if ctx.Err() != nil {
			r.err = ctx.Err()
			return r
		}
		for _, f := range a.query.Families {
			if err := a.pair(&r, from, &to[i], f); err != nil {
				r.err = err
				return r
			}
		}
	}
	return r
}
