package randnet

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// statelessGroup adds a group of stateless rules.
func (d *draft) statelessGroup(at topology.Meta) string {
	g := d.ruleGroup(at, "STATELESS")
	source := &struct {
		StatelessRules []topology.FirewallStatelessRule
	}{}
	for n := range d.between(1, 3) {
		source.StatelessRules = append(source.StatelessRules, d.statelessRule(50-10*n))
	}
	g.RuleGroup.RulesSource.StatelessRulesAndCustomActions = source
	return g.RuleGroupArn
}

func (d *draft) statelessRule(priority int) topology.FirewallStatelessRule {
	r := topology.FirewallStatelessRule{Priority: priority}
	r.RuleDefinition.Actions = []string{"metric", draw(d.dice, share[string]{50, "aws:forward_to_sfe"}, share[string]{30, "aws:pass"}, share[string]{18, "aws:drop"}, share[string]{2, "other"})}
	m := &r.RuleDefinition.MatchAttributes
	if d.chance(50) {
		m.Sources = []struct{ AddressDefinition string }{{d.ruleBlock()}}
	}
	if d.chance(45) {
		m.Destinations = []struct{ AddressDefinition string }{{d.ruleBlock()}, {d.ruleBlock()}}
	}
	if d.chance(60) {
		m.Protocols = pick(d.dice, []int{6}, []int{6, 17}, []int{17}, []int{1, 58}, []int{47})
	}
	if d.chance(40) {
		m.DestinationPorts = []topology.FirewallPortRange{d.rulePorts()}
	}
	if d.chance(20) {
		m.SourcePorts = []topology.FirewallPortRange{d.rulePorts()}
	}
	if d.chance(12) {
		m.TCPFlags = []struct{ Flags, Masks []string }{pick(d.dice,
			struct{ Flags, Masks []string }{[]string{"SYN"}, []string{"SYN", "ACK"}}, struct{ Flags, Masks []string }{[]string{"SYN"}, nil},
			struct{ Flags, Masks []string }{[]string{"SYN", "ACK"}, nil}, struct{ Flags, Masks []string }{[]string{"ACK"}, []string{"ACK"}},
			struct{ Flags, Masks []string }{nil, []string{"RST", "FIN"}})}
	}
	return r
}

func (d *draft) rulePorts() topology.FirewallPortRange {
	return pick(d.dice, topology.FirewallPortRange{FromPort: 443, ToPort: 443}, topology.FirewallPortRange{FromPort: 0, ToPort: 1023}, topology.FirewallPortRange{FromPort: 80, ToPort: 443},
		topology.FirewallPortRange{FromPort: 1024, ToPort: 65535}, topology.FirewallPortRange{FromPort: 32768, ToPort: 60999}, topology.FirewallPortRange{FromPort: 0, ToPort: 65535})
}

// ruleBlock is a prefix that flows have to do with.
func (d *draft) ruleBlock() string {
	switch {
	case d.chance(35):
		if blocks := pick(d.dice, d.vpcs...).blocks(); len(blocks) > 0 {
			return pick(d.dice, blocks...).String()
		}
	case d.chance(30):
		if s := pick(d.dice, pick(d.dice, d.vpcs...).subnets...); s.CidrBlock.IsValid() {
			return s.CidrBlock.String()
		}
	}
	return pick(d.dice, "0.0.0.0/0", "10.0.0.0/8", "198.51.100.0/24", "203.0.113.0/25", "8.8.8.8/32", "8.8.8.8", "2001:db8::/32", "::/0", "0.0.0.0/1", "unreadable")
}

