package report

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
)

// CIDRCheckSchema is the schema word of a CIDRCheck.
const CIDRCheckSchema = "dryhop/cidr-check/v1"

// A CIDRCheck is what AWS would refuse of blocks, and what may make trouble later.
type CIDRCheck struct {
	Schema   string          `json:"schema"`
	Snapshot string          `json:"snapshot"`
	Checked  []string        `json:"checked"` // blocks that were asked about; none: all
	Vpc      string          `json:"vpc"`     // to which they would be added
	Counts   []SeverityCount `json:"counts"`
	Findings []CIDRFinding   `json:"findings"`
}

// NewCIDRCheck makes the record.
func NewCIDRCheck(found []ipam.Finding, checked []string, vpc, snapshot string) *CIDRCheck {
	counts := map[ipam.Severity]int{}
	for _, f := range found {
		counts[f.Severity]++
	}
	return &CIDRCheck{CIDRCheckSchema, snapshot, append([]string{}, checked...), vpc, severityCounts(counts), cidrFindings(found)}
}

// Sheets are the findings.
func (r *CIDRCheck) Sheets() []Sheet {
	what := "blocks of " + r.Snapshot
	if len(r.Checked) > 0 {
		what = strings.Join(r.Checked, ", ")
	}
	if r.Vpc != "" {
		what += " added to " + r.Vpc
	}
	var parts []string
	for _, c := range r.Counts {
		parts = append(parts, fmt.Sprintf("%d %s", c.Count, c.Severity))
	}
	if len(parts) == 0 {
		return []Sheet{{Title: what + ": nothing to tell", Table: findingsTable(nil)}}
	}
	return []Sheet{{
		Title: what + ": " + strings.Join(parts, ", "), Table: findingsTable(r.Findings),
	}}
}
