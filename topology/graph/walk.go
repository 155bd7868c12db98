package graph

// Implements section 0 of the rule book: the shape of the walk of one leg.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// Disposition is how a leg ended.
type Disposition uint8

// The dispositions. Arrived says where, not how much: that is in Walk.Alive.
const (
	Moving  Disposition = iota
	Arrived             // at Walk.Where
	Dropped             // nowhere further to go
	Doubted             // nobody can tell where it goes on
)

// maxHops bounds a leg; routing that takes longer goes in circles.
const maxHops = 64

// A visit is a packet at a subnet's router, or leaving a transit gateway for another: the same one twice goes in circles.
type visit struct {
	at       Node
	src, dst netip.Addr
}

// A Walk takes one packet through the graph: the request, then (Turn) the reply, with what stateful devices remember
// between the two. Filters narrow Alive but never end a leg while there is a log, so that the log holds every
// blocker; without a log a leg ends as soon as nothing is alive. A Walk is reused by Reset and serves one goroutine.
type Walk struct {
	g   *Graph
	log *Log

	reply  bool
	alive  Bounds      // destination ports of this leg that pass so far
	from   int32       // the subnet that the packet is in or was last in; none outside of any
	sender InterfaceID // whose security groups references may match; lost on the way through translation (R4.7)
	origin InterfaceID // who sent the request, or NoInterface
	asker  Location    // where the request began
	asked  Packet      // the request as it was sent
	where  Location
	final  Packet // as it arrived, or as it was where the leg ended

	session   [maxTranslations]translation
	remembers int
	sightings []sighting    // what inspecting components remember of the request
	lottery   netmath.Ports // ports that a NAT gateway must happen to choose for the reply to pass; empty: any will do

	visits  []visit // of this leg
	through []Node  // the sender, the appliances and the inspecting components that this leg passed
	left    Node    // the inspection endpoint or carrier gateway that the packet came from last, if nothing else handled it since

	choices []int32 // which alternative to take at each fork of the way
	passed  []Fork  // the forks of the way

	share  netmath.Ports // the ports of the request that the walk follows, where it divides them
	linked bool          // the packet came to the node that it is at by PrivateLink

	takers   []InterfaceID // the nodes of load balancers, and the endpoints before such, that the request came to
	balanced bool          // the request came to a load balancer
	heading  InterfaceID   // which sent it to this interface, or NoInterface

	transit passage // where a transit gateway took the packet, and who it is for them

	sets []int32 // scratch of otherSide

	forks forks // what was supposed so far where the snapshot does not tell
	ties  []Tie // the tables met that tie ports together

	opened openEnds // what is left to the caller

	likeness *Likeness // who fares alike, if somebody told

	supposes []*supposition  // what stand-ins are taken for
	vacant   netip.Addr      // supposed to be nobody's
	unplaced bool            // who sent the request is nowhere in the snapshot
	glances  map[glance]bool // whether stages tell apart what stand-ins may be, as far as that was asked

	beside    *Graph          // with which tables are compared, or nil
	judged    *Graph          // the last one
	divided   map[glance]bool // stand-ins, and whether its tables tell apart what they may be
	elsewhere bool            // a route that was looked up may be another one there
}

const maxTranslations = 8

// next is what a node decides: where the packet is now, or how the leg ended.
type next struct {
	at     Node
	packet Packet
	end    Disposition
}

func finished(d Disposition) next { return next{end: d} }

// NewWalk makes a walk that keeps evidence in log, or none if log is nil.
func NewWalk(g *Graph, log *Log) *Walk {
	return &Walk{g: g, log: log}
}

