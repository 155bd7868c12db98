package cloudformation

import (
	"net/netip"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/load/cloudformation/template"
	"github.com/dryhop/dryhop/topology/ref"
)

// props are the properties of a resource, or an object in them. Asking for one that is not known leaves a diagnostic, and gives
// what stands for the unknown: the text "ADDRESS.Property" in place of an id, the zero value in place of an address.
type props struct {
	stack    *stack
	resource *template.Resource
	meta     topology.Meta
	value    template.Value
	path     string // within the resource: "SecurityGroupIngress[0]."
	open     bool   // the resource may or may not be made
}

func (p props) id() string { return p.stack.id(p.resource.Name) }

// attribute is how messages and assumptions name a property: "shop/Web.SecurityGroupIngress[0].CidrIp".
func (p props) attribute(name string) string { return p.meta.Address + "." + p.path + name }

// get is a property, or what was assumed of it.
func (p props) get(name string) template.Value {
	if text, assumed := p.stack.builder.assume[p.attribute(name)]; assumed {
		return template.Of(text)
	}
	return p.value.Get(name)
}

func (p props) has(name string) bool { return !p.get(name).Absent() }

// unknown reports a property that is not known.
func (p props) unknown(name string, why *template.Reason) {
	line := why.Line
	if line == 0 {
		line = p.resource.Line
	}
	remedy := "--assume " + p.attribute(name) + "=VALUE"
	if why.Remedy != "" {
		remedy = why.Remedy + ", or " + remedy
	}
	p.stack.builder.report(p.stack, topology.Diagnostic{Severity: topology.Warning, Code: "UNRESOLVED_VALUE", Line: line,
		Ref: ref.Ref{Kind: ref.Other, ID: p.meta.Address}, Value: p.attribute(name), Message: "the value is not known: " + why.What, Remedy: remedy})
}

// decidedByAWS reports a property that the template leaves to AWS.
func (p props) decidedByAWS(name string) {
	p.unknown(name, &template.Reason{What: "AWS decides it when the resource is made"})
}

// wrong reports a property that cannot be read.
func (p props) wrong(code, name string, v template.Value, what string) {
	p.stack.builder.report(p.stack, topology.Diagnostic{Severity: topology.Warning, Code: code, Line: max(v.Line, p.resource.Line),
		Ref: ref.Ref{Kind: ref.Other, ID: p.meta.Address}, Value: shorten(v.Text), Message: p.path + name + " " + what, Remedy: "correct the template"})
}

func shorten(text string) string {
	if len(text) > 80 {
		return text[:80] + "..."
	}
	return text
}

// text is a word or an id.
func (p props) text(name string) string {
	v := p.get(name)
	switch {
	case v.Kind == template.Unknown:
		p.unknown(name, v.Why)
		if v.Why.Parameter != "" { // the same for all that it is given to
			return p.stack.address(v.Why.Parameter)
		}
		return p.attribute(name)
	case v.Absent():
		return ""
	case !v.IsScalar():
		p.wrong("WRONG_TYPE", name, v, "is "+v.Kind.String()+" in place of a text")
		return p.attribute(name)
	}
	return v.Text
}

// word is a setting: "" where it is not known.
func (p props) word(name string) string {
	v := p.get(name)
	if v.IsScalar() {
		return v.Text
	}
	if !v.Absent() {
		_ = p.text(name) // which tells why
	}
	return ""
}

// texts are the items of a list. A single text counts as a list of one, as CloudFormation has it.
func (p props) texts(name string) []string {
	v := p.get(name)
	if v.IsScalar() {
		return []string{v.Text}
	}
	if v.Kind == template.Unknown {
		return []string{p.text(name)}
	}
	var all []string
	for i, item := range v.Items {
		each := props{stack: p.stack, resource: p.resource, meta: p.meta, path: p.path + name + "[" + itoa(i) + "]",
			value: template.Value{Kind: template.Map, Members: []template.Member{{Key: "", Value: item}}}}
		if text := each.text(""); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// flag is a truth value; otherwise where there is none or nobody knows.
func (p props) flag(name string, otherwise bool) bool {
	v := p.get(name)
	if v.Kind == template.Unknown {
		p.unknown(name, v.Why)
	}
	if truth, ok := v.Bool(); ok {
		return truth
	}
	return otherwise
}

// number is an integer; ok is false if there is none.
func (p props) number(name string) (n int32, ok bool) {
	v := p.get(name)
	switch {
	case v.Kind == template.Unknown:
		p.unknown(name, v.Why)
		return 0, false
	case v.Absent():
		return 0, false
	}
	whole, ok := v.Int()
	if !ok || whole < -1<<31 || whole > 1<<31-1 {
		p.wrong("WRONG_TYPE", name, v, "is no number")
		return 0, false
	}
	return int32(whole), true
}

// prefix is a CIDR block; zero where there is none, where nobody knows, and where it cannot be read.
func (p props) prefix(name string) netip.Prefix {
	v := p.get(name)
	switch {
	case v.Kind == template.Unknown:
		p.unknown(name, v.Why)
		return netip.Prefix{}
	case v.Absent():
		return netip.Prefix{}
	}
	block, err := netip.ParsePrefix(strings.TrimSpace(v.Text))
	if err != nil {
		p.wrong("BAD_ADDRESS", name, v, "is no CIDR block")
		return netip.Prefix{}
	}
	return block.Masked()
}

// address is a single address; zero as with prefix.
func (p props) address(name string) netip.Addr {
	v := p.get(name)
	switch {
	case v.Kind == template.Unknown:
		p.unknown(name, v.Why)
		return netip.Addr{}
	case v.Absent():
		return netip.Addr{}
	}
	addr, err := netip.ParseAddr(strings.TrimSpace(v.Text))
	if err != nil {
		p.wrong("BAD_ADDRESS", name, v, "is no address")
	}
	return addr.WithZone("")
}

// object is an object in the properties; its own are absent if it is.
func (p props) object(name string) props {
	inner := p
	inner.value = p.get(name)
	inner.path = p.path + name + "."
	return inner
}

// objects are the objects of a list. Of a list that is not known nothing is listed, and known is false.
func (p props) objects(name string) (all []props, known bool) {
	v := p.get(name)
	if v.Kind == template.Unknown {
		p.unknown(name, v.Why)
		return nil, false
	}
	if v.Kind == template.Map {
		v = template.ListOf(v)
	}
	for i, item := range v.Items {
		inner := p
		inner.value, inner.path = item, p.path+name+"["+itoa(i)+"]."
		all = append(all, inner)
	}
	return all, true
}

// tags are those of the resource, with what CloudFormation adds.
func (p props) tags() topology.Tags {
	var tags topology.Tags
	list := p.value.Get("Tags")
	for _, item := range list.Items {
		key, value := item.Get("Key"), item.Get("Value")
		if key.IsScalar() && value.IsScalar() {
			tags = append(tags, topology.Tag{Key: key.Text, Value: value.Text})
		}
	}
	return append(tags, topology.Tag{Key: "aws:cloudformation:logical-id", Value: p.resource.Name},
		topology.Tag{Key: "aws:cloudformation:stack-name", Value: p.stack.Given.Name})
}
func itoa(n int) string { return strconv.Itoa(n) }
