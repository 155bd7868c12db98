package graph

// Implements R12.7: what stateful rules mean where they stand, with the variables of their group and policy.

import (
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/suricata"
)

// A firewallScope compiles the stateful rules of a group in a policy.
type firewallScope struct {
	f        *firewallCompiler
	group    *topology.FirewallRuleGroup
	of       map[string]topology.FirewallIPSet // the policy's variables
	home     termReader[netmath.AddrSet]       // for addresses in HOME_NET
	away     termReader[netmath.AddrSet]
	ports    termReader[netmath.Ports]
	addrs    map[string]*addrMatch // by the text of the term
	prefixes []netip.Prefix
	usesHome bool
}

func newFirewallScope(f *firewallCompiler, d *topology.FirewallRuleGroup, variables map[string]topology.FirewallIPSet) *firewallScope {
	s := &firewallScope{f: f, group: d, of: variables, addrs: map[string]*addrMatch{}}
	every := netmath.AllAddrs(netmath.IPv4).Union(netmath.AllAddrs(netmath.IPv6))
	s.home = termReader[netmath.AddrSet]{all: every, word: s.addresses, variable: s.ipSet, variables: map[string]*sides[netmath.AddrSet]{}}
	s.away = termReader[netmath.AddrSet]{all: every, word: s.addresses, variable: s.ipSet, variables: map[string]*sides[netmath.AddrSet]{}}
	if !s.defines("HOME_NET") {
		s.home.variables["HOME_NET"] = settledAs(every)
		s.away.variables["HOME_NET"] = settledAs(netmath.AddrSet{})
	}
	s.ports = termReader[netmath.Ports]{all: netmath.AllPorts(), word: portsOf, variable: s.portSet, variables: map[string]*sides[netmath.Ports]{}}
	return s
}

// settledAs is a variable that stands for one set.
func settledAs(set netmath.AddrSet) *sides[netmath.AddrSet] {
	v := &sides[netmath.AddrSet]{}
	v.add(wanted, set, set)
	return v
}

// key tells policies apart by what they say of variables.
func (s *firewallScope) key() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s.of)) {
		fmt.Fprintf(&b, " %q=%q", name, s.of[name].Definition)
	}
	return b.String()
}

// defines reports whether the group or the policy says what a variable of addresses stands for.
func (s *firewallScope) defines(name string) bool {
	_, defined := s.definition(name)
	return defined
}

func (s *firewallScope) definition(name string) (topology.FirewallIPSet, bool) {
	if s.group != nil {
		if set, ok := s.group.RuleGroup.RuleVariables.IPSets[name]; ok {
			return set, true
		}
	}
	set, ok := s.of[name]
	return set, ok
}

// unreadableTerm stands for what may be anything: a variable that nobody defines.
var unreadableTerm = suricata.Term{Word: "@unreadable"}

// ipSet reads the definition of a variable of addresses.
func (s *firewallScope) ipSet(name string) ([]suricata.Term, bool) {
	set, defined := s.definition(name)
	switch {
	case defined:
		return s.terms(name, set.Definition, suricata.ParseAddresses), true
	case name == "EXTERNAL_NET":
		return []suricata.Term{{Not: true, Word: "$HOME_NET"}}, true
	}
	s.undefined(name)
	return nil, false
}

// portSet reads the definition of a variable of ports.
func (s *firewallScope) portSet(name string) ([]suricata.Term, bool) {
	set, defined := s.group.RuleGroup.RuleVariables.PortSets[name]
	if !defined {
		s.undefined(name)
		return nil, false
	}
	return s.terms(name, set.Definition, suricata.ParsePorts), true
}

func (s *firewallScope) terms(name string, words []string, parse func(string) (suricata.Term, error)) []suricata.Term {
	terms := make([]suricata.Term, 0, len(words))
	for _, word := range words {
		t, err := parse(word)
		if err != nil {
			t = unreadableTerm
			s.tell("FIREWALL_RULE_UNREADABLE", name+"="+word, "a part of variable "+name+" was not understood: "+err.Error(), word)
		}
		terms = append(terms, t)
	}
	return terms
}

