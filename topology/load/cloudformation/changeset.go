package cloudformation

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
)

// knownAfter stands in change sets for values that CloudFormation does not know yet.
const knownAfter = "{{changeSet:KNOWN_AFTER_APPLY}}"

// changeSides builds the resources that a change set changes, as they are and as they will be. Those that it does not mention stay.
func changeSides(set *Document, opt Options) (was, is *builder, err error) {
	a := about{given: newGiven(), name: set.node.Get("StackName").Scalar(), account: set.Account, region: set.Region}
	region, account := placeOfARN(set.node.Get("StackId").Scalar())
	a.account, a.region = cmp.Or(account, a.account), cmp.Or(region, a.region)
	if !tellsValues(set) {
		return nil, nil, fmt.Errorf("%s has no values of properties: take it with aws cloudformation describe-change-set --include-property-values", set.Path)
	}
	was, is = blank(opt), blank(opt)
	for _, b := range []*builder{was, is} {
		resources, ids := changed(set, b == is)
		a.physical = ids
		b.addStack(&Document{Kind: Template, Path: set.Path, node: object(field("Resources", resources))}, a, opt)
		b.build()
	}
	return was, is, nil
}

// tellsValues reports whether a change set says what properties were and will be. One without changes says all there is.
func tellsValues(set *Document) bool {
	changes := set.list("Changes")
	for _, item := range changes {
		if c := item.Get("ResourceChange"); c.Get("BeforeContext") != nil || c.Get("AfterContext") != nil {
			return true
		}
	}
	return len(changes) == 0
}

// changed are the resources of one side of a change set as a template has them, and their ids.
func changed(set *Document, after bool) (*template.Node, map[string]string) {
	context := "BeforeContext"
	if after {
		context = "AfterContext"
	}
	all, ids := object(), map[string]string{}
	for _, item := range set.list("Changes") {
		c := item.Get("ResourceChange")
		name := c.Get("LogicalResourceId").Scalar()
		said := unquoted(c.Get(context))
		if name == "" || said == nil {
			continue
		}
		if c.Get("Replacement").Scalar() != "True" || !after {
			ids[name] = c.Get("PhysicalResourceId").Scalar()
		}
		properties := said.Get("Properties")
		if properties != nil && after {
			properties = linked(properties, c.Get("Details"))
		}
		r := object(field("Type", text(c.Get("ResourceType").Scalar())))
		if properties != nil {
			r.Fields = append(r.Fields, field("Properties", properties))
		}
		r.Line = item.Line
		f := field(name, r)
		f.Line = item.Line
		all.Fields = append(all.Fields, f)
	}
	return all, ids
}

// linked puts references in place of properties that are known after the change: the details of a change tell what brings it about.
func linked(properties, details *template.Node) *template.Node {
	causes := map[string]string{}
	if details != nil {
		for _, d := range details.Items {
			if cause := d.Get("CausingEntity").Scalar(); cause != "" && strings.HasPrefix(d.Get("ChangeSource").Scalar(), "Resource") {
				causes[d.Get("Target").Get("Name").Scalar()] = cause
			}
		}
	}
	result := object()
	for _, f := range properties.Fields {
		if cause := causes[f.Key]; cause != "" && f.Value.Scalar() == knownAfter {
			f.Value = reference(cause)
		}
		result.Fields = append(result.Fields, f)
	}
	return result
}

// reference is a Ref to a resource, or to an attribute of one: "Group", "Group.GroupId".
func reference(to string) *template.Node {
	if strings.Contains(to, ".") {
		return object(field("Fn::GetAtt", text(to)))
	}
	return object(field("Ref", text(to)))
}

func object(fields ...template.Field) *template.Node {
	return &template.Node{Kind: template.Map, Fields: fields, Line: 1}
}

func field(key string, value *template.Node) template.Field {
	return template.Field{Key: key, Value: value, Line: 1}
}

func text(s string) *template.Node { return &template.Node{Kind: template.String, Text: s, Line: 1} }
