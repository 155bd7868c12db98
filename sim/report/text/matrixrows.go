package text

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/sim/report"
)

// maxColumns is how wide a matrix one reads.
const maxColumns = 24

// cellRows prints the cells of a wide matrix in which anything passes as rows, those of most pairs first.
func (p *printer) cellRows(m *report.ReachMatrix) {
	var open []*report.MatrixCell
	for i := range m.Cells {
		if c := &m.Cells[i]; c.All+c.Some+c.Unknown > 0 {
			open = append(open, c)
		}
	}
	slices.SortStableFunc(open, func(a, b *report.MatrixCell) int {
		return cmp.Or(cmp.Compare(b.All+b.Some, a.All+a.Some), cmp.Compare(b.Unknown, a.Unknown))
	})
	p.line("  %s and %s are too many for a table; something passes, or may pass, in %d of %s%s\n",
		plural(len(m.From), "row"), plural(len(m.To), "column"), len(open), plural(len(m.Cells), "cell"), aboutService(&m.Query))
	t := p.newTable(2)
	t.addCells(cell{}, cell{"FROM", dim}, cell{"TO", dim}, cell{"PAIRS OF PLACES", dim}, cell{"WHAT PASSES", dim})
	shown := p.shown(len(open))
	for _, c := range open[:shown] {
		look := cellLooks[c.State]
		t.addCells(cell{look.symbol, look.color}, cell{text: c.From}, cell{text: c.To}, cell{text: cellCounts(c)}, cell{text: cellServices(c)})
		if p.style.Verbose {
			t.addCells(cell{"     " + c.Trace, dim})
		}
	}
	p.table(t)
	if rest := len(open) - shown; rest > 0 {
		p.line("\n  %s left out: --limit 0 shows all, --format csv is the whole table; FROM and TO such as vpc:prod ask about less", plural(rest, "more row"))
	}
}
