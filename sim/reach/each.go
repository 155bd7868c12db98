package reach

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
)

// Each answers a query: yield gets every Passage of which anything passes, or may pass, in order of places. The totals count
// what it does not get as well. It ends early with the error of yield or of the context. Of what passes only what a few places at a time
// have is in memory.
func (s *Solver) Each(ctx context.Context, q Query, yield func(Passage) error) (Totals, error) {
	return s.run(ctx, q, yield)
}

// Count is Each for who wants to know the totals only.
func (s *Solver) Count(ctx context.Context, q Query) (Totals, error) { return s.run(ctx, q, nil) }

func (s *Solver) run(ctx context.Context, q Query, yield func(Passage) error) (Totals, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	j := s.newJob(q)
	var totals Totals
	if yield == nil {
		s.addEstates(j.to)
		j.sort()
		far, err := j.countAfar(ctx)
		if err != nil {
			return totals, err
		}
		totals.Add(far)
	}
	j.counting = yield == nil
	j.start(ctx)
	some, err := j.collect(ctx, yield)
	totals.Add(some)
	return totals, err
}

// collect fetches what the stints bring, in order.
func (j *job) collect(ctx context.Context, yield func(Passage) error) (totals Totals, err error) {
	for i := range j.stints {
		var r row
		select {
		case r = <-j.stints[i].done:
		case <-ctx.Done():
			return totals, ctx.Err()
		}
		<-j.ahead
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

// A job is a query on its way: the places that it is about, and the work in stints.
type job struct {
	solver *Solver
	query  Query
	from   []Place
	to     *targets
	stints []stint
	called *called       // what is counted of load balancers already
	ahead  chan struct{} // has an element for each stint that is in work, or done and not yet fetched

	counting bool        // nobody wants to know what passes, but for a table
	table    *Tabulation // or nil
	ledgers  []*ledger   // of it, one for each goroutine
}

// countAfar counts what passes between classes of VPCs that are far from each other.
func (j *job) countAfar(ctx context.Context) (Totals, error) {
	var r row
	if !j.solver.afar(&j.query) {
		return r.totals, nil
	}
	others := slices.IndexFunc(j.from, func(p Place) bool { return p.class == 0 })
	if others < 0 {
		others = len(j.from)
	}
	j.called = newCalled(len(j.to.places) - j.to.others)
	for _, f := range j.query.Families {
		a := newAsker(j.solver, j.query)
		a.counting = true
		if err := a.newAfar(f, j.to).count(ctx, &r, j.from[:others], j.called); err != nil {
			return r.totals, err
		}
	}
	return r.totals, nil
}

// A stint is a run of places from which the network between goes the same ways, and where they ask: one goroutine does it.
type stint struct {
	first, end int
	to         share
	done       chan row
}

// maxStint bounds how many places are in a stint, and stintsAhead how many stints for each processor may be in memory.
const (
	maxStint    = 64
	stintsAhead = 4
)

func (s *Solver) newJob(q Query) *job {
	if len(q.Families) == 0 {
		q.Families = bothFamilies
	}
	j := &job{solver: s, query: q, from: s.places(q.From, false), to: s.targets(s.places(q.To, true))}
	for i := range j.from {
		if last := len(j.stints) - 1; last >= 0 && s.together(&j.from[i-1], &j.from[i]) && i-j.stints[last].first < maxStint {
			j.stints[last].end = i + 1
			continue
		}
		if j.from[i].Outside() && !s.simply { // there are few of them, and each may ask everybody
			for _, to := range j.to.divide() {
				j.stints = append(j.stints, stint{i, i + 1, to, make(chan row, 1)})
			}
			continue
		}
		j.stints = append(j.stints, stint{i, i + 1, j.to.whole(), make(chan row, 1)})
	}
	return j
}

// sort puts the stints of each VPC together, and of each site: what is found out about a home counts for all of them.
func (j *job) sort() {
	s := j.solver
	key := func(u *stint) (vpc, site int32) {
		from := &j.from[u.first]
		if from.class == 0 {
			return math.MaxInt32, 0
		}
		return s.vpcOf(from), s.zones[s.about[from.class-1].zone].site
	}
	slices.SortStableFunc(j.stints, func(x, y stint) int {
		v, a := key(&x)
		w, b := key(&y)
		return cmp.Or(cmp.Compare(v, w), cmp.Compare(a, b))
	})
}

// together reports whether two places are classes of one zone.
func (s *Solver) together(a, b *Place) bool {
	return a.class > 0 && b.class > 0 && s.about[a.class-1].zone == s.about[b.class-1].zone
}

// start lets as many goroutines as there are processors do the stints in order, not too many ahead of who fetches them.
func (j *job) start(ctx context.Context) {
	workers := runtime.GOMAXPROCS(0)
	j.ahead = make(chan struct{}, workers*stintsAhead)
	next := make(chan *stint)
	for range workers {
		a := newAsker(j.solver, j.query)
		a.counting, a.called = j.counting, j.called
		if j.table != nil {
			a.ledger = j.table.newLedger()
			j.ledgers = append(j.ledgers, a.ledger)
		}
		go func() {
			for u := range next {
				u.done <- j.do(ctx, a, u)
			}
		}()
	}
	go j.feed(ctx, next)
}

// do does one stint.
func (j *job) do(ctx context.Context, a *asker, u *stint) (r row) {
	if j.counting && j.from[u.first].class > 0 && !j.solver.simply {
		r.err = a.tallyZone(ctx, &r, j.from[u.first:u.end], j.to)
	}
	for i := u.first; i < u.end && r.err == nil; i++ {
		r.err = a.from(ctx, &r, &j.from[i], j.to, u.to)
		if a.ledger != nil {
			a.ledger.take(r.passages)
			r.passages = nil
		}
	}
	return r
}

// feed hands out the stints.
func (j *job) feed(ctx context.Context, next chan<- *stint) {
	defer close(next)
	for i := range j.stints {
		select {
		case j.ahead <- struct{}{}:
		case <-ctx.Done():
			return
		}
		select {
		case next <- &j.stints[i]:
		case <-ctx.Done():
			return
		}
	}
}