// Reset forgets the last question. choices steers the forks of the way; nil takes the first alternative everywhere.
func (w *Walk) Reset(choices []int32) {
	w.reply, w.remembers = false, 0
	w.alive, w.lottery = Bounds{}, netmath.Ports{}
	w.share, w.linked, w.balanced, w.heading = netmath.Ports{}, false, false, NoInterface
	w.from, w.sender, w.origin = none, NoInterface, NoInterface
	w.asker, w.where = Location{}, Location{}
	w.asked, w.final = Packet{}, Packet{}
	w.choices, w.passed, w.visits, w.forks, w.transit = choices, w.passed[:0], w.visits[:0], w.forks.emptied(), nowhere
	w.ties, w.supposes, w.vacant = w.ties[:0], w.supposes[:0], netip.Addr{}
	w.unplaced = false
	w.opened.reset()
	w.sightings, w.through, w.takers, w.left = w.sightings[:0], w.through[:0], w.takers[:0], Node{}
	if w.log != nil {
		w.log.reset()
	}
}

// Alive bounds the destination ports of the leg that arrive, as the leg's sender knows them.
func (w *Walk) Alive() Bounds {
	alive := w.alive
	if w.reply {
		return alive
	}
	for i := w.remembers - 1; i >= 0; i-- {
		switch t := &w.session[i]; {
		case t.before.Protocol != t.after.Protocol: // NAT64
			alive = alive.translatedICMP(t.after.Protocol, t.before.Protocol)
		case !t.before.DstPorts.Equal(t.after.DstPorts): // a load balancer
			alive = alive.moved(t.before.DstPorts)
		}
	}
	return alive
}

// Share are the destination ports that the walk followed, where a fork divides them among its alternatives; else none.
func (w *Walk) Share() netmath.Ports { return w.share }

// Where is the place at which the last leg arrived, and Final the packet as it came there.
func (w *Walk) Where() Location { return w.where }

// Final is the packet as it arrived, or as it was where the leg ended.
func (w *Walk) Final() Packet { return w.final }

// Lottery are the ports that a NAT gateway must happen to choose for the reply to pass; empty if any will do.
func (w *Walk) Lottery() netmath.Ports { return w.lottery }

// Forks are the points of the way where it could have gone on otherwise.
func (w *Walk) Forks() []Fork { return w.passed }

// FromInterface walks the request of an interface.
func (w *Walk) FromInterface(id InterfaceID, p Packet) Disposition {
	w.origin, w.asker, w.alive = id, Location{Kind: AtInterface, Interface: id}, Exactly(p.DstPorts)
	w.asked = w.meant(p)
	if w.g.interfaces[id].owns(p.Src) {
		w.sender = id
	}
	return w.run(w.send(id, w.asked))
}

// FromInternet walks a request that comes from the internet.
func (w *Walk) FromInternet(p Packet) Disposition {
	w.asker, w.alive = Location{Kind: AtInternet}, Exactly(p.DstPorts)
	w.asked = w.meant(p)
	w.note(SendEvent, Node{InternetNode, 0}, &w.asked)
	return w.run(next{at: Node{InternetNode, 0}, packet: w.asked})
}

// FromExternal walks a request that comes from a network outside, by the gateway it is behind.
func (w *Walk) FromExternal(xi int32, p Packet) Disposition {
	w.asker, w.alive = Location{Kind: AtExternalNetwork, Index: xi}, Exactly(p.DstPorts)
	w.asked = w.meant(p)
	w.note(SendEvent, Node{ExternalNode, xi}, &w.asked)
	return w.run(w.fromExternal(xi, w.asked))
}

// AtDoor delivers a request straight to an interface, as if the way there were open: to find what would block it
// next. Nothing of it counts as alive.
func (w *Walk) AtDoor(id InterfaceID, p Packet) Disposition {
	w.from, w.alive = none, Bounds{}
	return w.run(w.receive(id, p))
}

// Lose notes that a request cannot even start, and why.
func (w *Walk) Lose(code Code, at Location, dir Direction) {
	w.drop(code, w.nodeOf(at), dir)
}

// Miss notes that nobody can tell where to send a request, and what is missing.
func (w *Walk) Miss(to Location, p Packet, missing ref.Ref) Disposition {
	w.alive, w.final = Exactly(p.DstPorts), p
	w.doubt(UnknownResource, w.nodeOf(to), Ingress, missing)
	return Doubted
}

