package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// A Leg is where a packet from one interface to another comes, as the network between takes it, whatever the protocol and the
// ports. What the two interfaces and their groups do is no part of it, and what network ACLs let pass is put off.
type Leg struct {
	End    Disposition  // Arrived: at the door of who was meant
	Sure   bool         // nothing on the way is in doubt
	Known  Acquaintance // whom the receiver's groups see, if it is a request
	Stages []ACLStage   // those of the walk's last leg only
	Node   InterfaceID  // of a load balancer, that got a request in place of who was meant; NoInterface if none did
}

// Leg walks from one interface to another, as a request or as the reply to one that left no trace on its way. It is false where more
// than the way decides: the protocol, what AWS chooses, groups elsewhere, or what some device remembers. Where a Node got it, what it
// makes of it may be in doubt still. The walk has no log, and is for legs alone.
func (w *Walk) Leg(from, to InterfaceID, f netmath.Family, reply bool) (Leg, bool) {
	if w.isStandIn(w.g.Primary(from, f)) || w.isStandIn(w.g.Primary(to, f)) {
		return Leg{}, false
	}
	return w.LegOfAny(from, to, f, reply)
}

// LegOfAny is Leg also of an interface of which nobody knows the address, where nothing on the way tells apart those that it may have. What groups at
// the ends say of these is left to the caller.
func (w *Walk) LegOfAny(from, to InterfaceID, f netmath.Family, reply bool) (Leg, bool) {
	p := w.setOut(from, to, w.g.Primary(to, f), reply)
	e := &w.g.interfaces[from]
	if w.g.serviceAt(e.vpc, p.Dst) != none {
		return Leg{}, false
	}
	end := w.run(w.leaveBack(e.subnet, p))
	return w.legOf(from, to, p, end)
}

// setOut makes the packet of a leg to an address, at the door of its sender.
func (w *Walk) setOut(from, to InterfaceID, dst netip.Addr, reply bool) Packet {
	w.Reset(nil)
	w.opened.open, w.opened.putOff, w.opened.short = true, true, true
	p := Packet{
		Src: w.g.Primary(from, netmath.FamilyOf(dst)), Dst: dst, Protocol: netmath.TCP, SrcPorts: netmath.AllPorts(), DstPorts: netmath.AllPorts(),
	}
	w.asked, w.origin, w.reply = p, from, reply
	if reply {
		w.asked.Src, w.asked.Dst, w.origin = p.Dst, p.Src, to
	}
	w.asker = Location{Kind: AtInterface, Interface: w.origin}
	w.alive, w.sender, w.from = Exactly(p.DstPorts), from, w.g.interfaces[from].subnet
	w.through = append(w.through, Node{InterfaceNode, int32(from)})
	return p
}

// legOf tells what a walk came to.
func (w *Walk) legOf(from, to InterfaceID, p Packet, end Disposition) (Leg, bool) {
	l := Leg{End: end, Sure: !w.alive.Certain.Empty(), Stages: w.opened.stages, Node: NoInterface}
	switch {
	case w.alive.Possible.Empty():
		l.End = Dropped
	case end != Arrived:
	case w.where.Kind != AtInterface || w.final != p || w.sender != from:
		return Leg{}, false
	case w.where.Interface != to: // somebody else has the address
		l.End = Dropped
		if taker := w.where.Interface; !w.reply && !w.g.EndsAt(taker) {
			if l.Node = taker; !w.g.Keeps(taker, to) {
				return Leg{}, false
			}
		}
	default:
		l.Known = w.acquaintance(to)
	}
	lost := l.End == Dropped
	return l, w.Plain(lost) && (lost || w.transit.pinned == 0)
}

// EndsAt reports whether a request that comes to an interface ends there.
func (g *Graph) EndsAt(id InterfaceID) bool {
	e := &g.interfaces[id]
	return !e.isNode() && !e.unmodelled && (e.link == none || g.links[e.link].kind == foreignLink)
}

// Starts is what an interface itself sends of a request, whatever its groups say.
func (w *Walk) Starts(id InterfaceID, p Packet) Bounds { return w.emitted(id, p, false) }

// Answers is what an interface itself sends of a reply.
func (w *Walk) Answers(id InterfaceID, reply Packet) Bounds { return w.emitted(id, reply, true) }

func (w *Walk) emitted(id InterfaceID, p Packet, reply bool) Bounds {
	w.Reset(nil)
	w.reply, w.alive = reply, Exactly(p.DstPorts)
	w.emit(id, &p)
	return w.alive
}

// Takes is what an interface itself takes of a request, whatever its groups say. It is false if a request does not end there.
func (w *Walk) Takes(id InterfaceID, p Packet) (Bounds, bool) {
	w.Reset(nil)
	w.alive = Exactly(p.DstPorts)
	w.usable(id)
	w.mayListen(id)
	return w.alive, w.g.EndsAt(id)
}
