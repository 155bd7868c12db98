package reach

import (
	"context"
	"errors"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// outsideOf compares what passes between classes of a zone and hosts outside.
func (x *bordering) outsideOf(near []int32, f netmath.Family) error {
	for i := range x.all.places[x.all.others:] {
		place := &x.all.places[x.all.others+i]
		if !place.Outside() || !x.asker.has(place, f) || !x.meetsOutside(near[0], place, f) {
			continue
		}
		for _, class := range near {
			for _, side := range []sim.Side{sim.To, sim.From} {
				if err := x.hostsOf(class, place, side, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// meetsOutside reports whether the border of a class may say something else of any host outside, or of the class to them.
func (x *bordering) meetsOutside(near int32, place *Place, f netmath.Family) bool {
	b := x.borderOf(near)
	return b.wide(x.before.around(near, f)) || x.meets(b, place, f)
}

// meets reports whether a border may say something else of any host outside.
func (x *bordering) meets(b *rim, place *Place, f netmath.Family) bool {
	return slices.ContainsFunc(b.prefixes(), func(p netip.Prefix) bool {
		_, any := place.Hosts.FirstIn(netmath.AddrRange{Lo: netmath.First(p), Hi: netmath.Last(p)})
		return any
	})
}

// hostsOf compares what passes between a class and hosts outside, which are at one side.
func (x *bordering) hostsOf(class int32, place *Place, side sim.Side, f netmath.Family) error {
	a, near, dir := x.asker, &x.before.classes[class], graph.Egress
	from, to := near, place
	if side == sim.From {
		from, to, dir = place, near, graph.Ingress
	}
	q, pairs, ask := a.question(from, to, f)
	if !ask {
		return nil
	}
	var shares [2]int32
	var err, later error
	shares[0], err = a.hostShares(q, side, a.about[class].zone, place, f)
	x.inLater(func(b *asker) { shares[1], later = b.hostShares(q, side, a.about[class].zone, place, f) })
	if err != nil || later != nil {
		return errors.Join(err, later)
	}
	by := side == sim.To && place.Hosts.Intersects(netmath.AddrSetOf(a.g.Near(near.Location.Interface)...))
	if by || shares[0] == particular || shares[1] == particular {
		return x.particular(from, to, f)
	}
	parts := a.hostParts(a.guard(class, dir, f), place)
	s := Shift{From: from, To: to, Family: f}
	for i, all := range [][][]hostShare{a.outsides.all, x.later.outsides.all} {
		if shares[i] == blocked {
			continue
		}
		list := slices.Clone(a.face(all[shares[i]], parts, side, f))
		for k := range list {
			p := &list[k]
			p.From, p.To, p.Family, p.Pairs, p.Witness = from, to, f, pairs, q
			p.setWitness(side, f)
		}
		*[]*[]Passage{&s.Before, &s.After}[i] = list
	}
	return x.yieldOther(&s)
}

// toFronts compares what passes from classes of a zone to load balancers with nodes at addresses of which its border says something else.
func (x *bordering) toFronts(ctx context.Context, near []int32) error {
	b := x.borderOf(near[0])
	var fronts []Place
	for _, p := range x.all.places[x.all.others:] {
		if p.Location.Kind == graph.AtBalancer && (x.wideOf(near[0]) || x.nodeAt(b, p.Location.Index)) {
			fronts = append(fronts, p)
		}
	}
	for i := range fronts {
		var clients []*Place
		for _, class := range near {
			clients = append(clients, &x.before.classes[class])
		}
		if b := fronts[i].Location.Index; !x.mayDiffer(b) || x.sameInside(b) {
			clients = x.comingOtherwise(clients, fronts[i].Location.Index)
		}
		if len(clients) == 0 {
			continue
		}
		if err := x.front(ctx, x.before.targets(fronts[i:i+1]), clients); err != nil {
			return err
		}
	}
	return nil
}

// nodeAt reports whether a border may say something else of a node of a load balancer.
func (x *bordering) nodeAt(b *rim, balancer int32) bool {
	g := x.before.g
	return slices.ContainsFunc(g.Nodes(balancer), func(id graph.InterfaceID) bool {
		return slices.ContainsFunc([]netip.Addr{g.Primary(id, netmath.IPv4), g.Primary(id, netmath.IPv6), g.Public(id, netmath.IPv4)}, func(a netip.Addr) bool {
			return a.IsValid() && x.other(b, g.Around(id, a))
		})
	})
}

// clientsAtBorders are the places from which something else may pass to a load balancer: those at addresses of which the borders of its nodes say
// something else, or everybody if something else stands behind the nodes.
func (x *bordering) clientsAtBorders(balancer int32) []*Place {
	if !x.sameInside(balancer) {
		return x.everybody()
	}
	var few []*Place
	chosen := map[graph.Location]bool{}
	for _, id := range x.before.g.Nodes(balancer) {
		b := x.borders[x.before.g.SubnetOf(id)]
		if b == nil {
			continue
		}
		wide := x.wideAt(b, id)
		for _, from := range x.everybody() {
			if !chosen[from.Location] && (wide || x.seenAt(b, from)) {
				chosen[from.Location] = true
				few = append(few, from)
			}
		}
	}
	return x.comingOtherwise(few, balancer)
}

// seenAt reports whether a border may say something else of a place, by its own addresses.
func (x *bordering) seenAt(b *rim, p *Place) bool {
	if p.Outside() {
		return x.meets(b, p, netmath.IPv4) || x.meets(b, p, netmath.IPv6)
	}
	g, id := x.before.g, p.Location.Interface
	return slices.ContainsFunc([]netip.Addr{g.Primary(id, netmath.IPv4), g.Primary(id, netmath.IPv6), g.Public(id, netmath.IPv4)}, func(a netip.Addr) bool {
		return a.IsValid() && x.other(b, g.Around(id, a))
	})
}

// wideAt reports whether the border of an interface may say something else of any of its addresses, whoever is at the other end.
func (x *bordering) wideAt(b *rim, id graph.InterfaceID) bool {
	return slices.ContainsFunc(netmath.Families[:], func(f netmath.Family) bool {
		a := x.before.g.Primary(id, f)
		return a.IsValid() && b.wide(x.before.g.Around(id, a)) || b.always
	})
}
