package text

import (
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// textWidth is where the prose of an explanation is wrapped.
const textWidth = 90

// Code explains one code.
func Code(w io.Writer, c *report.CodeText, s Style) error {
	p := &printer{w: w, style: s}
	p.raw(s.paint(bold, c.Code) + "  " + s.letters(c.Title) + "\n\n")
	t := p.newTable(2)
	p.prose(t, "cause", c.Cause)
	p.prose(t, "remedy", c.Remedy)
	t.add("about", aboutText(c))
	p.table(t)
	return p.err
}

func aboutText(c *report.CodeText) string {
	switch {
	case c.AWS:
		return "an answer; AWS's Reachability Analyzer has the code too"
	case c.About == "assumption":
		return "a position that an answer leans on; the code is dryhop's own"
	case c.About == "snapshot":
		return "the snapshot; the code is dryhop's own"
	}
	return "an answer; the code is dryhop's own"
}

// prose adds a text that is wrapped at words.
func (p *printer) prose(t *table, label, text string) {
	for i, line := range wrap(text, textWidth) {
		t.add(onlyFirst(i, label), line)
	}
}

func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	return append(lines, line)
}

// Codes lists all codes with their titles.
func Codes(w io.Writer, all *report.CodeList, s Style) error {
	p := &printer{w: w, style: s}
	t := p.newTable(0)
	for _, c := range all.Codes {
		origin := ""
		if c.AWS {
			origin = "AWS"
		}
		t.addCells(cell{c.Code, bold}, cell{origin, dim}, cell{text: c.Title})
	}
	p.table(t)
	p.line("\n%s; dryhop explain CODE tells cause and remedy", plural(len(all.Codes), "code"))
	return p.err
}
