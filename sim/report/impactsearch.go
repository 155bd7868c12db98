package report

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/sim/impact"
)

// unsought says of how many effects causes may be missing, and what helps; empty if there is none.
func (b *impactBuilder) unsought() string {
	var gaveUp, some, without int
	for i := range b.result.Effects {
		e := &b.result.Effects[i]
		switch e.Search {
		case impact.GaveUp:
			gaveUp++
		case impact.SearchedSome:
			some++
		}
		if e.Search != impact.SearchedAll && len(e.Causes) == 0 {
			without++
		}
	}
	if gaveUp+some == 0 {
		return ""
	}
	var why []string
	if gaveUp > 0 {
		why = append(why, fmt.Sprintf("of %s the search ended after %s with a part of the changes had been tried", counted(gaveUp, "effect"), counted(b.result.Tried, "network")))
	}
	if some > 0 {
		why = append(why, fmt.Sprintf("of %s only the changes nearest to its flow were tried by themselves", counted(some, "effect")))
	}
	return fmt.Sprintf("causes may be missing, %s without any: %s; compare fewer of the %s at a time to see all (part of a plan, or single edits)",
		counted(without, "effect"), strings.Join(why, ", "), counted(len(b.result.Changes), "change"))
}
