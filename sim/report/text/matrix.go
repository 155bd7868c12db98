package text

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// cellLooks are the looks of cells.
var cellLooks = map[string]look{
	"all":       {"●", "all", green},
	"some":      {"◐", "some ports or pairs", yellow},
	"none":      {"·", "none", dim},
	"unknown":   {"?", "unknown", yellow},
	"not-asked": {"-", "not asked", dim},
}

// Matrix prints what passes between places put together by something they have in common.
func Matrix(w io.Writer, m *report.ReachMatrix, s Style) error {
	p := &printer{w: w, style: s}
	p.raw(s.paint(bold, s.letters(fmt.Sprintf("%s, by %s", reachQuestion(&m.Query), m.By))) + "\n\n")
	if len(m.To) > maxColumns {
		p.cellRows(m)
	} else {
		p.cells(m)
		p.legend(m)
		if s.Verbose {
			p.cellDetails(m)
		}
	}
	p.matrixFooter(m)
	return p.err
}

func (p *printer) cells(m *report.ReachMatrix) {
	t := p.newTable(2)
	header := []cell{{"from \\ to", dim}}
	for _, to := range m.To {
		header = append(header, cell{to, bold})
	}
	t.addCells(append(header, cell{})...)
	for i, from := range m.From {
		row := []cell{{from, bold}}
		for j := range m.To {
			c := &m.Cells[i*len(m.To)+j]
			look := cellLooks[c.State]
			row = append(row, cell{strings.TrimSpace(look.symbol + " " + c.Detail()), look.color})
		}
		t.addCells(append(row, cell{})...)
	}
	p.table(t)
}

// legend explains the symbols that occur.
func (p *printer) legend(m *report.ReachMatrix) {
	seen := map[string]bool{}
	for i := range m.Cells {
		seen[m.Cells[i].State] = true
	}
	var words []string
	for _, state := range []string{"all", "some", "none", "unknown", "not-asked"} {
		if seen[state] {
			words = append(words, cellLooks[state].String())
		}
	}
	if slices.ContainsFunc(m.Cells, func(c report.MatrixCell) bool { return strings.Contains(c.Detail(), "/") && c.All+c.Some < c.Pairs }) {
		words = append(words, "1/2 one of two pairs")
	}
	if len(words) > 0 {
		p.line("\n  %s%s", strings.Join(words, "   "), aboutService(&m.Query))
	}
}

func aboutService(q *report.ReachQuery) string {
	if q.Service == "all" {
		return "   (of every protocol and port)"
	}
	return "   (of " + q.Service + ")"
}

// cellDetails are the numbers behind the cells, and a flow of each.
func (p *printer) cellDetails(m *report.ReachMatrix) {
	t := p.newTable(2)
	for i := range m.Cells {
		c := &m.Cells[i]
		if c.Pairs == 0 || c.State == "none" {
			continue
		}
		look := cellLooks[c.State]
		t.addCells(cell{look.symbol, look.color}, cell{text: c.From + " → " + c.To}, cell{text: cellCounts(c)}, cell{text: cellServices(c)})
		t.addCells(cell{"     " + c.Trace, dim})
	}
	if len(t.rows) > 0 {
		p.line("")
		p.table(t)
	}
}

func cellCounts(c *report.MatrixCell) string {
	var parts []string
	for _, count := range []struct {
		n    int
		word string
	}{{c.All, "all of it"}, {c.Some, "some of it"}, {c.Unknown, "unknown"}, {c.Pairs - c.All - c.Some - c.Unknown, "nothing"}} {
		if count.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count.n, count.word))
		}
	}
	return fmt.Sprintf("%s: %s", plural(c.Pairs, "pair"), strings.Join(parts, ", "))
}

func cellServices(c *report.MatrixCell) string {
	text := strings.Join(c.Services, ", ")
	if c.Mixed {
		text += ", and others"
	}
	return text
}

func (p *printer) matrixFooter(m *report.ReachMatrix) {
	p.line("")
	t := p.newTable(2)
	t.add("pairs", pairsText(&m.Totals))
	for i, note := range m.Notes {
		t.add(onlyFirst(i, "note"), note)
	}
	t.add("snapshot", m.Snapshot)
	if m.Next != "" {
		t.add("next", m.Next)
	}
	p.table(t)
}
