package reach

import (
	"context"
	"iter"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

var bothFamilies = netmath.Families[:]

// A row is what passes from some places.
type row struct {
	passages []Passage
	totals   Totals
	err      error
}

// targets are the places to which a query asks: runs of classes of one zone, then all others.
type targets struct {
	places []Place
	runs   []run
	others int // where they begin: load balancers first,
	beyond int // then all others

	estates []estate // if they are counted only
	having  [2][]int // the numbers of load balancers that have addresses of each family, likewise
}

// A run is some classes of one zone, next to each other.
type run struct {
	zone       int32
	first, end int
	sizes      [2]int // members of those that have addresses of each family
	receivers  []receivers
}

// places are the numbers of all of a run's classes.
func (r *run) places() []int32 {
	var all []int32
	for i := r.first; i < r.end; i++ {
		all = append(all, int32(i))
	}
	return all
}

func (s *Solver) targets(places []Place) *targets {
	t := &targets{places: places, others: len(places)}
	if i := slices.IndexFunc(places, func(p Place) bool { return p.class == 0 }); i >= 0 {
		t.others = i
	}
	for t.beyond = t.others; t.beyond < len(places) && places[t.beyond].Location.Kind == graph.AtBalancer; t.beyond++ {
	}
	for i := range places[:t.others] {
		p := &places[i]
		about := &s.about[p.class-1]
		if n := len(t.runs); n == 0 || t.runs[n-1].zone != about.zone {
			t.runs = append(t.runs, run{zone: about.zone, first: i})
		}
		r := &t.runs[len(t.runs)-1]
		r.end = i + 1
		for f, addr := range about.addr {
			if addr.IsValid() {
				r.sizes[f] += p.Size()
			}
		}
	}
	return t
}

// fronts yields the numbers of those that are load balancers.
func (t *targets) fronts() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := t.others; i < t.beyond && yield(i); i++ {
		}
	}
}

// askedZone are the fabrics from one zone to the run of each number, as far as they are known.
type askedZone struct {
	zone      int32
	fabrics   [2]sparse
	balancers [2]sparse // and the approaches to each place that is no class
}

// from asks what passes from one place to a share of others.
func (a *asker) from(ctx context.Context, r *row, from *Place, to *targets, of share) error {
	first := of.place
	switch {
	case a.simply:
	case from.class > 0 && a.counting:
		first = to.beyond // the rest is done
	case from.class > 0:
		first = to.others
		if err := a.fromClass(ctx, r, from, to); err != nil {
			return err
		}
	case from.Outside():
		first = max(first, to.others)
		for n := of.run; n < of.endRun; n++ {
			if err := a.fromOutside(r, from, to, &to.runs[n]); err != nil {
				return err
			}
		}
	}
	for i := first; i < of.endPlace; i++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, f := range a.query.Families {
			if from.class > 0 && !a.simply && to.places[i].Location.Kind == graph.AtBalancer {
				if err := a.toFront(r, from, to, i, f); err != nil {
					return err
				}
				continue
			}
			if err := a.pair(r, from, &to.places[i], f); err != nil {
				return err
			}
		}
	}
	return nil
}

// fromClass asks what passes from one class to others, zone by zone.
func (a *asker) fromClass(ctx context.Context, r *row, from *Place, to *targets) error {
	a.enterZone(a.about[from.class-1].zone, len(to.runs), len(to.places)-to.others)
	for n := range to.runs {
		if n%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := a.toRun(r, from, to, n); err != nil {
			return err
		}
	}
	return nil
}

// enterZone forgets the fabrics of another zone.
func (a *asker) enterZone(zone int32, runs, others int) {
	z := &a.zone
	if z.zone != zone {
		for f := range z.fabrics {
			z.fabrics[f].forget()
			z.balancers[f].forget()
		}
	}
	z.zone = zone
	for f := range z.fabrics {
		z.fabrics[f].grow(runs)
		z.balancers[f].grow(others)
	}
}

// toRun asks what passes from a class to those of a run.
func (a *asker) toRun(r *row, from *Place, to *targets, n int) error {
	run := &to.runs[n]
	var fabrics [2]int32
	open := false
	for _, f := range a.query.Families {
		if !a.about[from.class-1].addr[f].IsValid() || run.sizes[f] == 0 {
			continue
		}
		known := a.zone.fabrics[f].at(int32(n))
		if *known == unasked {
			if err := a.askRun(known, from, to, run, f); err != nil {
				return err
			}
		}
		if fabrics[f] = *known; *known == blocked {
			r.totals.Blocked += from.Size()*run.sizes[f] - sharedWith(from, to.places[run.first:run.end])
		}
		open = open || *known > blocked
	}
	if !open {
		return nil
	}
	for i := run.first; i < run.end; i++ {
		place := &to.places[i]
		for _, f := range a.query.Families {
			if fabrics[f] > blocked && a.about[place.class-1].addr[f].IsValid() {
				if err := a.between(r, from, place, fabrics[f], f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// askRun finds the fabric from a class's zone to a run's, by the first pair that can be asked about.
func (a *asker) askRun(known *int32, from *Place, to *targets, run *run, f netmath.Family) error {
	for i := run.first; i < run.end; i++ {
		q, _, ask := a.question(from, &to.places[i], f)
		if !ask {
			continue
		}
		n, err := a.fabricOf(&pairOfZones{a.zone.zone, run.zone, q, f})
		*known = n
		return err
	}
	return nil // it has nobody else; the next class of the zone may ask
}

// sharedWith counts the members of a class among those of a run.
func sharedWith(from *Place, run []Place) int {
	for i := range run {
		if run[i].class == from.class {
			return common(from.Members, run[i].Members)
		}
	}
	return 0
}
