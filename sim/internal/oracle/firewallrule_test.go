package oracle

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// ruled gives the firewall one stateful group of Suricata rules.
func ruled(order string, lines ...string) func(*topology.Snapshot) {
	return grouped(order, func(d *topology.FirewallRuleGroupDetails) { d.RulesSource.RulesString = strings.Join(lines, "\n") })
}

// grouped adds a stateful group.
func grouped(order string, change func(d *topology.FirewallRuleGroupDetails)) func(*topology.Snapshot) {
	return func(s *topology.Snapshot) {
		g := topology.FirewallRuleGroup{RuleGroupArn: fmt.Sprint("group-", len(s.FirewallRuleGroups)), RulesKnown: true}
		change(&g.RuleGroup)
		s.FirewallRuleGroups = append(s.FirewallRuleGroups, g)
		d := &s.FirewallPolicies[0].FirewallPolicy
		d.StatefulEngineOptions.RuleOrder = order
		n := 100 - len(s.FirewallRuleGroups)
		d.StatefulRuleGroupReferences = append(d.StatefulRuleGroupReferences, struct {
			ResourceArn string
			Priority    *int
			Override    *struct{ Action string }
		}{g.RuleGroupArn, &n, nil})
	}
}

func edits(all ...func(*topology.Snapshot)) func(*topology.Snapshot) {
	return func(s *topology.Snapshot) {
		for _, edit := range all {
			edit(s)
		}
	}
}

func defaults(actions ...string) func(*topology.Snapshot) {
	return policy(func(d *topology.FirewallPolicyDetails) { d.StatefulDefaultActions = actions })
}

func override(s *topology.Snapshot) {
	s.FirewallPolicies[0].FirewallPolicy.StatefulRuleGroupReferences[0].Override = &struct{ Action string }{"DROP_TO_ALERT"}
}

