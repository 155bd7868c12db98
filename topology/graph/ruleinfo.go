package graph

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// RuleInfo is what one rule of a security group or network ACL, or one route, says, field by field.
type RuleInfo struct {
	Egress bool

	// Of a filter's rule.
	Text     string // of a security group's: its description
	Number   int32  // of a network ACL's entry
	Denies   bool
	Any      bool // any protocol; else Protocol
	Protocol netmath.Protocol
	Ports    netmath.Ports

	// Of a filter's rule, its remote; of a route, its destination. One of them, or none if it could not be read.
	Prefix netip.Prefix
	List   ref.Ref
	Group  ref.Ref

	// Of a route.
	Target ref.Ref // Kind Vpc of a local route
	Via    ref.Ref // of a transit gateway's route: the attachment
	Origin string  // local, static, advertised or propagated
	State  string  // active or blackhole
}

// RuleInfo finds the rule that a Ref of an event names; false of implicit rules and of what is no rule.
func (g *Graph) RuleInfo(r ref.Ref) (RuleInfo, bool) {
	word, name, directed := strings.Cut(r.Rule, "/")
	dir := Ingress
	if word == Egress.String() {
		dir = Egress
	}
	switch {
	case r.Kind == ref.SecurityGroup && directed:
		return g.groupRuleInfo(r.Resource(), dir, name)
	case r.Kind == ref.NetworkAcl && directed:
		return g.aclEntryInfo(r.Resource(), dir, r.Rule)
	case r.Kind == ref.RouteTable || r.Kind == ref.TransitGatewayRouteTable:
		return g.routeInfo(r.Resource(), r.Rule)
	}
	return RuleInfo{}, false
}

func (g *Graph) groupRuleInfo(of ref.Ref, dir Direction, name string) (RuleInfo, bool) {
	gi := g.ruled(of)
	if gi == none {
		return RuleInfo{}, false
	}
	rules := g.groupAt(gi).rules[dir]
	j := slices.IndexFunc(rules, func(r groupRule) bool { return r.name == name })
	if j < 0 {
		return RuleInfo{}, false
	}
	return g.infoOfGroupRule(&rules[j], dir), true
}

func (g *Graph) infoOfGroupRule(rule *groupRule, dir Direction) RuleInfo {
	info := RuleInfo{Egress: dir == Egress, Any: rule.protocol < 0, Ports: rule.ports, Text: rule.text}
	if !info.Any {
		info.Protocol = netmath.Protocol(rule.protocol)
	}
	switch m := &rule.remote; m.kind {
	case prefixRemote:
		info.Prefix = m.prefix
	case listRemote:
		info.List = g.lists[m.index].ref
	case groupRemote:
		info.Group = g.groupAt(m.index).ref
	}
	return info
}

func (g *Graph) aclEntryInfo(of ref.Ref, dir Direction, rule string) (RuleInfo, bool) {
	ai := g.ruled(of)
	if ai == none {
		return RuleInfo{}, false
	}
	for j := range g.acls[ai].entries[dir] {
		e := &g.acls[ai].entries[dir][j]
		if g.acls[ai].entryName(dir, int32(j)) != rule {
			continue
		}
		info := RuleInfo{
			Egress: dir == Egress, Number: e.number, Denies: e.action == denyAction, Any: e.protocol < 0, Ports: e.ports, Prefix: e.prefix,
		}
		if !info.Any {
			info.Protocol = netmath.Protocol(e.protocol)
		}
		return info, true
	}
	return RuleInfo{}, false
}

// routeInfo finds a route by its destination; of several with the same, the one that wins.
func (g *Graph) routeInfo(of ref.Ref, name string) (RuleInfo, bool) {
	ti := g.ruled(of)
	if ti == none {
		return RuleInfo{}, false
	}
	var named []*route
	for i := range g.tables[ti].routes {
		if r := &g.tables[ti].routes[i]; r.name == name {
			named = append(named, r)
		}
	}
	if len(named) == 0 {
		return RuleInfo{}, false
	}
	r := slices.MinFunc(named, func(a, b *route) int { return cmp.Compare(a.rank, b.rank) })
	info := RuleInfo{Prefix: r.prefix, Target: r.to, Origin: r.rank.origin(), State: "active"}
	if r.list != none {
		info.List = g.lists[r.list].ref
	}
	switch {
	case r.target.Kind == VpcNode:
		info.Origin = "local"
	case r.target.Kind == TransitAttachmentNode:
		info.Via, info.Target = g.transitAttachments[r.target.Index].ref, g.transitAttachments[r.target.Index].to
	}
	if r.state == blackholeRoute {
		info.State = "blackhole"
	}
	return info, true
}

// origin is how a route of this rank came into its table.
func (r routeRank) origin() string {
	switch {
	case r == advertisedRank:
		return "advertised"
	case r >= propagatedRank:
		return "propagated"
	}
	return "static"
}
