package graph

import (
	"cmp"
	"iter"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Border is a subnet whose network ACL or route table says something else than in a graph that is Alike.
type Border struct {
	Subnet          int32
	Entries, Routes []netip.Prefix // the remote addresses of which one or the other may do so
}

// Borders are all places where packets are filtered or led otherwise than in a graph that is Alike.
type Borders struct {
	Subnets []Border       // in order
	Transit []netip.Prefix // addresses that transit gateways may lead elsewhere
	Cuts    []netip.Prefix // of entries and routes that are others, as documented
}

// OtherBorders lists the subnets that differ in the entries of their ACLs or the routes of their tables, and what routes of transit gateways do. It is false if
// ACLs or tables differ in other ways, or such that serve gateways. A table that serves nothing is never asked.
func (g *Graph) OtherBorders(h *Graph) (b Borders, plain bool) {
	if len(g.acls) != len(h.acls) || len(g.tables) != len(h.tables) {
		return Borders{}, false
	}
	entries, routes := make([][]netip.Prefix, len(g.acls)), make([][]netip.Prefix, len(g.tables))
	for i := range g.acls {
		entries[i] = otherEntries(&g.acls[i], &h.acls[i])
		b.Cuts = append(b.Cuts, entries[i]...)
	}
	for i := range g.tables {
		t := &g.tables[i]
		apart, plain := g.routesApart(t, &h.tables[i])
		if !plain || len(apart) > 0 && (t.isCore() || g.atGateway(int32(i))) {
			return Borders{}, false
		}
		b.Cuts, routes[i] = append(b.Cuts, apart...), ledElsewhere(t, &h.tables[i], apart)
		if t.isTransit() {
			b.Transit = append(b.Transit, routes[i]...)
		}
	}
	b.Subnets, plain = g.bordersOf(h, entries, routes)
	return b, plain
}

// ledElsewhere are the addresses that routes to some prefixes may lead elsewhere, if two tables have all other routes in common: those that no longer
// prefix takes.
func ledElsewhere(a, b *routeTable, apart []netip.Prefix) []netip.Prefix {
	if len(apart) == 0 || len(a.unread)+len(b.unread) > 0 {
		return apart
	}
	around := func(p netip.Prefix) bool {
		return slices.ContainsFunc(apart, func(o netip.Prefix) bool { return o.Bits() <= p.Bits() && o.Contains(p.Addr()) })
	}
	var all []netip.Prefix
	for _, t := range []*routeTable{a, b} {
		for p := range t.fib.All() {
			if around(p) {
				all = append(all, p)
			}
		}
	}
	return longestIn(append(all, apart...), func(p netip.Prefix) bool { return slices.Contains(apart, p) }).Prefixes()
}

// longestIn are the addresses of which the longest of some prefixes is one of those that are wanted.
func longestIn(prefixes []netip.Prefix, wanted func(netip.Prefix) bool) netmath.AddrSet {
	slices.SortFunc(prefixes, func(x, y netip.Prefix) int {
		return cmp.Or(cmp.Compare(x.Bits(), y.Bits()), x.Addr().Compare(y.Addr()))
	})
	var set netmath.AddrSetBuilder
	for _, p := range slices.Compact(prefixes) {
		if wanted(p) {
			set.Add(p)
		} else {
			set.Remove(p)
		}
	}
	return set.Set()
}

// bordersOf are the subnets whose ACLs and tables have entries and routes that are others, listed for each.
func (g *Graph) bordersOf(h *Graph, entries, routes [][]netip.Prefix) (all []Border, plain bool) {
	for i := range g.subnets {
		s, t := &g.subnets[i], &h.subnets[i]
		if s.acl != t.acl || s.table != t.table {
			return nil, false
		}
		b := Border{Subnet: int32(i)}
		if s.table != none {
			b.Routes = slices.Clone(routes[s.table])
		}
		if s.acl != none {
			b.Entries = slices.Clone(entries[s.acl])
		}
		if len(b.Entries)+len(b.Routes) > 0 {
			all = append(all, b)
		}
	}
	return all, true
}

// atGateway reports whether a table is a gateway's as well.
func (g *Graph) atGateway(table int32) bool {
	return slices.ContainsFunc(g.internetGateways, func(x internetGateway) bool { return x.edge == table }) ||
		slices.ContainsFunc(g.vpnGateways, func(x vpnGateway) bool { return x.edge == table }) ||
		slices.ContainsFunc(g.nats, func(x natGateway) bool { return x.table == table })
}

// otherEntries are the prefixes of entries that one of two ACLs has alone.
func otherEntries(a, b *networkACL) []netip.Prefix {
	var all []netip.Prefix
	for dir := range a.entries {
		x, y := a.entries[dir], b.entries[dir]
		all = append(append(all, entriesAlone(x, y)...), entriesAlone(y, x)...)
	}
	return all
}

func entriesAlone(x, y []aclEntry) []netip.Prefix {
	var all []netip.Prefix
	for i := range x {
		e := &x[i]
		same := func(o aclEntry) bool {
			return o.number == e.number && o.action == e.action && o.unread == e.unread && o.protocol == e.protocol && o.prefix == e.prefix && o.ports.Equal(e.ports)
		}
		switch {
		case slices.ContainsFunc(y, same):
		case e.unread || !e.prefix.IsValid():
			all = append(all, everywhere...)
		default:
			all = append(all, e.prefix)
		}
	}
	return all
}

var everywhere = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0), netip.PrefixFrom(netip.IPv6Unspecified(), 0)}

