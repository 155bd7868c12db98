package report

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/ref"
)

// A CIDRInfo is a block taken apart, and who has to do with it.
type CIDRInfo struct {
	Schema      string          `json:"schema"`
	CIDR        string          `json:"cidr"`
	Family      string          `json:"family"`
	Canonical   bool            `json:"canonical"` // it was written without host bits
	First       string          `json:"first"`
	Last        string          `json:"last"`
	UsableFirst string          `json:"usable_first"` // as a subnet; empty if AWS has no subnets of its size
	UsableLast  string          `json:"usable_last"`
	Count       *big.Int        `json:"count"`
	Usable      *big.Int        `json:"usable"`
	Reserved    []CIDRReserved  `json:"reserved"`
	Parent      string          `json:"parent"`
	Before      string          `json:"before"`
	After       string          `json:"after"`
	ReverseZone string          `json:"reverse_zone"`
	Ranges      []CIDRRange     `json:"ranges"`
	Around      []CIDRHolding   `json:"around"`
	Same        []CIDRHolding   `json:"same"`
	Inside      []CIDRHolding   `json:"inside"`
	Routes      []CIDRInfoRoute `json:"routes"`
	Interfaces  []string        `json:"interfaces"`
	Snapshot    string          `json:"snapshot"`
}

// A CIDRReserved is an address that AWS keeps of a subnet.
type CIDRReserved struct {
	Address string `json:"address"`
	For     string `json:"for"`
}

// A CIDRRange is addresses with a meaning.
type CIDRRange struct {
	CIDR     string `json:"cidr"`
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Name     string `json:"name"`
	Reason   string `json:"reason"`
	Source   string `json:"source"`
}

// A CIDRInfoRoute is a route whose destination shares addresses with a block.
type CIDRInfoRoute struct {
	Table    string `json:"table"`
	Vpc      string `json:"vpc"`
	CIDR     string `json:"cidr"`
	Target   string `json:"target"`
	Relation string `json:"relation"` // of the destination to the block: equal, contains, inside
}

// NewCIDRInfo makes the record.
func NewCIDRInfo(i *ipam.Info, v *ipam.Inventory, canonical bool, snapshot string) *CIDRInfo {
	r := &CIDRInfo{
		Schema: CIDRInfoSchema, CIDR: i.Prefix.String(), Family: familyWord(i.Prefix), Canonical: canonical, First: i.First.String(), Last: i.Last.String(),
		Count: i.Count, Usable: i.Usable.Size(), Reserved: []CIDRReserved{}, Parent: prefixText(i.Parent), Before: prefixText(i.Before), After: prefixText(i.After),
		ReverseZone: i.ReverseZone, Ranges: []CIDRRange{}, Around: cidrHoldings(i.Around), Same: cidrHoldings(i.Same), Inside: cidrHoldings(i.Inside),
		Routes: []CIDRInfoRoute{}, Interfaces: []string{}, Snapshot: snapshot,
	}
	if i.Usable.Valid() {
		r.UsableFirst, r.UsableLast = i.Usable.Lo.String(), i.Usable.Hi.String()
	}
	for _, a := range i.Reserved {
		r.Reserved = append(r.Reserved, CIDRReserved{a.Addr.String(), a.For})
	}
	for _, x := range i.Special {
		r.Ranges = append(r.Ranges, CIDRRange{x.Prefix.String(), string(x.Code), x.Severity.String(), x.Name, x.Reason, x.Source})
	}
	for _, x := range i.Routes {
		vpc := ""
		if x.Vpc != "" {
			vpc = v.NameOf(ref.Ref{Kind: ref.Vpc, ID: x.Vpc})
		}
		r.Routes = append(r.Routes, CIDRInfoRoute{v.NameOf(x.Table), vpc, x.Prefix.String(), x.Target, x.Relation.String()})
	}
	for _, x := range i.Interfaces {
		r.Interfaces = append(r.Interfaces, x.ID)
	}
	return r
}

// Sheets are the block's own facts, then who holds what of it, then routes.
func (r *CIDRInfo) Sheets() []Sheet {
	title := r.CIDR
	if !r.Canonical {
		title += " (bits beyond the prefix length were dropped, as AWS does)"
	}
	facts := Sheet{Title: title, Table: Table{Header: []string{"what", "value"}, Rows: r.facts()}}
	sheets := []Sheet{facts}
	if rows := r.holders(); len(rows) > 0 {
		sheets = append(sheets, Sheet{Title: "Who holds it", Table: Table{Header: []string{"relation", "cidr", "kind", "holder", "id", "account", "region", "at"}, Rows: rows}})
	}
	if len(r.Routes) > 0 {
		s := Sheet{Title: "Routes to it", Table: Table{Header: []string{"relation", "destination", "target", "table", "vpc"}}}
		for _, x := range r.Routes {
			s.Rows = append(s.Rows, []string{x.Relation, x.CIDR, x.Target, x.Table, x.Vpc})
		}
		sheets = append(sheets, s)
	}
	return sheets
}

func (r *CIDRInfo) facts() [][]string {
	rows := [][]string{{"addresses", fmt.Sprintf("%s, %s to %s", grouped(r.Count), r.First, r.Last)}}
	if r.UsableFirst != "" {
		rows = append(rows, []string{"usable as a subnet", fmt.Sprintf("%s, %s to %s", grouped(r.Usable), r.UsableFirst, r.UsableLast)})
		var kept []string
		for _, a := range r.Reserved {
			kept = append(kept, a.Address+" "+a.For)
		}
		rows = append(rows, []string{"kept by AWS", strings.Join(kept, ", ")})
	} else {
		rows = append(rows, []string{"usable as a subnet", "no: subnets are /16 to /28, of IPv6 /44 to /64 in steps of 4"})
	}
	for _, x := range [][]string{{"parent", r.Parent}, {"before", r.Before}, {"after", r.After}, {"reverse DNS", r.ReverseZone}} {
		if x[1] != "" {
			rows = append(rows, x)
		}
	}
	for _, x := range r.Ranges {
		rows = append(rows, []string{"range", fmt.Sprintf("%s %s (%s): %s [%s; %s]", x.CIDR, x.Name, x.Severity, x.Reason, x.Code, x.Source)})
	}
	if len(r.Interfaces) > 0 {
		rows = append(rows, []string{"held by", strings.Join(r.Interfaces, ", ")})
	}
	return rows
}

func (r *CIDRInfo) holders() [][]string {
	var rows [][]string
	for _, group := range []struct {
		relation string
		all      []CIDRHolding
	}{{"contains it", r.Around}, {"is it", r.Same}, {"lies in it", r.Inside}} {
		for i := range group.all {
			h := &group.all[i]
			rows = append(rows, []string{group.relation, h.CIDR, h.Kind, h.Called(), h.ID, h.Account, h.Region, h.At})
		}
	}
	return rows
}
