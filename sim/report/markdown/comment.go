package markdown

import (
	"fmt"
	"io"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// maxComment is how long GitHub lets a comment be, in characters; proofRoom is what is kept free of proofs for the rest.
const (
	maxComment = 65536
	maxProof   = 2500
	maxRows    = 60
)

// marks are shown before the kinds of effects.
var marks = map[string]string{
	"opened": "🟥 opened", "widened": "🟥 widened", "closed": "🟧 closed", "narrowed": "🟧 narrowed", "rerouted": "🟦 rerouted", "undetermined": "❔ undetermined",
}

// Comment prints what a change does as a comment of a pull request. Its first line is hidden and is the same for every comment with one tag, so that
// a comment can be found again and updated. What does not fit is counted.
func Comment(w io.Writer, r *report.Impact, tag string) error {
	if tag == "" {
		tag = r.Before
	}
	c := &comment{left: maxComment}
	c.add("<!-- dryhop:impact:%s -->\n### %s\n\n", strings.NewReplacer("--", "-", ">", "").Replace(tag), title(r))
	c.effects(r)
	c.add("\n%s.\n", escape(r.Proof()))
	for _, note := range r.Notes {
		c.add("\n%s\n", escape(note))
	}
	c.fold("Places", len(r.Places), r.PlaceTexts())
	c.fold("Changes", len(r.Changes), changeLines(r))
	for i := range r.Effects {
		c.proof(&r.Effects[i])
	}
	c.closing(r)
	_, err := io.WriteString(w, c.b.String())
	return err
}

// title is the comment in a line.
func title(r *report.Impact) string {
	t := &r.Totals
	switch {
	case t.Exposures > 0:
		return fmt.Sprintf("🔴 Network impact: %d new internet exposure%s; %s", t.Exposures, plural(t.Exposures), r.Sum())
	case t.Closed+t.Narrowed > 0:
		return "🟠 Network impact: " + r.Sum()
	case len(r.Effects) > 0:
		return "🟡 Network impact: " + r.Sum()
	}
	return "🟢 Network impact: no traffic changes"
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// A comment is text of bounded length.
type comment struct {
	b       strings.Builder
	left    int
	omitted int // proofs that did not fit
}

// add prints if there is room for it, and for the end of the comment.
func (c *comment) add(format string, args ...any) bool {
	const reserve = 400
	text := fmt.Sprintf(format, args...)
	n := len([]rune(text))
	if n > c.left-reserve {
		return false
	}
	c.left -= n
	c.b.WriteString(text)
	return true
}

func (c *comment) effects(r *report.Impact) {
	if len(r.Effects) == 0 {
		return
	}
	c.add("| | source | destination | service | cause |\n|---|---|---|---|---|\n")
	for i := range r.Effects {
		if i == maxRows || !c.row(r, &r.Effects[i]) {
			c.add("\n%d more effects: `dryhop impact` lists all.\n", len(r.Effects)-i)
			return
		}
	}
}

func (c *comment) row(r *report.Impact, e *report.ImpactEffect) bool {
	from, to := e.Ends()
	if e.IsExposure() {
		from = "**" + escape(from) + "**"
	} else {
		from = escape(from)
	}
	service := escape(e.ServicesText())
	if remark := e.Remark(); remark != "" {
		service += "<br>" + escape(remark)
	}
	var causes []string
	for _, line := range r.CauseTexts(e) {
		causes = append(causes, escape(line))
	}
	return c.add("| %s | %s | %s | %s | %s |\n", marks[e.Kind], from, escape(to), service, strings.Join(causes, "<br>or "))
}

// fold prints a list that is shut at first.
func (c *comment) fold(title string, n int, lines []string) {
	if n == 0 {
		return
	}
	var b strings.Builder
	for i, line := range lines {
		if i == maxRows {
			fmt.Fprintf(&b, "* and %d more\n", len(lines)-i)
			break
		}
		fmt.Fprintf(&b, "* %s\n", escape(line))
	}
	c.add("\n<details><summary>%s (%d)</summary>\n\n%s\n</details>\n", title, n, b.String())
}

func changeLines(r *report.Impact) []string {
	lines := make([]string, len(r.Changes))
	for i := range r.Changes {
		lines[i] = r.Changes[i].Line()
		if at := r.Changes[i].At; at.Path != "" {
			lines[i] += " (" + at.Where() + ")"
		}
	}
	return lines
}

// proof is the witness of an effect before and after, shut at first.
func (c *comment) proof(e *report.ImpactEffect) {
	from, to := e.Ends()
	var b strings.Builder
	for _, side := range []struct {
		word  string
		trace *report.Trace
	}{{"before", e.Before}, {"after", e.After}} {
		if side.trace != nil {
			fmt.Fprintf(&b, "%s: %s\n%s\n", side.word, side.trace.Verdict, steps(side.trace))
		}
	}
	text := b.String()
	if r := []rune(text); len(r) > maxProof {
		text = string(r[:maxProof]) + "\n..."
	}
	ok := c.add("\n<details><summary>Proof: %s → %s %s</summary>\n\n```\n%s\n%s```\n</details>\n",
		escape(from), escape(to), escape(e.ServicesText()), e.Command, strings.ReplaceAll(text, "```", "'''"))
	if !ok {
		c.omitted++
	}
}

// steps are the decisions on a flow's way in lines.
func steps(t *report.Trace) string {
	var b strings.Builder
	for _, leg := range []struct {
		word string
		leg  *report.Leg
	}{{"", &t.Forward}, {"reply ", &t.Return}} {
		for i := range leg.leg.Hops {
			h := &leg.leg.Hops[i]
			if h.Hypothetical {
				continue
			}
			for _, s := range h.Steps {
				if s.Text != "" && s.Verdict != "pass" {
					fmt.Fprintf(&b, "  %s%s  %s  %s\n", leg.word, h.Component.Called(), s.Verdict, s.Text)
				}
			}
		}
	}
	for i := range t.Explanations {
		if x := &t.Explanations[i]; x.Effect != "context" {
			fmt.Fprintf(&b, "  %s: %s\n", x.Code, x.Message)
		}
	}
	return b.String()
}

func (c *comment) closing(r *report.Impact) {
	c.left += 400
	if c.omitted > 0 {
		c.add("\n%d proofs left out: the comment is full.\n", c.omitted)
	}
	c.add("\n<sub>dryhop impact: %s, %s</sub>\n", escape(r.Before+" → "+r.After), escape(r.Headline()))
}
