package graph

// Implements R5.1-R5.6, R5.8.

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// lastEntry is the number from which on entries are AWS's own final denials (R5.2).
const lastEntry = 32767

// A networkACL holds ordered entries for each direction; what no entry matches is denied.
type networkACL struct {
	ref     ref.Ref
	entries [2][]aclEntry
	assumed bool
}

// An aclEntry allows or denies a protocol, destination ports and a remote prefix.
type aclEntry struct {
	number   int32
	action   aclAction
	unread   bool // its protocol or remote could not be read: it may match
	protocol protocolMatch
	ports    netmath.Ports
	prefix   netip.Prefix
}

// aclAction is what an entry does with what it matches.
type aclAction uint8

const (
	oddAction aclAction = iota // the document's word is neither: it may do either
	allowAction
	denyAction
)

func actionOf(word string) aclAction {
	switch word {
	case "allow":
		return allowAction
	case "deny":
		return denyAction
	}
	return oddAction
}

func (c *compiler) compileACLs() {
	defaults := map[int32]int32{}
	for i := range c.s.NetworkAcls {
		d := &c.s.NetworkAcls[i]
		a := networkACLOf(d)
		c.name(a.ref, d.Tags.Name())
		ai := int32(len(c.g.acls))
		c.g.acls = append(c.g.acls, a)
		for _, association := range d.Associations {
			if s := find(c.subnetIDs, association.SubnetId); s != none {
				c.g.subnets[s].acl = ai
			}
		}
		if v := find(c.vpcIDs, d.VpcId); d.IsDefault && v != none {
			defaults[v] = ai
		}
	}
	c.fillACLs(defaults)
}

// networkACLOf reads a network ACL.
func networkACLOf(d *topology.NetworkAcl) networkACL {
	a := networkACL{ref: ref.Ref{Kind: ref.NetworkAcl, ID: d.NetworkAclId}}
	for i := range d.Entries {
		a.add(&d.Entries[i])
	}
	for dir := range a.entries {
		slices.SortStableFunc(a.entries[dir], func(x, y aclEntry) int { return cmp.Compare(x.number, y.number) })
	}
	return a
}

// fillACLs gives subnets that no ACL names their VPC's default one (R5.1), or on request an assumed one.
func (c *compiler) fillACLs(defaults map[int32]int32) {
	for i := range c.g.subnets {
		s := &c.g.subnets[i]
		if s.acl != none {
			continue
		}
		if a, ok := defaults[s.vpc]; ok && c.s.Covers(ref.NetworkAcl, s.account, s.region) == topology.Whole {
			s.acl = a
		} else if c.g.assumed[AssumeDefaultACL] {
			s.acl = c.assumedACL()
		}
	}
}

// assumedACL is the default ACL as AWS makes it (R5.7).
func (c *compiler) assumedACL() int32 {
	if n := len(c.g.acls); n > 0 && c.g.acls[n-1].assumed {
		return int32(n - 1)
	}
	all := []aclEntry{
		{number: 100, action: allowAction, protocol: anyProtocol, ports: netmath.AllPorts(), prefix: netip.MustParsePrefix("0.0.0.0/0")},
		{number: 101, action: allowAction, protocol: anyProtocol, ports: netmath.AllPorts(), prefix: netip.MustParsePrefix("::/0")},
	}
	c.g.acls = append(c.g.acls, networkACL{
		ref: ref.Ref{Kind: ref.NetworkAcl, ID: "assumed-default"}, assumed: true, entries: [2][]aclEntry{all, all},
	})
	return int32(len(c.g.acls) - 1)
}

func (a *networkACL) add(d *topology.NetworkAclEntry) {
	if d.RuleNumber >= lastEntry {
		return // the final denial is implied
	}
	e := aclEntry{number: int32(d.RuleNumber), action: actionOf(d.RuleAction)}
	e.protocol, e.ports, e.unread = aclProtocolPorts(d)
	e.prefix = d.CidrBlock
	if !e.prefix.IsValid() {
		e.prefix = d.Ipv6CidrBlock
	}
	e.unread = e.unread || !e.prefix.IsValid()
	dir := Ingress
	if d.Egress {
		dir = Egress
	}
	a.entries[dir] = append(a.entries[dir], e)
}

// aclProtocolPorts reads an entry's protocol and ports (R5.5).
func aclProtocolPorts(d *topology.NetworkAclEntry) (protocolMatch, netmath.Ports, bool) {
	protocol := parseProtocol(d.Protocol)
	switch protocol {
	case unknownProtocol:
		return protocol, netmath.AllPorts(), true
	case protocolMatch(netmath.TCP), protocolMatch(netmath.UDP):
		if d.PortRange == nil {
			return protocol, netmath.AllPorts(), false
		}
		return protocol, spanOf(d.PortRange.From, d.PortRange.To), false
	case protocolMatch(netmath.ICMP):
		return protocol, aclICMP(d.IcmpTypeCode), false
	case protocolMatch(netmath.ICMPv6):
		if !d.CidrBlock.IsValid() { // with an IPv4 prefix it means all types
			return protocol, aclICMP(d.IcmpTypeCode), false
		}
	}
	return protocol, netmath.AllPorts(), false
}

