package dryhop_test

// Who imports whom, and what nobody imports: rules of all_test.go.

import (
	"path"
	"slices"
	"strings"
)

// order says who may import whom. In "a, b < c" the package c may import a and b, and whatever those may import. A
// star stands for every package below a folder that has no line of its own. Packages side by side do not import
// each other.
const order = `
	netmath, topology/ref < topology < topology/provision, topology/diff < topology/load/* < topology/load;
	topology/provision, topology/load/cloudformation/template < topology/load/cloudformation < topology/load;
	netmath < topology/suricata < topology/graph;
	topology/ref < topology/load/yamlfile < topology/load/editfile < topology/load;
	topology < topology/graph, topology/ipam, topology/edit, topology/topologytest, sim/internal/*;
	topology/edit < topology/diff, topology/load/*, topology/load/editfile, topology/edit/edittest; topology/provision < sim/peering;
	topology/graph, topology/ipam < sim;
	sim < sim/selector, sim/reach, sim/audit, sim/flowlog, sim/insights < sim/report;
	topology/edit, sim < sim/whatif < sim/remedy, sim/ways < sim/report;
	sim/reach < sim/exposure < sim/scope < sim/report;
	topology/diff, sim/exposure, sim/whatif, sim/ways, sim/selector < sim/impact < sim/peering < sim/report;
	sim/report < sim/report/reporttest, sim/report/* < scenarios;
	topology/load/yamlfile < scenarios/externalfile; sim/report < scenarios/language, scenarios/externalfile < scenarios/judge < scenarios/mutation, scenarios/coverage, scenarios/record < scenarios < scenarios/scenariotest;
	topology/load < scenarios;
	scenarios < scenarios/*  < cmd/internal/* < cmd/internal/web < cmd/internal/cli < cmd/*;
`

// knowsOnly narrows what order allows: the solver never sees documents, a renderer sees records alone, and the
// reference shares no code with what it is held against.
var knowsOnly = map[string][]string{
	"sim":            {"netmath", "topology/ref", "topology/graph"},
	"sim/report/*":   {"sim/report"},
	"sim/internal/*": {"topology", "topology/ref"},
}

// testOnly are the packages that only tests import.
var testOnly = []string{"topology/topologytest", "topology/edit/edittest", "sim/internal/*", "sim/report/reporttest", "scenarios/scenariotest"}

// importRules keep imports out of all packages but some. A star stands for anything that follows.
var importRules = []struct {
	imports, except []string
	tests           bool // holds for tests too
	why             string
}{
	{[]string{"net", "net/http*", "net/rpc*", "net/smtp", "net/mail", "net/textproto", "crypto/tls", "log/syslog", "golang.org/x/net*"},
		[]string{"cmd/internal/web"}, true, "nothing but the local page talks to a network"},
	{[]string{"github.com/aws*"}, nil, true, "dryhop makes no AWS call and has no AWS SDK"},
	{[]string{"os/exec", "plugin", "unsafe", "C"}, nil, true, "no programs are run, no memory is guessed at"},
	{[]string{"syscall", "golang.org/x/sys*"}, []string{"cmd/internal/*"}, true, "only the command line knows the system"},
	{[]string{"os", "io/fs", "path/filepath"}, append(testOnly, "topology/load*", "scenarios", "cmd/*"), false, "model and solver know no files"},
	{[]string{"testing*"}, testOnly, false, "tests stay out of the binary"},
	{[]string{"html/template"}, nil, false, "the binary stays small"},
	{[]string{module + "/topology/topologytest", module + "/topology/edit/edittest", module + "/sim/internal/*", module + "/sim/report/reporttest", module + "/scenarios/scenariotest"}, testOnly, false, "these packages are for tests"},
}

// importOrder holds all files but tests to order and knowsOnly.
func importOrder(tr *tree, fail fail) {
	below := lowerThan(order)
	for _, f := range tr.code {
		if f.test {
			continue
		}
		place := placeOf(f.pkg, below)
		if place == "" {
			fail("%s: package %s has no place in the import order", f.path, f.pkg)
		}
		for _, name := range f.imports {
			imported, ours := strings.CutPrefix(name, module+"/")
			target := placeOf(imported, below)
			only, narrowed := knowsOnly[place]
			if ours && (!isBelow(target, place, below) || (narrowed && !slices.Contains(only, target))) {
				fail("%s: %s may not import %s", f.path, f.pkg, imported)
			}
		}
	}
}

// lowerThan reads an order: for every place in it, the places right below.
func lowerThan(order string) map[string][]string {
	below := map[string][]string{}
	for chain := range strings.SplitSeq(order, ";") {
		var before []string
		for group := range strings.SplitSeq(chain, "<") {
			places := strings.Fields(strings.ReplaceAll(group, ",", " "))
			for _, place := range places {
				below[place] = append(below[place], before...)
			}
			before = places
		}
	}
	return below
}

func isBelow(low, high string, below map[string][]string) bool {
	return slices.ContainsFunc(below[high], func(b string) bool { return b == low || isBelow(low, b, below) })
}

// placeOf is the line of a package in an order: its own, or that of the deepest folder with a star.
func placeOf(pkg string, below map[string][]string) string {
	if _, ok := below[pkg]; ok {
		return pkg
	}
	for dir := path.Dir(pkg); dir != "."; dir = path.Dir(dir) {
		if _, ok := below[dir+"/*"]; ok {
			return dir + "/*"
		}
	}
	return ""
}

func forbiddenImports(tr *tree, fail fail) {
	for _, f := range tr.code {
		for _, rule := range importRules {
			for _, name := range f.imports {
				if matches(name, rule.imports) && !matches(f.pkg, rule.except) && (!f.test || rule.tests) {
					fail("%s imports %s: %s", f.path, name, rule.why)
				}
			}
		}
	}
}

func matches(name string, patterns []string) bool {
	for _, p := range patterns {
		if prefix, star := strings.CutSuffix(p, "*"); name == p || (star && strings.HasPrefix(name, prefix)) {
			return true
		}
	}
	return false
}
