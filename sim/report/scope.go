package report

import (
	"fmt"

	"github.com/dryhop/dryhop/sim/scope"
	"github.com/dryhop/dryhop/topology/graph"
)

// ScopeSchema is the schema word of what Network Access Scopes find.
const ScopeSchema = "dryhop/scope/v1"

// Scopes are what some scopes find.
type Scopes struct {
	Schema   string          `json:"schema"`
	Snapshot string          `json:"snapshot"`
	Scopes   []ScopeFindings `json:"scopes"`
}

// ScopeFindings are what one scope finds.
type ScopeFindings struct {
	Name         string    `json:"name"`
	Findings     []Finding `json:"findings"`     // worst first
	Undetermined []Finding `json:"undetermined"` // of which the snapshot does not tell
}

// Scopes makes the record of what scopes found in a network, which is the Builder's.
func (b *Builder) Scopes(g *graph.Graph, results []scope.Result, asked AskedExposure) *Scopes {
	x := b.exposureBuilder(g, asked)
	out := &Scopes{Schema: ScopeSchema, Snapshot: b.snapshot, Scopes: []ScopeFindings{}}
	for i := range results {
		out.Scopes = append(out.Scopes, ScopeFindings{results[i].Name, x.findings(results[i].Findings), x.findings(results[i].Open)})
	}
	return out
}

// Table is the record as rows, a finding each.
func (s *Scopes) Table() Table {
	t := Table{Header: append([]string{"scope"}, findingHeader...)}
	for i := range s.Scopes {
		one := &s.Scopes[i]
		for _, list := range [][]Finding{one.Findings, one.Undetermined} {
			for j := range list {
				t.Rows = append(t.Rows, append([]string{one.Name}, list[j].row()...))
			}
		}
		t.Foot = append(t.Foot, fmt.Sprintf("%s: %d findings, %d undetermined.", one.Name, len(one.Findings), len(one.Undetermined)))
	}
	return t
}
