package template_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

// head is the template that the expressions of the tables are written into.
const head = `
Transform: AWS::LanguageExtensions
Parameters:
  Name: {Type: String, Default: web}
  Ports: {Type: CommaDelimitedList, Default: "80, 443"}
  Nowhere: {Type: String}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /images/latest}
  Size: {Type: Number, Default: 2}
Mappings:
  Blocks:
    eu-west-1: {Vpc: 10.1.0.0/16, Zones: [a, b]}
Conditions:
  Yes: !Equals [!Ref Name, web]
  No: !Not [!Condition Yes]
  Open: !Equals [!Ref Nowhere, x]
  Circle: !Not [Condition: Circle]
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Never: {Type: "AWS::EC2::VPC", Condition: No}
  Probe:
    Type: Test
    Properties:
      Is: `

// names calls resources by their logical ids, and evaluates properties as attributes.
type names struct{ stack *template.Stack }

func (n names) Ref(r *template.Resource) template.Value { return template.StandIn("id-of-" + r.Name) }
func (n names) Attribute(r *template.Resource, name string) template.Value {
	if name == "Is" || name == "CidrBlock" {
		return n.stack.Eval(r.Properties.Get(name))
	}
	return template.NotKnown("", "%s.%s is AWS's to decide", r.Name, name)
}

func evaluate(t *testing.T, expression string) string {
	t.Helper()
	document, err := template.Parse([]byte(head+strings.ReplaceAll(strings.TrimSpace(expression), "\n", "\n        ")+"\n"), template.Defaults)
	if err != nil {
		t.Fatalf("%s\n%v", expression, err)
	}
	stack := template.NewStack(document, template.Given{Name: "shop", Region: "eu-west-1",
		Parameters: map[string]string{"{{resolve:ssm:/known}}": "10.9.0.0/16"}}, template.Defaults)
	stack.Name(names{stack})
	return show(stack.Eval(stack.Resource("Probe").Properties.Get("Is")))
}

