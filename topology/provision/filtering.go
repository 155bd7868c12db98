package provision

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// AddGroup adds a security group with the rules that it has. AWS gives a new group an egress rule, AllowAll: loaders add it unless what they read takes it away, as
// Terraform does.
func (d *Draft) AddGroup(g topology.SecurityGroup) { Put(d, &d.Snapshot.SecurityGroups, g) }

// Group finds a security group to add to; one that nobody declared is a stub.
func (d *Draft) Group(id string) *topology.SecurityGroup {
	return Part(d, &d.Snapshot.SecurityGroups, id, func(g *topology.SecurityGroup) { g.GroupId = id })
}

// AddRule adds a rule that is a resource of its own: to its group, unless that has it already, and as a row.
func (d *Draft) AddRule(r topology.SecurityGroupRule) {
	p := PermissionOf(&r)
	g := d.Group(r.GroupId)
	list := &g.IpPermissions
	if r.IsEgress {
		list = &g.IpPermissionsEgress
	}
	AddPermission(list, p)
	Put(d, &d.Snapshot.SecurityGroupRules, r)
}

// PermissionOf is a rule as its group lists it. A rule whose remote is not known has an IpRange that is not valid.
func PermissionOf(r *topology.SecurityGroupRule) topology.IpPermission {
	p := topology.IpPermission{IpProtocol: r.IpProtocol, FromPort: r.FromPort, ToPort: r.ToPort}
	switch {
	case r.CidrIpv6.IsValid():
		p.Ipv6Ranges = []topology.Ipv6Range{{CidrIpv6: r.CidrIpv6, Description: r.Description}}
	case r.PrefixListId != "":
		p.PrefixListIds = []topology.PrefixListId{{PrefixListId: r.PrefixListId, Description: r.Description}}
	case r.ReferencedGroupInfo != nil:
		p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: r.ReferencedGroupInfo.GroupId, UserId: r.ReferencedGroupInfo.UserId, Description: r.Description}}
	default:
		p.IpRanges = []topology.IpRange{{CidrIp: r.CidrIpv4, Description: r.Description}}
	}
	return p
}

// AddPermission adds the remotes of a permission to the one of the same protocol and ports, but those that are there.
func AddPermission(list *[]topology.IpPermission, p topology.IpPermission) {
	for i := range *list {
		q := &(*list)[i]
		if q.IpProtocol != p.IpProtocol || !samePort(q.FromPort, p.FromPort) || !samePort(q.ToPort, p.ToPort) {
			continue
		}
		q.IpRanges = union(q.IpRanges, p.IpRanges, func(a, b topology.IpRange) bool { return a.CidrIp == b.CidrIp })
		q.Ipv6Ranges = union(q.Ipv6Ranges, p.Ipv6Ranges, func(a, b topology.Ipv6Range) bool { return a.CidrIpv6 == b.CidrIpv6 })
		q.PrefixListIds = union(q.PrefixListIds, p.PrefixListIds, func(a, b topology.PrefixListId) bool { return a.PrefixListId == b.PrefixListId })
		q.UserIdGroupPairs = union(q.UserIdGroupPairs, p.UserIdGroupPairs, func(a, b topology.UserIdGroupPair) bool { return a.GroupId == b.GroupId })
		return
	}
	*list = append(*list, p)
}

func samePort(a, b *int32) bool { return a == b || a != nil && b != nil && *a == *b }

// union appends what a list has not.
func union[T any](list, more []T, same func(a, b T) bool) []T {
	for _, x := range more {
		if !slices.ContainsFunc(list, func(y T) bool { return same(x, y) }) {
			list = append(slices.Clip(list), x)
		}
	}
	return list
}

// AddAcl adds a network ACL with the entries that it has. The ones that deny the rest, as AWS lists them, are added.
func (d *Draft) AddAcl(a topology.NetworkAcl) {
	for _, e := range openEntries(any4, 100) {
		if e.RuleAction == "deny" && !slices.ContainsFunc(a.Entries, func(x topology.NetworkAclEntry) bool { return sameEntry(&x, &e) }) {
			a.Entries = append(a.Entries, e)
		}
	}
	Put(d, &d.Snapshot.NetworkAcls, a)
}

// Acl finds a network ACL to add to; one that nobody declared is a stub.
func (d *Draft) Acl(id string) *topology.NetworkAcl {
	return Part(d, &d.Snapshot.NetworkAcls, id, func(a *topology.NetworkAcl) { a.NetworkAclId = id })
}

// AddEntry adds an entry to a network ACL, in place of the one of its number and direction.
func (d *Draft) AddEntry(acl string, e topology.NetworkAclEntry) {
	a := d.Acl(acl)
	for i := range a.Entries {
		if sameEntry(&a.Entries[i], &e) {
			a.Entries[i] = e
			return
		}
	}
	a.Entries = append(a.Entries, e)
}

func sameEntry(a, b *topology.NetworkAclEntry) bool {
	return a.RuleNumber == b.RuleNumber && a.Egress == b.Egress
}

// AddAclAssociation gives a subnet a network ACL in place of the one that it had.
func (d *Draft) AddAclAssociation(acl, subnet, declaredAs string) {
	for i := range d.Snapshot.NetworkAcls {
		a := &d.Snapshot.NetworkAcls[i]
		a.Associations = slices.DeleteFunc(a.Associations, func(x topology.NetworkAclAssociation) bool { return x.SubnetId == subnet })
	}
	a := d.Acl(acl)
	a.Associations = append(a.Associations, topology.NetworkAclAssociation{NetworkAclId: acl, SubnetId: subnet, DeclaredAs: declaredAs})
}

// attachDefaults associates subnets that have no network ACL of their own with the default one of their VPC.
func (d *Draft) attachDefaults() {
	has, defaults := map[string]bool{}, map[string]int{}
	for i := range d.Snapshot.NetworkAcls {
		a := &d.Snapshot.NetworkAcls[i]
		for _, x := range a.Associations {
			has[x.SubnetId] = true
		}
		if a.IsDefault && a.VpcId != "" {
			defaults[a.VpcId] = i
		}
	}
	for i := range d.Snapshot.Subnets {
		s := &d.Snapshot.Subnets[i]
		if acl, known := defaults[s.VpcId]; known && !has[s.SubnetId] && !d.stubs[s.Ref()] {
			a := &d.Snapshot.NetworkAcls[acl]
			a.Associations = append(a.Associations, topology.NetworkAclAssociation{NetworkAclId: a.NetworkAclId, SubnetId: s.SubnetId})
		}
	}
}

// WithoutPermission takes the remotes of a permission out of a list of them.
func WithoutPermission(list []topology.IpPermission, p topology.IpPermission) []topology.IpPermission {
	return permissionDifference(list, []topology.IpPermission{p}, nil)
}
