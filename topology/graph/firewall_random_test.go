package graph

// Random policies for the reference, and how they are written down as documents.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// firewallDice throws policies.
type firewallDice struct{ *rand.Rand }

func oneOf[T any](d firewallDice, all ...T) T { return all[d.IntN(len(all))] }

func (d firewallDice) chance(percent int) bool { return d.IntN(100) < percent }

var diceBlocks = []string{"10.0.0.0/8", "10.0.0.0/16", "10.0.1.0/24", "10.0.1.10", "10.0.2.0/24", "192.0.2.0/24", "192.0.2.7", "2001:db8::/32", "0.0.0.0/0"}

var dicePorts = []string{"22", "80", "443", "80:90", "1024:", ":1023", "40000", "0:65535"}

func (d firewallDice) set(words []string, variables []string, depth int) madeSet {
	s := madeSet{not: d.chance(20)}
	switch n := d.IntN(10); {
	case n < 3:
		s.word = "any"
	case n < 6 || depth > 2:
		s.word = oneOf(d, words...)
	case n < 8:
		s.word = oneOf(d, variables...)
	default:
		for range 1 + d.IntN(3) {
			s.list = append(s.list, d.set(words, variables, depth+1))
		}
	}
	return s
}

func (d firewallDice) addrs() madeSet {
	return d.set(diceBlocks, []string{"$HOME_NET", "$EXTERNAL_NET", "$ONE", "$TWO", "$NOBODY", "@ref"}, 0)
}

func (d firewallDice) ports() madeSet { return d.set(dicePorts, []string{"$PORTS", "$NOPORTS"}, 0) }

func (d firewallDice) stateful(n int) []madeStateful {
	var rules []madeStateful
	for range n {
		r := madeStateful{action: oneOf(d, "pass", "pass", "drop", "drop", "reject", "alert"), protocol: oneOf(d, "ip", "tcp", "tcp", "udp", "icmp", "tls", "dns"),
			src: d.addrs(), dst: d.addrs(), sp: madeSet{word: "any"}, dp: d.ports(), both: d.chance(20)}
		if d.chance(20) {
			r.sp = d.ports()
		}
		r.options = oneOf(d, "", "", "", "flow:established,to_server", "content:\"x\"", "flow:to_client")
		r.garbled = d.chance(4)
		rules = append(rules, r)
	}
	return rules
}

func (d firewallDice) stateless(n int) []madeStateless {
	var rules []madeStateless
	for i := range n {
		r := madeStateless{priority: i, actions: oneOf(d, []string{"aws:pass"}, []string{"aws:drop"}, []string{"metric", "aws:forward_to_sfe"}, []string{"aws:forward_to_sfe"})}
		if d.chance(5) {
			r.actions = []string{"metric"}
		}
		for range d.IntN(3) {
			r.src = append(r.src, oneOf(d, diceBlocks...))
		}
		for range d.IntN(3) {
			r.dst = append(r.dst, oneOf(d, diceBlocks...))
		}
		if d.chance(4) {
			r.dst = append(r.dst, "nonsense")
		}
		for range d.IntN(2) {
			r.protocols = append(r.protocols, oneOf(d, 6, 17, 1))
		}
		if d.chance(40) {
			r.dp = append(r.dp, oneOf(d, [2]int{22, 22}, [2]int{80, 443}, [2]int{1024, 65535}))
		}
		if d.chance(20) {
			r.sp = append(r.sp, oneOf(d, [2]int{1024, 65535}, [2]int{0, 1023}, [2]int{443, 443}))
		}
		if d.chance(15) {
			r.flags = append(r.flags, oneOf(d, [2]string{"S", "SA"}, [2]string{"SA", "SA"}, [2]string{"S", ""}, [2]string{"A", "A"}))
		}
		rules = append(rules, r)
	}
	return rules
}

