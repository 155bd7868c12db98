package template

import "strings"

const giveRegion = "name the account and Region: add AWS::Region and AWS::AccountId to the parameters file"

// pseudo is what a pseudo parameter comes to. Where account and Region are not known, their names stand for them.
func (s *Stack) pseudo(name string) (Value, bool) {
	if text, given := s.Given.Parameters[name]; given && strings.HasPrefix(name, "AWS::") {
		return Of(text), true
	}
	switch name {
	case "AWS::Region":
		return known(s.Region, name), true
	case "AWS::AccountId":
		return known(s.Account, name), true
	case "AWS::Partition":
		return Of(s.partition()), true
	case "AWS::URLSuffix":
		if s.partition() == "aws-cn" {
			return Of("amazonaws.com.cn"), true
		}
		return Of("amazonaws.com"), true
	case "AWS::StackName":
		if s.Inputs != nil { // AWS adds letters of its own to the names of nested stacks
			return StandIn(strings.ReplaceAll(s.Given.Name, "/", "-")), true
		}
		return known(s.Given.Name, name), true
	case "AWS::StackId":
		return StandIn("stack/" + s.Given.Name), true
	case "AWS::NoValue":
		return Value{Kind: NoValue}, true
	case "AWS::NotificationARNs":
		return ListOf(), true
	}
	return Value{}, false
}

func known(text, name string) Value {
	if text == "" {
		return StandIn("${" + name + "}")
	}
	return Of(text)
}

func (s *Stack) partition() string {
	switch {
	case strings.HasPrefix(s.Region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(s.Region, "us-gov-"):
		return "aws-us-gov"
	}
	return "aws"
}

// parameter is the value that was given, else the default.
func (s *Stack) parameter(p *Parameter) Value {
	if s.Inputs != nil {
		if v, given := s.Inputs(p.Name); given {
			return asList(p.Type, v)
		}
	}
	if strings.HasPrefix(p.Type, "AWS::SSM::Parameter::Value<") {
		return s.stored(p)
	}
	if text, given := s.Given.Parameters[p.Name]; given {
		return s.typed(p, text)
	}
	if p.Default != nil && p.Default.Kind != List && p.Default.Kind != Map {
		return s.typed(p, p.Default.Text)
	}
	v := NotKnown("add "+p.Name+" to the parameters file", "the parameter %s has no value", p.Name)
	v.Why.Parameter = p.Name
	return v
}

// typed is a text as a parameter's type has it. Dynamic references in it are looked up.
func (s *Stack) typed(p *Parameter, text string) Value {
	v := s.text(&Node{Kind: String, Text: text, Line: p.Line})
	if v.Kind == Unknown {
		return v
	}
	return ofType(p.Type, v.Text)
}

// asList makes a list of a text that another stack gives for one.
func asList(kind string, v Value) Value {
	if v.Kind != String || !isList(kind) {
		return v
	}
	list := ofType(kind, v.Text)
	for i := range list.Items {
		list.Items[i].Made = v.Made
	}
	return list
}

func isList(kind string) bool {
	return kind == "CommaDelimitedList" || strings.HasPrefix(kind, "List<")
}

// stored is the value of a parameter of Systems Manager: what describe-stacks prints as ResolvedValue.
func (s *Stack) stored(p *Parameter) Value {
	inner := strings.TrimSuffix(strings.TrimPrefix(p.Type, "AWS::SSM::Parameter::Value<"), ">")
	if text, given := s.Resolved[p.Name]; given {
		return ofType(inner, text)
	}
	name := s.Given.Parameters[p.Name]
	if name == "" {
		name = p.Default.Scalar()
	}
	if text, given := s.Given.Parameters["{{resolve:ssm:"+name+"}}"]; given {
		return ofType(inner, text)
	}
	return NotKnown(`add {"ParameterKey": "`+p.Name+`", "ResolvedValue": "..."} to the parameters file`,
		"the parameter %s is stored in Systems Manager as %s", p.Name, name)
}

// ofType makes lists of texts with commas.
func ofType(kind, text string) Value {
	if !isList(kind) {
		return Of(text)
	}
	v := Value{Kind: List}
	if text == "" {
		return v
	}
	for item := range strings.SplitSeq(text, ",") {
		v.Items = append(v.Items, Of(strings.TrimSpace(item)))
	}
	return v
}

// dynamic puts values in place of {{resolve:service:name}}, which the parameters file may have by their text.
func (s *Stack) dynamic(n *Node) Value {
	var pieces []Value
	rest := n.Text
	for {
		before, after, found := strings.Cut(rest, "{{resolve:")
		name, behind, closed := strings.Cut(after, "}}")
		if !found || !closed {
			pieces = append(pieces, Of(rest))
			return s.concatenate(n, pieces, "")
		}
		reference := "{{resolve:" + name + "}}"
		text, given := s.Given.Parameters[reference]
		if !given {
			return NotKnown("add "+reference+" with its value to the parameters file", "%s is looked up by CloudFormation", reference).at(n)
		}
		pieces = append(pieces, Of(before), Of(text))
		rest = behind
	}
}
