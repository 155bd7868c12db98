package report

import (
	"fmt"
	"math/big"
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
)

// A CIDRSplit is a block split into subnets.
type CIDRSplit struct {
	Schema   string        `json:"schema"`
	Snapshot string        `json:"snapshot"`
	Pools    []string      `json:"pools"`
	Policy   string        `json:"policy"`
	Subnets  []CIDRPart    `json:"subnets"`
	Left     []string      `json:"left"` // free blocks after it
	Measures []CIDRMeasure `json:"measures"`
	InUse    []CIDRHolding `json:"in_use"` // what lay in it before
}

// A CIDRPart is a subnet of a split.
type CIDRPart struct {
	Name   string   `json:"name"`
	Tier   string   `json:"tier"`
	Zone   string   `json:"zone"`
	CIDR   string   `json:"cidr"`
	Hosts  *big.Int `json:"hosts"`
	Pinned bool     `json:"pinned"`
}

// NewCIDRSplit makes the record of what was found in a space.
func NewCIDRSplit(s *ipam.Space, parts []ipam.Part, policy ipam.Policy, snapshot string) *CIDRSplit {
	r := &CIDRSplit{Schema: CIDRSplitSchema, Snapshot: snapshot, Pools: blockTexts(s.Pools), Policy: policy.String(), Subnets: []CIDRPart{}, InUse: cidrHoldings(s.InUse)}
	var blocks []netip.Prefix
	for i := range parts {
		p := &parts[i]
		blocks = append(blocks, p.Block)
		r.Subnets = append(r.Subnets, CIDRPart{p.Name, p.Tier, p.Zone, p.Block.String(), hostsOf(p.Block), p.Pin.IsValid()})
	}
	after := s.With(blocks...)
	r.Left, r.Measures = blockTexts(after.Free().Prefixes()), measures(after)
	return r
}

// Sheets are the subnets.
func (r *CIDRSplit) Sheets() []Sheet {
	s := Sheet{
		Title: fmt.Sprintf("%s: %s", strings.Join(r.Pools, ", "), counted(len(r.Subnets), "subnet")),
		Table: Table{Header: []string{"name", "cidr", "tier", "zone", "hosts", "pinned"}, Foot: prefixed("left: ", measureLines(r.Measures))},
	}
	for _, p := range r.Subnets {
		pinned := ""
		if p.Pinned {
			pinned = "yes"
		}
		s.Rows = append(s.Rows, []string{p.Name, p.CIDR, p.Tier, p.Zone, p.Hosts.String(), pinned})
	}
	return []Sheet{s}
}

// Config is a local value with the subnets by their names.
func (r *CIDRSplit) Config() Config {
	var subnets Object
	at := map[string]int{}
	for _, p := range r.Subnets {
		key := "cidr_block"
		if strings.Contains(p.CIDR, ":") {
			key = "ipv6_cidr_block"
		}
		if i, known := at[p.Name]; known {
			subnets[i].Value = append(subnets[i].Value.(Object), ConfigItem{key, p.CIDR})
			continue
		}
		at[p.Name] = len(subnets)
		subnets = append(subnets, ConfigItem{p.Name, Object{{"tier", p.Tier}, {"availability_zone", p.Zone}, {key, p.CIDR}}})
	}
	return Config{Blocks: []ConfigBlock{{
		Comment: []string{"Subnets of " + strings.Join(r.Pools, ", ") + ", found by dryhop cidr split."},
		Type:    "locals", Items: []ConfigItem{{"subnets", subnets}},
	}}}
}
