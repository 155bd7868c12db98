package text

import (
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// severityLooks are the looks of diagnostics.
var severityLooks = map[string]look{
	"error":   {"✗", "error", red},
	"warning": {"?", "warning", yellow},
	"info":    {"·", "info", plain},
}

// Check lists diagnostics, those of one code together.
func Check(w io.Writer, c *report.Check, s Style) error {
	p := &printer{w: w, style: s}
	for i := 0; i < len(c.Diagnostics); {
		n := sameCode(c.Diagnostics[i:])
		p.diagnostics(c.Diagnostics[i : i+n])
		i += n
	}
	p.assumable(c.Assumable)
	p.line("%s, %s, %s in %s of snapshot %s", plural(c.Totals.Errors, "error"), plural(c.Totals.Warnings, "warning"),
		plural(c.Totals.Infos, "note"), plural(c.Documents, "document"), c.Snapshot)
	if len(c.Diagnostics) > 0 {
		p.line("next: dryhop explain %s", c.Diagnostics[0].Code)
	}
	return p.err
}

// sameCode counts the diagnostics at the start that have one severity and code.
func sameCode(all []report.Diagnostic) int {
	n := 1
	for n < len(all) && all[n].Code == all[0].Code && all[n].Severity == all[0].Severity {
		n++
	}
	return n
}

func (p *printer) diagnostics(group []report.Diagnostic) {
	look := severityLooks[group[0].Severity]
	p.raw(p.style.paint(look.color, p.style.letters(look.String()+"  "+group[0].Code)) + fmt.Sprintf("  %d\n", len(group)))
	t := p.newTable(2)
	for i := range group {
		d := &group[i]
		t.add(whereText(d), resourceText(d), messageText(d))
		if d.Remedy != "" && (i+1 == len(group) || group[i+1].Remedy != d.Remedy) {
			t.addCells(cell{}, cell{}, cell{d.Remedy, dim})
		}
	}
	p.table(t)
	p.line("")
}

func whereText(d *report.Diagnostic) string {
	switch {
	case d.Path == "":
		return "-"
	case d.Line == 1 && !strings.Contains(resourceText(d), "."): // no address, which would say more
		return d.Path + ":1"
	}
	return report.Position{Path: d.Path, Line: d.Line}.Where()
}

func resourceText(d *report.Diagnostic) string {
	if d.Resource == nil {
		return ""
	}
	return d.Resource.ID
}

func messageText(d *report.Diagnostic) string {
	if d.Value == "" || strings.Contains(d.Message, d.Value) {
		return d.Message
	}
	return fmt.Sprintf("%s: %q", d.Message, d.Value)
}

func (p *printer) assumable(all []report.AssumableGaps) {
	if len(all) == 0 {
		return
	}
	p.line("could be assumed in place of missing documents:")
	t := p.newTable(2)
	for _, g := range all {
		t.add("--assume "+g.Assume, "no "+g.Command, strings.Join(g.Places, ", "))
	}
	p.table(t)
	p.line("")
}
