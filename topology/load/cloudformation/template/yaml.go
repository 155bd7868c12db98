package template

import (
	"fmt"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// yamlReader makes Nodes of YAML: aliases are put in place, merged objects merged, short tags spelled out.
type yamlReader struct{ budget }

var yamlLine = regexp.MustCompile(`^line (\d+):`)

func parseYAML(text []byte, limits Limits) (*Node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		said := strings.TrimPrefix(err.Error(), "yaml: ")
		if !yamlLine.MatchString(said) {
			said = "line 1: " + said
		}
		return nil, fmt.Errorf("%s", said)
	}
	if len(document.Content) == 0 {
		return nil, errNothing
	}
	r := &yamlReader{budget{limits: limits}}
	return r.node(document.Content[0], 0)
}

func (r *yamlReader) node(y *yaml.Node, depth int) (*Node, error) {
	if y.Kind == yaml.AliasNode {
		y = y.Alias
	}
	if err := r.take(depth, y.Line); err != nil {
		return nil, err
	}
	n := &Node{Line: y.Line}
	var err error
	switch y.Kind {
	case yaml.SequenceNode:
		n.Kind = List
		err = r.items(n, y, depth)
	case yaml.MappingNode:
		n.Kind = Map
		err = r.fields(n, y, depth)
	default:
		n.Kind, n.Text = scalarKind(y), y.Value
	}
	if err != nil {
		return nil, err
	}
	return spellOut(y.Tag, n), nil
}

func (r *yamlReader) items(n *Node, y *yaml.Node, depth int) error {
	for _, item := range y.Content {
		value, err := r.node(item, depth+1)
		if err != nil {
			return err
		}
		n.Items = append(n.Items, value)
	}
	return nil
}

func (r *yamlReader) fields(n *Node, y *yaml.Node, depth int) error {
	var merged []*Node
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		value, err := r.node(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if key.Tag == "!!merge" {
			merged = append(merged, value)
			continue
		}
		n.Fields = append(n.Fields, Field{Key: key.Value, Line: key.Line, Value: value})
	}
	for _, m := range merged {
		n.merge(m)
	}
	return nil
}

// merge adds the members of an object, or of several in a list, that n has not yet.
func (n *Node) merge(from *Node) {
	for _, each := range from.Items {
		n.merge(each)
	}
	for _, f := range from.Fields {
		if n.Get(f.Key) == nil {
			n.Fields = append(n.Fields, f)
		}
	}
}

// scalarKind takes timestamps and the like for texts: 2012-10-17 is one in templates.
func scalarKind(y *yaml.Node) Kind {
	switch y.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	}
	return String
}

// spellOut makes {"Fn::Sub": x} of !Sub x.
func spellOut(tag string, n *Node) *Node {
	if !strings.HasPrefix(tag, "!") || strings.HasPrefix(tag, "!!") {
		return n
	}
	if n.Kind == Null { // !GetAZs with nothing behind it
		n.Kind = String
	}
	name := tag[1:]
	if name != "Ref" && name != "Condition" {
		name = "Fn::" + name
	}
	return &Node{Kind: Map, Line: n.Line, Fields: []Field{{Key: name, Line: n.Line, Value: n}}}
}
