package report

import (
	"fmt"
	"slices"
	"strings"
)

// caseStatus is what a case of JUnit or TAP says of a test.
func caseStatus(t *TestResult) string {
	switch {
	case t.Status == TestPassed:
		return CasePassed
	case t.Status == TestSkipped:
		return CaseSkipped
	case t.Status == TestError:
		return CaseError
	case t.Warning:
		return CaseWarned
	}
	return CaseFailed
}

// Suites are the files of a run as those of JUnit and TAP.
func (r *TestRun) Suites() []Suite {
	suites := make([]Suite, len(r.Files))
	for i := range r.Files {
		f := &r.Files[i]
		suites[i] = Suite{Name: f.Title(), Path: f.Path}
		for j := range f.Tests {
			t := &f.Tests[j]
			suites[i].Cases = append(suites[i].Cases, Case{
				Name: t.Name, Class: t.Expect, Status: caseStatus(t), Message: t.Message(), Details: t.Details(), At: t.Position,
			})
		}
	}
	return suites
}

// Title is what a file is called: by its name if it has one, with the phase of a change.
func (f *TestFile) Title() string {
	title := f.Path
	if f.Name != "" {
		title = f.Name
	}
	if f.Phase != "" {
		title += " (" + f.Phase + " the change)"
	}
	return title
}

// alertRules are what the verbs of tests are about.
var alertRules = map[string]AlertRule{
	"reachable":       {"reachable", "A flow that has to pass does not", "Each source has to reach each destination on each port, and the reply has to return."},
	"blocked":         {"blocked", "A flow passes that must not", "No flow between the places may pass, on any port that is named."},
	"only-from":       {"only-from", "Something else gets in, or who has to does not", "The sources have to reach the destinations, and nothing else may."},
	"exposed-only":    {"exposed-only", "More is exposed than is allowed", "The sources may reach only what the test allows."},
	"isolated":        {"isolated", "Networks that have to stay apart are connected", "Nothing of one may reach anything of the other."},
	"no-overlap":      {"no-overlap", "Networks share addresses", "Networks that share addresses cannot be connected."},
	"free-addresses":  {"free-addresses", "A subnet runs out of addresses", "Subnets need addresses for what is to come, and for what AWS puts there."},
	"no-new-exposure": {"no-new-exposure", "A change opens something to the internet", "The change may open nothing to the internet."},
	"no-other-change": {"no-other-change", "A change does more than it should", "The change may open and close only what the test allows."},
}

// Alerts are the tests of a run that did not pass, for annotations and code scanning.
func (r *TestRun) Alerts() *Alerts {
	all := &Alerts{Tool: "dryhop test"}
	for i := range r.Files {
		for j := range r.Files[i].Tests {
			if t := &r.Files[i].Tests[j]; t.Status != TestPassed && t.Status != TestSkipped {
				all.Alerts = append(all.Alerts, t.alert(&r.Files[i]))
				if rule := alertRules[t.Expect]; !slices.Contains(all.Rules, rule) {
					all.Rules = append(all.Rules, rule)
				}
			}
		}
	}
	slices.SortFunc(all.Rules, func(a, b AlertRule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

func (t *TestResult) alert(f *TestFile) Alert {
	a := Alert{
		Rule: t.Expect, Level: "error", Title: t.Name, Message: t.Name + "\n" + t.Details(), At: t.Position,
		Fingerprint: fmt.Sprintf("%s\n%s\n%s", f.Path, f.Phase, t.Name),
	}
	if t.Warning && t.Status != TestError {
		a.Level = "warning"
	}
	for i := range t.Failures {
		for _, s := range t.Failures[i].Steps {
			a.Steps = append(a.Steps, AlertStep(s))
			if related := s.At; related.Path != "" && !slices.Contains(a.Related, related) {
				a.Related = append(a.Related, related)
			}
		}
		if len(a.Steps) > 0 {
			break // a way is that of one flow
		}
	}
	return a
}

// Table is a run as a table: tests that did not pass first.
func (r *TestRun) Table() Table {
	t := Table{Header: []string{"", "test", "expect", "where", "what"}}
	for _, passed := range []bool{false, true} {
		for i := range r.Files {
			for j := range r.Files[i].Tests {
				result := &r.Files[i].Tests[j]
				if passed == (result.Status == TestPassed) {
					t.Rows = append(t.Rows, []string{result.mark(), result.Name, result.Expect, fmt.Sprintf("%s:%d", result.Path, result.Line), result.what()})
				}
			}
		}
	}
	t.Foot = []string{r.Totals.String()}
	for i := range r.Mutation {
		t.Foot = append(t.Foot, "mutants of "+r.Mutation[i].Path+": "+r.Mutation[i].Score())
	}
	return t
}

func (t *TestResult) mark() string {
	if t.Warning && (t.Status == TestFailed || t.Status == TestUnknown) {
		return "warning"
	}
	return t.Status
}

// what is what there is to say of a test in a cell.
func (t *TestResult) what() string {
	if len(t.Failures) == 0 {
		return t.Message()
	}
	f := &t.Failures[0]
	return strings.Join(append([]string{f.Found}, append(slices.Clone(f.Because), f.Fix...)...), "\n")
}

// String counts tests in a line.
func (t *TestTotals) String() string {
	parts := []string{fmt.Sprintf("%d of %s passed", t.Passed, counted(t.Tests, "test"))}
	for _, rare := range []struct {
		n    int
		word string
	}{{t.Failed, "failed"}, {t.Unknown, "unknown"}, {t.Warned, "failed as warnings"}, {t.Skipped, "skipped"}, {t.Errors, "could not be asked"}} {
		if rare.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", rare.n, rare.word))
		}
	}
	return strings.Join(parts, ", ")
}

// Score is how many of the mutants that change any flow are caught.
func (m *TestMutation) Score() string {
	all := m.Mutants - m.Harmless
	text := fmt.Sprintf("%d of %d caught", m.Caught, all)
	if all > 0 {
		text += fmt.Sprintf(" (%d %%)", 100*m.Caught/all)
	}
	if m.Harmless > 0 {
		text += fmt.Sprintf("; %d more change no flow", m.Harmless)
	}
	return text
}

// Score is how many of each kind are looked at.
func (c *TestCoverage) Score() string {
	words := make([]string, len(c.Kinds))
	for i, k := range c.Kinds {
		words[i] = fmt.Sprintf("%d of %d %s", k.Covered, k.All, k.Kind)
	}
	return strings.Join(words, ", ")
}
