package reach

import "github.com/dryhop/dryhop/sim"

// An Excerpt is what of a passage has one verdict.
type Excerpt struct {
	Verdict sim.Verdict
	Share
}

// Excerpts tells what of each passage of a query has which verdict, with a flow of it: for whoever prints passages as they come.
func (s *Solver) Excerpts(q Query) func(*Passage) []Excerpt {
	e := s.example(q)
	return func(p *Passage) []Excerpt {
		var all []Excerpt
		for _, verdict := range verdictsOfLanes {
			if share, ok := e.share(p, verdict); ok {
				share.Witness = e.witness(p.Witness.From, p.Witness.To, verdict, &share)
				all = append(all, Excerpt{verdict, share})
			}
		}
		return all
	}
}
