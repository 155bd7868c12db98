package tap

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestWrite(t *testing.T) {
	var b strings.Builder
	if err := Write(&b, reporttest.Tests().Suites()); err != nil {
		t.Fatal(err)
	}
	reporttest.Golden(t, "tests.tap", b.String())
}
