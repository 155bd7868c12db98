package json

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// schema is as much of JSON Schema as the schemas here use.
type schema map[string]any

func TestRecordsObeyTheSchema(t *testing.T) {
	var root schema
	decode(t, TraceSchema, &root)
	for _, c := range reporttest.Cases() {
		line, err := Line(&c.Record)
		if err != nil {
			t.Fatal(err)
		}
		var record any
		decode(t, line, &record)
		for _, problem := range root.check(root, record, "") {
			t.Errorf("%s%s", c.Name, problem)
		}
	}
}

func TestExposuresObeyTheirSchema(t *testing.T) {
	var root schema
	decode(t, ExposureSchema, &root)
	for _, c := range reporttest.Exposures() {
		var record any
		line, err := Line(c.Record)
		if err != nil {
			t.Fatal(err)
		}
		decode(t, line, &record)
		for _, problem := range root.check(root, record, "") {
			t.Errorf("%s%s", c.Name, problem)
		}
		broken := strings.NewReplacer(`"risk":"`, `"risk":"very `, `"alone":`, `"lonely":`).Replace(string(line))
		decode(t, []byte(broken), &record)
		if broken != string(line) && root.check(root, record, "") == nil {
			t.Errorf("%s: wrong words went unnoticed", c.Name)
		}
	}
}

func TestScopesObeyTheirSchema(t *testing.T) {
	var root schema
	decode(t, ScopeSchema, &root)
	var record any
	line, err := Line(reporttest.Scopes())
	if err != nil {
		t.Fatal(err)
	}
	decode(t, line, &record)
	for _, problem := range root.check(root, record, "") {
		t.Error(problem)
	}
}

func TestImpactsObeyTheirSchema(t *testing.T) {
	var root schema
	decode(t, ImpactSchema, &root)
	for _, c := range reporttest.Impacts() {
		line, err := Line(c.Record)
		if err != nil {
			t.Fatal(err)
		}
		var record any
		decode(t, line, &record)
		for _, problem := range root.check(root, record, "") {
			t.Errorf("%s%s", c.Name, problem)
		}
		broken := strings.NewReplacer(`"kind":"`, `"kind":"very `, `"pairs":`, `"pears":`).Replace(string(line))
		decode(t, []byte(broken), &record)
		if root.check(root, record, "") == nil {
			t.Errorf("%s: wrong words went unnoticed", c.Name)
		}
	}
}

func TestExamplesObeyTheirSchema(t *testing.T) {
	var root schema
	decode(t, ExamplesSchema, &root)
	for _, c := range []struct {
		record any
		want   bool
	}{
		{report.ExampleList{Schema: report.ExamplesSchema, Examples: []report.ExampleLine{{Name: "peered", Title: "Three VPCs"}}}, true},
		{report.Example{Schema: report.ExampleSchema, Name: "peered", Title: "Three VPCs", Page: "# Three VPCs"}, true},
		{report.Example{Schema: report.ExamplesSchema, Name: "peered"}, false},
		{report.ExampleLine{Name: "peered"}, false},
	} {
		line, err := Line(c.record)
		if err != nil {
			t.Fatal(err)
		}
		var record any
		decode(t, line, &record)
		if problems := root.check(root, record, ""); (problems == nil) != c.want {
			t.Errorf("%s: %v", line, problems)
		}
	}
}

// TestSchemaSeesWrongRecords guards the checker itself.
func TestSchemaSeesWrongRecords(t *testing.T) {
	var root schema
	decode(t, TraceSchema, &root)
	line, _ := Line(&reporttest.Cases()[0].Record)
	for before, after := range map[string]string{
		`"verdict":"reachable"`:   `"verdict":"perhaps"`,
		`"id":"q1"`:               `"identity":"q1"`,
		`"destination_port":5432`: `"destination_port":65536`,
		`"1024-65535"`:            `"any"`,
		`"hops":[`:                `"hops":null,"was":[`,
	} {
		var record any
		decode(t, []byte(strings.Replace(string(line), before, after, 1)), &record)
		if root.check(root, record, "") == nil {
			t.Errorf("%s instead of %s went unnoticed", after, before)
		}
	}
}

func (root schema) check(s schema, value any, at string) []string {
	var problems []string
	if path, ok := s["$ref"].(string); ok {
		problems = append(problems, root.check(root.resolve(path), value, at)...)
	}
	if want, ok := s["const"]; ok && want != value {
		problems = append(problems, fmt.Sprintf("%s is %v, not %v", at, value, want))
	}
	if list, ok := s["enum"].([]any); ok && !slices.Contains(list, value) {
		problems = append(problems, fmt.Sprintf("%s is %v, not one of %v", at, value, list))
	}
	if choices, ok := s["anyOf"].([]any); ok && !slices.ContainsFunc(choices, func(c any) bool {
		return root.check(schema(c.(map[string]any)), value, at) == nil
	}) {
		problems = append(problems, fmt.Sprintf("%s is %v, which fits no alternative", at, value))
	}
	return append(problems, root.checkType(s, value, at)...)
}

func (root schema) resolve(path string) schema {
	at := map[string]any(root)
	for name := range strings.SplitSeq(strings.TrimPrefix(path, "#/"), "/") {
		at = at[name].(map[string]any)
	}
	return at
}

func (root schema) checkType(s schema, value any, at string) []string {
	wrong := []string{fmt.Sprintf("%s is %v, not of type %v", at, value, s["type"])}
	switch s["type"] {
	case nil:
		return nil
	case "object":
		if object, ok := value.(map[string]any); ok {
			return root.checkObject(s, object, at)
		}
	case "array":
		if list, ok := value.([]any); ok {
			return root.checkArray(s, list, at)
		}
	case "string":
		text, ok := value.(string)
		pattern, bound := s["pattern"].(string)
		if ok && (!bound || regexp.MustCompile(pattern).MatchString(text)) {
			return nil
		}
	case "integer":
		n, ok := value.(float64)
		high, bound := s["maximum"].(float64)
		if ok && n == math.Trunc(n) && (!bound || 0 <= n && n <= high) {
			return nil
		}
	case "boolean":
		if _, ok := value.(bool); ok {
			return nil
		}
	case "null":
		if value == nil {
			return nil
		}
	}
	return wrong
}

func (root schema) checkObject(s schema, object map[string]any, at string) []string {
	var problems []string
	properties, _ := s["properties"].(map[string]any)
	for _, key := range s["required"].([]any) {
		if _, ok := object[key.(string)]; !ok {
			problems = append(problems, fmt.Sprintf("%s has no %v", at, key))
		}
	}
	for key, value := range object {
		property, known := properties[key].(map[string]any)
		if !known {
			problems = append(problems, fmt.Sprintf("%s.%s is not in the schema", at, key))
			continue
		}
		problems = append(problems, root.check(property, value, at+"."+key)...)
	}
	return problems
}

func (root schema) checkArray(s schema, list []any, at string) []string {
	var problems []string
	for i, item := range list {
		problems = append(problems, root.check(schema(s["items"].(map[string]any)), item, fmt.Sprintf("%s[%d]", at, i))...)
	}
	return problems
}
