package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// Ends is what a walk with open ends left to the security groups of its two ends.
type Ends struct {
	To    netip.Addr  // where the sender's groups see the request go; zero if it is no interface's
	From  netip.Addr  // where the receiver's groups see it come from; zero if it came to none
	On    InterfaceID // the receiver, if it came to one
	Known Acquaintance
}

// An Acquaintance is whom the receiver's groups see in a request. It is comparable.
type Acquaintance struct {
	outside bool  // it did not begin at an interface
	sender  bool  // the interface that sent it: no device hides it
	refers  truth // whether rules may refer to the sender's groups
}

// An ACLStage is a network ACL that a walk with open ends asked, put off: what it lets pass depends on the protocol.
type ACLStage struct {
	ACL   int32
	Dir   Direction
	Asked bool // the remote address is the one that was asked, else who asks
	Reply bool
}

// openEnds is what a walk with open ends keeps for its caller.
type openEnds struct {
	open       bool
	door       bool        // only the node of a load balancer that the request comes to first
	putOff     bool        // network ACLs as well
	short      bool        // and ends at the first interface that has its destination
	atNodes    bool        // a request ends at the first node of a load balancer that lets it in
	inside     InterfaceID // the node of a load balancer that a request begins at and a reply ends at, or NoInterface
	ends       Ends
	guarded    bool // groups elsewhere than at the ends were asked
	hangs      bool // what groups say of a stand-in decides, at the ends too
	odd        bool // something else looked at the protocol or the ports
	translates bool // a NAT gateway did, which takes some protocols only
	came       bool // the request came to an interface, whoever's it is
	stages     []ACLStage

	way way // of a leg
}

// Open lets the requests that the walk takes past the security groups of their two ends, until Close: what those would let pass is
// to be cut out of what is alive. With putOff, a walk without a log passes network ACLs likewise and lists them in Stages.
func (w *Walk) Open(putOff bool) { w.opened.open, w.opened.putOff = true, putOff }

// OpenDoor lets the requests that the walk takes past the security groups of the first node of a load balancer that they come to, and
// past no others, until Close.
func (w *Walk) OpenDoor() { w.opened.open, w.opened.door = true, true }

// Close undoes Open, OpenDoor and OpenAtNodes.
func (w *Walk) Close() {
	w.opened = openEnds{inside: NoInterface, ends: w.opened.ends, stages: w.opened.stages}
}

// Ends is what the walk left to the groups at its ends. It is false where groups elsewhere had a say, so that what they let pass is
// in what is alive.
func (w *Walk) Ends() (Ends, bool) { return w.opened.ends, !w.opened.guarded }

// Hangs reports whether the groups of the walk's ends were asked all the same, because they tell apart what a stand-in may stand for.
func (w *Walk) Hangs() bool { return w.opened.hangs }

// Came reports whether the request came to any interface, as far as the security groups of its sender and network ACLs let it.
func (w *Walk) Came() bool { return w.opened.came }

// Stages are the network ACLs that were put off, in order.
func (w *Walk) Stages() []ACLStage { return w.opened.stages }

// Plain reports whether the walk goes the same way for every protocol and every port, but for the stages that were put off: it met
// no fork and no inspection, and no translation unless it ended as lost all the same.
func (w *Walk) Plain(lost bool) bool {
	o := &w.opened
	return !o.guarded && !o.odd && len(w.passed) == 0 && len(w.sightings) == 0 && len(w.ties) == 0 && !w.balanced && !w.linked && (lost || w.remembers == 0 && !o.translates)
}

func (o *openEnds) reset() {
	o.ends, o.guarded, o.hangs, o.odd, o.translates, o.came, o.stages, o.inside = Ends{}, false, false, false, false, false, o.stages[:0], NoInterface
	o.way.reset()
}

// leaveToEnds leaves what an interface's groups let pass to the caller, if it is one of the ends.
func (w *Walk) leaveToEnds(id InterfaceID, dir Direction, p *Packet) bool {
	o, e := &w.opened, &w.g.interfaces[id]
	switch {
	case w.isStandIn(p.remote(dir)):
		o.hangs = true
	case o.door && (dir == Egress || !e.isNode() || o.ends.From.IsValid()):
		return false
	case o.door:
		o.ends = Ends{From: p.Src, On: id, Known: w.acquaintance(id)}
		return true
	case dir == Egress && id == w.origin && len(w.through) == 1 && w.remembers == 0:
		o.ends.To = p.Dst
		return true
	case dir == Ingress && (!e.isNode() || o.atNodes) && e.link == none && e.owns(p.Dst):
		o.ends.From, o.ends.On = p.Src, id
		o.ends.Known = w.acquaintance(id)
		if w.sender == w.origin || w.sender == NoInterface {
			return true
		}
	}
	o.guarded = true
	return false
}

// acquaintance is whom the groups of an interface see in a request.
func (w *Walk) acquaintance(on InterfaceID) Acquaintance {
	if w.sender == NoInterface {
		return Acquaintance{outside: w.origin == NoInterface}
	}
	return Acquaintance{sender: true, refers: w.scopeAt(on)}
}

