package graph

// Implements R2.1-R2.13, R2.18-R2.20: which route takes a packet. What the targets do is in their own files.

import (
	"net/netip"
	"slices"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/topology/ref"
)

// A routeTable finds the route of a destination by its longest prefix.
type routeTable struct {
	ref    ref.Ref
	vpc    int32
	routes []route
	fib    *bart.Table[int32] // prefix -> index of the winning route
	ties   map[int32][]int32  // winner -> others of equal rank and prefix: AWS takes one at random (R2.13)
	unread []int32            // routes to prefix lists that nobody could read
	beaten map[int32]int32    // route -> the route of the same prefix that outranks it
	assume bool
}

// A route sends a destination to a target.
type route struct {
	name   string // the destination as documented: a prefix or a prefix list
	prefix netip.Prefix
	list   int32 // none unless the destination is a prefix list
	target Node
	to     ref.Ref // the target as a resource
	state  routeState
	rank   routeRank
	doc    int32 // index in the document, or none for an implied route
}

// routeState is a route's documented state (R2.9).
type routeState uint8

const (
	activeRoute routeState = iota
	blackholeRoute
	filteredRoute
	oddRoute // a state that the documents of AWS do not know
)

// routeRank orders routes of equal prefix, best first (R2.3, R2.17).
type routeRank uint8

const (
	staticRank routeRank = iota
	listRank
	advertisedRank
	propagatedRank
)

// route looks the packet's destination up in the table of a subnet and sends it on.
func (w *Walk) route(si int32, p Packet) next {
	s := &w.g.subnets[si]
	at := Node{RouterNode, si}
	if anyContains(neverRouted, p.Dst) {
		w.drop(ReservedAddress, at, Egress)
		return finished(Dropped)
	}
	if n, ok := w.returnsToSender(p); ok {
		return n
	}
	if s.table == none {
		w.doubt(UnknownRouteTable, at, Egress, ref.Ref{Kind: ref.RouteTable})
		return finished(Doubted)
	}
	t := &w.g.tables[s.table]
	if t.assume {
		w.assume(AssumeMainRouteTable, at)
	}
	ri := w.pick(si, p.Dst)
	if ri == none {
		w.event(Event{Kind: RouteEvent, Verdict: Drop, Code: NoRouteToDestination, Dir: Egress, At: at, Table: s.table, Rule: none, Packet: p})
		w.alive = Bounds{}
		return finished(Dropped)
	}
	return w.follow(at, s.table, ri, p)
}

// pick selects the route of a destination. Where the snapshot leaves several possible, the walk forks.
func (w *Walk) pick(si int32, dst netip.Addr) int32 {
	t := &w.g.tables[w.g.subnets[si].table]
	winner, found := t.fib.Lookup(dst)
	if !found {
		winner = none
	}
	if len(t.unread) == 0 && t.ties == nil {
		return winner
	}
	var buffer [8]int32
	alternatives := t.alternatives(w.g, winner, dst, append(buffer[:0], winner))
	if len(alternatives) == 1 {
		return winner
	}
	taken := alternatives[w.choose(len(alternatives))]
	w.event(w.g.forkEvent(si, alternatives, taken))
	return taken
}

// forkEvent tells that a destination has several possible routes, and why.
func (g *Graph) forkEvent(si int32, alternatives []int32, taken int32) Event {
	ti := g.subnets[si].table
	e := Event{Kind: ForkEvent, Code: NondeterministicRoute, Dir: Egress, At: Node{RouterNode, si}, Table: ti, Rule: taken}
	for _, ri := range alternatives {
		if ri != none && slices.Contains(g.tables[ti].unread, ri) {
			e.Code, e.Missing = UnknownPrefixList, g.lists[g.tables[ti].routes[ri].list].ref
		}
	}
	return e
}

// alternatives lists what may take a destination besides the longest known prefix: routes of equal rank, and
// lists whose entries nobody could read (R2.11, R2.13).
func (t *routeTable) alternatives(g *Graph, winner int32, dst netip.Addr, out []int32) []int32 {
	if winner != none {
		out = append(out, t.ties[winner]...)
		if r := &t.routes[winner]; r.rank == staticRank && r.prefix.IsSingleIP() {
			return out // nothing is longer, and equal length loses to a static route
		}
	}
	for _, ri := range t.unread {
		if t.mayCover(g, &t.routes[ri], dst) {
			out = append(out, ri)
		}
	}
	return out
}

// mayCover reports whether an unreadable list of a route may hold a destination. The lists of gateway endpoints
// are AWS's own and hold public addresses only.
func (t *routeTable) mayCover(g *Graph, r *route, dst netip.Addr) bool {
	if g.lists[r.list].contains(dst) == no {
		return false
	}
	return r.target.Kind != GatewayEndpointNode || (isPublic(dst) && !g.vpcs[t.vpc].contains(dst))
}

// follow sends a packet to a route's target.
func (w *Walk) follow(at Node, ti, ri int32, p Packet) next {
	r := &w.g.tables[ti].routes[ri]
	event := Event{Kind: RouteEvent, Dir: Egress, At: at, Table: ti, Rule: ri, Packet: p}
	switch r.state {
	case blackholeRoute:
		event.Verdict, event.Code = Drop, BadStateRoute
		w.event(event)
		w.alive = Bounds{}
		w.assume(AssumeBlackholeDrops, at)
		return finished(Dropped)
	case filteredRoute, oddRoute:
		event.Verdict, event.Code = Doubt, UnknownRouteState
		w.event(event)
		w.alive = w.alive.Doubt()
		return finished(Doubted)
	}
	w.event(event)
	return next{at: r.target, packet: p}
}

// redirects reports whether a gateway route table sends a destination elsewhere than to the VPC itself (R2.14).
func (t *routeTable) redirects(dst netip.Addr) bool {
	ri, found := t.fib.Lookup(dst)
	return found && t.routes[ri].target.Kind != VpcNode
}

// leadsToInternet reports whether a subnet's table sends a destination to an internet gateway.
func (g *Graph) leadsToInternet(si int32, dst netip.Addr) bool {
	ti := g.subnets[si].table
	if ti == none {
		return false
	}
	ri, found := g.tables[ti].fib.Lookup(dst)
	return found && g.tables[ti].routes[ri].state == activeRoute && g.tables[ti].routes[ri].target.Kind == InternetGatewayNode
}
