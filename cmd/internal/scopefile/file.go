package scopefile

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/scope"
)

// maxSize bounds a file.
const maxSize = 4 << 20

// Read reads the scopes of a file; its name is for errors, and for scopes without one.
func Read(name string, r io.Reader) ([]scope.Scope, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxSize:
		return nil, fmt.Errorf("%s: it is larger than %d bytes", name, maxSize)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	f := &file{name: name}
	if len(document.Content) == 0 {
		return nil, fmt.Errorf("%s: there is nothing in it; it should be what aws ec2 get-network-insights-access-scope-content prints", name)
	}
	var all []scope.Scope
	items := document.Content
	if items[0].Kind == yaml.SequenceNode {
		items = items[0].Content
	}
	for _, item := range items {
		all = append(all, f.document(item))
	}
	return all, errors.Join(f.errs...)
}

// A file collects errors, so that all of them are told at once.
type file struct {
	name string
	errs []error
}

func (f *file) at(n *yaml.Node) string { return fmt.Sprintf("%s:%d", f.name, max(n.Line, 1)) }

func (f *file) fail(n *yaml.Node, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s: %s", f.at(n), fmt.Sprintf(format, args...)))
}

// mapping reads an object whose keys are known. Keys with null are as if they were not there.
func (f *file) mapping(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		f.fail(n, "%s is not an object with %s", what, strings.Join(known, ", "))
		return nil
	}
	values := make(map[string]*yaml.Node)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case values[key.Value] != nil:
			f.fail(key, "the key %q is there twice", key.Value)
		case !slices.Contains(known, key.Value):
			f.fail(key, "the key %q means nothing in %s; %s", key.Value, what, suggest(key.Value, known))
		case value.Tag != "!!null":
			values[key.Value] = value
		}
	}
	return values
}

func suggest(typed string, known []string) string {
	if near, ok := sim.Nearest(typed, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "there are " + strings.Join(known, ", ")
}

// items are the elements of a list that need not be there.
func (f *file) items(n *yaml.Node, what string) []*yaml.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind != yaml.SequenceNode:
		f.fail(n, "%s is not a list", what)
		return nil
	}
	return n.Content
}

// words are the texts of a list that need not be there.
func (f *file) words(n *yaml.Node, what string) []scope.Word {
	var words []scope.Word
	for _, item := range f.items(n, what) {
		if item.Kind != yaml.ScalarNode || item.Value == "" {
			f.fail(item, "%s holds something that is not a text", what)
			continue
		}
		words = append(words, scope.Word{Text: item.Value, At: f.at(item)})
	}
	return words
}

// stem is a file's name without folder and ending.
func stem(name string) string {
	base := filepath.Base(name)
	return strings.TrimSuffix(base, filepath.Ext(base))
}
