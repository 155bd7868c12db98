package record

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
)

// A File is a scenario file in the making.
type File struct {
	Name      string
	Snapshots []string // as "given" names them
	Note      string   // a comment at the head
	World     *judge.World
}

// A test is the lines of one.
type test struct {
	name  string
	lines []string // below the name
}

// field is a line of a test.
func field(key, value string) string { return key + ": " + value }

// scalar is a text as YAML reads it.
func scalar(s string) string {
	text, err := yaml.Marshal(s)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	word := strings.TrimRight(string(text), "\n")
	if strings.ContainsAny(word, ",{}[]\n") && !strings.HasPrefix(word, "\"") && !strings.HasPrefix(word, "'") {
		return fmt.Sprintf("%q", s) // inside of a list in brackets
	}
	return word
}

// list is texts as YAML reads them in one line; one alone is no list.
func list(words []string) string {
	if len(words) == 1 {
		return scalar(words[0])
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = scalar(w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// text is the file with some tests.
func (f *File) text(tests []test) string {
	var b strings.Builder
	b.WriteString("# yaml-language-server: $schema=./scenario.schema.json\n")
	for line := range strings.Lines(f.Note) {
		b.WriteString("# " + strings.TrimRight(line, "\n") + "\n")
	}
	fmt.Fprintf(&b, "version: 1\nname: %s\n\ngiven:\n  snapshot: %s\n\ntests:\n", scalar(f.Name), list(f.Snapshots))
	for _, t := range tests {
		fmt.Fprintf(&b, "  - name: %s\n", scalar(t.name))
		for _, line := range t.lines {
			b.WriteString("    " + line + "\n")
		}
	}
	return b.String()
}

// tried is the file with those tests that pass, each name once.
func (f *File) tried(ctx context.Context, tests []test) ([]byte, error) {
	names := map[string]int{}
	for i := range tests {
		if names[tests[i].name]++; names[tests[i].name] > 1 {
			tests[i].name = fmt.Sprintf("%s (%d)", tests[i].name, names[tests[i].name])
		}
	}
	read, err := language.Read("recorded", []byte(f.text(tests)))
	if err != nil {
		return nil, err
	}
	j := judge.New(f.World, nil, read, judge.Options{Today: time.Unix(0, 0), Silent: true})
	var passing []test
	for i := range read.Tests {
		r, err := j.Test(ctx, &read.Tests[i])
		if err != nil {
			return nil, err
		}
		if r.Status == report.TestPassed {
			passing = append(passing, tests[i])
		}
	}
	if len(passing) == 0 {
		return nil, fmt.Errorf("nothing can be said of this network: dryhop snapshot check tells what it lacks")
	}
	return []byte(f.text(passing)), nil
}
