package oracle

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// statefulRule is a rule of any source, as far as a header decides about it.
type statefulRule struct {
	actions fates // what it may do; none: it only alerts; several: it only perhaps matches
	matches func(p packet) truth
}

// judge is what the rules of the stateful engine do with the first packet of a flow (R12.4).
func (r *run) judge(f *topology.NetworkFirewall, policy *topology.FirewallPolicy, p packet) fates {
	rules := r.statefulRules(f, policy)
	found := byAction(rules, p)
	if policy.FirewallPolicy.StatefulEngineOptions.RuleOrder == "STRICT_ORDER" {
		found = strictly(rules, defaultFates(policy.FirewallPolicy.StatefulDefaultActions), p)
	}
	if found.has(fateReject) {
		found = found.without(fateReject).and(fateDrop)
	}
	return found
}

// strictly: the first match decides, then the default actions.
func strictly(rules []statefulRule, unmatched fates, p packet) fates {
	var all fates
	for _, rule := range rules {
		if len(rule.actions) == 0 {
			continue
		}
		switch rule.matches(p) {
		case yes:
			return all.and(rule.actions...)
		case maybe:
			all = all.and(rule.actions...)
		}
	}
	return all.and(unmatched...)
}

// byAction: any pass comes before any drop; what nothing matches passes.
func byAction(rules []statefulRule, p packet) fates {
	var all fates
	for _, action := range []fate{fatePass, fateDrop, fateReject} {
		for _, rule := range rules {
			if !rule.actions.has(action) {
				continue
			}
			switch rule.matches(p) {
			case yes:
				return all.and(action)
			case maybe:
				all = all.and(action)
			}
		}
	}
	return all.and(fatePass)
}

// defaultFates reads the default actions of strict order. What drops established connections lets handshakes pass and no data
// (R12.5): that is a drop.
func defaultFates(actions []string) fates {
	all := fates{fatePass}
	for _, a := range actions {
		name := strings.TrimPrefix(a, "aws:")
		switch {
		case name == "drop_strict", name == "drop_established", strings.HasPrefix(name, "app_drop_established"):
			return fates{fateDrop}
		case name == "none", strings.HasPrefix(name, "alert_"):
		default:
			all = all.and(fateDrop)
		}
	}
	return all
}

// statefulRules of a policy: groups by priority, rules as they are written.
func (r *run) statefulRules(f *topology.NetworkFirewall, policy *topology.FirewallPolicy) []statefulRule {
	references := slices.Clone(policy.FirewallPolicy.StatefulRuleGroupReferences)
	slices.SortStableFunc(references, func(a, b struct {
		ResourceArn string
		Priority    *int
		Override    *struct{ Action string }
	}) int {
		return priority(a.Priority) - priority(b.Priority)
	})
	var all []statefulRule
	for _, reference := range references {
		rules := unknownRules()
		if g := r.ruleGroup(reference.ResourceArn); g != nil {
			rules = r.rulesOf(g, variables{home: r.homeOf(f), policy: policy, group: g, kinds: r.portKinds()})
		}
		if o := reference.Override; o != nil && o.Action == "DROP_TO_ALERT" {
			rules = dropsToAlerts(rules)
		}
		all = append(all, rules...)
	}
	return all
}

func priority(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

// unknownRules stand for a group that nobody could read.
func unknownRules() []statefulRule {
	return []statefulRule{{fates{fateDrop, fatePass}, func(packet) truth { return maybe }}}
}

// dropsToAlerts is what an override does to a group (R12.4). Rejects stay.
func dropsToAlerts(rules []statefulRule) []statefulRule {
	var all []statefulRule
	for _, rule := range rules {
		rule.actions = rule.actions.without(fateDrop)
		all = append(all, rule)
	}
	return all
}
