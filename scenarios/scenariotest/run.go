package scenariotest

import (
	"testing"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/sim/report"
)

// Run runs scenario files, a subtest for each file and each test of it. Tests that fail as warnings are logged.
func Run(t *testing.T, o scenarios.Options) {
	t.Helper()
	run, err := scenarios.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range run.Files {
		f := &run.Files[i]
		t.Run(f.Title(), func(t *testing.T) {
			for j := range f.Tests {
				t.Run(f.Tests[j].Name, func(t *testing.T) { tell(t, &f.Tests[j]) })
			}
		})
	}
}

// tell ends a subtest as the test went.
func tell(t *testing.T, r *report.TestResult) {
	t.Helper()
	switch {
	case r.Status == report.TestSkipped:
		t.Skip(r.Skip)
	case r.Bad():
		t.Errorf("%s:%d:\n%s", r.Path, r.Line, r.Details())
	case r.Status != report.TestPassed:
		t.Logf("%s:%d: a warning:\n%s", r.Path, r.Line, r.Details())
	}
}
