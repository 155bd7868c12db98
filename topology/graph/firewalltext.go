package graph

// Implements how people read what a firewall decided.

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// clauseAt is the clause behind an event of a firewall, or nil where none decided.
func (g *Graph) clauseAt(e Event) *clause {
	if e.Rule == none {
		return nil
	}
	p := &g.firewallPolicies[g.firewalls[e.Table].policy]
	if int(e.Rule) < len(p.stateless) {
		return &p.stateless[e.Rule]
	}
	return &p.stateful[int(e.Rule)-len(p.stateless)]
}

// clauseRef names the rule behind an event of a firewall: one of a rule group, or a default action of the policy.
func (g *Graph) clauseRef(e Event) ref.Ref {
	c := g.clauseAt(e)
	switch {
	case c != nil && c.group != none:
		return g.firewallGroups[c.group].WithRule(c.rule.name)
	case g.firewalls[e.Table].policy == none:
		return ref.Ref{}
	}
	r := g.firewallPolicies[g.firewalls[e.Table].policy].ref
	switch {
	case c != nil:
		return r.WithRule(c.rule.name)
	case e.Verdict == Pass:
		return r.WithRule("stateful/reply")
	}
	return r
}

// clauseText shows the rule behind an event as people wrote it.
func (g *Graph) clauseText(e Event) string {
	c := g.clauseAt(e)
	switch {
	case c != nil:
		return c.rule.text
	case e.Verdict == Pass:
		return "reply to a flow it let pass"
	}
	return ""
}

// screenedBy lists the prefixes that a firewall compares addresses with.
func (g *Graph) screenedBy(fi int32) []netip.Prefix {
	f := &g.firewalls[fi]
	if f.policy == none {
		return nil
	}
	p := &g.firewallPolicies[f.policy]
	if p.usesHome && f.vpc != none {
		return slices.Concat(p.prefixes, g.vpcs[f.vpc].blocks)
	}
	return p.prefixes
}
