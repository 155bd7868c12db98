package text

import (
	"fmt"

	"github.com/dryhop/dryhop/sim/report"
)

// failovers tells what becomes of the answer when a database moves: where it is another one, else that it is the same.
func (p *printer) failovers(t *table, r *report.Trace) {
	label := "failover"
	add := func(text, code string) {
		t.addCells(cell{text: label}, cell{text: text}, cell{code, dim})
		label = ""
	}
	for i := range r.Failovers {
		if f := &r.Failovers[i]; f.Verdict != r.Verdict {
			add(fmt.Sprintf("%s to %s: %s%s", f.Database.Called(), refugeText(f), verdictLooks[f.Verdict], after(", ", f.Message)), f.Code)
		}
	}
	if label == "" || len(r.Failovers) == 0 {
		return
	}
	if f := &r.Failovers[0]; len(r.Failovers) == 1 {
		add(fmt.Sprintf("%s to %s: the same", f.Database.Called(), refugeText(f)), "")
	} else {
		add(fmt.Sprintf("to any of %d other subnets: the same", len(r.Failovers)), "")
	}
}

// refugeText is a subnet that a database may move to, and its zone.
func refugeText(f *report.Failover) string {
	if f.Zone == "" {
		return f.Subnet.Called()
	}
	return fmt.Sprintf("%s (%s)", f.Subnet.Called(), f.Zone)
}

// after is a text with what goes before it, or nothing.
func after(before, text string) string {
	if text == "" {
		return ""
	}
	return before + text
}
