package graph

// Implements R9.10, R9.11 and R9.13: clients that come in by a Client VPN endpoint. Those of one on a transit gateway (R9.12)
// come in by its attachment (transitnetwork.go), and need an authorization as well.

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology/ref"
)

// A clientVpn is a Client VPN endpoint with the clients behind it.
type clientVpn struct {
	ref     ref.Ref
	works   bool
	transit bool // its clients come in by a transit gateway
	clients netip.Prefix
	far     int32   // the external network of its clients
	vpcs    []int32 // in which its sessions are

	rules, routes           []clientRule // authorization rules, and the endpoint's route table: by prefix
	rulesKnown, routesKnown bool
	sessions                []clientSession // the subnets that clients may be put in, by id
	sessionsKnown           bool
}

// A clientRule is an authorization rule or a route of an endpoint.
type clientRule struct {
	prefix netip.Prefix // the zero one could not be read, and may be anything
	all    bool         // authorizes every client
	group  string       // whom it authorizes else
	subnet string       // where a route leads: a subnet, or "local" for other clients
	to     ref.Ref      // the same
}

// A clientSession is a subnet in which clients' connections are put.
type clientSession struct {
	ref        ref.Ref
	subnet     int32 // none if the snapshot lacks it
	interfaces []InterfaceID
}

// longestRule is the rule with the longest prefix that covers an address; unread tells whether others may.
func longestRule(rules []clientRule, a netip.Addr, counts func(*clientRule) bool) (best int32, unread bool) {
	best = none
	for i := range rules {
		r := &rules[i]
		switch {
		case !counts(r):
		case !r.prefix.IsValid():
			unread = true
		case !r.prefix.Contains(a):
		case best == none, r.prefix.Bits() > rules[best].prefix.Bits(), r.prefix == rules[best].prefix && r.all:
			best = int32(i)
		}
	}
	return best, unread
}

// fromClients brings a packet of a client in: into the VPC by an interface of the endpoint, or on to another client.
func (w *Walk) fromClients(ci int32, p Packet) next {
	cv := &w.g.clientVpns[ci]
	at := Node{ExternalNode, cv.far}
	w.require(truthOf(cv.works), BadState, BadState, at)
	w.authorize(ci, p)
	if cv.clients.Contains(w.seenByClients(ci, p.Dst)) {
		return w.betweenClients(ci, p)
	}
	session, n := w.drawSession(ci)
	if session == nil {
		return n
	}
	if n := w.clientRoute(ci, p, session.ref.ID); n.end != Moving {
		return n
	}
	if session.subnet == none || len(session.interfaces) == 0 {
		w.doubt(UnknownResource, at, Egress, session.lacks())
		return finished(Doubted)
	}
	return w.sendForClient(ci, w.sessionInterface(cv, session), p)
}

// lacks is what the snapshot does not hold of a session.
func (s *clientSession) lacks() ref.Ref {
	if s.subnet == none {
		return s.ref
	}
	return ref.Ref{Kind: ref.NetworkInterface}
}

// authorize asks the authorization rules for what a client sends: the longest prefix decides, whomever it is for (R9.11).
func (w *Walk) authorize(ci int32, p Packet) {
	if w.reply {
		return
	}
	cv := &w.g.clientVpns[ci]
	at := Node{ExternalNode, cv.far}
	e := Event{Kind: AuthorizeEvent, Verdict: Allow, At: at, Table: ci, Packet: p, Ports: p.DstPorts}
	var unread bool
	e.Rule, unread = longestRule(cv.rules, w.seenByClients(ci, p.Dst), func(*clientRule) bool { return true })
	switch {
	case !cv.rulesKnown:
		w.leaveOpen(Event{Kind: StateEvent, At: at, Table: none, Rule: none}, UnknownClientVPN, cv.ref)
	case e.Rule == none && unread:
		w.leaveOpen(e, UnknownRule, ref.Ref{})
	case e.Rule == none:
		w.refuse(e, ClientVPNNotAuthorized)
	default:
		w.event(e)
		if !cv.rules[e.Rule].all {
			w.assume(AssumeClientInGroup, at)
		}
	}
}

// betweenClients hands a packet to another client of the same endpoint, if a route of it allows that (R9.13).
func (w *Walk) betweenClients(ci int32, p Packet) next {
	if n := w.clientRoute(ci, p, localClients); n.end != Moving {
		return n
	}
	return w.arriveOutside(w.g.clientVpns[ci].far, p)
}

// localClients is what a route to the other clients names in place of a subnet.
const localClients = "local"

