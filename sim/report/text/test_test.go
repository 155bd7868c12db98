package text

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestTestsLookAsTheyShould(t *testing.T) {
	for suffix, style := range map[string]Style{".txt": {}, "-verbose.txt": {Verbose: true}, "-ascii.txt": {ASCII: true}} {
		var b strings.Builder
		if err := Tests(&b, reporttest.Tests(), style); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, "tests"+suffix, b.String())
	}
}
