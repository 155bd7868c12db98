package netgen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/scenarios"
)

// BenchmarkScenarios runs 1,000 tests of a design on a world, reading it included: a fifth each of reachable, blocked between two
// tiers, blocked from the internet, isolated and only-from.
func BenchmarkScenarios(b *testing.B) {
	eachWorld(b, func(b *testing.B, dir string) {
		path := writeScenario(b, dir, 1000)
		defer cpu(b)()
		for b.Loop() {
			run, err := scenarios.Run(b.Context(), scenarios.Options{Paths: []string{path}})
			if err != nil || run.Totals.Passed != run.Totals.Tests {
				b.Fatalf("%v, %+v", err, run)
			}
		}
	})
}

// writeScenario writes a file of n tests that pass.
func writeScenario(b *testing.B, dir string, n int) string {
	var text strings.Builder
	fmt.Fprintf(&text, "version: 1\ngiven: {snapshot: %q}\ntests:\n", dir)
	prods := max(1, *enis/500/4)
	for i := range n {
		app := fmt.Sprintf("prod-%d-orders", i/5%prods)
		fmt.Fprintf(&text, "  - { name: test %d, "+[...]string{
			`from: "%[2]s-web-*", to: "%[2]s-app-*", ports: tcp/8443, expect: reachable, any: true`,
			`from: "%[2]s-web-*", to: "%[2]s-db", ports: tcp/5432, expect: blocked`,
			`from: internet, to: "%[2]s-app-*", ports: tcp/22, expect: blocked`,
			`between: [{vpc: "%[3]s"}, {vpc: dev-0}], ports: tcp/22, expect: isolated`,
			`from: "%[2]s-web-*", to: "%[2]s-app-1", ports: tcp/8443, expect: only-from`,
		}[i%5]+" }\n", i, app, strings.TrimSuffix(app, "-orders"))
	}
	path := filepath.Join(b.TempDir(), "design.test.yaml")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
