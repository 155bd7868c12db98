package json

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// reachRecords are the records about sets of places, by the names of their golden files.
func reachRecords() map[string]any {
	all := reporttest.Passages()
	for name, r := range reporttest.Reaches() {
		all[name] = r
	}
	for name, m := range reporttest.Matrices() {
		all[name] = m
	}
	return all
}

// definitions are the parts of the schema that records belong to.
var definitions = map[string]string{"matrix": "matrix", "passage": "passage", "passage-totals": "passageTotals"}

func definitionOf(root schema, name string) schema {
	if part, ok := definitions[name]; ok {
		return root.resolve("#/$defs/" + part)
	}
	return root.resolve("#/$defs/reach")
}

func TestSetsLookAsTheyShould(t *testing.T) {
	for name, record := range reachRecords() {
		var b strings.Builder
		if err := Write(&b, record); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, name+".json", b.String())
	}
}

func TestSetsObeyTheSchema(t *testing.T) {
	var root schema
	decode(t, ReachSchema, &root)
	all := reachRecords()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		line, err := Line(all[name])
		if err != nil {
			t.Fatal(err)
		}
		var record any
		decode(t, line, &record)
		for _, problem := range root.check(definitionOf(root, name), record, "") {
			t.Errorf("%s%s", name, problem)
		}
		if root.check(root, record, "") != nil {
			t.Errorf("%s fits no record of the schema", name)
		}
	}
}
