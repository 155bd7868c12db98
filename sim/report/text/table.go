package text

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A cell is a text with a colour.
type cell struct {
	text  string
	color color
}

// A table aligns rows of cells. A row of one cell is a line of its own and does not widen columns.
type table struct {
	style  Style
	indent int
	rows   [][]cell
}

// add appends a row of uncoloured cells.
func (t *table) add(texts ...string) {
	row := make([]cell, len(texts))
	for i, text := range texts {
		row[i] = cell{text: text}
	}
	t.addCells(row...)
}

func (t *table) addCells(cells ...cell) {
	for i := range cells {
		cells[i].text = t.style.letters(cells[i].text)
	}
	t.rows = append(t.rows, cells)
}

// widths are the columns' widths: of all cells that another one follows.
func (t *table) widths() []int {
	var widths []int
	for _, row := range t.rows {
		for i := range len(row) - 1 {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i].text))
		}
	}
	return widths
}

// writeTo prints the rows. No line ends in spaces.
func (t *table) writeTo(w io.Writer) error {
	widths := t.widths()
	var b strings.Builder
	for _, row := range t.rows {
		t.writeRow(&b, row, widths)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *table) writeRow(b *strings.Builder, row []cell, widths []int) {
	gap := t.indent
	for i, c := range row {
		if c.text != "" {
			b.WriteString(strings.Repeat(" ", gap))
			b.WriteString(t.style.paint(c.color, c.text))
			gap = 0
		}
		if i < len(widths) && widths[i] > 0 {
			width := utf8.RuneCountInString(c.text)
			gap += widths[i] - width + columnGap
		}
	}
	b.WriteByte('\n')
}

const columnGap = 2

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}
