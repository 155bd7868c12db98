package judge

import (
	"context"

	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// maxWitnesses bounds how many flows of a test stand for all.
const maxWitnesses = 2000

// Witnesses are flows that stand for all that a test is about: one for each group of flows that fare alike, whether they pass or not.
// Named are the places that the test names.
func (j *Judge) Witnesses(ctx context.Context, t *language.Test) (flows []sim.Question, named []graph.Location, err error) {
	r := &run{Judge: j, ctx: ctx, test: t}
	spans, err := r.spans()
	if err != nil {
		return nil, nil, err
	}
	seen := map[graph.Location]bool{}
	for _, s := range spans {
		for _, ends := range []reach.Ends{s.from, s.to} {
			for _, l := range ends.Locations {
				if !seen[l] {
					seen[l] = true
					named = append(named, l)
				}
			}
		}
		some, err := r.standIns(s)
		if err != nil {
			return nil, nil, err
		}
		flows = append(flows, some...)
	}
	return flows, named, nil
}

// A span is two ends between which a test is about flows.
type span struct{ from, to reach.Ends }

// spans are the ends of a test: none of one that is not about flows of one network.
func (r *run) spans() ([]span, error) {
	everything := reach.Ends{All: true}
	var ends [2]reach.Ends
	for i, s := range []*language.Selector{r.test.From, r.test.To} {
		if ends[i] = everything; s == nil {
			continue
		}
		p, err := r.place([...]string{"from", "to"}[i], s)
		if err != nil {
			return nil, err
		}
		ends[i] = p.ends()
	}
	switch r.test.Expect {
	case language.Reachable, language.Blocked, language.ExposedOnly:
		return []span{{ends[0], ends[1]}}, nil
	case language.OnlyFrom:
		return []span{{ends[0], ends[1]}, {everything, ends[1]}}, nil
	case language.Isolated:
		return r.apart()
	}
	return nil, nil
}

func (r *run) apart() (spans []span, err error) {
	all := make([]reach.Ends, len(r.test.Between))
	for i := range r.test.Between {
		p, err := r.place("between", &r.test.Between[i])
		if err != nil {
			return nil, err
		}
		all[i] = p.ends()
	}
	for i := range all {
		for j := range all {
			if i != j {
				spans = append(spans, span{all[i], all[j]})
			}
		}
	}
	return spans, nil
}

// standIns are a flow of each passage between two ends, and one of each gap.
func (r *run) standIns(s span) (flows []sim.Question, err error) {
	for _, service := range r.test.Ports.Asked() {
		q := r.query(s.from, s.to, service)
		gaps, excerpts := r.world.solver().Gaps(q), r.world.solver().Excerpts(q)
		_, err := r.world.solver().Each(r.ctx, q, func(p reach.Passage) error {
			for _, x := range excerpts(&p) {
				if len(flows) < maxWitnesses {
					flows = append(flows, x.Witness)
				}
			}
			return gaps.Add(p)
		})
		if err != nil {
			return nil, err
		}
		missing := gaps.Missing(max(0, maxWitnesses-len(flows))).Gaps
		for i := range missing {
			flows = append(flows, missing[i].Witness)
		}
	}
	return flows, nil
}
