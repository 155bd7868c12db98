package graph

// Implements R11.2-R11.12, R4.7, R5.15, R17.7: what a node of a load balancer does with a request. Its replies are in
// balancereply.go.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// balance takes a packet that arrived at a node on to a target.
func (w *Walk) balance(id InterfaceID, p Packet) next {
	bi := w.g.interfaces[id].balancer
	b, at := &w.g.balancers[bi], Node{BalancerNode, bi}
	w.balanced, w.heading = true, NoInterface
	if !b.documented {
		return w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownResource, b.ref)
	}
	w.require(truthOf(b.works), BadState, BadState, at)
	if p.Protocol != netmath.TCP && p.Protocol != netmath.UDP {
		w.drop(ProtocolRestriction, at, Ingress)
		return finished(Dropped)
	}
	li, n := w.listen(bi, &p)
	if li == none {
		return n
	}
	if w.cameBefore(Node{ListenerNode, li}) {
		w.drop(RoutingLoop, Node{ListenerNode, li}, Ingress)
		return finished(Dropped)
	}
	return w.act(id, li, p)
}

// Heading tells whether a request came to a load balancer, and the interface that it was sent on to, if there is one.
func (w *Walk) Heading() (to InterfaceID, balanced bool) { return w.heading, w.balanced }

// listen finds the listener of a packet, or says how the leg ends. The ports of several listeners are followed apart.
func (w *Walk) listen(bi int32, p *Packet) (listener int32, n next) {
	b, at := &w.g.balancers[bi], Node{BalancerNode, bi}
	var open netmath.Ports
	var hits []int32
	for _, li := range b.listeners {
		if l := &w.g.listeners[li]; l.carries(p.Protocol) && p.DstPorts.Contains(l.port) && !open.Contains(l.port) {
			hits, open = append(hits, li), open.Union(netmath.OnePort(l.port))
		}
	}
	if len(hits) == 0 && !b.listenersKnown {
		return none, w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: *p}, UnknownResource, ref.Ref{Kind: ref.Listener})
	}
	w.narrowTo(open, b.mismatch(), at)
	if len(hits) == 0 {
		return none, finished(Dropped)
	}
	li := hits[w.divide(hits, p.DstPorts.Subtract(open))]
	p.DstPorts = netmath.OnePort(w.g.listeners[li].port)
	w.narrow(Exactly(p.DstPorts))
	return li, next{}
}

// divide follows a packet's ports to one of several listeners, the others in turn. What none takes goes with the first.
func (w *Walk) divide(hits []int32, lost netmath.Ports) int {
	if len(hits) == 1 || w.alive.Possible.Empty() {
		return 0
	}
	i := w.option(Fork{Of: len(hits), Apart: true})
	w.share = netmath.OnePort(w.g.listeners[hits[i]].port)
	if i == 0 {
		w.share = w.share.Union(lost)
	}
	return i
}

// draw lets AWS choose. Of a packet that is lost anyway any way will do.
func (w *Walk) draw(n int) int {
	if n == 1 || w.alive.Possible.Empty() {
		return 0
	}
	return w.option(Fork{Of: n, Drawn: true})
}

func (b *balancer) mismatch() Code {
	if b.kind == classicBalancer {
		return ELBListenersMismatch
	}
	return ELBV2ListenersMismatch
}

// cameBefore reports whether the leg was at a node before, and remembers that it is there.
func (w *Walk) cameBefore(at Node) bool {
	v := visit{at: at}
	if slices.Contains(w.visits, v) {
		return true
	}
	w.visits = append(w.visits, v)
	return false
}

// act does what a listener's actions say: one of them, as the request goes.
func (w *Walk) act(id InterfaceID, li int32, p Packet) next {
	l, at := &w.g.listeners[li], Node{ListenerNode, li}
	if l.unruled {
		w.assume(AssumeDefaultListenerRules, at)
	}
	src := w.seen(p.Src, stage{kind: ListenEvent, at: at, table: li})
	count, _ := l.alternatives(src, 0)
	if count == 0 { // no listener is without actions: these were not captured
		return w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownResource, l.ref)
	}
	choice := w.draw(count)
	_, a := l.alternatives(src, choice)
	w.event(Event{Kind: ListenEvent, At: at, Table: li, Rule: l.ruleOf(a), Packet: p})
	if count > 1 {
		w.event(Event{Kind: DrawEvent, Code: RequestChoosesTargetGroup, At: w.placeOf(li, a), Table: none, Rule: none, Missing: l.ref})
	}
	if a.pool == none {
		return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
	}
	return w.pickTarget(id, a.pool, p)
}

