package csv

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/sim/report"
)

func TestWriteQuotesAndDefuses(t *testing.T) {
	var b strings.Builder
	table := report.Table{Header: []string{"from", "service"}, Rows: [][]string{{`web, "old"`, "tcp/80,443"}, {"=cmd()", "a\nb"}}, Foot: []string{"not in here"}}
	if err := Write(&b, &table); err != nil {
		t.Fatal(err)
	}
	want := "from,service\n\"web, \"\"old\"\"\",\"tcp/80,443\"\n'=cmd(),\"a\nb\"\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
