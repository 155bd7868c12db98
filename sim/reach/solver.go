package reach

import (
	"context"
	"net/netip"
	"runtime"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Solver answers queries about one graph. It is immutable, and safe for concurrent use.
type Solver struct {
	g        *graph.Graph
	classes  []Place
	zones    []int32 // of each class
	numZones int
	fixed    [2][]netip.Prefix // those of each family that AWS treats apart everywhere
	internet netmath.AddrSet
	simply   bool // asks about all pairs one by one: the reference for tests
}

// New finds the classes of a graph's interfaces.
func New(g *graph.Graph) *Solver {
	s := &Solver{g: g, classes: classes(g), internet: g.Elsewhere(netmath.IPv4).Union(g.Elsewhere(netmath.IPv6))}
	s.zones, s.numZones = zones(g, s.classes)
	for _, f := range netmath.Families {
		s.fixed[f] = g.FixedPrefixes(f)
	}
	return s
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
			asker := newAsker(s, q)
			for i := range next {
				rows[i] <- asker.from(ctx, &from[i], to)
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
	*Solver
	tracer    *sim.Tracer
	query     Query
	protocols [2]protocols

	walk     *graph.Walk // asks filters
	services *netmath.ServiceTable
	guards   map[guardKey]*guard
	fabrics  fabrics
	rows     rows
	outsides outsides
}

func newAsker(s *Solver, q Query) *asker {
	a := &asker{
		Solver: s, tracer: sim.NewTracer(s.g), query: q, walk: graph.NewWalk(s.g, nil), services: netmath.NewServiceTable(),
		guards: map[guardKey]*guard{}, fabrics: newFabrics(), rows: newRows(s.numZones), outsides: newOutsides(),
	}
	for _, f := range netmath.Families {
		a.protocols[f] = protocolsOf(s.g, q.Service, f)
	}
	return a
}

func (a *asker) from(ctx context.Context, from *Place, to []Place) row {
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
