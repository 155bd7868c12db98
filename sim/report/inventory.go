package report

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// InventorySchema is the schema word of an inventory.
const InventorySchema = "dryhop/snapshot-info/v1"

// An Inventory is what a snapshot holds, and what it does not.
type Inventory struct {
	Schema    string    `json:"schema"`
	Snapshot  string    `json:"snapshot"`
	Documents int       `json:"documents"`
	Accounts  []Account `json:"accounts"`
	// Failed calls would have told more.
	Failed []FailedCall `json:"failed"`
}

// An Account holds Regions. Its id is empty if neither documents nor folders say.
type Account struct {
	Account string   `json:"account"`
	Regions []Region `json:"regions"`
}

// A Region holds resources.
type Region struct {
	Region  string         `json:"region"`
	Counts  []Count        `json:"counts"`
	Vpcs    []VpcInventory `json:"vpcs"`
	Missing []Missing      `json:"missing"`
}

// A Count is the number of resources of a type.
type Count struct {
	Type  string `json:"type"`
	Count int    `json:"count"`
}

// VpcInventory is a VPC with what lies in it.
type VpcInventory struct {
	Component
	CIDRs  []string `json:"cidrs"`
	Counts []Count  `json:"counts"`
}

type accountRegion struct{ account, region string }

// NewInventory counts what is in a snapshot.
func NewInventory(s *topology.Snapshot, name string, words Assumables) *Inventory {
	inv := &Inventory{Schema: InventorySchema, Snapshot: name, Documents: len(s.Documents), Accounts: []Account{}, Failed: failedCalls(s)}
	c := takeCensus(s)
	for _, at := range c.places() {
		if n := len(inv.Accounts); n == 0 || inv.Accounts[n-1].Account != at.account {
			inv.Accounts = append(inv.Accounts, Account{Account: at.account})
		}
		a := &inv.Accounts[len(inv.Accounts)-1]
		a.Regions = append(a.Regions, Region{
			Region: at.region, Counts: c.byPlace[at].sorted(), Vpcs: c.vpcs(s, at), Missing: missingAt(s, at, words),
		})
	}
	return inv
}

// A tally counts resources by kind.
type tally map[ref.Kind]int

func (t tally) sorted() []Count {
	counts := make([]Count, 0, len(t))
	for _, kind := range slices.Sorted(maps.Keys(t)) {
		counts = append(counts, Count{kind.String(), t[kind]})
	}
	return counts
}

// A census counts resources by account and Region, and by VPC.
type census struct {
	byPlace map[accountRegion]tally
	byVpc   map[string]tally
}

func takeCensus(s *topology.Snapshot) *census {
	c := &census{byPlace: make(map[accountRegion]tally), byVpc: make(map[string]tally)}
	counted := make(map[ref.Ref]bool)
	home := homes(s)
	for _, table := range s.Tables() {
		for i := range table.Len() {
			r := table.Ref(i)
			if r.Rule != "" || r.Kind == ref.AvailabilityZone || counted[r] {
				continue // a rule of a group; or seen in another document
			}
			counted[r] = true
			m := table.Meta(i)
			add(c.byPlace, home(accountRegion{m.Account, m.Region}), r.Kind)
			if vpc := vpcOf(table.Row(i)); vpc != "" {
				add(c.byVpc, vpc, r.Kind)
			}
		}
	}
	return c
}

func add[K comparable](to map[K]tally, at K, kind ref.Kind) {
	if to[at] == nil {
		to[at] = make(tally)
	}
	to[at][kind]++
}

// homes completes a place: where only one account is named, it is everybody's, and so with an account's only Region.
func homes(s *topology.Snapshot) func(accountRegion) accountRegion {
	accounts, regions := make(map[string]bool), make(map[accountRegion]bool)
	for _, table := range s.Tables() {
		for i := range table.Len() {
			if m := table.Meta(i); m.Account != "" {
				accounts[m.Account] = true
				if m.Region != "" {
					regions[accountRegion{m.Account, m.Region}] = true
				}
			}
		}
	}
	return func(at accountRegion) accountRegion {
		if at.account == "" && len(accounts) == 1 {
			at.account = slices.Collect(maps.Keys(accounts))[0]
		}
		if at.region == "" {
			at.region = onlyRegion(regions, at.account)
		}
		return at
	}
}

// onlyRegion is the one Region that an account is known to use, or empty.
func onlyRegion(regions map[accountRegion]bool, account string) string {
	only := ""
	for at := range regions {
		switch {
		case at.account != account:
		case only != "":
			return ""
		default:
			only = at.region
		}
	}
	return only
}

func (c *census) places() []accountRegion {
	return slices.SortedFunc(maps.Keys(c.byPlace), func(a, b accountRegion) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.region, b.region))
	})
}

// vpcOf is the VPC that a resource lies in.
func vpcOf(row any) string {
	switch r := row.(type) {
	case *topology.Subnet:
		return r.VpcId
	case *topology.RouteTable:
		return r.VpcId
	case *topology.NetworkAcl:
		return r.VpcId
	case *topology.SecurityGroup:
		return r.VpcId
	case *topology.NetworkInterface:
		return r.VpcId
	case *topology.Instance:
		return r.VpcId
	case *topology.NatGateway:
		return r.VpcId
	case *topology.VpcEndpoint:
		return r.VpcId
	case *topology.LoadBalancer:
		return r.VpcId
	}
	return ""
}

func (c *census) vpcs(s *topology.Snapshot, at accountRegion) []VpcInventory {
	all := []VpcInventory{}
	home := homes(s)
	for i := range s.Vpcs {
		v := &s.Vpcs[i]
		if home(accountRegion{v.Account, v.Region}) != at {
			continue
		}
		all = append(all, VpcInventory{
			Component: Component{ID: v.VpcId, Type: ref.Vpc.String(), Name: v.Tags.Name()},
			CIDRs:     blocksOf(v), Counts: c.byVpc[v.VpcId].sorted(),
		})
	}
	return all
}

// blocksOf lists the blocks of a VPC that are in force, the primary one first.
func blocksOf(v *topology.Vpc) []string {
	blocks := []string{}
	if v.CidrBlock.IsValid() {
		blocks = append(blocks, v.CidrBlock.String())
	}
	for _, b := range v.CidrBlockAssociationSet {
		if b.CidrBlockState.Associated() && b.CidrBlock != v.CidrBlock {
			blocks = append(blocks, b.CidrBlock.String())
		}
	}
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() {
			blocks = append(blocks, b.Ipv6CidrBlock.String())
		}
	}
	return blocks
}
