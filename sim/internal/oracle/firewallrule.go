package oracle

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// A ruleHeader is what a stateful rule says before its options, in Suricata's words.
type ruleHeader struct {
	action, protocol    string
	source, sourcePort  string
	direction           string // -> or <>
	destination, toPort string
}

// A ruleOption is a keyword with its settings.
type ruleOption struct {
	keyword  string
	settings []string
}

// rulesOf a group, of whichever source.
func (r *run) rulesOf(g *topology.FirewallRuleGroup, v variables) []statefulRule {
	source := g.RuleGroup.RulesSource
	var all []statefulRule
	for _, line := range ruleLines(source.RulesString) {
		all = append(all, suricataRule(line, v))
	}
	for _, rule := range source.StatefulRules {
		all = append(all, tupleRule(rule, v))
	}
	if list := source.RulesSourceList; list != nil {
		all = append(all, domainList(list.GeneratedRulesType))
	}
	return all
}

// domainList looks into TCP only, at names that no header tells (R12.6).
func domainList(kind string) statefulRule {
	actions := map[string]fates{"ALERTLIST": nil, "DENYLIST": {fateDrop}, "REJECTLIST": {fateReject}}
	does, known := actions[kind]
	if !known {
		does = fates{fateDrop, fatePass}
	}
	return statefulRule{does, func(p packet) truth { return min(maybe, truthOf(p.proto == protoTCP)) }}
}

// tupleRule is a rule in AWS's form.
func tupleRule(rule topology.FirewallStatefulRule, v variables) statefulRule {
	h := ruleHeader{
		action: rule.Action, protocol: rule.Header.Protocol, source: rule.Header.Source, sourcePort: rule.Header.SourcePort,
		direction: "->", destination: rule.Header.Destination, toPort: rule.Header.DestinationPort,
	}
	if strings.EqualFold(rule.Header.Direction, "ANY") {
		h.direction = "<>"
	}
	var options []ruleOption
	for _, o := range rule.RuleOptions {
		word, setting, _ := strings.Cut(o.Keyword, ":")
		options = append(options, ruleOption{word, append(splitSettings(setting), splitSettings(strings.Join(o.Settings, ","))...)})
	}
	return ruleWith(h, options, v)
}

