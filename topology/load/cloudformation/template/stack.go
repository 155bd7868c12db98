package template

import (
	"fmt"
	"strings"
)

// Given is what a stack is made with, beside its template.
type Given struct {
	Name       string // of the stack
	Account    string // "" if not known, as the Region
	Region     string
	Parameters map[string]string // values by name, lists with commas; dynamic references and pseudo parameters by their text
	Resolved   map[string]string // what parameters of AWS::SSM::Parameter::Value types came to
	Zones      []string          // Availability Zones of the Region, in the order of Fn::GetAZs; nil if not known
	Import     func(export string) (Value, bool)
	Inputs     func(parameter string) (Value, bool) // of a nested stack, what the one around it gives
}

// Resources tell what resources will be called.
type Resources interface {
	Ref(*Resource) Value
	Attribute(r *Resource, name string) Value
}

// A Stack evaluates a template with what it was given.
type Stack struct {
	*Template
	Given
	limits    Limits
	resources Resources

	parameters map[string]*Parameter
	byName     map[string]*Resource
	conditions map[string]Truth
	reasons    map[string]*Reason
	running    map[string]bool // conditions and resources being evaluated, against circles
	steps      int
	bytes      int
	depth      int
}

// NewStack prepares a template for evaluation. Its loops (Fn::ForEach) are written out.
func NewStack(document *Node, given Given, limits Limits) *Stack {
	s := &Stack{Template: Read(document), Given: given, limits: limits, parameters: map[string]*Parameter{}, byName: map[string]*Resource{},
		conditions: map[string]Truth{}, reasons: map[string]*Reason{}, running: map[string]bool{}}
	for i := range s.Template.Parameters {
		s.parameters[s.Template.Parameters[i].Name] = &s.Template.Parameters[i]
	}
	s.writeOut(document)
	for i := range s.Template.Resources {
		s.byName[s.Template.Resources[i].Name] = &s.Template.Resources[i]
	}
	return s
}

// Name lets the stack name its resources: what they will be called is asked while values are evaluated.
func (s *Stack) Name(by Resources) { s.resources = by }

// Resource finds a resource by its logical id, nil if there is none.
func (s *Stack) Resource(name string) *Resource { return s.byName[name] }

// Eval tells what a node comes to; a nil node is absent.
func (s *Stack) Eval(n *Node) Value {
	if n == nil {
		return Value{Kind: NoValue}
	}
	s.steps++
	s.depth++
	defer func() { s.depth-- }()
	if s.steps > s.limits.Steps || s.depth > 2*s.limits.Depth || s.bytes > s.limits.Bytes {
		return malformed(n, "evaluating the template takes more than CloudFormation would spend on it")
	}
	if name, argument := n.call(); name != "" {
		return functions[name](s, argument).at(n)
	}
	switch n.Kind {
	case List:
		return s.list(n)
	case Map:
		return s.object(n)
	case String:
		return s.text(n)
	}
	return Value{Kind: n.Kind, Text: n.Text, Line: n.Line}
}

// list leaves out items that are AWS::NoValue.
func (s *Stack) list(n *Node) Value {
	v := Value{Kind: List, Line: n.Line}
	for _, item := range n.Items {
		if value := s.Eval(item); value.Kind != NoValue {
			v.Items = append(v.Items, value)
		}
	}
	return v
}

// object leaves out members that are AWS::NoValue.
func (s *Stack) object(n *Node) Value {
	v := Value{Kind: Map, Line: n.Line}
	for _, f := range n.Fields {
		if value := s.Eval(f.Value); value.Kind != NoValue {
			v.Members = append(v.Members, Member{Key: f.Key, Value: value})
		}
	}
	return v
}

// text counts what is made, and looks up dynamic references.
func (s *Stack) text(n *Node) Value {
	switch {
	case strings.Contains(n.Text, "{{resolve:"):
		return s.dynamic(n)
	case strings.Contains(n.Text, "{{changeSet:KNOWN_AFTER_APPLY}}"):
		return NotKnown("", "the change set says that it is known after the change only").at(n)
	}
	return Value{Kind: String, Text: n.Text, Line: n.Line}
}

// made is a text that a function put together.
func (s *Stack) made(text string, standIn bool) Value {
	s.bytes += len(text)
	return Value{Kind: String, Text: text, Made: standIn}
}

// guarded evaluates something that may lead back to itself.
func (s *Stack) guarded(name string, n *Node, eval func() Value) Value {
	if s.running[name] {
		return malformed(n, "%s depends on itself", name)
	}
	s.running[name] = true
	defer delete(s.running, name)
	return eval()
}

// arguments evaluates a list of arguments, of which there have to be so many; problem is set if it is not.
func (s *Stack) arguments(function string, n *Node, least, most int) (all []Value, problem *Value) {
	list := s.Eval(n)
	if list.Kind == Unknown {
		return nil, &list
	}
	if list.Kind != List || len(list.Items) < least || len(list.Items) > most {
		wrong := malformed(n, "%s takes a list of %s", function, counts(least, most))
		return nil, &wrong
	}
	return list.Items, nil
}

func counts(least, most int) string {
	if least == most {
		return fmt.Sprintf("%d values", least)
	}
	return fmt.Sprintf("%d to %d values", least, most)
}
