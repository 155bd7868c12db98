package text

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func render(t *testing.T, r *report.Trace, s Style) string {
	t.Helper()
	var b strings.Builder
	if err := Trace(&b, r, s); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTraceLooksAsItShould(t *testing.T) {
	for _, c := range reporttest.Cases() {
		t.Run(c.Name, func(t *testing.T) {
			reporttest.Golden(t, c.Name+".txt", render(t, &c.Record, Style{}))
			reporttest.Golden(t, c.Name+"-verbose.txt", render(t, &c.Record, Style{Verbose: true}))
		})
	}
}

func TestASCIIIsASCII(t *testing.T) {
	for _, c := range reporttest.Cases() {
		for _, r := range render(t, &c.Record, Style{ASCII: true, Verbose: true}) {
			if r >= utf8.RuneSelf {
				t.Errorf("%s holds %q", c.Name, r)
			}
		}
	}
}

func TestColorAddsNothingButColor(t *testing.T) {
	for _, c := range reporttest.Cases() {
		colored := render(t, &c.Record, Style{Color: true})
		if !strings.Contains(colored, "\x1b[") {
			t.Errorf("%s has no colour", c.Name)
		}
		if plain := stripColor(colored); plain != render(t, &c.Record, Style{}) {
			t.Errorf("%s differs beyond its colour:\n%s", c.Name, plain)
		}
	}
}

func stripColor(s string) string {
	var b strings.Builder
	for s != "" {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			break
		}
		_, s, _ = strings.Cut(after, "m")
	}
	return b.String()
}

func TestNoLineEndsInSpaces(t *testing.T) {
	for _, c := range reporttest.Cases() {
		for line := range strings.Lines(render(t, &c.Record, Style{Verbose: true})) {
			if text := strings.TrimSuffix(line, "\n"); text != strings.TrimRight(text, " ") {
				t.Errorf("%s: %q", c.Name, text)
			}
		}
	}
}

func TestFlowRowsStayAligned(t *testing.T) {
	var b strings.Builder
	rows := NewFlowRows(&b, Style{})
	for _, r := range []FlowRow{
		{ID: "q1", Line: 1, From: "web-1", To: "orders-db", Service: "tcp/5432", Verdict: "reachable"},
		{ID: "a-much-longer-id", Line: 2, From: "internet", To: "web-1", Service: "https", Verdict: "unreachable"},
		{ID: "q3", Line: 3, Error: "nothing is called \"x\"\nnor \"y\""},
		{ID: "q4", Line: 4, From: "a", To: "b", Service: "all", Verdict: "partial"},
	} {
		if err := rows.Row(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Totals(report.FlowTotals{Reachable: 1, Unreachable: 1, Partial: 1, Errors: 1}, "hand-made"); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "flows.txt", b.String())
}
