package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// emigrants are the classes of a query as load balancers see them that are asked across the internet: by the address at which each leaves
// its VPC. What passes there of a zone and comes back is what does so of hosts on the internet at such addresses.
type emigrants struct {
	*afar
	fares map[int32]uint32 // numbers of fabrics, from 1 on
	zones map[int32]emigrant
}

// An emigrant is how a zone leaves for the internet.
type emigrant struct {
	fares uint32     // the map of what the network between lets pass to hosts there; 0 is what cannot be told so
	seen  netip.Addr // by which they see it; zero: each interface by its own public one
}

// emigrants prepares for load balancers that are asked across the internet.
func (x *afar) emigrants(all []*callee) *emigrants {
	e := &emigrants{fares: map[int32]uint32{}, zones: map[int32]emigrant{}, afar: &afar{
		asker: x.asker, family: x.family, to: x.to, sending: x.sending, maps: netmath.NewRangeTable(), passes: newNumbered[pass](),
		ways: newWays(), arrivals: newArrivals(), profiles: newProfiles(0), crowds: newCrowds(),
	}}
	e.arrivals.known = []graph.Acquaintance{{}} // nobody sees who they are
	e.open = map[int32]bool{}
	for _, c := range all {
		e.open[c.home] = !x.knowsPublic(c)
		for k := range c.nodes {
			e.hosts = append(e.hosts, afarHost{c.nodes[k].addr, c.nodes[k].id, c.home})
		}
	}
	e.sortHosts()
	return e
}

// knowsPublic reports whether rules of a load balancer's nodes may know addresses on the internet by who has them.
func (x *afar) knowsPublic(c *callee) bool {
	return slices.ContainsFunc(x.g.Near(c.nodes[0].id), func(p netip.Prefix) bool {
		return netmath.FamilyOf(p.Addr()) == x.family && netmath.Internet(x.family).Overlaps(p)
	})
}

// leave finds how the zones of classes leave for the internet, wherever load balancers are.
func (e *emigrants) leave() error {
	prefixes := e.g.DeparturePrefixes(e.family)
	scenes, divided := map[int32]*scene{}, map[int32]borders{}
	for i := range e.sending {
		class := &e.sending[i]
		zone, vpc := e.about[class.class-1].zone, e.vpcOf(class)
		if _, done := e.zones[zone]; done || !e.about[class.class-1].addr[e.family].IsValid() {
			continue
		}
		if scenes[vpc] == nil {
			divided[vpc] = bordersOf(prefixes[vpc], e.family)
			s := e.scene(divided[vpc], vpc)
			scenes[vpc] = &s
		}
		one, err := e.emigrant(class, zone, scenes[vpc], divided[vpc])
		if err != nil {
			return err
		}
		e.zones[zone] = one
	}
	return nil
}

// emigrant finds how a zone leaves.
func (e *emigrants) emigrant(class *Place, zone int32, s *scene, divided borders) (emigrant, error) {
	var one emigrant
	var failed error
	own := e.g.Public(class.Location.Interface, e.family)
	odd := false
	one.fares = e.plot(s, func(h afarHost) uint32 {
		host, fabric, err := e.fareTo(class, zone, partOf(divided, h.addr, e.family))
		switch {
		case err != nil:
			failed = err
			return 0
		case fabric == blocked:
			return e.fare(blocked)
		case fabric == particular:
			odd = true
			return 0
		}
		seen := e.seenFrom(class.Location.Interface, host)
		if seen == own {
			seen = netip.Addr{}
		} else if !seen.IsValid() {
			odd = true
		}
		odd = odd || one.fares > 0 && one.seen != seen
		one.seen, one.fares = seen, 1
		return e.fare(fabric)
	})
	if odd {
		one = emigrant{fares: e.constant(0)}
	}
	return one, failed
}

// fare is the number of a fabric.
func (e *emigrants) fare(fabric int32) uint32 {
	n, known := e.fares[fabric]
	if !known {
		n = uint32(len(e.fares) + 1)
		e.fares[fabric] = n
	}
	return n
}

// partOf is the part between borders in which an address lies.
func partOf(b borders, addr netip.Addr, f netmath.Family) netmath.AddrRange {
	r := netmath.AddrRange{Lo: netmath.First(wholeSpace[f]), Hi: netmath.Last(wholeSpace[f])}
	i := b.segment(addr)
	if i > 0 {
		r.Lo = b[i-1]
	}
	if i < len(b) {
		r.Hi = b[i].Prev()
	}
	return r
}

