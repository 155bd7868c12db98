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

// bordering is a comparison of networks that differ in network ACLs and routes.
type bordering struct {
	*contrasting
	later    *asker // of the network after; it has the fabrics of the other, and legs of its own
	laterWay map[wayKey]int32
	borders  map[int32]*graph.Border // by subnet
	done     map[betweenKey]bool
	routed   bool
}

// Borders tells what network ACLs and routes of subnets change that are others in a graph that is Alike: yield gets every pair of places of which something else
// passes than before, once; and where routes differ those that pass as before as well, as they may do so on another way. It is false, and yields nothing,
// where packets of others pass through such a subnet, or show it another's address.
func (c *Contrast) Borders(ctx context.Context, after *graph.Graph, yield func(*Shift) error) (plain bool, err error) {
	borders, plain := c.solver.g.OtherBorders(after)
	if !plain || slices.ContainsFunc(after.NamedProtocols(), c.nameless) {
		return false, nil
	}
	x := &bordering{contrasting: c.beside(after, [2][]int32{}), laterWay: map[wayKey]int32{}, done: map[betweenKey]bool{}, borders: map[int32]*graph.Border{}}
	relays := c.solver.g.Relays()
	for i := range borders {
		b := &borders[i]
		x.routed = x.routed || len(b.Routes) > 0
		x.borders[b.Subnet] = b
		if relays[b.Subnet] || slices.ContainsFunc(b.Entries, c.cutsZones) || slices.ContainsFunc(b.Routes, c.cutsZones) || x.masks(b) {
			return false, nil
		}
	}
	balancers, plain := x.behindBorders()
	if !plain {
		return false, nil
	}
	x.yield, x.all = yield, x.before.targets(x.before.places(Ends{All: true}, true))
	x.alsoAlike, x.clients = x.routed, x.clientsAtBorders
	x.later = newAsker(x.after, x.asker.query)
	x.later.services, x.later.protocols = x.asker.services, x.asker.protocols
	err = x.compare(ctx, balancers)
	c.keep(x.contrasting)
	return true, err
}

// cutsZones reports whether a prefix tells addresses of one zone apart.
func (c *Contrast) cutsZones(p netip.Prefix) bool {
	if p.Bits() == 0 {
		return false
	}
	if c.fabricCuts == nil {
		c.fabricCuts = newCells(c.solver.g.FabricPrefixes)
	}
	if known, _ := c.fabricCuts.table.LookupPrefixLPM(p); known == p {
		return false
	}
	s := c.solver
	for i := range s.classes {
		for _, id := range s.classes[i].Members {
			if s.inside(p, id) != s.inside(p, s.zones[s.about[i].zone].on) {
				return true
			}
		}
	}
	return false
}

// behindBorders are the load balancers that have nodes or targets in the subnets.
func (x *bordering) behindBorders() (balancers []int32, plain bool) {
	g := x.before.g
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if x.borders[g.SubnetOf(id)] == nil {
			continue
		}
		if g.IsNode(id) {
			if b := g.BalancerOf(id); b >= 0 && g.TakesClients(b) {
				balancers = append(balancers, b)
			} else {
				return nil, false
			}
		}
		if len(g.Twins(id)) > 0 || x.overlapped(id) {
			return nil, false
		}
		balancers = append(balancers, x.backing.Of[id]...)
	}
	if len(balancers) > 0 {
		balancers = append(balancers, x.backing.Open...)
	}
	return x.chained(sortedOnce(balancers))
}

// compare goes over the classes in the subnets, zone by zone, and then over load balancers.
func (x *bordering) compare(ctx context.Context, balancers []int32) error {
	near := map[int32][]int32{}
	var zones []int32
	for class := range x.before.about {
		zone := x.before.about[class].zone
		if x.borders[x.before.g.SubnetOf(x.before.classes[class].Location.Interface)] == nil {
			continue
		}
		if near[zone] == nil {
			zones = append(zones, zone)
		}
		near[zone] = append(near[zone], int32(class))
	}
	for _, zone := range zones {
		for _, f := range netmath.Families {
			if err := x.zone(ctx, zone, near[zone], f); err != nil {
				return err
			}
		}
		if err := x.toFronts(ctx, near[zone]); err != nil {
			return err
		}
	}
	return x.fronts(ctx, balancers)
}

// borderOf is the border of a class, or nil.
func (x *bordering) borderOf(class int32) *graph.Border {
	return x.borders[x.before.g.SubnetOf(x.before.classes[class].Location.Interface)]
}

// zone compares what passes between the classes of a zone and all others at addresses of which its border says something else.
func (x *bordering) zone(ctx context.Context, zone int32, near []int32, f netmath.Family) error {
	far := x.beyond(x.borderOf(near[0]), f)
	for i, other := range far {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, class := range near {
			for _, ends := range [][2]int32{{class, other}, {other, class}} {
				if err := x.between(ends[0], ends[1], f); err != nil {
					return err
				}
			}
		}
	}
	return x.outsideOf(near, f)
}

// beyond are the classes at whose addresses a border says something else.
func (x *bordering) beyond(b *graph.Border, f netmath.Family) []int32 {
	var all []int32
	for _, p := range slices.Concat(b.Entries, b.Routes) {
		if netmath.FamilyOf(p.Addr()) == f {
			all = append(all, x.index.within(x.before, netmath.AddrRange{Lo: netmath.First(p), Hi: netmath.Last(p)}, f)...)
		}
	}
	return slices.DeleteFunc(sortedOnce(all), func(class int32) bool { return !x.other(b, x.before.about[class].addr[f]) })
}

