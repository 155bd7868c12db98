package awscli

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/dryhop/dryhop/topology"
)

// repair mends the member that an error points at: a number in quotes, a number without the quotes AWS prints,
// or a member without meaning for reachability, which is left out. Anything else costs the whole element, for
// with a hole in it a rule could grant more, or less, than it does; what is missing altogether is unknown.
func (e *element) repair(err error) (topology.Diagnostic, bool) {
	d := topology.Diagnostic{Severity: topology.Error, Code: "WRONG_TYPE", Line: e.line, Remedy: "compare with what the AWS CLI prints"}
	problem, ok := errors.AsType[*json.SemanticError](err)
	if !ok || problem.JSONPointer == "" {
		d.Message, d.Value = "an element is "+kindOf(e.raw)+" and not an object: it is left out", quotable("", e.raw)
		return d, false
	}
	start, end, found := locate(e.raw, problem.JSONPointer)
	if !found {
		d.Message = "an element cannot be read: it is left out"
		return d, false
	}
	value := e.raw[start:end]
	d.Line, d.Value = e.lineAt(int64(start)), quotable(problem.JSONPointer, value)
	d.Message = lastName(problem.JSONPointer) + " is " + kindOf(value)
	replacement, meant := requoted(value, problem.GoType)
	switch {
	case meant:
		d.Severity, d.Code = topology.Info, "QUOTED_VALUE"
		d.Message += ", where AWS prints the same with or without quotes: it is read as meant"
	case isHarmless(problem.JSONPointer):
		replacement = []byte("null" + strings.Repeat("\n", bytes.Count(value, []byte{'\n'})))
		d.Severity = topology.Warning
		d.Message += ", which does not fit: it is left out"
	default:
		d.Message += ", which does not fit: the element is left out"
		return d, false
	}
	e.raw = slices.Concat(e.raw[:start], replacement, e.raw[end:])
	return d, true
}

// harmless are top-level members that say nothing about reachability.
var harmless = map[string]bool{"Tags": true, "TagSet": true, "TagList": true, "Description": true, "AvailableIpAddressCount": true,
	"VgwTelemetry": true, "MacAddress": true, "DnsEntries": true, "DNSName": true}

func isHarmless(pointer jsontext.Pointer) bool {
	for first := range pointer.Tokens() {
		return harmless[first]
	}
	return false
}

// requoted takes the quotes off "80" where a number is wanted, or puts them around 6 where a string is.
func requoted(value jsontext.Value, want reflect.Type) (jsontext.Value, bool) {
	if want == nil {
		return nil, false
	}
	if want.Kind() == reflect.Pointer {
		want = want.Elem()
	}
	switch kind := want.Kind(); {
	case kind == reflect.String && value.Kind() == '0':
		return slices.Concat([]byte{'"'}, value, []byte{'"'}), true
	case kind >= reflect.Int && kind <= reflect.Int64 && value.Kind() == '"', kind == reflect.Bool && value.Kind() == '"':
		bare := bytes.Trim(value, `"`)
		plain := jsontext.Value(bare).Kind()
		isNumber := plain == '0' && jsontext.Value(bare).IsValid() && kind != reflect.Bool
		return bare, isNumber || kind == reflect.Bool && (string(bare) == "true" || string(bare) == "false")
	}
	return nil, false
}
