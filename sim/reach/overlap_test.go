package reach

import (
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestWhatStaysAtHomeIsLost asks one by one about what is counted as blocked because requests stay in the VPC that they come from: nothing passes. There
// has to be some of it, towards interfaces and load balancers.
func TestWhatStaysAtHomeIsLost(t *testing.T) {
	interfaces, balancers := 0, 0
	const n = 25 // a third of them have VPCs with the same addresses
	forEachHub(t, n, func(seed uint64, g *graph.Graph) {
		s := New(g)
		j := s.newJob(Query{From: everywhere.From, To: everywhere.To, Service: sim.AnyService()})
		s.addEstates(j.to)
		a := newAsker(s, j.query)
		a.counting = true
		for i := range s.classes {
			from, zone := &s.classes[i], s.about[i].zone
			a.enterHome(from, j.to)
			for _, f := range netmath.Families {
				if !s.about[i].addr[f].IsValid() {
					continue
				}
				for _, n := range a.home.estates {
					a.runsToAsk(zone, j.to, n, f)
					for k := range a.abroadOf(j.to, n, f).parts {
						if p := &a.abroadOf(j.to, n, f).parts[k]; a.stays(s.zones[zone].site, p, f) {
							interfaces += nothingComes(t, a, from, f, j.to, p.runs)
						}
					}
				}
				for k := range a.home.fronts[f] {
					if x := &a.home.fronts[f][k]; a.lost(zone, x, f) {
						balancers += nothingPassesTo(t, a, from, f, &j.to.places[x.place])
					}
				}
			}
		}
	})
	t.Logf("%d pairs of interfaces, %d of load balancers", interfaces, balancers)
	if interfaces < 100 || balancers < 3 {
		t.Errorf("%d pairs of interfaces and %d of load balancers are too few", interfaces, balancers)
	}
}

func nothingComes(t *testing.T, a *asker, from *Place, f netmath.Family, to *targets, runs []int32) (pairs int) {
	for _, r := range runs {
		for i := to.runs[r].first; i < to.runs[r].end; i++ {
			pairs += nothingPassesTo(t, a, from, f, &to.places[i])
		}
	}
	return pairs
}

// nothingPassesTo asks about every protocol, of two members of classes.
func nothingPassesTo(t *testing.T, a *asker, from *Place, f netmath.Family, to *Place) (pairs int) {
	t.Helper()
	q, _, ask := a.question(from, to, f)
	if !ask {
		return 0
	}
	shares, err := a.shares(q, from, to, f)
	if err != nil || len(shares[0].Flows) > 0 {
		t.Errorf("from %v to %v (%v): %+v, %v", from.Location, to.Location, f, shares, err)
	}
	return 1
}
