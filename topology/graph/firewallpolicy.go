package graph

// Implements R12.2, R12.4, R12.5: in which order a policy asks its rules, and what it does with what none of them takes.

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A firewallPolicy is what firewalls let pass. Its clauses are in the order in which they are asked: the first one that
// matches decides, and the last ones match everything.
type firewallPolicy struct {
	ref       ref.Ref
	known     bool // the policy itself is in the snapshot
	continues bool // its stream exception policy lets the engine judge connections whose beginning it did not see
	stateless []clause
	stateful  []clause
	prefixes  []netip.Prefix // that the rules compare addresses with
	usesHome  bool           // and with the blocks of the firewall's VPC
}

// firewallCompiler compiles policies, with what several of them have in common.
type firewallCompiler struct {
	*compiler
	documents map[string]*topology.FirewallRuleGroup
	numbers   map[string]int32 // in Graph.firewallGroups
	parsed    map[string][]parsedRule
	compiled  map[string]*ruleGroup // by ARN and what the policy says of variables
	told      map[string]bool       // variables that a diagnostic was about
}

func (c *compiler) compileFirewallPolicies() map[string]int32 {
	f := firewallCompiler{compiler: c, documents: map[string]*topology.FirewallRuleGroup{}, numbers: map[string]int32{},
		parsed: map[string][]parsedRule{}, compiled: map[string]*ruleGroup{}, told: map[string]bool{}}
	for i := range c.s.FirewallRuleGroups {
		d := &c.s.FirewallRuleGroups[i]
		f.documents[d.RuleGroupArn] = d
		c.name(d.Ref(), d.RuleGroupName)
	}
	ids := map[string]int32{}
	for i := range c.s.FirewallPolicies {
		d := &c.s.FirewallPolicies[i]
		ids[d.FirewallPolicyArn] = int32(len(c.g.firewallPolicies))
		c.name(d.Ref(), d.FirewallPolicyName)
		c.g.firewallPolicies = append(c.g.firewallPolicies, f.policy(d))
	}
	return ids
}

func (f *firewallCompiler) policy(d *topology.FirewallPolicy) firewallPolicy {
	p := firewallPolicy{ref: d.Ref(), known: d.PolicyKnown}
	if !p.known {
		return p
	}
	p.continues = d.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy == "CONTINUE"
	f.statelessClauses(&p, d)
	f.statefulClauses(&p, d)
	slices.SortFunc(p.prefixes, func(a, b netip.Prefix) int {
		if c := a.Addr().Compare(b.Addr()); c != 0 {
			return c
		}
		return cmp.Compare(a.Bits(), b.Bits())
	})
	p.prefixes = slices.Compact(p.prefixes)
	return p
}

// statelessClauses lists the rules of the stateless engine: groups by priority, and in each the rules by theirs (R12.2).
func (f *firewallCompiler) statelessClauses(p *firewallPolicy, d *topology.FirewallPolicy) {
	references := slices.Clone(d.FirewallPolicy.StatelessRuleGroupReferences)
	slices.SortStableFunc(references, func(a, b struct {
		ResourceArn string
		Priority    int
	}) int {
		return cmp.Compare(a.Priority, b.Priority)
	})
	for _, r := range references {
		group := f.statelessGroup(d, r.ResourceArn)
		p.stateless = p.add(p.stateless, group, f.number(r.ResourceArn), anyFate, false)
	}
	actions := d.FirewallPolicy.StatelessDefaultActions
	last := &firewallRule{name: "stateless/default", text: defaultText("stateless", actions), code: FirewallRulesRestriction}
	last.may, last.open = statelessFate(actions)
	p.stateless = append(p.stateless, clause{rule: last, group: none, may: last.may})
}

