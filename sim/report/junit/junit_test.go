package junit

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// An element is what the schema of JUnit's XML that Jenkins publishes (junit-10.xsd) says of one: its attributes, those it must have,
// and its children in their order.
type element struct {
	attributes, required, children []string
	anyOrder                       bool
	text                           bool
}

var elements = map[string]element{
	"testsuites": {attributes: strings.Fields("name time tests failures errors"), children: []string{"testsuite"}},
	"testsuite": {
		attributes: strings.Fields("name tests failures errors group time skipped timestamp hostname id package file log url"),
		required:   strings.Fields("name tests failures errors"), children: strings.Fields("testsuite properties testcase system-out system-err"), anyOrder: true,
	},
	"testcase": {
		attributes: strings.Fields("name time classname group"), required: []string{"name"},
		children: strings.Fields("skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err"), anyOrder: true,
	},
	"failure":    {attributes: []string{"type", "message"}, text: true},
	"error":      {attributes: []string{"type", "message"}, text: true},
	"skipped":    {attributes: []string{"type", "message"}, text: true},
	"system-out": {text: true},
}

// check reads XML and lists what the schema does not have.
func check(text string) (problems []string) {
	d := xml.NewDecoder(strings.NewReader(text))
	var open []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return problems
		}
		if err != nil {
			return append(problems, err.Error())
		}
		switch x := token.(type) {
		case xml.StartElement:
			problems = append(problems, checkElement(open, x)...)
			open = append(open, x.Name.Local)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 && !elements[open[len(open)-1]].text && strings.TrimSpace(string(x)) != "" {
				problems = append(problems, "text in "+open[len(open)-1])
			}
		}
	}
}

func checkElement(open []string, x xml.StartElement) (problems []string) {
	name := x.Name.Local
	e, known := elements[name]
	switch {
	case !known:
		problems = append(problems, name+" is no element")
	case len(open) == 0 && name != "testsuites":
		problems = append(problems, name+" is no root")
	case len(open) > 0 && !slices.Contains(elements[open[len(open)-1]].children, name):
		problems = append(problems, name+" in "+open[len(open)-1])
	}
	for _, a := range x.Attr {
		if !slices.Contains(e.attributes, a.Name.Local) {
			problems = append(problems, fmt.Sprintf("%s has no attribute %s", name, a.Name.Local))
		}
	}
	for _, r := range e.required {
		if !slices.ContainsFunc(x.Attr, func(a xml.Attr) bool { return a.Name.Local == r }) {
			problems = append(problems, fmt.Sprintf("%s lacks the attribute %s", name, r))
		}
	}
	return problems
}

func TestWriteObeysTheSchema(t *testing.T) {
	run := reporttest.Tests()
	run.Files[0].Tests[1].Name = "control \x01 letters \x1b"
	var b strings.Builder
	if err := Write(&b, "dryhop test", run.Suites()); err != nil {
		t.Fatal(err)
	}
	for _, problem := range check(b.String()) {
		t.Error(problem)
	}
	if len(check(strings.Replace(b.String(), "<testcase name", "<testcase title", 1))) != 2 || len(check("<testcase name='x'/>")) == 0 {
		t.Error("the check lets everything pass")
	}
}

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, "dryhop test", reporttest.Tests().Suites()); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "tests.xml", b.String())
	var empty strings.Builder
	if err := Write(&empty, "dryhop test", []report.Suite{}); err != nil || len(check(empty.String())) > 0 {
		t.Errorf("%v, %s", err, empty.String())
	}
}
