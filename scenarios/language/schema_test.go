package language

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// TestSchemaAgreesWithRead holds the files of testdata against the JSON Schema: it takes the good ones, and refuses the bad ones but
// for what a schema cannot see.
func TestSchemaAgreesWithRead(t *testing.T) {
	schema, err := reporttest.ParseSchema(Schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range glob(t, "testdata/good/*.yaml") {
		for _, problem := range schema.Check(document(t, path)) {
			t.Errorf("%s: %s", path, problem)
		}
	}
	for _, path := range glob(t, "testdata/bad/*.yaml") {
		if name := filepath.Base(path); slices.Contains([]string{"syntax.yaml", "documents.yaml", "nothing.yaml"}, name) {
			continue // no document of its own
		}
		if len(schema.Check(document(t, path))) == 0 {
			t.Errorf("%s: the schema takes it", path)
		}
	}
}

// document reads a file as an editor does: what YAML takes for points in time are texts, and of keys that are there twice the last counts.
func document(t *testing.T, path string) any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var n yaml.Node
	if err := yaml.Unmarshal(text, &n); err != nil {
		t.Fatal(err)
	}
	return plain(t, n.Content[0])
}

func plain(t *testing.T, n *yaml.Node) any {
	switch n.Kind {
	case yaml.AliasNode:
		return plain(t, n.Alias)
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			object[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, plain(t, item))
		}
		return list
	}
	var value any
	if n.Tag == "!!timestamp" {
		return n.Value
	}
	if err := n.Decode(&value); err != nil {
		t.Fatal(err)
	}
	if i, integer := value.(int); integer {
		return float64(i)
	}
	return value
}

// TestSchemaKnowsAllWords wants every key and verb of the language in the schema, and no other.
func TestSchemaKnowsAllWords(t *testing.T) {
	schema, err := reporttest.ParseSchema(Schema)
	if err != nil {
		t.Fatal(err)
	}
	defs := schema["$defs"].(map[string]any)
	test := defs["test"].(map[string]any)["properties"].(map[string]any)
	selector := defs["place"].(map[string]any)["anyOf"].([]any)[1].(map[string]any)["properties"].(map[string]any)
	var verbs []string
	for _, v := range test["expect"].(map[string]any)["enum"].([]any) {
		verbs = append(verbs, fmt.Sprint(v))
	}
	for _, c := range []struct {
		what      string
		got, want []string
	}{{"keys of tests", keysOf(test), testKeys()}, {"keys of selectors", keysOf(selector), selectorKeys()}, {"verbs", verbs, Verbs()}} {
		slices.Sort(c.got)
		slices.Sort(c.want)
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: the schema has %v, the language %v", c.what, c.got, c.want)
		}
	}
	if n := len(defs["test"].(map[string]any)["allOf"].([]any)); n != len(grammars) {
		t.Errorf("the schema has conditions for %d verbs", n)
	}
}

func keysOf(m map[string]any) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

// TestSchemaHasTheGrammar tries every key with every verb: schema and reader have to agree on which go together.
func TestSchemaHasTheGrammar(t *testing.T) {
	schema, err := reporttest.ParseSchema(Schema)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]any{
		"name": "n", "expect": "", "why": "w", "severity": "error", "skip": "s", "until": "2027-01-01", "allow_empty": true, "min_matches": 1.0,
		"from": "a", "to": "b", "between": []any{"a", "b"}, "ports": "tcp/1", "ip": "v4", "direction": "both", "via": "v", "not_via": "v",
		"any": true, "on_unknown": "warn", "allow": map[string]any{"to": "b"}, "among": "a", "also": "10.0.0.0/8", "ignore": "10.0.0.0/8",
		"subnets": "a", "at_least": "30%",
	}
	for _, g := range grammars {
		for _, key := range append(testKeys(), "") {
			for _, missing := range append(g.needs, "") {
				test := map[string]any{"name": "n", "expect": string(g.verb)}
				for _, need := range g.needs {
					test[need] = values[need]
				}
				if key != "" && key != "expect" {
					test[key] = values[key]
				}
				delete(test, missing)
				file := map[string]any{"version": 1.0, "tests": []any{test}}
				text, err := yaml.Marshal(file)
				if err != nil {
					t.Fatal(err)
				}
				_, readErr := Read("f", text)
				if problems := schema.Check(file); (readErr == nil) != (len(problems) == 0) {
					t.Errorf("%s with %q and without %q: the reader says %v, the schema %v", g.verb, key, missing, readErr, problems)
				}
			}
		}
	}
}
