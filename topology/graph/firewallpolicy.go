package graph

// Implements R12.2-R12.7: what a firewall's policy lets pass.

import (
	"github.com/dryhop/dryhop/topology/ref"
)

// A firewallPolicy is what firewalls let pass.
type firewallPolicy struct {
	ref       ref.Ref
	known     bool // the policy itself is in the snapshot
	continues bool // its stream exception policy lets the engine judge connections whose beginning it did not see
}

func (c *compiler) compileFirewallPolicies() map[string]int32 {
	ids := map[string]int32{}
	for i := range c.s.FirewallPolicies {
		d := &c.s.FirewallPolicies[i]
		ids[d.FirewallPolicyArn] = int32(len(c.g.firewallPolicies))
		p := firewallPolicy{
			ref: d.Ref(), known: d.PolicyKnown,
			continues: d.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy == "CONTINUE",
		}
		c.name(p.ref, d.FirewallPolicyName)
		c.g.firewallPolicies = append(c.g.firewallPolicies, p)
	}
	return ids
}

// inspect lets a firewall judge a packet that is at a place of its, an endpoint or attachment. seen tells whether the
// packet is the reply to a flow whose request the same firewall's stateful engine let pass there.
func (w *Walk) inspect(fi int32, at Node, p Packet, seen truth) inspection {
	f := &w.g.firewalls[fi]
	w.event(Event{Kind: FirewallEvent, Verdict: Doubt, Code: UnknownFirewallRules, At: at, Table: fi, Rule: none, Ports: p.DstPorts, Missing: f.ref})
	w.narrow(Exactly(p.DstPorts).Doubt())
	return inspection{stateful: perhaps}
}
