package oracle

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// fate is what an engine of a firewall may do with a packet. Rules that only perhaps match leave several fates possible.
type fate uint8

const (
	fateDrop fate = iota
	fatePass
	fateForward // to the stateful engine
	fateReject  // a drop that tells the sender
)

// fates is a set of them, without order.
type fates []fate

func (f fates) has(x fate) bool { return slices.Contains(f, x) }

func (f fates) and(others ...fate) fates {
	all := slices.Concat(f, others)
	slices.Sort(all)
	return slices.Compact(all)
}

// is tells whether all fates are x, or some.
func (f fates) is(x fate) truth {
	switch {
	case !f.has(x):
		return no
	case len(f) == 1:
		return yes
	}
	return maybe
}

// without the fate of a drop: what can have become of a packet that lives.
func (f fates) without(x fate) fates {
	return slices.DeleteFunc(slices.Clone(f), func(y fate) bool { return y == x })
}

// passFirewall says why a firewall does not let a packet through. It remembers what its stateful engine has seen.
func (l *leg) passFirewall(id string, f *topology.NetworkFirewall, p packet) string {
	policy := l.policyOf(f)
	stateless := fates{fateDrop, fatePass, fateForward}
	if policy != nil {
		stateless = l.stateless(policy, p)
	}
	l.note("R12.2: %s: stateless %v", id, stateless)
	x := inspection{id: id, firewall: f, stateful: stateless.without(fateDrop).is(fateForward)}
	var outcome fates
	for _, fate := range stateless {
		if fate == fateForward {
			outcome = outcome.and(l.stateful(x, policy, p)...)
		} else {
			outcome = outcome.and(fate)
		}
	}
	if !l.passes(outcome.is(fatePass), "R12.2: firewall at %s", id) {
		return "R12.2: the firewall at " + id + " drops it"
	}
	l.inspections = append(l.inspections, x)
	return ""
}

// policyOf a firewall; nil if it was not captured.
func (r *run) policyOf(f *topology.NetworkFirewall) *topology.FirewallPolicy {
	if f == nil || f.FirewallPolicyArn == "" {
		return nil
	}
	policy := find(r.s.FirewallPolicies, f.FirewallPolicyArn, func(p *topology.FirewallPolicy) string { return p.FirewallPolicyArn })
	if policy == nil || !policy.PolicyKnown {
		return nil
	}
	return policy
}

// ruleGroup finds a group of rules; nil if its rules were not captured.
func (r *run) ruleGroup(arn string) *topology.FirewallRuleGroup {
	g := find(r.s.FirewallRuleGroups, arn, func(g *topology.FirewallRuleGroup) string { return g.RuleGroupArn })
	if g == nil || !g.RulesKnown {
		return nil
	}
	return g
}

// stateful is what the stateful engine does with a packet: a reply of what it let through passes (R12.6); of what it never saw, TCP is
// lost, or judged as new if the policy says so.
func (l *leg) stateful(x inspection, policy *topology.FirewallPolicy, p packet) fates {
	seen := no
	if l.isReply() {
		seen = remembered(l.request.inspections, x)
	}
	var all fates
	if seen != no {
		all = all.and(fatePass)
	}
	if seen == yes {
		return all
	}
	if midstream := takesMidstream(policy); l.isReply() && p.proto == protoTCP && midstream != yes {
		all = all.and(fateDrop)
		if midstream == no {
			return all
		}
	}
	if policy == nil {
		return all.and(fateDrop, fatePass)
	}
	return all.and(l.judge(x.firewall, policy, p)...)
}
