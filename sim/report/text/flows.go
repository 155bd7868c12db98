package text

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// A FlowRow is the line about one question among many.
type FlowRow struct {
	ID       string
	Line     int // of the file of questions
	From, To string
	Service  string
	Verdict  string
	Error    string // instead of a verdict
}

// FlowRows prints a line a question as the answers come. It cannot know how wide the columns will get, so a
// column is as wide as its widest cell so far.
type FlowRows struct {
	w      io.Writer
	style  Style
	widths [3]int
}

// NewFlowRows starts with columns that suit most questions.
func NewFlowRows(w io.Writer, s Style) *FlowRows {
	return &FlowRows{w: w, style: s, widths: [3]int{11, 6, 10}}
}

var errorLook = look{"!", "ERROR", red}

// Row prints the line of one question.
func (f *FlowRows) Row(r FlowRow) error {
	look := errorLook
	ends := fmt.Sprintf("%s → %s", r.From, r.To)
	if r.Error == "" {
		look = verdictLooks[r.Verdict]
	} else {
		ends = fmt.Sprintf("line %d: %s", r.Line, strings.ReplaceAll(r.Error, "\n", "; "))
	}
	verdict := f.style.letters(look.String())
	line := f.style.paint(look.color, verdict) + f.pad(0, verdict)
	for i, text := range []string{r.ID, r.Service} {
		line += "  " + text + f.pad(i+1, text)
	}
	_, err := io.WriteString(f.w, line+"  "+f.style.letters(ends)+"\n")
	return err
}

// pad widens a column if it has to and returns the spaces that fill it up.
func (f *FlowRows) pad(column int, text string) string {
	n := utf8.RuneCountInString(text)
	f.widths[column] = max(f.widths[column], n)
	return strings.Repeat(" ", f.widths[column]-n)
}

// Totals prints the last lines.
func (f *FlowRows) Totals(t report.FlowTotals, snapshot string) error {
	parts := []string{fmt.Sprintf("%d reachable", t.Reachable), fmt.Sprintf("%d blocked", t.Unreachable)}
	for _, rare := range []struct {
		n    int
		word string
	}{{t.Partial, "partial"}, {t.Unknown, "unknown"}, {t.Errors, "not readable"}} {
		if rare.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", rare.n, rare.word))
		}
	}
	text := fmt.Sprintf("\n%s: %s   snapshot %s\n", plural(t.All(), "question"), strings.Join(parts, ", "), snapshot)
	_, err := io.WriteString(f.w, f.style.letters(text))
	return err
}

// Columns prints rows of cells under each other.
func Columns(w io.Writer, rows [][]string, s Style) error {
	t := &table{style: s, indent: 2}
	for _, row := range rows {
		t.add(row...)
	}
	return t.writeTo(w)
}
