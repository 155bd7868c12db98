package text

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
)

// effectLooks are the looks of effects by their kinds.
var effectLooks = map[string]look{
	"opened":       {"+", "opened", red},
	"widened":      {"+", "widened", red},
	"closed":       {"-", "closed", yellow},
	"narrowed":     {"-", "narrowed", yellow},
	"rerouted":     {"~", "rerouted", yellow},
	"undetermined": {"?", "undetermined", yellow},
}

// Impact prints what a change does, worst first, with the causes.
func Impact(w io.Writer, r *report.Impact, s Style) error {
	p := &printer{w: w, style: s}
	p.raw(p.style.paint(bold, p.style.letters(fmt.Sprintf("%s → %s: %s; %s", r.Before, r.After, r.Headline(), r.Sum()))) + "\n")
	p.effects(r)
	p.line("\n%s.", r.Proof())
	p.list("Places", r.PlaceTexts())
	p.changes(r)
	p.nextImpact(r)
	return p.err
}

func (p *printer) effects(r *report.Impact) {
	if len(r.Effects) == 0 {
		return
	}
	p.line("")
	t := p.newTable(2)
	for i := range r.Effects {
		e := &r.Effects[i]
		look := effectLooks[e.Kind]
		from, to := e.Ends()
		remark := cell{text: e.Remark()}
		if e.Risk == "high" || e.Risk == "medium" {
			remark.color = riskLooks[e.Risk].color
		}
		p.effect(t, cell{look.String(), look.color}, from, "→ "+to, cell{text: e.ServicesText()}, remark)
		for n, line := range r.CauseTexts(e) {
			word := "cause"
			if n > 0 {
				word = "or"
			}
			t.addCells(cell{fmt.Sprintf("      %-6s%s", word, line), plain})
		}
		if e.Why != nil {
			t.addCells(cell{fmt.Sprintf("      %-6s%s: %s", "now", e.Why.Code, e.Why.Message), dim})
		}
		if p.style.Verbose && e.Command != "" {
			t.addCells(cell{"      see   " + e.Command, dim})
		}
	}
	p.table(t)
	if !p.style.Verbose {
		return
	}
	for i := range r.Effects {
		p.bothTraces(&r.Effects[i])
	}
}

// maxEnds is how long the ends of an effect may be together to stand in one line.
const maxEnds = 120

// effect adds an effect to a table: in a row, or where its ends are long, in lines.
func (p *printer) effect(t *table, kind cell, from, to string, services, remark cell) {
	if utf8.RuneCountInString(from+to) <= maxEnds {
		t.addCells(kind, cell{text: from}, cell{text: to}, services, remark)
		return
	}
	t.addCells(cell{kind.text + "  " + from, kind.color})
	t.addCells(cell{"      " + to, plain})
	t.addCells(cell{"      " + strings.TrimSpace(services.text+"  "+remark.text), remark.color})
}

// bothTraces prints the witness of an effect before and after.
func (p *printer) bothTraces(e *report.ImpactEffect) {
	for _, side := range []struct {
		word  string
		trace *report.Trace
	}{{"before", e.Before}, {"after", e.After}} {
		if side.trace == nil {
			continue
		}
		p.raw("\n" + p.style.paint(dim, side.word) + "  ")
		p.headline(side.trace)
		p.body(side.trace)
	}
}

// maxListed is how many lines of a list are shown without -v.
const maxListed = 12

func (p *printer) list(title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.line("\n%s", title)
	for i, line := range lines {
		if i == maxListed && !p.style.Verbose && len(lines) > maxListed+1 {
			p.line("  and %d more: -v shows all", len(lines)-i)
			return
		}
		p.line("  %s", line)
	}
}

func (p *printer) changes(r *report.Impact) {
	var lines []string
	for i := range r.Changes {
		c := &r.Changes[i]
		line := map[string]string{"added": "+ ", "removed": "- ", "changed": "~ "}[c.Op] + c.Line()
		if c.At.Path != "" {
			line += "  (" + c.At.Where() + ")"
		}
		lines = append(lines, line)
	}
	p.list("Changes", lines)
}

// nextImpact names the command that shows the worst effect hop by hop.
func (p *printer) nextImpact(r *report.Impact) {
	for _, note := range r.Notes {
		p.line("\n%s", note)
	}
	if len(r.Effects) > 0 && !p.style.Verbose && r.Effects[0].Command != "" {
		p.line("\nSee it: %s", r.Effects[0].Command)
	}
}