// ruleOf is the number of an action among the listener's.
func (l *listener) ruleOf(a *action) int32 {
	for i := range l.actions {
		if &l.actions[i] == a {
			return int32(i)
		}
	}
	return none
}

// placeOf is what an action leads to.
func (w *Walk) placeOf(li int32, a *action) Node {
	if a.pool == none {
		return Node{BalancerNode, w.g.listeners[li].balancer}
	}
	return Node{TargetGroupNode, w.g.pools[a.pool].group}
}

// pickTarget lets AWS choose among the targets that a node sends to.
func (w *Walk) pickTarget(id InterfaceID, pi int32, p Packet) next {
	pl := &w.g.pools[pi]
	g, at := &w.g.targetGroups[pl.group], Node{TargetGroupNode, pl.group}
	if !g.known {
		return w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownResource, g.ref)
	}
	node := slices.Index(w.g.balancers[pl.balancer].nodes, id)
	usable := w.usableTargets(id, pi, node, &p)
	if pl.assumes != "" {
		w.assume(pl.assumes, at)
	}
	if len(usable) == 0 {
		w.drop(pl.why[node], at, Egress)
		return finished(Dropped)
	}
	switch {
	case g.judged:
		w.assume(AssumeCurrentHealth, at)
	case g.unhealthy:
		w.assume(AssumeTargetsHealthy, at)
	}
	ti := usable[w.draw(len(usable))]
	if len(usable) > 1 {
		w.event(Event{Kind: DrawEvent, Code: BalancerChoosesTarget, At: at, Table: pl.group, Rule: ti, Missing: g.ref})
	}
	return w.toTarget(id, pl.group, &g.targets[ti], p)
}

// toTarget sends a packet from a node to a target.
func (w *Walk) toTarget(id InterfaceID, gi int32, t *target, p Packet) next {
	at := Node{TargetGroupNode, gi}
	switch t.kind {
	case unknownTarget:
		return w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownResource, t.missing)
	case functionTarget:
		return w.invoke(id, t, p)
	case balancerTarget:
		addr, n, ok := w.drawNode(t.place, at, w.g.targetGroups[gi].family, p)
		if !ok {
			return n
		}
		return w.forward(id, gi, addr, t, p)
	}
	if !t.addr.IsValid() {
		w.drop(NoAddressInFamily, Node{InterfaceNode, int32(t.iface)}, Ingress)
		return finished(Dropped)
	}
	return w.forward(id, gi, t.addr, t, p)
}

// drawNode chooses a node of a load balancer that is a target, and its address.
func (w *Walk) drawNode(bi int32, at Node, f netmath.Family, p Packet) (netip.Addr, next, bool) {
	b := &w.g.balancers[bi]
	var nodes []InterfaceID
	for _, id := range b.nodes {
		if w.g.Primary(id, f).IsValid() {
			nodes = append(nodes, id)
		}
	}
	switch {
	case b.documented && len(b.nodes) > 0 && len(nodes) == 0:
		w.drop(NoAddressInFamily, Node{InterfaceNode, int32(b.nodes[0])}, Ingress)
		return netip.Addr{}, finished(Dropped), false
	case !b.documented || len(nodes) == 0:
		return netip.Addr{}, w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, UnknownResource, b.ref), false
	}
	id := nodes[w.drawNodeOf(nodes, b)]
	return w.g.Primary(id, f), next{}, true
}

// drawNodeOf lets AWS choose among nodes.
func (w *Walk) drawNodeOf(nodes []InterfaceID, b *balancer) int {
	i := w.draw(len(nodes))
	if len(nodes) > 1 {
		w.event(Event{Kind: DrawEvent, Code: BalancerChoosesNode, At: Node{InterfaceNode, int32(nodes[i])}, Table: none, Rule: none, Missing: b.ref})
	}
	return i
}

