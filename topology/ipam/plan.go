package ipam

import (
	"fmt"
	"math/bits"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Plan is what an organisation wants: accounts with VPCs in Regions, and the pools that their blocks come from.
type Plan struct {
	Name     string
	Pools    []PlanPool
	Reserved []Reserved          // taken out of every pool
	Growth   float64             // share by which the hosts of tiers grow
	Zones    map[string][]string // of a Region
	AnyZones []string            // of the other Regions
	Tiers    []Tier              // of VPCs that name none
	Accounts []PlanAccount
	Policy   Policy
}

// A PlanPool is blocks for the VPCs of an environment, of a Region, of both, or of all.
type PlanPool struct {
	Name        string
	Blocks      []netip.Prefix
	Environment string // empty: any
	Region      string // empty: any
	Reserved    []Reserved
}

// A Reserved is a block that is kept free.
type Reserved struct {
	Prefix netip.Prefix
	Why    string
}

// A PlanAccount has the same VPCs in each of its Regions.
type PlanAccount struct {
	Name        string
	ID          string // or empty
	Environment string
	Regions     []string
	Vpcs        []PlanVpc
	Line        int // of the plan's file
}

// A PlanVpc is a VPC that is wanted.
type PlanVpc struct {
	Name  string
	Bits  int      // length of its IPv4 block; 0: the smallest that holds its subnets
	Tiers []Tier   // none: the plan's
	Zones []string // none: the Region's
}

// A Wish is a VPC in a Region of an account.
type Wish struct {
	Account *PlanAccount
	Vpc     *PlanVpc
	Region  string
	Tiers   []Tier
	Zones   []string
}

// Key names a VPC in plans: account/Region/VPC.
func (w *Wish) Key() string { return w.Account.Name + "/" + w.Region + "/" + w.Vpc.Name }

// SubnetKey names a subnet in plans.
func (w *Wish) SubnetKey(name string) string { return w.Key() + "/" + name }

// wishes are all VPCs of a plan, by their keys.
func (p *Plan) wishes() []Wish {
	var all []Wish
	for i := range p.Accounts {
		a := &p.Accounts[i]
		for _, region := range a.Regions {
			for k := range a.Vpcs {
				w := Wish{Account: a, Vpc: &a.Vpcs[k], Region: region, Tiers: a.Vpcs[k].Tiers, Zones: a.Vpcs[k].Zones}
				if len(w.Tiers) == 0 {
					w.Tiers = p.Tiers
				}
				if len(w.Zones) == 0 {
					w.Zones = p.zonesOf(region)
				}
				all = append(all, w)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Wish) int {
		if a.Key() < b.Key() {
			return -1
		}
		return 1
	})
	return all
}

func (p *Plan) zonesOf(region string) []string {
	if z := p.Zones[region]; len(z) > 0 {
		return z
	}
	return p.AnyZones
}

// tiers are the tiers of a wish with the lengths of their subnets in a family.
func (p *Plan) tiers(w *Wish, f netmath.Family) ([]Tier, error) {
	var all []Tier
	for _, t := range w.Tiers {
		n, err := t.SubnetLength(f, p.Growth)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.Key(), err)
		}
		all = append(all, Tier{Name: t.Name, Bits: n})
	}
	return all, nil
}

// The length of a VPC's IPv6 block, as Amazon gives them out, and the limits of an IPv4 one (R1.1, R1.6).
const (
	vpcBits6             = 56
	vpcShortest, vpcLong = 16, 28
)

// vpcBits is the length of the smallest block for a wish: subnets begin at multiples of their size, so the sum of their sizes tells.
func (p *Plan) vpcBits(w *Wish, f netmath.Family) (int, error) {
	if f == netmath.IPv6 {
		return vpcBits6, nil
	}
	tiers, err := p.tiers(w, f)
	if err != nil {
		return 0, err
	}
	sum := uint64(0)
	for _, t := range tiers {
		sum += uint64(len(w.Zones)) << (32 - t.Bits)
	}
	need := 32 - bits.Len64(max(sum, 1)-1)
	switch {
	case w.Vpc.Bits > 0 && w.Vpc.Bits > need:
		return 0, fmt.Errorf("%s: its subnets take %d addresses, a /%d, and its size is /%d", w.Key(), sum, need, w.Vpc.Bits)
	case w.Vpc.Bits > 0:
		need = w.Vpc.Bits
	}
	if need < vpcShortest {
		return 0, fmt.Errorf("%s: its subnets take %d addresses, and the largest block of a VPC is a /16 with 65536: use several VPCs", w.Key(), sum)
	}
	return min(need, vpcLong), nil
}

// poolsFor are the pools of a wish: of those that are for its environment and Region, the ones that say most about it.
func (p *Plan) poolsFor(w *Wish) []int {
	var best []int
	most := -1
	for i := range p.Pools {
		pool := &p.Pools[i]
		says := 0
		for _, m := range [][2]string{{pool.Environment, w.Account.Environment}, {pool.Region, w.Region}} {
			switch {
			case m[0] == "":
			case m[0] == m[1]:
				says++
			default:
				says = -10
			}
		}
		switch {
		case says < 0 || says < most:
		case says > most:
			best, most = []int{i}, says
		default:
			best = append(best, i)
		}
	}
	return best
}