func (d firewallDice) policy() *madePolicy {
	p := &madePolicy{strict: d.chance(50), continues: d.chance(30)}
	p.defaults = oneOf(d, []string{"aws:forward_to_sfe"}, []string{"aws:forward_to_sfe"}, []string{"aws:pass"}, []string{"aws:drop"}, nil)
	if p.strict {
		p.statefulDefaults = oneOf(d, nil, []string{"aws:drop_strict"}, []string{"aws:alert_strict", "aws:drop_established"}, []string{"aws:alert_established"}, []string{"aws:app_drop_established_to_server"})
	}
	for i := range d.IntN(3) {
		g := &madeGroup{arn: fmt.Sprint("stateless-", i), unknown: d.chance(5), stateless: d.stateless(1 + d.IntN(3))}
		p.stateless = append(p.stateless, madeReference{group: g, priority: i})
	}
	for i := range d.IntN(4) {
		g := &madeGroup{arn: fmt.Sprint("stateful-", i), unknown: d.chance(5), asText: d.chance(70)}
		if d.chance(15) {
			g.list = oneOf(d, "ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST")
		} else {
			g.stateful = d.stateful(1 + d.IntN(4))
		}
		g.sets = map[string][]madeSet{"ONE": {{word: oneOf(d, diceBlocks...)}, {not: d.chance(50), word: "$TWO"}}, "TWO": {{not: d.chance(50), word: oneOf(d, diceBlocks...)}}}
		g.portSets = map[string][]madeSet{"PORTS": {{word: oneOf(d, dicePorts...)}, {not: d.chance(40), word: oneOf(d, dicePorts...)}}}
		if d.chance(20) {
			g.sets[oneOf(d, "HOME_NET", "EXTERNAL_NET")] = []madeSet{{word: oneOf(d, diceBlocks...)}}
		}
		p.stateful = append(p.stateful, madeReference{group: g, priority: i, mild: d.chance(10)})
	}
	if d.chance(30) {
		p.sets = map[string][]madeSet{"HOME_NET": {{word: "10.0.1.0/24"}, {word: "192.0.2.7"}}}
	}
	return p
}

// written is a policy as documents: of the policy, and of the groups that are known.
func (p *madePolicy) written(d firewallDice) (topology.FirewallPolicy, []topology.FirewallRuleGroup) {
	doc := topology.FirewallPolicy{FirewallPolicyArn: "policy", PolicyKnown: true}
	f := &doc.FirewallPolicy
	f.StatelessDefaultActions, f.StatefulDefaultActions = p.defaults, p.statefulDefaults
	if p.strict {
		f.StatefulEngineOptions.RuleOrder = "STRICT_ORDER"
	}
	if p.continues {
		f.StatefulEngineOptions.StreamExceptionPolicy = "CONTINUE"
	}
	f.PolicyVariables.RuleVariables = ipSets(p.sets)
	var groups []topology.FirewallRuleGroup
	for _, r := range p.stateless {
		f.StatelessRuleGroupReferences = append(f.StatelessRuleGroupReferences, struct {
			ResourceArn string
			Priority    int
		}{r.group.arn, r.priority})
		groups = append(groups, r.group.written(d))
	}
	for _, r := range p.stateful {
		reference := struct {
			ResourceArn string
			Priority    *int
			Override    *struct{ Action string }
		}{ResourceArn: r.group.arn, Priority: new(int)}
		*reference.Priority = r.priority
		if r.mild {
			reference.Override = &struct{ Action string }{"DROP_TO_ALERT"}
		}
		f.StatefulRuleGroupReferences = append(f.StatefulRuleGroupReferences, reference)
		groups = append(groups, r.group.written(d))
	}
	d.Shuffle(len(f.StatelessRuleGroupReferences), func(i, j int) {
		f.StatelessRuleGroupReferences[i], f.StatelessRuleGroupReferences[j] = f.StatelessRuleGroupReferences[j], f.StatelessRuleGroupReferences[i]
	})
	d.Shuffle(len(f.StatefulRuleGroupReferences), func(i, j int) {
		f.StatefulRuleGroupReferences[i], f.StatefulRuleGroupReferences[j] = f.StatefulRuleGroupReferences[j], f.StatefulRuleGroupReferences[i]
	})
	return doc, slices.DeleteFunc(groups, func(g topology.FirewallRuleGroup) bool { return !g.RulesKnown && d.chance(50) })
}

func ipSets(sets map[string][]madeSet) map[string]topology.FirewallIPSet {
	written := map[string]topology.FirewallIPSet{}
	for name, terms := range sets {
		written[name] = topology.FirewallIPSet{Definition: texts(terms)}
	}
	return written
}

func texts(terms []madeSet) []string {
	var all []string
	for _, t := range terms {
		all = append(all, t.String())
	}
	return all
}

