package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// Alike reports whether two graphs number their interfaces, sets of groups and lists alike, have the same networks outside, and know the same interfaces apart
// (Special, but for StandIns). It is for graphs of documents in which only rules, entries and routes are others: what else comes of documents is not compared.
func (g *Graph) Alike(h *Graph) bool {
	return len(g.interfaces) == len(h.interfaces) && len(g.vpcs) == len(h.vpcs) && len(g.subnets) == len(h.subnets) &&
		len(g.balancers) == len(h.balancers) && len(g.externals) == len(h.externals) &&
		slices.Equal(g.groupSets.start, h.groupSets.start) && slices.Equal(g.groupSets.members, h.groupSets.members) &&
		slices.Equal(g.identity.fixed, h.identity.fixed) &&
		!slices.ContainsFunc(g.groups.unshared(&h.groups), func(i int32) bool { return g.groupAt(i).ref != h.groupAt(i).ref }) &&
		alikeRefs(g.lists, h.lists, func(x *prefixList) ref.Ref { return x.ref }) &&
		slices.EqualFunc(g.externals, h.externals, func(x, y external) bool { return x.ref == y.ref && slices.Equal(x.prefixes, y.prefixes) })
}

// Awaits reports whether interfaces are to come that are not made yet, beside hosts that are supposed.
func (g *Graph) Awaits() bool { return len(g.toCome) > 0 }

// Around is the block in which an interface to come may have any address in place of one of its own, if that matters; else the address alone.
func (g *Graph) Around(id InterfaceID, a netip.Addr) netip.Prefix {
	if g.interfaces[id].divided {
		for _, b := range g.subnets[g.interfaces[id].subnet].blocks {
			if b.Contains(a) {
				return b
			}
		}
	}
	return netip.PrefixFrom(a, a.BitLen())
}

// alikeRefs reports whether the rows of two tables have the same names, as far as both go.
func alikeRefs[T any](a, b []T, of func(*T) ref.Ref) bool {
	for i := range min(len(a), len(b)) {
		if of(&a[i]) != of(&b[i]) {
			return false
		}
	}
	return true
}

// OtherRules lists, for each direction, the security groups whose rules are others in a graph that is Alike.
func (g *Graph) OtherRules(h *Graph) [2][]int32 {
	var other [2][]int32
	for _, i := range g.groups.unshared(&h.groups) {
		a, b := g.groupAt(i), h.groupAt(i)
		for dir := range other {
			if a.known != b.known || !sameRules(a.rules[dir], b.rules[dir]) {
				other[dir] = append(other[dir], i)
			}
		}
	}
	return other
}

func sameRules(a, b []groupRule) bool {
	if len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) {
		return true
	}
	return slices.EqualFunc(a, b, func(x, y groupRule) bool {
		return x.protocol == y.protocol && x.remote == y.remote && x.ports.Equal(y.ports)
	})
}

// SameReferences reports whether those of a security group's rules that refer to groups are the same in a graph that is Alike.
func (g *Graph) SameReferences(h *Graph, group int32, dir Direction) bool {
	return sameRules(g.groupAt(group).referring(dir), h.groupAt(group).referring(dir))
}

// referring are a group's rules that refer to groups.
func (g *securityGroup) referring(dir Direction) []groupRule {
	var all []groupRule
	for _, r := range g.rules[dir] {
		if r.remote.kind == groupRemote {
			all = append(all, r)
		}
	}
	return all
}

// RulePrefixes are the prefixes that the rules of a security group name, lists left out.
func (g *Graph) RulePrefixes(group int32, dir Direction) []netip.Prefix {
	var all []netip.Prefix
	for i := range g.groupAt(group).rules[dir] {
		if r := &g.groupAt(group).rules[dir][i]; r.remote.kind == prefixRemote {
			all = append(all, r.remote.prefix)
		}
	}
	return all
}

// RuleProtocols are the protocols that the rules of a security group name.
func (g *Graph) RuleProtocols(group int32, dir Direction) []netmath.Protocol {
	var all []netmath.Protocol
	for i := range g.groupAt(group).rules[dir] {
		if p := g.groupAt(group).rules[dir][i].protocol; p >= 0 {
			all = append(all, netmath.Protocol(p))
		}
	}
	return all
}

// References lists the groups that the rules of an interface's groups refer to, ascending.
func (g *Graph) References(id InterfaceID, dir Direction) []int32 {
	var all []int32
	for _, gi := range g.groupsOf(&g.interfaces[id]) {
		for i := range g.groupAt(gi).rules[dir] {
			if r := &g.groupAt(gi).rules[dir][i]; r.remote.kind == groupRemote {
				all = append(all, r.remote.index)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
