package tap

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// Write prints suites one after the other.
func Write(w io.Writer, suites []report.Suite) error {
	var b strings.Builder
	n := 0
	for i := range suites {
		n += len(suites[i].Cases)
	}
	fmt.Fprintf(&b, "TAP version 13\n1..%d\n", n)
	n = 0
	for i := range suites {
		fmt.Fprintf(&b, "# %s\n", oneLine(suites[i].Name))
		for j := range suites[i].Cases {
			n++
			writeCase(&b, n, &suites[i].Cases[j])
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCase prints one check. One that failed and does not count is a TODO, which harnesses report and let pass.
func writeCase(b *strings.Builder, n int, c *report.Case) {
	word, directive := "not ok", ""
	switch c.Status {
	case report.CasePassed:
		word = "ok"
	case report.CaseSkipped:
		word, directive = "ok", " # SKIP "+oneLine(c.Message)
	case report.CaseWarned:
		directive = " # TODO it counts as a warning"
	}
	fmt.Fprintf(b, "%s %d - %s%s\n", word, n, oneLine(c.Name), directive)
	if c.Status == report.CasePassed || c.Status == report.CaseSkipped {
		return
	}
	fmt.Fprintf(b, "  ---\n  message: %s\n", quoted(c.Message))
	if c.At.Path != "" {
		fmt.Fprintf(b, "  at: %s\n", quoted(fmt.Sprintf("%s:%d", c.At.Path, c.At.Line)))
	}
	b.WriteString("  details:\n")
	for line := range strings.SplitSeq(c.Details, "\n") {
		fmt.Fprintf(b, "    - %s\n", quoted(line))
	}
	b.WriteString("  ...\n")
}

// oneLine keeps a text from being taken for a directive or another line.
func oneLine(s string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "#", `\#`).Replace(s)
}

// quoted is a text as YAML reads it in double quotes.
func quoted(s string) string { return strconv.QuoteToGraphic(s) }