// Turn walks the reply to what arrived, from where it arrived. It arrives only if it comes to who asked, as the
// answer to what was asked.
func (w *Walk) Turn(reply Packet) Disposition {
	w.reply, w.alive = true, Exactly(reply.DstPorts)
	w.from, w.sender = none, NoInterface
	w.through, w.left = w.through[:0], Node{}
	w.transit = w.transit.turned()
	from := w.where
	n := w.startReply(from, reply)
	d := w.run(n)
	if d == Arrived && !w.answered() {
		return Dropped
	}
	if d == Arrived {
		w.symmetric()
	}
	return d
}

func (w *Walk) startReply(from Location, reply Packet) next {
	switch from.Kind {
	case AtInterface:
		if from.Interface == w.opened.inside {
			return w.arrive(from, reply)
		}
		w.sender = from.Interface
		return w.send(from.Interface, reply)
	case AtInternet:
		w.note(SendEvent, Node{InternetNode, 0}, &reply)
		return next{at: Node{InternetNode, 0}, packet: reply}
	case AtExternalNetwork:
		w.note(SendEvent, Node{ExternalNode, from.Index}, &reply)
		return w.fromExternal(from.Index, reply)
	}
	w.note(SendEvent, Node{ServiceNode, from.Index}, &reply)
	return w.fromService(from.Index, reply)
}

// answered checks that a reply came to who asked, from the address that was asked (R6.7).
func (w *Walk) answered() bool {
	where := w.where
	where.Addr = netip.Addr{}
	switch {
	case (where != w.asker && !w.sameNetwork(where)) || w.final.Dst != w.asked.Src:
		w.drop(ReplyElsewhere, w.nodeOf(where), Ingress)
		return false
	case w.final.Src != w.asked.Dst:
		w.drop(ReplyAddressMismatch, w.nodeOf(where), Ingress)
		return false
	}
	return true
}

func (w *Walk) nodeOf(l Location) Node {
	switch l.Kind {
	case AtInterface:
		return Node{InterfaceNode, int32(l.Interface)}
	case AtExternalNetwork:
		return Node{ExternalNode, l.Index}
	case AtService:
		return Node{ServiceNode, l.Index}
	case AtBalancer:
		return Node{BalancerNode, l.Index}
	}
	return Node{InternetNode, 0}
}

// run moves the packet from node to node until the leg ends.
func (w *Walk) run(n next) Disposition {
	w.visits = w.visits[:0]
	for hops := 0; n.end == Moving; hops++ {
		if w.blocked() {
			return Dropped
		}
		if hops == maxHops || w.circles(n) {
			w.drop(RoutingLoop, n.at, Egress)
			return Dropped
		}
		w.final = n.packet
		if w.opened.short {
			w.passBy(n.at)
		}
		n = w.step(n.at, n.packet)
	}
	if n.end == Arrived {
		w.final = n.packet
	}
	return n.end
}

// circles reports whether a packet is at a router where it was before.
func (w *Walk) circles(n next) bool {
	if n.at.Kind != RouterNode && !w.g.leadsBack(n.at) {
		return false
	}
	v := visit{n.at, n.packet.Src, n.packet.Dst}
	if slices.Contains(w.visits, v) {
		return true
	}
	w.visits = append(w.visits, v)
	return false
}

// step lets one node handle the packet. What each does is in the file of its feature.
func (w *Walk) step(at Node, p Packet) next {
	switch at.Kind {
	case InterfaceNode:
		return w.appliance(InterfaceID(at.Index), p)
	case RouterNode:
		return w.route(at.Index, p)
	case VpcNode:
		return w.deliver(at.Index, p)
	case InternetGatewayNode:
		return w.outByInternetGateway(at.Index, p)
	case EgressOnlyNode:
		return w.outByEgressOnly(at.Index, p)
	case NatGatewayNode:
		return w.throughNAT(at.Index, p)
	case PeeringNode:
		return w.acrossPeering(at.Index, p)
	case VpnGatewayNode:
		return w.outByVpnGateway(at.Index, p)
	case GatewayEndpointNode:
		return w.intoEndpoint(at.Index, p)
	case TransitGatewayNode:
		return w.intoTransitGateway(at.Index, p)
	case TransitAttachmentNode:
		return w.outByAttachment(at.Index, p)
	case CarrierGatewayNode:
		return w.outByCarrierGateway(at.Index, p)
	case InspectionNode:
		return w.throughInspection(at.Index, p)
	case InternetNode:
		return w.acrossInternet(p)
	}
	return w.unmodelled(at, p)
}

