package impact

import (
	"cmp"
	"context"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// A link is a pair of spots in a family.
type link struct {
	from, to spot
	family   netmath.Family
}

// passing is what passes of links; of hosts outside in several shares.
type passing map[link][]reach.Passage

// passing collects what passes between all places of a world, or to and from those that are touched.
func (w *world) passing(ctx context.Context, touched []bool) (passing, error) {
	into := passing{}
	if touched == nil {
		return into, w.collect(ctx, everywhere, everywhere, into, nil)
	}
	ends := w.ends(touched)
	if len(ends.Locations) == 0 {
		return into, nil
	}
	if err := w.collect(ctx, ends, everywhere, into, nil); err != nil {
		return nil, err
	}
	return into, w.collect(ctx, everywhere, ends, into, touched)
}

// collect asks what passes between two ends of a world. What comes from spots that are left out is known already.
func (w *world) collect(ctx context.Context, from, to reach.Ends, into passing, without []bool) error {
	q := reach.Query{From: from, To: to, Service: sim.AnyService()}
	_, err := w.solver.Each(ctx, q, func(p reach.Passage) error {
		l := link{w.spotOf(p.From), w.spotOf(p.To), p.Family}
		if without != nil && without[l.from] {
			return nil
		}
		into[l] = append(into[l], p)
		return nil
	})
	return err
}

// everywhere are all places.
var everywhere = reach.Ends{All: true}

func (l link) compare(o link) int {
	return cmp.Or(cmp.Compare(l.from, o.from), cmp.Compare(l.to, o.to), cmp.Compare(l.family, o.family))
}

// common cuts hosts of the internet down to those of both networks: an address that somebody inside gets, or gives back, is another
// place then.
func (p *pair) common(side []reach.Passage) []reach.Passage {
	if len(side) == 0 || side[0].From.Location.Kind != graph.AtInternet && side[0].To.Location.Kind != graph.AtInternet || p.internet[was].Equal(p.internet[is]) {
		return side
	}
	var out []reach.Passage
	for _, s := range side {
		if s.Hosts = s.Hosts.Intersect(p.internet[was]).Intersect(p.internet[is]); !s.Hosts.Empty() {
			out = append(out, s)
		}
	}
	return out
}

// whole names all hosts of the internet where all of both networks are meant.
func (p *pair) whole(s reach.Passage, inBefore bool) reach.Passage {
	if s.Hosts.Empty() || s.From.Location.Kind != graph.AtInternet && s.To.Location.Kind != graph.AtInternet {
		return s
	}
	world := is
	if inBefore {
		world = was
	}
	if all := p.internet[world].Of(s.Family); s.Hosts.Equal(p.internet[was].Intersect(p.internet[is]).Of(s.Family)) {
		s.Hosts = all
	}
	return s
}

// pairsInBoth counts the pairs of places that are in both networks, in each family that they have in both. Nothing is asked of an interface towards
// itself, nor of two places outside.
func (p *pair) pairsInBoth() int {
	n := 0
	for _, f := range netmath.Families {
		inside, balancers, outside := p.census(f)
		n += inside*(inside-1) + inside*balancers + 2*inside*outside + outside*balancers
	}
	return n
}

// census counts the places in both networks that have a family in both.
func (p *pair) census(f netmath.Family) (inside, balancers, outside int) {
	before, after := p.worlds[was], p.worlds[is]
	reps := map[spot]*reach.Place{}
	places := after.solver.To(reach.Query{To: everywhere})
	for i := range places {
		reps[after.spotOf(&places[i])] = &places[i]
	}
	places = before.solver.To(reach.Query{To: everywhere})
	for i := range places {
		a := &places[i]
		b := reps[before.spotOf(a)]
		if b == nil || !before.has(a, f) || !after.has(b, f) {
			continue
		}
		switch {
		case a.Outside():
			outside++
		case a.Location.Kind == graph.AtBalancer:
			balancers++
		default:
			inside += a.Size()
		}
	}
	return inside, balancers, outside
}

func (w *world) has(p *reach.Place, f netmath.Family) bool {
	switch p.Location.Kind {
	case graph.AtInterface:
		return w.Graph.Primary(p.Location.Interface, f).IsValid()
	case graph.AtBalancer:
		return w.Graph.BalancerHas(p.Location.Index, f)
	}
	return !p.Hosts.Of(f).Empty()
}
