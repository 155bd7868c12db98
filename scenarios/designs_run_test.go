package scenarios

import (
	"slices"
	"testing"
	"time"

	"github.com/dryhop/dryhop/sim/report"
)

// firstDay is before anything in the designs ends.
var firstDay = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// TestDesignsPassTheirTests runs the scenario files of the designs: the regression suite of the whole of dryhop.
func TestDesignsPassTheirTests(t *testing.T) {
	for _, d := range Designs() {
		run, err := Run(t.Context(), Options{Paths: []string{examplePrefix + d.Name}, Today: firstDay})
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
			continue
		}
		if run.Totals.Passed < 4 || Exit(run) != 0 {
			t.Errorf("%s: %+v", d.Name, run.Totals)
		}
		for _, f := range run.Files {
			for _, r := range f.Tests {
				if r.Status != report.TestPassed {
					t.Errorf("%s: %s: %s %s %v", d.Name, r.Name, r.Status, r.Error, r.Failures)
				}
			}
		}
	}
}

// survivors are breaks of designs that their tests do not notice, each argued for on the design's page.
var survivors = map[string][]string{
	"load-balanced": {"remove sg-01ba0000000000005 ingress tcp/9000 from 10.0.20.0/22", "remove sg-01ba0000000000006 egress all to 0.0.0.0/0"},
}

// TestDesignsNoticeWhatBreaks breaks each design a rule, route or association at a time.
func TestDesignsNoticeWhatBreaks(t *testing.T) {
	for _, d := range Designs() {
		run, err := Run(t.Context(), Options{Paths: []string{examplePrefix + d.Name}, Today: firstDay, Mutate: true})
		if err != nil {
			t.Errorf("%s: %v", d.Name, err)
			continue
		}
		var found []string
		for _, m := range run.Mutation {
			if m.Caught < 9 {
				t.Errorf("%s: no more than %d of %d breaks are noticed", m.Path, m.Caught, m.Mutants)
			}
			for _, s := range m.Survivors {
				found = append(found, s.Edit.Edit)
			}
		}
		if want := survivors[d.Name]; !slices.Equal(found, want) {
			t.Errorf("%s: nothing notices %q, want %q", d.Name, found, want)
		}
	}
}
