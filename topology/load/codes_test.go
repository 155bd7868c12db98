package load_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// Every code that the source of the loader, and of what lays plans over it, mentions is explained, and every explained code is mentioned.
func TestEveryCodeIsExplained(t *testing.T) {
	mention := regexp.MustCompile(`"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|TRUNCATED|UNREADABLE)"`)
	emitted := map[string]bool{}
	for _, pattern := range []string{"*.go", "awscli/*.go", "cloudformation/*.go", "terraform/*.go", "../provision/*.go"} {
		sources, _ := filepath.Glob(pattern)
		for _, path := range sources {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range mention.FindAllSubmatch(text, -1) {
				emitted[string(m[1])] = true
			}
		}
	}
	explained := map[string]bool{}
	for _, c := range topology.DiagnosticCodes {
		explained[c.Code] = true
		if c.Title == "" || c.Cause == "" || c.Remedy == "" {
			t.Errorf("%s is not explained in full", c.Code)
		}
		if !emitted[c.Code] {
			t.Errorf("%s is explained, and nothing reports it", c.Code)
		}
	}
	for code := range emitted {
		if !explained[code] {
			t.Errorf("%s is reported, and not in topology.DiagnosticCodes", code)
		}
	}
	if !slices.IsSortedFunc(topology.DiagnosticCodes, func(a, b topology.CodeText) int {
		if a.Code < b.Code {
			return -1
		}
		return 1
	}) {
		t.Error("the table is not in alphabetical order")
	}
}
