package reach

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// An estate is the part of the targets that lies in one VPC.
type estate struct {
	vpc  int32
	runs []int32 // their numbers
	span [2]span
	kins []kin
}

// A span is the addresses of a family from the lowest to the highest that somebody has. The zero span has none.
type span struct{ lo, hi netip.Addr }

func (s *span) add(a netip.Addr) {
	if a.IsValid() && (!s.lo.IsValid() || a.Less(s.lo)) {
		s.lo = a
	}
	if a.IsValid() && s.hi.Less(a) {
		s.hi = a
	}
}

// meets reports whether a prefix has addresses of a span.
func (s *span) meets(p netip.Prefix) bool {
	return netmath.FamilyOf(p.Addr()) == netmath.FamilyOf(s.lo) && p.Masked().Addr().Compare(s.hi) <= 0 && s.lo.Compare(netmath.Last(p)) <= 0
}

// alike reports whether no border divides a span.
func (b borders) alike(s span) bool { return b.segment(s.lo) == b.segment(s.hi) }

// receivers are the classes of a run that have the same guard.
type receivers struct {
	guard  int32
	sizes  [2]int  // members that have addresses of each family
	places []int32 // their numbers among the targets
	lots   []lot   // for a matrix
}

// addEstates puts the runs of targets together by VPC, and the classes of each by guard; and load balancers by family.
func (s *Solver) addEstates(t *targets) {
	for i := range t.fronts() {
		for _, f := range netmath.Families {
			if s.has(&t.places[i], f) {
				t.having[f] = append(t.having[f], i)
			}
		}
	}
	byVpc := map[int32]int32{}
	var kins []map[int32]int32 // by estate
	for i := range t.runs {
		run := &t.runs[i]
		n := number(byVpc, s.vpcOf(&t.places[run.first]))
		if int(n) == len(t.estates) {
			t.estates = append(t.estates, estate{vpc: s.vpcOf(&t.places[run.first])})
			kins = append(kins, map[int32]int32{})
		}
		e := &t.estates[n]
		e.runs = append(e.runs, int32(i))
		byGuard := map[int32]int32{}
		for j := run.first; j < run.end; j++ {
			about := &s.about[t.places[j].class-1]
			k := number(byGuard, about.guard)
			if int(k) == len(run.receivers) {
				run.receivers = append(run.receivers, receivers{guard: about.guard})
			}
			x := &run.receivers[k]
			x.places = append(x.places, int32(j))
			s.addKin(e, kins[n], t, int32(j), int32(i))
			for f, addr := range about.addr {
				if e.span[f].add(addr); addr.IsValid() {
					x.sizes[f] += t.places[j].Size()
				}
			}
		}
	}
}

func (s *Solver) vpcOf(p *Place) int32 { return s.g.VpcIndex(p.Location.Interface) }

// addSpans finds the addresses of each VPC's classes.
func (s *Solver) addSpans() {
	s.spans = map[int32]*[2]span{}
	for i := range s.classes {
		vpc := s.vpcOf(&s.classes[i])
		if s.spans[vpc] == nil {
			s.spans[vpc] = new([2]span)
		}
		for f, addr := range s.about[i].addr {
			s.spans[vpc][f].add(addr)
		}
	}
}

// home is the VPC from which a tally counts, and what was found out about it.
type home struct {
	vpc     int32
	spans   *[2]span
	near    []netip.Prefix
	said    map[homeKey]said // of the guards elsewhere
	estates []int32          // the numbers of those that are not counted yet
	fronts  [2][]frontAbroad // and load balancers, in each family

	borders [2]borders // of what is told apart of addresses
	abroad  map[abroadKey]*abroad
	stays   map[stayKey]bool
	kins    map[kinKey]int8       // standings of what passes inside, or oddStanding
	fronted map[frontedKey]passed // what passes to load balancers, where it is the same for all with a guard
}

type frontedKey struct {
	approach, guard int32
	family          netmath.Family
}

type homeKey struct {
	guard  int32
	family netmath.Family
	known  graph.Acquaintance
}

// said is what a guard says of all of a VPC, if it says the same of all.
type said struct {
	pass  pass
	alike bool
}
