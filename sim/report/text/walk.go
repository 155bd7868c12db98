package text

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// forward prints the way of the request: of an answer that is no, only on demand, since the reasons say it all.
func (p *printer) forward(r *report.Trace) {
	if len(r.Forward.Hops) == 0 || isNo(r) && !p.style.Verbose {
		p.way(r)
		return
	}
	p.line("")
	t := p.newTable(2)
	numbered := 0
	for i := range r.Forward.Hops {
		for _, row := range p.hopRows(&r.Forward.Hops[i]) {
			if !row.note {
				numbered++
				row.cells[0].text = fmt.Sprintf("%2d", numbered)
			}
			t.addCells(row.cells...)
		}
	}
	p.table(t)
}

func isNo(r *report.Trace) bool { return r.Verdict == "unreachable" }

// back prints the way of the reply: its decisions alone, or all of it on demand.
func (p *printer) back(r *report.Trace) {
	t := p.newTable(2)
	switch {
	case r.Return.Disposition == "not-needed":
		t.add(returnLabel, r.Flow.Protocol+" sends no reply to this")
	case r.Return.Disposition == "not-walked" && !isNo(r):
		t.add(returnLabel, "not looked at: the request does not arrive")
	case isNo(r) && !p.style.Verbose, len(r.Return.Hops) == 0:
		return
	default:
		p.returnRows(t, r)
	}
	if len(t.rows) > 0 {
		p.line("")
		p.table(t)
	}
}

// returnLabel is as wide as the labels of the footer.
const returnLabel = "return  "

func (p *printer) returnRows(t *table, r *report.Trace) {
	label, stateful := returnLabel, false
	for i := range r.Return.Hops {
		for _, row := range p.hopRows(&r.Return.Hops[i]) {
			stateful = stateful || row.remembered
			if !p.style.Verbose && !row.decision {
				continue
			}
			row.cells[0].text, label = label, ""
			t.addCells(row.cells...)
		}
	}
	if stateful && !p.style.Verbose {
		t.add(label, "·", "security groups keep state: they let the reply to what they let through pass")
	}
}

// way is the path of a request that is stopped, and of its reply, in a line each: what let it through and what
// did not.
func (p *printer) way(r *report.Trace) {
	t := p.newTable(2)
	for _, leg := range []struct {
		label string
		hops  []report.Hop
	}{{"way     ", r.Forward.Hops}, {"back    ", r.Return.Hops}} {
		if marks := decisions(leg.hops); len(marks) > 0 {
			t.add(leg.label, strings.Join(marks, "  "))
		}
	}
	if len(t.rows) > 0 {
		p.line("")
		p.table(t)
	}
}

// decisions are the holders of the rules that decided, each with what it did.
func decisions(hops []report.Hop) []string {
	var marks []string
	for i := range hops {
		for j := range hops[i].Steps {
			s := &hops[i].Steps[j]
			if s.Verdict == "pass" {
				continue
			}
			holder := hops[i].Component
			if s.Resource != nil {
				holder = *s.Resource
			}
			marks = append(marks, stepLooks[s.Verdict].symbol+" "+holder.Called())
		}
	}
	return marks
}
