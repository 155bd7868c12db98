package edit

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A GroupRule is a rule of a security group: what it admits, or the id under which AWS knows it.
type GroupRule struct {
	Group string
	ID    string // sgr-, to remove a rule by its name; else what follows
	Permission
}

// A Permission is what a rule of a security group says.
type Permission struct {
	Egress  bool
	Service Service
	Remote  Remote
}

// Ref names the group.
func (r GroupRule) Ref() ref.Ref { return ref.Ref{Kind: ref.SecurityGroup, ID: r.Group} }

func (r GroupRule) says(names func(ref.Ref) string) string {
	if r.ID != "" {
		return quoted(r.ID)
	}
	return direction(r.Egress) + " " + r.Service.String() + " " + preposition(r.Egress) + " " + r.Remote.says(names)
}

func direction(egress bool) string {
	if egress {
		return "egress"
	}
	return "ingress"
}

func preposition(egress bool) string {
	if egress {
		return "to"
	}
	return "from"
}

func (r GroupRule) do(d *draft, op Op) error {
	if r.ID != "" {
		named, err := r.named(d)
		if err != nil {
			return err
		}
		r.Permission = named
	}
	known := index(d.s.SecurityGroups, r.Group) >= 0
	switch {
	case op == Add && r.ID == "" && known:
		return r.add(d)
	case op == Remove && known:
		return r.remove(d)
	case op != Add && op != Remove:
		return cannot(op, "a rule of a security group")
	}
	return missing(ref.SecurityGroup, r.Group)
}

// named is what a rule says that is known by its id.
func (r GroupRule) named(d *draft) (Permission, error) {
	for i := range d.s.SecurityGroupRules {
		if row := &d.s.SecurityGroupRules[i]; row.SecurityGroupRuleId == r.ID && row.GroupId == r.Group {
			if p, read := permissionOf(row); read {
				return p, nil
			}
			return Permission{}, fmt.Errorf("rule %s could not be read", r.ID)
		}
	}
	return Permission{}, fmt.Errorf("no rule of %s is called %s; name it by what it says, or collect describe-security-group-rules", r.Group, r.ID)
}

func permissionOf(d *topology.SecurityGroupRule) (Permission, bool) {
	p := Permission{Egress: d.IsEgress}
	service, read := documented(d.IpProtocol, d.FromPort, d.ToPort)
	p.Service = service
	switch {
	case d.CidrIpv4.IsValid():
		p.Remote.Prefix = d.CidrIpv4
	case d.CidrIpv6.IsValid():
		p.Remote.Prefix = d.CidrIpv6
	case d.PrefixListId != "":
		p.Remote.ID = d.PrefixListId
	case d.ReferencedGroupInfo != nil:
		p.Remote.ID = d.ReferencedGroupInfo.GroupId
	}
	return p, read
}

// side is the list of a group that a direction's rules stand in.
func side(g *topology.SecurityGroup, egress bool) *[]topology.IpPermission {
	if egress {
		return &g.IpPermissionsEgress
	}
	return &g.IpPermissions
}

func (r GroupRule) add(d *draft) error {
	g, err := row(d, &d.s.SecurityGroups, ref.SecurityGroup, r.Group)
	if err != nil {
		return err
	}
	rules := side(g, r.Egress)
	if slices.ContainsFunc(*rules, func(p topology.IpPermission) bool { _, there := r.in(p); return there }) {
		return fmt.Errorf("%s has this rule already", r.Group)
	}
	p := topology.IpPermission{IpProtocol: r.Service.groupProtocol()}
	p.FromPort, p.ToPort = r.Service.groupPorts()
	switch kind := d.kind(r.Remote.ID); {
	case kind == ref.SecurityGroup:
		p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: r.Remote.ID}}
	case kind == ref.ManagedPrefixList:
		p.PrefixListIds = []topology.PrefixListId{{PrefixListId: r.Remote.ID}}
	case r.Remote.ID != "":
		return fmt.Errorf("%s is neither a security group nor a prefix list", r.Remote.ID)
	case !r.Remote.Prefix.IsValid():
		return fmt.Errorf("the rule has no source or destination")
	case r.Remote.Prefix.Addr().Is4():
		p.IpRanges = []topology.IpRange{{CidrIp: r.Remote.Prefix}}
	default:
		p.Ipv6Ranges = []topology.Ipv6Range{{CidrIpv6: r.Remote.Prefix}}
	}
	*rules = with(*rules, p)
	return nil
}

// in takes the rule's remote out of a permission, if it is one of that.
func (r GroupRule) in(p topology.IpPermission) (rest topology.IpPermission, there bool) {
	if s, read := documented(p.IpProtocol, p.FromPort, p.ToPort); !read || s != r.Service {
		return p, false
	}
	count := remotes(p)
	p.IpRanges = slices.DeleteFunc(slices.Clone(p.IpRanges), func(x topology.IpRange) bool { return r.Remote == Remote{Prefix: x.CidrIp} })
	p.Ipv6Ranges = slices.DeleteFunc(slices.Clone(p.Ipv6Ranges), func(x topology.Ipv6Range) bool { return r.Remote == Remote{Prefix: x.CidrIpv6} })
	p.PrefixListIds = slices.DeleteFunc(slices.Clone(p.PrefixListIds), func(x topology.PrefixListId) bool { return r.Remote == Remote{ID: x.PrefixListId} })
	p.UserIdGroupPairs = slices.DeleteFunc(slices.Clone(p.UserIdGroupPairs), func(x topology.UserIdGroupPair) bool { return r.Remote == Remote{ID: x.GroupId} })
	return p, remotes(p) < count
}

func remotes(p topology.IpPermission) int {
	return len(p.IpRanges) + len(p.Ipv6Ranges) + len(p.PrefixListIds) + len(p.UserIdGroupPairs)
}

// remove takes a rule out of both documents that tell of it.
func (r GroupRule) remove(d *draft) error {
	g, err := row(d, &d.s.SecurityGroups, ref.SecurityGroup, r.Group)
	if err != nil {
		return err
	}
	rules, found := side(g, r.Egress), false
	var kept []topology.IpPermission
	for _, p := range *rules {
		rest, there := r.in(p)
		found = found || there
		if !there || remotes(rest) > 0 {
			kept = append(kept, rest)
		}
	}
	if !found {
		return fmt.Errorf("%s has no such rule", r.Group)
	}
	*rules = kept
	if same := func(row topology.SecurityGroupRule) bool {
		if row.GroupId != r.Group {
			return false
		}
		p, read := permissionOf(&row)
		return read && p == r.Permission
	}; slices.ContainsFunc(d.s.SecurityGroupRules, same) {
		d.s.SecurityGroupRules = slices.DeleteFunc(rows(d, &d.s.SecurityGroupRules), same)
	}
	return nil
}