func aclICMP(t *topology.IcmpTypeCode) netmath.Ports {
	if t == nil {
		return netmath.AllPorts()
	}
	return icmpPorts(t.Type, t.Code)
}

// filterACL asks a subnet's ACL about a packet that crosses the subnet's edge. Entries are tried in order and the
// first that matches decides (R5.2); an entry that cannot be read leaves what it might take in doubt.
func (w *Walk) filterACL(si int32, dir Direction, p *Packet) Bounds {
	s := &w.g.subnets[si]
	if s.acl == none {
		w.event(Event{Kind: ACLEvent, Verdict: Doubt, Code: UnknownACL, Dir: dir, At: Node{RouterNode, si}, Table: none, Rule: none, Ports: p.DstPorts})
		return Exactly(p.DstPorts).Doubt()
	}
	if w.g.acls[s.acl].assumed {
		w.assume(AssumeDefaultACL, Node{RouterNode, si})
	}
	if w.opened.putOff && w.putOffACL(s.acl, dir, p) {
		return Exactly(p.DstPorts)
	}
	return w.askACL(s.acl, si, dir, p)
}

// askACL asks an ACL about a packet at a subnet, or at none.
func (w *Walk) askACL(ai, si int32, dir Direction, p *Packet) Bounds {
	if w.log == nil {
		if f := w.g.filterOfACL(ai, dir, p.remote(dir)); f != nil {
			return f.plain(w.seenByACL(ai, dir, p.remote(dir)), f.column(p.Protocol), p.DstPorts)
		}
	}
	return w.byEntries(ai, si, dir, p)
}

// byEntries asks an ACL's entries one by one.
func (w *Walk) byEntries(ai, si int32, dir Direction, p *Packet) Bounds {
	a := &w.g.acls[ai]
	f := aclFilter{w: w, acl: ai, on: si, dir: dir, remote: p.remote(dir), left: p.DstPorts}
	seen := w.seenByACL(ai, dir, f.remote)
	for i := range a.entries[dir] {
		e := &a.entries[dir][i]
		if hit := e.hits(p.Protocol, seen, f.left); !hit.Empty() {
			f.entry(int32(i), e, hit)
		}
		if f.left.Empty() {
			break
		}
	}
	f.conclude()
	return f.pass
}

// An aclFilter is the evaluation of a subnet's ACL on one packet.
type aclFilter struct {
	w      *Walk
	acl    int32
	on     int32 // the subnet
	dir    Direction
	remote netip.Addr
	left   netmath.Ports // not yet certainly decided
	denied netmath.Ports // perhaps denied by an entry that could not be read
	pass   Bounds
}

// entry applies an entry to the ports that it hits. One that cannot be read leaves them to the next as well.
func (f *aclFilter) entry(i int32, e *aclEntry, hit netmath.Ports) {
	event := Event{Kind: ACLEvent, Dir: f.dir, At: Node{RouterNode, f.on}, Table: f.acl, Rule: i, Ports: hit, Remote: f.remote}
	if !e.unread {
		f.left = f.left.Subtract(hit)
	}
	if e.action != denyAction {
		f.pass.Possible = f.pass.Possible.Union(hit)
	}
	switch {
	case e.unread || e.action == oddAction:
		if e.action != allowAction {
			f.denied = f.denied.Union(hit)
		}
		event.Verdict, event.Code = Doubt, UnknownRule
		if f.w.log != nil {
			f.w.log.postpone(event)
		}
		return
	case e.action == allowAction:
		f.pass.Certain = f.pass.Certain.Union(hit.Subtract(f.denied))
		event.Verdict = Allow
	default:
		event.Verdict, event.Code = Drop, SubnetACLRestriction
		if event.Ports = hit.Subtract(f.pass.Possible); event.Ports.Empty() {
			return
		}
	}
	f.w.event(event)
}

// conclude logs the doubts that still matter, and what no entry matches.
func (f *aclFilter) conclude() {
	if f.w.log == nil {
		return
	}
	f.w.settle(f.pass.Possible.Subtract(f.pass.Certain))
	if lost := f.left.Subtract(f.pass.Possible); !lost.Empty() {
		f.w.event(Event{Kind: ACLEvent, Verdict: Drop, Code: SubnetACLRestriction, Dir: f.dir, At: Node{RouterNode, f.on}, Table: f.acl, Rule: none, Ports: lost, Remote: f.remote})
	}
}

// hits are the ports among left that the entry matches for a protocol and a far address.
func (e *aclEntry) hits(p netmath.Protocol, remote netip.Addr, left netmath.Ports) netmath.Ports {
	if e.prefix.IsValid() && !e.prefix.Contains(remote) {
		return netmath.Ports{}
	}
	if e.protocol.matches(p) == no {
		return netmath.Ports{}
	}
	return left.Intersect(e.ports)
}

// entryName is how a rule is called: its number, or "*" for the final denial.
func (a *networkACL) entryName(dir Direction, i int32) string {
	if i == none {
		return dir.String() + "/*"
	}
	return dir.String() + "/" + strconv.Itoa(int(a.entries[dir][i].number))
}
