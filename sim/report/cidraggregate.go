package report

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDRAggregate is blocks put together.
type CIDRAggregate struct {
	Schema    string        `json:"schema"`
	Given     int           `json:"given"`
	Waste     string        `json:"waste"` // what each summary may waste, as it was asked
	Wasted    *big.Int      `json:"wasted"`
	Summaries []CIDRSummary `json:"summaries"`
}

// A CIDRSummary is a block that stands for others.
type CIDRSummary struct {
	CIDR   string   `json:"cidr"`
	Of     []string `json:"of"`
	Wasted *big.Int `json:"wasted"`
}

// NewCIDRAggregate makes the record.
func NewCIDRAggregate(found []ipam.Summary, given int, waste string) *CIDRAggregate {
	r := &CIDRAggregate{Schema: CIDRAggregateSchema, Given: given, Waste: waste, Wasted: new(big.Int), Summaries: []CIDRSummary{}}
	for i := range found {
		s := &found[i]
		r.Wasted.Add(r.Wasted, s.Wasted)
		r.Summaries = append(r.Summaries, CIDRSummary{s.Prefix.String(), blockTexts(s.Of), s.Wasted})
	}
	return r
}

// maxOf is how many blocks of a summary stand in a line.
const maxOf = 6

// Sheets are the summaries.
func (r *CIDRAggregate) Sheets() []Sheet {
	s := Sheet{Table: Table{Header: []string{"cidr", "wasted", "of"}}}
	for _, x := range r.Summaries {
		of := strings.Join(x.Of[:min(maxOf, len(x.Of))], ", ")
		if n := len(x.Of) - maxOf; n > 0 {
			of += fmt.Sprintf(" and %d more", n)
		}
		s.Rows = append(s.Rows, []string{x.CIDR, x.Wasted.String(), of})
	}
	s.Foot = []string{fmt.Sprintf("%s in place of %s, %s wasted", counted(len(r.Summaries), "block"), number(r.Given), grouped(r.Wasted))}
	return []Sheet{s}
}
