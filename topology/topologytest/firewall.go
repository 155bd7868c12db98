package topologytest

import (
	"strconv"

	"github.com/dryhop/dryhop/topology"
)

// ruleGroup adds a rule group whose rules are known.
func (n *Network) ruleGroup(name, kind string) *topology.FirewallRuleGroup {
	g := &topology.FirewallRuleGroup{Meta: n.meta(), RuleGroupName: name, Type: kind, RulesKnown: true,
		RuleGroupArn: "arn:aws:network-firewall:" + n.region + ":" + n.account + ":" + kind + "-rulegroup/" + name}
	n.ruleGroups = append(n.ruleGroups, g)
	return g
}

// StatefulRules adds a group of rules in Suricata's language to a firewall's policy.
func (n *Network) StatefulRules(f Firewall, priority int, name, rules string) *topology.FirewallRuleGroup {
	g := n.ruleGroup(name, "stateful")
	g.RuleGroup.RulesSource.RulesString = rules
	references := &f.Policy.FirewallPolicy.StatefulRuleGroupReferences
	*references = append(*references, struct {
		ResourceArn string
		Priority    *int
		Override    *struct{ Action string }
	}{ResourceArn: g.RuleGroupArn, Priority: &priority})
	return g
}

// StatelessRules adds a group of stateless rules to a firewall's policy, made by StatelessRule.
func (n *Network) StatelessRules(f Firewall, priority int, name string, rules ...topology.FirewallStatelessRule) *topology.FirewallRuleGroup {
	g := n.ruleGroup(name, "stateless")
	g.RuleGroup.RulesSource.StatelessRulesAndCustomActions = &struct {
		StatelessRules []topology.FirewallStatelessRule
	}{rules}
	references := &f.Policy.FirewallPolicy.StatelessRuleGroupReferences
	*references = append(*references, struct {
		ResourceArn string
		Priority    int
	}{g.RuleGroupArn, priority})
	return g
}

// StatelessRule is a rule on a service such as "tcp/443" to a block, or "" for any.
func StatelessRule(priority int, action, service, to string) topology.FirewallStatelessRule {
	r := topology.FirewallStatelessRule{Priority: priority}
	r.RuleDefinition.Actions = []string{action}
	m := &r.RuleDefinition.MatchAttributes
	if to != "" {
		m.Destinations = append(m.Destinations, struct{ AddressDefinition string }{to})
	}
	s := parseService(service)
	if number, err := strconv.Atoi(s.number); err == nil && number > 0 {
		m.Protocols = []int{number}
	}
	if s.protocol == "tcp" || s.protocol == "udp" {
		m.DestinationPorts = []topology.FirewallPortRange{{FromPort: *s.from, ToPort: *s.to}}
	}
	return r
}

// Strict makes the stateful engine go by the order of the rules, with default actions for what none of them takes.
func (f Firewall) Strict(actions ...string) Firewall {
	f.Policy.FirewallPolicy.StatefulEngineOptions.RuleOrder = "STRICT_ORDER"
	f.Policy.FirewallPolicy.StatefulDefaultActions = actions
	return f
}

// Stateless makes the policy do something with what no stateless rule takes.
func (f Firewall) Stateless(action string) Firewall {
	f.Policy.FirewallPolicy.StatelessDefaultActions = []string{action}
	return f
}
