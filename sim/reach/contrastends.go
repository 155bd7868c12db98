package reach

import (
	"context"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// outside compares what passes between the classes of a guard and hosts outside, and from them to load balancers.
func (x *contrasting) outside(n int32, before, after *guard) error {
	for i := range x.all.places[x.all.others:] {
		place := &x.all.places[x.all.others+i]
		for _, class := range x.index.byGuard[n] {
			near := &x.before.classes[class]
			var err error
			switch {
			case !x.asker.has(near, before.family) || !x.asker.has(place, before.family):
			case place.Outside() && x.differsOutside(before, after, place):
				err = x.hosts(near, place, before, after)
			case !place.Outside() && before.dir == graph.Egress && x.differsAtNodes(class, place.Location.Index, before, after):
				err = x.particular(near, place, before.family)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// differsOutside reports whether a guard may say something else of hosts outside.
func (x *contrasting) differsOutside(before, after *guard, place *Place) bool {
	if x.masked(before, after) {
		return true
	}
	both := sortedBlocks(append(before.blocksAmong(place.Hosts), after.blocksAmong(place.Hosts)...))
	for _, r := range cellsOf(both, before.family) {
		if host, any := place.Hosts.FirstIn(r); any && x.asker.ofHost(&before.sentry, host) != x.asker.ofHost(&after.sentry, host) {
			return true
		}
	}
	return false
}

// differsAtNodes reports whether a class's guard lets out something else to any node of a load balancer.
func (x *contrasting) differsAtNodes(class, balancer int32, before, after *guard) bool {
	g, f := x.before.g, before.family
	return slices.ContainsFunc(g.Nodes(balancer), func(id graph.InterfaceID) bool {
		for _, addr := range []netip.Addr{g.Primary(id, f), g.Public(id, f)} {
			if addr.IsValid() && x.asker.out(before, id, addr) != x.asker.out(after, id, addr) {
				return true
			}
		}
		return false
	})
}

// hosts compares what passes between a class and hosts outside, in the direction of a guard.
func (x *contrasting) hosts(near, outside *Place, before, after *guard) error {
	a, f := x.asker, before.family
	from, to, side, at := near, outside, sim.To, x.before.about[near.class-1]
	if before.dir == graph.Ingress {
		from, to, side = outside, near, sim.From
	}
	q, pairs, ask := a.question(from, to, f)
	if !ask {
		return nil
	}
	n, err := a.hostShares(q, side, at.zone, outside, f)
	if side == sim.To && outside.Hosts.Intersects(netmath.AddrSetOf(a.g.Near(near.Location.Interface)...)) {
		n = particular
	}
	switch {
	case err != nil || n == blocked:
		return err
	case n == particular:
		return x.particular(from, to, f)
	}
	s := &x.shift
	s.From, s.To, s.Family = from, to, f
	for i, g := range []*guard{before, after} {
		list := slices.Clone(a.face(a.outsides.all[n], a.hostParts(g, outside), side, f))
		for k := range list {
			p := &list[k]
			p.From, p.To, p.Family, p.Pairs, p.Witness = from, to, f, pairs, q
			p.setWitness(side, f)
		}
		*[]*[]Passage{&s.Before, &s.After}[i] = list
	}
	delete(a.outsides.parts.byGuard, partKey{after, outside.Location})
	return x.yieldOther(s)
}

// yieldOther yields a shift if it is one.
func (x *contrasting) yieldOther(s *Shift) error {
	if !x.alsoAlike && slices.EqualFunc(s.Before, s.After, func(a, b Passage) bool { return a.Equal(&b) && a.Hosts.Equal(b.Hosts) }) {
		return nil
	}
	return x.yield(s)
}

// fullAskers are those of both networks that ask everything anew.
func (x *contrasting) fullAskers() [2]*asker {
	if x.full[0] == nil {
		if x.full[0] = x.Contrast.full; x.full[0] == nil {
			x.full[0] = newAsker(x.before, x.asker.query)
		}
		x.full[0].Solver, x.full[1] = x.before, newAsker(x.after, x.asker.query)
		x.full[1].protocols = x.asker.protocols // also those that no rule names any more
	}
	return x.full
}

// particular compares what passes between two places by asking about themselves, once.
func (x *contrasting) particular(from, to *Place, f netmath.Family) error {
	key := betweenKey{from.Location, to.Location, f}
	if x.told[key] {
		return nil
	}
	x.told[key] = true
	var rows [2]row
	for i, a := range x.fullAskers() {
		if err := a.pair(&rows[i], from, to, f); err != nil {
			return err
		}
	}
	return x.rows(&rows)
}

// rows yields what of two rows from one place differs.
func (x *contrasting) rows(rows *[2]row) error {
	byEnds := map[betweenKey]*[2][]Passage{}
	var order []betweenKey
	for i := range rows {
		for _, p := range rows[i].passages {
			key := betweenKey{p.From.Location, p.To.Location, p.Family}
			if byEnds[key] == nil {
				byEnds[key] = new([2][]Passage)
				order = append(order, key)
			}
			byEnds[key][i] = append(byEnds[key][i], p)
		}
	}
	for _, key := range order {
		lists := byEnds[key]
		first := slices.Concat(lists[0], lists[1])[0]
		if err := x.yieldOther(&Shift{From: first.From, To: first.To, Family: key.family, Before: lists[0], After: lists[1]}); err != nil {
			return err
		}
	}
	return nil
}

// fronts compares what passes to load balancers from all places that were not compared with them yet.
func (x *contrasting) fronts(ctx context.Context, balancers []int32) error {
	fronts := map[int32]Place{}
	for _, p := range x.all.places[x.all.others:] {
		if p.Location.Kind == graph.AtBalancer {
			fronts[p.Location.Index] = p
		}
	}
	for _, b := range balancers {
		place, asked := fronts[b]
		if !asked {
			continue
		}
		if clients := x.clients(b); len(clients) > 0 {
			if err := x.front(ctx, x.before.targets([]Place{place}), clients); err != nil {
				return err
			}
		}
	}
	return nil
}

// front compares what passes from some clients to a load balancer.
func (x *contrasting) front(ctx context.Context, to *targets, clients []*Place) error {
	for _, a := range x.fullAskers() {
		a.zone = askedZone{} // that was about other targets
	}
	for _, from := range clients {
		var rows [2]row
		for w, a := range x.fullAskers() {
			if err := a.from(ctx, &rows[w], from, to, to.whole()); err != nil {
				return err
			}
			rows[w].passages = slices.DeleteFunc(rows[w].passages, func(p Passage) bool { return x.told[betweenKey{p.From.Location, p.To.Location, p.Family}] })
		}
		for i := range to.places {
			for _, f := range netmath.Families {
				x.told[betweenKey{from.Location, to.places[i].Location, f}] = true
			}
		}
		if err := x.rows(&rows); err != nil {
			return err
		}
	}
	return nil
}

// everybody are all places that flows come from.
func (x *contrasting) everybody() []*Place {
	all := make([]*Place, 0, len(x.all.places))
	for i := range x.all.places {
		if p := &x.all.places[i]; p.Location.Kind != graph.AtBalancer {
			all = append(all, p)
		}
	}
	return all
}