func TestStatefulRules(t *testing.T) {
	strict, byDefault := "STRICT_ORDER", "DEFAULT_ACTION_ORDER"
	https, dns := "eni-a > 8.8.8.8 tcp/443", "eni-a > 8.8.8.8 udp/53"
	tellBoxes(t, inspected, walled, []boxStory{
		{"R12.4 a drop", nil, ruled(byDefault, `drop tcp any any -> any 443 (sid:1;)`), https, Unreachable, 0},
		{"R12.4 of another port", nil, ruled(byDefault, `drop tcp any any -> any 80 (sid:1;)`), https, Reachable, 0},
		{"R12.4 pass before drop", nil, ruled(byDefault, `drop tcp any any -> any any (sid:1;)`, `pass tcp any any -> any 443 (sid:2;)`), https, Reachable, 0},
		{"R12.4 strictly, the first", nil, ruled(strict, `drop tcp any any -> any any (sid:1;)`, `pass tcp any any -> any 443 (sid:2;)`), https, Unreachable, 0},
		{"R12.4 strictly, groups by priority", nil, edits(ruled(strict, `drop tcp any any -> any any (sid:1;)`), ruled(strict, `pass tcp any any -> any 443 (sid:2;)`)), https, Reachable, 0},
		{"R12.4 an alert goes on", nil, ruled(strict, `alert tcp any any -> any any (sid:1;)`, `reject tcp any any -> any 443 (sid:2;)`), https, Unreachable, 0},
		{"R12.4 what nothing matches passes", nil, ruled(strict, `pass udp any any -> any any (sid:2;)`), https, Reachable, 0},
		{"R12.4 or drops by default", nil, edits(ruled(strict, `pass udp any any -> any any (sid:2;)`), defaults("aws:drop_strict")), https, Unreachable, 0},
		{"R12.5 handshakes alone are no connection", nil, edits(ruled(strict), defaults("aws:drop_established", "aws:alert_strict")), https, Unreachable, 0},
		{"R12.5 unless a rule passes them", nil, edits(ruled(strict, `pass tcp any any -> any 443 (flow:to_server,established; sid:2;)`), defaults("aws:drop_established")), https, Reachable, 0},
		{"R12.4 default actions are of strict order alone", nil, edits(ruled(byDefault), defaults("aws:drop_strict")), https, Reachable, 0},
		{"R12.4 an override makes drops alerts", nil, edits(ruled(byDefault, `drop tcp any any -> any any (sid:1;)`), override), https, Reachable, 0},
		{"R12.4 a group that was not captured", nil, edits(ruled(byDefault), func(s *topology.Snapshot) { s.FirewallRuleGroups = nil }), https, Unknown, 0},
		{"R12.7 options may narrow", nil, ruled(byDefault, `drop tcp any any -> any 443 (content:"x; y"; sid:1;)`), https, Unknown, 0},
		{"R12.7 not what does not match", nil, ruled(byDefault, `drop tcp any any -> any 80 (content:"x"; sid:1;)`), https, Reachable, 0},
		{"R12.7 an application is seen in its transport", nil, ruled(byDefault, `drop tls any any -> any any (sid:1;)`), https, Unknown, 0},
		{"R12.7 and not in others", nil, ruled(byDefault, `drop tls any any -> any any (sid:1;)`), dns, Reachable, 0},
		{"R12.7 DNS is in both", nil, ruled(byDefault, `drop dns any any -> any any (sid:1;)`), dns, Unknown, 0},
		{"R12.7 a line that cannot be read", nil, ruled(byDefault, `drop tcp any -> any 443`), dns, Unknown, 0},
		{"R12.6 the way round matters", nil, ruled(byDefault, `drop ip $EXTERNAL_NET any -> $HOME_NET any (sid:1;)`), https, Reachable, 0},
		{"R12.6 or does not", nil, ruled(byDefault, `drop ip $EXTERNAL_NET any <> $HOME_NET any (sid:1;)`), https, Unreachable, 0},
		{"R12.7 home is the firewall's VPC", nil, ruled(byDefault, `drop ip $HOME_NET any -> $EXTERNAL_NET any (sid:1;)`), https, Unreachable, 0},
		{"R12.7 or what the policy says", nil, edits(ruled(byDefault, `drop ip $HOME_NET any -> any any (sid:1;)`), policy(func(d *topology.FirewallPolicyDetails) {
			d.PolicyVariables.RuleVariables = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{"172.16.0.0/12"}}}
		})), https, Reachable, 0},
		{"R12.7 a variable of nobody", nil, ruled(byDefault, `drop ip $WEB any -> any any (sid:1;)`), https, Unknown, 0},
		{"R12.7 lists and what they lack", nil, ruled(byDefault, `drop tcp [10.0.0.0/8, !10.0.1.0/24] any -> any [1:1000, !443] (sid:1;)`), https, Reachable, 0},
		{"R12.6 a list of domains", nil, grouped(byDefault, domains("DENYLIST")), https, Unknown, 0},
		{"R12.6 looks at TCP only", nil, grouped(byDefault, domains("ALLOWLIST")), dns, Reachable, 0},
		{"R12.6 what is allowed may pass", nil, edits(grouped(strict, domains("ALLOWLIST")), defaults("aws:drop_strict")), https, Unknown, 0},
		{"R12.6 AWS's form", nil, grouped(byDefault, tuple("DROP", "TCP", "ANY", "ANY", "FORWARD", "8.8.8.8/32", "443")), https, Unreachable, 0},
		{"R12.6 from the other side", nil, grouped(byDefault, tuple("DROP", "TCP", "8.8.8.8", "443", "ANY", "ANY", "ANY")), https, Unreachable, 0},
		{"R12.6 not forward", nil, grouped(byDefault, tuple("DROP", "TCP", "8.8.8.8", "443", "FORWARD", "ANY", "ANY")), https, Reachable, 0},
		{"R12.6 replies of what passes pass", nil, ruled(byDefault, `drop ip 8.0.0.0/8 any -> any any (sid:1;)`), https, Reachable, 0},
	})
}

func domains(kind string) func(d *topology.FirewallRuleGroupDetails) {
	return func(d *topology.FirewallRuleGroupDetails) {
		d.RulesSource.RulesSourceList = &struct {
			Targets            []string
			TargetTypes        []string
			GeneratedRulesType string
		}{[]string{".example.com"}, []string{"TLS_SNI"}, kind}
	}
}

func tuple(action, protocol, source, sourcePort, direction, destination, port string) func(d *topology.FirewallRuleGroupDetails) {
	return func(d *topology.FirewallRuleGroupDetails) {
		var r topology.FirewallStatefulRule
		r.Action, r.Header.Protocol, r.Header.Direction = action, protocol, direction
		r.Header.Source, r.Header.SourcePort, r.Header.Destination, r.Header.DestinationPort = source, sourcePort, destination, port
		r.RuleOptions = append(r.RuleOptions, struct {
			Keyword  string
			Settings []string
		}{"sid:1", nil})
		d.RulesSource.StatefulRules = []topology.FirewallStatefulRule{r}
	}
}

