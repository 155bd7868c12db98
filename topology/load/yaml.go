package load

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/topology/load/awscli"
	"github.com/dryhop/dryhop/topology/load/cloudformation"
)

// yaml reads a file as answers in YAML, as the AWS CLI prints them with --output yaml or yaml-stream. If it holds none, what was read is given back.
func (s *session) yaml(it item, in io.Reader) (found []document, rest io.Reader) {
	text, err := io.ReadAll(io.LimitReader(in, cloudformation.MaxSize+1))
	rest = io.MultiReader(bytes.NewReader(text), in)
	if err != nil || len(text) > cloudformation.MaxSize || !it.named && !isYAML(it.path) {
		return nil, rest
	}
	if asJSON, ok := jsonOfYAML(text); ok {
		return s.json(it, bytes.NewReader(asJSON)), nil
	}
	return nil, rest
}

func isYAML(name string) bool {
	ext := strings.ToLower(path.Ext(strings.TrimSuffix(name, ".gz")))
	return ext == ".yaml" || ext == ".yml"
}

// jsonOfYAML writes answers in YAML as JSON, every value in the line that it was in. It is false if the text is no YAML or holds no answer.
func jsonOfYAML(text []byte) ([]byte, bool) {
	w := &lineWriter{line: 1}
	answers := false
	for d := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var document yaml.Node
		err := d.Decode(&document)
		switch {
		case errors.Is(err, io.EOF):
			return w.out, answers && !w.strange
		case err != nil:
			return nil, false
		case len(document.Content) == 0:
			continue
		}
		root := document.Content[0]
		answers = answers || holdsAnswer(root)
		w.node(root)
	}
}

// holdsAnswer reports whether a document, or an element of a stream, has a key of an answer.
func holdsAnswer(n *yaml.Node) bool {
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.SequenceNode && c.Kind == yaml.MappingNode && holdsAnswer(c):
			return true
		case n.Kind == yaml.MappingNode && i%2 == 0 && awscli.IsAnswer(c.Value):
			return true
		}
	}
	return false
}

// A lineWriter writes nodes as JSON, and begins lines so that each stands in its own.
type lineWriter struct {
	out     []byte
	line    int
	strange bool // there was something that the AWS CLI does not print
}

func (w *lineWriter) node(n *yaml.Node) {
	for ; w.line < n.Line; w.line++ {
		w.out = append(w.out, '\n')
	}
	switch n.Kind {
	case yaml.MappingNode:
		w.list(n, '{', '}')
	case yaml.SequenceNode:
		w.list(n, '[', ']')
	case yaml.ScalarNode:
		w.out = append(w.out, scalarJSON(n)...)
	default:
		w.strange = true // an alias
		w.out = append(w.out, "null"...)
	}
}

func (w *lineWriter) list(n *yaml.Node, opens, closes byte) {
	w.out = append(w.out, opens)
	for i, c := range n.Content {
		key := opens == '{' && i%2 == 0
		if i > 0 && (key || opens == '[') {
			w.out = append(w.out, ',')
		}
		if key && c.Kind == yaml.ScalarNode {
			c = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: c.Value, Line: c.Line}
		}
		w.strange = w.strange || key && c.Kind != yaml.ScalarNode
		if w.node(c); key {
			w.out = append(w.out, ':')
		}
	}
	w.out = append(w.out, closes)
}

// scalarJSON is a scalar as JSON: a text, if it is no number, truth value or null that JSON has, too.
func scalarJSON(n *yaml.Node) []byte {
	switch n.ShortTag() {
	case "!!null":
		return []byte("null")
	case "!!bool":
		return []byte(strings.ToLower(n.Value))
	case "!!int", "!!float":
		if jsontext.Value(n.Value).IsValid() {
			return []byte(n.Value)
		}
	}
	quoted, err := jsontext.AppendQuote(nil, n.Value)
	if err != nil {
		return []byte("null")
	}
	return quoted
}
