package scenariotest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dryhop/dryhop/scenarios"
	"github.com/dryhop/dryhop/scenarios/scenariotest"
)

const file = `version: 1
name: Three tiers
given: { example: three-tier }
tests:
  - { name: The database is never public, from: internet, to: orders-db, expect: blocked }
  - { name: It is to be, from: internet, to: orders-db, expect: reachable, ip: v4, severity: warning }
  - { name: Later, from: internet, to: orders-db, expect: reachable, skip: not yet }
`

// TestRun runs a file as users do.
func TestRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "three.test.yaml")
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	scenariotest.Run(t, scenarios.Options{Paths: []string{path}})
}
