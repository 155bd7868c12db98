package template

import (
	"strings"
	"unicode"
)

// loopPrefix begins the keys of loops:
//
//	Fn::ForEach::Zones: [Zone, [a, b], {"Subnet${Zone}": {Type: ..., Properties: {... !Ref Zone ...}}}]
const loopPrefix = "Fn::ForEach::"

// writeOut puts what loops make in their place.
func (s *Stack) writeOut(document *Node) {
	w := &writer{stack: s}
	written := w.node(document, 0)
	if w.loops == 0 {
		return
	}
	problems := append(s.Template.Problems[:0:0], w.problems...)
	s.Template = Read(written)
	s.Template.Problems = append(s.Template.Problems, problems...)
}

// writer writes loops out, and counts what it makes.
type writer struct {
	stack    *Stack
	loops    int
	nodes    int
	problems []Problem
}

func (w *writer) problem(line int, value, message string) {
	w.problems = append(w.problems, Problem{Line: line, Value: value, Message: message})
}

// node is the node itself if no loop is in it.
func (w *writer) node(n *Node, depth int) *Node {
	if n == nil || depth > w.stack.limits.Depth {
		return n
	}
	before := w.loops
	copied := &Node{Kind: n.Kind, Text: n.Text, Line: n.Line}
	for _, item := range n.Items {
		copied.Items = append(copied.Items, w.node(item, depth+1))
	}
	for _, f := range n.Fields {
		if strings.HasPrefix(f.Key, loopPrefix) {
			w.loops++
			copied.Fields = append(copied.Fields, w.loop(f, depth+1)...)
			continue
		}
		copied.Fields = append(copied.Fields, Field{Key: f.Key, Line: f.Line, Value: w.node(f.Value, depth+1)})
	}
	if w.loops == before {
		return n
	}
	return copied
}

// loop is what one loop makes.
func (w *writer) loop(f Field, depth int) []Field {
	n := f.Value
	if n.Kind != List || len(n.Items) != 3 || n.Items[0].Kind != String || n.Items[2].Kind != Map {
		w.problem(f.Line, f.Key, "a loop takes a name, a list and an object")
		return nil
	}
	values := w.stack.Eval(n.Items[1])
	if values.Kind != List || values.Unknown() != nil {
		w.problem(f.Line, f.Key, "what the loop goes over is not known")
		return nil
	}
	var made []Field
	for _, value := range values.Items {
		body := w.put(n.Items[2], n.Items[0].Text, value.Text, depth)
		made = append(made, w.node(body, depth).Fields...)
		if w.nodes > w.stack.limits.Nodes {
			w.problem(f.Line, f.Key, "loops make more than CloudFormation would take")
			return nil
		}
	}
	return made
}

// put writes a value in place of ${Name}, &{Name} (letters and digits only) and {"Ref": Name}.
func (w *writer) put(n *Node, name, value string, depth int) *Node {
	w.nodes++
	if n == nil || w.nodes > w.stack.limits.Nodes || depth > w.stack.limits.Depth {
		return n
	}
	if call, argument := n.call(); call == "Ref" && argument.Kind == String && argument.Text == name {
		return &Node{Kind: String, Text: value, Line: n.Line}
	}
	with := strings.NewReplacer("${"+name+"}", value, "&{"+name+"}", alphanumeric(value))
	put := &Node{Kind: n.Kind, Text: with.Replace(n.Text), Line: n.Line}
	for _, item := range n.Items {
		put.Items = append(put.Items, w.put(item, name, value, depth+1))
	}
	for _, f := range n.Fields {
		put.Fields = append(put.Fields, Field{Key: with.Replace(f.Key), Line: f.Line, Value: w.put(f.Value, name, value, depth+1)})
	}
	return put
}

func alphanumeric(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}
