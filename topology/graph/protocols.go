package graph

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// NamedProtocols lists the protocols that fare apart from the rest, in order: TCP, UDP, ICMP of both families, and what rules
// name. Of all others one may stand for any.
func (g *Graph) NamedProtocols() []netmath.Protocol {
	var named protocolSet
	for _, p := range []netmath.Protocol{netmath.TCP, netmath.UDP, netmath.ICMP, netmath.ICMPv6} {
		named.add(p)
	}
	note := func(m protocolMatch) {
		if m >= 0 {
			named.add(netmath.Protocol(m))
		}
	}
	for i := range int32(g.groups.len()) {
		for dir := range g.groupAt(i).rules {
			for j := range g.groupAt(i).rules[dir] {
				note(g.groupAt(i).rules[dir][j].protocol)
			}
		}
	}
	for i := range g.acls {
		for dir := range g.acls[i].entries {
			for j := range g.acls[i].entries[dir] {
				note(g.acls[i].entries[dir][j].protocol)
			}
		}
	}
	for i := range g.policies {
		for j := range g.policies[i].entries {
			note(g.policies[i].entries[j].protocol)
		}
	}
	for i := range g.firewallPolicies {
		g.firewallPolicies[i].nameProtocols(&named)
	}
	var out []netmath.Protocol
	for p := range 256 {
		if named.has(netmath.Protocol(p)) {
			out = append(out, netmath.Protocol(p))
		}
	}
	return slices.Clip(out)
}

// nameProtocols adds the protocols that a policy's rules want, and those with ports: firewalls look at them.
func (p *firewallPolicy) nameProtocols(named *protocolSet) {
	for number := range 256 {
		if netmath.Protocol(number).HasPorts() {
			named.add(netmath.Protocol(number))
		}
	}
	for _, clauses := range [][]clause{p.stateless, p.stateful} {
		for i := range clauses {
			if set := clauses[i].rule.match.protocols; set != nil {
				for word := range named {
					named[word] |= set[word]
				}
			}
		}
	}
}