// statefulGroup adds a group of stateful rules in one of their forms.
func (d *draft) statefulGroup(at topology.Meta) string {
	g := d.ruleGroup(at, "STATEFUL")
	x := &g.RuleGroup
	if d.chance(30) {
		x.RuleVariables.IPSets = map[string]topology.FirewallIPSet{"WEB": {Definition: []string{d.readableBlock(), d.readableBlock()}}}
	}
	if d.chance(10) {
		x.RuleVariables.IPSets = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{d.readableBlock()}}}
	}
	if d.chance(30) {
		x.RuleVariables.PortSets = map[string]topology.FirewallPortSet{"PORTS": {Definition: []string{"443", pick(d.dice, "8000:8100", "80", "1024:")}}}
	}
	switch {
	case d.chance(12):
		x.RulesSource.RulesSourceList = &struct {
			Targets            []string
			TargetTypes        []string
			GeneratedRulesType string
		}{[]string{".example.com"}, []string{"TLS_SNI", "HTTP_HOST"}, pick(d.dice, "ALLOWLIST", "DENYLIST", "REJECTLIST", "ALERTLIST")}
	case d.chance(35):
		for range d.between(1, 3) {
			x.RulesSource.StatefulRules = append(x.RulesSource.StatefulRules, d.tupleRule())
		}
	default:
		lines := []string{"# rules"}
		for range d.between(1, 4) {
			lines = append(lines, d.suricataRule())
		}
		x.RulesSource.RulesString = strings.Join(lines, "\n")
	}
	return g.RuleGroupArn
}

func (d *draft) readableBlock() string {
	for {
		if b := d.ruleBlock(); b != "unreadable" {
			return b
		}
	}
}

// The words of rules, the same in both forms.
func (d *draft) ruleAddress() string {
	switch {
	case d.chance(35):
		return "any"
	case d.chance(45):
		return pick(d.dice, "$HOME_NET", "$EXTERNAL_NET", "$HOME_NET", "$EXTERNAL_NET", "!$HOME_NET", "$WEB", "@LIST")
	case d.chance(30):
		return "[" + d.readableBlock() + "," + pick(d.dice, "", " ", "!") + d.readableBlock() + "]"
	case d.chance(20):
		return "!" + d.readableBlock()
	}
	return d.readableBlock()
}

func (d *draft) rulePort() string {
	return pick(d.dice, "any", "any", "any", "443", "443", "80", "1:1023", "1024:", ":1023", "[80,443]", "[1:65535,!443]", "!443", "$PORTS", "53", "32768:60999")
}

func (d *draft) ruleProtocol() string {
	return pick(d.dice, "tcp", "tcp", "tcp", "ip", "ip", "udp", "icmp", "tls", "http", "dns", "ssh")
}

func (d *draft) ruleAction() string {
	return pick(d.dice, "pass", "pass", "pass", "pass", "pass", "drop", "drop", "reject", "alert", "alert")
}

// suricataRule writes a line, at times one that is hard to read.
func (d *draft) suricataRule() string {
	if d.chance(2) {
		return pick(d.dice, "drop tcp any -> any 443 (sid:1;)", "what is this", "pass frobnicate any any -> any any (sid:1;)")
	}
	source := "any"
	if d.chance(20) {
		source = d.rulePort()
	}
	options := pick(d.dice, `sid:1;`, `msg:"a rule"; sid:1; rev:2;`, `flow:to_server,established; sid:1;`, `flow:established; sid:1;`, `priority:3; sid:1; metadata:x y;`, `sid:1; flow:to_server;`)
	if d.chance(15) {
		options = pick(d.dice, `content:"x"; sid:1;`, `tls.sni; content:"example.com"; sid:1;`, `flow:to_client; sid:1;`, `flags:S; sid:1;`)
	}
	return fmt.Sprintf("%s %s %s %s %s %s %s (%s)", d.ruleAction(), d.ruleProtocol(), d.ruleAddress(), source, pick(d.dice, "->", "->", "->", "<>"), d.ruleAddress(), d.rulePort(), options)
}

// tupleRule is a rule in AWS's form.
func (d *draft) tupleRule() topology.FirewallStatefulRule {
	var r topology.FirewallStatefulRule
	r.Action = strings.ToUpper(d.ruleAction())
	r.Header.Protocol, r.Header.Direction = strings.ToUpper(d.ruleProtocol()), pick(d.dice, "FORWARD", "FORWARD", "ANY")
	r.Header.Source, r.Header.Destination, r.Header.SourcePort, r.Header.DestinationPort = d.ruleAddress(), d.ruleAddress(), "ANY", d.rulePort()
	if d.chance(15) {
		r.Header.SourcePort = d.rulePort()
	}
	r.RuleOptions = append(r.RuleOptions, struct {
		Keyword  string
		Settings []string
	}{"sid", []string{"1"}})
	if d.chance(20) {
		r.RuleOptions = append(r.RuleOptions, struct {
			Keyword  string
			Settings []string
		}{"flow", []string{"to_server", "established"}})
	}
	return r
}