// arrive ends the leg at a place.
func (w *Walk) arrive(where Location, p Packet) next {
	w.where = where
	return next{end: Arrived, packet: p}
}

// deliver hands a packet to whoever holds its destination in a VPC (R6.4, P "local").
func (w *Walk) deliver(vi int32, p Packet) next {
	v := &w.g.vpcs[vi]
	h, held := v.holds(p.Dst)
	switch {
	case held && h.nat != none:
		return w.atNAT(h.nat, p)
	case held:
		return w.receive(h.iface, p)
	case w.strayed(vi, p.Dst):
		return w.mayBe(w.g.standIns[p.Dst].iface)
	case v.complete || w.g.reserved(vi, p.Dst):
		return w.nobodyHas(vi, p.Dst)
	}
	w.doubt(UnknownDestination, Node{VpcNode, vi}, Ingress, ref.Ref{})
	return finished(Doubted)
}

// reserved reports whether AWS keeps an address of a subnet for itself (R1.8).
func (g *Graph) reserved(vi int32, a netip.Addr) bool {
	for i := range g.subnets {
		s := &g.subnets[i]
		if s.vpc != vi {
			continue
		}
		for _, b := range s.blocks {
			if b.Contains(a) && (a == netmath.Last(b) || within(b.Addr(), a, 4)) {
				return true
			}
		}
	}
	return false
}

// within reports whether a is one of the n addresses from first on.
func within(first, a netip.Addr, n int) bool {
	for ; n > 0; n-- {
		if a == first {
			return true
		}
		first = first.Next()
	}
	return false
}

// narrow keeps alive what a filter lets pass.
func (w *Walk) narrow(pass Bounds) { w.alive = w.alive.Intersect(pass) }

// blocked reports whether nothing is alive any more and nobody wants to know what else would block it.
func (w *Walk) blocked() bool { return w.log == nil && w.alive.Possible.Empty() }

// drop notes that all of the packet is lost at a place, and why.
func (w *Walk) drop(code Code, at Node, dir Direction) {
	if w.log != nil {
		w.event(Event{Kind: StateEvent, Verdict: Drop, Code: code, Dir: dir, At: at, Table: none, Rule: none})
	}
	w.alive = Bounds{}
}

// doubt notes that nobody can tell whether the packet passes a place, and what is missing.
func (w *Walk) doubt(code Code, at Node, dir Direction, missing ref.Ref) {
	if w.log != nil {
		w.event(Event{Kind: StateEvent, Verdict: Doubt, Code: code, Dir: dir, At: at, Table: none, Rule: none, Missing: missing})
	}
	w.alive = w.alive.Doubt()
}

// require drops or doubts unless a fact holds.
func (w *Walk) require(t truth, dropped, doubted Code, at Node) {
	switch t {
	case no:
		w.drop(dropped, at, Ingress)
	case perhaps:
		w.doubt(doubted, at, Ingress, ref.Ref{})
	}
}

// unmodelled ends a leg at something that is not in the snapshot, or whose behaviour is not modelled.
func (w *Walk) unmodelled(at Node, p Packet) next {
	code, missing := UnsupportedComponent, ref.Ref{}
	if at.Kind == OpaqueNode {
		o := &w.g.opaques[at.Index]
		code, missing = o.code, o.ref
	}
	return w.leaveOpen(Event{Kind: GatewayEvent, At: at, Table: none, Rule: none, Packet: p}, code, missing)
}
