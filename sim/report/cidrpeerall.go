package report

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
)

// CIDRPeerAllSchema is the schema word of a CIDRPeerAll.
const CIDRPeerAllSchema = "dryhop/cidr-peer-all/v1"

// A CIDRPeerAll is which VPCs could be peered with each other.
type CIDRPeerAll struct {
	Schema   string        `json:"schema"`
	Snapshot string        `json:"snapshot"`
	Vpcs     int           `json:"vpcs"`
	Pairs    int           `json:"pairs"`
	Joined   int           `json:"joined"`
	Allowed  int           `json:"allowed"` // joined ones included
	Refused  int           `json:"refused"`
	Groups   []CIDRRefused `json:"groups"`
	Busiest  []CIDRQuota   `json:"busiest"`
	LeftOut  int           `json:"left_out"` // groups beyond a limit
}

// A CIDRRefused is pairs that cannot be peered: each VPC on one side with each on the other.
type CIDRRefused struct {
	Pairs  int      `json:"pairs"`
	Shared []string `json:"shared"`
	A      []string `json:"a"`
	B      []string `json:"b"` // the same as a where all have the same blocks
}

// NewCIDRPeerAll makes the record of at most limit groups.
func NewCIDRPeerAll(m *ipam.Mesh, v *ipam.Inventory, snapshot string, limit int) *CIDRPeerAll {
	r := &CIDRPeerAll{
		Schema: CIDRPeerAllSchema, Snapshot: snapshot, Vpcs: m.Vpcs, Pairs: m.Pairs, Joined: m.Joined, Allowed: m.Pairs - m.Refused, Refused: m.Refused,
		Groups: []CIDRRefused{}, Busiest: []CIDRQuota{}, LeftOut: max(0, len(m.Groups)-limit),
	}
	for _, g := range m.Groups[:min(limit, len(m.Groups))] {
		r.Groups = append(r.Groups, CIDRRefused{g.Pairs, blockTexts(g.Shared), calledAll(g.InA), calledAll(g.InB)})
	}
	for _, q := range m.Busiest {
		r.Busiest = append(r.Busiest, CIDRQuota{q.Name, v.NameOf(q.At), q.Used, q.Limit, q.Max})
	}
	return r
}

func calledAll(networks []*ipam.Network) []string {
	names := make([]string, len(networks))
	for i, n := range networks {
		names[i] = n.Called()
	}
	return names
}

// Sheets are the pairs that AWS would refuse.
func (r *CIDRPeerAll) Sheets() []Sheet {
	s := Sheet{
		Title: r.headline(),
		Lead:  []string{fmt.Sprintf("%s joined by a peering today", counted(r.Joined, "pair"))},
		Table: Table{Header: []string{"pairs", "shared", "vpcs", "with"}},
	}
	if n := r.Vpcs - 1; n > 50 {
		s.Lead = append(s.Lead, fmt.Sprintf("a full mesh takes %s for each VPC, and AWS grants 50, at most 125: use a transit gateway", counted(n, "peering")))
	}
	for _, g := range r.Groups {
		with := few(g.B)
		if strings.Join(g.A, " ") == strings.Join(g.B, " ") {
			with = "each other"
		}
		s.Rows = append(s.Rows, []string{fmt.Sprint(g.Pairs), few(g.Shared), few(g.A), with})
	}
	if r.LeftOut > 0 {
		s.Foot = append(s.Foot, counted(r.LeftOut, "row")+" more; --limit N shows more of them")
	}
	for _, q := range r.Busiest {
		s.Foot = append(s.Foot, fmt.Sprintf("%s has %s of %d (at most %d)", q.At, counted(q.Used, "peering"), q.Limit, q.Max))
	}
	return []Sheet{s}
}

func (r *CIDRPeerAll) headline() string {
	if r.Refused == 0 {
		return fmt.Sprintf("Any of %s may be peered with any other: no two share addresses", counted(r.Vpcs, "VPC"))
	}
	return fmt.Sprintf("Of %s of %s, %s may be peered and %s may not: they share addresses", counted(r.Pairs, "pair"), counted(r.Vpcs, "VPC"), number(r.Allowed), number(r.Refused))
}

// fewNames is how many names stand in a cell.
const fewNames = 4

// few names the first of several, and counts the others.
func few(names []string) string {
	text := strings.Join(names[:min(fewNames, len(names))], ", ")
	if n := len(names) - fewNames; n > 0 {
		text += fmt.Sprintf(" and %s more", number(n))
	}
	return text
}
