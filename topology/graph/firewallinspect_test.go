package graph

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// A judgedFlow is a policy in a few words, a packet, and what becomes of it.
type judgedFlow struct {
	says      string
	rules     string // of the one stateful group
	stateless func(p *topology.FirewallPolicyDetails)
	edit      func(p *topology.FirewallPolicyDetails, g *topology.FirewallRuleGroupDetails)
	asks      string // "10.0.1.10 -> 192.0.2.7 tcp/443", "reply", "seen"
	want      string // what is alive of the ports, then the events
}

func strict(actions ...string) func(*topology.FirewallPolicyDetails, *topology.FirewallRuleGroupDetails) {
	return func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
		p.StatefulEngineOptions.RuleOrder, p.StatefulDefaultActions = "STRICT_ORDER", actions
	}
}

var judgedFlows = []judgedFlow{
	{"a pass rule beats a drop rule by default", "drop tcp any any -> any any (sid:1;)\npass tcp any any -> any 443 (sid:2;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow group#sid:2 443"},
	{"in strict order the first rule decides", "drop tcp any any -> any any (sid:1;)\npass tcp any any -> any 443 (sid:2;)", nil, strict(),
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none: drop FIREWALL_RULES_RESTRICTION group#sid:1 443"},
	{"what no rule takes passes by default", "drop tcp any any -> any 22 (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow policy#stateful/default 443"},
	{"rules part a range of ports", "drop tcp any any -> any [22,80:90] (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/20-100", "20-21,23-79,91-100: drop FIREWALL_RULES_RESTRICTION group#sid:1 22,80-90, allow policy#stateful/default 20-21,23-79,91-100"},
	{"strict drop of all the rest", "pass tcp any any -> any 443 (sid:1;)", nil, strict("aws:drop_strict", "aws:alert_strict"),
		"10.0.1.10 -> 192.0.2.7 udp/53", "none: drop FIREWALL_RULES_RESTRICTION policy#stateful/default 53"},
	{"drop established lets TCP connect and no more", "pass tcp any any -> any 443 (sid:1;)", nil, strict("aws:drop_established"),
		"10.0.1.10 -> 192.0.2.7 tcp/80", "none: drop FIREWALL_HANDSHAKE_ONLY policy#stateful/default 80"},
	{"drop established drops UDP", "pass tcp any any -> any 443 (sid:1;)", nil, strict("aws:drop_established"),
		"10.0.1.10 -> 192.0.2.7 udp/80", "none: drop FIREWALL_RULES_RESTRICTION policy#stateful/default 80"},
	{"alerts alone drop nothing", "alert tcp any any -> any any (sid:1;)", nil, strict("aws:alert_strict"),
		"10.0.1.10 -> 192.0.2.7 tcp/80", "80: allow policy#stateful/default 80"},
	{"a rule that looks at the content leaves it open", "drop tls any any -> any any (tls.sni; content:\"x\"; sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt FIREWALL_UNSUPPORTED_RULE_OPTIONS group#sid:1 443"},
	{"but not where it cannot change anything", "drop tls any any -> any any (tls.sni; content:\"x\"; sid:1;)\npass tcp any any -> any 443 (sid:2;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow group#sid:2 443"},
	{"nor for another protocol", "drop tls any any -> any any (tls.sni; content:\"x\"; sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 udp/443", "443: allow policy#stateful/default 443"},
	{"an unreadable rule may take anything", "drop gopher any any -> any any (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 udp/443", "none (perhaps 443): doubt FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES group#line:1 443"},
	{"HOME_NET is the VPC of the firewall", "drop ip !$HOME_NET any -> any any (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow policy#stateful/default 443"},
	{"EXTERNAL_NET is what is not", "drop ip $EXTERNAL_NET any -> $HOME_NET any (sid:1;)", nil, nil,
		"192.0.2.7 -> 10.0.1.10 tcp/443", "none: drop FIREWALL_RULES_RESTRICTION group#sid:1 443"},
	{"the policy may say what HOME_NET is", "drop ip !$HOME_NET any -> any any (sid:1;)", nil,
		func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
			p.PolicyVariables.RuleVariables = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{"172.16.0.0/12"}}}
		}, "10.0.1.10 -> 192.0.2.7 tcp/443", "none: drop FIREWALL_RULES_RESTRICTION group#sid:1 443"},
	{"and the group before the policy", "drop ip !$HOME_NET any -> any any (sid:1;)", nil,
		func(p *topology.FirewallPolicyDetails, g *topology.FirewallRuleGroupDetails) {
			p.PolicyVariables.RuleVariables = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{"172.16.0.0/12"}}}
			g.RuleVariables.IPSets = map[string]topology.FirewallIPSet{"HOME_NET": {Definition: []string{"10.0.0.0/8"}}}
		}, "10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow policy#stateful/default 443"},
	{"nobody knows what is in a reference", "drop ip @list any -> any any (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt UNKNOWN_FIREWALL_RULES group#sid:1 443"},
	{"nor in a variable that stands for itself", "drop ip $A any -> any any (sid:1;)", nil,
		func(_ *topology.FirewallPolicyDetails, g *topology.FirewallRuleGroupDetails) {
			g.RuleVariables.IPSets = map[string]topology.FirewallIPSet{"A": {Definition: []string{"$B"}}, "B": {Definition: []string{"$A", "10.9.0.0/16"}}}
		}, "10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt UNKNOWN_FIREWALL_RULES group#sid:1 443"},
	{"a rule that takes some of the source ports", "drop tcp any 1024:2000 -> any any (sid:1;)", nil, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt FIREWALL_DEPENDS_ON_SOURCE_PORT group#sid:1 443"},
	{"a domain list may drop TCP", "", nil, func(_ *topology.FirewallPolicyDetails, g *topology.FirewallRuleGroupDetails) {
		g.RulesSource.RulesSourceList = &struct {
			Targets            []string
			TargetTypes        []string
			GeneratedRulesType string
		}{GeneratedRulesType: "DENYLIST"}
	}, "10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE group#domain-list 443"},
	{"drops can be turned into alerts", "drop tcp any any -> any any (sid:1;)", nil, func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
		p.StatefulRuleGroupReferences[0].Override = &struct{ Action string }{"DROP_TO_ALERT"}
	}, "10.0.1.10 -> 192.0.2.7 tcp/443", "443: allow policy#stateful/default 443"},
	{"rejects can not", "reject tcp any any -> any any (sid:1;)", nil, func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
		p.StatefulRuleGroupReferences[0].Override = &struct{ Action string }{"DROP_TO_ALERT"}
	}, "10.0.1.10 -> 192.0.2.7 tcp/443", "none: drop FIREWALL_RULES_RESTRICTION group#sid:1 443"},
	{"a group that nobody collected may drop anything", "", nil, func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
		p.StatefulRuleGroupReferences[0].ResourceArn = "managed"
	}, "10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443): doubt UNKNOWN_FIREWALL_RULES managed#* 443"},
	{"stateless pass skips the stateful engine", "drop ip any any -> any any (sid:1;)", func(p *topology.FirewallPolicyDetails) { p.StatelessDefaultActions = []string{"aws:pass"} }, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "443 stateless: allow policy#stateless/default 443"},
	{"stateless drop comes before it", "pass ip any any -> any any (sid:1;)", func(p *topology.FirewallPolicyDetails) { p.StatelessDefaultActions = []string{"aws:drop"} }, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none stateless: drop FIREWALL_RULES_RESTRICTION policy#stateless/default 443"},
	{"no stateless default that is known", "", func(p *topology.FirewallPolicyDetails) { p.StatelessDefaultActions = []string{"mine"} }, nil,
		"10.0.1.10 -> 192.0.2.7 tcp/443", "none (perhaps 443) perhaps stateful: doubt FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES policy#stateless/default 443"},
	{"the reply of what the engine let pass", "drop tcp any 443 -> any any (sid:1;)", nil, nil,
		"192.0.2.7 -> 10.0.1.10 tcp/40000 reply seen", "40000: pass policy#stateful/reply 40000"},
	{"a reply to what it did not see", "", nil, nil,
		"192.0.2.7 -> 10.0.1.10 tcp/40000 reply", "none: drop ASYMMETRIC_INSPECTION policy# 40000"},
	{"the same over UDP is new to it", "", nil, nil,
		"192.0.2.7 -> 10.0.1.10 udp/40000 reply", "40000: allow policy#stateful/default 40000"},
	{"and over TCP if the policy says to continue", "", nil, func(p *topology.FirewallPolicyDetails, _ *topology.FirewallRuleGroupDetails) {
		p.StatefulEngineOptions.StreamExceptionPolicy = "CONTINUE"
	}, "192.0.2.7 -> 10.0.1.10 tcp/40000 reply", "40000: allow policy#stateful/default 40000"},
}

