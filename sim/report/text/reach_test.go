package text

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/report/reporttest"
)

// pages are the renderings of the records about sets of places, by the names of their golden files.
func pages(t *testing.T, s Style) map[string]string {
	t.Helper()
	all := map[string]string{}
	add := func(name string, render func(io.Writer) error) {
		var b strings.Builder
		if err := render(&b); err != nil {
			t.Fatal(err)
		}
		all[name] = b.String()
	}
	for name, r := range reporttest.Reaches() {
		add(name, func(w io.Writer) error { return Reach(w, &r, s) })
		add("who-can-"+name, func(w io.Writer) error { return WhoCan(w, &r, s) })
		add("where-can-"+name, func(w io.Writer) error { return WhereCan(w, &r, s) })
	}
	for name, m := range reporttest.Matrices() {
		add(name, func(w io.Writer) error { return Matrix(w, &m, s) })
	}
	return all
}

func TestSetsLookAsTheyShould(t *testing.T) {
	for name, page := range pages(t, Style{}) {
		reporttest.Golden(t, name+".txt", page)
	}
	for name, page := range pages(t, Style{Verbose: true}) {
		reporttest.Golden(t, name+"-verbose.txt", page)
	}
}

func TestSetsHaveNothingBeyondASCIIAndColor(t *testing.T) {
	plain, colored := pages(t, Style{}), pages(t, Style{Color: true})
	for name, page := range pages(t, Style{ASCII: true, Verbose: true}) {
		if i := strings.IndexFunc(page, func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
			t.Errorf("%s holds %q", name, page[i:i+3])
		}
		if stripColor(colored[name]) != plain[name] {
			t.Errorf("%s differs beyond its colour", name)
		}
	}
}

// TestLinesDoNotEndInSpaces looks at all pages: what is compared and committed must not differ in what nobody sees.
func TestLinesDoNotEndInSpaces(t *testing.T) {
	for name, page := range pages(t, Style{Verbose: true}) {
		for line := range strings.Lines(page) {
			if strings.HasSuffix(line, " \n") {
				t.Errorf("%s: %q", name, line)
			}
		}
	}
}

func TestManyPartiesAndServicesAreCounted(t *testing.T) {
	r := reporttest.Reaches()["reach"]
	g := r.Groups[0]
	for range 9 {
		g.To = append(g.To, g.To[0])
		g.Services = append(g.Services, "udp/53")
	}
	r.Groups = []report.ReachGroup{g}
	var b strings.Builder
	if err := Reach(&b, &r, Style{}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"and 6 more places\n", "udp/53 and 2 more\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

// TestWideMatricesAreRows prints the cells of a matrix that nobody could read as rows: most pairs first, up to a limit.
func TestWideMatricesAreRows(t *testing.T) {
	m := &report.ReachMatrix{By: "vpc", From: []string{"a", "b"}, Query: report.ReachQuery{Service: "all"}}
	for i, from := range m.From {
		for j := range maxColumns + 1 {
			to := string(rune('A' + j))
			c := report.MatrixCell{From: from, To: to, State: "none", Pairs: 100, Services: []string{}}
			if j%10 == 3 {
				c.State, c.Some, c.Services, c.Mixed, c.Trace = "some", j+i, []string{"tcp/443"}, i == 1, "dryhop trace "+from+" "+to
			}
			m.Cells = append(m.Cells, c)
		}
	}
	for _, c := range m.Cells[:maxColumns+1] {
		m.To = append(m.To, c.To)
	}
	var b strings.Builder
	if err := Matrix(&b, m, Style{Limit: 3}); err != nil {
		t.Fatal(err)
	}
	want := `
  2 rows and 25 columns are too many for a table; something passes, or may pass, in 6 of 50 cells   (of every protocol and port)

     FROM  TO  PAIRS OF PLACES                       WHAT PASSES
  ◐  b     X   100 pairs: 24 some of it, 76 nothing  tcp/443, and others
  ◐  a     X   100 pairs: 23 some of it, 77 nothing  tcp/443
  ◐  b     N   100 pairs: 14 some of it, 86 nothing  tcp/443, and others

  3 more rows left out: --limit 0 shows all, --format csv is the whole table; FROM and TO such as vpc:prod ask about less
`
	if got := b.String(); !strings.Contains(got, want) {
		t.Errorf("got\n%s", got)
	}
	b.Reset()
	if err := Matrix(&b, m, Style{Verbose: true}); err != nil || strings.Count(b.String(), "dryhop trace") != 6 || strings.Contains(b.String(), "left out") {
		t.Errorf("%v\n%s", err, b.String())
	}
}
