package text

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// overviewRows is how many rows one reads without an overview.
const overviewRows = 40

// A sum is how much there is for one reason, and where.
type sum struct {
	risk, reason string
	targets      map[string]bool // by id: some are in several findings
	vpcs         map[report.Component]int
}

// overview counts what is reached by the worst reason of each finding, and says where most of it is.
func (p *printer) overview(r *report.Exposure) {
	p.line("\nBy the worst reason:")
	t := p.newTable(2)
	t.addCells(cell{"RISK", dim}, cell{"REACHED", dim}, cell{"VPCS", dim}, cell{"WHY", dim}, cell{"MOST IN", dim})
	for _, s := range sums(r.Findings) {
		look := riskLooks[s.risk]
		t.addCells(
			cell{look.String(), look.color}, cell{text: fmt.Sprintf("%7d", len(s.targets))}, cell{text: fmt.Sprintf("%4d", len(s.vpcs))},
			cell{s.reason, look.color}, cell{text: mostIn(s.vpcs)},
		)
	}
	p.table(t)
	if r.Next != "" {
		p.line("\n  see the worst: %s", r.Next)
	}
}

// sums are what there is for each reason: the worst first, of one risk that of most targets.
func sums(findings []report.Finding) []*sum {
	var all []*sum
	known := map[[2]string]*sum{}
	for i := range findings {
		f := &findings[i]
		key := [2]string{f.Risk, append(f.Reasons[:len(f.Reasons):len(f.Reasons)], "what is expected to face outside")[0]}
		if known[key] == nil {
			known[key] = &sum{key[0], key[1], map[string]bool{}, map[report.Component]int{}}
			all = append(all, known[key])
		}
		known[key].add(f)
	}
	ranks := map[string]int{}
	for _, s := range all {
		if _, seen := ranks[s.risk]; !seen {
			ranks[s.risk] = len(ranks)
		}
	}
	slices.SortStableFunc(all, func(a, b *sum) int {
		return cmp.Or(cmp.Compare(ranks[a.risk], ranks[b.risk]), cmp.Compare(len(b.targets), len(a.targets)))
	})
	return all
}

// add counts the targets of a finding.
func (s *sum) add(f *report.Finding) {
	for i := range f.Targets {
		target := &f.Targets[i]
		if s.targets[target.ID] {
			continue
		}
		s.targets[target.ID] = true
		if target.Vpc != nil {
			s.vpcs[*target.Vpc]++
		}
	}
}

// mostIn names the VPCs with most, and counts the others.
func mostIn(vpcs map[report.Component]int) string {
	all := slices.SortedFunc(maps.Keys(vpcs), func(a, b report.Component) int {
		return cmp.Or(cmp.Compare(vpcs[b], vpcs[a]), cmp.Compare(a.Called(), b.Called()), cmp.Compare(a.ID, b.ID))
	})
	shown := min(maxTargets, len(all))
	parts := make([]string, shown)
	for i, vpc := range all[:shown] {
		parts[i] = fmt.Sprintf("%s (%d)", vpc.Called(), vpcs[vpc])
	}
	return plus(strings.Join(parts, ", "), len(all)-shown)
}

// milder counts the findings of less risk than was asked for.
func (p *printer) milder(r *report.Exposure) {
	if n := r.Totals.Found() - len(r.Findings); n > 0 {
		p.line("\nOf less risk than %s: %s left out", r.Risk, plural(n, "finding"))
	}
}
