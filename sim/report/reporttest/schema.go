package reporttest

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

// A Schema is as much of JSON Schema (2020-12) as the schemas of this repository and the published ones that tests hold output against
// use. Words that it does not know it refuses: a schema that is only half understood would let everything pass.
type Schema map[string]any

// known are the words of schemas that are judged, and those that say nothing about a value.
var known = strings.Fields(`$ref const enum type anyOf oneOf allOf not if then else properties required additionalProperties minProperties
	items minItems uniqueItems pattern minLength minimum maximum
	$schema $id $defs definitions title description format default examples`)

// ParseSchema reads a schema.
func ParseSchema(text []byte) (Schema, error) {
	var s Schema
	err := json.Unmarshal(text, &s)
	return s, err
}

// Check lists what of a document, as encoding/json decodes it, does not obey the schema.
func (s Schema) Check(document any) []string { return s.check(s, document, "$") }

func (s Schema) check(at map[string]any, value any, path string) (problems []string) {
	for word := range at {
		if !slices.Contains(known, word) {
			problems = append(problems, fmt.Sprintf("the schema says %q, which is not understood", word))
		}
	}
	if to, ok := at["$ref"].(string); ok {
		problems = append(problems, s.check(s.resolve(to), value, path)...)
	}
	if want, ok := at["const"]; ok && want != value {
		problems = append(problems, fmt.Sprintf("%s is %v, not %v", path, value, want))
	}
	if list, ok := at["enum"].([]any); ok && !slices.Contains(list, value) {
		problems = append(problems, fmt.Sprintf("%s is %v, not one of %v", path, value, list))
	}
	problems = append(problems, s.combine(at, value, path)...)
	if !ofType(at["type"], value) {
		return append(problems, fmt.Sprintf("%s is %v, not of type %v", path, value, at["type"]))
	}
	switch v := value.(type) {
	case map[string]any:
		return append(problems, s.checkObject(at, v, path)...)
	case []any:
		return append(problems, s.checkArray(at, v, path)...)
	case string:
		return append(problems, checkText(at, v, path)...)
	case float64:
		return append(problems, checkNumber(at, v, path)...)
	}
	return problems
}

func (s Schema) resolve(path string) map[string]any {
	at := map[string]any(s)
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "#/"), "/") {
		at, _ = at[name].(map[string]any)
	}
	return at
}

// combine judges schemas that are put together.
func (s Schema) combine(at map[string]any, value any, path string) (problems []string) {
	fits := func(x any) bool {
		sub, ok := x.(map[string]any)
		return ok && len(s.check(sub, value, path)) == 0
	}
	for _, word := range []string{"anyOf", "oneOf"} {
		choices, there := at[word].([]any)
		n := 0
		for _, c := range choices {
			if fits(c) {
				n++
			}
		}
		if there && (n == 0 || word == "oneOf" && n > 1) {
			problems = append(problems, fmt.Sprintf("%s is %v, which fits %d of the alternatives", path, value, n))
		}
	}
	all, _ := at["allOf"].([]any)
	for _, x := range all {
		sub, _ := x.(map[string]any)
		problems = append(problems, s.check(sub, value, path)...)
	}
	if not, there := at["not"]; there && fits(not) {
		problems = append(problems, fmt.Sprintf("%s is %v, which it must not be", path, value))
	}
	if condition, there := at["if"]; there {
		branch := "else"
		if fits(condition) {
			branch = "then"
		}
		if sub, ok := at[branch].(map[string]any); ok {
			problems = append(problems, s.check(sub, value, path)...)
		}
	}
	return problems
}

func ofType(want, value any) bool {
	if list, several := want.([]any); several {
		return slices.ContainsFunc(list, func(t any) bool { return ofType(t, value) })
	}
	var is bool
	switch want {
	case nil:
		return true
	case "object":
		_, is = value.(map[string]any)
	case "array":
		_, is = value.([]any)
	case "string":
		_, is = value.(string)
	case "boolean":
		_, is = value.(bool)
	case "number":
		_, is = value.(float64)
	case "integer":
		n, number := value.(float64)
		is = number && n == math.Trunc(n)
	case "null":
		is = value == nil
	}
	return is
}

func (s Schema) checkObject(at map[string]any, object map[string]any, path string) (problems []string) {
	properties, _ := at["properties"].(map[string]any)
	required, _ := at["required"].([]any)
	for _, key := range required {
		if _, ok := object[key.(string)]; !ok {
			problems = append(problems, fmt.Sprintf("%s has no %v", path, key))
		}
	}
	if least, ok := at["minProperties"].(float64); ok && len(object) < int(least) {
		problems = append(problems, fmt.Sprintf("%s has %d keys", path, len(object)))
	}
	for key, value := range object {
		sub, named := properties[key].(map[string]any)
		if !named {
			switch more := at["additionalProperties"].(type) {
			case bool:
				if !more {
					problems = append(problems, fmt.Sprintf("%s.%s is not in the schema", path, key))
				}
				continue
			case map[string]any:
				sub = more
			default:
				continue
			}
		}
		problems = append(problems, s.check(sub, value, path+"."+key)...)
	}
	return problems
}

func (s Schema) checkArray(at map[string]any, list []any, path string) (problems []string) {
	if least, ok := at["minItems"].(float64); ok && len(list) < int(least) {
		problems = append(problems, fmt.Sprintf("%s has %d items", path, len(list)))
	}
	items, ok := at["items"].(map[string]any)
	for i, item := range list {
		if ok {
			problems = append(problems, s.check(items, item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return problems
}

func checkText(at map[string]any, text, path string) (problems []string) {
	if pattern, ok := at["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(text) {
		problems = append(problems, fmt.Sprintf("%s is %q, which does not match %s", path, text, pattern))
	}
	if least, ok := at["minLength"].(float64); ok && len(text) < int(least) {
		problems = append(problems, fmt.Sprintf("%s is %q, which is too short", path, text))
	}
	return problems
}

func checkNumber(at map[string]any, n float64, path string) (problems []string) {
	if low, ok := at["minimum"].(float64); ok && n < low {
		problems = append(problems, fmt.Sprintf("%s is %v, less than %v", path, n, low))
	}
	if high, ok := at["maximum"].(float64); ok && n > high {
		problems = append(problems, fmt.Sprintf("%s is %v, more than %v", path, n, high))
	}
	return problems
}
