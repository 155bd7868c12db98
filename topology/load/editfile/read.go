package editfile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/ref"
)

// maxSize bounds a file: ten thousands of edits fit.
const maxSize = 4 << 20

const (
	list    = "changes"
	example = "write it like  changes: [{add: sg-1 ingress tcp/443 from 10.0.0.0/8}]"
)

// verbs are the keys of an edit.
var verbs = []string{"add", "allow", "remove", "replace", "set"}

// Is reports whether a text is a file of edits rather than a document of AWS or a plan.
func Is(text []byte) bool {
	var document yaml.Node
	if len(text) > maxSize || yaml.Unmarshal(text, &document) != nil || len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
		return false
	}
	top := document.Content[0].Content
	return len(top) == 2 && (top[0].Value == list || near(top[0].Value, []string{list}) != "")
}

// Read reads the edits of a file; its name is for errors. Resources are looked up in the snapshot that they are for.
func Read(name string, r io.Reader, s *topology.Snapshot) ([]edit.Edit, error) {
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
	f := &file{name: name, names: edit.NamesOf(s)}
	edits := f.document(&document)
	return edits, errors.Join(f.errs...)
}

// A file collects errors, so that all of them are told at once.
type file struct {
	name  string
	names *edit.Names
	errs  []error
}

func (f *file) fail(at *yaml.Node, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s:%d:%d: %s", f.name, max(at.Line, 1), max(at.Column, 1), fmt.Sprintf(format, args...)))
}

func (f *file) document(d *yaml.Node) []edit.Edit {
	if len(d.Content) == 0 {
		f.fail(d, "there is nothing in it; %s", example)
		return nil
	}
	top := d.Content[0]
	if top.Kind != yaml.MappingNode {
		f.fail(top, "it is no object; %s", example)
		return nil
	}
	var edits []edit.Edit
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		switch {
		case key.Value != list:
			f.fail(key, "there is no key %q%s; %s", key.Value, didYouMean(key.Value, []string{list}), example)
		case value.Kind != yaml.SequenceNode:
			f.fail(value, "%s is no list; %s", list, example)
		default:
			edits = append(edits, f.edits(value.Content)...)
		}
	}
	if len(edits) == 0 && len(f.errs) == 0 {
		f.fail(top, "it changes nothing; %s", example)
	}
	return edits
}

func (f *file) edits(items []*yaml.Node) []edit.Edit {
	var all []edit.Edit
	for _, item := range items {
		if item.Kind != yaml.MappingNode || len(item.Content) != 2 {
			f.fail(item, "an edit is one verb with what it does; %s", example)
			continue
		}
		key, value := item.Content[0], item.Content[1]
		verb := key.Value
		switch {
		case !slices.Contains(verbs, verb):
			f.fail(key, "%q is no verb of an edit%s; there is %s", verb, didYouMean(verb, verbs), strings.Join(verbs, ", "))
		case value.Kind != yaml.ScalarNode:
			f.fail(value, "what is to be done is no text; %s", example)
		default:
			e, err := f.names.Parse(verb + " " + value.Value)
			if err != nil {
				f.fail(value, "%v", err)
				continue
			}
			all = append(all, e)
		}
	}
	return all
}

func near(word string, words []string) string {
	found, _ := ref.Nearest(word, words)
	return found
}

func didYouMean(word string, words []string) string {
	if found := near(word, words); found != "" {
		return fmt.Sprintf(": did you mean %q?", found)
	}
	return ""
}
