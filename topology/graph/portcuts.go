package graph

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Tie is a table that a walk consulted and that ties destination ports to source ports, or to what else is asked about: a
// firewall's policy, or the policy table of a transit gateway. Of the ports that it tells apart some may fare differently
// alone than together.
type Tie struct {
	policy int32 // of a firewall, or none
	table  int32 // of a transit gateway, or none
}

// Ties are the tables of that sort that both legs consulted.
func (w *Walk) Ties() []Tie { return w.ties }

func (w *Walk) tie(t Tie) {
	if !slices.Contains(w.ties, t) {
		w.ties = append(w.ties, t)
	}
}

// PortCuts are the sets of ports that tables tell apart, at either end of a packet.
func (g *Graph) PortCuts(ties []Tie) []netmath.Ports {
	var cuts []netmath.Ports
	for _, t := range ties {
		if t.policy != none {
			cuts = g.firewallPolicies[t.policy].appendPorts(cuts)
			continue
		}
		for i := range g.policies[t.table].entries {
			e := &g.policies[t.table].entries[i]
			cuts = append(cuts, e.srcPorts, e.dstPorts)
		}
	}
	return cuts
}

// appendPorts adds the sets of ports that a policy's rules want.
func (p *firewallPolicy) appendPorts(cuts []netmath.Ports) []netmath.Ports {
	for _, clauses := range [][]clause{p.stateless, p.stateful} {
		for i := range clauses {
			for _, end := range []*flowEnd{&clauses[i].rule.match.from, &clauses[i].rule.match.to} {
				if end.ports != nil {
					cuts = append(cuts, end.ports.Certain, end.ports.Possible)
				}
			}
		}
	}
	return cuts
}
