package template

import (
	"fmt"
	"slices"
)

// A Template is a document with resources, read but not evaluated.
type Template struct {
	Parameters []Parameter
	Mappings   *Node
	Conditions *Node
	Resources  []Resource
	Outputs    []Output
	Transforms []string // macros that CloudFormation runs over the template first
	Problems   []Problem
}

// A Problem is something in a template that cannot be read.
type Problem struct {
	Line    int
	Value   string
	Message string
}

// A Parameter is an input of a template.
type Parameter struct {
	Name    string
	Type    string
	Default *Node // nil if there is none
	NoEcho  bool
	Line    int
}

// A Resource is what a template makes.
type Resource struct {
	Name       string // logical id
	Type       string // AWS::EC2::VPC
	Condition  string // "" if it is made always
	Properties *Node  // nil if there are none
	Metadata   *Node
	Line       int
}

// An Output is a value that a stack shows, perhaps to other stacks.
type Output struct {
	Name      string
	Condition string
	Value     *Node
	Export    *Node // its name for other stacks, nil if there is none
}

// Is reports whether a document is a template: an object with resources that have types.
func Is(n *Node) bool {
	resources := n.Get("Resources")
	if resources == nil || resources.Kind != Map {
		return false
	}
	if n.Get("AWSTemplateFormatVersion") != nil {
		return true
	}
	for _, f := range resources.Fields {
		if f.Value.Get("Type") != nil {
			return true
		}
	}
	return false
}

// Read takes a document apart.
func Read(n *Node) *Template {
	t := &Template{Mappings: n.Get("Mappings"), Conditions: n.Get("Conditions")}
	t.Transforms = transforms(n.Get("Transform"))
	t.parameters(n.Get("Parameters"))
	t.resources(n.Get("Resources"))
	t.outputs(n.Get("Outputs"))
	return t
}

func (t *Template) problem(line int, value, format string, args ...any) {
	t.Problems = append(t.Problems, Problem{Line: line, Value: value, Message: fmt.Sprintf(format, args...)})
}

func transforms(n *Node) []string {
	switch {
	case n == nil:
		return nil
	case n.Kind == List:
		var all []string
		for _, item := range n.Items {
			all = append(all, transforms(item)...)
		}
		return all
	case n.Kind == Map:
		return []string{n.Get("Name").Scalar()}
	}
	return []string{n.Text}
}

// members lists the members of a section, whose values are objects.
func (t *Template) members(section string, n *Node) []Field {
	if n == nil || n.Kind == Null {
		return nil
	}
	if n.Kind != Map {
		t.problem(n.Line, section, "it is %s in place of an object", n.Kind)
		return nil
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(n.Fields), func(f Field) bool {
		twice := seen[f.Key]
		seen[f.Key] = true
		switch {
		case twice:
			t.problem(f.Line, f.Key, "the name is there twice in %s: the first counts", section)
		case f.Value.Kind != Map:
			t.problem(f.Line, f.Key, "it is %s in place of an object", f.Value.Kind)
		}
		return twice || f.Value.Kind != Map
	})
}

func (t *Template) parameters(n *Node) {
	for _, f := range t.members("Parameters", n) {
		p := Parameter{Name: f.Key, Type: f.Value.Get("Type").Scalar(), Default: f.Value.Get("Default"), Line: f.Line}
		p.NoEcho = f.Value.Get("NoEcho").Scalar() == "true"
		t.Parameters = append(t.Parameters, p)
	}
}

func (t *Template) resources(n *Node) {
	for _, f := range t.members("Resources", n) {
		t.Resources = append(t.Resources, resourceOf(f))
	}
}

func resourceOf(f Field) Resource {
	return Resource{Name: f.Key, Type: f.Value.Get("Type").Scalar(), Condition: f.Value.Get("Condition").Scalar(),
		Properties: f.Value.Get("Properties"), Metadata: f.Value.Get("Metadata"), Line: f.Line}
}

func (t *Template) outputs(n *Node) {
	for _, f := range t.members("Outputs", n) {
		t.Outputs = append(t.Outputs, Output{Name: f.Key, Condition: f.Value.Get("Condition").Scalar(),
			Value: f.Value.Get("Value"), Export: f.Value.Get("Export").Get("Name")})
	}
}
