package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/scenarios"
)

// reachRecord is as much of the record as these tests look at.
type reachRecord struct {
	Groups []struct {
		Verdict  string
		Families []struct{ Trace string }
	}
}

// reached runs reach on an example.
func reached(t *testing.T, design string, args ...string) (reachRecord, int) {
	t.Helper()
	r := dryhop(append([]string{"reach", "-s", "example:" + design, "--format", "json"}, args...)...)
	var record reachRecord
	if err := json.Unmarshal([]byte(r.stdout), &record); err != nil {
		t.Fatalf("%v: %s%s", err, r.stdout, r.stderr)
	}
	return record, r.code
}

var exitOfVerdict = map[string]int{"reachable": exitYes, "partial": exitUnknown, "unknown": exitUnknown, "unreachable": exitNo}

// TestEveryCommandThatReachPrintsIsTrue runs the traces that come with the rows about the designs.
func TestEveryCommandThatReachPrintsIsTrue(t *testing.T) {
	for _, d := range scenarios.Designs() {
		record, _ := reached(t, d.Name)
		if len(record.Groups) == 0 {
			t.Errorf("%s: nothing reaches anything", d.Name)
		}
		for i := range record.Groups {
			for _, f := range record.Groups[i].Families {
				args := append(strings.Fields(strings.TrimPrefix(f.Trace, "dryhop ")), "-q") // a design may be there for its warning
				r := dryhop(args...)
				if want := exitOfVerdict[record.Groups[i].Verdict]; r.code != want || r.stderr != "" {
					t.Errorf("%s: exit code %d, want %d\n%s%s", f.Trace, r.code, want, r.stdout, r.stderr)
				}
			}
		}
	}
}
