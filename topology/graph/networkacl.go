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
	allow    bool
	unread   bool // its action, protocol or remote could not be read: it may match and do either
	protocol protocolMatch
	ports    netmath.Ports
	prefix   netip.Prefix
}

func (c *compiler) compileACLs() {
	defaults := map[int32]int32{}
	for i := range c.s.NetworkAcls {
		d := &c.s.NetworkAcls[i]
		a := networkACL{ref: ref.Ref{Kind: ref.NetworkAcl, ID: d.NetworkAclId}}
		for j := range d.Entries {
			a.add(&d.Entries[j])
		}
		for dir := range a.entries {
			slices.SortStableFunc(a.entries[dir], func(x, y aclEntry) int { return cmp.Compare(x.number, y.number) })
		}
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
		{number: 100, allow: true, protocol: anyProtocol, ports: netmath.AllPorts(), prefix: netip.MustParsePrefix("0.0.0.0/0")},
		{number: 101, allow: true, protocol: anyProtocol, ports: netmath.AllPorts(), prefix: netip.MustParsePrefix("::/0")},
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
	e := aclEntry{number: int32(d.RuleNumber), allow: d.RuleAction == "allow"}
	e.protocol, e.ports, e.unread = aclProtocolPorts(d)
	e.prefix = d.CidrBlock
	if !e.prefix.IsValid() {
		e.prefix = d.Ipv6CidrBlock
	}
	e.unread = e.unread || !e.prefix.IsValid() || (!e.allow && d.RuleAction != "deny")
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
		if d.Ipv6CidrBlock.IsValid() {
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
	a := &w.g.acls[s.acl]
	if a.assumed {
		w.assume(AssumeDefaultACL, Node{RouterNode, si})
	}
	var pass Bounds
	var taken netmath.Ports // ports that an unreadable entry may have denied
	left := p.DstPorts
	for i := range a.entries[dir] {
		e := &a.entries[dir][i]
		hit := e.hits(p, dir, left)
		if hit.Empty() {
			continue
		}
		event := Event{Kind: ACLEvent, Dir: dir, At: Node{RouterNode, si}, Table: s.acl, Rule: int32(i), Ports: hit}
		switch {
		case e.unread:
			pass.Possible, taken = pass.Possible.Union(hit), taken.Union(hit)
			event.Verdict, event.Code = Doubt, UnknownRule
		case e.allow:
			pass.Certain = pass.Certain.Union(hit.Subtract(taken))
			pass.Possible = pass.Possible.Union(hit)
			event.Verdict = Allow
		default:
			event.Verdict, event.Code = Drop, SubnetACLRestriction
		}
		if !e.unread {
			left = left.Subtract(hit)
		}
		w.event(event)
		if left.Empty() {
			return pass
		}
	}
	w.event(Event{Kind: ACLEvent, Verdict: Drop, Code: SubnetACLRestriction, Dir: dir, At: Node{RouterNode, si}, Table: s.acl, Rule: none, Ports: left})
	return pass
}

// hits are the ports among left that the entry matches for the packet's protocol and remote.
func (e *aclEntry) hits(p *Packet, dir Direction, left netmath.Ports) netmath.Ports {
	if e.prefix.IsValid() && !e.prefix.Contains(p.remote(dir)) {
		return netmath.Ports{}
	}
	if e.protocol.matches(p.Protocol) == no {
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
