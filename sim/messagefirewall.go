package sim

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// short names a resource whose id is an ARN by its name alone, or by the end of the ARN.
func (t *Tracer) short(r ref.Ref) string {
	if name := t.g.Name(r); name != "" {
		return name
	}
	return r.ID[strings.LastIndexByte(r.ID, '/')+1:]
}

// firewallMessage says what a network firewall did to a packet, and by which rule.
func (t *Tracer) firewallMessage(e *graph.Event, p graph.Packet, service string) string {
	firewall, rule := t.short(t.g.Component(*e)), t.g.Rule(*e)
	flow := fmt.Sprintf("%s %v → %v", service, p.Src, p.Dst)
	decider := fmt.Sprintf("%s of %s (%s)", rule.Rule, t.short(rule.Resource()), t.g.RuleText(*e))
	switch e.Code {
	case graph.FirewallRulesRestriction:
		return fmt.Sprintf("%s drops %s: %s", firewall, flow, decider)
	case graph.FirewallHandshakeOnly:
		return fmt.Sprintf("%s lets TCP connect and drops all data of %s: %s", firewall, flow, decider)
	case graph.FirewallRuleOptions:
		return fmt.Sprintf("%s: whether %s takes %s depends on what is in the packets", firewall, decider, flow)
	case graph.FirewallRules:
		return fmt.Sprintf("%s: %s could not be read, and may take %s", firewall, decider, flow)
	case graph.FirewallGroupType:
		return fmt.Sprintf("%s: whether %s takes %s depends on the host name", firewall, decider, flow)
	case graph.FirewallSourcePort:
		return fmt.Sprintf("%s: %s takes some source ports of %s only", firewall, decider, flow)
	case graph.AsymmetricInspection:
		return fmt.Sprintf("the stateful engine of %s does not know the connection that %s belongs to", firewall, flow)
	}
	return fmt.Sprintf("%s: the snapshot does not hold %s, which may drop %s", firewall, t.missing(e.Missing), flow)
}
