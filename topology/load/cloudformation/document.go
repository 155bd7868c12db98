package cloudformation

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

// MaxSize is the largest file that is taken for one of CloudFormation's, in bytes. AWS takes templates of 1 MB.
const MaxSize = 16 << 20

// Kind is what a document of CloudFormation is.
type Kind uint8

// The kinds.
const (
	None       Kind = iota
	Template        // in JSON or YAML, or the answer of get-template
	Parameters      // a parameters file, in any of its shapes
	StackResources
	Stacks    // describe-stacks: names, parameters and what they came to
	Exports   // list-exports
	ChangeSet // describe-change-set
	Assembly  // manifest.json of a CDK's cdk.out
)

// A Document is a file that was read.
type Document struct {
	Kind            Kind
	Path            string
	Account, Region string // as far as its folder tells
	node            *template.Node
	deployed        bool // AWS printed it as what a stack is of
}

// signs are texts that documents of CloudFormation have, and answers of other services hardly ever.
var signs = []string{"AWSTemplateFormatVersion", "Resources", "TemplateBody", "ParameterKey", "LogicalResourceId", "ResourceChange", "ExportingStackId", "StackId",
	"aws:cloudformation:stack", "Parameters"}

// MayBe tells by the beginning of a file whether it is worth reading as one of CloudFormation's.
func MayBe(head string) bool {
	for _, sign := range signs {
		if strings.Contains(head, sign) {
			return true
		}
	}
	return false
}

// Read recognises a file by its content. One that is not CloudFormation's is of kind None.
func Read(file string, text []byte) (*Document, error) {
	n, err := template.Parse(text, template.Defaults)
	if err != nil {
		return nil, err
	}
	d := &Document{Path: file, node: n}
	if body := n.Get("TemplateBody"); body != nil {
		if body.Kind == template.String {
			if body, err = template.Parse([]byte(body.Text), template.Defaults); err != nil {
				return nil, err
			}
		}
		d.node, d.deployed = body, true
	}
	d.Kind = kindOf(d.node)
	return d, nil
}

// Position takes the line out of an error of Read.
func Position(err error) (line int, message string) {
	message = err.Error()
	if _, scanErr := fmt.Sscanf(message, "line %d:", &line); scanErr != nil {
		return 1, message
	}
	_, message, _ = strings.Cut(message, ": ")
	return line, message
}

func kindOf(n *template.Node) Kind {
	switch {
	case template.Is(n):
		return Template
	case has(n.Get("Changes"), "ResourceChange"):
		return ChangeSet
	case has(n, "ParameterKey"), n.Kind == template.Map && len(n.Fields) <= 3 && n.Get("Parameters") != nil && scalars(n.Get("Parameters")):
		return Parameters
	case has(n.Get("StackResources"), "LogicalResourceId"), has(n.Get("StackResourceSummaries"), "LogicalResourceId"), has(n, "LogicalResourceId"):
		return StackResources
	case has(n.Get("Stacks"), "StackId"):
		return Stacks
	case has(n.Get("Exports"), "ExportingStackId"):
		return Exports
	case n.Get("artifacts") != nil && n.Get("version") != nil:
		return Assembly
	}
	return None
}

// has reports whether a list is one of objects with a member.
func has(list *template.Node, member string) bool {
	return list != nil && list.Kind == template.List && len(list.Items) > 0 && list.Items[0].Get(member) != nil
}

// scalars reports whether an object holds texts and numbers alone: a plain parameters file.
func scalars(n *template.Node) bool {
	if n == nil || n.Kind != template.Map || len(n.Fields) == 0 {
		return false
	}
	for _, f := range n.Fields {
		if f.Value.Kind == template.Map || f.Value.Kind == template.List {
			return false
		}
	}
	return true
}

// AsParameters takes a document of no other kind for a parameters file that is a plain map, such as {"VpcCidr": "10.0.0.0/16"}.
func (d *Document) AsParameters() bool {
	if d.Kind == None && scalars(d.node) {
		d.Kind = Parameters
	}
	return d.Kind == Parameters
}

// list finds the objects of an answer: under a key, or the document itself.
func (d *Document) list(keys ...string) []*template.Node {
	for _, key := range keys {
		if list := d.node.Get(key); list != nil {
			return list.Items
		}
	}
	return d.node.Items
}

// given are values by name, of a parameters file, describe-stacks or describe-change-set.
type given struct{ values, resolved map[string]string }

func newGiven() given { return given{values: map[string]string{}, resolved: map[string]string{}} }

// take reads parameters in any of their shapes:
//
//	[{"ParameterKey": "A", "ParameterValue": "x", "ResolvedValue": "y"}]
//	{"Parameters": {"A": "x"}}
//	{"A": "x"}
func (g given) take(n *template.Node) {
	if n == nil {
		return
	}
	if inner := n.Get("Parameters"); inner != nil && inner.Kind != template.String {
		g.take(inner)
		return
	}
	for _, item := range n.Items {
		name := item.Get("ParameterKey").Scalar()
		if v := item.Get("ParameterValue"); v != nil {
			g.values[name] = joined(v)
		}
		if v := item.Get("ResolvedValue"); v != nil {
			g.resolved[name] = joined(v)
		}
	}
	for _, f := range n.Fields {
		g.values[f.Key] = joined(f.Value)
	}
}

// joined is a value as a text; lists have commas.
func joined(n *template.Node) string {
	if n.Kind != template.List {
		return n.Text
	}
	var texts []string
	for _, item := range n.Items {
		texts = append(texts, item.Text)
	}
	return strings.Join(texts, ",")
}

// placeOfARN reads Region and account of arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID.
func placeOfARN(arn string) (region, account string) {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[3], parts[4]
	}
	return "", ""
}

// stackNameOf is what a template's stack is called as long as nobody says: after its file, or the folder if the file's name says nothing.
func stackNameOf(file string) string {
	name := path.Base(file)
	for _, suffix := range []string{".gz", ".json", ".yaml", ".yml", ".template", ".nested"} {
		name = strings.TrimSuffix(name, suffix)
	}
	if name == "template" || name == "cloudformation" || name == "stack" {
		if folder := path.Base(path.Dir(file)); folder != "." && folder != "/" {
			return folder
		}
	}
	return name
}

// unquoted parses JSON inside a text, as change sets have it; nil if it is none. All of it is on the text's line.
func unquoted(n *template.Node) *template.Node {
	if n == nil || n.Text == "" || !json.Valid([]byte(n.Text)) {
		return nil
	}
	inner, err := template.Parse([]byte(n.Text), template.Defaults)
	if err != nil {
		return nil
	}
	onLine(inner, n.Line)
	return inner
}

func onLine(n *template.Node, line int) {
	n.Line = line
	for _, item := range n.Items {
		onLine(item, line)
	}
	for i := range n.Fields {
		n.Fields[i].Line = line
		onLine(n.Fields[i].Value, line)
	}
}
