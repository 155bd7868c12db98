package randnet

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

func hasPolicy(want func(*topology.FirewallPolicyDetails) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.FirewallPolicies, func(p *topology.FirewallPolicy) bool { return want(&p.FirewallPolicy) })
	}
}

func hasRules(want func(*topology.FirewallRuleGroupDetails) bool) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.FirewallRuleGroups, func(g *topology.FirewallRuleGroup) bool { return g.RulesKnown && want(&g.RuleGroup) })
	}
}

func rulesSay(words ...string) func(*snapshot) bool {
	return hasRules(func(d *topology.FirewallRuleGroupDetails) bool {
		for _, w := range words {
			if strings.Contains(d.RulesSource.RulesString, w) {
				return true
			}
		}
		return false
	})
}

func hasStateless(want func(*topology.FirewallMatchAttributes) bool) func(*snapshot) bool {
	return hasRules(func(d *topology.FirewallRuleGroupDetails) bool {
		source := d.RulesSource.StatelessRulesAndCustomActions
		return source != nil && some(source.StatelessRules, func(r *topology.FirewallStatelessRule) bool { return want(&r.RuleDefinition.MatchAttributes) })
	})
}

// edgeLeadsTo finds edge tables with a route to a kind of target.
func edgeLeadsTo(kind string) func(*snapshot) bool {
	return func(s *snapshot) bool {
		return some(s.RouteTables, func(t *topology.RouteTable) bool {
			return some(t.Associations, func(a *topology.RouteTableAssociation) bool { return a.GatewayId != "" }) &&
				some(t.Routes, func(r *topology.Route) bool { to := target(r); return to != nil && strings.HasPrefix(*to, kind) })
		})
	}
}

func endpointToldByFirewallAlone(s *snapshot) bool {
	return some(s.NetworkFirewalls, func(f *topology.NetworkFirewall) bool {
		for _, state := range f.FirewallStatus.SyncStates {
			if !some(s.VpcEndpoints, func(e *topology.VpcEndpoint) bool { return e.VpcEndpointId == state.Attachment.EndpointId }) {
				return true
			}
		}
		return false
	})
}

func hasOverride(d *topology.FirewallPolicyDetails) bool {
	for _, r := range d.StatefulRuleGroupReferences {
		if r.Override != nil {
			return true
		}
	}
	return false
}

func isStrict(d *topology.FirewallPolicyDetails) bool {
	return d.StatefulEngineOptions.RuleOrder == "STRICT_ORDER"
}

// middleboxFeatures tell what may stand on the way.
var middleboxFeatures = map[string]func(*snapshot) bool{
	"edge table to an appliance":          edgeLeadsTo("eni-"),
	"edge table to an endpoint":           edgeLeadsTo("vpce-"),
	"endpoint told by its firewall alone": endpointToldByFirewallAlone,
	"firewall of several zones": func(s *snapshot) bool {
		return some(s.NetworkFirewalls, func(f *topology.NetworkFirewall) bool { return len(f.FirewallStatus.SyncStates) > 1 })
	},
	"firewall endpoint association": func(s *snapshot) bool { return len(s.FirewallEndpointAssociations) > 0 },
	"policy that is not known": func(s *snapshot) bool {
		return some(s.FirewallPolicies, func(p *topology.FirewallPolicy) bool { return !p.PolicyKnown })
	},
	"group that is not known": func(s *snapshot) bool {
		return some(s.FirewallRuleGroups, func(g *topology.FirewallRuleGroup) bool { return !g.RulesKnown })
	},
	"strict order": hasPolicy(func(d *topology.FirewallPolicyDetails) bool {
		return isStrict(d) && len(d.StatefulRuleGroupReferences) > 1
	}),
	"strict order with a default drop": hasPolicy(func(d *topology.FirewallPolicyDetails) bool {
		return isStrict(d) && len(d.StatefulDefaultActions) > 0 && strings.Contains(d.StatefulDefaultActions[0], "drop")
	}),
	"midstream exceptions": hasPolicy(func(d *topology.FirewallPolicyDetails) bool {
		return d.StatefulEngineOptions.StreamExceptionPolicy == "CONTINUE"
	}),
	"drops to alerts":           hasPolicy(hasOverride),
	"home by policy":            hasPolicy(func(d *topology.FirewallPolicyDetails) bool { return len(d.PolicyVariables.RuleVariables) > 0 }),
	"passed without state":      hasPolicy(func(d *topology.FirewallPolicyDetails) bool { return d.StatelessDefaultActions[0] == "aws:pass" }),
	"stateless flags":           hasStateless(func(m *topology.FirewallMatchAttributes) bool { return len(m.TCPFlags) > 0 }),
	"stateless source ports":    hasStateless(func(m *topology.FirewallMatchAttributes) bool { return len(m.SourcePorts) > 0 }),
	"rules in AWS's form":       hasRules(func(d *topology.FirewallRuleGroupDetails) bool { return len(d.RulesSource.StatefulRules) > 0 }),
	"list of domains":           hasRules(func(d *topology.FirewallRuleGroupDetails) bool { return d.RulesSource.RulesSourceList != nil }),
	"rule about home":           rulesSay("$HOME_NET"),
	"rule with an unknown list": rulesSay("@LIST"),
	"rule both ways":            rulesSay("<>"),
	"rule about content":        rulesSay("content:"),
	"rule that cannot be read":  rulesSay("what is this", "frobnicate", "any -> any 443 (sid:1;)"),
	"rule about an application": rulesSay("tls ", "http ", "ssh ", "dns "),
	"Gateway Load Balancer": func(s *snapshot) bool {
		return some(s.LoadBalancers, func(b *topology.LoadBalancer) bool { return b.Type == "gateway" })
	},
	"its interface": hasInterface(func(e *topology.NetworkInterface) bool { return e.InterfaceType == "gateway_load_balancer" }),
	"targets of GENEVE": func(s *snapshot) bool {
		return some(s.TargetGroups, func(g *topology.TargetGroup) bool {
			return g.Protocol == "GENEVE" && len(g.TargetHealthDescriptions) > 1
		})
	},
	"regional NAT gateway with a table": hasNAT(func(g *topology.NatGateway) bool { return g.AvailabilityMode == "regional" && g.RouteTableId != "" }),
	"regional NAT gateway without one":  hasNAT(func(g *topology.NatGateway) bool { return g.AvailabilityMode == "regional" && g.RouteTableId == "" }),
	"carrier gateway":                   func(s *snapshot) bool { return len(s.CarrierGateways) > 0 },
	"carrier address": hasInterface(func(e *topology.NetworkInterface) bool {
		return e.Association != nil && e.Association.CarrierIp.IsValid()
	}),
	"firewall on a transit gateway": func(s *snapshot) bool {
		return some(s.NetworkFirewalls, func(f *topology.NetworkFirewall) bool { return f.TransitGatewayId != "" })
	},
}
