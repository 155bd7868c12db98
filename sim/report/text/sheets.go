package text

import (
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// sheetLooks are the looks of the words in columns called "severity" and "verdict".
var sheetLooks = map[string]look{
	"breaks":   {"✗", "BREAKS", red},
	"limits":   {"◐", "limits", yellow},
	"notice":   {"·", "notice", plain},
	"harmless": {"✓", "harmless", green},
	"allowed":  {"✓", "ALLOWED", green},
	"joined":   {"✓", "joined", green},
	"refused":  {"✗", "REFUSED", red},
	"opened":   {"✓", "opened", yellow},
	"widened":  {"✓", "widened", yellow},
	"narrowed": {"◐", "narrowed", red},
	"rerouted": {"→", "rerouted", yellow},
	"closed":   {"✗", "closed", red},
	"added":    {"✓", "added", green},
	"removed":  {"✗", "removed", red},
	"changed":  {"◐", "changed", yellow},
}

// Sheets prints tables, each with its title over it.
func Sheets(w io.Writer, sheets []report.Sheet, s Style) error {
	p := &printer{w: w, style: s}
	for i := range sheets {
		if i > 0 {
			p.line("")
		}
		p.sheet(&sheets[i])
	}
	return p.err
}

func (p *printer) sheet(s *report.Sheet) {
	indent := 0
	if s.Title != "" {
		p.raw(p.style.paint(bold, p.style.letters(s.Title)) + "\n")
		indent = 2
	}
	for _, line := range s.Lead {
		p.line("%s%s", strings.Repeat(" ", indent), line)
	}
	if len(s.Rows) > 0 {
		p.sheetRows(s, indent)
	}
	for i, line := range s.Foot {
		if i == 0 && len(s.Rows) > 0 {
			p.line("")
		}
		p.line("%s%s", strings.Repeat(" ", indent), line)
	}
}

func (p *printer) sheetRows(s *report.Sheet, indent int) {
	t := p.newTable(indent)
	kept := usedColumns(s)
	var head []cell
	for _, c := range kept {
		head = append(head, cell{strings.ToUpper(s.Header[c]), dim})
	}
	t.addCells(head...)
	for i, row := range s.Rows {
		var cells []cell
		for n, c := range kept {
			x := sheetCell(s.Header[c], row[c])
			if n == 0 && i < len(s.Depth) {
				x.text = strings.Repeat("  ", s.Depth[i]) + x.text
			}
			cells = append(cells, x)
		}
		t.addCells(cells...)
	}
	p.table(t)
}

// usedColumns are those that have a text in any row.
func usedColumns(s *report.Sheet) []int {
	var kept []int
	for c := range s.Header {
		for _, row := range s.Rows {
			if row[c] != "" {
				kept = append(kept, c)
				break
			}
		}
	}
	return kept
}

func sheetCell(column, text string) cell {
	if column == "severity" || column == "verdict" || column == "change" {
		if l, known := sheetLooks[text]; known {
			return cell{l.String(), l.color}
		}
		if l, known := verdictLooks[text]; known {
			return cell{l.String(), l.color}
		}
	}
	return cell{text: report.Grouped(column, text)}
}
