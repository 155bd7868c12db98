package randnet

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// middleboxes prints what stands on the way.
func (b *printer) middleboxes(s *topology.Snapshot) {
	for _, g := range s.CarrierGateways {
		b.line(g.CarrierGatewayId, g.VpcId, g.State)
	}
	for _, c := range s.VpcEndpointServiceConfigurations {
		b.line("service", c.ServiceName, strings.Join(c.GatewayLoadBalancerArns, " "))
	}
	for _, x := range s.NetworkFirewalls {
		b.line(x.FirewallArn, x.VpcId, x.TransitGatewayAttachmentId, x.FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId, "policy", x.FirewallPolicyArn, syncStates(x.FirewallStatus.SyncStates))
	}
	for _, x := range s.FirewallEndpointAssociations {
		b.line("association", x.FirewallArn, x.VpcId, syncStates(x.AssociationSyncState))
	}
	for i := range s.FirewallPolicies {
		b.policy(&s.FirewallPolicies[i])
	}
	for i := range s.FirewallRuleGroups {
		b.ruleGroup(&s.FirewallRuleGroups[i])
	}
}

func syncStates(states map[string]topology.FirewallSyncState) string {
	var all []string
	for _, zone := range slices.Sorted(maps.Keys(states)) {
		a := states[zone].Attachment
		all = append(all, zone+":"+a.EndpointId+" in "+a.SubnetId+" "+a.Status)
	}
	return strings.Join(all, ", ")
}

func (b *printer) policy(p *topology.FirewallPolicy) {
	x := &p.FirewallPolicy
	b.line(p.FirewallPolicyArn, when(!p.PolicyKnown, "unknown"), x.StatelessDefaultActions, x.StatefulEngineOptions.RuleOrder, x.StatefulEngineOptions.StreamExceptionPolicy,
		x.StatefulDefaultActions, x.PolicyVariables.RuleVariables)
	for _, r := range x.StatelessRuleGroupReferences {
		b.line("    stateless", r.Priority, r.ResourceArn)
	}
	for _, r := range x.StatefulRuleGroupReferences {
		priority := ""
		if r.Priority != nil {
			priority = fmt.Sprint(*r.Priority)
		}
		b.line("    stateful", priority, r.ResourceArn, when(r.Override != nil, "drops to alerts"))
	}
}

func (b *printer) ruleGroup(g *topology.FirewallRuleGroup) {
	x := &g.RuleGroup
	b.line(g.RuleGroupArn, when(!g.RulesKnown, "unknown"), x.RuleVariables.IPSets, x.RuleVariables.PortSets)
	for _, line := range strings.Split(x.RulesSource.RulesString, "\n") {
		b.line("   ", line)
	}
	for _, r := range x.RulesSource.StatefulRules {
		b.line("   ", r.Action, r.Header, r.RuleOptions)
	}
	if l := x.RulesSource.RulesSourceList; l != nil {
		b.line("   ", l.GeneratedRulesType)
	}
	if l := x.RulesSource.StatelessRulesAndCustomActions; l != nil {
		for _, r := range l.StatelessRules {
			b.line("   ", r.Priority, r.RuleDefinition.Actions, fmt.Sprintf("%+v", r.RuleDefinition.MatchAttributes))
		}
	}
}