// show prints a value: stand-ins with a tilde, unknown values as their reasons.
func show(v template.Value) string {
	var parts []string
	switch v.Kind {
	case template.Unknown:
		return "? " + v.Why.What
	case template.NoValue, template.Null:
		return "-"
	case template.List:
		for _, item := range v.Items {
			parts = append(parts, show(item))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case template.Map:
		for _, m := range v.Members {
			parts = append(parts, m.Key+":"+show(m.Value))
		}
		return "{" + strings.Join(parts, " ") + "}"
	}
	if v.Made {
		return "~" + v.Text
	}
	return v.Text
}

func TestFunctions(t *testing.T) {
	for _, c := range []struct{ expression, want string }{
		{`plain`, "plain"},
		{`[1, true, text]`, "[1 true text]"},
		{`!Ref Name`, "web"},
		{`{Ref: Ports}`, "[80 443]"},
		{`!Ref Nowhere`, "? the parameter Nowhere has no value"},
		{`!Ref Image`, "? the parameter Image is stored in Systems Manager as /images/latest"},
		{`!Ref Vpc`, "~id-of-Vpc"},
		{`!Ref Missing`, "? there is no parameter or resource Missing"},
		{`!Ref Never`, "? Never is not made: its condition No is false"},
		{`!Ref AWS::Region`, "eu-west-1"},
		{`!Ref AWS::AccountId`, "~${AWS::AccountId}"},
		{`[!Ref "AWS::NoValue", x]`, "[x]"},
		{`{A: !Ref "AWS::NoValue", B: x}`, "{B:x}"},
		{`!GetAtt Vpc.CidrBlock`, "10.0.0.0/16"},
		{`!GetAtt [Vpc, CidrBlock]`, "10.0.0.0/16"},
		{`{"Fn::GetAtt": [Vpc, Other.Deep]}`, "? Vpc.Other.Deep is AWS's to decide"},
		{`!GetAtt Probe.Is`, "? Probe.Is depends on itself"},
		{`!Sub "${Name}-${AWS::Region}-${Vpc}-${Vpc.CidrBlock}-${!Kept}"`, "~web-eu-west-1-id-of-Vpc-10.0.0.0/16-${Kept}"},
		{`!Sub ["${A}/${Name}", {A: !Select [1, [x, y]]}]`, "y/web"},
		{`!Sub "${Nowhere}"`, "? the parameter Nowhere has no value"},
		{`!Sub "${open"`, "${open"},
		{`!Join [".", [a, !Ref Name, 1]]`, "a.web.1"},
		{`!Join ["", [a, !Ref Nowhere]]`, "? the parameter Nowhere has no value"},
		{`!Join ["", [a, [b]]]`, "? a list cannot be part of a text"},
		{`!Split [":", "eu-west-1a:vpce-1"]`, "[eu-west-1a vpce-1]"},
		{`!Select [1, !Split [",", "a,b"]]`, "b"},
		{`!Select [2, [a, b]]`, "? Fn::Select: there is no item 2 in a list of 2"},
		{`!Select ["-1", [a, b]]`, "? Fn::Select: there is no item -1 in a list of 2"},
		{`!FindInMap [Blocks, !Ref "AWS::Region", Vpc]`, "10.1.0.0/16"},
		{`!Select [0, !FindInMap [Blocks, !Ref "AWS::Region", Zones]]`, "a"},
		{`!FindInMap [Blocks, us-east-1, Vpc]`, "? Mappings have no us-east-1 of Blocks"},
		{`!FindInMap [Blocks, us-east-1, Vpc, {DefaultValue: none}]`, "none"},
		{`!If [Yes, a, b]`, "a"},
		{`!If [No, a, b]`, "b"},
		{`!If [Open, a, b]`, "? the parameter Nowhere has no value"},
		{`!If [Open, a, !Sub a]`, "a"},
		{`!If [Missing, a, b]`, "? there is no condition Missing"},
		{`!If [Circle, a, b]`, "? the condition Circle depends on itself"},
		{`!If [Yes, !Ref "AWS::NoValue", b]`, "-"},
		{`!And [Condition: Yes, !Condition Open]`, "? the parameter Nowhere has no value"},
		{`!And [Condition: No, !Condition Open]`, "false"},
		{`!Or [Condition: Open, !Condition Yes]`, "true"},
		{`!Not [!Condition No]`, "true"},
		{`!Equals [!Ref Size, 2]`, "true"},
		{`!Equals [!Ref Vpc, !Ref Vpc]`, "true"},
		{`!Equals [!Ref Vpc, vpc-1]`, "? id-of-Vpc is not known"},
		{`!Cidr [!GetAtt Vpc.CidrBlock, 3, 8]`, "[10.0.0.0/24 10.0.1.0/24 10.0.2.0/24]"},
		{`!Cidr [192.168.0.0/24, "6", "5"]`, "[192.168.0.0/27 192.168.0.32/27 192.168.0.64/27 192.168.0.96/27 192.168.0.128/27 192.168.0.160/27]"},
		{`!Cidr ["2001:db8::/56", 2, 64]`, "[2001:db8::/64 2001:db8:0:1::/64]"},
		{`!Cidr [10.0.0.0/24, 2, 8]`, "? 10.0.0.0/24 does not hold 2 blocks of 8 bits"},
		{`!Cidr [0.0.0.0/0, 1, 200]`, "? 0.0.0.0/0 does not hold 1 blocks of 200 bits"},
		{`!Select [1, !GetAZs ""]`, "~eu-west-1b"},
		{`!Select [0, !GetAZs {Ref: "AWS::Region"}]`, "~eu-west-1a"},
		{`{"Fn::Select": [0, {"Fn::GetAZs": us-east-1}]}`, "~us-east-1a"},
		{`!ImportValue "net-vpc"`, "? the export net-vpc of another stack is not known"},
		{`!Base64 abc`, "YWJj"},
		{`!Length [a, b]`, "2"},
		{`!ToJsonString {A: [1, "x", true]}`, `{"A":[1,"x",true]}`},
		{`"{{resolve:ssm:/known}}"`, "10.9.0.0/16"},
		{`"a {{resolve:secretsmanager:db:SecretString:password}}"`, "? {{resolve:secretsmanager:db:SecretString:password}} is looked up by CloudFormation"},
		{`!Transform {Name: Macro}`, "? the macro Macro has to be run by CloudFormation"},
		{`2012-10-17`, "2012-10-17"},
		{`!Unheard x`, "{Fn::Unheard:x}"},
	} {
		if got := evaluate(t, c.expression); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.expression, got, c.want)
		}
	}
}

func TestJSONAndYAMLAreTheSame(t *testing.T) {
	yaml := "Resources:\n  A:\n    Type: T\n    Properties:\n      X: !Sub \"${AWS::Region}\"\n      Y: [1, true, null]\n"
	json := "{\"Resources\":\n{\"A\":\n{\"Type\": \"T\",\n\"Properties\": {\n\"X\": {\"Fn::Sub\": \"${AWS::Region}\"},\n\"Y\": [1, true, null]}}}}"
	tabs := strings.ReplaceAll(json, "\n", "\n\t")
	var first string
	for _, text := range []string{yaml, json, tabs, "\xEF\xBB\xBF" + json, "{Resources: {A: {Type: T, Properties: {X: !Sub '${AWS::Region}',\n\n\n\n Y: [1, true, null]}}}}"} {
		n, err := template.Parse([]byte(text), template.Defaults)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		stack := template.NewStack(n, template.Given{Region: "eu-west-1"}, template.Defaults)
		got := show(stack.Eval(stack.Resource("A").Properties))
		if first == "" {
			first = got
		}
		if got != first || got != "{X:eu-west-1 Y:[1 true -]}" {
			t.Errorf("%s\n got %s", text, got)
		}
	}
	n, _ := template.Parse([]byte(json), template.Defaults)
	if line := n.Get("Resources").Get("A").Get("Properties").Get("Y").Line; line != 6 {
		t.Errorf("Y is on line %d, want 6", line)
	}
}

