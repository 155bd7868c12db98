package exposure

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Gap is something that the snapshot lacks, or that dryhop does not model, and that decides whether places are reached. A place
// that hangs on several is counted at each.
type Gap struct {
	Code    graph.Code
	Missing ref.Ref // the first of its kind; zero if no document would tell
	Message string  // about the first place
	Places  int     // of which nothing else decides
	Example *Finding
}

type gapKey struct {
	code graph.Code
	kind ref.Kind
}

// gaps counts what undetermined places hang on, the most important first.
func (s *sieve) gaps(open []Finding) []Gap {
	byKey := map[gapKey]*Gap{}
	counted := map[gapKey]map[graph.Location]bool{}
	var order []*Gap
	for i := range open {
		f := &open[i]
		for j := range f.Doubts {
			d := &f.Doubts[j]
			key := gapKey{d.Code, d.Missing.Kind}
			if byKey[key] == nil {
				byKey[key], counted[key] = &Gap{Code: d.Code, Missing: d.Missing, Message: d.Message, Example: f}, map[graph.Location]bool{}
				order = append(order, byKey[key])
			}
			s.countOpen(f, counted[key], byKey[key])
		}
	}
	var out []Gap
	for _, gap := range order {
		if gap.Places > 0 {
			out = append(out, *gap)
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return cmp.Or(cmp.Compare(b.Places, a.Places), cmp.Compare(a.Code, b.Code)) })
	return out
}

// countOpen counts the places of a finding that are undetermined and not yet counted.
func (s *sieve) countOpen(f *Finding, counted map[graph.Location]bool, gap *Gap) {
	for _, l := range f.places {
		if !counted[l.Location] && s.standing(l.Location) == unknown {
			counted[l.Location] = true
			gap.Places += l.Size()
		}
	}
}
