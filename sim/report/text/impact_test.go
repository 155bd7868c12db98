package text

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestImpactsLookAsTheyShould(t *testing.T) {
	for _, c := range reporttest.Impacts() {
		for name, style := range map[string]Style{"": {}, "-verbose": {Verbose: true}} {
			var b strings.Builder
			if err := Impact(&b, c.Record, style); err != nil {
				t.Fatal(err)
			}
			reporttest.Golden(t, c.Name+name+".txt", b.String())
		}
	}
}