func TestInspect(t *testing.T) {
	for _, f := range judgedFlows {
		t.Run(f.says, func(t *testing.T) {
			p := topology.FirewallPolicy{FirewallPolicyArn: "policy", PolicyKnown: true}
			group := topology.FirewallRuleGroup{RuleGroupArn: "group", RulesKnown: true}
			group.RuleGroup.RulesSource.RulesString = f.rules
			d := &p.FirewallPolicy
			d.StatelessDefaultActions = []string{"aws:forward_to_sfe"}
			d.StatefulRuleGroupReferences = append(d.StatefulRuleGroupReferences, struct {
				ResourceArn string
				Priority    *int
				Override    *struct{ Action string }
			}{ResourceArn: "group"})
			if f.stateless != nil {
				f.stateless(d)
			}
			if f.edit != nil {
				f.edit(d, &group.RuleGroup)
			}
			g := firewallGraph(t, p, []topology.FirewallRuleGroup{group})
			if got := f.told(g); got != f.want {
				t.Errorf("%s\n got %s\nwant %s", f.asks, got, f.want)
			}
		})
	}
}

// told inspects the flow, and says what happened.
func (f *judgedFlow) told(g *Graph) string {
	words := strings.Fields(f.asks)
	protocol, ports, _ := strings.Cut(words[3], "/")
	p := Packet{Src: netip.MustParseAddr(words[0]), Dst: netip.MustParseAddr(words[2]), SrcPorts: netmath.PortSpan(1024, 65535)}
	p.Protocol, _ = netmath.ParseProtocol(protocol)
	lo, hi := 0, 0
	if n, _ := fmt.Sscanf(ports, "%d-%d", &lo, &hi); n < 2 {
		hi = lo
	}
	p.DstPorts = netmath.PortSpan(uint16(lo), uint16(hi))
	var log Log
	alive, i := screen(g, &log, p, strings.Contains(f.asks, "reply"), truthOf(strings.Contains(f.asks, "seen")))
	text := alive.String() + map[truth]string{no: " stateless", perhaps: " perhaps stateful"}[i.stateful] + ":"
	for n, e := range log.Events {
		if e.Verdict == Pass && e.Rule != none {
			continue // forwarded
		}
		if n > 0 && !strings.HasSuffix(text, ":") {
			text += ","
		}
		rule := g.Rule(e)
		text += " " + [...]string{"pass", "allow", "drop", "doubt"}[e.Verdict]
		if e.Code != "" {
			text += " " + string(e.Code)
		}
		text += fmt.Sprintf(" %s#%s %v", rule.ID, rule.Rule, e.Ports)
	}
	return text
}

