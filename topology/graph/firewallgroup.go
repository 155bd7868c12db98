package graph

// Implements R12.2, R12.6, R12.7 as far as they are about what the documents of rule groups say.

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/suricata"
)

// A ruleGroup is a compiled rule group, its rules in the order in which they stand.
type ruleGroup struct {
	rules    []firewallRule
	prefixes []netip.Prefix // that they compare addresses with
	usesHome bool
}

// lost is the group in place of one that the snapshot lacks: it may do some things with anything.
func (f *firewallCompiler) lost(p *topology.FirewallPolicy, arn string, may fate) *ruleGroup {
	f.inform("FIREWALL_RULE_GROUP_NOT_COLLECTED", p.Ref(), p.Source, "the rules of a rule group that this policy names are not in the snapshot", arn,
		"Collect network-firewall describe-rule-group for it; the rules of AWS's managed groups are shown to nobody.")
	return &ruleGroup{rules: []firewallRule{{name: "*", text: "the rules are not in the snapshot", may: may, open: UnknownFirewallRules, mild: true}}}
}

// statelessGroup compiles a group of stateless rules.
func (f *firewallCompiler) statelessGroup(p *topology.FirewallPolicy, arn string) *ruleGroup {
	d := f.documents[arn]
	if group, done := f.compiled[arn]; done {
		return group
	}
	group := &ruleGroup{}
	f.compiled[arn] = group
	if d == nil || !d.RulesKnown {
		*group = *f.lost(p, arn, anyFate)
		return group
	}
	if d.RuleGroup.RulesSource.StatelessRulesAndCustomActions == nil {
		return group
	}
	rules := slices.Clone(d.RuleGroup.RulesSource.StatelessRulesAndCustomActions.StatelessRules)
	slices.SortStableFunc(rules, func(a, b topology.FirewallStatelessRule) int { return cmp.Compare(a.Priority, b.Priority) })
	for i := range rules {
		group.rules = append(group.rules, f.statelessRule(d, &rules[i], group))
	}
	return group
}

// statefulGroup compiles a group of stateful rules as they are in a policy, whose variables they may name.
func (f *firewallCompiler) statefulGroup(p *topology.FirewallPolicy, arn string) *ruleGroup {
	d := f.documents[arn]
	scope := newFirewallScope(f, d, p.FirewallPolicy.PolicyVariables.RuleVariables)
	key := "stateful " + arn + scope.key()
	if group, done := f.compiled[key]; done {
		return group
	}
	group := &ruleGroup{}
	f.compiled[key] = group
	if d == nil || !d.RulesKnown {
		*group = *f.lost(p, arn, passes|drops)
		return group
	}
	for _, r := range f.parse(d) {
		if rule, matters := scope.rule(&r); matters {
			group.rules = append(group.rules, rule)
		}
	}
	if list := d.RuleGroup.RulesSource.RulesSourceList; list != nil {
		if rule := domainList(list.GeneratedRulesType); rule.may != 0 {
			group.rules = append(group.rules, rule)
		}
	}
	group.prefixes, group.usesHome = scope.prefixes, scope.usesHome
	return group
}

// domainList stands for the rules that AWS makes of a list of host names: they judge TCP connections by what is in them.
func domainList(kind string) firewallRule {
	r := firewallRule{name: "domain-list", text: "domain list, " + strings.ToLower(kind), open: FirewallGroupType, code: FirewallRulesRestriction, mild: true}
	r.match.protocols = &protocolSet{}
	r.match.protocols.add(netmath.TCP)
	switch kind {
	case "DENYLIST":
		r.may = drops
	case "REJECTLIST":
		r.may, r.mild = drops, false
	case "ALERTLIST":
	default:
		r.may = passes | drops
	}
	return r
}

// A parsedRule is a stateful rule as it is written, or what is known of one that cannot be read.
type parsedRule struct {
	name string
	rule suricata.Rule
	err  error
}

// maxUnreadable is how many rules of a group are worth a diagnostic.
const maxUnreadable = 10

// parse reads the rules of a group, once for all policies.
func (f *firewallCompiler) parse(d *topology.FirewallRuleGroup) []parsedRule {
	if rules, done := f.parsed[d.RuleGroupArn]; done {
		return rules
	}
	var rules []parsedRule
	for r, err := range suricata.Rules(d.RuleGroup.RulesSource.RulesString) {
		rules = append(rules, parsedRule{fmt.Sprintf("line:%d", r.Line), r, err})
	}
	for i := range d.RuleGroup.RulesSource.StatefulRules {
		r, err := fiveTuple(&d.RuleGroup.RulesSource.StatefulRules[i])
		rules = append(rules, parsedRule{fmt.Sprintf("rule:%d", i+1), r, err})
	}
	unreadable := 0
	for i := range rules {
		r := &rules[i]
		if sid := r.rule.SID(); sid != "" {
			r.name = "sid:" + sid
		}
		if r.err != nil && unreadable < maxUnreadable {
			unreadable++
			f.warn("FIREWALL_RULE_UNREADABLE", d.Ref(), d.Source, "a stateful rule was not understood: "+r.err.Error(), r.rule.Header,
				"It is taken as one that may match anything. Correct it, or report it if AWS takes it.")
		}
	}
	f.parsed[d.RuleGroupArn] = rules
	return rules
}

// fiveTuple reads a rule that is written as fields.
func fiveTuple(d *topology.FirewallStatefulRule) (suricata.Rule, error) {
	var options []suricata.Option
	for _, o := range d.RuleOptions {
		option := suricata.ReadOption(o.Keyword)
		if len(o.Settings) > 0 {
			option.Value = strings.Trim(option.Value+","+strings.Join(o.Settings, ","), ",")
		}
		options = append(options, option)
	}
	direction := map[string]string{"FORWARD": "->", "ANY": "<>"}[strings.ToUpper(d.Header.Direction)]
	h := &d.Header
	return suricata.New(suricata.Fields{
		Action: d.Action, Protocol: h.Protocol, From: h.Source, FromPorts: h.SourcePort, Direction: direction, To: h.Destination, ToPorts: h.DestinationPort,
	}, options...)
}
