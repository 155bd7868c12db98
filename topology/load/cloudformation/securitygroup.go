package cloudformation

import (
	"cmp"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/provision"
)

// directions are the two halves of a security group and what they are called.
type direction struct {
	egress                     bool
	list, group, prefixes, oth string // properties: of the group, and of a rule its remotes
}

var (
	ingress = direction{false, "SecurityGroupIngress", "SourceSecurityGroupId", "SourcePrefixListId", "SourceSecurityGroupName"}
	egress  = direction{true, "SecurityGroupEgress", "DestinationSecurityGroupId", "DestinationPrefixListId", ""}
)

func (b *builder) securityGroup(p props) {
	g := topology.SecurityGroup{Meta: p.meta, GroupId: p.id(), GroupName: cmp.Or(p.word("GroupName"), p.resource.Name),
		Description: p.word("GroupDescription"), OwnerId: p.meta.Account, VpcId: p.text("VpcId"), Tags: p.tags()}
	g.IpPermissions = b.inlineRules(p, ingress)
	g.IpPermissionsEgress = b.inlineRules(p, egress)
	if len(g.IpPermissionsEgress) == 0 && !b.restricted[g.GroupId] {
		g.IpPermissionsEgress = []topology.IpPermission{provision.AllowAll()}
		b.opened = append(b.opened, g.GroupId)
	}
	b.AddGroup(g)
}

// findRestricted notes the groups with egress rules of their own: they lose the rule that AWS gives every new group. It is gone with the first rule
// that a template has for a group, in it or beside it.
func (b *builder) findRestricted(p props) { b.restricted[b.groupOf(p)] = true }

// openIPv6 completes the rule that AWS gives new groups: in VPCs with IPv6 it is for both families.
func (b *builder) openIPv6() {
	for _, id := range b.opened {
		g := b.Group(id)
		if v := b.Vpc(g.VpcId); v != nil && len(v.Ipv6CidrBlockAssociationSet) > 0 {
			g.IpPermissionsEgress[0].Ipv6Ranges = []topology.Ipv6Range{{CidrIpv6: netip.PrefixFrom(netip.IPv6Unspecified(), 0)}}
		}
	}
}

func (b *builder) inlineRules(p props, d direction) []topology.IpPermission {
	rules, known := p.objects(d.list)
	var all []topology.IpPermission
	for _, rule := range rules {
		provision.AddPermission(&all, b.permission(rule, d))
	}
	if !known {
		all = append(all, unreadRule(p.attribute(d.list)))
	}
	return all
}

// unreadRule may be any rule: nobody knows what it lets pass.
func unreadRule(what string) topology.IpPermission {
	return topology.IpPermission{IpProtocol: what, IpRanges: []topology.IpRange{{}}, Ipv6Ranges: []topology.Ipv6Range{{}}}
}

// permission is a rule with its remote. A rule without any has none to let in, and AWS would refuse it.
func (b *builder) permission(p props, d direction) topology.IpPermission {
	note := p.word("Description")
	perm := topology.IpPermission{IpProtocol: p.protocol("IpProtocol")}
	perm.FromPort, perm.ToPort = p.ports(perm.IpProtocol)
	switch {
	case p.open:
		perm.IpProtocol = p.meta.Address // such a rule may be there, with this remote
	case p.get("FromPort").Kind == template.Unknown, p.get("ToPort").Kind == template.Unknown:
		perm.IpProtocol = p.attribute("FromPort")
	}
	if p.has("CidrIp") {
		perm.IpRanges = []topology.IpRange{{CidrIp: p.prefix("CidrIp"), Description: note}}
	}
	if p.has("CidrIpv6") {
		perm.Ipv6Ranges = []topology.Ipv6Range{{CidrIpv6: p.prefix("CidrIpv6"), Description: note}}
	}
	if p.has(d.prefixes) {
		perm.PrefixListIds = []topology.PrefixListId{{PrefixListId: p.text(d.prefixes), Description: note}}
	}
	if p.has(d.group) {
		perm.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: p.text(d.group), UserId: p.word("SourceSecurityGroupOwnerId"), Description: note}}
	} else if d.oth != "" && p.has(d.oth) {
		perm.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: b.groupNamed(p.text(d.oth)), Description: note}}
	}
	return perm
}

// groupNamed finds a group by its name; what has none of that name stays a name.
func (b *builder) groupNamed(name string) string {
	for i := range b.Snapshot.SecurityGroups {
		if b.Snapshot.SecurityGroups[i].GroupName == name {
			return b.Snapshot.SecurityGroups[i].GroupId
		}
	}
	return name
}

// protocol is written as a number or a name, in any case.
func (p props) protocol(name string) string {
	return strings.ToLower(p.text(name))
}

// ports are absent with -1, which stands for all protocols, and are ICMP's type and code.
func (p props) ports(protocol string) (from, to *int32) {
	if protocol == "-1" {
		return nil, nil
	}
	lo, hasFrom := p.number("FromPort")
	hi, hasTo := p.number("ToPort")
	if hasFrom {
		from = &lo
	}
	if hasTo {
		to = &hi
	}
	return from, to
}

// securityGroupIngress and its twin add a rule to a group, beside those that the group has inline.
func (b *builder) securityGroupIngress(p props) { b.separateRule(p, ingress) }
func (b *builder) securityGroupEgress(p props)  { b.separateRule(p, egress) }

// groupOf is the group that a separate rule is for.
func (b *builder) groupOf(p props) string {
	if !p.has("GroupId") && p.has("GroupName") {
		return b.groupNamed(p.text("GroupName"))
	}
	return p.text("GroupId")
}

func (b *builder) separateRule(p props, d direction) {
	perm := b.permission(p, d)
	r := topology.SecurityGroupRule{Meta: p.meta, SecurityGroupRuleId: p.id(), GroupId: b.groupOf(p), GroupOwnerId: p.meta.Account, IsEgress: d.egress,
		IpProtocol: perm.IpProtocol, FromPort: perm.FromPort, ToPort: perm.ToPort, Description: p.word("Description")}
	for _, x := range perm.IpRanges {
		r.CidrIpv4 = x.CidrIp
	}
	for _, x := range perm.Ipv6Ranges {
		r.CidrIpv6 = x.CidrIpv6
	}
	for _, x := range perm.PrefixListIds {
		r.PrefixListId = x.PrefixListId
	}
	for _, x := range perm.UserIdGroupPairs {
		r.ReferencedGroupInfo = &topology.ReferencedSecurityGroup{GroupId: x.GroupId, UserId: x.UserId}
	}
	b.AddRule(r)
}
