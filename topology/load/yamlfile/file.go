package yamlfile

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/topology/ref"
)

// A File collects errors, so that all of them are told at once.
type File struct {
	name string
	errs []error
}

// Read reads the first document of a file of up to maxSize bytes; its name is for errors. The document is nil if there is nothing in it.
func Read(name string, r io.Reader, maxSize int64) (*File, *yaml.Node, error) {
	text, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	switch {
	case err != nil:
		return nil, nil, err
	case int64(len(text)) > maxSize:
		return nil, nil, fmt.Errorf("%s: it is larger than %d MB", name, maxSize>>20)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	f := &File{name: name}
	if len(document.Content) == 0 {
		return f, nil, nil
	}
	return f, document.Content[0], nil
}

// Err is all that failed, nil if nothing did.
func (f *File) Err() error { return errors.Join(f.errs...) }

// At is where something is, for what is told of it later: file and line.
func (f *File) At(n *yaml.Node) string { return fmt.Sprintf("%s:%d", f.name, max(n.Line, 1)) }

// Fail tells what is wrong with something; of the whole file, where it is nil.
func (f *File) Fail(n *yaml.Node, format string, args ...any) {
	if n == nil {
		n = &yaml.Node{}
	}
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.At(n), max(n.Column, 1), fmt.Sprintf(format, args...)))
}

// Object reads an object whose keys are known. Keys with null are as if they were not there.
func (f *File) Object(n *yaml.Node, what string, known ...string) map[string]*yaml.Node {
	if n.Kind != yaml.MappingNode {
		f.Fail(n, "%s is not an object with %s", what, strings.Join(known, ", "))
		return nil
	}
	values := make(map[string]*yaml.Node)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case values[key.Value] != nil:
			f.Fail(key, "the key %q is there twice", key.Value)
		case !slices.Contains(known, key.Value):
			f.Fail(key, "the key %q means nothing in %s; %s", key.Value, what, Suggest(key.Value, known))
		case value.Tag != "!!null":
			values[key.Value] = value
		}
	}
	return values
}

// Suggest says what someone may have meant who typed something else.
func Suggest(typed string, known []string) string {
	if near, ok := ref.Nearest(typed, known); ok {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return "there are " + strings.Join(known, ", ")
}

// Each does something with every element of a list that need not be there.
func (f *File) Each(list *yaml.Node, what string, do func(*yaml.Node)) {
	switch {
	case list == nil:
	case list.Kind != yaml.SequenceNode:
		f.Fail(list, "%s is not a list", what)
	default:
		for _, item := range list.Content {
			do(item)
		}
	}
}
