package report

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology/ipam"
)

// CIDRPlanSchema is the schema word of a CIDRPlan.
const CIDRPlanSchema = "dryhop/cidr-plan/v1"

// A CIDRPlan is an address plan with its blocks. It is read again as the last plan.
type CIDRPlan struct {
	Schema      string           `json:"schema"`
	Plan        string           `json:"plan"`
	Snapshot    string           `json:"snapshot"` // empty if it was held against none
	Pools       []CIDRPlanPool   `json:"pools"`
	Vpcs        int              `json:"vpcs"`
	Subnets     int              `json:"subnets"`
	Changes     []CIDRPlanChange `json:"changes"` // from the last plan
	Kept        int              `json:"kept"`    // names that keep their blocks
	Compared    bool             `json:"compared"`
	Findings    []CIDRFinding    `json:"findings"`
	Allocations []CIDRAllocation `json:"allocations"`
	All         bool             `json:"-"` // subnets are to be shown
}

// A CIDRPlanPool is what is left of pools that serve the same VPCs.
type CIDRPlanPool struct {
	Name     string        `json:"name"`
	CIDRs    []string      `json:"cidrs"`
	Measures []CIDRMeasure `json:"measures"`
}

// A CIDRPlanChange is a name whose blocks differ from the last plan.
type CIDRPlanChange struct {
	Change string   `json:"change"` // added, removed, changed
	Name   string   `json:"name"`
	Was    []string `json:"was"`
	Is     []string `json:"is"`
}

// A CIDRFinding is something that somebody who plans addresses should know.
type CIDRFinding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"`
	Subject  string `json:"subject"`
	CIDR     string `json:"cidr,omitempty"`
	Message  string `json:"message"`
	Source   string `json:"source,omitempty"`
	At       string `json:"at,omitempty"`
}

// A CIDRAllocation is a block of a VPC or a subnet of a plan. Its name tells it apart, and keeps it.
type CIDRAllocation struct {
	CIDR        string `json:"cidr"`
	Name        string `json:"name"` // account/Region/VPC, and of a subnet /TIER-ZONE
	Kind        string `json:"kind"` // vpc, subnet
	Account     string `json:"account"`
	AccountID   string `json:"account_id"`
	Environment string `json:"environment"`
	Region      string `json:"region"`
	Vpc         string `json:"vpc"`
	Tier        string `json:"tier,omitempty"`
	Zone        string `json:"zone,omitempty"`
	Pool        string `json:"pool,omitempty"`
	Kept        bool   `json:"kept"`
	Deployed    bool   `json:"deployed,omitempty"`
}

// NewCIDRPlan makes the record; last is nil where there is no plan before.
func NewCIDRPlan(s *ipam.Solved, last ipam.Given, snapshot string) *CIDRPlan {
	r := &CIDRPlan{
		Schema: CIDRPlanSchema, Plan: s.Plan.Name, Snapshot: snapshot, Pools: []CIDRPlanPool{}, Vpcs: len(s.Vpcs), Changes: []CIDRPlanChange{},
		Compared: last != nil, Findings: cidrFindings(s.Findings), Allocations: []CIDRAllocation{},
	}
	for _, p := range s.Spaces {
		r.Pools = append(r.Pools, CIDRPlanPool{p.Name, blockTexts(p.Pools), measures(p.Space)})
	}
	if last != nil {
		changes, kept := s.Diff(last)
		r.Kept = kept
		for _, c := range changes {
			r.Changes = append(r.Changes, CIDRPlanChange{c.Change, c.Key, blockTexts(c.Was), blockTexts(c.Is)})
		}
	}
	for i := range s.Vpcs {
		r.allocate(&s.Vpcs[i])
	}
	return r
}

func cidrFindings(all []ipam.Finding) []CIDRFinding {
	list := []CIDRFinding{}
	for _, f := range all {
		list = append(list, CIDRFinding{string(f.Code), f.Severity.String(), f.Subject, prefixText(f.Prefix), f.Message, f.Source, position(f.At)})
	}
	return list
}

func (r *CIDRPlan) allocate(w *ipam.PlannedVpc) {
	base := CIDRAllocation{Account: w.Account.Name, AccountID: w.Account.ID, Environment: w.Account.Environment, Region: w.Region, Vpc: w.Vpc.Name}
	for _, b := range w.Blocks {
		x := base
		x.CIDR, x.Name, x.Kind, x.Pool, x.Kept, x.Deployed = b.Prefix.String(), w.Key(), "vpc", b.Pool, b.Kept, b.Deployed
		r.Allocations = append(r.Allocations, x)
	}
	for _, s := range w.Subnets {
		x := base
		x.CIDR, x.Name, x.Kind, x.Tier, x.Zone, x.Kept = s.Block.String(), w.SubnetKey(s.Name), "subnet", s.Tier, zoneName(w.Region, s.Zone), s.Kept
		r.Allocations = append(r.Allocations, x)
	}
	r.Subnets += len(w.Tiers) * len(w.Zones)
}

// zoneName is a zone as AWS names it: of "a", that of the Region.
func zoneName(region, zone string) string {
	if len(zone) == 1 {
		return region + zone
	}
	return zone
}

