package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestFirewallRules(t *testing.T) { tell(t, firewallStories) }

// firewalled is VPC A whose subnet-a and subnet-b reach each other by vpce-g in subnet-g, the endpoint of firewall fw, which
// passes everything unless a story says otherwise.
func firewalled(w *world) topologytest.Firewall {
	hosts(w)
	w.Subnet("subnet-g", "vpc-a", "10.0.3.0/24", "2600:1f00:a:3::/64")
	w.RouteTable("rtb-a", "vpc-a", "subnet-a").Route("10.0.2.0/24", "vpce-g").Route("2600:1f00:a:2::/64", "vpce-g")
	w.RouteTable("rtb-b", "vpc-a", "subnet-b").Route("10.0.1.0/24", "vpce-g").Route("2600:1f00:a:1::/64", "vpce-g")
	return w.Firewall("fw", "subnet-g")
}

const (
	fwPolicy = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/fw"
	fwRules  = "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/rules"
	fwMore   = "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/more"
	fwSimple = "arn:aws:network-firewall:eu-west-1:111122223333:stateless-rulegroup/simple"
)

// obeying is firewalled with rules of one stateful group in default order.
func obeying(rules string) func(w *world) {
	return func(w *world) { w.StatefulRules(firewalled(w), 1, "rules", rules) }
}

// strictly is firewalled with rules of one stateful group in strict order, and what becomes of the rest.
func strictly(rules string, rest ...string) func(w *world) {
	return func(w *world) { w.StatefulRules(firewalled(w).Strict(rest...), 1, "rules", rules) }
}

// simply is firewalled with stateless rules in a policy that forwards the rest to a stateful engine that passes it.
func simply(rules ...topology.FirewallStatelessRule) func(w *world) {
	return func(w *world) { w.StatelessRules(firewalled(w), 1, "simple", rules...) }
}

