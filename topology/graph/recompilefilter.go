package graph

import (
	"net/netip"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// group compiles the rules of a group.
func (r *recompiler) group(id string) bool {
	was, is, gi, ok := r.groupRows(id)
	if !ok || r.before.consulted[gi] || !slices.Equal(r.strangers(was), r.strangers(is)) {
		return false
	}
	names := rulesOf(r.c.s.SecurityGroupRules, id)
	if !r.renames(rulesOf(r.before.snapshot.SecurityGroupRules, id), names) {
		return false
	}
	if r.groups == nil {
		r.groups = r.before.groups.edit(func(to, from *securityGroup) { *to = *from })
	}
	sg := r.groups.row(gi)
	rules := r.c.groupRules(is, ruleIDs(names))
	if r.symbolic() && r.divides(prefixesOfRules(sg.rules), prefixesOfRules(rules)) {
		return false
	}
	sg.rules = rules
	carriers := r.before.late.carriers()
	r.sets = append(r.sets, carriers.of(gi)...)
	return true
}

// groupRows finds a group that has a document, of which only rules were edited.
func (r *recompiler) groupRows(id string) (was, is *topology.SecurityGroup, gi int32, ok bool) {
	before, after := r.before.snapshot.SecurityGroups, r.c.s.SecurityGroups
	gi = find(r.c.groupIDs, id)
	if gi == none || int(gi) >= len(before) || len(before) != len(after) {
		return nil, nil, none, false
	}
	was, is = &before[gi], &after[gi]
	return was, is, gi, was.GroupId == id && alike(was, is, func(into, from *topology.SecurityGroup) {
		into.IpPermissions, into.IpPermissionsEgress = from.IpPermissions, from.IpPermissionsEgress
	})
}

// strangers are the groups and prefix lists without documents that a group's rules name, in order: they were numbered as they came up.
func (r *recompiler) strangers(d *topology.SecurityGroup) (ids []string) {
	known := func(number int32, documented int) bool { return number != none && int(number) < documented }
	for _, permissions := range [][]topology.IpPermission{d.IpPermissions, d.IpPermissionsEgress} {
		for i := range permissions {
			for _, l := range permissions[i].PrefixListIds {
				if !known(find(r.c.listIDs, l.PrefixListId), len(r.c.s.PrefixLists)) {
					ids = append(ids, l.PrefixListId)
				}
			}
			for _, o := range permissions[i].UserIdGroupPairs {
				if !known(find(r.c.groupIDs, o.GroupId), len(r.c.s.SecurityGroups)) {
					ids = append(ids, o.GroupId)
				}
			}
		}
	}
	return ids
}

// renames reports whether another list of names for a group's rules changes nothing but these: what a plan declares is known by its address
// everywhere.
func (r *recompiler) renames(was, is []topology.SecurityGroupRule) bool {
	declared := func(d topology.SecurityGroupRule) bool { return d.Address != "" }
	return reflect.DeepEqual(was, is) || !slices.ContainsFunc(was, declared) && !slices.ContainsFunc(is, declared)
}

func prefixesOfRules(rules [2][]groupRule) (all []netip.Prefix) {
	for _, r := range slices.Concat(rules[Ingress], rules[Egress]) {
		all = append(all, r.remote.prefix)
	}
	return all
}

// acl compiles the entries of a network ACL.
func (r *recompiler) acl(id string) bool {
	was, is, ai, ok := bothRows(r.before.snapshot.NetworkAcls, r.c.s.NetworkAcls, id)
	if !ok || !alike(was, is, func(into, from *topology.NetworkAcl) { into.Entries = from.Entries }) {
		return false
	}
	g := r.c.g
	if len(r.acls) == 0 {
		g.acls = slices.Clone(g.acls)
	}
	a := networkACLOf(is)
	if r.symbolic() && r.divides(prefixesOfEntries(g.acls[ai].entries), prefixesOfEntries(a.entries)) {
		return false
	}
	g.acls[ai] = a
	r.acls = append(r.acls, ai)
	return true
}

func prefixesOfEntries(entries [2][]aclEntry) (all []netip.Prefix) {
	for _, e := range slices.Concat(entries[Ingress], entries[Egress]) {
		all = append(all, e.prefix)
	}
	return all
}
