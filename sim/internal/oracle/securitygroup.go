package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// groupsAllow is the union of the rules of all groups of an interface; no match is a deny (R4.1).
func (r *run) groupsAllow(e *topology.NetworkInterface, d direction, p packet) truth {
	if isPlumbing(e) || len(e.Groups) == 0 && isNetworkNode(e) {
		return yes // R4.12
	}
	if len(e.Groups) == 0 {
		return maybe // the document does not tell: every such interface has a group
	}
	allowed := no
	for _, g := range e.Groups {
		allowed = max(allowed, r.groupAllows(e, g.GroupId, d, p))
	}
	return allowed
}

// groupAllows reads the group's own document and its rules' documents. A group without a document of its own may hold
// more rules than are seen (R4.14: it may be another account's).
func (r *run) groupAllows(e *topology.NetworkInterface, id string, d direction, p packet) truth {
	allowed := no
	for i := range r.s.SecurityGroupRules {
		rule := &r.s.SecurityGroupRules[i]
		if rule.GroupId == id && rule.IsEgress == bool(d) {
			allowed = max(allowed, r.ruleAllows(e, rule, d, p))
		}
	}
	g := find(r.s.SecurityGroups, id, func(g *topology.SecurityGroup) string { return g.GroupId })
	if g == nil {
		return max(allowed, maybe)
	}
	permissions := g.IpPermissions
	if d == egress {
		permissions = g.IpPermissionsEgress
	}
	for _, permission := range permissions {
		allowed = max(allowed, r.permissionAllows(e, permission, d, p))
	}
	return allowed
}

// permissionAllows: protocol and ports, and any one of the remotes (R4.4).
func (r *run) permissionAllows(e *topology.NetworkInterface, m topology.IpPermission, d direction, p packet) truth {
	remote, a := no, d.remote(p)
	for _, x := range m.IpRanges {
		remote = max(remote, inRange(x.CidrIp, a, a.Is4()))
	}
	for _, x := range m.Ipv6Ranges {
		remote = max(remote, inRange(x.CidrIpv6, a, a.Is6()))
	}
	for _, x := range m.PrefixListIds {
		remote = max(remote, r.listHolds(x.PrefixListId, a, r.vpc(e.VpcId)))
	}
	for _, x := range m.UserIdGroupPairs {
		remote = max(remote, r.refersTo(e, x.GroupId, d, p))
	}
	return min(remote, serviceMatches(protocolNumber(m.IpProtocol), numbers{m.FromPort, m.ToPort}, p))
}

// ruleAllows is permissionAllows for a document with one remote.
func (r *run) ruleAllows(e *topology.NetworkInterface, rule *topology.SecurityGroupRule, d direction, p packet) truth {
	remote, a := maybe, d.remote(p)
	switch {
	case rule.CidrIpv4.IsValid():
		remote = inRange(rule.CidrIpv4, a, a.Is4())
	case rule.CidrIpv6.IsValid():
		remote = inRange(rule.CidrIpv6, a, a.Is6())
	case rule.PrefixListId != "":
		remote = r.listHolds(rule.PrefixListId, a, r.vpc(e.VpcId))
	case rule.ReferencedGroupInfo != nil:
		remote = r.refersTo(e, rule.ReferencedGroupInfo.GroupId, d, p)
	}
	return min(remote, serviceMatches(protocolNumber(rule.IpProtocol), numbers{rule.FromPort, rule.ToPort}, p))
}

// inRange is in doubt if the range could not be read and the address is of its family.
func inRange(block netip.Prefix, a netip.Addr, sameFamily bool) truth {
	if !block.IsValid() && sameFamily {
		return maybe
	}
	return truthOf(block.IsValid() && block.Masked().Contains(a))
}