// clientRoute looks a destination up in the endpoint's table, where every subnet has routes of its own.
func (w *Walk) clientRoute(ci int32, p Packet, subnet string) next {
	cv := &w.g.clientVpns[ci]
	at := Node{ExternalNode, cv.far}
	if !cv.routesKnown {
		return w.leaveOpen(Event{Kind: StateEvent, At: at, Table: none, Rule: none}, UnknownClientVPN, cv.ref)
	}
	e := Event{Kind: VPNRouteEvent, Dir: Egress, At: at, Table: ci, Packet: p}
	var unread bool
	e.Rule, unread = longestRule(cv.routes, w.seenByClients(ci, p.Dst), func(r *clientRule) bool { return r.subnet == subnet })
	switch {
	case e.Rule == none && unread:
		return w.leaveOpen(e, UnknownRule, ref.Ref{})
	case e.Rule == none:
		return w.refuse(e, NoRouteToDestination)
	}
	w.event(e)
	return next{}
}

// drawSession lets AWS put a client's connection in one of the endpoint's subnets; nil if there is none.
func (w *Walk) drawSession(ci int32) (*clientSession, next) {
	cv := &w.g.clientVpns[ci]
	at := Node{ExternalNode, cv.far}
	switch {
	case !cv.sessionsKnown:
		w.doubt(UnknownClientVPN, at, Egress, cv.ref)
		return nil, finished(Doubted)
	case len(cv.sessions) == 0 && len(cv.vpcs) == 0:
		w.doubt(UnknownResource, at, Egress, ref.Ref{Kind: ref.TransitGatewayAttachment})
		return nil, finished(Doubted)
	case len(cv.sessions) == 0:
		w.drop(BadState, at, Egress)
		return nil, finished(Dropped)
	case len(cv.sessions) == 1:
		return &cv.sessions[0], next{}
	}
	s := &cv.sessions[w.decide(decision{exit: at}, Fork{Of: len(cv.sessions), Drawn: true})]
	if s.subnet != none {
		w.event(Event{Kind: DrawEvent, Code: ClientVPNChoosesSubnet, At: Node{RouterNode, s.subnet}, Table: none, Rule: none, Missing: cv.ref})
	}
	return s, next{}
}

// sessionInterface lets AWS take one of the Client VPN interfaces of a session's subnet.
func (w *Walk) sessionInterface(cv *clientVpn, s *clientSession) InterfaceID {
	if len(s.interfaces) == 1 {
		return s.interfaces[0]
	}
	id := s.interfaces[w.decide(decision{exit: Node{RouterNode, s.subnet}}, Fork{Of: len(s.interfaces), Drawn: true})]
	w.event(Event{Kind: DrawEvent, Code: ClientVPNChoosesSubnet, At: Node{InterfaceNode, int32(id)}, Table: none, Rule: none, Missing: cv.ref})
	return id
}

// sendForClient lets an interface of the endpoint send what came from a client: an IPv4 source becomes the interface's own.
func (w *Walk) sendForClient(ci int32, id InterfaceID, p Packet) next {
	e := &w.g.interfaces[id]
	at := Node{InterfaceNode, int32(id)}
	w.note(GatewayEvent, at, &p)
	w.usable(id)
	before := p
	if p.Dst.Is4() {
		if p.Src = e.primary(p.Family()); !p.Src.IsValid() {
			w.drop(NoAddressInFamily, at, Egress)
			return finished(Dropped)
		}
		if p.Protocol.HasPorts() {
			p.SrcPorts = ephemeral
		}
		w.note(TranslateEvent, at, &p)
	}
	w.remember(translation{at: at, before: before, after: p, remapped: p.Dst.Is4() && p.Protocol.HasPorts(), client: ci + 1})
	if w.sender = NoInterface; e.owns(p.Src) {
		w.sender = id
	}
	if s := w.g.serviceAt(e.vpc, p.Dst); s != none {
		return w.arriveService(s, p)
	}
	w.egress(id, &p, false)
	return w.leave(e.subnet, p)
}

// toClient hands a reply that came to an interface of an endpoint back to the client.
func (w *Walk) toClient(id InterfaceID, t *translation, p Packet) next {
	at := Node{InterfaceNode, int32(id)}
	w.passGroups(id, Ingress)
	w.note(GatewayEvent, at, &p)
	if p = w.untranslate(t, p); p.Dst.Is4() {
		w.note(TranslateEvent, at, &p)
	}
	return w.arriveOutside(w.g.clientVpns[t.client-1].far, p)
}
