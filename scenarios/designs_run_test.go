package scenarios

import (
	"context"
	"testing"
	"time"

	"github.com/dryhop/dryhop/sim/report"
)

// TestDesignsPassTheirTests runs the scenario files of the designs: the regression suite of the whole of dryhop.
func TestDesignsPassTheirTests(t *testing.T) {
	for _, d := range Designs() {
		run, err := Run(context.Background(), Options{Paths: []string{examplePrefix + d.Name}, Today: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
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
