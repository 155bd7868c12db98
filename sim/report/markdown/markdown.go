package markdown

import (
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// Write prints a table, and the lines under it as paragraphs.
func Write(w io.Writer, t *report.Table) error {
	var b strings.Builder
	line(&b, t.Header)
	b.WriteString("|" + strings.Repeat("---|", len(t.Header)) + "\n")
	for _, row := range t.Rows {
		line(&b, row)
	}
	for _, foot := range t.Foot {
		b.WriteString("\n" + escape(foot) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func line(b *strings.Builder, cells []string) {
	b.WriteByte('|')
	for _, cell := range cells {
		b.WriteString(" " + escape(cell) + " |")
	}
	b.WriteByte('\n')
}

// escape keeps names from being markup.
func escape(cell string) string {
	return strings.NewReplacer("\\", "\\\\", "|", "\\|", "\r", "", "\n", "<br>", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[").Replace(cell)
}

// Sheets prints tables under their titles.
func Sheets(w io.Writer, sheets []report.Sheet) error {
	for i := range sheets {
		s := &sheets[i]
		var b strings.Builder
		if i > 0 {
			b.WriteByte('\n')
		}
		if s.Title != "" {
			b.WriteString("### " + escape(s.Title) + "\n\n")
		}
		for _, lead := range s.Lead {
			b.WriteString(escape(lead) + "\n\n")
		}
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
		if err := Write(w, &s.Table); err != nil {
			return err
		}
	}
	return nil
}
