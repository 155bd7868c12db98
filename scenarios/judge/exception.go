package judge

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// An exception is flows that a test does not mind. Its nil ends are anywhere, its nil services everything.
type exception struct {
	from, to *places
	services language.Services
}

// exceptions finds what the exceptions of the test stand for. One that has ended fails the test.
func (r *run) exceptions() ([]exception, error) { return r.exceptionsIn(false) }

// exceptionsIn does so in the network after or before the change. Before it, they may name what is not there yet, and are not counted again.
func (r *run) exceptionsIn(before bool) ([]exception, error) {
	var all []exception
	for i := range r.test.Allow {
		x := &r.test.Allow[i]
		if x.Until.Over(r.options.Today) {
			if !before {
				r.expired("the exception "+x.Text, x.Until)
			}
			continue
		}
		e := exception{services: x.Ports}
		for _, end := range []struct {
			s  *language.Selector
			at **places
		}{{x.From, &e.from}, {x.To, &e.to}} {
			if end.s == nil {
				continue
			}
			p, err := r.allowed(end.s, before)
			if err != nil {
				return nil, err
			}
			*end.at = p
		}
		all = append(all, e)
	}
	return all, nil
}

// allowed finds what one end of an exception stands for. Of a test about a change it may be in one of the networks only.
func (r *run) allowed(s *language.Selector, before bool) (*places, error) {
	if !r.test.Expect.Changes() {
		return r.place("allow", s)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	now, err := r.finder.find(s, true)
	if err != nil {
		return nil, err
	}
	then, err := r.beforehand.find(s, true)
	switch {
	case err != nil:
		return nil, err
	case before:
		return then, nil
	case now.empty() && then.empty() && !r.test.AllowEmpty:
		_, err = r.finder.find(s, false)
		return nil, err
	}
	return now, r.matched("allow", s, max(now.count(), then.count()))
}

// cutAll is what is left of a passage once exceptions are taken out.
func cutAll(g *graph.Graph, p reach.Passage, all []exception) []reach.Passage {
	rest := []reach.Passage{p}
	for i := range all {
		var next []reach.Passage
		for j := range rest {
			next = append(next, all[i].cut(g, rest[j])...)
		}
		rest = next
	}
	return rest
}

// cut is what is left of a passage: from elsewhere, to elsewhere, and on other ports.
//
//	            to in           to out
//	from in     other ports     all of it
//	from out    all of it       all of it
func (x *exception) cut(g *graph.Graph, p reach.Passage) (rest []reach.Passage) {
	within, beyond := divide(g, x.from, p, func(p *reach.Passage) **reach.Place { return &p.From })
	rest = append(rest, beyond...)
	for i := range within {
		in, out := divide(g, x.to, within[i], func(p *reach.Passage) **reach.Place { return &p.To })
		rest = append(rest, out...)
		for j := range in {
			if in[j].Flows = subtractServices(in[j].Flows, x.services); len(in[j].Flows) > 0 {
				rest = append(rest, in[j])
			}
		}
	}
	return rest
}

// divide parts a passage by whether one of its ends is among some places.
func divide(g *graph.Graph, some *places, p reach.Passage, end func(*reach.Passage) **reach.Place) (within, beyond []reach.Passage) {
	if some == nil {
		return []reach.Passage{p}, nil
	}
	at := *end(&p)
	in, out, inHosts, outHosts := some.share(g, at, p.Hosts)
	for _, part := range []struct {
		at    *reach.Place
		hosts netmath.AddrSet
		to    *[]reach.Passage
	}{{in, inHosts, &within}, {out, outHosts, &beyond}} {
		if part.at == nil {
			continue
		}
		cut := p
		if *end(&cut) = part.at; at.Outside() {
			cut.Hosts = part.hosts
		}
		if cut.From == p.From && cut.To == p.To || ask(&cut) {
			*part.to = append(*part.to, cut)
		}
	}
	return within, beyond
}

// ask points the question of a passage at its places, and counts its pairs; false if it has none.
func ask(p *reach.Passage) bool {
	p.Witness.From, p.Witness.To = p.From.Location, p.To.Location
	p.Pairs = p.From.Size() * p.To.Size()
	both := map[graph.InterfaceID]bool{}
	for _, id := range p.From.Members {
		both[id] = true
	}
	for _, id := range p.To.Members {
		if both[id] {
			p.Pairs--
		}
	}
	if p.Pairs == 0 || p.Witness.From != p.Witness.To || len(p.From.Members) == 0 {
		return p.Pairs > 0
	}
	if len(p.To.Members) > 1 {
		p.Witness.To.Interface = p.To.Members[1]
	} else {
		p.Witness.From.Interface = p.From.Members[1]
	}
	return true
}

// subtractServices takes services out of flows; none are everything.
func subtractServices(flows []reach.Flow, services language.Services) (rest []reach.Flow) {
	if len(services) == 0 {
		return nil
	}
	for _, f := range flows {
		whole := f
		whole.Protocols = nil
		for _, p := range f.Protocols {
			ports := services.Ports(p)
			if ports.Empty() {
				whole.Protocols = append(whole.Protocols, p)
				continue
			}
			part := reach.Flow{Protocols: []netmath.Protocol{p}, Reach: without(f.Reach, ports), Partial: without(f.Partial, ports), Unknown: without(f.Unknown, ports)}
			if len(part.Reach)+len(part.Partial)+len(part.Unknown) > 0 {
				rest = append(rest, part)
			}
		}
		if len(whole.Protocols) > 0 || whole.Others {
			rest = append(rest, whole)
		}
	}
	return rest
}

func without(pairs []sim.PortPair, ports netmath.Ports) (rest []sim.PortPair) {
	for _, p := range pairs {
		if left := p.DstPorts.Subtract(ports); !left.Empty() {
			rest = append(rest, sim.PortPair{SrcPorts: p.SrcPorts, DstPorts: left})
		}
	}
	return rest
}
