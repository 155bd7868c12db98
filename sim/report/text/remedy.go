package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// remedies tells what would open the flow.
func (p *printer) remedies(r *report.Trace) {
	for i := range r.Remedies {
		p.remedy(&r.Remedies[i])
	}
}

func (p *printer) remedy(r *report.Remedy) {
	obstacles := codesIn(r.Obstacles)
	if len(r.Edits) == 0 {
		p.line("\n  to open it: no edit of rules or routes was found that helps against %s%s", obstacles, effort(r))
		return
	}
	p.line("\n  %s", remedyTitle(r, obstacles))
	t := p.newTable(2)
	for i, e := range r.Edits {
		t.addCells(cell{text: fmt.Sprintf("%2d", i+1)}, cell{text: e.Text})
	}
	p.table(t)
}

// remedyTitle says what the edits come to.
func remedyTitle(r *report.Remedy, obstacles string) string {
	n := len(r.Edits)
	switch {
	case len(r.Obstacles) > 0:
		return fmt.Sprintf("to open it, something against %s, which no edit of rules or routes takes away%s, and %s:", obstacles, effort(r), needed(n))
	case r.Verdict == "unknown":
		return fmt.Sprintf("to open it as far as the snapshot tells (%s), %s:", codesIn(r.Doubts), needed(n))
	case n == 1:
		return "to open it, this edit is enough:"
	}
	return "to open it, " + needed(n) + ":"
}

func needed(n int) string {
	switch n {
	case 1:
		return "this edit"
	case 2:
		return "both of these edits"
	}
	return fmt.Sprintf("all %d of these edits", n)
}

// effort tells of a search that was given up.
func effort(r *report.Remedy) string {
	if !r.GaveUp {
		return ""
	}
	return fmt.Sprintf(" (given up after %d tries)", r.Tried)
}

// codesIn are the codes of some explanations, each once.
func codesIn(all []report.Explanation) string {
	var codes []string
	for _, e := range all {
		if !slices.Contains(codes, e.Code) {
			codes = append(codes, e.Code)
		}
	}
	return strings.Join(codes, ", ")
}
