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