func splitSettings(text string) []string {
	var all []string
	for _, s := range strings.Split(text, ",") {
		if s = strings.ToLower(strings.TrimSpace(s)); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func ruleWith(h ruleHeader, options []ruleOption, v variables) statefulRule {
	does, known := ruleActions[strings.ToLower(h.action)]
	certain, either := readOptions(options)
	if !known {
		does, certain = fates{fateDrop, fatePass}, maybe
	}
	return statefulRule{does, func(p packet) truth { return min(certain, h.matches(p, either, v)) }}
}

var ruleActions = map[string]fates{"pass": {fatePass}, "drop": {fateDrop}, "reject": {fateReject}, "alert": nil}

// harmless are the options that do not narrow what a header matches; of flow, only some settings are (R12.7).
var (
	harmless     = []string{"sid", "msg", "rev", "priority", "classtype", "metadata", "reference", "gid", "noalert", "target"}
	harmlessFlow = []string{"to_server", "from_client", "established", "not_established", "stateless", "no_stream", "only_stream", "no_frag"}
)

// readOptions tells whether the header alone decides, and whether the rule is about what servers send.
func readOptions(options []ruleOption) (certain truth, either bool) {
	certain = yes
	for _, o := range options {
		word := strings.ToLower(strings.TrimSpace(o.keyword))
		switch {
		case word == "" || slices.Contains(harmless, word):
		case word == "flow":
			for _, s := range o.settings {
				if !slices.Contains(harmlessFlow, s) {
					certain = maybe
				}
				either = either || s == "to_client" || s == "from_server"
			}
		default:
			certain = maybe
		}
	}
	return certain, either
}

// matches compares the header, both ways round for <>. Ports count for protocols that have them.
func (h ruleHeader) matches(p packet, either bool, v variables) truth {
	from := func(text string) truth {
		return sourcePortIn(p, v.kinds, func(port uint16) truth { return v.portIn(text, port) })
	}
	to := func(text string) truth { return v.portIn(text, p.dport) }
	if !p.hasPorts() {
		from, to = func(string) truth { return yes }, func(string) truth { return yes }
	}
	t := min(v.addressIn(h.source, p.src), v.addressIn(h.destination, p.dst), from(h.sourcePort), to(h.toPort))
	if h.direction == "<>" || either {
		t = max(t, min(v.addressIn(h.source, p.dst), v.addressIn(h.destination, p.src), to(h.sourcePort), from(h.toPort)))
	}
	return min(t, protocolFits(h.protocol, p))
}

// overUDP and overBoth are the application protocols that do not run over TCP alone.
var (
	overUDP  = []string{"dhcp", "ntp", "tftp", "snmp", "ike", "ikev2", "quic"}
	overBoth = []string{"dns", "krb5", "sip", "enip", "nfs"}
)

// protocolFits: an application protocol matches its transport perhaps.
func protocolFits(word string, p packet) truth {
	switch word = strings.ToLower(word); word {
	case "ip", "any", "pkthdr":
		return yes
	case "ip4", "ipv4":
		return truthOf(p.src.Is4())
	case "ip6", "ipv6":
		return truthOf(p.src.Is6())
	case "tcp", "tcp-pkt", "tcp-stream":
		return truthOf(p.proto == protoTCP)
	case "udp":
		return truthOf(p.proto == protoUDP)
	case "icmp":
		return truthOf(p.isICMP())
	case "icmpv4":
		return truthOf(p.proto == protoICMP)
	case "icmpv6":
		return truthOf(p.proto == protoICMPv6)
	case "sctp":
		return truthOf(p.proto == 132)
	}
	tcp := p.proto == protoTCP && !slices.Contains(overUDP, word)
	udp := p.proto == protoUDP && (slices.Contains(overUDP, word) || slices.Contains(overBoth, word))
	return min(maybe, truthOf(tcp || udp))
}

// variables are the names that a group's rules may use.
type variables struct {
	home   []netip.Prefix // of the firewall's VPC; none: not known
	policy *topology.FirewallPolicy
	group  *topology.FirewallRuleGroup
	kinds  []uint16 // of ports that a translator draws
}

// homeOf a firewall is its VPC.
func (r *run) homeOf(f *topology.NetworkFirewall) []netip.Prefix {
	if f == nil {
		return nil
	}
	if v := r.vpc(f.VpcId); v != nil {
		return vpcBlocks(v)
	}
	return nil
}

// addresses are what a variable stands for: the group's word, else the policy's, else that of the firewall's VPC.
func (v variables) addresses(name string) ([]string, bool) {
	if set, known := v.group.RuleGroup.RuleVariables.IPSets[name]; known {
		return set.Definition, true
	}
	if set, known := v.policy.FirewallPolicy.PolicyVariables.RuleVariables[name]; known {
		return set.Definition, true
	}
	switch {
	case name == "EXTERNAL_NET":
		return []string{"!$HOME_NET"}, true
	case name != "HOME_NET" || len(v.home) == 0:
		return nil, false
	}
	var all []string
	for _, block := range v.home {
		all = append(all, block.String())
	}
	return all, true
}

func (v variables) ports(name string) ([]string, bool) {
	set, known := v.group.RuleGroup.RuleVariables.PortSets[name]
	return set.Definition, known
}

func (v variables) addressIn(text string, a netip.Addr) truth {
	return expression{v.addresses, func(text string) truth { return addressAtom(text, a) }}.holds(text)
}

func (v variables) portIn(text string, port uint16) truth {
	return expression{v.ports, func(text string) truth { return portAtom(text, port) }}.holds(text)
}