var firewallStories = []story{
	{"R12.1 a firewall's endpoint lets its policy judge both directions, and keeps the addresses", func(w *world) { firewalled(w) },
		"eni-a -> eni-b tcp/443", "reachable; meets vpce-g; back-meets vpce-g; as 10.0.1.10 > 10.0.2.10"},
	{"R12.1 in IPv6 as well", obeying("drop tcp any any -> 2600:1f00:a:2::/64 443 (sid:1;)"),
		"eni-a -> eni-b tcp/443 ipv6", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwRules + "#sid:1"},
	{"R12.1 R0.5 without its policy nobody can tell", func(w *world) { firewalled(w).Policy.PolicyKnown = false },
		"eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_FIREWALL_RULES; missing " + fwPolicy},
	{"R12.1 an endpoint that is not ready inspects nothing", func(w *world) {
		f := firewalled(w)
		for zone, s := range f.FirewallStatus.SyncStates {
			s.Attachment.Status = "CREATING"
			f.FirewallStatus.SyncStates[zone] = s
		}
	}, "eni-a -> eni-b tcp/443", "unreachable; because BAD_STATE vpce-g"},

	{"R12.2 stateless rules go by priority", simply(topologytest.StatelessRule(20, "aws:drop", "tcp/443", ""), topologytest.StatelessRule(10, "aws:forward_to_sfe", "tcp/443", "")),
		"eni-a -> eni-b tcp/443", "reachable"},
	{"R12.2 and the first that matches decides", simply(topologytest.StatelessRule(10, "aws:drop", "tcp/443", ""), topologytest.StatelessRule(20, "aws:forward_to_sfe", "tcp/443", "")),
		"eni-a -> eni-b tcp/443", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwSimple + "#10; says drops tcp/443 10.0.1.10 → 10.0.2.10"},
	{"R12.2 groups go by priority too", func(w *world) {
		f := firewalled(w)
		w.StatelessRules(f, 2, "simple", topologytest.StatelessRule(1, "aws:pass", "all", ""))
		w.StatelessRules(f, 1, "first", topologytest.StatelessRule(9, "aws:drop", "udp/53", ""))
	}, "eni-a -> eni-b udp/53", "unreachable; because FIREWALL_RULES_RESTRICTION"},
	{"R12.2 what is passed is not inspected further", func(w *world) {
		f := firewalled(w)
		w.StatelessRules(f, 1, "simple", topologytest.StatelessRule(1, "aws:pass", "all", ""))
		w.StatefulRules(f, 1, "rules", "drop ip any any -> any any (sid:1;)")
	}, "eni-a -> eni-b tcp/443", "reachable; by " + fwSimple + "#1; back-by " + fwSimple + "#1"},
	{"R12.2 what none of them takes is left to the default action", func(w *world) { firewalled(w).Stateless("aws:drop") },
		"eni-a -> eni-b tcp/443", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwPolicy + "#stateless/default"},

	{"R12.3 a stateless pass is for one direction", func(w *world) {
		w.StatelessRules(firewalled(w).Stateless("aws:drop"), 1, "simple", topologytest.StatelessRule(1, "aws:pass", "tcp/443", "10.0.2.0/24"))
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply FIREWALL_RULES_RESTRICTION " + fwPolicy + "#stateless/default"},
	{"R12.3 and needs another one for the reply", func(w *world) {
		w.StatelessRules(firewalled(w).Stateless("aws:drop"), 1, "simple", topologytest.StatelessRule(1, "aws:pass", "tcp/443", "10.0.2.0/24"), topologytest.StatelessRule(2, "aws:pass", "tcp/1024-65535", "10.0.1.0/24"))
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R12.3 the stateful engine does not know the reply to what was passed without it", func(w *world) {
		w.StatelessRules(firewalled(w), 1, "simple", topologytest.StatelessRule(1, "aws:pass", "tcp/443", "10.0.2.0/24"))
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION"},

	{"R12.4 in default order a pass beats a drop, wherever it stands", func(w *world) {
		f := firewalled(w)
		w.StatefulRules(f, 1, "rules", "drop tcp any any -> any any (sid:1;)")
		w.StatefulRules(f, 2, "more", "pass tcp any any -> any 443 (sid:2;)")
	}, "eni-a -> eni-b tcp/443", "reachable; by " + fwMore + "#sid:2; stateful " + fwPolicy + "#stateful/reply"},
	{"R12.4 and what no rule takes passes", obeying("drop tcp any any -> any 22 (sid:1;)"),
		"eni-a -> eni-b tcp/443", "reachable; by " + fwPolicy + "#stateful/default"},
	{"R12.4 in strict order the first group decides", func(w *world) {
		f := firewalled(w).Strict()
		w.StatefulRules(f, 2, "rules", "pass tcp any any -> any 443 (sid:2;)")
		w.StatefulRules(f, 1, "more", "alert tcp any any -> any any (sid:3;)\nreject tcp any any -> any any (sid:1;)")
	}, "eni-a -> eni-b tcp/443", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwMore + "#sid:1"},
	{"R12.4 and the default actions take the rest", strictly("pass tcp any any -> any 443 (sid:1;)", "aws:alert_strict", "aws:drop_strict"),
		"eni-a -> eni-b udp/53", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwPolicy + "#stateful/default"},
	{"R12.4 ports are told apart", obeying("drop tcp any any -> any [22,80:90] (sid:1;)"),
		"eni-a -> eni-b tcp/20-100", "partial; passes 1024-65535 to 20-21,23-79,91-100; blocks 1024-65535 to 22,80-90"},

	{"R12.5 drop established lets TCP connect, and no data through", strictly("pass tcp any any -> any 443 (sid:1;)", "aws:drop_established"),
		"eni-a -> eni-b tcp/80", "unreachable; because FIREWALL_HANDSHAKE_ONLY " + fwPolicy + "#stateful/default"},
	{"R12.5 nothing of UDP", strictly("pass tcp any any -> any 443 (sid:1;)", "aws:app_drop_established"),
		"eni-a -> eni-b udp/80", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwPolicy + "#stateful/default"},
	{"R12.5 and all of what a rule passes", strictly("pass tcp any any -> any 443 (flow:to_server,established; sid:1;)", "aws:drop_established"),
		"eni-a -> eni-b tcp/443", "reachable; by " + fwRules + "#sid:1"},

	{"R12.6 rules take the direction that they are written in", obeying("drop tcp 10.0.2.0/24 any -> 10.0.1.0/24 any (sid:1;)"),
		"eni-a -> eni-b tcp/443", "reachable"},
	{"R12.6 or both", obeying("drop tcp 10.0.2.0/24 any <> 10.0.1.0/24 any (sid:1;)"),
		"eni-a -> eni-b tcp/443", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwRules + "#sid:1"},
	{"R12.6 written as fields they say the same", func(w *world) {
		w.StatefulRules(firewalled(w), 1, "rules", "").RuleGroup.RulesSource.StatefulRules = []topology.FirewallStatefulRule{tuple("DROP", "TCP", "10.0.1.0/24", "ANY", "FORWARD", "$EXTERNAL_NET", "443"), tuple("DROP", "TCP", "10.0.1.0/24", "ANY", "FORWARD", "$HOME_NET", "443")}
	}, "eni-a -> eni-b tcp/443", "unreachable; because FIREWALL_RULES_RESTRICTION " + fwRules + "#rule:2; says drop tcp 10.0.1.0/24 ANY -> $HOME_NET 443"},
	{"R12.6 R12.7 a list of host names may drop any TCP connection", func(w *world) { names(w, "ALLOWLIST") },
		"eni-a -> eni-b tcp/443", "unknown; because FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE " + fwRules + "#domain-list"},
	{"R12.6 R12.7 and nothing else", func(w *world) { names(w, "DENYLIST") },
		"eni-a -> eni-b udp/443", "reachable"},

	{"R12.7 a rule that looks into packets leaves it open", obeying(`drop tls $HOME_NET any -> any any (tls.sni; content:"example.com"; sid:1;)`),
		"eni-a -> eni-b tcp/443", "unknown; because FIREWALL_UNSUPPORTED_RULE_OPTIONS " + fwRules + "#sid:1"},
	{"R12.7 unless it changes nothing", obeying("drop tls $HOME_NET any -> any any (tls.sni; content:\"example.com\"; sid:1;)\npass tcp any any -> 10.0.2.10 443 (sid:2;)"),
		"eni-a -> eni-b tcp/443", "reachable; by " + fwRules + "#sid:2"},
	{"R12.7 HOME_NET is the firewall's VPC, EXTERNAL_NET everything else", obeying("drop ip $EXTERNAL_NET any -> any any (sid:1;)\ndrop ip any any -> !$HOME_NET any (sid:2;)"),
		"eni-a -> eni-b tcp/443", "reachable"},
	{"R12.7 R0.5 a rule that nobody can read may take anything", obeying("drop gopher any any -> any any (sid:1;)"),
		"eni-a -> eni-b tcp/443", "unknown; because FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES " + fwRules + "#line:1"},
	{"R12.7 R0.5 so may a group that nobody collected", func(w *world) { w.StatefulRules(firewalled(w), 1, "rules", "").RulesKnown = false },
		"eni-a -> eni-b tcp/443", "unknown; because UNKNOWN_FIREWALL_RULES " + fwRules + "#*; missing " + fwRules},
	{"R12.7 drops of managed groups may be turned into alerts", func(w *world) {
		f := firewalled(w)
		w.StatefulRules(f, 1, "rules", "").RulesKnown = false
		f.Policy.FirewallPolicy.StatefulRuleGroupReferences[0].Override = &struct{ Action string }{"DROP_TO_ALERT"}
	}, "eni-a -> eni-b tcp/443", "reachable"},

	{"R12.8 a reply that comes by no firewall is lost", func(w *world) {
		firewalled(w)
		w.RouteTable("rtb-b2", "vpc-a", "subnet-b")
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION"},
	{"R12.8 unless the stateful engine had no part in it", func(w *world) {
		firewalled(w).Stateless("aws:pass")
		w.RouteTable("rtb-b2", "vpc-a", "subnet-b")
	}, "eni-a -> eni-b tcp/443", "reachable; back-shuns vpce-g"},
	{"R12.8 or goes on with what it did not see", func(w *world) {
		firewalled(w).Policy.FirewallPolicy.StatefulEngineOptions.StreamExceptionPolicy = "CONTINUE"
		w.RouteTable("rtb-b2", "vpc-a", "subnet-b")
	}, "eni-a -> eni-b tcp/443", "reachable"},
	{"R12.8 it has to see the reply as well, not only to pass it", func(w *world) {
		w.StatelessRules(firewalled(w), 1, "simple", topologytest.StatelessRule(1, "aws:pass", "tcp/1024-65535", "10.0.1.0/24"))
	}, "eni-a -> eni-b tcp/443", "unreachable; one-way reachable; reply ASYMMETRIC_INSPECTION"},
}

// tuple is a stateful rule as fields.
func tuple(action, protocol, from, fromPort, direction, to, toPort string) topology.FirewallStatefulRule {
	var r topology.FirewallStatefulRule
	r.Action, r.Header.Protocol, r.Header.Source, r.Header.SourcePort, r.Header.Direction = action, protocol, from, fromPort, direction
	r.Header.Destination, r.Header.DestinationPort = to, toPort
	return r
}

// names is firewalled with a list of host names.
func names(w *world, kind string) {
	w.StatefulRules(firewalled(w), 1, "rules", "").RuleGroup.RulesSource.RulesSourceList = &struct {
		Targets            []string
		TargetTypes        []string
		GeneratedRulesType string
	}{[]string{".example.com"}, []string{"TLS_SNI", "HTTP_HOST"}, kind}
}
