package report

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// CheckSchema is the schema word of a list of diagnostics.
const CheckSchema = "dryhop/snapshot-check/v1"

// A Check is what is wrong with a snapshot.
type Check struct {
	Schema      string          `json:"schema"`
	Snapshot    string          `json:"snapshot"`
	Documents   int             `json:"documents"`
	Diagnostics []Diagnostic    `json:"diagnostics"` // errors first
	Totals      SeverityTotals  `json:"totals"`
	Assumable   []AssumableGaps `json:"assumable"`
}

// A Diagnostic is one piece of trouble in the input.
type Diagnostic struct {
	Severity string     `json:"severity"` // error, warning, info
	Code     string     `json:"code"`
	Path     string     `json:"path"`
	Line     int        `json:"line"` // from 1; 0 if unknown
	Resource *Component `json:"resource,omitempty"`
	Value    string     `json:"value"`
	Message  string     `json:"message"`
	Remedy   string     `json:"remedy"`
}

// SeverityTotals count diagnostics.
type SeverityTotals struct {
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

// AssumableGaps are the places where documents are missing that --assume can stand in for.
type AssumableGaps struct {
	Assume  string   `json:"assume"`
	Command string   `json:"command"`
	Places  []string `json:"places"` // account and Region
}

// NewCheck lists diagnostics: errors before warnings before the rest, then by code, file and line.
func NewCheck(s *topology.Snapshot, diagnostics []topology.Diagnostic, name string, words Assumables) *Check {
	c := &Check{Schema: CheckSchema, Snapshot: name, Documents: len(s.Documents), Diagnostics: []Diagnostic{}, Assumable: gaps(s, words)}
	sorted := slices.Clone(diagnostics)
	slices.SortStableFunc(sorted, compareDiagnostics)
	for i := range sorted {
		c.add(&sorted[i])
	}
	return c
}

func compareDiagnostics(a, b topology.Diagnostic) int {
	return cmp.Or(
		-cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Line, b.Line), cmp.Compare(a.Ref.String(), b.Ref.String()), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Value, b.Value),
	)
}

func (c *Check) add(d *topology.Diagnostic) {
	out := Diagnostic{
		Severity: d.Severity.String(), Code: d.Code, Path: d.Path, Line: d.Line,
		Value: d.Value, Message: d.Message, Remedy: d.Remedy,
	}
	if !d.Ref.IsZero() {
		out.Resource = &Component{ID: d.Ref.ID, Type: d.Ref.Kind.String()}
	}
	c.Diagnostics = append(c.Diagnostics, out)
	switch d.Severity {
	case topology.Error:
		c.Totals.Errors++
	case topology.Warning:
		c.Totals.Warnings++
	default:
		c.Totals.Infos++
	}
}

// gaps lists what could be assumed in place of missing documents, and where.
func gaps(s *topology.Snapshot, words Assumables) []AssumableGaps {
	all := []AssumableGaps{}
	for _, at := range takeCensus(s).places() {
		for _, m := range missingAt(s, at, words) {
			if m.Assume == "" {
				continue
			}
			i := slices.IndexFunc(all, func(g AssumableGaps) bool { return g.Assume == m.Assume })
			if i < 0 {
				i = len(all)
				all = append(all, AssumableGaps{Assume: m.Assume, Command: m.Command})
			}
			all[i].Places = append(all[i].Places, placeText(at.account, at.region))
		}
	}
	return all
}

// placeText is an account and Region in print.
func placeText(account, region string) string {
	return cmp.Or(account, "unnamed account") + " " + cmp.Or(region, "unnamed Region")
}
