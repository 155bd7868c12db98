package text

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/sim/report"
)

// exposureRows are findings as people read them: those of one way in that look alike are one, whichever groups let them in. With -v
// each stays alone.
func (p *printer) exposureRows(findings []report.Finding) []report.Finding {
	if p.style.Verbose {
		return findings
	}
	var rows []report.Finding
	at := map[string]int{}
	for i := range findings {
		f := &findings[i]
		if len(f.Forwards) > 0 {
			rows = append(rows, *f)
			continue
		}
		key := strings.Join([]string{f.Risk, strings.Join(f.Reasons, ", "), f.Family, f.From.ID, f.From.Text(), servicesText(f.Services), passedText(f.Ways)}, "\x00")
		n, known := at[key]
		if !known {
			at[key] = len(rows)
			row := *f
			row.Targets, row.Rules = slices.Clip(f.Targets), slices.Clip(f.Rules)
			rows = append(rows, row)
			continue
		}
		rows[n].Targets = append(rows[n].Targets, f.Targets...)
		rows[n].Rules = appendNewRules(rows[n].Rules, f.Rules)
	}
	return rows
}

// appendNewRules appends the rules that are not there yet.
func appendNewRules(rules, more []report.AllowingRule) []report.AllowingRule {
	for _, r := range more {
		if !slices.ContainsFunc(rules, func(known report.AllowingRule) bool {
			return known.Rule == r.Rule && known.Resource.ID == r.Resource.ID
		}) {
			rules = append(rules, r)
		}
	}
	return rules
}

// shown is how many of some rows fit into the limit.
func (p *printer) shown(rows int) int {
	if p.style.Limit > 0 {
		return min(rows, p.style.Limit)
	}
	return rows
}

// leftOut says how many rows there would be more, by risk, worst first.
func (p *printer) leftOut(rows []report.Finding) {
	rest := rows[p.shown(len(rows)):]
	if len(rest) == 0 {
		return
	}
	var risks []string
	for len(rest) > 0 {
		n := slices.IndexFunc(rest, func(f report.Finding) bool { return f.Risk != rest[0].Risk })
		if n < 0 {
			n = len(rest)
		}
		risks, rest = append(risks, fmt.Sprintf("%d %s", n, rest[0].Risk)), rest[n:]
	}
	p.line("\n  %s left out (risk: %s): --limit 0 shows all, a TO such as vpc:prod those of one place",
		plural(len(rows)-p.shown(len(rows)), "more row"), strings.Join(risks, ", "))
}