func TestFirewallsWithoutDocuments(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	s := n.Snapshot()
	s.NetworkFirewalls = []topology.NetworkFirewall{
		{FirewallArn: "one", FirewallPolicyArn: "gone", VpcId: "vpc-a"}, {FirewallArn: "two", TransitGatewayAttachmentId: "tgw-attach-1"}, {FirewallArn: "three", FirewallPolicyArn: "listed"},
	}
	s.NetworkFirewalls[0].FirewallStatus.SyncStates = map[string]topology.FirewallSyncState{"a": {Attachment: topology.FirewallAttachment{EndpointId: "vpce-1"}}, "b": {}}
	s.NetworkFirewalls[2].FirewallStatus.TransitGatewayAttachmentSyncState.AttachmentId = "tgw-attach-3"
	s.FirewallEndpointAssociations = []topology.FirewallEndpointAssociation{
		{VpcEndpointAssociationId: "vpcea-1", FirewallArn: "three", AssociationSyncState: map[string]topology.FirewallSyncState{"a": {Attachment: topology.FirewallAttachment{EndpointId: "vpce-2"}}}},
		{VpcEndpointAssociationId: "vpcea-2", FirewallArn: "elsewhere", AssociationSyncState: map[string]topology.FirewallSyncState{"a": {Attachment: topology.FirewallAttachment{EndpointId: "vpce-3"}}}},
	}
	s.FirewallPolicies = []topology.FirewallPolicy{{FirewallPolicyArn: "listed"}}
	c := newCompiler(s, Options{})
	for _, stage := range stages {
		stage.do(c)
	}
	if err := c.g.Check(); err != nil {
		t.Error(err)
	}
	for id, want := range map[string]string{"vpce-1": "one", "vpce-2": "three", "vpce-3": "elsewhere"} {
		if fi := find(c.firewallEndpoints, id); fi == none || c.g.firewalls[fi].ref.ID != want {
			t.Errorf("%s is not an endpoint of firewall %s", id, want)
		}
	}
	for id, want := range map[string]string{"tgw-attach-1": "two", "tgw-attach-3": "three"} {
		if fi := find(c.firewallAttachments, id); fi == none || c.g.firewalls[fi].ref.ID != want {
			t.Errorf("%s is not an attachment of firewall %s", id, want)
		}
	}
	for fi := range c.g.firewalls {
		var log Log
		w := NewWalk(c.g, &log)
		w.Reset(nil)
		p := Packet{Protocol: netmath.TCP, Src: netip.MustParseAddr("10.0.1.10"), Dst: netip.MustParseAddr("192.0.2.7"), SrcPorts: netmath.OnePort(4000), DstPorts: netmath.OnePort(443)}
		w.alive = Exactly(p.DstPorts)
		if i := w.inspect(int32(fi), Node{VpcNode, 0}, p, no); i.stateful != perhaps || w.alive.String() != "none (perhaps 443)" || len(log.Events) != 1 || log.Events[0].Code != UnknownFirewallRules {
			t.Errorf("%s: %v, %+v, %v", c.g.firewalls[fi].ref, w.alive, i, log.Events)
		}
	}
}

