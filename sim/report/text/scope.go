package text

import (
	"fmt"
	"io"

	"github.com/dryhop/dryhop/sim/report"
)

// Scopes prints what Network Access Scopes find, one after the other.
func Scopes(w io.Writer, r *report.Scopes, s Style) error {
	p := &printer{w: w, style: s}
	for i := range r.Scopes {
		one := &r.Scopes[i]
		title := fmt.Sprintf("Scope %s: %s", one.Name, plural(len(one.Findings), "finding"))
		if n := len(one.Undetermined); n > 0 {
			title += fmt.Sprintf(", %d undetermined", n)
		}
		p.raw(s.paint(bold, s.letters(title)) + "\n")
		if len(one.Findings) > 0 {
			p.exposed(one.Findings)
		}
		if len(one.Undetermined) > 0 {
			p.line("\n  the snapshot does not tell:")
			p.exposed(one.Undetermined)
		}
		p.line("")
	}
	p.line("  snapshot  %s", r.Snapshot)
	return p.err
}
