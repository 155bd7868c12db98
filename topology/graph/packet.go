package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// A Packet is a set of headers that differ in their ports alone: AWS's security groups and network ACLs
// match a remote address, a protocol and the destination port, never the source port, so the headers of one
// address pair and protocol that pass are a product of two port sets.
//
// For ICMP the destination ports are messages, type<<8|code (netmath.ICMPMessage), and the source ports are unused.
type Packet struct {
	Protocol netmath.Protocol
	Src, Dst netip.Addr
	SrcPorts netmath.Ports
	DstPorts netmath.Ports
}

// Family is the packet's address family.
func (p *Packet) Family() netmath.Family { return netmath.FamilyOf(p.Dst) }

// remote is the far address as a filter at an interface or subnet sees it (R4.2, R5.4).
func (p *Packet) remote(dir Direction) netip.Addr {
	if dir == Ingress {
		return p.Src
	}
	return p.Dst
}

// Reply is the header that answers p: the ends change places, and an ICMP request becomes its answer. ok is
// false where nothing answers, as for most ICMP messages.
func (p Packet) Reply() (reply Packet, ok bool) {
	reply = Packet{Protocol: p.Protocol, Src: p.Dst, Dst: p.Src, SrcPorts: p.DstPorts, DstPorts: p.SrcPorts}
	if !p.Protocol.IsICMP() {
		return reply, true
	}
	reply.SrcPorts, reply.DstPorts = netmath.Ports{}, ICMPReplies(p.Protocol, p.DstPorts)
	return reply, !reply.DstPorts.Empty()
}
