package graph

// Implements R4.5-R4.8: which packets a rule's remote matches, references to security groups above all.

import (
	"net/netip"
	"slices"
)

// remoteMatches tells whether the far side of a packet matches a rule of an interface's group.
func (f *groupFilter) remoteMatches(r *remoteMatch) truth {
	w, on, a := f.w, f.on, f.p.remote(f.dir)
	switch r.kind {
	case prefixRemote:
		return truthOf(r.prefix.Contains(f.seen))
	case unreadIPv4:
		return truthOf(a.Is4()).dim()
	case unreadIPv6:
		return truthOf(a.Is6()).dim()
	case listRemote:
		return w.g.listed(r.index, w.g.interfaces[on].vpc, f.seen)
	case groupRemote:
		if f.dir == Ingress {
			return w.senderHas(r.index, on, a)
		}
		return w.g.memberAt(r.index, on, a)
	}
	return perhaps
}

// listed tells whether a list holds an address, as seen from a VPC: AWS's own lists hold none of the VPC's.
func (g *Graph) listed(list, vpc int32, a netip.Addr) truth {
	l := &g.lists[list]
	if t := l.contains(a); t != perhaps || !l.aws || !g.vpcs[vpc].contains(a) {
		return t
	}
	return no
}

// senderHas tells whether the packet's sender is a member of a group that on may refer to. A sender loses its
// identity on the way through anything that is not plain routing (R4.7).
func (w *Walk) senderHas(group int32, on InterfaceID, a netip.Addr) truth {
	here := w.g.interfaces[on].vpc
	if w.sender == NoInterface {
		if w.origin == NoInterface && anyContains(w.g.vpcs[here].unseenPeers, a) {
			return perhaps
		}
		return truthOf(w.unplaced && !w.g.groupAt(group).known).dim()
	}
	s, scope := &w.g.interfaces[w.sender], w.scopeAt(on)
	if !w.g.hasGroup(s, group) || scope == no {
		return no
	}
	w.assumeReferenced(s, a)
	return scope
}

// scopeAt tells whether the groups of an interface may refer to the sender's.
func (w *Walk) scopeAt(on InterfaceID) truth {
	here := w.g.interfaces[on].vpc
	if w.transit.into == here {
		return w.transit.refers
	}
	return truthOf(w.g.refersTo(here, w.g.interfaces[w.sender].vpc))
}

// memberAt tells whether an address is a private one of a group's member that on may refer to.
func (g *Graph) memberAt(group int32, on InterfaceID, a netip.Addr) truth {
	here := g.interfaces[on].vpc
	answer := g.memberIn(here, group, a)
	for _, peer := range g.vpcs[here].peers {
		answer = max(answer, g.memberIn(peer, group, a))
	}
	if answer == no && anyContains(g.vpcs[here].unseenPeers, a) {
		return perhaps
	}
	return answer
}

func (g *Graph) memberIn(vpc, group int32, a netip.Addr) truth {
	v := &g.vpcs[vpc]
	h, held := v.holds(a)
	if !held {
		return truthOf(!v.complete && v.contains(a)).dim()
	}
	return truthOf(h.iface != NoInterface && g.hasGroup(&g.interfaces[h.iface], group))
}

// refersTo reports whether rules in one VPC may refer to groups of members in another (R4.6).
func (g *Graph) refersTo(here, there int32) bool {
	return here == there || slices.Contains(g.vpcs[here].peers, there)
}

// identityLost reports whether the original sender is a member, but the packet no longer shows it.
func (w *Walk) identityLost(group int32) bool {
	if w.sender == w.origin || w.origin == NoInterface || w.reply {
		return false
	}
	e := &w.g.interfaces[w.origin]
	return w.g.hasGroup(e, group) && e.owns(w.asked.Src)
}

// assumeReferenced notes that a reference matched an address kind of which AWS's documents are silent (R4.5 [I]). Of clients
// whose address a load balancer keeps they are not (R11.5).
func (w *Walk) assumeReferenced(s *iface, a netip.Addr) {
	if w.log != nil && (a.Is6() || !s.hasAddress(a)) && !(s.isNode() && !s.owns(a)) {
		w.assume(AssumeReferenceCoversAll, Node{InterfaceNode, int32(w.sender)})
	}
}