// Sheets are the blocks, then what differs from the last plan, findings, and what is left.
func (r *CIDRPlan) Sheets() []Sheet {
	name := r.Plan
	if name != "" {
		name += ": "
	}
	s := Sheet{
		Title: fmt.Sprintf("%s%s, %s", name, counted(r.Vpcs, "VPC"), counted(r.Subnets, "subnet")),
		Table: Table{Header: []string{"cidr", "name", "kind", "account", "account id", "environment", "region", "vpc", "tier", "zone", "pool", "kept"}},
	}
	for i := range r.Allocations {
		if a := &r.Allocations[i]; r.All || a.Kind == "vpc" {
			s.Rows = append(s.Rows, []string{a.CIDR, a.Name, a.Kind, a.Account, a.AccountID, a.Environment, a.Region, a.Vpc, a.Tier, a.Zone, a.Pool, yes(a.Kept)})
		}
	}
	if !r.All {
		s.Foot = append(s.Foot, "subnets: -v, or --format csv, yaml, terraform")
	}
	sheets := []Sheet{s, r.pools()}
	if r.Compared {
		sheets = append(sheets, r.changes())
	}
	if len(r.Findings) > 0 {
		sheets = append(sheets, Sheet{Title: "Findings", Table: findingsTable(r.Findings)})
	}
	return sheets
}

func (r *CIDRPlan) pools() Sheet {
	s := Sheet{Title: "What is left in the pools", Table: Table{Header: []string{"pool", "blocks", "left"}}}
	for _, p := range r.Pools {
		for i, line := range measureLines(p.Measures) {
			row := []string{p.Name, strings.Join(p.CIDRs, ", "), line}
			if i > 0 {
				row[0], row[1] = "", ""
			}
			s.Rows = append(s.Rows, row)
		}
	}
	return s
}

// maxChanges is how many changes are shown to people.
const maxChanges = 100

func (r *CIDRPlan) changes() Sheet {
	if len(r.Changes) == 0 {
		return Sheet{Title: fmt.Sprintf("Nothing differs from the last plan: %s their blocks.", keep(r.Kept))}
	}
	s := Sheet{
		Title: fmt.Sprintf("%s from the last plan, %s their blocks", counted(len(r.Changes), "difference"), keep(r.Kept)),
		Table: Table{Header: []string{"change", "name", "was", "is"}},
	}
	for _, c := range r.Changes[:min(len(r.Changes), maxChanges)] {
		s.Rows = append(s.Rows, []string{c.Change, c.Name, strings.Join(c.Was, ", "), strings.Join(c.Is, ", ")})
	}
	if n := len(r.Changes) - maxChanges; n > 0 {
		s.Foot = append(s.Foot, counted(n, "difference")+" more, in --format json")
	}
	return s
}

func keep(n int) string {
	if n == 1 {
		return "1 name keeps"
	}
	return number(n) + " names keep"
}

func findingsTable(all []CIDRFinding) Table {
	t := Table{Header: []string{"severity", "code", "subject", "cidr", "what", "source", "at"}}
	for _, f := range all {
		t.Rows = append(t.Rows, []string{f.Severity, f.Code, f.Subject, f.CIDR, f.Message, f.Source, f.At})
	}
	return t
}

// Config is a local value with the VPCs by their names, each with its subnets.
func (r *CIDRPlan) Config() Config {
	var vpcs Object
	for i := 0; i < len(r.Allocations); {
		a := &r.Allocations[i]
		x := Object{{"account", a.Account}}
		for _, item := range []ConfigItem{{"account_id", a.AccountID}, {"environment", a.Environment}} {
			if item.Value != "" {
				x = append(x, item)
			}
		}
		x = append(x, ConfigItem{"region", a.Region})
		var own, own6 []string
		for ; i < len(r.Allocations) && r.Allocations[i].Kind == "vpc" && r.Allocations[i].Name == a.Name; i++ {
			if c := r.Allocations[i].CIDR; strings.Contains(c, ":") {
				own6 = append(own6, c)
			} else {
				own = append(own, c)
			}
		}
		x = append(x, blockItems("cidr_block", "secondary_cidr_blocks", own)...)
		x = append(x, blockItems("ipv6_cidr_block", "secondary_ipv6_cidr_blocks", own6)...)
		first := i
		for i < len(r.Allocations) && r.Allocations[i].Kind == "subnet" {
			i++
		}
		vpcs = append(vpcs, ConfigItem{a.Name, append(x, ConfigItem{"subnets", subnetObjects(a.Name, r.Allocations[first:i])})})
	}
	return Config{Blocks: []ConfigBlock{{
		Comment: []string{"The address plan " + r.Plan + ", by dryhop cidr plan."}, Type: "locals", Items: []ConfigItem{{"vpcs", vpcs}},
	}}}
}

// blockItems are a VPC's first block of a family, and the others.
func blockItems(name, others string, blocks []string) []ConfigItem {
	var items []ConfigItem
	if len(blocks) > 0 {
		items = append(items, ConfigItem{name, blocks[0]})
	}
	if len(blocks) > 1 {
		items = append(items, ConfigItem{others, blocks[1:]})
	}
	return items
}

func subnetObjects(vpc string, all []CIDRAllocation) Object {
	var subnets Object
	at := map[string]int{}
	for i := range all {
		a := &all[i]
		key := "cidr_block"
		if strings.Contains(a.CIDR, ":") {
			key = "ipv6_cidr_block"
		}
		name := strings.TrimPrefix(a.Name, vpc+"/")
		if k, known := at[name]; known {
			subnets[k].Value = append(subnets[k].Value.(Object), ConfigItem{key, a.CIDR})
			continue
		}
		at[name] = len(subnets)
		subnets = append(subnets, ConfigItem{name, Object{{"tier", a.Tier}, {"availability_zone", a.Zone}, {key, a.CIDR}}})
	}
	return subnets
}
