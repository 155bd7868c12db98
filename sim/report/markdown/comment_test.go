package markdown

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report/reporttest"
)

func TestComments(t *testing.T) {
	for _, c := range reporttest.Impacts() {
		var b strings.Builder
		if err := Comment(&b, c.Record, ""); err != nil {
			t.Fatal(err)
		}
		reporttest.Golden(t, c.Name+".md", b.String())
	}
}

// TestCommentsFit: what is too long for GitHub is counted, and the comment is whole at its end.
func TestCommentsFit(t *testing.T) {
	var b strings.Builder
	if err := Comment(&b, reporttest.ManyEffects(), "prod-->eu"); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if n := utf8.RuneCountInString(text); n > maxComment {
		t.Errorf("it has %d characters", n)
	}
	for _, want := range []string{"<!-- dryhop:impact:prod-eu -->\n", "more effects: `dryhop impact` lists all", "proofs left out: the comment is full", "</sub>\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if strings.Count(text, "<details>") != strings.Count(text, "</details>") || strings.Count(text, "```")%2 != 0 {
		t.Error("a fold or a block of code is not closed")
	}
}
