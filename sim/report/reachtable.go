package report

import (
	"fmt"
	"strconv"
	"strings"
)

// Table is the record as rows, a group each.
func (r *Reach) Table() Table {
	t := Table{Header: []string{"verdict", "from", "to", "family", "service", "hosts", "pairs", "why", "trace"}}
	for i := range r.Groups {
		t.Rows = append(t.Rows, r.Groups[i].row())
	}
	if r.LeftOut > 0 {
		t.Foot = append(t.Foot, fmt.Sprintf("%d more rows were left out", r.LeftOut))
	}
	t.Foot = append(t.Foot, fmt.Sprintf("Pairs of places: %d; %d reachable, %d partial, %d unknown, %d blocked. Snapshot %s.",
		r.Totals.Pairs, r.Totals.Reachable, r.Totals.Partial, r.Totals.Unknown, r.Totals.Blocked, r.Snapshot))
	return t
}

func (g *ReachGroup) row() []string {
	var families, hosts []string
	for i := range g.Families {
		families = append(families, g.Families[i].Family)
		hosts = append(hosts, g.Families[i].Hosts...)
	}
	why := ""
	if g.Why != nil {
		why = g.Why.Code
	}
	return []string{
		g.Verdict, labels(g.From), labels(g.To), strings.Join(families, " "), strings.Join(g.Services, " "), strings.Join(hosts, " "),
		strconv.Itoa(g.Pairs), why, g.Families[0].Trace,
	}
}

func labels(parties []Party) string {
	words := make([]string, len(parties))
	for i := range parties {
		words[i] = parties[i].Label
	}
	return strings.Join(words, ", ")
}
