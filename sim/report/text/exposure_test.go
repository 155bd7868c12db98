package text

import (
	"fmt"
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

// TestManyRowsHaveAnOverview counts places by their worst reason, each once, worst first, and says where most are and what to ask next.
func TestManyRowsHaveAnOverview(t *testing.T) {
	finding := func(n int, risk, vpc, reason string) report.Finding {
		f := report.Finding{Risk: risk, Reasons: []string{reason, "and more"}, Family: "ipv4", From: report.Senders{Anywhere: true}}
		f.Targets = []report.Exposed{{Component: report.Component{ID: fmt.Sprintf("eni-%d", n/2)}, Vpc: &report.Component{ID: "vpc-" + vpc, Name: vpc}}}
		f.Services = []report.OpenService{{Protocols: []string{"tcp"}, Ports: report.Ports(fmt.Sprint(n))}}
		return f
	}
	r := &report.Exposure{From: []string{"internet"}, Risk: "low", Next: "dryhop exposure vpc-b --risk high -v"}
	r.Totals.Interfaces.All, r.Totals.Risks = 99, map[string]int{"none": 7, "low": 90, "high": 2}
	r.Findings = append(r.Findings, finding(-2, "high", "b", "SSH"), finding(-4, "high", "a", "RDP"))
	for n := range 90 {
		r.Findings = append(r.Findings, finding(n, "low", string(rune('a'+n%12/2)), [...]string{"few", "most"}[min(1, n/20)]))
	}
	var b strings.Builder
	if err := Exposure(&b, r, Style{Limit: 3}); err != nil {
		t.Fatal(err)
	}
	want := `
By the worst reason:
  RISK    REACHED  VPCS  WHY   MOST IN
  ✗ HIGH        1     1  SSH   b (1)
  ✗ HIGH        1     1  RDP   a (1)
  · low        35     6  most  a (6), b (6), c (6), e (6) +2
  · low        10     6  few   a (2), b (2), c (2), d (2) +2

  see the worst: dryhop exposure vpc-b --risk high -v

`
	if !strings.Contains(b.String(), want) || !strings.Contains(b.String(), "\nOf less risk than low: 7 findings left out\n") {
		t.Errorf("got\n%s\nwant in it\n%s", b.String(), want)
	}
	r.Findings = r.Findings[:overviewRows]
	b.Reset()
	if err := Exposure(&b, r, Style{}); err != nil || strings.Contains(b.String(), "By the worst reason") {
		t.Errorf("an overview of a page (%v)\n%s", err, b.String())
	}
}