// routesApart are the destinations of routes that one of two tables has alone. It is false if nobody can tell.
func (g *Graph) routesApart(a, b *routeTable) ([]netip.Prefix, bool) {
	if len(a.routes) == len(b.routes) && (len(a.routes) == 0 || &a.routes[0] == &b.routes[0]) {
		return nil, true
	}
	if a.ref != b.ref || a.hides != b.hides || a.hidden != b.hidden || a.assume != b.assume || len(a.unread)+len(b.unread) > 0 {
		return nil, slices.EqualFunc(a.routes, b.routes, sameRoute) && slices.Equal(a.unread, b.unread) && a.hides == b.hides
	}
	x, xPlain := g.routesAlone(a.routes, b.routes)
	y, yPlain := g.routesAlone(b.routes, a.routes)
	return append(x, y...), xPlain && yPlain
}

func (g *Graph) routesAlone(x, y []route) (all []netip.Prefix, plain bool) {
	for i := range x {
		r := &x[i]
		if slices.ContainsFunc(y, func(o route) bool { return sameRoute(o, *r) }) {
			continue
		}
		if r.list != none || !r.prefix.IsValid() {
			return nil, false
		}
		all = append(all, r.prefix)
	}
	return all, true
}

func sameRoute(x, y route) bool {
	return x.prefix == y.prefix && x.list == y.list && x.target == y.target && x.to == y.to && x.state == y.state && x.rank == y.rank
}

// NumSubnets is the number of subnets, which are numbered from 0.
func (g *Graph) NumSubnets() int32 { return int32(len(g.subnets)) }

// VpcOfSubnet is the id of a subnet's VPC, empty if that is not known.
func (g *Graph) VpcOfSubnet(subnet int32) string {
	if vi := g.subnets[subnet].vpc; vi != none {
		return g.vpcs[vi].ref.ID
	}
	return ""
}

// SubnetsIn are the numbers of the subnets of a VPC.
func (g *Graph) SubnetsIn(vpc string) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for si := range int32(len(g.subnets)) {
			if g.VpcOfSubnet(si) == vpc && !yield(si) {
				return
			}
		}
	}
}

// AddressesOf are all addresses of an interface, private and public.
func (g *Graph) AddressesOf(id InterfaceID) iter.Seq[netip.Addr] {
	return func(yield func(netip.Addr) bool) {
		for _, a := range g.interfaces[id].addresses {
			if a.private.IsValid() && !yield(a.private) || a.public.IsValid() && !yield(a.public) {
				return
			}
		}
	}
}

// SubnetOf is the number of the subnet that an interface lies in.
func (g *Graph) SubnetOf(id InterfaceID) int32 { return g.interfaces[id].subnet }

// LeadsElsewhere reports whether a subnet leads an address another way in a graph that is Alike, by the routes that win it.
func (g *Graph) LeadsElsewhere(h *Graph, subnet int32, a netip.Addr) bool {
	ti := g.subnets[subnet].table
	return ti == none || g.leadsElsewhere(h, ti, a)
}

func (g *Graph) leadsElsewhere(h *Graph, ti int32, a netip.Addr) bool {
	x, y := &g.tables[ti], &h.tables[ti]
	if x.fib == y.fib {
		return false
	}
	if len(x.unread)+len(y.unread) > 0 {
		return true
	}
	i, inX := x.fib.Lookup(a)
	j, inY := y.fib.Lookup(a)
	if !inX || !inY {
		return inX != inY
	}
	p, q := &x.routes[i], &y.routes[j]
	return !sameRoute(*p, *q) || len(x.ties[p.prefix])+len(y.ties[q.prefix]) > 0
}
