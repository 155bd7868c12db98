package reporttest

import (
	"fmt"

	"github.com/dryhop/dryhop/sim/report"
)

// An ImpactCase is a record of what a change does, with a name for its golden files.
type ImpactCase struct {
	Name   string
	Record *report.Impact
}

// Impacts are records that together say all that one can say.
func Impacts() []ImpactCase {
	nothing := &report.Impact{
		Schema: report.ImpactSchema, Before: "prod", After: "prod with 1 edit", Changes: []report.ImpactChange{}, Effects: []report.ImpactEffect{},
		Places: []report.ImpactPlace{}, Totals: report.ImpactTotals{Unchanged: 4212, Pairs: 4212}, Notes: []string{},
	}
	return []ImpactCase{{"impact", changed(1)}, {"impact-nothing", nothing}}
}

// ManyEffects is a record too long for a comment.
func ManyEffects() *report.Impact { return changed(400) }

func changed(times int) *report.Impact {
	i := &report.Impact{
		Schema: report.ImpactSchema, Before: "prod", After: "after.zip", Notes: []string{"2 values of the plan are known after apply"},
		Changes: []report.ImpactChange{
			{Op: "added", Resource: component("sg-1", "security-group", "reports"), Rule: "ingress tcp/8443 from 0.0.0.0/0", Text: "reports: ingress tcp/8443 from 0.0.0.0/0 added",
				Address: "aws_vpc_security_group_ingress_rule.reports", At: report.Position{Path: "net.tf", Line: 12}},
			{Op: "removed", Resource: component("sg-2", "security-group", "orders_db"), Rule: "ingress tcp/5432 from sg-batch", Text: "orders_db: ingress tcp/5432 from sg-batch removed"},
			{Op: "changed", Resource: component("rtb-1", "route-table", "private"), Rule: "0.0.0.0/0", Text: "private: 0.0.0.0/0 to egress-fw changed", At: report.Position{Path: "routes.json", Line: 3}},
			{Op: "changed", Resource: component("i-1", "instance", ""), Fields: []string{"Tags"}, Text: "i-1: Tags changed"},
		},
		Places: []report.ImpactPlace{
			{Op: "added", Place: component("eni-9", "network-interface", "reports-2"), Gains: []string{"10.0.1.9", "198.51.100.9"}, Loses: []string{}},
			{Op: "changed", Place: component("eni-8", "network-interface", ""), Gains: []string{}, Loses: []string{"198.51.100.8"}},
		},
		Totals: report.ImpactTotals{Opened: times, Closed: 1, Rerouted: 1, Undetermined: 1, Exposures: times, Unchanged: 4212, Pairs: 4300},
	}
	for n := range times {
		i.Effects = append(i.Effects, opened(n))
	}
	i.Effects = append(i.Effects, closed(), rerouted(), undetermined())
	return i
}

func component(id, kind, name string) report.Component {
	return report.Component{ID: id, Type: kind, Name: name}
}

func partyOf(label, kind string, n int) report.Party {
	p := report.Party{Name: label, Label: label, Count: n, Of: n}
	for i := range n {
		p.Places = append(p.Places, report.ReachPlace{Component: component(fmt.Sprintf("%s-%d", label, i+1), kind, "")})
	}
	return p
}

func shareOf(family, service string, hosts ...string) report.ReachShare {
	return report.ReachShare{Family: family, Hosts: append([]string{}, hosts...), Services: []string{service}, Flows: []report.ReachFlow{}, Trace: "dryhop trace"}
}

func opened(n int) report.ImpactEffect {
	trace := Cases()[0].Record
	return report.ImpactEffect{
		Kind: "opened", Was: "unreachable", Is: "reachable", Boundary: "internet", Risk: "high", Reasons: []string{"SSH from anywhere"}, Exposes: true,
		From: []report.Party{partyOf("internet", "internet", 1)}, To: []report.Party{partyOf(fmt.Sprintf("reports|api_%d", n), "network-interface", 3)},
		Services: []string{"tcp/22", "tcp/8443"}, Families: []report.ReachShare{shareOf("ipv4", "tcp/22")}, Pairs: 3,
		Causes: []report.ImpactCause{{Changes: []int{0}}, {Changes: []int{1, 2}}}, Command: "dryhop trace -s after.zip internet reports tcp/22", After: &trace,
	}
}

func closed() report.ImpactEffect {
	return report.ImpactEffect{
		Kind: "closed", Was: "reachable", Is: "unreachable", Boundary: "within", Risk: "none", Reasons: []string{}, InBefore: true, Connection: "live-on",
		From: []report.Party{partyOf("batch", "network-interface", 2)}, To: []report.Party{partyOf("orders-db", "network-interface", 1)},
		Services: []string{"tcp/5432"}, Families: []report.ReachShare{shareOf("ipv4", "tcp/5432"), shareOf("ipv6", "tcp/5432")}, Pairs: 4,
		Causes: []report.ImpactCause{{Changes: []int{1}}}, Why: &report.Reason{Code: "ENI_SG_RULES_MISMATCH", Message: "no rule of orders_db lets it in"},
		Command: "dryhop trace -s prod batch-1 orders-db tcp/5432",
	}
}

func rerouted() report.ImpactEffect {
	return report.ImpactEffect{
		Kind: "rerouted", Was: "reachable", Is: "reachable", Boundary: "egress", Risk: "none", Reasons: []string{},
		From: []report.Party{partyOf("web", "network-interface", 6)}, To: []report.Party{partyOf("internet", "internet", 1)},
		Services: []string{"tcp/443"}, Families: []report.ReachShare{shareOf("ipv4", "tcp/443", "192.0.2.0/24")}, Pairs: 6,
		Leaves: []report.Component{component("nat-0a", "nat-gateway", "")}, Takes: []report.Component{component("fw-1", "network-firewall", "egress-fw")},
		Causes: []report.ImpactCause{{Changes: []int{2}}}, Command: "dryhop trace -s after.zip web-1 internet tcp/443",
	}
}

func undetermined() report.ImpactEffect {
	return report.ImpactEffect{
		Kind: "undetermined", Was: "unreachable", Is: "unknown", Boundary: "account", Risk: "low", Reasons: []string{},
		From: []report.Party{partyOf("app", "network-interface", 4)}, To: []report.Party{partyOf("new", "load-balancer", 1)},
		Services: []string{"all"}, Families: []report.ReachShare{shareOf("ipv4", "all")}, Pairs: 4, Causes: []report.ImpactCause{},
		Command: "dryhop trace -s after.zip app-1 new",
	}
}
