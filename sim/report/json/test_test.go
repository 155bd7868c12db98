package json

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestTestsObeyTheirSchema(t *testing.T) {
	schema, err := reporttest.ParseSchema(TestSchema)
	if err != nil {
		t.Fatal(err)
	}
	line, err := Line(reporttest.Tests())
	if err != nil {
		t.Fatal(err)
	}
	var record any
	decode(t, line, &record)
	for _, problem := range schema.Check(record) {
		t.Error(problem)
	}
	for before, after := range map[string]string{`"status":"skipped"`: `"status":"late"`, `"places":2`: `"places":-2`, `"pairs":3`: `"couples":3`} {
		decode(t, []byte(strings.Replace(string(line), before, after, 1)), &record)
		if len(schema.Check(record)) == 0 {
			t.Errorf("%s in place of %s went unnoticed", after, before)
		}
	}
}
