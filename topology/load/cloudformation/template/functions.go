package template

import "strings"

// function evaluates a call with its argument, which may be anything.
type function func(s *Stack, argument *Node) Value

// functions are the intrinsic functions. They are filled in at start since they call each other.
var functions map[string]function

func init() {
	functions = map[string]function{
		"Ref":              (*Stack).ref,
		"Condition":        (*Stack).truthOf,
		"Fn::GetAtt":       (*Stack).getAtt,
		"Fn::Sub":          (*Stack).sub,
		"Fn::Join":         (*Stack).join,
		"Fn::Split":        (*Stack).split,
		"Fn::Select":       (*Stack).selectItem,
		"Fn::FindInMap":    (*Stack).findInMap,
		"Fn::If":           (*Stack).choose,
		"Fn::Equals":       (*Stack).equals,
		"Fn::And":          (*Stack).and,
		"Fn::Or":           (*Stack).or,
		"Fn::Not":          (*Stack).not,
		"Fn::Base64":       (*Stack).base64,
		"Fn::Cidr":         (*Stack).cidr,
		"Fn::GetAZs":       (*Stack).getAZs,
		"Fn::ImportValue":  (*Stack).importValue,
		"Fn::Length":       (*Stack).length,
		"Fn::ToJsonString": (*Stack).toJSONString,
		"Fn::Transform":    (*Stack).transform,
		"Fn::GetStackOutput": func(s *Stack, n *Node) Value {
			return NotKnown(giveValue, "another stack's output is not known here")
		},
	}
}

const giveValue = "put what it comes to in the template's place, or into the parameters file"

// ref is the value of a parameter, or what a resource is called.
func (s *Stack) ref(n *Node) Value {
	if n.Kind != String {
		return malformed(n, "Ref takes a name")
	}
	name := n.Text
	if v, ok := s.pseudo(name); ok {
		return v
	}
	if p := s.parameters[name]; p != nil {
		return s.parameter(p)
	}
	r := s.byName[name]
	if r == nil {
		return malformed(n, "there is no parameter or resource %s", name)
	}
	return s.ofResource(n, r, func() Value { return s.resources.Ref(r) })
}

// ofResource asks what a resource is called, unless the stack does not make it.
func (s *Stack) ofResource(n *Node, r *Resource, ask func() Value) Value {
	if s.resources == nil {
		return NotKnown("", "what %s is called is not known here", r.Name)
	}
	if r.Condition != "" {
		if made, _ := s.Condition(r.Condition); made == False {
			return malformed(n, "%s is not made: its condition %s is false", r.Name, r.Condition)
		}
	}
	return ask()
}

// getAtt takes "Name.Attribute" and ["Name", "Attribute"], the attribute perhaps a Ref.
func (s *Stack) getAtt(n *Node) Value {
	name, attribute := "", ""
	switch {
	case n.Kind == String:
		name, attribute, _ = strings.Cut(n.Text, ".")
	case n.Kind == List && len(n.Items) >= 2:
		v := s.Eval(n.Items[1])
		if v.Kind == Unknown {
			return v
		}
		name, attribute = n.Items[0].Text, v.Text
		for _, more := range n.Items[2:] {
			attribute += "." + more.Text
		}
	}
	if name == "" || attribute == "" {
		return malformed(n, "Fn::GetAtt takes a resource and an attribute")
	}
	r := s.byName[name]
	if r == nil {
		return malformed(n, "there is no resource %s", name)
	}
	return s.guarded(r.Name+"."+attribute, n, func() Value {
		return s.ofResource(n, r, func() Value { return s.resources.Attribute(r, attribute) })
	})
}

func (s *Stack) importValue(n *Node) Value {
	name := s.Eval(n)
	switch {
	case name.Kind == Unknown:
		return name
	case !name.IsScalar():
		return malformed(n, "Fn::ImportValue takes a name")
	}
	if s.Import != nil {
		if v, ok := s.Import(name.Text); ok {
			return v
		}
	}
	if text, ok := s.Given.Parameters["ImportValue:"+name.Text]; ok {
		return Of(text)
	}
	return NotKnown("give the stack's template too, or the output of aws cloudformation list-exports",
		"the export %s of another stack is not known", name.Text)
}

func (s *Stack) transform(n *Node) Value {
	name := n.Get("Name").Scalar()
	return NotKnown("take the processed template: aws cloudformation get-template --template-stage Processed", "the macro %s has to be run by CloudFormation", name)
}
