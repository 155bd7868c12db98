package exposure

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// Closed are places that nobody reaches, for one reason.
type Closed struct {
	Reason     Reason
	Code       graph.Code // of the example
	Interfaces int
	Balancers  int
	Alone      int          // of them, those that nothing else keeps safe
	Example    sim.Question // about the first of them
}

// Count is how many places there are.
func (c *Closed) Count() int { return c.Interfaces + c.Balancers }

// A closedPlace is a place that nobody reaches, with why.
type closedPlace struct {
	place  *reach.Place
	why    why
	asked  sim.Question
	doubts []sim.Explanation // if nobody can tell
}

// explain asks why nobody of the sources reaches a place: in the family in which they come closest.
func explain(t *sim.Tracer, g *graph.Graph, q *Query, sources []reach.Place, place *reach.Place) (closedPlace, error) {
	c := closedPlace{place: place, why: why{rank: -1}}
	for _, f := range q.Families {
		question, ok := closedQuestion(g, q, sources, place, f)
		if !ok || !hasFamily(g, place.Location, f) {
			continue
		}
		a, err := t.Codes(question)
		if err != nil {
			return c, err
		}
		w := whyBlocked(a)
		if w.rank > c.why.rank {
			c.why, c.asked = w, question
		}
	}
	if c.why.rank >= 0 {
		return c, nil
	}
	c.asked = sim.Question{From: sources[0].Location, To: place.Location, Service: closedService(q)}
	a, err := t.Trace(c.asked)
	if err != nil {
		return c, err
	}
	if c.why = whyBlocked(a); a.Verdict != sim.Unreachable {
		c.doubts = a.Explanations
	}
	return c, nil
}

// hasFamily reports whether a place has an address of a family.
func hasFamily(g *graph.Graph, l graph.Location, f netmath.Family) bool {
	if l.Kind == graph.AtBalancer {
		return g.BalancerHas(l.Index, f)
	}
	return g.Primary(l.Interface, f).IsValid()
}

// closedQuestion is a question from one of the sources to a place in one family.
func closedQuestion(g *graph.Graph, q *Query, sources []reach.Place, place *reach.Place, f netmath.Family) (sim.Question, bool) {
	question := sim.Question{To: place.Location, Family: [...]sim.Family{netmath.IPv4: sim.OnlyIPv4, netmath.IPv6: sim.OnlyIPv6}[f], Service: closedService(q)}
	for i := range sources {
		s := &sources[i]
		switch {
		case s.Outside() && !s.Hosts.Of(f).Empty():
			question.From, question.SourceIP = s.Location, sim.SomeHost(s.Hosts.Of(f), f)
			return question, true
		case !s.Outside() && s.Location != place.Location && g.Primary(s.Location.Interface, f).IsValid():
			question.From = s.Location
			return question, true
		}
	}
	return question, false
}

// closedService is what to ask for where nothing passes: TCP, if everything was asked for.
func closedService(q *Query) sim.Service {
	if q.Service.All {
		return sim.Service{Text: "tcp", Protocol: netmath.TCP, Ports: netmath.AllPorts()}
	}
	return q.Service
}

// countClosed counts places by reason, those of most first.
func countClosed(all []closedPlace) []Closed {
	byReason := map[Reason]*Closed{}
	var order []*Closed
	for i := range all {
		p := &all[i]
		reason := p.why.reason()
		c := byReason[reason]
		if c == nil {
			c = &Closed{Reason: reason, Code: p.why.code, Example: p.asked}
			byReason[reason] = c
			order = append(order, c)
		}
		if p.place.Location.Kind == graph.AtBalancer {
			c.Balancers++
		} else {
			c.Interfaces += len(p.place.Members)
		}
		if p.why.alone {
			c.Alone += p.place.Size()
		}
	}
	out := make([]Closed, len(order))
	for i, c := range order {
		out[i] = *c
	}
	slices.SortStableFunc(out, func(a, b Closed) int {
		return cmp.Or(cmp.Compare(b.Count(), a.Count()), cmp.Compare(a.Reason, b.Reason))
	})
	return out
}
