package language

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// maxSize bounds a file, and maxProblems how many problems of one are told.
const (
	maxSize     = 4 << 20
	maxProblems = 50
)

// Read reads a scenario file. Its path is for problems. The error is Problems; the file is what could be read all the same.
func Read(path string, text []byte) (*File, error) {
	r := &reader{file: &File{Path: path, ports: map[string]Services{}}}
	if len(text) <= maxSize && utf8.Valid(text) {
		r.file.lines = strings.Split(string(text), "\n")
	}
	document, problem := r.parse(text)
	if problem != nil {
		return r.file, Problems{problem}
	}
	r.follow(document, r.top)
	slices.SortStableFunc(r.problems, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	if len(r.problems) > maxProblems {
		r.problems = append(r.problems[:maxProblems], r.file.Problem(Position{}, 0, "and %d more problems", len(r.problems)-maxProblems))
	}
	if len(r.problems) > 0 {
		return r.file, r.problems
	}
	return r.file, nil
}

// parse reads the one document of a file.
func (r *reader) parse(text []byte) (*yaml.Node, *Problem) {
	whole := func(format string, args ...any) *Problem { return r.file.Problem(Position{}, 0, format, args...) }
	switch {
	case len(text) > maxSize:
		return nil, whole("it is larger than %d bytes", maxSize)
	case !utf8.Valid(text):
		return nil, whole("it is not in UTF-8")
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	var document, more yaml.Node
	if err := d.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return nil, r.syntax(err)
	}
	if len(document.Content) == 0 {
		return nil, whole("there is nothing in it; dryhop init writes one to begin with")
	}
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, r.syntax(err)
		}
		return nil, r.file.Problem(position(&more), 3, "a second document begins here; put it into a file of its own")
	}
	return document.Content[0], nil
}

var syntaxLine = regexp.MustCompile(`^line (\d+): `)

// syntax is a problem that the YAML parser tells. The line that it names is where it began to misread.
func (r *reader) syntax(err error) *Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	var at Position
	if m := syntaxLine.FindStringSubmatch(text); m != nil {
		line, _ := strconv.Atoi(m[1])
		at, text = Position{line, 1}, text[len(m[0]):]
	}
	p := r.file.Problem(at, 1, "this is no YAML, here or just below: %s", text)
	p.Source = ""
	return p
}

func (r *reader) top(n *yaml.Node) {
	o := r.object(n, "a scenario file", []string{"version", "name", "owner", "given", "locations", "endpoints", "ports", "tests"})
	if n.Kind != yaml.MappingNode {
		return
	}
	r.version(o)
	r.file.Name, r.file.Owner = r.string(o, "name"), r.string(o, "owner")
	r.with(o, "given", r.given)
	r.with(o, "ports", r.namedPorts)
	if o.values["locations"] != nil && o.values["endpoints"] != nil {
		r.fail(o.keys["endpoints"], "endpoints is another word for locations: put them together")
	}
	r.with(o, "locations", r.locations)
	r.with(o, "endpoints", r.locations)
	r.tests(o)
}

func (r *reader) version(o object) {
	n := o.values["version"]
	if n == nil {
		r.fail(o.node, "the file does not begin with \"version: 1\"")
		return
	}
	if n.Value != "1" {
		r.fail(n, "version %q is not known to this dryhop; write version: 1", n.Value)
	}
}

func (r *reader) given(n *yaml.Node) {
	o := r.object(n, "given", []string{"snapshot", "example", "change", "external", "assume", "health"})
	g := &r.file.Given
	g.At = position(n)
	g.Snapshots, g.Changes, g.Externals, g.Assume = r.words(o, "snapshot"), r.words(o, "change"), r.words(o, "external"), r.words(o, "assume")
	r.with(o, "example", func(n *yaml.Node) {
		if len(g.Snapshots) > 0 {
			r.fail(o.keys["example"], "an example is a whole network; leave out snapshot or example")
		}
		word := r.word(n, "example")
		word.Text = "example:" + strings.TrimPrefix(word.Text, "example:")
		g.Snapshots = append(g.Snapshots, word)
	})
	if word := r.oneOf(o, "health", "configured", "current"); word != "" {
		g.Health = Word{word, position(o.values["health"])}
	}
}

func (r *reader) locations(n *yaml.Node) {
	o := r.object(n, "locations", nil)
	for _, name := range o.order {
		r.with(o, name, func(n *yaml.Node) {
			r.file.Locations = append(r.file.Locations, Location{Word{name, position(o.keys[name])}, r.selector(n, name)})
		})
	}
}

func (r *reader) tests(o object) {
	n := o.values["tests"]
	if n == nil {
		r.fail(o.node, "the file has no tests")
		return
	}
	r.follow(n, func(n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
			r.fail(n, "tests is not a list of at least one test")
			return
		}
		names := map[string]int{}
		for _, item := range n.Content {
			r.follow(item, func(n *yaml.Node) { r.namedOnce(r.test(n), names) })
		}
	})
}

// namedOnce keeps a test, and refuses one that is called as another: nobody could tell them apart in a report.
func (r *reader) namedOnce(t Test, names map[string]int) {
	if line, known := names[t.Name.Text]; known && t.Name.Text != "" {
		r.problems = append(r.problems, r.file.Problem(t.Name.At, utf8.RuneCountInString(t.Name.Text), "the test in line %d is called %q as well; give it another name", line, t.Name.Text))
	}
	names[t.Name.Text] = t.Name.At.Line
	r.file.Tests = append(r.file.Tests, t)
}
