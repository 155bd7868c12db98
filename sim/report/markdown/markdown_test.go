package markdown

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
)

func TestWriteEscapesMarkup(t *testing.T) {
	var b strings.Builder
	table := report.Table{Header: []string{"from", "to"}, Rows: [][]string{{"a|b", "<b>x_y"}, {"one\ntwo", "`c`"}}, Foot: []string{"2 rows"}}
	if err := Write(&b, &table); err != nil {
		t.Fatal(err)
	}
	want := "| from | to |\n|---|---|\n| a\\|b | &lt;b>x\\_y |\n| one<br>two | \\`c\\` |\n\n2 rows\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