func (s *firewallScope) undefined(name string) {
	s.tell("FIREWALL_VARIABLE_UNDEFINED", name, "rules use a variable that neither the group nor the policy defines", "$"+name)
}

// tell reports trouble with a variable of the group, once.
func (s *firewallScope) tell(code, about, message, value string) {
	key := code + " " + s.group.RuleGroupArn + " " + about
	if s.f.told[key] {
		return
	}
	s.f.told[key] = true
	remedy := "What it stands for is taken as unknown. Collect describe-rule-group again, or correct the rule group."
	s.f.diagnose(topology.Warning, code, s.group.Ref(), s.group.Source, message, value, remedy)
}

func portsOf(word string) netmath.Ports {
	r, err := suricata.ReadPorts(word)
	if err != nil {
		return netmath.Ports{}
	}
	return netmath.PortSpan(r.Lo, r.Hi)
}

// addresses reads a word, and keeps it as one of the prefixes that rules compare addresses with.
func (s *firewallScope) addresses(word string) netmath.AddrSet {
	r, err := suricata.ReadAddresses(word)
	if err != nil {
		return netmath.AddrSet{}
	}
	blocks := slices.Collect(r.Prefixes())
	s.prefixes = append(s.prefixes, blocks...)
	return netmath.AddrSetOf(blocks...)
}

// addrMatch compiles a term of addresses, nil for all.
func (s *firewallScope) addrMatch(t *suricata.Term) *addrMatch {
	if t.Any() && !t.Not {
		return nil
	}
	text := t.String()
	if m, done := s.addrs[text]; done {
		return m
	}
	m := &addrMatch{}
	m.home.certain, m.home.possible = s.home.read(t)
	m.away.certain, m.away.possible = s.away.read(t)
	if m.home.certain.Equal(m.away.certain) && m.home.possible.Equal(m.away.possible) {
		m.away = m.home
	} else {
		s.usesHome = true
	}
	s.addrs[text] = m
	return m
}

// portBounds compiles a term of ports, nil for all.
func (s *firewallScope) portBounds(t *suricata.Term) *Bounds {
	if t.Any() && !t.Not {
		return nil
	}
	var b Bounds
	b.Certain, b.Possible = s.ports.read(t)
	return &b
}

func (s *firewallScope) end(e *suricata.End) flowEnd {
	return flowEnd{addrs: s.addrMatch(&e.Addresses), ports: s.portBounds(&e.Ports)}
}

// rule compiles a stateful rule. Those that only tell, and decide nothing, do not matter.
func (s *firewallScope) rule(p *parsedRule) (r firewallRule, matters bool) {
	r = firewallRule{name: p.name, text: ruleText(&p.rule), code: FirewallRulesRestriction}
	action := p.rule.Action
	if unread := (*suricata.Error)(nil); errors.As(p.err, &unread) {
		action = unread.Action
	}
	switch {
	case action == "alert":
		return r, false
	case action == "pass":
		r.may = passes
	case action == "drop":
		r.may, r.mild = drops, true
	case strings.HasPrefix(action, "reject"):
		r.may = drops
	default:
		r.may = passes | drops
	}
	if p.err != nil {
		r.open = FirewallRules
		return r, true
	}
	s.match(&r, &p.rule)
	return r, true
}

// match compiles what a rule that was read wants of a packet.
func (s *firewallScope) match(r *firewallRule, p *suricata.Rule) {
	protocol, _ := suricata.ReadProtocol(p.Protocol)
	r.match = flowMatch{stateful: true, oneFamily: protocol.OneFamily, family: protocol.Family, both: p.Both, from: s.end(&p.From), to: s.end(&p.To)}
	if len(protocol.Numbers) > 0 {
		r.match.protocols = &protocolSet{}
		for _, n := range protocol.Numbers {
			r.match.protocols.add(n)
		}
	}
	if protocol.Application || p.Deeper() != "" {
		r.open = FirewallRuleOptions
	}
	if p.Backwards() {
		r.open, r.match.both = FirewallRuleOptions, true
	}
}

// ruleText shows a rule as it is written, with its message.
func ruleText(r *suricata.Rule) string {
	for _, o := range r.Options {
		if o.Keyword == "msg" {
			return r.Header + " " + o.Value
		}
	}
	return r.Header
}
