package graph

// Implements R6.2 and R6.7 as advice: routes to VPCs that have no route back.

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// prefix is a block of addresses.
type prefix = netip.Prefix

// A lack is a route table with no route back to those who have routes to its subnets.
type lack struct {
	subnets []int32 // that go by it, and are led to
	from    []int32 // tables with routes that lead there
	to      int32   // a subnet that there is no route back to
}

// judgeReturn looks for subnets in other VPCs that a route leads to, and that have no route back to who goes by it.
func (h *blackHoles) judgeReturn(ti int32, r *route) {
	g, t := h.c.g, &h.c.g.tables[ti]
	users := slices.DeleteFunc(slices.Clone(h.users[int(ti)]), func(si int32) bool { return !h.hosts[si] })
	switch {
	case len(users) == 0:
	case r.target.Kind == PeeringNode:
		p := &g.peerings[r.target.Index]
		for i := range p.sides {
			if there := p.sides[i].vpc; there != none && there != t.vpc {
				h.judgeFarSide(ti, r, users, there, func(int32, netip.Addr) bool { return true })
			}
		}
	case r.target.Kind == TransitGatewayNode:
		gw := &g.transitGateways[r.target.Index]
		for _, there := range sortedKeys(gw.vpcs) {
			if there == t.vpc {
				continue
			}
			h.judgeFarSide(ti, r, users, there, func(from int32, dst netip.Addr) bool {
				out := g.transited(r.target.Index, from, dst)
				return out != none && g.subnets[out].vpc == there
			})
		}
		h.judgeWayOut(t, r, users)
	}
}

func sortedKeys(m map[int32]int32) []int32 {
	keys := make([]int32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// judgeFarSide notes the tables of a VPC that a route leads to, and that do not lead back. gets tells whether a packet gets there at all.
func (h *blackHoles) judgeFarSide(ti int32, r *route, users []int32, there int32, gets func(from int32, dst netip.Addr) bool) {
	g := h.c.g
	if !h.overlapsVpc(r, there) {
		return
	}
	for _, si := range h.inVpc[there] {
		n := &g.subnets[si]
		dst, covered := h.sample(r, n.blocks)
		if n.table == none || !covered {
			continue
		}
		from, src := h.sender(users, netmath.FamilyOf(dst))
		if from == none || g.returns(n.table, src) || !gets(from, dst) {
			continue
		}
		l := h.lacks[n.table]
		if l == nil {
			l = &lack{to: from}
			h.lacks[n.table] = l
		}
		if !slices.Contains(l.subnets, si) {
			l.subnets = append(l.subnets, si)
		}
		if !slices.Contains(l.from, ti) {
			l.from = append(l.from, ti)
		}
	}
}

// reportLacks tells of the tables without a route back. One that leads to other VPCs has most likely been forgotten; one that leads to
// none may be meant to be apart.
func (h *blackHoles) reportLacks() {
	g := h.c.g
	for ti := range g.tables {
		l := h.lacks[int32(ti)]
		if l == nil {
			continue
		}
		t, severity := &g.tables[ti], topology.Info
		if slices.ContainsFunc(t.routes, func(r route) bool { return r.target.Kind == PeeringNode || r.target.Kind == TransitGatewayNode }) {
			severity = topology.Warning
		}
		var names []string
		for _, si := range l.subnets {
			names = append(names, g.subnets[si].ref.ID)
		}
		also := ""
		if n := len(l.from); n > 1 {
			also = fmt.Sprintf(" and who goes by %d other route tables", n-1)
		}
		first := &g.tables[l.from[0]]
		h.c.diagnose(severity, "NO_ROUTE_BACK", t.ref, h.c.sourceOf(t.ref), fmt.Sprintf("%s leads %s%s to %s, and there is no route back: replies are lost", first.ref.ID, g.subnets[l.to].ref.ID, also, few(names)), "",
			"add a route back, or take away the routes that lead here")
	}
}

// few are the first of some words.
func few(words []string) string {
	if len(words) > 3 {
		return strings.Join(words[:3], ", ") + fmt.Sprintf(" and %d more", len(words)-3)
	}
	return strings.Join(words, ", ")
}

// overlapsVpc reports whether a route covers any of a VPC's addresses.
func (h *blackHoles) overlapsVpc(r *route, vi int32) bool {
	return slices.ContainsFunc(h.c.g.prefixesOf(r), func(p prefix) bool { return slices.ContainsFunc(h.c.g.vpcs[vi].blocks, p.Overlaps) })
}

// sample is an address of some blocks that a route covers.
func (h *blackHoles) sample(r *route, blocks []prefix) (netip.Addr, bool) {
	for _, b := range blocks {
		for _, p := range h.c.g.prefixesOf(r) {
			if p.Overlaps(b) {
				longer := b
				if p.Bits() > b.Bits() {
					longer = p
				}
				return host(longer), true
			}
		}
	}
	return netip.Addr{}, false
}

// host is an address in a block that somebody may have: the fifth, if there are so many.
func host(p prefix) netip.Addr {
	a := p.Addr()
	for range 4 {
		if next := a.Next(); next.IsValid() && p.Contains(next) {
			a = next
		}
	}
	return a
}

// sender is the first of some subnets with addresses of a family, and one of these.
func (h *blackHoles) sender(users []int32, f netmath.Family) (int32, netip.Addr) {
	for _, si := range users {
		for _, b := range h.c.g.subnets[si].blocks {
			if netmath.FamilyOf(b.Addr()) == f {
				return si, host(b)
			}
		}
	}
	return none, netip.Addr{}
}

// returns reports whether a table may lead a reply to an address of another VPC.
func (g *Graph) returns(ti int32, src netip.Addr) bool {
	t := &g.tables[ti]
	if len(t.unread) > 0 {
		return true // lists that nobody could read may cover it
	}
	ri, found := t.fib.Lookup(src)
	return found && t.routes[ri].sendsBack()
}

// publicHosts stand for the internet.
var publicHosts = [...]netip.Addr{netmath.IPv4: netip.MustParseAddr("8.8.8.8"), netmath.IPv6: netip.MustParseAddr("2001:4860:4860::8888")}

// judgeWayOut tells of a route to the internet by a transit gateway that comes to a NAT gateway whose subnet has no route back.
func (h *blackHoles) judgeWayOut(t *routeTable, r *route, users []int32) {
	g, dst := h.c.g, publicHosts[netmath.IPv4]
	from, src := h.sender(users, netmath.IPv4)
	if _, covers := longestOf(g.prefixesOf(r), dst); from == none || !covers {
		return
	}
	at := g.transited(r.target.Index, from, dst)
	for hops := 0; at != none && hops < maxHops; hops++ {
		by, home, relayed := g.relay(at, dst)
		if !relayed {
			return
		}
		if by.Kind == NatGatewayNode {
			if ti := g.subnets[home].table; ti != none && !g.returns(ti, src) {
				h.report(topology.Warning, "NO_ROUTE_BACK", t, r,
					fmt.Sprintf("it leads to %s, whose subnet %s has no route back to subnet %s, so replies from the internet are lost", g.nats[by.Index].ref.ID, g.subnets[home].ref.ID, g.subnets[from].ref.ID),
					"add a route back to the transit gateway to the table of the NAT gateway's subnet")
			}
			return
		}
		at = home
	}
}
