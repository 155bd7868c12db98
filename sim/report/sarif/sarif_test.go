package sarif

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestAlerts(t *testing.T) {
	for _, c := range reporttest.Impacts() {
		var b strings.Builder
		if err := Write(&b, c.Record.Alerts(), "plan.json"); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, c.Name+".sarif", b.String())
	}
}
