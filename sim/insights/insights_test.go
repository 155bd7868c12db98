package insights

import (
	"encoding/json"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// network is two VPCs at a transit gateway, with a way out to the internet from the first.
func network() *topologytest.Network {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	n.Subnet("subnet-a", "vpc-a", "10.0.1.0/24")
	n.Vpc("vpc-b", "10.1.0.0/16")
	n.Subnet("subnet-b", "vpc-b", "10.1.1.0/24")
	n.SG("sg-db", "vpc-b").Ingress("tcp/5432", "10.0.0.0/8")
	n.ENI("eni-a", "subnet-a", "10.0.1.10").Public("3.3.3.10")
	n.ENI("eni-b", "subnet-b", "10.1.1.10", "sg-db")
	n.IGW("igw-a", "vpc-a")
	n.TGW("tgw-1")
	n.Attach("tgw-attach-a", "tgw-1", "subnet-a")
	n.Attach("tgw-attach-b", "tgw-1", "subnet-b")
	n.TransitTable("tgw-rtb-1", "tgw-1").Associate("tgw-attach-a", "tgw-attach-b").Propagated("10.0.0.0/16", "tgw-attach-a").Propagated("10.1.0.0/16", "tgw-attach-b")
	n.Route("vpc-a", "10.1.0.0/16", "tgw-1").Route("0.0.0.0/0", "igw-a")
	n.Route("vpc-b", "10.0.0.0/16", "tgw-1")
	return n
}

func analyse(t *testing.T, n *topologytest.Network, from, to, service string) Analysis {
	t.Helper()
	g, _ := graph.Compile(n.Snapshot(), graph.Options{})
	s, err := sim.ParseService(service)
	if err != nil {
		t.Fatal(err)
	}
	q := sim.Question{From: place(t, g, from), To: place(t, g, to), Service: s}
	a, err := sim.Trace(g, q)
	if err != nil {
		t.Fatal(err)
	}
	return NewBuilder(g).Analysis(a)
}

func place(t *testing.T, g *graph.Graph, word string) graph.Location {
	if addr, err := netip.ParseAddr(word); err == nil {
		return graph.Location{Kind: graph.AtAddress, Addr: addr}
	}
	for _, e := range g.Entities() {
		if e.Ref == (ref.Ref{Kind: ref.NetworkInterface, ID: word}) {
			return graph.Location{Kind: graph.AtInterface, Interface: e.Interfaces[0]}
		}
	}
	t.Fatalf("no %s", word)
	return graph.Location{}
}

// steps lists a path, a component a line, with what decided there.
func steps(t *testing.T, path []PathComponent) []string {
	t.Helper()
	var out []string
	for i, c := range path {
		if c.SequenceNumber != i+1 {
			t.Errorf("component %d has number %d", i+1, c.SequenceNumber)
		}
		line := c.Component.Id
		for _, rule := range []any{c.AclRule, c.SecurityGroupRule, c.RouteTableRoute, c.TransitGatewayRouteTableRoute} {
			if text := compact(t, rule); text != "null" {
				line += " " + text
			}
		}
		out = append(out, line)
	}
	return out
}

func compact(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestPathHasAComponentForEachDecision(t *testing.T) {
	got := analyse(t, network(), "eni-a", "eni-b", "tcp/5432")
	if !got.NetworkPathFound || got.Status != "succeeded" || got.Explanations != nil {
		t.Errorf("found %v, %s, %v", got.NetworkPathFound, got.Status, got.Explanations)
	}
	want := []string{
		`i-a`, `eni-a`,
		`sg-open-vpc-a {"Cidr":"0.0.0.0/0","Direction":"egress","Protocol":"all"}`,
		`acl-default-vpc-a {"Cidr":"0.0.0.0/0","Egress":true,"Protocol":"all","RuleAction":"allow","RuleNumber":100}`,
		`rtb-main-vpc-a {"DestinationCidr":"10.1.0.0/16","Origin":"createroute","State":"active","TransitGatewayId":"tgw-1"}`,
		`tgw-attach-a`,
		`acl-default-vpc-a {"Cidr":"0.0.0.0/0","Egress":false,"Protocol":"all","RuleAction":"allow","RuleNumber":100}`,
		`tgw-rtb-1 {"DestinationCidr":"10.1.0.0/16","State":"active","RouteOrigin":"propagated","AttachmentId":"tgw-attach-b","ResourceId":"vpc-b","ResourceType":"vpc"}`,
		`tgw-attach-b`,
		`rtb-main-vpc-b {"DestinationCidr":"10.1.0.0/16","Origin":"createroutetable","State":"active","GatewayId":"local"}`,
		`sg-db {"Cidr":"10.0.0.0/8","Direction":"ingress","PortRange":{"From":5432,"To":5432},"Protocol":"tcp"}`,
		`eni-b`, `i-b`,
	}
	if d := cmp.Diff(want, steps(t, got.ForwardPathComponents)); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
	if len(got.ReturnPathComponents) == 0 {
		t.Fatal("the reply has no path")
	}
	last := got.ReturnPathComponents[len(got.ReturnPathComponents)-1]
	if last.Component.Id != "i-a" || last.InboundHeader == nil || last.OutboundHeader != nil {
		t.Errorf("the reply ends at %s", compact(t, last))
	}
}

func TestHeadersAreSetsOfPackets(t *testing.T) {
	got := analyse(t, network(), "eni-a", "eni-b", "tcp/5432").ForwardPathComponents[0]
	want := `{"Protocol":"6","SourceAddresses":["10.0.1.10/32"],"SourcePortRanges":[{"From":1024,"To":65535}],"DestinationAddresses":["10.1.1.10/32"],"DestinationPortRanges":[{"From":5432,"To":5432}]}`
	if compact(t, got.OutboundHeader) != want || got.InboundHeader != nil {
		t.Errorf("%s\n%s", compact(t, got.OutboundHeader), compact(t, got.InboundHeader))
	}
}

func TestArnsTellPartitionRegionAndAccount(t *testing.T) {
	for _, c := range []struct{ region, want string }{
		{"eu-west-1", "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-z"},
		{"cn-north-1", "arn:aws-cn:ec2:cn-north-1:111122223333:vpc/vpc-z"},
		{"us-gov-west-1", "arn:aws-us-gov:ec2:us-gov-west-1:111122223333:vpc/vpc-z"},
	} {
		n := topologytest.New().In("111122223333", c.region)
		n.Vpc("vpc-z", "10.0.0.0/16")
		g, _ := graph.Compile(n.Snapshot(), graph.Options{})
		if got := NewBuilder(g).component(ref.Ref{Kind: ref.Vpc, ID: "vpc-z"}); got.Arn != c.want {
			t.Errorf("%s, want %s", got.Arn, c.want)
		}
	}
	g, _ := graph.Compile(network().Snapshot(), graph.Options{})
	if got := NewBuilder(g).component(ref.Ref{Kind: ref.Vpc, ID: "vpc-elsewhere"}); got.Arn != "" {
		t.Errorf("an ARN for what the snapshot lacks: %s", got.Arn)
	}
}

func TestExplanationsCarryTheirOperands(t *testing.T) {
	got := analyse(t, network(), "eni-a", "eni-b", "tcp/22")
	if got.NetworkPathFound || got.ForwardPathComponents != nil || len(got.Explanations) != 1 {
		t.Fatalf("%s", compact(t, got))
	}
	e := got.Explanations[0]
	if e.ExplanationCode != "ENI_SG_RULES_MISMATCH" || e.Direction != "ingress" || e.NetworkInterface.Id != "eni-b" || e.Subnet.Id != "subnet-b" ||
		e.Vpc.Id != "vpc-b" || len(e.SecurityGroups) != 1 || e.SecurityGroups[0].Id != "sg-db" || e.PortRanges[0] != (PortRange{22, 22}) {
		t.Errorf("%s", compact(t, e))
	}
	n := network()
	n.NACL("acl-b", "vpc-b", "subnet-b").Ingress(10, "deny", "tcp/5432", "10.0.0.0/8").OpenIngress().OpenEgress()
	n.Subnet("subnet-b2", "vpc-b", "10.1.2.0/24")
	n.ENI("eni-b2", "subnet-b2", "10.1.2.10")
	e = analyse(t, n, "eni-b2", "eni-b", "tcp/5432").Explanations[0]
	if e.ExplanationCode != "SUBNET_ACL_RESTRICTION" || e.Acl.Id != "acl-b" || e.Subnet.Id != "subnet-b" || e.AclRule == nil || e.AclRule.RuleNumber != 10 || e.AclRule.RuleAction != "deny" {
		t.Errorf("%s", compact(t, e))
	}
	n = network()
	n.Route("vpc-b", "192.0.2.0/24", "igw-gone")
	e = analyse(t, n, "eni-b", "192.0.2.1", "tcp/443").Explanations[0]
	if e.ExplanationCode != "UNKNOWN_RESOURCE" || e.InternetGateway == nil || e.InternetGateway.Id != "igw-gone" {
		t.Errorf("%s", compact(t, e))
	}
}

func TestWhatAWSHasNoFieldForIsAWarning(t *testing.T) {
	n := network()
	n.Without(ref.SecurityGroup)
	got := analyse(t, n, "eni-a", "eni-b", "tcp/5432")
	if got.NetworkPathFound || !strings.HasPrefix(got.WarningMessage, "UNKNOWN: ") {
		t.Errorf("%s", compact(t, got))
	}
	got = analyse(t, network(), "eni-a", "eni-b", "tcp/5000-6000")
	if !got.NetworkPathFound || !strings.HasPrefix(got.WarningMessage, "PARTIAL: ") {
		t.Errorf("%s", compact(t, got))
	}
}

func TestSameQuestionSameId(t *testing.T) {
	first, again := analyse(t, network(), "eni-a", "eni-b", "tcp/5432"), analyse(t, network(), "eni-a", "eni-b", "tcp/5432")
	if compact(t, first) != compact(t, again) {
		t.Errorf("the same question, another analysis:\n%s\n%s", compact(t, first), compact(t, again))
	}
	other := analyse(t, network(), "eni-a", "eni-b", "tcp/5433")
	if other.NetworkInsightsAnalysisId == first.NetworkInsightsAnalysisId || len(first.NetworkInsightsAnalysisId) != len("nia-0123456789abcdef0") {
		t.Errorf("%s and %s", first.NetworkInsightsAnalysisId, other.NetworkInsightsAnalysisId)
	}
	failed := Failed("q7", errors.New("no such place"))
	if failed.Status != "failed" || failed.StatusMessage != "no such place" || failed.Tags[0] != (Tag{"Name", "q7"}) {
		t.Errorf("%s", compact(t, failed))
	}
}

func TestFirewallRulesAreReadBack(t *testing.T) {
	group := ref.Ref{Kind: ref.FirewallRuleGroup, ID: "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g"}
	for _, c := range []struct{ rule, text, want string }{
		{"sid:1", `pass tcp 10.0.0.0/8 any -> any 443 "web"`,
			`null {"RuleGroupArn":"` + group.ID + `","RuleAction":"pass","Protocol":"tcp","Sources":["10.0.0.0/8"],"Destinations":["any"],"Direction":"FORWARD"}`},
		{"sid:2", `drop ip $HOME_NET any <> [198.51.100.0/24,!192.0.2.1] any`,
			`null {"RuleGroupArn":"` + group.ID + `","RuleAction":"drop","Protocol":"ip","Sources":["$HOME_NET"],"Destinations":["[198.51.100.0/24,!192.0.2.1]"],"Direction":"ANY"}`},
		{"domain-list", "allow list of 3 domains", `null {"RuleGroupArn":"` + group.ID + `"}`},
		{"10", "drop tcp any any -> any 22", `{"RuleGroupArn":"` + group.ID + `","RuleAction":"drop","Priority":10} null`},
		{"", "", "null null"},
	} {
		stateless, stateful := firewallRule(group.WithRule(c.rule), c.text)
		if got := compact(t, stateless) + " " + compact(t, stateful); got != c.want {
			t.Errorf("%s %s:\n%s, want\n%s", c.rule, c.text, got, c.want)
		}
	}
	if a, b := firewallRule(ref.Ref{Kind: ref.FirewallPolicy, ID: "p", Rule: "stateful/default"}, "pass"); a != nil || b != nil {
		t.Error("a default action is no rule")
	}
}
