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
		for _, side := range []sim.Side{sim.To, sim.From} {
			same, err := x.sameOutside(near[0], place, side, f)
			if err != nil {
				return err
			}
			for _, class := range near {
				if same {
					break
				}
				if err := x.hostsOf(class, place, side, f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sameOutside reports whether hosts outside and classes of a zone come to each other as before, on the same ways, as any of the classes tells.
func (x *bordering) sameOutside(class int32, place *Place, side sim.Side, f netmath.Family) (bool, error) {
	q, _, ask := x.questionOutside(class, place, side, f)
	if !ask {
		return true, nil
	}
	if x.routed {
		if strays, err := x.hostsStray(q, side, place.Hosts.Of(f), f); err != nil || strays || !x.entries {
			return !strays, err
		}
	}
	shares, err := x.sharesOutside(q, x.before.about[class].zone, place, side, f)
	switch {
	case err != nil || shares[0] == particular || shares[1] == particular:
		return false, err
	case shares[0] == blocked || shares[1] == blocked:
		return shares[0] == shares[1], nil
	}
	return slices.EqualFunc(x.asker.outsides.all[shares[0]], x.later.outsides.all[shares[1]], func(a, b hostShare) bool {
		return a.fabric == b.fabric && a.hosts.Equal(b.hosts)
	}), nil
}

// hostsStray reports whether hosts outside may come, or be come to, by a route that is another one.
func (x *bordering) hostsStray(q sim.Question, side sim.Side, hosts netmath.AddrSet, f netmath.Family) (bool, error) {
	for _, part := range []netmath.AddrSet{hosts.Intersect(x.elsewhere), hosts.Subtract(x.elsewhere)} {
		if part.Empty() {
			continue
		}
		for _, p := range x.asker.protocols[f].all {
			q.Service = p.service
			if strays, err := x.asker.tracer.HostsStray(q, side, part, f, x.after.g); err != nil || strays {
				return strays, err
			}
		}
	}
	return false, nil
}

// questionOutside is a question between a class and hosts outside, which are at one side.
func (x *bordering) questionOutside(class int32, place *Place, side sim.Side, f netmath.Family) (q sim.Question, pairs int, ask bool) {
	from, to := &x.before.classes[class], place
	if side == sim.From {
		from, to = to, from
	}
	return x.asker.question(from, to, f)
}

// sharesOutside are the shares of hosts outside before and after.
func (x *bordering) sharesOutside(q sim.Question, zone int32, place *Place, side sim.Side, f netmath.Family) (shares [2]int32, err error) {
	var later error
	shares[0], err = x.asker.hostShares(q, side, zone, place, f)
	x.inLater(func(b *asker) { shares[1], later = b.hostShares(q, side, zone, place, f) })
	return shares, errors.Join(err, later)
}

// meetsOutside reports whether the border of a class may say something else of any host outside, or of the class to them.
func (x *bordering) meetsOutside(near int32, place *Place, f netmath.Family) bool {
	b := x.borderOf(near)
	return b.wide(x.before.around(near, f)) || b.outside || x.meets(b, place, f)
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
	q, pairs, ask := x.questionOutside(class, place, side, f)
	if !ask {
		return nil
	}
	shares, err := x.sharesOutside(q, a.about[class].zone, place, side, f)
	if err != nil {
		return err
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
	for _, b := range x.frontsFrom(near[0]) {
		var clients []*Place
		for _, class := range near {
			clients = append(clients, &x.before.classes[class])
		}
		if !x.mayDiffer(b) || x.sameInside(b) {
			clients = x.comingOtherwise(clients, b)
		}
		if len(clients) == 0 {
			continue
		}
		front := []Place{{Location: graph.Location{Kind: graph.AtBalancer, Index: b}}}
		if err := x.front(ctx, x.before.targets(front), clients); err != nil {
			return err
		}
	}
	return nil
}

// frontsFrom are the load balancers to which something else may pass from a class, as its border tells.
func (x *bordering) frontsFrom(class int32) []int32 {
	b := x.borderOf(class)
	switch {
	case x.wideOf(class):
		return x.fronted()
	case b.fronts == nil:
		b.fronts = append([]int32{}, x.frontsSeen(b)...)
	}
	return b.fronts
}

// nodeAt reports whether a border may say something else of a node of a load balancer.
func (x *bordering) nodeAt(b *rim, balancer int32) bool {
	g := x.before.g
	return slices.ContainsFunc(g.Nodes(balancer), func(id graph.InterfaceID) bool { return x.addressedIn(b, id) })
}

// clientsAtBorders are the places from which something else may pass to a load balancer: those at addresses of which the borders of its nodes say
// something else, or everybody if something else stands behind the nodes.
func (x *bordering) clientsAtBorders(balancer int32) []*Place {
	if !x.sameInside(balancer) || x.routed && x.straysBehind(balancer) {
		return x.clientsOf(balancer)
	}
	var few []*Place
	chosen := map[graph.Location]bool{}
	for _, id := range x.before.g.Nodes(balancer) {
		b := x.borders[x.before.g.SubnetOf(id)]
		if b == nil {
			continue
		}
		if x.wideAt(b, id) || b.public && x.before.g.FacesInternet(balancer) {
			return x.comingOtherwise(x.everybody(), balancer)
		}
		for _, from := range x.placesSeen(b) {
			if !chosen[from.Location] {
				chosen[from.Location] = true
				few = append(few, from)
			}
		}
	}
	return x.comingOtherwise(few, balancer)
}

// clientsOf are the places from which something else may pass to a load balancer behind whose nodes something may differ: everybody, or, where neither its nodes
// nor its targets are at addresses of which anything says something else, those that are or that others may stand for.
func (x *bordering) clientsOf(balancer int32) []*Place {
	all := &rim{passing: x.changed}
	x.unmask(all, x.changed)
	if !x.knownInside(balancer) || x.nodeAt(all, balancer) || all.always || all.public && x.before.g.FacesInternet(balancer) {
		return x.everybody()
	}
	for id := range x.before.targetsOf.behind(balancer) {
		if x.addressedIn(all, id) {
			return x.everybody()
		}
	}
	return x.placesSeen(all)
}

// knownInside reports whether a load balancer sends to interfaces only, of which the snapshot has all.
func (x *bordering) knownInside(balancer int32) bool {
	if slices.Contains(x.backing.Open, balancer) || x.before.targetsOf.behind(balancer)[graph.NoInterface] {
		return false
	}
	for _, senders := range x.backing.Chains {
		if slices.Contains(senders, balancer) {
			return false
		}
	}
	return true
}

// seenAt reports whether a border may say something else of a place, by its own addresses.
func (x *bordering) seenAt(b *rim, p *Place) bool {
	if p.Outside() {
		return x.meets(b, p, netmath.IPv4) || x.meets(b, p, netmath.IPv6)
	}
	return x.addressedIn(b, p.Location.Interface)
}

// addressedIn reports whether a border may say something else of an interface, by any of its addresses.
func (x *bordering) addressedIn(b *rim, id graph.InterfaceID) bool {
	g := x.before.g
	for a := range g.AddressesOf(id) {
		if x.other(b, g.Around(id, a)) {
			return true
		}
	}
	return false
}

// wideAt reports whether the border of an interface may say something else of any of its addresses, whoever is at the other end.
func (x *bordering) wideAt(b *rim, id graph.InterfaceID) bool {
	return slices.ContainsFunc(netmath.Families[:], func(f netmath.Family) bool {
		a := x.before.g.Primary(id, f)
		return a.IsValid() && b.wide(x.before.g.Around(id, a)) || b.always
	})
}
