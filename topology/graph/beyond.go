package graph

// Implements what R0.5 says of senders outside: an address that no document places may lie beyond what the snapshot holds.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// MayLieBeyond reports whether an address is one that a host in a network beyond an interface's VPC may have: a private IPv4, any IPv6, or one of a
// peer that the snapshot lacks. It is asked of addresses that nobody in the snapshot has, and that are in no network outside.
func (g *Graph) MayLieBeyond(id InterfaceID, a netip.Addr) bool {
	vi := g.interfaces[id].vpc
	private := a.Is6() || a.IsPrivate() || netmath.IsSharedCGNAT(a)
	return !g.vpcs[vi].contains(a) && (private || g.ofUnseenPeer(vi, a))
}

// LiesOutside reports whether a private address is nobody's in the snapshot, neither a VPC's nor of a network outside that it tells of.
func (g *Graph) LiesOutside(a netip.Addr) bool {
	if !netmath.IsRFC1918(a) && !netmath.IsSharedCGNAT(a) && !netmath.IsULA(a) {
		return false
	}
	for i := range g.vpcs {
		if g.vpcs[i].contains(a) {
			return false
		}
	}
	return !g.IsExternal(a)
}

// ofUnseenPeer reports whether an address is in the blocks of a VPC that the snapshot lacks, and that a VPC is peered with.
func (g *Graph) ofUnseenPeer(vi int32, a netip.Addr) bool {
	for i := range g.peerings {
		p := &g.peerings[i]
		for side := range p.sides {
			if p.active && p.sides[side].vpc == vi && p.sides[1-side].vpc == none && anyContains(p.sides[1-side].blocks, a) {
				return true
			}
		}
	}
	return false
}

// FromBeyond takes in at an interface what nobody knows the way of: its sender lies beyond what the snapshot holds. It is in doubt; what
// the interface's own filters drop, and a reply that does not get there, is certain all the same. Without an interface the receiver is beyond, too.
func (w *Walk) FromBeyond(id InterfaceID, p Packet) Disposition {
	w.asker, w.alive, w.unplaced = Location{Kind: AtAddress}, Exactly(p.DstPorts), true
	w.asked = w.meant(p)
	if id == NoInterface {
		w.final = p
		w.doubt(UnknownOrigin, Node{InternetNode, 0}, Ingress, ref.Ref{})
		return Doubted
	}
	e := &w.g.interfaces[id]
	w.doubt(UnknownOrigin, Node{InterfaceNode, int32(id)}, Ingress, ref.Ref{})
	if w.g.hasFoot(e.subnet) {
		w.from = e.subnet // a transit gateway delivers past the subnet's ACL (R5.11)
	}
	return w.run(w.receive(id, w.asked))
}

// hasFoot reports whether a transit gateway, or a core network, is attached to a VPC by this subnet.
func (g *Graph) hasFoot(si int32) bool {
	for i := range g.transitAttachments {
		for _, foot := range g.transitAttachments[i].subnets {
			if foot == si {
				return true
			}
		}
	}
	return false
}