func (g *madeGroup) written(d firewallDice) topology.FirewallRuleGroup {
	doc := topology.FirewallRuleGroup{RuleGroupArn: g.arn, RulesKnown: !g.unknown}
	if g.unknown {
		return doc
	}
	source := &doc.RuleGroup.RulesSource
	doc.RuleGroup.RuleVariables.IPSets = ipSets(g.sets)
	doc.RuleGroup.RuleVariables.PortSets = map[string]topology.FirewallPortSet{}
	for name, terms := range g.portSets {
		doc.RuleGroup.RuleVariables.PortSets[name] = topology.FirewallPortSet{Definition: texts(terms)}
	}
	if g.list != "" {
		source.RulesSourceList = &struct {
			Targets            []string
			TargetTypes        []string
			GeneratedRulesType string
		}{GeneratedRulesType: g.list}
	}
	var text strings.Builder
	for i := range g.stateful {
		if g.asText {
			text.WriteString(g.stateful[i].line(d) + "\n")
		} else {
			source.StatefulRules = append(source.StatefulRules, g.stateful[i].tuple())
		}
	}
	source.RulesString = text.String()
	if g.stateless != nil {
		source.StatelessRulesAndCustomActions = &struct {
			StatelessRules []topology.FirewallStatelessRule
		}{}
		for i := range g.stateless {
			source.StatelessRulesAndCustomActions.StatelessRules = append(source.StatelessRulesAndCustomActions.StatelessRules, g.stateless[i].written())
		}
		d.Shuffle(len(g.stateless), func(i, j int) {
			rules := source.StatelessRulesAndCustomActions.StatelessRules
			rules[i], rules[j] = rules[j], rules[i]
		})
	}
	return doc
}

func (r *madeStateful) line(d firewallDice) string {
	if r.garbled {
		return r.action + " " + r.protocol + " any any -> any"
	}
	arrow := "->"
	if r.both {
		arrow = "<>"
	}
	options := "sid:1;"
	if r.options != "" {
		options = r.options + "; " + options
	}
	blank := oneOf(d, " ", "\t", " \\\n ")
	return strings.Join([]string{r.action, r.protocol, r.src.String(), r.sp.String(), arrow, r.dst.String(), r.dp.String()}, " ") + blank + "(" + options + ")"
}

func (r *madeStateful) tuple() topology.FirewallStatefulRule {
	var t topology.FirewallStatefulRule
	t.Action, t.Header.Protocol = strings.ToUpper(r.action), strings.ToUpper(r.protocol)
	t.Header.Source, t.Header.SourcePort, t.Header.Destination, t.Header.DestinationPort = r.src.String(), r.sp.String(), r.dst.String(), r.dp.String()
	t.Header.Direction = "FORWARD"
	if r.both {
		t.Header.Direction = "ANY"
	}
	if r.garbled {
		t.Header.Direction = "SIDEWAYS"
	}
	if keyword, settings, _ := strings.Cut(r.options, ":"); keyword != "" {
		t.RuleOptions = append(t.RuleOptions, struct {
			Keyword  string
			Settings []string
		}{keyword, strings.Split(settings, ",")})
	}
	return t
}

func (r *madeStateless) written() topology.FirewallStatelessRule {
	t := topology.FirewallStatelessRule{Priority: r.priority}
	t.RuleDefinition.Actions = r.actions
	m := &t.RuleDefinition.MatchAttributes
	for _, a := range r.src {
		m.Sources = append(m.Sources, struct{ AddressDefinition string }{a})
	}
	for _, a := range r.dst {
		m.Destinations = append(m.Destinations, struct{ AddressDefinition string }{a})
	}
	for _, p := range r.sp {
		m.SourcePorts = append(m.SourcePorts, topology.FirewallPortRange{FromPort: int32(p[0]), ToPort: int32(p[1])})
	}
	for _, p := range r.dp {
		m.DestinationPorts = append(m.DestinationPorts, topology.FirewallPortRange{FromPort: int32(p[0]), ToPort: int32(p[1])})
	}
	m.Protocols = r.protocols
	names := map[rune]string{'S': "SYN", 'A': "ACK"}
	for _, f := range r.flags {
		var flags struct{ Flags, Masks []string }
		for _, letter := range f[0] {
			flags.Flags = append(flags.Flags, names[letter])
		}
		for _, letter := range f[1] {
			flags.Masks = append(flags.Masks, names[letter])
		}
		m.TCPFlags = append(m.TCPFlags, flags)
	}
	return t
}
