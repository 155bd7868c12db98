package graph

// Implements R3.14, R4.7, R13.2: an instance or interface as the next hop of a route.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// appliance takes a packet that a route sent to an interface which need not hold its destination.
func (w *Walk) appliance(id InterfaceID, p Packet) next {
	e := &w.g.interfaces[id]
	if e.owns(p.Dst) {
		return w.receive(id, p)
	}
	at := Node{InterfaceNode, int32(id)}
	w.through = append(w.through, at)
	w.enter(e.subnet, &p)
	w.note(GatewayEvent, at, &p)
	remembered := w.reply && w.saw(at, p)
	if !remembered {
		w.narrow(w.filterGroups(id, Ingress, &p))
	}
	w.usable(id)
	if e.checked {
		w.drop(EniSourceDestCheckRestriction, at, Ingress)
	}
	w.assume(AssumeApplianceForwards, at)
	if !remembered {
		p = w.forwardAs(id, p)
	}
	w.sender = NoInterface
	w.egress(id, &p, remembered)
	return w.leave(e.subnet, p)
}

// forwardAs is the header that an appliance sends on: its own source where the packet leaves for the internet,
// as a NAT instance masquerades; else the sender's.
func (w *Walk) forwardAs(id InterfaceID, p Packet) Packet {
	at := Node{InterfaceNode, int32(id)}
	before := p
	own := w.g.interfaces[id].primary(netmath.FamilyOf(p.Dst))
	masquerades := p.Dst.Is4() && own.IsValid() && w.leadsToInternet(w.g.interfaces[id].subnet, p.Dst)
	if masquerades {
		p.Src = own
		if p.Protocol.HasPorts() {
			p.SrcPorts = ephemeral
		}
	}
	w.remember(translation{at: at, before: before, after: p, remapped: masquerades && p.Protocol.HasPorts()})
	if masquerades {
		w.assume(AssumeMasquerades, at)
		w.note(TranslateEvent, at, &p)
	}
	return p
}

// forwardReply lets a NAT instance or a load balancer's node hand a reply back to the client it had masked.
func (w *Walk) forwardReply(id InterfaceID, t *translation, p Packet) next {
	at := Node{InterfaceNode, int32(id)}
	w.through = append(w.through, at)
	w.note(GatewayEvent, at, &p)
	p = w.untranslate(t, p)
	w.note(TranslateEvent, at, &p)
	if e := &w.g.interfaces[id]; !e.isNode() {
		return w.leaveBack(e.subnet, p)
	}
	return w.nodeReply(id, t, p)
}

// primary is an interface's first address of a family.
func (e *iface) primary(f netmath.Family) netip.Addr {
	if f == netmath.IPv4 {
		return e.primary4()
	}
	for _, a := range e.addresses {
		if !a.private.Is4() {
			return a.private
		}
	}
	return netip.Addr{}
}

func (e *iface) primary4() netip.Addr {
	if !e.has4 {
		return netip.Addr{}
	}
	return addrKey4{addr: e.v4}.address()
}
