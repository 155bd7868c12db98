package oracle

import (
	"regexp"
	"strconv"

	"github.com/dryhop/dryhop/topology"
)

var number = regexp.MustCompile(`\d+`)

// firewallPorts are the numbers in rules of firewalls that may be ports: after them, or before, what a rule matches may change.
func (r *run) firewallPorts() []int32 {
	var all []int32
	add := func(texts ...string) {
		for _, text := range texts {
			for _, digits := range number.FindAllString(text, -1) {
				if n, err := strconv.ParseInt(digits, 10, 32); err == nil && n <= lastPort {
					all = append(all, int32(n))
				}
			}
		}
	}
	for i := range r.s.FirewallRuleGroups {
		d := &r.s.FirewallRuleGroups[i].RuleGroup
		for _, set := range d.RuleVariables.PortSets {
			add(set.Definition...)
		}
		for _, line := range ruleLines(d.RulesSource.RulesString) {
			if words := ruleWords(line); len(words) > 6 {
				add(words[3], words[6])
			}
		}
		for _, rule := range d.RulesSource.StatefulRules {
			add(rule.Header.SourcePort, rule.Header.DestinationPort)
		}
		all = append(all, statelessPorts(d.RulesSource)...)
	}
	return all
}

func statelessPorts(source topology.FirewallRulesSource) []int32 {
	var all []int32
	if source.StatelessRulesAndCustomActions == nil {
		return nil
	}
	for _, rule := range source.StatelessRulesAndCustomActions.StatelessRules {
		m := rule.RuleDefinition.MatchAttributes
		for _, ranges := range [][]topology.FirewallPortRange{m.SourcePorts, m.DestinationPorts} {
			for _, x := range ranges {
				all = append(all, x.FromPort-1, x.FromPort, x.ToPort)
			}
		}
	}
	return all
}
