package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// pair asks what passes from one place to another in one family.
func (a *asker) pair(r *row, from, to *Place, f netmath.Family) error {
	q, pairs, ask := a.question(from, to, f)
	if !ask {
		return nil
	}
	shares, err := a.passing(q, from, to, f)
	if err != nil {
		return err
	}
	best := nothingPasses
	for i := range shares {
		p := &shares[i]
		p.From, p.To, p.Family, p.Pairs = from, to, f, pairs
		if len(p.Flows) == 0 {
			continue
		}
		best = max(best, p.standing())
		if a.listing() {
			r.passages = append(r.passages, *p)
		}
	}
	r.totals.count(best, pairs)
	return nil
}

// question is the question that stands for all from one place to another, and for how many pairs.
func (a *asker) question(from, to *Place, f netmath.Family) (q sim.Question, pairs int, ask bool) {
	q = sim.Question{
		From: from.Location, To: to.Location, Family: onlyFamily[f], SourcePorts: a.query.SourcePorts, Via: a.query.Via, NotVia: a.query.NotVia,
	}
	if (from.Outside() && to.Outside()) || !a.has(from, f) || !a.has(to, f) {
		return q, 0, false
	}
	pairs = from.Size() * to.Size()
	if len(from.Members) > 0 && len(to.Members) > 0 {
		shared := common(from.Members, to.Members)
		pairs -= shared
		if pairs == 0 {
			return q, 0, false
		}
		if q.From == q.To { // two members of one class
			if len(to.Members) > 1 {
				q.To.Interface = to.Members[1]
			} else {
				q.From.Interface = from.Members[1]
			}
		}
	}
	return q, pairs, true
}

var onlyFamily = [...]sim.Family{netmath.IPv4: sim.OnlyIPv4, netmath.IPv6: sim.OnlyIPv6}

// common counts what two ordered lists have in common.
func common(a, b []graph.InterfaceID) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case b[0] < a[0]:
			b = b[1:]
		default:
			n, a, b = n+1, a[1:], b[1:]
		}
	}
	return n
}

// has reports whether a place has addresses of a family.
func (s *Solver) has(p *Place, f netmath.Family) bool {
	switch p.Location.Kind {
	case graph.AtInterface:
		return s.g.Primary(p.Location.Interface, f).IsValid()
	case graph.AtBalancer:
		return s.g.BalancerHas(p.Location.Index, f)
	}
	return !p.Hosts.Of(f).Empty()
}

// passing finds what passes of a question, by what the network between lets pass where that decides, else by asking about the
// two places themselves.
func (a *asker) passing(q sim.Question, from, to *Place, f netmath.Family) ([]Passage, error) {
	switch {
	case a.simply:
	case from.class > 0 && to.class > 0: // more than their zones decides
	case from.class > 0 && to.Outside():
		return a.beside(q, sim.To, from, to, f)
	case from.Outside() && to.class > 0:
		return a.beside(q, sim.From, to, from, f)
	case from.Outside() && to.Location.Kind == graph.AtBalancer:
		return a.toBalancer(q, from, to, f)
	}
	return a.shares(q, from, to, f)
}

// between finds what passes from a class to a class of which a zone's fabric is known.
func (a *asker) between(r *row, from, to *Place, n int32, f netmath.Family) error {
	if n == particular {
		return a.pair(r, from, to, f)
	}
	shared := from.class == to.class
	pairs := from.Size() * to.Size()
	if shared {
		pairs -= common(from.Members, to.Members)
	}
	if pairs == 0 {
		return nil
	}
	near, far := from.class-1, to.class-1
	sender, receiver := from.Location.Interface, to.Location.Interface
	out := a.out(a.guard(near, graph.Egress, f), receiver, a.about[far].addr[f])
	in := a.in(a.guard(far, graph.Ingress, f), sender, a.about[near].addr[f], a.fabrics.all[n].known)
	p := a.through(n, out, in, f)
	r.totals.count(p.standing, pairs)
	if p.standing == nothingPasses || !a.listing() {
		return nil
	}
	q, _, _ := a.question(from, to, f)
	r.passages = append(r.passages, Passage{From: from, To: to, Family: f, Flows: p.flows, Pairs: pairs, Witness: q})
	return nil
}

// shares asks about every protocol. Hosts outside come in shares that fare alike in all of them.
func (a *asker) shares(q sim.Question, from, to *Place, f netmath.Family) ([]Passage, error) {
	whole := Passage{Witness: q}
	side, outside := sim.To, to
	if from.Outside() {
		side, outside = sim.From, from
	}
	if outside.Outside() {
		whole.Hosts = outside.Hosts.Of(f)
	}
	shares := []Passage{whole}
	for _, p := range a.protocols[f].all {
		q.Service = p.service
		if whole.Hosts.Empty() {
			w, err := a.tracer.Weigh(q)
			if err != nil {
				return nil, err
			}
			shares[0].add(p, &w)
			continue
		}
		fares, err := a.tracer.WeighHosts(q, side, whole.Hosts, f)
		if err != nil {
			return nil, err
		}
		shares = divide(shares, p, fares)
	}
	for i := range shares {
		shares[i].setWitness(side, f)
	}
	return shares, nil
}

// divide cuts shares of hosts along how they fare in one more protocol.
func divide(shares []Passage, p asked, fares []sim.Share) []Passage {
	var out []Passage
	for i := range shares {
		for j := range fares {
			both := shares[i].Hosts.Intersect(fares[j].Hosts)
			if both.Empty() {
				continue
			}
			one := shares[i]
			one.Hosts, one.Flows = both, slices.Clone(shares[i].Flows)
			one.add(p, &fares[j].Weighed)
			out = append(out, one)
		}
	}
	return merge(out)
}

// merge puts shares together that fare alike.
func merge(shares []Passage) []Passage {
	var out []Passage
	for _, s := range shares {
		i := slices.IndexFunc(out, func(o Passage) bool { return o.Equal(&s) })
		if i < 0 {
			out = append(out, s)
			continue
		}
		out[i].Hosts = out[i].Hosts.Union(s.Hosts)
	}
	return out
}

// add notes what passes of one more protocol, beside those that fare alike.
func (p *Passage) add(of asked, w *sim.Weighed) {
	if w.Nothing() {
		return
	}
	f := Flow{Protocols: []netmath.Protocol{of.service.Protocol}, Reach: w.Reach, Partial: w.Partial, Unknown: w.Unknown}
	if of.others {
		f.Protocols, f.Others = nil, true
	}
	for i := range p.Flows {
		if p.Flows[i].same(&f) {
			p.Flows[i].Protocols = append(slices.Clip(p.Flows[i].Protocols), f.Protocols...)
			p.Flows[i].Others = p.Flows[i].Others || f.Others
			return
		}
	}
	p.Flows = append(p.Flows, f)
}

// setWitness names one of the hosts.
func (p *Passage) setWitness(side sim.Side, f netmath.Family) {
	if p.Hosts.Empty() {
		return
	}
	if host := sim.SomeHost(p.Hosts, f); side == sim.From {
		p.Witness.SourceIP = host
	} else {
		p.Witness.DestinationIP = host
	}
}