// forward rewrites a packet for a target and sends it from the node's subnet (R11.5-R11.7, R11.12).
func (w *Walk) forward(id InterfaceID, gi int32, addr netip.Addr, t *target, p Packet) next {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	q := p
	q.Dst, q.DstPorts = addr, netmath.OnePort(t.port)
	preserved := w.preserves(id, gi, t, q)
	if !preserved {
		if q.Src, q.SrcPorts = e.primary(q.Family()), ephemeral; !q.Src.IsValid() {
			w.drop(NoAddressInFamily, at, Egress)
			return finished(Dropped)
		}
	} else if n, refused := w.refuses(id, t, q); refused {
		return n
	}
	w.remember(translation{at: at, before: p, after: q, remapped: !preserved, preserved: preserved, behind: w.behind()})
	w.alive = w.alive.moved(q.DstPorts)
	w.sender, w.linked, w.transit = id, false, w.transit.restarted()
	w.heading = t.iface
	w.note(TranslateEvent, at, &q)
	w.narrow(w.filterGroups(id, Egress, &q))
	if w.g.balancers[e.balancer].kind == classicBalancer && w.onLink(&w.g.subnets[e.subnet], q.Dst) {
		w.onLinkFilters(e.subnet, q)
	}
	return w.leave(e.subnet, q)
}

// preserves reports whether a target sees the client's address (R11.5).
func (w *Walk) preserves(id InterfaceID, gi int32, t *target, q Packet) bool {
	b, g := &w.g.balancers[w.g.interfaces[id].balancer], &w.g.targetGroups[gi]
	at := Node{TargetGroupNode, gi}
	switch {
	case b.kind != networkBalancer || w.linked || q.Src.Is4() != q.Dst.Is4():
		return false
	case t.kind == balancerTarget, g.protocol == "UDP", g.protocol == "TCP_UDP", g.protocol == "QUIC", g.protocol == "TCP_QUIC":
		return true
	case g.told && g.preserves != perhaps:
		return g.preserves == yes
	}
	if !g.told {
		w.assume(map[bool]Code{true: AssumptionPreserveOff, false: AssumptionPreserveOn}[g.byIP], at)
	}
	return !g.byIP
}

// refuses drops what cannot keep its client's address: for a target beyond the peered VPCs (R11.5), or for the client itself
// (R17.7).
func (w *Walk) refuses(id InterfaceID, t *target, q Packet) (next, bool) {
	v, at := &w.g.vpcs[w.g.interfaces[id].vpc], Node{InterfaceNode, int32(id)}
	if t.kind == hostTarget && t.byIP && (!w.g.joins(v, q.Dst) || t.iface != NoInterface && w.g.interfaces[t.iface].role == endpointRole) {
		w.drop(SourceAddressPreservation, at, Egress)
		return finished(Dropped), true
	}
	client, held := v.holds(q.Src)
	if receiver, known := v.holds(q.Dst); q.Src == q.Dst || held && known && client.iface != NoInterface && client.iface == receiver.iface {
		w.drop(NLBHairpin, at, Egress)
		return finished(Dropped), true
	}
	return next{}, false
}

// joins reports whether an address is in a VPC, or in one that an active peering in the Region joins to it.
func (g *Graph) joins(v *vpc, a netip.Addr) bool {
	if v.contains(a) || anyContains(v.unseenPeers, a) {
		return true
	}
	return slices.ContainsFunc(v.peers, func(peer int32) bool { return g.vpcs[peer].contains(a) })
}

// onLinkFilters asks a subnet's ACL both ways about what stays in it: it applies to a Classic Load Balancer's targets even so.
func (w *Walk) onLinkFilters(si int32, p Packet) {
	for _, dir := range []Direction{Egress, Ingress} {
		before := 0
		if w.log != nil {
			before = len(w.log.Events)
		}
		w.narrow(w.filterACL(si, dir, &p))
		if w.log == nil {
			continue
		}
		for i := range w.log.Events[before:] {
			if e := &w.log.Events[before+i]; e.Code == SubnetACLRestriction {
				e.Code = ELBACLRestriction
			}
		}
	}
}

// invoke ends a request at a function: AWS calls it, and no filter stands before it.
func (w *Walk) invoke(id InterfaceID, t *target, p Packet) next {
	w.remember(translation{at: Node{InterfaceNode, int32(id)}, before: p, after: p, behind: w.behind()})
	return w.arriveService(t.place, p)
}

// restarted is what remains of a passage for a new connection that begins inside a VPC.
func (t passage) restarted() passage {
	return passage{into: none, zone: none, pins: t.pins, pinned: t.pinned}
}

// moved is the same share of a packet at another port.
func (b Bounds) moved(to netmath.Ports) Bounds {
	if !b.Certain.Empty() {
		b.Certain = to
	}
	if !b.Possible.Empty() {
		b.Possible = to
	}
	return b
}
