package github

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestAlerts(t *testing.T) {
	for _, c := range reporttest.Impacts() {
		var b strings.Builder
		if err := Write(&b, c.Record.Alerts()); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, c.Name+".txt", b.String())
	}
}
