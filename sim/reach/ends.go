package reach

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// From and To list the places that the ends of a query stand for.
func (s *Solver) From(q Query) []Place { return s.places(q.From, false) }

// To is From for the destinations.
func (s *Solver) To(q Query) []Place { return s.places(q.To, true) }

// First is the question about the first pair of places of a query that have addresses of one family, for the query's
// service.
func (s *Solver) First(q Query) (sim.Question, bool) {
	a := newAsker(s, q)
	families := q.Families
	if len(families) == 0 {
		families = netmath.Families[:]
	}
	from, to := s.places(q.From, false), s.places(q.To, true)
	for _, f := range families {
		for i := range from {
			for j := range to {
				if first, _, ask := a.question(&from[i], &to[j], f); ask {
					first.Service = q.Service
					s.nameHost(&first, &from[i], &to[j], f)
					return first, true
				}
			}
		}
	}
	return sim.Question{}, false
}

// nameHost names a host outside where not all of them are meant.
func (s *Solver) nameHost(q *sim.Question, from, to *Place, f netmath.Family) {
	for _, p := range []*Place{from, to} {
		if p.Outside() && !s.hostsAt(p.Location).Of(f).Equal(p.Hosts.Of(f)) {
			setHost(q, p.Hosts.Of(f), f)
		}
	}
}

// hostsAt are all hosts of a place outside.
func (s *Solver) hostsAt(l graph.Location) netmath.AddrSet {
	if l.Kind == graph.AtExternalNetwork {
		return netmath.AddrSetOf(s.g.External(l.Index).Prefixes...)
	}
	return s.internet
}
