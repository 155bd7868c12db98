package text

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestExposuresLookAsTheyShould(t *testing.T) {
	for _, c := range reporttest.Exposures() {
		for suffix, style := range map[string]Style{".txt": {}, "-verbose.txt": {Verbose: true}} {
			var b strings.Builder
			if err := Exposure(&b, c.Record, style); err != nil {
				t.Fatal(err)
			}
			reporttest.Golden(t, c.Name+suffix, b.String())
		}
	}
}

func TestScopesLookAsTheyShould(t *testing.T) {
	for suffix, style := range map[string]Style{".txt": {}, "-verbose.txt": {Verbose: true}} {
		var b strings.Builder
		if err := Scopes(&b, reporttest.Scopes(), style); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "scopes"+suffix, b.String())
	}
}

// TestAlikeFindingsAreOneRow puts findings together that differ in the groups that let them in alone, counts the rules once, and keeps to
// a limit.
func TestAlikeFindingsAreOneRow(t *testing.T) {
	finding := func(name, from string, rules ...string) report.Finding {
		f := report.Finding{
			Risk: "low", Family: "ipv4", From: report.Senders{Prefixes: []string{from}},
			Targets: []report.Exposed{{Component: report.Component{ID: name, Type: "network-interface"}, Addresses: []string{"192.0.2.1"}}},
		}
		for _, r := range rules {
			f.Rules = append(f.Rules, report.AllowingRule{Rule: "security-group/sg#ingress/" + r, Resource: report.Component{ID: "sg", Type: "security-group"}})
		}
		return f
	}
	r := &report.Exposure{From: []string{"internet"}, Findings: []report.Finding{
		finding("eni-1", "192.0.2.0/24", "a", "b"), finding("eni-2", "192.0.2.0/24", "b", "c"), finding("eni-3", "192.0.2.0/25", "a"),
	}}
	r.Totals.Interfaces.All = 3
	var b strings.Builder
	if err := Exposure(&b, r, Style{Limit: 1}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"eni-1 +1 ", "192.0.2.1 +1 ", "sg a, sg b +1", "1 more row left out (risk: 1 low): --limit 0 shows all, a TO such as vpc:prod"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not in\n%s", want, b.String())
		}
	}
	if strings.Contains(b.String(), "eni-3") || len(r.Findings[0].Targets) != 1 {
		t.Errorf("a row too many, or a finding was changed:\n%s", b.String())
	}
}
