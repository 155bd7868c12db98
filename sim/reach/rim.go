package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A rim is what differs at the border of a subnet, and on ways of its interfaces past other subnets.
type rim struct {
	graph.Border
	passing []netip.Prefix // addresses of either end of which something on the way says something else
	always  bool           // it may do so whatever the ends' addresses are: others show theirs
	outside bool           // the same, if either end is a host outside
	public  bool           // and if others are asked for at public addresses
	fronts  []int32        // frontsSeen, once somebody asked
}

// addRims finds the rims of subnets from what differs.
func (x *bordering) addRims(b *graph.Borders, enclosed func(vpc string) bool) {
	x.borders = make([]*rim, x.solver.g.NumSubnets())
	if x.relays == nil {
		x.relays = x.solver.g.Relays()
	}
	for i := range b.Subnets {
		own := &b.Subnets[i]
		x.routed, x.entries = x.routed || len(own.Routes) > 0, x.entries || len(own.Entries) > 0
		r := x.rimOf(own.Subnet)
		r.Entries, r.Routes = append(r.Entries, own.Entries...), append(r.Routes, own.Routes...)
		x.unmask(r, slices.Concat(own.Entries, own.Routes))
		x.elsewhere = x.elsewhere.Union(netmath.AddrSetOf(own.Routes...))
		x.changed = append(x.changed, own.Entries...)
		if passing := x.relayed(own); len(passing) > 0 {
			x.passedBy(x.solver.g.VpcOfSubnet(own.Subnet), passing, enclosed)
		}
	}
	x.routed = x.routed || len(b.Transit) > 0
	x.elsewhere = x.elsewhere.Union(netmath.AddrSetOf(b.Transit...))
	x.passedByAll(b.Transit)
	x.changed = slices.Concat(x.elsewhere.Prefixes(), x.changed)
}

// relayed are the addresses of which a border may say something else of packets of others.
func (x *bordering) relayed(b *graph.Border) []netip.Prefix {
	relay, passed := x.relays[b.Subnet]
	switch {
	case !passed:
		return nil
	case relay.Any:
		return slices.Concat(b.Entries, b.Routes)
	}
	return slices.Concat(b.Entries, netmath.AddrSetOf(b.Routes...).Intersect(relay.For).Prefixes())
}

// passedBy notes what a subnet says of packets of others: of those of its VPC, if they are all, else of anybody's.
func (x *bordering) passedBy(vpc string, prefixes []netip.Prefix, enclosed func(vpc string) bool) {
	if vpc == "" || !enclosed(vpc) {
		x.passedByAll(prefixes)
		return
	}
	for si := range x.solver.g.SubnetsIn(vpc) {
		x.pass(si, prefixes)
	}
}

// passedByAll notes addresses of either end of which something on the way of any packets says something else: where these are, or everywhere, if hosts outside
// have them or others show themselves by them. Nodes that face the internet are asked by who shows one that an internet gateway made of his.
func (x *bordering) passedByAll(prefixes []netip.Prefix) {
	if len(prefixes) == 0 {
		return
	}
	all := &rim{passing: prefixes}
	x.unmask(all, prefixes)
	everywhere := all.always || all.outside || slices.ContainsFunc(x.all.places[x.all.others:], func(p Place) bool {
		return p.Outside() && (x.meets(all, &p, netmath.IPv4) || x.meets(all, &p, netmath.IPv6))
	})
	subnets := x.subnetsAt(all)
	for si := range x.solver.g.NumSubnets() {
		if everywhere || subnets[si] {
			x.pass(si, prefixes)
		}
	}
}

// subnetsAt are the subnets of interfaces of which a rim may say something else by their own addresses, and of nodes that are asked at public ones, if it
// says something else of those.
func (x *bordering) subnetsAt(r *rim) map[int32]bool {
	g, subnets := x.before.g, map[int32]bool{}
	for _, p := range r.passing {
		for _, class := range x.index.within(x.before, netmath.RangeOf(p), netmath.FamilyOf(p.Addr())) {
			subnets[g.SubnetOf(x.before.classes[class].Location.Interface)] = true
		}
	}
	for id := range x.before.nodes {
		if r.public && g.FacesInternet(g.BalancerOf(id)) || x.addressedIn(r, id) {
			subnets[g.SubnetOf(id)] = true
		}
	}
	return subnets
}

func (x *bordering) pass(subnet int32, prefixes []netip.Prefix) {
	r := x.rimOf(subnet)
	r.passing = append(r.passing, prefixes...)
	x.unmask(r, prefixes)
}

// unmask notes whether a rim says something else of addresses by which others show themselves.
func (x *bordering) unmask(r *rim, of []netip.Prefix) {
	holds := func(a netip.Addr) bool {
		return slices.ContainsFunc(of, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	r.always = r.always || slices.ContainsFunc(x.masks.Inside, holds)
	r.outside = r.outside || slices.ContainsFunc(x.masks.Outside, holds)
	r.public = r.public || r.outside || slices.ContainsFunc(x.masks.Public, holds)
}

func (x *bordering) rimOf(subnet int32) *rim {
	r := x.borders[subnet]
	if r == nil {
		r = &rim{Border: graph.Border{Subnet: subnet}}
		x.borders[subnet] = r
	}
	return r
}

// prefixes are all that a rim may say something else of.
func (r *rim) prefixes() []netip.Prefix { return slices.Concat(r.Entries, r.Routes, r.passing) }

// wide reports whether a rim may say something else of where its own address is, whoever is at the other end.
func (r *rim) wide(own netip.Prefix) bool {
	return r.always || slices.ContainsFunc(r.passing, own.Overlaps)
}

// wideOf reports whether the rim of a class is wide in either family.
func (x *bordering) wideOf(class int32) bool {
	r := x.borderOf(class)
	return r.wide(x.before.around(class, netmath.IPv4)) || r.wide(x.before.around(class, netmath.IPv6))
}

// other reports whether a rim may say something else of an address, or of any in a block.
func (x *bordering) other(r *rim, at netip.Prefix) bool {
	return r.always || slices.ContainsFunc(r.Entries, at.Overlaps) || slices.ContainsFunc(r.passing, at.Overlaps) ||
		slices.ContainsFunc(r.Routes, at.Overlaps) && (!at.IsSingleIP() || x.before.g.LeadsElsewhere(x.after.g, r.Subnet, at.Addr()))
}

// behindBorders are the load balancers that have nodes or targets in the subnets.
func (x *bordering) behindBorders() (balancers []int32, plain bool) {
	g := x.before.g
	for si, b := range x.borders {
		if b == nil {
			continue
		}
		for _, id := range x.holdersOf().interfaces[si] {
			if g.IsNode(id) {
				if b := g.BalancerOf(id); b >= 0 && g.TakesClients(b) {
					balancers = append(balancers, b)
				} else {
					return nil, false
				}
			}
			if x.overlapped(id) {
				return nil, false
			}
			balancers = append(balancers, x.backing.Of[id]...)
		}
	}
	if len(balancers) > 0 {
		balancers = append(balancers, x.backing.Open...)
	}
	return x.chained(sortedOnce(balancers))
}

// strays reports whether requests from one interface to another, or replies, may meet a route that is another one.
func (x *bordering) strays(q *sim.Question, f netmath.Family) bool {
	from, to := q.From.Interface, q.To.Interface
	x.strayer.Beside(x.after.g)
	_, there := x.strayer.LegOfAny(from, to, f, false)
	_, home := x.strayer.LegOfAny(to, from, f, true)
	return !there || !home || x.strayer.Strayed()
}
