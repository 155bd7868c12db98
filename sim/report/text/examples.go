package text

import (
	"io"

	"github.com/dryhop/dryhop/sim/report"
)

// Examples lists the reference designs.
func Examples(w io.Writer, all *report.ExampleList, s Style) error {
	p := &printer{w: w, style: s}
	t := p.newTable(0)
	for _, e := range all.Examples {
		t.addCells(cell{e.Name, bold}, cell{text: e.Title})
	}
	p.table(t)
	p.line("\n%s; dryhop examples show NAME prints what is in it and what to try, -s example:NAME asks about it", plural(len(all.Examples), "network"))
	return p.err
}