func TestLoopsAreWrittenOut(t *testing.T) {
	const text = `
Parameters: {Zones: {Type: CommaDelimitedList, Default: "a-1,b-2"}}
Resources:
  Fn::ForEach::Subnets:
    - Zone
    - !Ref Zones
    - Subnet&{Zone}:
        Type: AWS::EC2::Subnet
        Properties: {AvailabilityZone: !Ref Zone, Text: !Sub "x-${Zone}", "Fn::ForEach::Inner": [K, [p, q], {"Key${K}": "${Zone}${K}"}]}
  Fn::ForEach::Wrong: [A, !GetAZs "", {}]
  Fn::ForEach::Worse: nothing
`
	n, err := template.Parse([]byte(text), template.Defaults)
	if err != nil {
		t.Fatal(err)
	}
	stack := template.NewStack(n, template.Given{}, template.Defaults)
	var got []string
	for _, r := range stack.Resources {
		got = append(got, r.Name+show(stack.Eval(r.Properties)))
	}
	want := "Subneta1{AvailabilityZone:a-1 Text:x-a-1 Keyp:a-1p Keyq:a-1q} Subnetb2{AvailabilityZone:b-2 Text:x-b-2 Keyp:b-2p Keyq:b-2q}"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if len(stack.Problems) != 1 || stack.Problems[0].Value != "Fn::ForEach::Worse" {
		t.Errorf("problems: %v", stack.Problems)
	}
}

// What is hostile costs little and ends in an error or an unknown value.
func TestHostileTemplates(t *testing.T) {
	limits := template.Limits{Nodes: 20_000, Depth: 60, Steps: 20_000, Bytes: 1 << 16}
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x]\n")
	for i := range 40 {
		fmt.Fprintf(&bomb, "a%d: &a%d [*a%d, *a%d]\n", i+1, i+1, i, i)
	}
	deep := strings.Repeat("[", 5000) + strings.Repeat("]", 5000)
	doubling := "A: &s {\"Fn::Join\": [\"\", [xxxxxxxxxx, xxxxxxxxxx]]}\n"
	for i := range 12 {
		doubling += fmt.Sprintf("B%d: &s%d {\"Fn::Join\": [\"\", [*s%s, *s%s]]}\n", i, i, prior(i), prior(i))
	}
	loop := "Resources:\n"
	for i := range 8 {
		loop += strings.Repeat(" ", 2*i+2) + fmt.Sprintf("Fn::ForEach::L%d:\n%s- X%d\n%s- [a, b, c, d, e, f, g, h]\n%s-\n", i, strings.Repeat(" ", 2*i+2), i, strings.Repeat(" ", 2*i+2), strings.Repeat(" ", 2*i+2))
	}
	loop += strings.Repeat(" ", 20) + "K: v\n"
	for name, text := range map[string]string{"aliases": bomb.String(), "depth": deep, "deep JSON": strings.Repeat(`{"a":`, 5000), "doubling": doubling, "loops": loop} {
		n, err := template.Parse([]byte(text), limits)
		if err != nil {
			continue
		}
		stack := template.NewStack(n, template.Given{}, limits)
		for _, f := range n.Fields {
			stack.Eval(f.Value)
		}
		if name == "aliases" || name == "depth" || name == "deep JSON" {
			t.Errorf("%s: no error", name)
		}
	}
}

func prior(i int) string {
	if i == 0 {
		return ""
	}
	return fmt.Sprint(i - 1)
}

func FuzzEval(f *testing.F) {
	f.Add(head + "!Join [',', [!Ref Name]]")
	f.Add(`{"Resources": {"A": {"Type": "T", "Properties": {"X": {"Fn::Cidr": ["10.0.0.0/8", 256, 1]}}}}}`)
	f.Add("Resources: {'Fn::ForEach::A': [A, [1, 2], {'B${A}': {Type: T, Properties: {X: !Select [0, !Split [a, !Sub '${B1.X}']]}}}]}")
	f.Fuzz(func(t *testing.T, text string) {
		limits := template.Limits{Nodes: 5000, Depth: 40, Steps: 20_000, Bytes: 1 << 16}
		n, err := template.Parse([]byte(text), limits)
		if err != nil {
			return
		}
		stack := template.NewStack(n, template.Given{}, limits)
		stack.Name(names{stack})
		for i := range stack.Resources {
			show(stack.Eval(stack.Resources[i].Properties))
		}
	})
}
