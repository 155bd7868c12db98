package report

import (
	"math/big"
	"strings"
)

// A Sheet is a table with what stands over it: how text, CSV and Markdown print records about addresses. Of several, the first is the record's
// own table, and CSV prints that one alone.
type Sheet struct {
	Title string   // a line; empty: the table goes on from the one before
	Lead  []string // lines between the title and the table
	Table
	Depth []int // how far the first cell of each row is set in; nil: not at all
}

// A Sheeted is a record that is printed as tables. Cells of columns called "severity" and "verdict" are words of a fixed list; numbers are digits, for Grouped.
type Sheeted interface{ Sheets() []Sheet }

// Grouped is a cell for people: a number with commas, one so large that nobody reads its digits as a power of two. Other cells, and those of
// columns of ids, stay as they are.
func Grouped(column, cell string) string {
	n, isNumber := new(big.Int).SetString(cell, 10)
	if !isNumber || column == "account" || column == "name" || strings.HasSuffix(column, "id") {
		return cell
	}
	return grouped(n)
}