// FuzzFirewallRules: whatever the text of a rule group, its policy compiles and judges, and what certainly passes
// possibly passes.
func FuzzFirewallRules(f *testing.F) {
	f.Add("pass tcp $HOME_NET any -> [10.0.0.0/8,!$A] [80,443] (sid:1;)\ndrop ip any any <> any any", "$A,10.0.0.1", true)
	f.Add("drop tcp $A $A -> !$A ![1:,$A] (flow:to_client;)", "![$A,!$B]", false)
	f.Fuzz(func(t *testing.T, rules, set string, inOrder bool) {
		p := topology.FirewallPolicy{FirewallPolicyArn: "policy", PolicyKnown: true}
		p.FirewallPolicy.StatelessDefaultActions = []string{"aws:forward_to_sfe"}
		p.FirewallPolicy.StatefulRuleGroupReferences = append(p.FirewallPolicy.StatefulRuleGroupReferences, struct {
			ResourceArn string
			Priority    *int
			Override    *struct{ Action string }
		}{ResourceArn: "group"})
		if inOrder {
			p.FirewallPolicy.StatefulEngineOptions.RuleOrder = "STRICT_ORDER"
		}
		group := topology.FirewallRuleGroup{RuleGroupArn: "group", RulesKnown: true}
		group.RuleGroup.RulesSource.RulesString = rules
		group.RuleGroup.RuleVariables.IPSets = map[string]topology.FirewallIPSet{"A": {Definition: strings.Split(set, ",")}}
		group.RuleGroup.RuleVariables.PortSets = map[string]topology.FirewallPortSet{"A": {Definition: strings.Split(set, ",")}}
		g := firewallGraph(t, p, []topology.FirewallRuleGroup{group})
		packet := Packet{Protocol: netmath.TCP, Src: netip.MustParseAddr("10.0.1.10"), Dst: netip.MustParseAddr("192.0.2.7"), SrcPorts: netmath.OnePort(4000), DstPorts: netmath.AllPorts()}
		var log Log
		alive, _ := screen(g, &log, packet, false, no)
		if !alive.Possible.Covers(alive.Certain) {
			t.Errorf("%v", alive)
		}
		if err := evidenceFits(g, &log, alive, packet.DstPorts); err != nil {
			t.Error(err)
		}
	})
}