// other reports whether a border may say something else of an address.
func (x *bordering) other(b *graph.Border, a netip.Addr) bool {
	holds := func(p netip.Prefix) bool { return p.Contains(a) }
	return slices.ContainsFunc(b.Entries, holds) || slices.ContainsFunc(b.Routes, holds) && x.before.g.LeadsElsewhere(x.after.g, b.Subnet, a)
}

// between compares what passes from one class to another.
func (x *bordering) between(from, to int32, f netmath.Family) error {
	a := x.asker
	if x.borderOf(from) != nil && x.borderOf(to) != nil {
		key := betweenKey{a.classes[from].Location, a.classes[to].Location, f}
		if x.done[key] {
			return nil
		}
		x.done[key] = true
	}
	q, pairs, ask := a.question(&a.classes[from], &a.classes[to], f)
	if !ask {
		return nil
	}
	ways, err := x.ways(from, to, q, f)
	switch {
	case err != nil || ways[0] == ways[1] && (ways[0] == blocked || ways[0] != particular && !x.routed):
		return err
	case ways[0] == particular || ways[1] == particular:
		return x.particular(&a.classes[from], &a.classes[to], f)
	}
	out, _ := x.out(from, to, f)
	var flows [2][]Flow
	for i, way := range ways {
		if way != blocked {
			in, _ := x.in(from, to, a.fabrics.all[way].known, f)
			flows[i] = a.through(way, out, in, f).flows
		}
	}
	return x.tell(q, &a.classes[from], &a.classes[to], pairs, f, flows)
}

// ways are the fabrics from one class's zone to another's, before and after.
func (x *bordering) ways(from, to int32, q sim.Question, f netmath.Family) (ways [2]int32, err error) {
	if ways[0], err = x.way(from, to, q, f); err != nil {
		return ways, err
	}
	key := wayKey{x.asker.about[from].zone, x.asker.about[to].zone, f}
	known := false
	if ways[1], known = x.laterWay[key]; !known {
		x.inLater(func(later *asker) { ways[1], err = later.fabricOf(&pairOfZones{key.from, key.to, q, f}) })
		x.laterWay[key] = ways[1]
	}
	return ways, err
}

// inLater asks the network after, whose fabrics have the same numbers as those before.
func (x *bordering) inLater(ask func(*asker)) {
	own := x.later.fabrics.byLegs
	x.later.fabrics, x.later.hosts = x.asker.fabrics, x.asker.hosts
	x.later.fabrics.byLegs = own
	ask(x.later)
	own = x.asker.fabrics.byLegs
	x.asker.fabrics, x.asker.hosts = x.later.fabrics, x.later.hosts
	x.asker.fabrics.byLegs = own
}

// outsideOf compares what passes between classes of a zone and hosts outside.
func (x *bordering) outsideOf(near []int32, f netmath.Family) error {
	for i := range x.all.places[x.all.others:] {
		place := &x.all.places[x.all.others+i]
		if !place.Outside() || !x.asker.has(place, f) || !x.meets(x.borderOf(near[0]), place, f) {
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

// meets reports whether a border may say something else of any host outside.
func (x *bordering) meets(b *graph.Border, place *Place, f netmath.Family) bool {
	return slices.ContainsFunc(slices.Concat(b.Entries, b.Routes), func(p netip.Prefix) bool {
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
		if p.Location.Kind == graph.AtBalancer && x.nodeAt(b, p.Location.Index) {
			fronts = append(fronts, p)
		}
	}
	if len(fronts) == 0 {
		return nil
	}
	var clients []*Place
	for _, class := range near {
		clients = append(clients, &x.before.classes[class])
	}
	return x.front(ctx, x.before.targets(fronts), clients)
}

// nodeAt reports whether a border may say something else of a node of a load balancer.
func (x *bordering) nodeAt(b *graph.Border, balancer int32) bool {
	g := x.before.g
	return slices.ContainsFunc(g.Nodes(balancer), func(id graph.InterfaceID) bool {
		return slices.ContainsFunc([]netip.Addr{g.Primary(id, netmath.IPv4), g.Primary(id, netmath.IPv6), g.Public(id, netmath.IPv4)}, func(a netip.Addr) bool {
			return a.IsValid() && x.other(b, a)
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
		for _, from := range x.everybody() {
			if !chosen[from.Location] && x.seenAt(b, from) {
				chosen[from.Location] = true
				few = append(few, from)
			}
		}
	}
	return few
}

// seenAt reports whether a border may say something else of a place, by its own addresses.
func (x *bordering) seenAt(b *graph.Border, p *Place) bool {
	if p.Outside() {
		return x.meets(b, p, netmath.IPv4) || x.meets(b, p, netmath.IPv6)
	}
	g, id := x.before.g, p.Location.Interface
	return slices.ContainsFunc([]netip.Addr{g.Primary(id, netmath.IPv4), g.Primary(id, netmath.IPv6), g.Public(id, netmath.IPv4)}, func(a netip.Addr) bool {
		return a.IsValid() && x.other(b, a)
	})
}

// masks reports whether a border may say something else of an address by which others show themselves.
func (x *bordering) masks(b *graph.Border) bool {
	return slices.ContainsFunc(x.maskAddresses, func(a netip.Addr) bool { return x.other(b, a) })
}
