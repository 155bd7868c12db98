package report

import (
	"fmt"
	"strings"
)

// Lines are all that a result says, in lines of plain text with a label each. They are empty for a test that passed.
func (t *TestResult) Lines() (lines []TestLine) {
	add := func(label string, texts ...string) {
		for _, text := range texts {
			if text != "" {
				lines = append(lines, TestLine{label, text})
			}
			label = ""
		}
	}
	switch t.Status {
	case TestPassed:
		return nil
	case TestSkipped:
		add("skipped", t.Skip)
		return lines
	case TestError:
		add("error", strings.Split(t.Error, "\n")...)
		return lines
	}
	add("expected", t.Asked)
	add("why", t.Why)
	for i := range t.Failures {
		f := &t.Failures[i]
		add("found", f.Found)
		add("because", f.Because...)
		add("missing", f.Missing...)
		add("path", f.Path)
		add("to fix", f.Fix...)
		add("next", f.Next)
	}
	if t.More > 0 {
		add("found", fmt.Sprintf("%d more", t.More))
	}
	return lines
}

// A TestLine is a line of a result. The label is empty where it is that of the line above.
type TestLine struct{ Label, Text string }

// String is the line as it stands in plain text.
func (l TestLine) String() string { return fmt.Sprintf("%-9s %s", l.Label, l.Text) }

// Message is why a test did not pass, in a line.
func (t *TestResult) Message() string {
	switch {
	case t.Status == TestSkipped:
		return t.Skip
	case t.Error != "":
		line, _, _ := strings.Cut(t.Error, "\n")
		return line
	case len(t.Failures) > 0:
		return t.Failures[0].Found
	}
	return ""
}

// Details are the lines of a result as one text.
func (t *TestResult) Details() string {
	var texts []string
	for _, line := range t.Lines() {
		texts = append(texts, strings.TrimRight(line.String(), " "))
	}
	return strings.Join(texts, "\n")
}