// statefulClauses lists the rules of the stateful engine: in strict order groups by priority and rules as they stand, else
// all that pass before all that drop (R12.4).
func (f *firewallCompiler) statefulClauses(p *firewallPolicy, d *topology.FirewallPolicy) {
	strict := d.FirewallPolicy.StatefulEngineOptions.RuleOrder == "STRICT_ORDER"
	references := slices.Clone(d.FirewallPolicy.StatefulRuleGroupReferences)
	if strict {
		slices.SortStableFunc(references, func(a, b struct {
			ResourceArn string
			Priority    *int
			Override    *struct{ Action string }
		}) int {
			return cmp.Compare(priorityOf(a.Priority), priorityOf(b.Priority))
		})
	}
	tiers := []fate{passes, drops}
	if strict {
		tiers = []fate{passes | drops}
	}
	for _, tier := range tiers {
		for _, r := range references {
			mild := r.Override != nil && r.Override.Action == "DROP_TO_ALERT"
			p.stateful = p.add(p.stateful, f.statefulGroup(d, r.ResourceArn), f.number(r.ResourceArn), tier, mild)
		}
	}
	var actions []string
	if strict {
		actions = d.FirewallPolicy.StatefulDefaultActions
	}
	for _, last := range statefulDefaults(actions) {
		p.stateful = append(p.stateful, clause{rule: last, group: none, may: last.may})
	}
}

func priorityOf(p *int) int {
	if p == nil {
		return 0
	}
	return *p
}

// add lists the rules of a group that may have one of some fates. Where an override makes the group mild, its drops are
// alerts.
func (p *firewallPolicy) add(clauses []clause, group *ruleGroup, number int32, tier fate, mild bool) []clause {
	p.prefixes, p.usesHome = append(p.prefixes, group.prefixes...), p.usesHome || group.usesHome
	for i := range group.rules {
		r := &group.rules[i]
		may := r.may & tier
		if mild && r.mild {
			may &^= drops
		}
		if may != 0 {
			clauses = append(clauses, clause{rule: r, group: number, may: may})
		}
	}
	return clauses
}

// number is the place of a rule group in the graph's list.
func (f *firewallCompiler) number(arn string) int32 {
	n, known := f.numbers[arn]
	if !known {
		n = int32(len(f.g.firewallGroups))
		f.numbers[arn] = n
		f.g.firewallGroups = append(f.g.firewallGroups, ref.Ref{Kind: ref.FirewallRuleGroup, ID: arn})
	}
	return n
}

// statelessFate is what the first action that is not of the user's making does. None that is known: anything.
func statelessFate(actions []string) (fate, Code) {
	for _, action := range actions {
		switch action {
		case "aws:pass":
			return passes, ""
		case "aws:drop":
			return drops, ""
		case "aws:forward_to_sfe":
			return forwards, ""
		}
	}
	return anyFate, FirewallRules
}

// statefulDefaults are what the stateful engine does with what no rule takes (R12.5). TCP gets its handshake through where
// only what is established is dropped: that connects, and carries nothing.
func statefulDefaults(actions []string) []*firewallRule {
	last := firewallRule{name: "stateful/default", text: defaultText("stateful", actions), may: passes, code: FirewallRulesRestriction}
	if len(actions) == 0 {
		last.text = "no stateful rule matches, and by default it passes"
	}
	established := last
	for _, action := range actions {
		switch {
		case action == "aws:drop_strict":
			last.may, last.open = drops, ""
			return []*firewallRule{&last}
		case action == "aws:drop_established" || strings.HasPrefix(action, "aws:app_drop_established"):
			established.may = drops
		case !strings.HasPrefix(action, "aws:alert_"):
			last.may, last.open = passes|drops, FirewallRules
		}
	}
	if established.may != drops {
		return []*firewallRule{&last}
	}
	rest := established
	established.code = FirewallHandshakeOnly
	established.match.protocols = &protocolSet{}
	established.match.protocols.add(netmath.TCP)
	return []*firewallRule{&established, &rest}
}

func defaultText(engine string, actions []string) string {
	if len(actions) == 0 {
		return "no " + engine + " default action is known"
	}
	return engine + " default action " + strings.Join(actions, ", ")
}