// putOffACL puts off what a subnet's ACL lets pass.
func (w *Walk) putOffACL(acl int32, dir Direction, p *Packet) bool {
	remote := p.remote(dir)
	switch {
	case w.g.acls[acl].opens(dir, p.Family()):
		return true
	case w.isStandIn(remote) && w.aclTellsApart(acl, dir, remote):
		w.opened.odd = true
		return false
	}
	switch remote {
	case w.asked.Dst, w.asked.Src:
		w.opened.stages = append(w.opened.stages, ACLStage{acl, dir, remote == w.asked.Dst, w.reply})
		return true
	}
	w.opened.odd = true
	return false
}

// opens reports whether the first entry lets everything of a family pass.
func (a *networkACL) opens(dir Direction, f netmath.Family) bool {
	i := slices.IndexFunc(a.entries[dir], func(e aclEntry) bool { return e.unread || netmath.FamilyOf(e.prefix.Addr()) == f })
	if i < 0 {
		return false
	}
	e := &a.entries[dir][i]
	return !e.unread && e.action == allowAction && e.protocol == anyProtocol && e.prefix.Bits() == 0 && e.ports.Full()
}

// PassOut is what the groups of an interface let out of a packet that it sends.
func (w *Walk) PassOut(id InterfaceID, p Packet) Bounds {
	w.Reset(nil)
	w.origin, w.sender = id, id
	return w.filterGroups(id, Egress, &p)
}

// PassIn is what the groups of an interface let in of a packet that comes to it from a sender whom they see so. Of hosts outside
// there is no sender.
func (w *Walk) PassIn(id, sender InterfaceID, known Acquaintance, p Packet) Bounds {
	w.Reset(nil)
	if !known.outside {
		w.origin = sender
	}
	if known.sender {
		w.sender = sender
		w.transit.into, w.transit.refers = w.g.interfaces[id].vpc, known.refers
	}
	return w.filterGroups(id, Ingress, &p)
}

// PassACL is what a network ACL lets pass of a packet.
func (w *Walk) PassACL(acl int32, dir Direction, p Packet) Bounds {
	w.Reset(nil)
	return w.askACL(acl, none, dir, &p)
}

// A Guard is what an interface's security groups are asked with: two interfaces with the same one have the same asked. It is comparable.
type Guard struct {
	groups, vpc int32
	unfiltered  bool
}

// Guard tells how an interface's groups are asked.
func (g *Graph) Guard(id InterfaceID) Guard {
	e := &g.interfaces[id]
	return Guard{e.groups, e.vpc, e.unfiltered()}
}

// GuardPrefixes lists what an interface's groups of one direction compare addresses with.
func (g *Graph) GuardPrefixes(id InterfaceID, dir Direction) []netip.Prefix {
	return append(g.PrefixesAt(Event{Kind: GroupEvent, Dir: dir, At: Node{InterfaceNode, int32(id)}}), g.Near(id)...)
}

// Near lists the blocks in which an interface's groups may know addresses by who holds them, or by who may.
func (g *Graph) Near(id InterfaceID) []netip.Prefix { return g.vpcs[g.interfaces[id].vpc].near(g) }

// near lists the blocks of a VPC first.
func (v *vpc) near(g *Graph) []netip.Prefix {
	near := append(slices.Clone(v.blocks), v.unseenPeers...)
	for _, peer := range v.peers {
		near = append(near, g.vpcs[peer].blocks...)
	}
	return near
}

// Refers reports whether rules at an interface may refer to the groups of another by its address.
func (g *Graph) Refers(on, to InterfaceID) bool {
	return g.refersTo(g.interfaces[on].vpc, g.interfaces[to].vpc)
}

// Stranger is a host outside.
var Stranger = Acquaintance{outside: true}

// Sees reports whether rules at the receiver may match the sender by its groups.
func (k Acquaintance) Sees() bool { return k.sender && k.refers != no }

// Number is the same for equal ones.
func (k Acquaintance) Number() byte {
	n := byte(k.refers) << 2
	if k.outside {
		n |= 1
	}
	if k.sender {
		n |= 2
	}
	return n
}

// FixedPrefixes are those that AWS treats apart everywhere.
func (g *Graph) FixedPrefixes(f netmath.Family) []netip.Prefix { return g.cut(f, (*cutting).fixed) }

// FabricPrefixes are the CuttingPrefixes but for those that only rules of security groups look at.
func (g *Graph) FabricPrefixes(f netmath.Family) []netip.Prefix {
	return g.cut(f, func(c *cutting) {
		c.fixed()
		c.places(g)
		c.entries(g)
		c.routing(g)
		c.outside(g)
		c.middleboxes(g)
	})
}

// Zone are the traits by which walks past the ends' security groups tell interfaces apart.
func (t Traits) Zone() Traits {
	t.Groups, t.Targets = none, none
	return t
}

// Site are the traits by which legs tell interfaces apart.
func (t Traits) Site() Traits {
	t = t.Zone()
	t.role, t.attached, t.answers = hostRole, no, no
	return t
}
