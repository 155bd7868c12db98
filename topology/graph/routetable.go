package graph

// Implements R2.1-R2.13, R2.18-R2.20: which route takes a packet. What the targets do is in their own files. Transit
// gateways look routes up in the same way (R7.3), in tables of their own (transitroute.go).

import (
	"net/netip"

	"github.com/gaissmai/bart"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A routeTable finds the route of a destination by its longest prefix: a subnet's table, or a transit gateway's.
type routeTable struct {
	ref    ref.Ref
	vpc    int32 // none of a transit gateway's table
	routes []route
	fib    *bart.Table[int32]       // prefix -> index of the winning route
	ties   map[netip.Prefix][]int32 // routes that tie with the winner of a prefix: AWS takes one at random (R2.13)
	unread []int32                  // routes to prefix lists that nobody could read
	beaten map[contest]int32        // the route that won a prefix from a route
	assume bool
	hides  bool      // may hold further routes that the snapshot does not tell
	hidden routeRank // the best rank that those can have
}

// A contest is a route's claim to a prefix.
type contest struct {
	prefix netip.Prefix
	route  int32
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
	row    int32 // of a transit gateway's table: AWS spreads flows over the routes of one row
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
	transitRank // of what a VPC attachment propagates; those of other attachments follow (R7.3)
)

// route looks the packet's destination up in the table of a subnet and sends it on.
func (w *Walk) route(si int32, p Packet) next {
	s := &w.g.subnets[si]
	at := Node{RouterNode, si}
	if mayBeReserved(p.Dst) && anyContains(neverRouted, p.Dst) {
		w.drop(ReservedAddress, at, Egress)
		return finished(Dropped)
	}
	if w.reply {
		if n, ok := w.returnsToSender(&p); ok {
			return n
		}
	}
	if s.table == none {
		w.doubt(UnknownRouteTable, at, Egress, ref.Ref{Kind: ref.RouteTable})
		return finished(Doubted)
	}
	t := &w.g.tables[s.table]
	if t.assume {
		w.assume(AssumeMainRouteTable, at)
	}
	n := w.follow(at, s.table, w.pick(at, s.table, p.Dst), p)
	if w.onLink(s, p.Dst) && n.end == Moving && n.at.Kind != VpcNode {
		w.narrow(w.filterACL(si, Egress, &p)) // out of a transit gateway, and away from its own subnet
	}
	return n
}

// pick selects the route of a destination. Where the snapshot leaves several possible, the walk forks: routes of
// equal rank to different targets (R2.13), and lists whose entries nobody could read (R2.11).
func (w *Walk) pick(at Node, ti int32, dst netip.Addr) int32 {
	t := &w.g.tables[ti]
	means := dst
	dst = w.seenByTable(ti, means)
	if w.beside != nil {
		w.stray(ti, means, dst)
	}
	winner, found := t.fib.Lookup(dst)
	if !found {
		winner = none
	}
	if len(t.unread) == 0 && t.ties == nil {
		return winner
	}
	if t.ties != nil && found {
		winner = w.pickTied(at, ti, winner, dst)
	}
	return w.pickUnread(at, ti, winner, dst)
}

// pickTied lets AWS choose among routes of equal rank for the longest prefix.
func (w *Walk) pickTied(at Node, ti, winner int32, dst netip.Addr) int32 {
	prefix, _, _ := w.g.tables[ti].fib.LookupPrefixLPM(netip.PrefixFrom(dst, dst.BitLen()))
	tied := w.g.tables[ti].ties[prefix]
	if len(tied) == 0 {
		return winner
	}
	if w.g.tables[ti].isTransit() {
		return w.pickPath(at, ti, append([]int32{winner}, tied...), prefix)
	}
	return w.pickRow(at, ti, append([]int32{winner}, tied...), prefix)
}

// pickRow takes one of several routes, of which nobody can tell which one AWS takes.
func (w *Walk) pickRow(at Node, ti int32, routes []int32, prefix netip.Prefix) int32 {
	w.fork(at, ti, routes[0], NondeterministicRoute, ref.Ref{})
	return routes[w.decide(decision{table: ti, prefix: prefix}, Fork{Of: len(routes)})]
}

// pickUnread lets unreadable lists take a destination that they may hold, where nothing known is sure to outrank them.
func (w *Walk) pickUnread(at Node, ti, winner int32, dst netip.Addr) int32 {
	t := &w.g.tables[ti]
	bits, rank, guessed := -1, propagatedRank, false
	if winner != none {
		bits, rank = w.g.matchedBits(&t.routes[winner], dst), t.routes[winner].rank
	}
	for _, ri := range t.unread {
		r := &t.routes[ri]
		if ri == winner || !t.mayCover(w.g, r, dst) {
			w.assumePublic(at, r, dst)
			continue
		}
		l := w.lengthIn(r.list, dst)
		w.forkUnread(at, ti, ri)
		if w.takes(l, bits, rank, guessed) {
			winner, guessed, bits = ri, true, max(l.lo, bits)
		}
	}
	return winner
}

// unreadDestination stands for the destination of a route that nobody could read, as if it were a list that may hold anything.
const unreadDestination = "unread"

// forkUnread logs that a route may have a destination: its list, or the route itself, could not be read.
func (w *Walk) forkUnread(at Node, ti, ri int32) {
	t := &w.g.tables[ti]
	if t.routes[ri].name == unreadDestination {
		w.fork(at, ti, ri, UnknownRule, t.ref)
		return
	}
	w.fork(at, ti, ri, UnknownPrefixList, w.g.lists[t.routes[ri].list].ref)
}

// assumePublic notes that an unreadable list is passed over because AWS keeps it.
func (w *Walk) assumePublic(at Node, r *route, dst netip.Addr) {
	if l := &w.g.lists[r.list]; w.log != nil && !l.known && (l.aws || r.to.Kind == ref.VpcEndpoint) && (l.either || l.family == netmath.FamilyOf(dst)) && !l.set.Contains(dst) {
		w.assume(AssumeAWSListPublic, at)
	}
}

// takes tells whether a list's entry beats the best route so far: it is longer, or as long and of better origin. Of
// two unreadable lists that hold a destination either may win.
func (w *Walk) takes(l *entryLength, bits int, rank routeRank, guessed bool) bool {
	switch {
	case guessed:
		return w.atLeast(l, max(bits, 0)) && w.option(doubt) > 0
	case rank > listRank:
		return w.atLeast(l, max(bits, 0))
	case w.atLeast(l, bits+1):
		return true
	}
	return rank == listRank && w.atLeast(l, bits) && w.option(doubt) > 0
}

// matchedBits is the length of the prefix by which a route covers an address, or -1.
func (g *Graph) matchedBits(r *route, a netip.Addr) int {
	if r.list == none {
		return r.prefix.Bits()
	}
	return g.lists[r.list].longest(a)
}

// fork logs that a destination has several possible routes, and why.
func (w *Walk) fork(at Node, ti, ri int32, code Code, missing ref.Ref) {
	w.event(Event{Kind: ForkEvent, Code: code, Dir: Egress, At: at, Table: ti, Rule: ri, Missing: missing})
}

// mayCover reports whether an unreadable list of a route may hold a destination. The lists of gateway endpoints
// are AWS's own and hold public addresses only, and what leads out of the VPC holds none of its addresses (R2.6).
func (t *routeTable) mayCover(g *Graph, r *route, dst netip.Addr) bool {
	if g.lists[r.list].contains(dst) == no || (!t.isTransit() && g.vpcs[t.vpc].contains(dst) && !mayOutdoLocal(r.to.Kind)) {
		return false
	}
	return (r.to.Kind != ref.VpcEndpoint && !g.lists[r.list].aws) || (isPublic(dst) && (t.isTransit() || !g.vpcs[t.vpc].contains(dst)))
}

// mayOutdoLocal reports whether AWS lets a route to such a target be more specific than the local one (R2.6).
func mayOutdoLocal(target ref.Kind) bool {
	switch target {
	case ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.CarrierGateway, ref.VpnGateway, ref.TransitGateway, ref.CoreNetwork, ref.VpcPeeringConnection:
		return false
	}
	return true
}

// follow sends a packet to a route's target, or drops it where there is no route.
func (w *Walk) follow(at Node, ti, ri int32, p Packet) next {
	t := &w.g.tables[ti]
	if ri == none {
		return w.refuse(routeEvent(at, ti, ri, &p), NoRouteToDestination)
	}
	switch r := &t.routes[ri]; r.state {
	case blackholeRoute:
		n := w.refuse(routeEvent(at, ti, ri, &p), t.codes().blackhole)
		if !t.isTransit() { // of those, AWS's documents say it (R7.4)
			w.assume(AssumeBlackholeDrops, at)
		}
		return n
	case filteredRoute, oddRoute:
		return w.leaveOpen(routeEvent(at, ti, ri, &p), t.codes().open, ref.Ref{})
	}
	if w.log != nil {
		w.event(routeEvent(at, ti, ri, &p))
	}
	return next{at: t.routes[ri].target, packet: p}
}

// routeEvent tells of a route that takes a packet, or of none that does.
func routeEvent(at Node, ti, ri int32, p *Packet) Event {
	return Event{Kind: RouteEvent, Dir: Egress, At: at, Table: ti, Rule: ri, Packet: *p, Remote: p.Dst}
}

// refuse ends a leg at a rule that drops all of the packet.
func (w *Walk) refuse(e Event, code Code) next {
	e.Verdict, e.Code = Drop, code
	w.event(e)
	w.alive = Bounds{}
	return finished(Dropped)
}

// leaveOpen ends a leg at a rule of which nobody can tell what it does.
func (w *Walk) leaveOpen(e Event, code Code, missing ref.Ref) next {
	e.Verdict, e.Code, e.Missing = Doubt, code, missing
	w.event(e)
	w.alive = w.alive.Doubt()
	return finished(Doubted)
}

// isTransit reports whether it is a table of a transit gateway or core network.
func (t *routeTable) isTransit() bool {
	return t.ref.Kind == ref.TransitGatewayRouteTable || t.isCore()
}

// isCore reports whether it is a core network's table.
func (t *routeTable) isCore() bool { return t.ref.Kind == ref.CoreNetworkRouteTable }

// routeCodes are the words for what routes of one kind of table do.
type routeCodes struct{ blackhole, open Code }

func (t *routeTable) codes() routeCodes {
	if t.isCore() {
		return routeCodes{BadStateRoute, CoreNetworkRoutesUnknown}
	}
	if t.isTransit() {
		return routeCodes{TGWBadStateRoute, TGWRoutesUnknown}
	}
	return routeCodes{BadStateRoute, UnknownRouteState}
}

// leadsToInternet reports whether a subnet's table sends a destination to an internet gateway.
func (w *Walk) leadsToInternet(si int32, dst netip.Addr) bool {
	ti := w.g.subnets[si].table
	if ti == none {
		return false
	}
	ri := w.pick(Node{RouterNode, si}, ti, dst)
	if ri == none {
		return false
	}
	r := &w.g.tables[ti].routes[ri]
	return r.state == activeRoute && r.target.Kind == InternetGatewayNode
}
