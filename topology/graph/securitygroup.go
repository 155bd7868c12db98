package graph

// Implements R4.1-R4.5, R4.8, R4.12-R4.16: what the rules of security groups admit. What is stateful about
// them (R4.9) is in interface.go; the scope of references (R4.6) is in reference.go.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A securityGroup is a set of allow rules for each direction.
type securityGroup struct {
	ref    ref.Ref
	vpc    string
	known  bool // all its rules are in the snapshot
	rules  [2][]groupRule
	assume bool // the rules are those of a default group, assumed
}

// A groupRule admits a protocol, destination ports and one remote.
type groupRule struct {
	name     string // sgr- id, or its place in the document: "ingress[2]"
	protocol protocolMatch
	ports    netmath.Ports
	remote   remoteMatch
	text     string // the user's description
}

// A protocolMatch is one protocol, all, or one that could not be read.
type protocolMatch int16

const (
	anyProtocol     protocolMatch = -1
	unknownProtocol protocolMatch = -2
)

func (m protocolMatch) matches(p netmath.Protocol) truth {
	if m == unknownProtocol {
		return perhaps
	}
	return truthOf(m == anyProtocol || m == protocolMatch(p))
}

// remoteKind says how a rule names its remote (R4.4).
type remoteKind uint8

const (
	unreadRemote remoteKind = iota // the document's value was no prefix, or there is none
	unreadIPv4                     // the same, in a list of IPv4 prefixes
	unreadIPv6
	prefixRemote
	listRemote
	groupRemote
)

// A remoteMatch is the far side that a rule admits.
type remoteMatch struct {
	kind   remoteKind
	prefix netip.Prefix
	index  int32 // of the prefix list or group
}

// filterGroups asks the interface's groups whether a packet may pass: the union of all their rules (R4.1).
func (w *Walk) filterGroups(id InterfaceID, dir Direction, p *Packet) Bounds {
	e := &w.g.interfaces[id]
	if e.unfiltered() || (w.opened.open && w.leaveToEnds(id, dir, p)) {
		return Exactly(p.DstPorts)
	}
	if w.log == nil {
		if f := w.g.filterOfGroups(e.groups, dir, p.remote(dir)); f != nil {
			return w.byGroups(f, id, dir, p)
		}
	}
	return w.byRules(id, dir, p)
}

// byRules asks the rules of an interface's groups one by one.
func (w *Walk) byRules(id InterfaceID, dir Direction, p *Packet) Bounds {
	e := &w.g.interfaces[id]
	f := groupFilter{w: w, on: id, dir: dir, p: *p, seen: w.seenByGroups(id, dir, p.remote(dir)), left: p.DstPorts}
	if e.groups == untold {
		f.doubt(UnknownSecurityGroup, none, none, p.DstPorts)
	}
	for _, gi := range w.g.groupsOf(e) {
		f.group(gi)
	}
	f.conclude(e)
	return f.pass
}

// A groupFilter is the evaluation of an interface's groups on one packet.
type groupFilter struct {
	w       *Walk
	on      InterfaceID
	dir     Direction
	p       Packet
	seen    netip.Addr    // the far side, as prefixes see it
	left    netmath.Ports // not yet certainly admitted
	pass    Bounds
	doubted bool
}

func (f *groupFilter) group(gi int32) {
	sg := f.w.g.groupAt(gi)
	if !sg.known { // it may have more rules than those that are known
		f.doubt(UnknownSecurityGroup, gi, none, f.p.DstPorts)
	}
	if sg.assume {
		f.w.assume(AssumeDefaultSG, Node{InterfaceNode, int32(f.on)})
	}
	for ri := range sg.rules[f.dir] {
		if f.left.Empty() {
			return
		}
		f.rule(gi, int32(ri), &sg.rules[f.dir][ri])
	}
}

func (f *groupFilter) rule(gi, ri int32, r *groupRule) {
	match := r.protocol.matches(f.p.Protocol)
	if match == no {
		return
	}
	hit := f.left.Intersect(r.ports)
	if hit.Empty() {
		return
	}
	switch min(match, f.remoteMatches(&r.remote)) {
	case yes:
		f.left = f.left.Subtract(hit)
		f.pass.Certain = f.pass.Certain.Union(hit)
		f.pass.Possible = f.pass.Possible.Union(hit)
		f.w.event(Event{Kind: GroupEvent, Verdict: Allow, Dir: f.dir, At: Node{InterfaceNode, int32(f.on)}, Table: gi, Rule: ri, Ports: hit, Remote: f.p.remote(f.dir)})
	case perhaps:
		f.doubt(r.remote.doubtCode(), gi, ri, hit)
	}
}

func (r *remoteMatch) doubtCode() Code {
	switch r.kind {
	case listRemote:
		return UnknownPrefixList
	case groupRemote:
		return UnknownPeeredSGs
	}
	return UnknownRule
}

func (f *groupFilter) doubt(code Code, gi, ri int32, ports netmath.Ports) {
	f.pass.Possible = f.pass.Possible.Union(ports)
	f.doubted = true
	if f.w.log != nil {
		missing := f.w.g.missing(gi, ri, f.dir)
		f.w.log.postpone(Event{Missing: missing, Kind: GroupEvent, Verdict: Doubt, Code: code, Dir: f.dir, At: Node{InterfaceNode, int32(f.on)}, Table: gi, Rule: ri, Ports: ports, Remote: f.p.remote(f.dir)})
	}
}

// missing is what the snapshot would have to hold to settle a doubt about a rule, or about a whole group.
func (g *Graph) missing(gi, ri int32, dir Direction) ref.Ref {
	switch {
	case gi == none:
		return ref.Ref{Kind: ref.SecurityGroup}
	case ri == none:
		return g.groupAt(gi).ref
	}
	switch r := &g.groupAt(gi).rules[dir][ri].remote; r.kind {
	case listRemote:
		return g.lists[r.index].ref
	case groupRemote:
		return g.groupAt(r.index).ref
	}
	return ref.Ref{}
}

// conclude logs doubts that still matter, and what nothing admits.
func (f *groupFilter) conclude(e *iface) {
	if f.w.log == nil {
		return
	}
	f.w.settle(f.left)
	lost := f.p.DstPorts.Subtract(f.pass.Possible)
	if lost.Empty() {
		return
	}
	f.w.event(Event{Kind: GroupEvent, Verdict: Drop, Code: f.dropCode(e), Dir: f.dir, At: Node{InterfaceNode, int32(f.on)}, Table: f.w.g.firstGroup(e), Rule: none, Ports: lost, Remote: f.p.remote(f.dir)})
}

func (g *Graph) firstGroup(e *iface) int32 {
	if e.groups == untold {
		return none
	}
	return g.groupsOf(e)[0]
}

// dropCode tells why no rule admits the packet.
func (f *groupFilter) dropCode(e *iface) Code {
	rules := 0
	for _, gi := range f.w.g.groupsOf(e) {
		for ri := range f.w.g.groupAt(gi).rules[f.dir] {
			rules++
			r := &f.w.g.groupAt(gi).rules[f.dir][ri]
			if r.remote.kind != groupRemote || r.protocol.matches(f.p.Protocol) != yes || !r.ports.Overlaps(f.p.DstPorts) {
				continue
			}
			if f.w.identityLost(r.remote.index) {
				return SGReferencesNotPreserved
			}
			if f.dir == Ingress && f.w.beyondTransit(f.on, r.remote.index) {
				return SGReferencingSupport
			}
		}
	}
	if rules == 0 {
		return SGHasNoRules
	}
	return EniSGRulesMismatch
}
