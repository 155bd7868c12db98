package graph

// Implements R12.2 as far as it is about what stateless rules match.

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
)

// statelessRule compiles a rule that judges packets one by one.
func (f *firewallCompiler) statelessRule(d *topology.FirewallRuleGroup, rule *topology.FirewallStatelessRule, group *ruleGroup) firewallRule {
	m := &rule.RuleDefinition.MatchAttributes
	r := firewallRule{name: fmt.Sprint(rule.Priority), code: FirewallRulesRestriction}
	r.may, r.open = statelessFate(rule.RuleDefinition.Actions)
	var odd []string
	r.match.from = flowEnd{addrs: group.addresses(m.Sources, &odd), ports: statelessPorts(m.SourcePorts)}
	r.match.to = flowEnd{addrs: group.addresses(m.Destinations, &odd), ports: statelessPorts(m.DestinationPorts)}
	if len(m.Protocols) > 0 {
		r.match.protocols = &protocolSet{}
	}
	for _, p := range m.Protocols {
		if p >= 0 && p <= 255 {
			r.match.protocols.add(netmath.Protocol(p))
		}
	}
	for _, flags := range m.TCPFlags {
		r.match.flags = append(r.match.flags, tcpFlags{set: flagBits(flags.Flags), among: maskBits(flags.Masks)})
	}
	r.text = statelessText(rule.RuleDefinition.Actions, m)
	for _, word := range odd {
		f.warn("FIREWALL_RULE_UNREADABLE", d.Ref(), d.Source, fmt.Sprintf("an address of stateless rule %d was not understood", rule.Priority), word,
			"It is taken as one that may be any. Correct it, or report it if AWS takes it.")
	}
	return r
}

// addresses compiles a set of blocks and addresses, nil for all. What cannot be read may be any.
func (g *ruleGroup) addresses(set []struct{ AddressDefinition string }, odd *[]string) *addrMatch {
	if len(set) == 0 {
		return nil
	}
	var certain netmath.AddrSetBuilder
	strange := false
	for _, a := range set {
		block, ok := blockOf(a.AddressDefinition)
		if !ok {
			*odd = append(*odd, a.AddressDefinition)
			strange = true
			continue
		}
		certain.Add(block)
		g.prefixes = append(g.prefixes, block)
	}
	b := addrBounds{certain: certain.Set(), possible: certain.Set()}
	if strange {
		b.possible = netmath.AllAddrs(netmath.IPv4).Union(netmath.AllAddrs(netmath.IPv6))
	}
	return &addrMatch{home: b, away: b}
}

// blockOf reads a block, or an address as a block of its own.
func blockOf(text string) (netip.Prefix, bool) {
	text = strings.TrimSpace(text)
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a, a.BitLen()), true
	}
	p, err := netip.ParsePrefix(text)
	return p.Masked(), err == nil
}

// statelessPorts compiles ranges of ports, nil for all.
func statelessPorts(ranges []topology.FirewallPortRange) *Bounds {
	if len(ranges) == 0 {
		return nil
	}
	var ports netmath.Ports
	for _, r := range ranges {
		ports = ports.Union(spanOf(r.FromPort, r.ToPort))
	}
	b := Exactly(ports)
	return &b
}

var flagNames = map[string]uint8{
	"FIN": finFlag, "SYN": synFlag, "RST": rstFlag, "PSH": pshFlag, "ACK": ackFlag, "URG": urgFlag, "ECE": eceFlag, "CWR": cwrFlag,
}

func flagBits(names []string) uint8 {
	var bits uint8
	for _, name := range names {
		bits |= flagNames[name]
	}
	return bits
}

// maskBits are the flags that a rule looks at: all of them unless it names some.
func maskBits(names []string) uint8 {
	if len(names) == 0 {
		return 0xff
	}
	return flagBits(names)
}

// statelessText shows a rule in the way that stateful ones are written.
func statelessText(actions []string, m *topology.FirewallMatchAttributes) string {
	protocols := make([]string, 0, len(m.Protocols))
	for _, p := range m.Protocols {
		if p >= 0 && p <= 255 {
			protocols = append(protocols, netmath.Protocol(p).String())
		}
	}
	text := strings.Join([]string{
		strings.TrimPrefix(strings.Join(actions, ","), "aws:"), anyOr(protocols, "ip"), anyOr(definitions(m.Sources), "any"), anyOr(portTexts(m.SourcePorts), "any"),
		"->", anyOr(definitions(m.Destinations), "any"), anyOr(portTexts(m.DestinationPorts), "any"),
	}, " ")
	for _, f := range m.TCPFlags {
		text += " flags " + strings.Join(f.Flags, "+")
	}
	return text
}

// maxListed is how many parts of a set are shown.
const maxListed = 4

func anyOr(words []string, everything string) string {
	switch n := len(words); {
	case n == 0:
		return everything
	case n == 1:
		return words[0]
	case n > maxListed:
		words = append(words[:maxListed:maxListed], "...")
	}
	return "[" + strings.Join(words, ",") + "]"
}

func definitions(set []struct{ AddressDefinition string }) []string {
	words := make([]string, 0, len(set))
	for _, a := range set {
		words = append(words, a.AddressDefinition)
	}
	return words
}

func portTexts(ranges []topology.FirewallPortRange) []string {
	words := make([]string, 0, len(ranges))
	for _, r := range ranges {
		if r.FromPort == r.ToPort {
			words = append(words, fmt.Sprint(r.FromPort))
		} else {
			words = append(words, fmt.Sprintf("%d:%d", r.FromPort, r.ToPort))
		}
	}
	return words
}
