package reach

import (
	"cmp"
	"context"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// senders are the classes of a zone of which, towards some estate, guards let the same out.
type senders struct {
	pass pass
	size int
	lots []lot // for a matrix
}

// tallyZone counts what passes from the classes of one zone to all others, as far as possible VPC by VPC: where the guards of either
// side say the same of all of the other, what passes of two groups of classes is looked up once and counted.
func (a *asker) tallyZone(ctx context.Context, r *row, from []Place, to *targets) error {
	a.enterZone(a.about[from[0].class-1].zone, len(to.runs), len(to.places)-to.others)
	if vpc := a.vpcOf(&from[0]); a.home.vpc != vpc || a.home.said == nil {
		a.enterHome(&from[0], to)
	}
	for _, n := range a.home.estates {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		for _, f := range a.query.Families {
			if err := a.tallyEstate(r, from, to, n, f); err != nil {
				return err
			}
		}
	}
	return a.tallyFronts(ctx, r, from, to)
}

// enterHome finds what is to be counted from the VPC of a class.
func (a *asker) enterHome(class *Place, to *targets) {
	vpc := a.vpcOf(class)
	a.home = home{
		vpc: vpc, spans: a.spans[vpc], near: a.g.Near(class.Location.Interface), said: map[homeKey]said{}, abroad: map[abroadKey]*abroad{}, stays: map[stayKey]bool{},
		kins: map[kinKey]int8{}, fronted: map[frontedKey]passed{},
	}
	h := &a.home
	for n := range to.estates {
		if a.ledger != nil || !a.afar(&a.query) || !a.isFar(vpc, to.estates[n].vpc) {
			h.estates = append(h.estates, int32(n))
		}
	}
	for _, f := range a.query.Families {
		for _, i := range to.having[f] {
			if !a.counted(vpc, to, i, f) {
				h.fronts[f] = append(h.fronts[f], a.frontAbroad(to, i, f))
			}
		}
	}
}

// tallyFronts counts what passes from the classes of a zone to load balancers.
func (a *asker) tallyFronts(ctx context.Context, r *row, from []Place, to *targets) error {
	for _, f := range a.query.Families {
		size := a.sizeOf(from, f)
		if size == 0 {
			continue
		}
		for i := range a.home.fronts[f] {
			x := &a.home.fronts[f][i]
			if a.lost(a.zone.zone, x, f) {
				r.totals.Blocked += size
				continue
			}
			if err := cmp.Or(ctx.Err(), a.tallyFront(r, from, to, x.place, f)); err != nil {
				return err
			}
		}
		if !a.called.leftOut(f, a.zone.zone) {
			continue
		}
		for _, i := range to.having[f] {
			if a.counted(a.home.vpc, to, i, f) && a.called.odd[f][number01(a.faces(to.places[i].Location.Index, f))][a.zone.zone] {
				if err := cmp.Or(ctx.Err(), a.tallyFront(r, from, to, i, f)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sizeOf counts the members of classes that have addresses of a family.
func (a *asker) sizeOf(classes []Place, f netmath.Family) int {
	size := 0
	for i := range classes {
		if a.about[classes[i].class-1].addr[f].IsValid() {
			size += classes[i].Size()
		}
	}
	return size
}

// tallyFront counts what passes from the classes of a zone to a load balancer: once for all of a VPC that come to it alike and have the same
// guard, if what stands before and behind the nodes says the same of all of their VPC.
func (a *asker) tallyFront(r *row, from []Place, to *targets, i int, f netmath.Family) error {
	n := a.zone.balancers[f].at(int32(i - to.others))
	for j := range from {
		class := &from[j]
		about := &a.about[class.class-1]
		if !about.addr[f].IsValid() {
			continue
		}
		if known, done := a.home.fronted[frontedKey{*n, about.guard, f}]; done && !a.besideFront(class, *n) {
			r.totals.count(known.standing, class.Size())
			if a.ledger != nil {
				a.ledger.noteFlows(class, &to.places[i], known.flows, f)
			}
			continue
		}
		var one row
		if err := a.toFront(&one, class, to, i, f); err != nil {
			return err
		}
		r.totals.Add(one.totals)
		known := passed{standing: one.totals.standing()}
		if a.ledger != nil && len(one.passages) > 0 {
			known.flows = one.passages[0].Flows
			a.ledger.take(one.passages)
		}
		if one.totals.Pairs() > 0 && a.alikeTo(*n, class, f) {
			a.home.fronted[frontedKey{*n, about.guard, f}] = known
		}
	}
	return nil
}

// besideFront reports whether a class is itself among the targets of a load balancer that an approach leads to.
func (a *asker) besideFront(class *Place, approach int32) bool {
	if approach < firstFabric {
		return false
	}
	x := &a.fronts.approaches[approach]
	return x.front.targets[class.Location.Interface]
}

// alikeTo reports whether all of the VPC that have the guard of a class look like it to the nodes of an approach and to what is behind
// them, but for their own targets.
func (a *asker) alikeTo(approach int32, class *Place, f netmath.Family) bool {
	if approach < firstFabric {
		return approach == blocked
	}
	if _, whole := a.throughFront(approach, class, f); !whole {
		return false
	}
	all := a.home.spans[f]
	x := a.fronts.approaches[approach].front
	for i, d := range a.fronts.approaches[approach].doorways {
		if d == blocked {
			continue
		}
		w := &a.fronts.doorways[d]
		switch {
		case w.asOne:
			return false
		case w.seen.IsValid():
		case !a.guardOf(a.nodes[x.nodes[i].id].guard, graph.Ingress, f).borders.alike(all) || !x.borders.alike(all):
			return false
		}
	}
	return true
}

// standing is what all of a total counted as, if it is of one place and another.
func (t *Totals) standing() standing {
	switch {
	case t.Reachable > 0:
		return passes
	case t.Partial > 0:
		return passesInPart
	case t.Unknown > 0:
		return perhapsPasses
	}
	return nothingPasses
}

// tallyEstate counts what passes from the classes of a zone to those of a VPC, in one family.
func (a *asker) tallyEstate(r *row, from []Place, to *targets, number int32, f netmath.Family) error {
	e, size := &to.estates[number], a.sizeOf(from, f)
	if size == 0 || !e.span[f].lo.IsValid() {
		return nil
	}
	if e.vpc == a.home.vpc && a.countsKins(e) {
		return a.tallyKins(r, from, to, e, f)
	}
	runs, lost := a.runsToAsk(a.zone.zone, to, number, f)
	r.totals.Blocked += size * lost
	if len(runs) == 0 {
		return nil
	}
	groups, alike := a.senders(from, e, f)
	for _, n := range runs {
		run := &to.runs[n]
		if run.sizes[f] == 0 {
			continue
		}
		fabric, err := a.fabricTo(from, to, n, f)
		switch {
		case err != nil:
			return err
		case fabric == unasked:
		case fabric == blocked:
			r.totals.Blocked += size * run.sizes[f]
			for i := range from {
				r.totals.Blocked -= sharedWith(&from[i], to.places[run.first:run.end])
			}
		case fabric == particular || !alike || a.fabrics.all[fabric].known.Sees():
			err = a.oneByOne(r, from, to, run.places(), fabric, f)
		default:
			err = a.tallyRun(r, from, groups, to, run, fabric, f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fabricTo is the fabric from a zone to a run, by the first of its classes that can be asked about.
func (a *asker) fabricTo(from []Place, to *targets, n int32, f netmath.Family) (int32, error) {
	known := a.zone.fabrics[f].at(n)
	for i := 0; i < len(from) && *known == unasked; i++ {
		if err := a.askRun(known, &from[i], to, &to.runs[n], f); err != nil {
			return unasked, err
		}
	}
	return *known, nil
}

// senders puts classes together by what their guards let out to a VPC. It is false if any of them makes differences there, or may know
// who is there.
func (a *asker) senders(from []Place, e *estate, f netmath.Family) (groups []senders, alike bool) {
	if e.vpc == a.home.vpc {
		return nil, false
	}
	for _, p := range a.home.near {
		if e.span[f].meets(p) {
			return nil, false
		}
	}
	numbers := map[pass]int32{}
	for i := range from {
		if !a.about[from[i].class-1].addr[f].IsValid() {
			continue
		}
		g := a.guard(from[i].class-1, graph.Egress, f)
		if !g.borders.alike(e.span[f]) {
			return nil, false
		}
		out := a.out(g, graph.NoInterface, e.span[f].lo)
		n := number(numbers, out)
		if int(n) == len(groups) {
			groups = append(groups, senders{pass: out})
		}
		groups[n].size += from[i].Size()
		if a.ledger != nil {
			groups[n].lots = a.ledger.from.addLots(groups[n].lots, a.ledger.from.number(from[i].Location), a.familiesOf(&from[i]))
		}
	}
	return groups, true
}

// tallyRun counts what passes from groups of classes to those of a run, guard by guard.
func (a *asker) tallyRun(r *row, from []Place, groups []senders, to *targets, run *run, fabric int32, f netmath.Family) error {
	known := a.fabrics.all[fabric].known
	for i := range run.receivers {
		x := &run.receivers[i]
		if x.sizes[f] == 0 {
			continue
		}
		in := a.saidOf(&from[0], x.guard, known, f)
		if !in.alike {
			if err := a.oneByOne(r, from, to, x.places, fabric, f); err != nil {
				return err
			}
			continue
		}
		for j := range groups {
			p := a.through(fabric, groups[j].pass, in.pass, f)
			r.totals.count(p.standing, groups[j].size*x.sizes[f])
			if a.ledger != nil && p.standing != nothingPasses {
				a.ledger.noteLots(groups[j].lots, x.lots, p.flows, f)
			}
		}
	}
	return nil
}

// saidOf is what a guard elsewhere lets in from the VPC that is counted from. One of its classes tells where it is.
func (a *asker) saidOf(from *Place, guard int32, known graph.Acquaintance, f netmath.Family) said {
	key := homeKey{guard, f, known}
	s, done := a.home.said[key]
	if !done {
		g, all := a.guardOf(guard, graph.Ingress, f), a.home.spans[f]
		if s.alike = g.borders.alike(all); s.alike {
			s.pass = a.in(g, from.Location.Interface, all.lo, known)
		}
		a.home.said[key] = s
	}
	return s
}

// oneByOne counts what passes from each of some classes to each of others.
func (a *asker) oneByOne(r *row, from []Place, to *targets, places []int32, fabric int32, f netmath.Family) error {
	for i := range from {
		if !a.about[from[i].class-1].addr[f].IsValid() {
			continue
		}
		for _, j := range places {
			if place := &to.places[j]; a.about[place.class-1].addr[f].IsValid() {
				if err := a.between(r, &from[i], place, fabric, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
