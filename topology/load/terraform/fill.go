package terraform

import (
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decode reads a resource's values into a struct, and fills in what is unknown until apply.
func (w *world) decode(r *resource, into any) {
	if r.raw.Kind() == '{' {
		_ = json.Unmarshal(r.raw, into, tolerant) // every field reads anything
	}
	f := filler{world: w, r: r}
	expressions := map[string]jsontext.Value{}
	if r.config != nil {
		expressions = r.config.Expressions
	}
	f.fill(reflect.ValueOf(into).Elem(), "", r.values, r.unknown, expressions)
}

// A filler completes the values of one resource.
type filler struct {
	*world
	r      *resource
	blocks int  // how many blocks are filled in
	at, of int  // which of several blocks is filled in that a module makes of a variable; of is 0 outside of such
	hidden bool // the block is dynamic: plans do not repeat what was written in it
}

// fill completes a struct of attributes. path goes before their names.
func (f *filler) fill(v reflect.Value, path string, known, unknown, expressions map[string]jsontext.Value) {
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		lacks := unknown[name]
		if name == "" || !holdsTrue(lacks) || beside(f.r, path+name, known) {
			continue
		}
		switch field := v.Field(i); field.Interface().(type) {
		case text:
			field.SetString(f.one(path+name, field.String(), expressions[name]))
		case list:
			field.Set(reflect.ValueOf(f.several(path+name, field.Interface().(list), expressions[name])))
		case flag, number, jsontext.Value:
		default:
			f.nested(field, path+name, known[name], lacks, expressions[name])
		}
	}
}

// beside reports whether an attribute that is unknown says nothing, by what else is said: of the remotes of a rule only one kind is given, and endpoints have
// subnets and groups or route tables.
func beside(r *resource, path string, known map[string]jsontext.Value) bool {
	gateway := r.text("vpc_endpoint_type") == "" || r.text("vpc_endpoint_type") == "Gateway"
	switch r.typ + "." + path {
	case "aws_security_group_rule.source_security_group_id":
		return len(elements(known["cidr_blocks"]))+len(elements(known["ipv6_cidr_blocks"]))+len(elements(known["prefix_list_ids"])) > 0 || scalar(known["self"]) == "true"
	case "aws_vpc.ipv6_cidr_block":
		return scalar(known["assign_generated_ipv6_cidr_block"]) != "true" && r.text("ipv6_ipam_pool_id") == "" && !r.isUnknown("ipv6_ipam_pool_id")
	case "aws_subnet.ipv6_cidr_block":
		return scalar(known["assign_ipv6_address_on_creation"]) != "true" && scalar(known["ipv6_native"]) != "true"
	case "aws_vpc_endpoint.subnet_ids", "aws_vpc_endpoint.security_group_ids":
		return gateway
	case "aws_vpc_endpoint.route_table_ids":
		return !gateway
	}
	return false
}

// one finds a text that is unknown.
func (f *filler) one(path, was string, expression jsontext.Value) string {
	if was != "" {
		return was
	}
	if !strings.Contains(path, ".") {
		if value := f.attribute(f.r, path); value != "" {
			return value
		}
	} else if found := f.resolve(f.r, path, expression, f.of > 0); f.of > 0 {
		return f.ofBlock(path, found)
	} else if len(found) > 1 && len(found) == f.blocks {
		return found[f.at]
	} else if len(found) > 0 {
		return found[0]
	}
	if !f.hidden && (expression == nil || constant(expression) || f.unsaid(expression)) {
		return "" // AWS's choice
	}
	if f.hidden && isLink(path) {
		if value := f.hiddenLink(path); value != "" {
			return value
		}
	}
	if isLink(path) || isBlock(path) {
		f.unresolved(f.r, path)
		return f.r.address + "." + path
	}
	return ""
}

