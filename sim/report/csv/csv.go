package csv

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// Write prints a table. Cells that a spreadsheet would take for formulas get an apostrophe in front.
func Write(w io.Writer, t *report.Table) error {
	c := csv.NewWriter(w)
	if err := c.Write(t.Header); err != nil {
		return err
	}
	for _, row := range t.Rows {
		harmless := make([]string, len(row))
		for i, cell := range row {
			harmless[i] = withoutFormula(cell)
		}
		if err := c.Write(harmless); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func withoutFormula(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r") == 0 {
		return "'" + cell
	}
	return cell
}
