package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// A kin is classes of one VPC that differ in nothing but who has their addresses elsewhere. What passes between two of them is the same for all as
// long as packets stay in the VPC, so inside of it kins are counted, not classes.
type kin struct {
	number int32
	places []kinPlace // its classes among the targets
	sizes  [2]int     // members that have addresses of each family
}

// A kinPlace is a class by its number among the targets, and that of the run that it is in.
type kinPlace struct{ place, run int32 }

type kinKey struct {
	from, to int32
	family   netmath.Family
}

// addKin puts a class among the targets to its kin, by the number that kins have in its estate.
func (s *Solver) addKin(e *estate, numbers map[int32]int32, t *targets, place, run int32) {
	if s.kin == nil {
		return
	}
	class := t.places[place].class - 1
	n := number(numbers, s.kin[class])
	if int(n) == len(e.kins) {
		e.kins = append(e.kins, kin{number: s.kin[class]})
	}
	x := &e.kins[n]
	x.places = append(x.places, kinPlace{place, run})
	for f, addr := range s.about[class].addr {
		if addr.IsValid() {
			x.sizes[f] += t.places[place].Size()
		}
	}
}

// countsKins reports whether it helps to count the kins of an estate: nobody wants to know who they are, or which way packets go.
func (a *asker) countsKins(e *estate) bool {
	return e.kins != nil && a.ledger == nil && len(a.query.Via)+len(a.query.NotVia) == 0
}

// tallyKins counts what passes from the classes of a zone to all of their own VPC, in one family.
func (a *asker) tallyKins(r *row, from []Place, to *targets, e *estate, f netmath.Family) error {
	for i := range from {
		class := &from[i]
		if !a.about[class.class-1].addr[f].IsValid() {
			continue
		}
		for k := range e.kins {
			x := &e.kins[k]
			if x.sizes[f] == 0 {
				continue
			}
			if s, whole := a.toKin(class, x, to, f); whole {
				r.totals.count(s, class.Size()*x.sizes[f]-a.sharedWithKin(class, x, to))
			} else if err := a.toEachOf(r, class, x, to, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// sharedWithKin counts the members of a class among those of a kin.
func (a *asker) sharedWithKin(from *Place, x *kin, to *targets) int {
	if a.kin[from.class-1] != x.number {
		return 0
	}
	i := slices.IndexFunc(x.places, func(p kinPlace) bool { return to.places[p.place].class == from.class })
	if i < 0 {
		return 0
	}
	return common(from.Members, to.places[x.places[i].place].Members)
}

// toEachOf asks what passes from a class to each of a kin.
func (a *asker) toEachOf(r *row, from *Place, x *kin, to *targets, f netmath.Family) error {
	for _, p := range x.places {
		if err := a.toPlace(r, from, p.place, p.run, to, f); err != nil {
			return err
		}
	}
	return nil
}

// toPlace asks what passes from a class to one of a run.
func (a *asker) toPlace(r *row, from *Place, place, run int32, to *targets, f netmath.Family) error {
	known := a.zone.fabrics[f].at(run)
	if *known == unasked {
		if err := a.askRun(known, from, to, &to.runs[run], f); err != nil {
			return err
		}
	}
	target := &to.places[place]
	switch {
	case !a.about[target.class-1].addr[f].IsValid() || *known == unasked:
		return nil
	case *known == blocked:
		r.totals.Blocked += from.Size()*target.Size() - sharedWith(from, to.places[place:place+1])
		return nil
	}
	return a.between(r, from, target, *known, f)
}

// toKin is what passes from a class to those of a kin in its VPC. It is false where more counts than the kins of both.
func (a *asker) toKin(from *Place, x *kin, to *targets, f netmath.Family) (standing, bool) {
	key := kinKey{a.kin[from.class-1], x.number, f}
	if s, known := a.home.kins[key]; known {
		return standing(s), s != oddStanding
	}
	ends, target := x.someEnds(from, to)
	if target == nil {
		return nothingPasses, true // there is nobody else
	}
	s, whole := a.betweenKin(from, target, ends, f)
	if a.home.kins[key] = int8(s); !whole {
		a.home.kins[key] = oddStanding
	}
	return s, whole
}

// someEnds are an interface of a class and another one of a kin, and the class of that.
func (x *kin) someEnds(from *Place, to *targets) (ends [2]graph.InterfaceID, target *Place) {
	for _, p := range x.places {
		target := &to.places[p.place]
		for _, sender := range from.Members[:min(2, len(from.Members))] {
			for _, id := range target.Members[:min(2, len(target.Members))] {
				if id != sender {
					return [2]graph.InterfaceID{sender, id}, target
				}
			}
		}
	}
	return ends, nil
}

// betweenKin is what passes between two classes, for each of which an interface stands, if packets stay in their VPC.
func (a *asker) betweenKin(from, to *Place, ends [2]graph.InterfaceID, f netmath.Family) (standing, bool) {
	near, far := &a.about[from.class-1], &a.about[to.class-1]
	here, there := a.innerOf(near), a.innerOf(far)
	key := fabricKey{unplain, unplain, a.threshold(near.zone), a.threshold(far.zone), f}
	inside := false
	if key.there, inside = a.legAlike(here, there, ends[0], ends[1], f, false); !inside {
		return 0, false
	}
	if a.legs.all[key.there].end == graph.Dropped {
		return nothingPasses, true
	}
	if key.home, inside = a.legAlike(here, there, ends[0], ends[1], f, true); !inside {
		return 0, false
	}
	n := a.joined(key)
	switch n {
	case blocked:
		return nothingPasses, true
	case unasked, particular:
		return 0, false
	}
	out := a.out(a.guardOf(near.guard, graph.Egress, f), ends[1], far.addr[f])
	in := a.in(a.guardOf(far.guard, graph.Ingress, f), ends[0], near.addr[f], a.fabrics.all[n].known)
	return a.through(n, out, in, f).standing, true
}

// innerOf is the number of a class's site among those that only interfaces elsewhere tell apart.
func (a *asker) innerOf(of *aboutClass) int32 { return a.inner[a.zones[of.zone].site] }
