package text

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// testLooks are the looks of tests.
var testLooks = map[string]look{
	report.TestPassed:  {"✓", "passed", green},
	report.TestFailed:  {"✗", "failed", red},
	report.TestUnknown: {"?", "unknown", yellow},
	report.TestSkipped: {"-", "skipped", dim},
	report.TestError:   {"!", "error", red},
}

// Tests prints how the tests of scenario files went: of those that passed a line, of others what was found and why.
func Tests(w io.Writer, r *report.TestRun, s Style) error {
	p := &printer{w: w, style: s}
	for i := range r.Files {
		if i > 0 {
			p.line("")
		}
		p.testFile(&r.Files[i])
	}
	for i := range r.Coverage {
		p.coverage(&r.Coverage[i])
	}
	for i := range r.Mutation {
		p.mutation(&r.Mutation[i])
	}
	p.line("")
	p.line("%s", r.Totals.String())
	return p.err
}

// coverage is what of a network the tests of a file look at.
func (p *printer) coverage(c *report.TestCoverage) {
	p.line("")
	p.line("coverage of %s: %s", p.style.letters(c.Path), c.Score())
	t := p.newTable(2)
	for i := range c.Idle {
		t.add("not looked at", c.Idle[i].Kind, c.Idle[i].Text)
	}
	p.table(t)
}

// mutation is what the tests of a file notice of a broken network.
func (p *printer) mutation(m *report.TestMutation) {
	p.line("")
	p.line("mutants of %s: %s", p.style.letters(m.Path), m.Score())
	t := p.newTable(2)
	for i := range m.Survivors {
		s := &m.Survivors[i]
		t.add("survived", s.Operator, s.Edit.Text, effectText(s))
	}
	p.table(t)
}

func effectText(s *report.TestMutant) string {
	var words []string
	for _, effect := range []struct {
		n    int
		verb string
	}{{s.Opened, "connects"}, {s.Closed, "parts"}, {s.Changed, "changes"}} {
		if effect.n > 0 {
			words = append(words, effect.verb+" "+plural(effect.n, "pair"))
		}
	}
	return strings.Join(words, ", ")
}

func (p *printer) testFile(f *report.TestFile) {
	title := f.Path
	if f.Name != "" {
		title = f.Name + "   " + f.Path
	}
	phase := ""
	if f.Phase != "" {
		phase = ", " + f.Phase + " the change"
	}
	p.raw(p.style.paint(bold, p.style.letters(title)) + p.style.paint(dim, p.style.letters("   on "+f.Snapshot+phase)) + "\n")
	for i := range f.Tests {
		p.testResult(&f.Tests[i])
	}
}

// testColumn is where the place of a test is printed.
const testColumn = 80

func (p *printer) testResult(t *report.TestResult) {
	l := testLooks[t.Status]
	note := ""
	switch {
	case t.Status == report.TestSkipped:
		note = "skipped: " + t.Skip
	case t.Warning && (t.Status == report.TestFailed || t.Status == report.TestUnknown):
		note = "warning"
		l.color = yellow
	}
	line := "  " + l.symbol + " " + t.Name
	if t.Status == report.TestPassed && !p.style.Verbose {
		p.raw(p.style.paint(l.color, p.style.letters("  "+l.symbol)) + p.style.letters(line[len("  "+l.symbol):]) + "\n")
		p.testNotes(t)
		return
	}
	at := fmt.Sprintf("%s:%d", t.Path, t.Line)
	if note != "" {
		at = note + "   " + at
	}
	gap := max(3, testColumn-utf8.RuneCountInString(line))
	p.raw(p.style.paint(l.color, p.style.letters(line)) + strings.Repeat(" ", gap) + p.style.paint(dim, p.style.letters(at)) + "\n")
	p.testDetails(t)
	p.testNotes(t)
}

func (p *printer) testNotes(t *report.TestResult) {
	for _, note := range t.Notes {
		p.line("      note       %s", p.style.letters(note))
	}
}

// testDetails are what was expected, and what was found in its place.
func (p *printer) testDetails(t *report.TestResult) {
	if t.Error != "" {
		for line := range strings.SplitSeq(t.Error, "\n") {
			p.line("      %s", p.style.letters(line))
		}
	}
	if t.Error != "" || t.Status == report.TestSkipped {
		return
	}
	tab := p.newTable(6)
	lines := t.Lines()
	if len(lines) == 0 {
		lines = []report.TestLine{{Label: "expected", Text: t.Asked}}
	}
	for i, line := range lines {
		if i == 0 {
			line.Text += matchesText(t.Matches)
		}
		tab.add(line.Label, line.Text)
	}
	p.table(tab)
}

func matchesText(all []report.TestMatch) string {
	var words []string
	for _, m := range all {
		if m.Key != "allow" {
			words = append(words, fmt.Sprintf("%s: %d", m.Text, m.Places))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "   (" + strings.Join(words, ", ") + ")"
}