// fareTo is the fabric from a zone to a host on the internet in a part of the addresses.
func (e *emigrants) fareTo(class *Place, zone int32, r netmath.AddrRange) (host netip.Addr, fabric int32, err error) {
	host, any := e.internet.FirstIn(r)
	if !any {
		return host, particular, nil
	}
	internet := Place{Location: graph.Location{Kind: graph.AtInternet}, Hosts: e.internet}
	q, _, ask := e.question(class, &internet, e.family)
	if !ask {
		return host, blocked, nil
	}
	n, err := e.hostShares(q, sim.To, zone, &internet, e.family)
	if err != nil || n < firstFabric {
		return host, n, err
	}
	shares := e.outsides.all[n]
	i := slices.IndexFunc(shares, func(s hostShare) bool { return s.hosts.Contains(host) })
	if i < 0 {
		return host, particular, nil
	}
	return host, shares[i].fabric, nil
}

// seenFrom is the address by which a host sees an interface.
func (e *emigrants) seenFrom(id graph.InterfaceID, host netip.Addr) netip.Addr {
	for i := range e.protocols[e.family].all {
		h := e.header(&e.protocols[e.family].all[i])
		h.Src, h.Dst = e.g.Primary(id, e.family), host
		if seen := e.legs.walk.Emerge(id, h); seen.IsValid() {
			return seen
		}
	}
	return netip.Addr{}
}

// address is the one by which a class is seen; zero if that cannot be told.
func (e *emigrants) address(class *Place) netip.Addr {
	one := e.zones[e.about[class.class-1].zone]
	if one.seen.IsValid() {
		return one.seen
	}
	return e.g.Public(class.Location.Interface, e.family)
}

// arrive finds what guards say at those addresses, and puts the classes into crowds. Those of zones of which nothing can be told so are in
// none.
func (e *emigrants) arrive(all []*callee, odd map[int32]bool) {
	for i := range e.sending {
		class := &e.sending[i]
		if addr := e.address(class); addr.IsValid() {
			e.hosts = append(e.hosts, afarHost{addr, class.Location.Interface, e.vpcOf(class)})
		}
	}
	e.sortHosts()
	also := bordersOfCallees(all)
	prefixes := e.g.DeparturePrefixes(e.family)
	homes := map[int32]bool{}
	for _, c := range all {
		if !homes[c.home] {
			homes[c.home] = true
			also = append(also, bordersOf(prefixes[c.home], e.family)...)
		}
	}
	for i := range e.sending {
		e.guardedBy(e.sending[i].class - 1)
	}
	for _, c := range all {
		for k := range c.nodes {
			e.guardedByGuard(e.nodes[c.nodes[k].id].guard)
		}
	}
	between := slices.Clone(also)
	slices.SortFunc(between, netip.Addr.Compare)
	e.cut(also)
	e.gatherEmigrants(slices.Compact(between), odd)
}

// gatherEmigrants puts classes into crowds that leave alike, for addresses that load balancers' VPCs do not tell apart.
func (e *emigrants) gatherEmigrants(between borders, odd map[int32]bool) {
	cs := &e.crowds
	for i := range e.sending {
		class := &e.sending[i]
		about := &e.about[class.class-1]
		if !about.addr[e.family].IsValid() {
			continue
		}
		one, addr := e.zones[about.zone], e.address(class)
		if one.fares == e.constant(0) {
			odd[about.zone] = true
			continue
		}
		key := crowdKey{profile: int32(one.fares)}
		if addr.IsValid() { // else it does not get out
			key.cell, key.curious = int32(between.segment(addr))+1, one.seen.IsValid()
		}
		n := cs.number(key, addr)
		cs.all[n].from = append(cs.all[n].from, int32(i))
		r := resident{n, e.guardedBy(class.class - 1).out, 0}
		if addr.IsValid() {
			r.position = e.position(addr)
		}
		cs.of(e.vpcOf(class)).senders[r] += class.Size()
	}
	e.addMates(func(c *crowd) *[]guildmates { return &c.senders }, func(r *residents) map[resident]int { return r.senders })
}

// doorOutside is how one comes from a crowd to a node across the internet, as one of the crowd tells: what of its VPC counts there is what
// hosts on the internet are told of it.
func (e *emigrants) doorOutside(from *crowd, sender *Place, c *callee, node int) (int32, error) {
	n := &c.nodes[node]
	switch e.maps.Map(uint32(from.profile)).At(n.addr) {
	case 0:
		return particular, nil
	case e.fare(blocked):
		return blocked, nil
	}
	q, _, ask := e.question(sender, &e.to.places[c.place], e.family)
	if !ask {
		return particular, nil
	}
	q.DestinationIP = n.addr
	w, ends, plain, err := e.weighDoors(q, e.family)
	switch {
	case err != nil || !plain:
		return particular, err
	case !slices.ContainsFunc(w.doors, func(d sim.Door) bool { return !d.Nothing() }):
		return blocked, nil
	case ends.To != n.addr || ends.From != e.address(sender) || ends.Known != graph.Acquaintance{}:
		return particular, nil
	}
	return e.numberDoorway(&w), nil
}