// statelessRules gives the firewall a stateless group.
func statelessRules(rules ...topology.FirewallStatelessRule) func(*topology.Snapshot) {
	return func(s *topology.Snapshot) {
		g := topology.FirewallRuleGroup{RuleGroupArn: "stateless", RulesKnown: true}
		g.RuleGroup.RulesSource.StatelessRulesAndCustomActions = &struct {
			StatelessRules []topology.FirewallStatelessRule
		}{rules}
		s.FirewallRuleGroups = append(s.FirewallRuleGroups, g)
		d := &s.FirewallPolicies[0].FirewallPolicy
		d.StatelessRuleGroupReferences = append(d.StatelessRuleGroupReferences, struct {
			ResourceArn string
			Priority    int
		}{"stateless", 1})
	}
}

func stateless(priority int, action string, change func(m *topology.FirewallMatchAttributes)) topology.FirewallStatelessRule {
	r := topology.FirewallStatelessRule{Priority: priority}
	r.RuleDefinition.Actions = []string{"custom", action}
	if change != nil {
		change(&r.RuleDefinition.MatchAttributes)
	}
	return r
}

func TestStatelessRules(t *testing.T) {
	type attributes = topology.FirewallMatchAttributes
	https := "eni-a > 8.8.8.8 tcp/443"
	toPort := func(m *attributes) { m.DestinationPorts = []topology.FirewallPortRange{{FromPort: 443, ToPort: 443}} }
	fromPort := func(m *attributes) { m.SourcePorts = []topology.FirewallPortRange{{FromPort: 443, ToPort: 443}} }
	flags := func(flags, masks []string) func(m *attributes) {
		return func(m *attributes) { m.TCPFlags = []struct{ Flags, Masks []string }{{flags, masks}} }
	}
	tellBoxes(t, inspected, walled, []boxStory{
		{"R12.2 by priority", nil, statelessRules(stateless(20, "aws:drop", nil), stateless(10, "aws:pass", nil)), https, Reachable, 0},
		{"R12.2 a drop", nil, statelessRules(stateless(10, "aws:drop", toPort)), https, Unreachable, 0},
		{"R12.3 of the reply", nil, statelessRules(stateless(10, "aws:drop", fromPort)), https, Unreachable, Reachable},
		{"R12.3 a request passed and its reply forwarded", nil, statelessRules(stateless(10, "aws:pass", toPort)), https, Unreachable, Reachable},
		{"R12.3 a request forwarded and its reply passed", nil, statelessRules(stateless(10, "aws:pass", fromPort)), https, Unreachable, Reachable},
		{"R12.3 both passed", nil, statelessRules(stateless(10, "aws:pass", toPort), stateless(11, "aws:pass", fromPort)), https, Reachable, 0},
		{"R12.2 ports are TCP's and UDP's", nil, statelessRules(stateless(10, "aws:drop", toPort)), "eni-a > 8.8.8.8 icmp/8", Unreachable, 0},
		{"R12.2 a protocol", nil, statelessRules(stateless(10, "aws:drop", func(m *attributes) { m.Protocols = []int{17} })), https, Reachable, 0},
		{"R12.2 the first packet has SYN", nil, statelessRules(stateless(10, "aws:drop", flags([]string{"SYN"}, []string{"SYN", "ACK"}))), https, Unreachable, 0},
		{"R12.2 the answer has ACK, too", nil, statelessRules(stateless(10, "aws:drop", flags([]string{"SYN", "ACK"}, nil))), https, Unreachable, Reachable},
		{"R12.2 addresses", nil, statelessRules(stateless(10, "aws:drop", func(m *attributes) {
			m.Destinations = []struct{ AddressDefinition string }{{"2600::/16"}, {"8.8.8.8"}}
		})), https, Unreachable, 0},
		{"R12.2 of the other family", nil, statelessRules(stateless(10, "aws:drop", func(m *attributes) {
			m.Destinations = []struct{ AddressDefinition string }{{"::/0"}}
		})), https, Reachable, 0},
		{"R12.2 no action known", nil, statelessRules(stateless(10, "custom", nil)), https, Unknown, 0},
		{"R12.2 a group that was not captured", nil, edits(statelessRules(), func(s *topology.Snapshot) { s.FirewallRuleGroups = nil }), https, Unknown, 0},
	})
}

func TestRuleWords(t *testing.T) {
	got := ruleWords("drop tcp [10.0.0.0/8, !10.1.0.0/16] any -> $HOME_NET [80, 443] ")
	want := []string{"drop", "tcp", "[10.0.0.0/8, !10.1.0.0/16]", "any", "->", "$HOME_NET", "[80, 443]"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := ruleOptions(`msg:"a\; b\"\; c"; sid:1; flow:to_server`); len(got) != 3 {
		t.Errorf("%q: want three options", got)
	}
}
