package text

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestExposuresLookAsTheyShould(t *testing.T) {
	for _, c := range reporttest.Exposures() {
		for suffix, style := range map[string]Style{".txt": {}, "-verbose.txt": {Verbose: true}} {
			var b strings.Builder
			if err := Exposure(&b, c.Record, style); err != nil {
				t.Fatal(err)
			}
			reporttest.Golden(t, c.Name+suffix, b.String())
		}
	}
}

func TestScopesLookAsTheyShould(t *testing.T) {
	for suffix, style := range map[string]Style{".txt": {}, "-verbose.txt": {Verbose: true}} {
		var b strings.Builder
		if err := Scopes(&b, reporttest.Scopes(), style); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "scopes"+suffix, b.String())
	}
}
