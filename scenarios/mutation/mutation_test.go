package mutation_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/scenarios/judge"
	"github.com/dryhop/dryhop/scenarios/language"
	"github.com/dryhop/dryhop/scenarios/mutation"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// try breaks the three-tier design under tests.
func try(t *testing.T, tests string) report.TestMutation {
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
	trial := mutation.Trial{World: judge.NewWorld("three-tier", "", s, graph.Options{}), File: f, Options: judge.Options{Today: time.Unix(0, 0)}}
	for i := range f.Tests {
		trial.Tests = append(trial.Tests, &f.Tests[i])
	}
	m, err := trial.Run(t.Context())
	if err != nil || m.Caught+m.Harmless+len(m.Survivors) != m.Mutants || m.Mutants < 80 {
		t.Fatalf("%v, %+v", err, m)
	}
	return m
}

const (
	only    = "  - { name: only the web tier, from: 'web-1,web-2', to: orders-db, ports: postgres, expect: only-from }\n"
	never   = "  - { name: never, from: internet, to: orders-db, expect: reachable }\n"
	bastion = "  - { name: ssh, from: [203.0.113.0/24, '2001:db8:77::/48'], to: bastion-1, ports: ssh, expect: only-from }\n"
)

func survives(m report.TestMutation, text string) bool {
	return slices.ContainsFunc(m.Survivors, func(s report.TestMutant) bool { return strings.Contains(s.Edit.Text, text) })
}

// TestMoreTestsCatchMore adds a test about the bastion, which catches what is done to its rule. What is harmless is so whatever the tests.
func TestMoreTestsCatchMore(t *testing.T) {
	few, more := try(t, only), try(t, only+bastion)
	if more.Caught <= few.Caught || few.Harmless == 0 {
		t.Errorf("caught %d, with one more test %d; harmless %d", few.Caught, more.Caught, few.Harmless)
	}
	for _, rule := range []string{"ingress tcp/22 from 203.0.113.0/24", "ingress tcp/22 from 0.0.0.0/0"} {
		if !survives(few, rule) || survives(more, rule) {
			t.Errorf("%s: survives %v, with a test about it %v", rule, survives(few, rule), survives(more, rule))
		}
	}
	if survives(few, "ingress tcp/5432 from 0.0.0.0/0") || survives(few, "tcp/5432 from sg-web") {
		t.Error("what is done to the database's rule is not noticed")
	}
}

// TestFailingTestsCatchNothing has a test that does not pass to begin with.
func TestFailingTestsCatchNothing(t *testing.T) {
	if m := try(t, never); m.Caught != 0 {
		t.Errorf("caught %d", m.Caught)
	}
}
