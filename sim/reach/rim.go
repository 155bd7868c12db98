package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A rim is what differs at the border of a subnet, and on ways of its interfaces past other subnets of its VPC.
type rim struct {
	graph.Border
	passing []netip.Prefix // addresses of either end of which a subnet on the way says something else
	always  bool           // it may do so whatever the ends' addresses are: others show theirs
}

// addRims finds the rims of subnets from the borders that differ. It is false where a comparison of rims does not do.
func (x *bordering) addRims(borders []graph.Border, enclosed func(vpc string) bool) bool {
	x.borders = make([]*rim, x.solver.g.NumSubnets())
	if x.relays == nil {
		x.relays = x.solver.g.Relays()
	}
	for i := range borders {
		b := &borders[i]
		x.routed, x.entries = x.routed || len(b.Routes) > 0, x.entries || len(b.Entries) > 0
		if slices.ContainsFunc(b.Entries, x.cutsZones) || slices.ContainsFunc(b.Routes, x.cutsZones) {
			return false
		}
		own := x.rimOf(b.Subnet)
		own.Entries, own.Routes = append(own.Entries, b.Entries...), append(own.Routes, b.Routes...)
		own.always = own.always || x.masks(own)
		if !x.relays[b.Subnet] {
			continue
		}
		vpc := x.solver.g.VpcOfSubnet(b.Subnet)
		if vpc == "" || !enclosed(vpc) && (own.always || !x.passedByAll(slices.Concat(b.Entries, b.Routes))) {
			return false
		}
		x.passedBy(vpc, b, own.always)
	}
	return true
}

// addTransit finds the rims of subnets from routes of transit gateways that are others.
func (x *bordering) addTransit(routes []netip.Prefix) bool {
	x.routed = x.routed || len(routes) > 0
	return !slices.ContainsFunc(routes, x.cutsZones) && x.passedByAll(routes)
}

// passedByAll notes prefixes of either end of which something on the way of any packets says something else. It is false if an end may be outside, or show itself
// by another's address.
func (x *bordering) passedByAll(prefixes []netip.Prefix) bool {
	all := rim{passing: prefixes}
	if len(prefixes) == 0 {
		return true
	}
	outside := func(p Place) bool {
		return p.Outside() && (x.meets(&all, &p, netmath.IPv4) || x.meets(&all, &p, netmath.IPv6))
	}
	if x.masks(&all) || slices.ContainsFunc(x.all.places[x.all.others:], outside) {
		return false
	}
	subnets := map[int32]bool{}
	for _, p := range prefixes {
		for _, class := range x.index.within(x.before, netmath.AddrRange{Lo: netmath.First(p), Hi: netmath.Last(p)}, netmath.FamilyOf(p.Addr())) {
			subnets[x.before.g.SubnetOf(x.before.classes[class].Location.Interface)] = true
		}
		for id := range x.before.nodes {
			if in := x.before.inside(p, id); in[0] || in[1] || in[2] {
				subnets[x.before.g.SubnetOf(id)] = true
			}
		}
	}
	for si := range subnets {
		r := x.rimOf(si)
		r.passing = append(r.passing, prefixes...)
	}
	return true
}

// passedBy notes a subnet that packets of others of its VPC pass by.
func (x *bordering) passedBy(vpc string, b *graph.Border, always bool) {
	for si := range x.solver.g.SubnetsIn(vpc) {
		r := x.rimOf(si)
		r.passing, r.always = append(append(r.passing, b.Entries...), b.Routes...), r.always || always
	}
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

// masks reports whether a border may say something else of an address by which others show themselves.
func (x *bordering) masks(b *rim) bool {
	return slices.ContainsFunc(x.maskAddresses, func(a netip.Addr) bool { return x.other(b, netip.PrefixFrom(a, a.BitLen())) })
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
	apart := func(id graph.InterfaceID, zone int32) bool {
		return s.inside(p, id) != s.inside(p, s.sites[s.zones[zone].site])
	}
	for i := range s.classes {
		if slices.ContainsFunc(s.classes[i].Members, func(id graph.InterfaceID) bool { return apart(id, s.about[i].zone) }) {
			return true
		}
	}
	for id, n := range s.nodes {
		if apart(id, n.zone) {
			return true
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
		if x.overlapped(id) {
			return nil, false
		}
		balancers = append(balancers, x.backing.Of[id]...)
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
	_, there := x.strayer.Leg(from, to, f, false)
	_, home := x.strayer.Leg(to, from, f, true)
	return !there || !home || x.strayer.Strayed()
}
