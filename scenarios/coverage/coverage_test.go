package coverage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/scenarios/coverage"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

func cover(t *testing.T, tests string) report.TestCoverage {
	t.Helper()
	fsys, err := scenarios.DesignFS("three-tier")
	if err != nil {
		t.Fatal(err)
	}
	s, err := load.FromFS("three-tier", fsys, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f, err := language.Read("a.test.yaml", []byte("version: 1\ntests:\n"+tests))
	if err != nil {
		t.Fatal(err)
	}
	all := []*language.Test{}
	for i := range f.Tests {
		all = append(all, &f.Tests[i])
	}
	c, err := coverage.Of(t.Context(), judge.NewWorld("three-tier", "", s, graph.Options{}), f, all, judge.Options{Today: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func idle(c report.TestCoverage, text string) bool {
	return slices.ContainsFunc(c.Idle, func(u report.TestUncovered) bool { return strings.Contains(u.Text, text) })
}

// TestTouchedRulesCount looks at the database's rules, and not at the bastion's.
func TestTouchedRulesCount(t *testing.T) {
	c := cover(t, "  - { name: one, from: web-1, to: orders-db, ports: postgres, expect: reachable }\n")
	for text, want := range map[string]bool{
		"sg-orders-db (sg-03a10000000000013): ingress tcp/5432": false, "sg-bastion (sg-03a10000000000011): ingress tcp/22": true,
		"acl-data (acl-03a10000000000003): ingress 100": false, "rtb-public (rtb-03a10000000000002): 0.0.0.0/0": true,
		"orders-db (eni-": false, "bastion-1 (eni-": true,
	} {
		if idle(c, text) != want {
			t.Errorf("%s: idle %v, want %v", text, !want, want)
		}
	}
	if len(c.Kinds) != 4 || c.Kinds[0].Covered == 0 || c.Kinds[0].Covered >= c.Kinds[0].All {
		t.Errorf("%+v", c.Kinds)
	}
}

// TestWhatCannotBeAskedLooksAtNothing has a test with a selector that names nothing, and one that is skipped.
func TestWhatCannotBeAskedLooksAtNothing(t *testing.T) {
	c := cover(t, "  - { name: one, from: nobody, to: orders-db, expect: blocked }\n  - { name: two, from: web-1, to: orders-db, expect: blocked, skip: later }\n")
	for _, kind := range c.Kinds {
		if kind.Covered > 0 {
			t.Errorf("%+v", kind)
		}
	}
}