// several finds what is unknown of a list.
func (f *filler) several(path string, was list, expression jsontext.Value) list {
	all := list(was.told())
	found := f.resolve(f.r, path, expression, true)
	for _, value := range found {
		if !contains(all, value) {
			all = append(all, value)
		}
	}
	if len(found) == 0 && (f.hidden || expression != nil && !constant(expression) && !f.unsaid(expression)) && (isLink(path) || isBlock(path)) {
		f.unresolved(f.r, path)
		all = append(all, f.r.address+"."+path)
	}
	return all
}

func contains(all []string, value string) bool {
	for _, v := range all {
		if v == value {
			return true
		}
	}
	return false
}

// constant reports whether an expression holds a value and no reference, or nothing that could be followed.
func constant(expression jsontext.Value) bool {
	e := members(expression)
	return len(e) == 0 || e["constant_value"] != nil
}

// isBlock reports whether an attribute holds blocks of addresses.
func isBlock(path string) bool {
	name := lastName(path)
	return strings.Contains(name, "cidr")
}

func lastName(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }

// nested completes nested blocks, each by the configuration's block with the same constants, or in the same place.
func (f *filler) nested(field reflect.Value, path string, known, unknown, expression jsontext.Value) {
	if field.Kind() != reflect.Slice || field.Type().Elem().Kind() != reflect.Struct {
		return
	}
	values, lacks, written := elements(known), elements(unknown), elements(expression)
	if members(expression)["references"] != nil {
		written = []jsontext.Value{expression} // a list of blocks that is written as one value
	}
	if unknown.Kind() == 't' && len(values) == 0 && len(written) > 0 && !constant(expression) {
		f.unresolved(f.r, path)
		return
	}
	if len(written) == 0 && f.r.config != nil {
		defer func(was filler) { *f = was }(*f)
		if variable := f.dynamic(path); variable != nil {
			written, f.of = []jsontext.Value{variable}, len(lacks)
		}
		f.hidden = f.of == 0
	}
	for i := range min(field.Len(), len(lacks)) {
		f.at, f.blocks = i, len(lacks)
		var value map[string]jsontext.Value
		if i < len(values) {
			value = members(values[i])
		}
		f.fill(field.Index(i), path+".", value, members(lacks[i]), expressionsOf(written, value, members(lacks[i]), i))
	}
}

// unsaid reports whether an expression repeats nothing but variables that the call of the module leaves empty.
func (f *filler) unsaid(expression jsontext.Value) bool {
	s := seeker{world: f.world, from: f.r}
	_, call := s.callOf(f.r.module)
	refs := texts(members(expression)["references"])
	for _, ref := range refs {
		name, isVariable := strings.CutPrefix(ref, "var.")
		if call == nil || !isVariable || strings.ContainsAny(name, ".[") || call.Expressions[name] != nil || len(constants(call.Module.Variables[name].Default)) > 0 {
			return false
		}
	}
	return len(refs) > 0
}

// expressionsOf chooses what was written for a block.
func expressionsOf(written []jsontext.Value, value, lacks map[string]jsontext.Value, i int) map[string]jsontext.Value {
	if len(written) == 1 {
		e := members(written[0])
		if e["references"] != nil {
			return forAll(written[0], value, lacks)
		}
		return e
	}
	for _, w := range written {
		if e := members(w); agrees(e, value) {
			return e
		}
	}
	if i < len(written) {
		return members(written[i])
	}
	return nil
}

// forAll gives every attribute of a block the expression that was written for the whole list of blocks.
func forAll(expression jsontext.Value, of ...map[string]jsontext.Value) map[string]jsontext.Value {
	all := map[string]jsontext.Value{}
	for name := range links {
		for _, end := range []string{"", "_id", "_ids", "_arn", "_arns"} {
			all[name+end] = expression
		}
	}
	for _, attributes := range of {
		for name := range attributes {
			all[name] = expression
		}
	}
	return all
}

// agrees reports whether the constants of a block that was written are those of a value, and there are some.
func agrees(written, value map[string]jsontext.Value) bool {
	some := false
	for name, e := range written {
		if c, ok := members(e)["constant_value"]; ok && scalar(c) != "" {
			if some = true; scalar(c) != scalar(value[name]) {
				return false
			}
		}
	}
	return some
}
