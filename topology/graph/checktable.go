package graph

import (
	"net/netip"
	"slices"
)

// table: routes lead somewhere, the forwarding table holds just the prefixes that routes claim, and the route that has
// one is of the best rank among those that claim it (R2.3).
func (c *checker) table(t *routeTable) {
	if !t.isTransit() && !c.index(t.vpc, len(c.g.vpcs), t.ref, "its VPC") {
		return
	}
	for i := range t.routes {
		c.route(t, int32(i))
	}
	if len(c.broken) > 0 {
		return // what follows looks routes up
	}
	for p, ri := range t.fib.All() {
		if c.index(ri, len(t.routes), t.ref, "the route of "+p.String()) {
			c.want(c.g.claims(t, ri, p), t.ref, "%v goes to route %s, which does not cover it", p, t.routes[ri].name)
		}
	}
	c.locals(t)
	c.ties(t)
	c.beaten(t)
}

// locals: a table of a VPC has a route for each of its blocks (R2.5).
func (c *checker) locals(t *routeTable) {
	if t.isTransit() {
		return
	}
	for _, b := range c.g.vpcs[t.vpc].blocks {
		_, found := t.fib.Get(b)
		c.want(found, t.ref, "the block %v of its VPC has no route", b)
	}
}

// route: a prefix or a list, a target, and the best rank at all that it claims.
func (c *checker) route(t *routeTable, ri int32) {
	r := &t.routes[ri]
	nameless := r.state == oddRoute && r.to.ID == ""
	if r.state != blackholeRoute && !nameless { // a transit gateway's blackholes have no target, nor have routes that name no attachment
		c.node(r.target, t.ref, "the target of "+r.name)
	}
	c.want(r.name != "", t.ref, "route %d has no name", ri)
	if r.list == none {
		c.want(canonical(r.prefix), t.ref, "the destination %v is not canonical", r.prefix)
	} else if !c.index(r.list, len(c.g.lists), t.ref, "the prefix list "+r.name) {
		return
	}
	unread := r.list != none && !c.g.lists[r.list].known
	c.want(slices.Contains(t.unread, ri) == unread, t.ref, "whether %s could be read is not agreed on", r.name)
	for _, p := range c.g.prefixesOf(r) {
		if !c.g.claims(t, ri, p) {
			continue
		}
		winner, found := t.fib.Get(p)
		if !found || !c.index(winner, len(t.routes), t.ref, "the route of "+p.String()) {
			c.want(false, t.ref, "%v has no route, and %s claims it", p, r.name)
			continue
		}
		c.want(t.routes[winner].rank <= r.rank, t.ref, "%v goes to %s of rank %d, and %s is of rank %d", p, t.routes[winner].name, t.routes[winner].rank, r.name, r.rank)
	}
}

// claims reports whether a route competes for a prefix: it is the destination, or an entry of it, and the route is
// not one that never beats local (R2.7).
func (g *Graph) claims(t *routeTable, ri int32, p netip.Prefix) bool {
	r := &t.routes[ri]
	if r.list != none {
		return slices.Contains(g.lists[r.list].entries, p)
	}
	return r.prefix == p && !(r.rank == propagatedRank && !t.isTransit() && g.vpcs[t.vpc].encloses(p))
}

// ties: routes of the winner's rank that lead elsewhere (R2.13).
func (c *checker) ties(t *routeTable) {
	for p, tied := range t.ties {
		winner, found := t.fib.Get(p)
		c.want(found, t.ref, "routes tie for %v, which none has", p)
		for _, ri := range tied {
			if found && c.index(ri, len(t.routes), t.ref, "a route that ties for "+p.String()) {
				a, b := &t.routes[winner], &t.routes[ri]
				c.want(a.rank == b.rank && a.target != b.target && c.g.claims(t, ri, p), t.ref, "%s does not tie with %s for %v", b.name, a.name, p)
			}
		}
	}
}

// beaten: a better route won.
func (c *checker) beaten(t *routeTable) {
	for lost, by := range t.beaten {
		if !c.index(lost.route, len(t.routes), t.ref, "a beaten route") || !c.index(by, len(t.routes), t.ref, "a better route") {
			continue
		}
		c.want(t.routes[by].rank < t.routes[lost.route].rank, t.ref, "%s was beaten by %s, which is no better", t.routes[lost.route].name, t.routes[by].name)
		c.want(c.g.claims(t, lost.route, lost.prefix) && c.g.claims(t, by, lost.prefix), t.ref, "%s and %s do not both claim %v", t.routes[lost.route].name, t.routes[by].name, lost.prefix)
	}
}
