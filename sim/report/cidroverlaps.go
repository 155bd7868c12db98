package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDROverlaps is what shares addresses, and what that breaks.
type CIDROverlaps struct {
	Schema   string           `json:"schema"`
	Snapshot string           `json:"snapshot"`
	Holdings int              `json:"holdings"` // blocks that were compared
	Pairs    int              `json:"pairs"`    // that share addresses
	Counts   []SeverityCount  `json:"counts"`
	Overlaps []CIDROverlap    `json:"overlaps"` // those between which anything leads, and of lists
	Apart    []CIDRApartGroup `json:"apart"`    // those that nothing joins
	LeftOut  int              `json:"left_out"` // overlaps beyond a limit
}

// A SeverityCount counts overlaps or findings of a severity.
type SeverityCount struct {
	Severity string `json:"severity"`
	Count    int    `json:"count"`
}

// A CIDROverlap is two holdings that share addresses.
type CIDROverlap struct {
	Severity string       `json:"severity"` // of the worst effect: breaks, limits, notice, harmless
	A        CIDRHolding  `json:"a"`
	B        CIDRHolding  `json:"b"`
	Relation string       `json:"relation"` // of a to b: equal, contains, inside
	Shared   string       `json:"shared"`
	Effects  []CIDREffect `json:"effects"`
}

// A CIDREffect is what comes of sharing addresses.
type CIDREffect struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	At       string `json:"at,omitempty"` // the table, gateway or peering where it shows
	Message  string `json:"message"`
}

// A CIDRApartGroup counts pairs with the same blocks that nothing joins.
type CIDRApartGroup struct {
	A        string   `json:"a"`
	B        string   `json:"b"`
	Relation string   `json:"relation"`
	Pairs    int      `json:"pairs"`
	Networks []string `json:"networks"` // a few of those that hold them
}

// NewCIDROverlaps makes the record; at most limit overlaps are in it, the worst.
func NewCIDROverlaps(o *ipam.Overlapping, v *ipam.Inventory, snapshot string, limit int) *CIDROverlaps {
	r := &CIDROverlaps{
		Schema: CIDROverlapsSchema, Snapshot: snapshot, Holdings: len(v.Holdings), Pairs: o.Count,
		Overlaps: []CIDROverlap{}, Apart: []CIDRApartGroup{}, LeftOut: o.LeftOut,
	}
	counts := map[ipam.Severity]int{}
	for i := range o.Pairs {
		counts[o.Pairs[i].Worst()]++
		if i >= limit {
			r.LeftOut++
			continue
		}
		r.Overlaps = append(r.Overlaps, cidrOverlap(&o.Pairs[i], v))
	}
	for _, x := range o.Apart {
		counts[ipam.Harmless] += x.Pairs
		g := CIDRApartGroup{A: x.A.String(), B: x.B.String(), Relation: x.Relation.String(), Pairs: x.Pairs, Networks: []string{}}
		for _, n := range x.Networks {
			g.Networks = append(g.Networks, v.Networks[n].Called())
		}
		r.Apart = append(r.Apart, g)
	}
	r.Counts = severityCounts(counts)
	return r
}

// severityCounts lists counts, the worst first.
func severityCounts(counts map[ipam.Severity]int) []SeverityCount {
	all := []SeverityCount{}
	for s := ipam.Breaks; ; s-- {
		if counts[s] > 0 {
			all = append(all, SeverityCount{s.String(), counts[s]})
		}
		if s == ipam.Harmless {
			return all
		}
	}
}

func cidrOverlap(o *ipam.Overlap, v *ipam.Inventory) CIDROverlap {
	a, b := &v.Holdings[o.A], &v.Holdings[o.B]
	shared := a
	if o.Relation == netmath.RelationContains {
		shared = b
	}
	x := CIDROverlap{Severity: o.Worst().String(), A: cidrHolding(a), B: cidrHolding(b), Relation: o.Relation.String(), Shared: shared.Prefix.String()}
	for _, e := range o.Effects {
		effect := CIDREffect{Code: string(e.Code), Severity: e.Severity.String(), Message: e.Message}
		if !e.At.IsZero() {
			effect.At = e.At.ID
		}
		x.Effects = append(x.Effects, effect)
	}
	return x
}

// Sheets are overlaps, a row for each effect, and then what is apart.
func (r *CIDROverlaps) Sheets() []Sheet {
	s := Sheet{Title: r.headline(), Table: Table{Header: []string{"severity", "shared", "a", "relation", "b", "code", "what it breaks"}}}
	for i := range r.Overlaps {
		o := &r.Overlaps[i]
		for j, e := range o.Effects {
			row := []string{e.Severity, o.Shared, holderText(&o.A), o.Relation, holderText(&o.B), e.Code, e.Message}
			if j > 0 {
				row[1], row[2], row[3], row[4] = "", "", "", ""
			}
			s.Rows = append(s.Rows, row)
		}
	}
	if r.LeftOut > 0 {
		s.Foot = append(s.Foot, counted(r.LeftOut, "overlap")+" more; --limit N shows more of them")
	}
	sheets := []Sheet{s}
	if len(r.Apart) > 0 {
		apart := Sheet{
			Title: "Harmless: nothing joins these, not even through others (NOT_JOINED). They cannot be peered as they are.",
			Table: Table{Header: []string{"pairs", "a", "relation", "b", "networks"}},
		}
		for _, x := range r.Apart {
			names := strings.Join(x.Networks, ", ")
			apart.Rows = append(apart.Rows, []string{strconv.Itoa(x.Pairs), x.A, x.Relation, x.B, names})
		}
		sheets = append(sheets, apart)
	}
	return sheets
}

func (r *CIDROverlaps) headline() string {
	if r.Pairs == 0 {
		return fmt.Sprintf("No overlap among %s of %s.", counted(r.Holdings, "block"), r.Snapshot)
	}
	var parts []string
	for _, c := range r.Counts {
		parts = append(parts, number(c.Count)+" "+c.Severity)
	}
	return fmt.Sprintf("%s among %s of %s: %s", counted(r.Pairs, "overlap"), counted(r.Holdings, "block"), r.Snapshot, strings.Join(parts, ", "))
}

// holderText is a holding in a cell: "shared-vpc 10.0.0.0/16".
func holderText(h *CIDRHolding) string {
	text := h.Called() + " " + h.CIDR
	if h.Called() == "" {
		text = h.CIDR
	}
	if h.Kind != "vpc" {
		text += " (" + h.Kind + ")"
	}
	return text
}
