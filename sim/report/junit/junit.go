package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// The elements of JUnit's XML as Jenkins publishes their schema (junit-10.xsd). There are no times: the same input gives the same bytes.
type (
	testsuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		counts
		Suites []testsuite `xml:"testsuite"`
	}
	testsuite struct {
		Name string `xml:"name,attr"`
		File string `xml:"file,attr,omitempty"`
		counts
		Skipped int        `xml:"skipped,attr"`
		Cases   []testcase `xml:"testcase"`
	}
	counts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	testcase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Skipped *outcome `xml:"skipped"`
		Error   *outcome `xml:"error"`
		Failure *outcome `xml:"failure"`
		Out     string   `xml:"system-out,omitempty"`
	}
	outcome struct {
		Message string `xml:"message,attr,omitempty"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",cdata"`
	}
)

// Write prints suites under the name of the tool.
func Write(w io.Writer, tool string, suites []report.Suite) error {
	all := testsuites{Name: tool}
	for i := range suites {
		s := suiteOf(&suites[i])
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func suiteOf(s *report.Suite) testsuite {
	out := testsuite{Name: printable(s.Name), File: printable(s.Path)}
	for i := range s.Cases {
		c := &s.Cases[i]
		out.Cases = append(out.Cases, caseOf(c, s.Name))
		out.Tests++
		switch c.Status {
		case report.CaseFailed:
			out.Failures++
		case report.CaseError:
			out.Errors++
		case report.CaseSkipped:
			out.Skipped++
		}
	}
	return out
}

// caseOf is one check. A failure that does not count passes, and says so in what it printed: JUnit knows no warnings.
func caseOf(c *report.Case, suite string) testcase {
	out := testcase{Name: printable(c.Name), Class: printable(suite + "." + c.Class)}
	said := &outcome{Message: printable(c.Message), Type: printable(c.Class), Text: printable(place(c.At) + c.Details)}
	switch c.Status {
	case report.CaseFailed:
		out.Failure = said
	case report.CaseError:
		out.Error = said
	case report.CaseSkipped:
		out.Skipped = &outcome{Message: said.Message}
	case report.CaseWarned:
		out.Out = "warning: " + said.Text
	}
	return out
}

// place is a line that tells where a check stands: the schema has no attribute for it.
func place(at report.Position) string {
	if at.Path == "" {
		return ""
	}
	return fmt.Sprintf("at        %s:%d\n", at.Path, at.Line)
}

// printable leaves out what XML has no letters for.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}
