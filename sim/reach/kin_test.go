package reach

import (
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestKinsFareAsTheirClassesDo asks one by one about what is counted of kins: each of their classes fares so. There have to be some of several.
func TestKinsFareAsTheirClassesDo(t *testing.T) {
	several := 0
	const n = 120 // a third of them have VPCs with the same addresses
	forEachHub(t, n, func(seed uint64, g *graph.Graph) {
		s := New(g)
		j := s.newJob(Query{From: everywhere.From, To: everywhere.To, Service: sim.AnyService()})
		s.addEstates(j.to)
		a, one := newAsker(s, j.query), newAsker(s, j.query)
		a.counting, one.counting = true, true
		for i := range s.classes {
			from := &s.classes[i]
			a.enterHome(from, j.to)
			a.enterZone(s.about[i].zone, len(j.to.runs), 0)
			for k := range j.to.estates {
				e := &j.to.estates[k]
				if e.vpc != a.home.vpc {
					continue
				}
				for _, f := range netmath.Families {
					for m := range e.kins {
						if s.about[i].addr[f].IsValid() && e.kins[m].sizes[f] > 0 {
							several += compareKin(t, a, one, from, &e.kins[m], j.to, f)
						}
					}
				}
			}
		}
	})
	t.Logf("%d pairs of classes in kins of several", several)
	if several < 40 {
		t.Errorf("%d pairs of classes in kins of several are too few", several)
	}
}

// compareKin asks about a class and each of a kin.
func compareKin(t *testing.T, a, one *asker, from *Place, x *kin, to *targets, f netmath.Family) (several int) {
	t.Helper()
	want, whole := a.toKin(from, x, to, f)
	if !whole {
		return 0
	}
	for _, p := range x.places {
		var r row
		if err := one.pair(&r, from, &to.places[p.place], f); err != nil {
			t.Error(err)
		}
		if r.totals.Pairs() > 0 && r.totals.standing() != want {
			t.Errorf("%v to %v (%v): kins say %v, classes %+v", from.Location, to.places[p.place].Location, f, want, r.totals)
		}
	}
	if len(x.places) > 1 {
		several = len(x.places)
	}
	return several
}
