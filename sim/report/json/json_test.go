package json

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestRecordsLookAsTheyShould(t *testing.T) {
	for _, c := range reporttest.Cases() {
		var b strings.Builder
		if err := Write(&b, &c.Record); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, c.Name+".json", b.String())
	}
}

func TestExposuresLookAsTheyShould(t *testing.T) {
	for _, c := range reporttest.Exposures() {
		var b strings.Builder
		if err := Write(&b, c.Record); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, c.Name+".json", b.String())
	}
}

func TestScopesLookAsTheyShould(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, reporttest.Scopes()); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "scopes.json", b.String())
}

func TestALineIsTheSameRecord(t *testing.T) {
	for _, c := range reporttest.Cases() {
		var indented, one any
		var b strings.Builder
		line, err := Line(&c.Record)
		if err != nil {
			t.Fatal(err)
		}
		if err := Write(&b, &c.Record); err != nil {
			t.Fatal(err)
		}
		if strings.Count(string(line), "\n") != 1 || !strings.HasSuffix(string(line), "}\n") {
			t.Errorf("%s is not one line: %s", c.Name, line)
		}
		decode(t, []byte(b.String()), &indented)
		decode(t, line, &one)
		if problems := equal(indented, one); !problems {
			t.Errorf("%s differs as a line", c.Name)
		}
	}
}

func decode(t *testing.T, b []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
}

func equal(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
