package graph

import (
	"cmp"
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// ruleKey finds the sgr- id of a rule that describe-security-groups prints without one.
type ruleKey struct {
	group, protocol, remote string
	egress                  bool
	from, to                int32
}

func (c *compiler) compileGroups() {
	ids := ruleIDs(c.s.SecurityGroupRules)
	for i := range c.s.SecurityGroups {
		d := &c.s.SecurityGroups[i]
		sg := c.g.groupAt(c.group(d.GroupId))
		sg.known, sg.vpc = true, d.VpcId
		c.name(sg.ref, groupName(d))
	}
	for i := range c.s.SecurityGroups {
		d := &c.s.SecurityGroups[i]
		rules := c.groupRules(d, ids)
		c.g.groupAt(c.group(d.GroupId)).rules = rules
	}
	c.groupsFromRules()
}

func groupName(d *topology.SecurityGroup) string {
	if name := d.Tags.Name(); name != "" {
		return name
	}
	return d.GroupName
}

func (g *Graph) groupAt(i int32) *securityGroup { return g.groups.at(i) }

// group finds a group, or makes one whose rules are unknown.
func (c *compiler) group(id string) int32 {
	if i := find(c.groupIDs, id); i != none {
		return i
	}
	c.groupIDs[id] = int32(c.g.groups.len())
	c.g.groups.add(securityGroup{ref: ref.Ref{Kind: ref.SecurityGroup, ID: id}})
	return c.groupIDs[id]
}

// groupsFromRules compiles what describe-security-group-rules alone tells of a group. There may be more.
func (c *compiler) groupsFromRules() {
	for i := range c.s.SecurityGroupRules {
		d := &c.s.SecurityGroupRules[i]
		gi := c.group(d.GroupId)
		if c.g.groupAt(gi).known {
			continue
		}
		dir := Ingress
		if d.IsEgress {
			dir = Egress
		}
		rule := groupRule{name: cmp.Or(d.Address, d.SecurityGroupRuleId), remote: c.ruleRemote(d), text: d.Description}
		rule.protocol, rule.ports = protocolPorts(d.IpProtocol, d.FromPort, d.ToPort)
		sg := c.g.groupAt(gi)
		sg.rules[dir] = append(sg.rules[dir], rule)
	}
}

func (c *compiler) ruleRemote(d *topology.SecurityGroupRule) remoteMatch {
	switch {
	case d.CidrIpv4.IsValid():
		return remoteMatch{kind: prefixRemote, prefix: d.CidrIpv4.Masked()}
	case d.CidrIpv6.IsValid():
		return remoteMatch{kind: prefixRemote, prefix: d.CidrIpv6.Masked()}
	case d.PrefixListId != "":
		return remoteMatch{kind: listRemote, index: c.list(d.PrefixListId)}
	case d.ReferencedGroupInfo != nil && d.ReferencedGroupInfo.GroupId != "":
		return c.reference(d.ReferencedGroupInfo.GroupId)
	}
	return remoteMatch{}
}

// reference is a group as a remote. Whether a peering still joins the two VPCs is seen when the rule is asked, so a
// stale rule matches nothing and comes back to life with the peering (R4.8).
func (c *compiler) reference(id string) remoteMatch {
	return remoteMatch{kind: groupRemote, index: c.group(id)}
}

// groupRules are the rules of a group, by their directions.
func (c *compiler) groupRules(d *topology.SecurityGroup, ids map[ruleKey]string) (rules [2][]groupRule) {
	for dir, permissions := range [...][]topology.IpPermission{Ingress: d.IpPermissions, Egress: d.IpPermissionsEgress} {
		rules[dir] = c.permissions(d, Direction(dir), permissions, ids)
	}
	return rules
}

// permissions flattens the permissions of one direction into one rule a remote, in the document's order.
func (c *compiler) permissions(d *topology.SecurityGroup, dir Direction, permissions []topology.IpPermission, ids map[ruleKey]string) []groupRule {
	var rules []groupRule
	if n := remotesOf(permissions); n > 0 {
		rules = make([]groupRule, 0, n)
	}
	text := func(p netip.Prefix) string {
		if len(ids) == 0 { // nobody asks
			return ""
		}
		return p.String()
	}
	for i := range permissions {
		p := &permissions[i]
		protocol, ports := protocolPorts(p.IpProtocol, p.FromPort, p.ToPort)
		add := func(remote remoteMatch, remoteText, description string) {
			key := ruleKey{d.GroupId, p.IpProtocol, remoteText, dir == Egress, portOf(p.FromPort), portOf(p.ToPort)}
			name := ids[key]
			if name == "" {
				name = "[" + strconv.Itoa(len(rules)) + "]"
			}
			rules = append(rules, groupRule{name: name, protocol: protocol, ports: ports, remote: remote, text: description})
		}
		for _, r := range p.IpRanges {
			add(orUnread(prefixMatch(r.CidrIp), unreadIPv4), text(r.CidrIp), r.Description)
		}
		for _, r := range p.Ipv6Ranges {
			add(orUnread(prefixMatch(r.CidrIpv6), unreadIPv6), text(r.CidrIpv6), r.Description)
		}
		for _, r := range p.PrefixListIds {
			add(remoteMatch{kind: listRemote, index: c.list(r.PrefixListId)}, r.PrefixListId, r.Description)
		}
		for _, r := range p.UserIdGroupPairs {
			add(c.reference(r.GroupId), r.GroupId, r.Description)
		}
	}
	return rules
}

// remotesOf is how many rules some permissions are.
func remotesOf(permissions []topology.IpPermission) int {
	n := 0
	for i := range permissions {
		p := &permissions[i]
		n += len(p.IpRanges) + len(p.Ipv6Ranges) + len(p.PrefixListIds) + len(p.UserIdGroupPairs)
	}
	return n
}

// orUnread gives a prefix that could not be read the family of the list it stands in.
func orUnread(m remoteMatch, kind remoteKind) remoteMatch {
	if m.kind == unreadRemote {
		m.kind = kind
	}
	return m
}

func prefixMatch(p netip.Prefix) remoteMatch {
	if !p.IsValid() {
		return remoteMatch{}
	}
	return remoteMatch{kind: prefixRemote, prefix: p.Masked()}
}

// assumeGroups gives groups that the snapshot lacks, on request, the rules of a default group (R4.1).
func (c *compiler) assumeGroups() {
	if !c.g.assumed[AssumeDefaultSG] {
		return
	}
	for i := range int32(c.g.groups.len()) {
		sg := c.g.groupAt(i)
		if sg.known {
			continue
		}
		sg.known, sg.assume = true, true
		self := remoteMatch{kind: groupRemote, index: int32(i)}
		sg.rules[Ingress] = []groupRule{{name: "default", protocol: anyProtocol, ports: netmath.AllPorts(), remote: self}}
		for _, all := range []string{"0.0.0.0/0", "::/0"} {
			sg.rules[Egress] = append(sg.rules[Egress], groupRule{
				name: "default", protocol: anyProtocol, ports: netmath.AllPorts(), remote: prefixMatch(netip.MustParsePrefix(all)),
			})
		}
	}
}

// ruleIDs indexes describe-security-group-rules by what a rule says.
func ruleIDs(rows []topology.SecurityGroupRule) map[ruleKey]string {
	ids := make(map[ruleKey]string, len(rows))
	for i := range rows {
		d := &rows[i]
		remote := d.PrefixListId
		switch {
		case d.CidrIpv4.IsValid():
			remote = d.CidrIpv4.String()
		case d.CidrIpv6.IsValid():
			remote = d.CidrIpv6.String()
		case d.ReferencedGroupInfo != nil:
			remote = d.ReferencedGroupInfo.GroupId
		}
		ids[ruleKey{d.GroupId, d.IpProtocol, remote, d.IsEgress, portOf(d.FromPort), portOf(d.ToPort)}] = cmp.Or(d.Address, d.SecurityGroupRuleId)
	}
	return ids
}

func portOf(p *int32) int32 {
	if p == nil {
		return -1
	}
	return *p
}

// protocolPorts reads a rule's protocol and ports (R4.3): ports count for TCP and UDP, types and codes for ICMP,
// nothing for any other protocol.
func protocolPorts(name string, from, to *int32) (protocolMatch, netmath.Ports) {
	protocol := parseProtocol(name)
	switch protocol {
	case protocolMatch(netmath.TCP), protocolMatch(netmath.UDP):
		if from == nil || to == nil || (*from == -1 && *to == -1) {
			return protocol, netmath.AllPorts()
		}
		return protocol, spanOf(*from, *to)
	case protocolMatch(netmath.ICMP), protocolMatch(netmath.ICMPv6):
		return protocol, icmpPorts(portOf(from), portOf(to))
	}
	return protocol, netmath.AllPorts()
}

func parseProtocol(name string) protocolMatch {
	if name == "-1" || name == "all" {
		return anyProtocol
	}
	if n, err := strconv.ParseUint(name, 10, 8); err == nil {
		return protocolMatch(n)
	}
	p, err := netmath.ParseProtocol(name)
	if err != nil {
		return unknownProtocol
	}
	return protocolMatch(p)
}

// spanOf is a port range cut to 0-65535; an inverted one is empty.
func spanOf(from, to int32) netmath.Ports {
	from, to = max(from, 0), min(to, 65535)
	if from > to {
		return netmath.Ports{}
	}
	return netmath.PortSpan(uint16(from), uint16(to))
}

// icmpPorts are the messages of a type and code, of which -1 means any.
func icmpPorts(typ, code int32) netmath.Ports {
	switch {
	case typ < 0 || typ > 255:
		return netmath.AllPorts()
	case code < 0 || code > 255:
		return netmath.ICMPType(uint8(typ))
	}
	return netmath.OnePort(netmath.ICMPMessage(uint8(typ), uint8(code)))
}
