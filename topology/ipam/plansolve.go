package ipam

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A Solved is a plan with its blocks.
type Solved struct {
	Plan     *Plan
	Vpcs     []PlannedVpc // by key
	Findings []Finding
	Spaces   []PlanSpace // what is left in the pools
}

// A PlannedVpc is a VPC with its blocks.
type PlannedVpc struct {
	Wish
	Blocks  []PlannedBlock // IPv4 first
	Subnets []PlannedSubnet
}

// A PlannedBlock is a block of a VPC.
type PlannedBlock struct {
	Prefix   netip.Prefix
	Pool     string
	Kept     bool // of the last plan
	Deployed bool // the snapshot has the VPC with it
}

// A PlannedSubnet is a subnet.
type PlannedSubnet struct {
	Part
	Kept bool
}

// A PlanSpace is what is left of pools that serve the same VPCs.
type PlanSpace struct {
	Name string
	*Space
}

// A Given is what the last plan gave to a name: a VPC's key, or a subnet's.
type Given map[string][]netip.Prefix

// GivenBy reads the last plan from a list whose names are keys.
func GivenBy(list []Holding) Given {
	g := Given{}
	for _, h := range list {
		if h.Name != "" && !slices.Contains(g[h.Name], h.Prefix) {
			g[h.Name] = append(g[h.Name], h.Prefix)
		}
	}
	return g
}

// of are the blocks of one family.
func (g Given) of(key string, f netmath.Family) []netip.Prefix {
	var found []netip.Prefix
	for _, p := range g[key] {
		if netmath.FamilyOf(p.Addr()) == f {
			found = append(found, p)
		}
	}
	return found
}

// Solve finds blocks for all VPCs and subnets of a plan, or for none: the error then tells all that do not fit. What the last plan gave out, and
// what the snapshot shows to be deployed under a VPC's name, stays as it is; the rest does not depend on the order of the plan's accounts.
func (v *Inventory) Solve(p *Plan, last Given) (*Solved, error) {
	s := solver{v: v, plan: p, last: last, out: &Solved{Plan: p}}
	if err := p.checkPools(); err != nil {
		return nil, err
	}
	wishes := p.wishes()
	for i := range wishes {
		s.out.Vpcs = append(s.out.Vpcs, PlannedVpc{Wish: wishes[i]})
	}
	for _, group := range s.groups() {
		s.group(group)
	}
	if len(s.errs) == 0 {
		for i := range s.out.Vpcs {
			s.subnets(&s.out.Vpcs[i])
		}
	}
	s.unplanned()
	return s.out, errors.Join(s.errs...)
}

type solver struct {
	v    *Inventory
	plan *Plan
	last Given
	out  *Solved
	errs []error
}

// checkPools refuses pools that share addresses: one block could be given out twice.
func (p *Plan) checkPools() error {
	for i := range p.Pools {
		for k := range i {
			for _, a := range p.Pools[i].Blocks {
				for _, b := range p.Pools[k].Blocks {
					if a.Overlaps(b) {
						return fmt.Errorf("the pools %s (%v) and %s (%v) share addresses", p.Pools[k].Name, b, p.Pools[i].Name, a)
					}
				}
			}
		}
	}
	return nil
}

// A planGroup is VPCs that the same pools serve.
type planGroup struct {
	pools []int
	vpcs  []*PlannedVpc
}

func (s *solver) groups() []*planGroup {
	var all []*planGroup
	for i := range s.out.Vpcs {
		w := &s.out.Vpcs[i]
		pools := s.plan.poolsFor(&w.Wish)
		if len(pools) == 0 {
			s.errs = append(s.errs, fmt.Errorf("no pool is for environment %q in %s, which %s needs", w.Account.Environment, w.Region, w.Key()))
			continue
		}
		at := slices.IndexFunc(all, func(g *planGroup) bool { return slices.Equal(g.pools, pools) })
		if at < 0 {
			at, all = len(all), append(all, &planGroup{pools: pools})
		}
		all[at].vpcs = append(all[at].vpcs, w)
	}
	return all
}

// group finds the blocks of the VPCs of some pools.
func (s *solver) group(g *planGroup) {
	space, name := s.space(g)
	var requests []Request
	var owners []*PlannedVpc
	for _, w := range g.vpcs {
		for _, f := range netmath.Families {
			if space.Pool().Of(f).Empty() {
				continue
			}
			for _, r := range s.requests(w, f) {
				requests, owners = append(requests, r), append(owners, w)
			}
		}
	}
	grants, err := space.Allocate(requests, s.plan.Policy)
	if err != nil {
		s.errs = append(s.errs, fmt.Errorf("pool %s: %w", name, err))
		return
	}
	var given []netip.Prefix
	for i, grant := range grants {
		given = append(given, grant.Block)
		owners[i].Blocks = append(owners[i].Blocks, PlannedBlock{
			Prefix: grant.Block, Pool: s.poolOf(g, grant.Block), Kept: slices.Contains(s.last[owners[i].Key()], grant.Block), Deployed: s.deployed(&owners[i].Wish, grant.Block),
		})
	}
	s.out.Spaces = append(s.out.Spaces, PlanSpace{name, space.With(given...)})
}

// requests are the blocks of a VPC in a family: those that it has, and another one if its subnets do not fit into these.
func (s *solver) requests(w *PlannedVpc, f netmath.Family) []Request {
	need, err := s.plan.vpcBits(&w.Wish, f)
	if err != nil {
		s.errs = append(s.errs, err)
		return nil
	}
	pins := s.last.of(w.Key(), f)
	if len(pins) == 0 {
		pins = s.namesake(&w.Wish, f)
	}
	if len(pins) == 0 {
		return []Request{{Name: w.Key(), Family: f, Bits: need}}
	}
	var all []Request
	for i, p := range pins {
		all = append(all, Request{Name: fmt.Sprintf("%s#%d", w.Key(), i), Family: f, Bits: p.Bits(), Pin: p})
	}
	if more := s.outgrown(w, f, pins); more > 0 {
		s.find(PlanGrows, Notice, w.Key(), "its subnets do not fit into %v any more: it gets another block, a /%d", pins, more)
		all = append(all, Request{Name: w.Key(), Family: f, Bits: more})
	}
	return all
}

// outgrown is the length of a further block for the subnets that do not fit into a VPC's blocks; 0 if all do.
func (s *solver) outgrown(w *PlannedVpc, f netmath.Family, blocks []netip.Prefix) int {
	tiers, err := s.plan.tiers(&w.Wish, f)
	if err != nil {
		return 0 // told by vpcBits
	}
	space := &Space{Pools: blocks}
	if _, err = space.Split(s.split(w, tiers, f), s.plan.Policy); err == nil {
		return 0
	}
	fresh := uint64(0)
	for _, t := range tiers {
		for _, zone := range w.Zones {
			if len(s.last.of(w.SubnetKey(SubnetName(t.Name, zone)), f)) == 0 {
				fresh += 1 << min(63, f.Bits()-t.Bits)
			}
		}
	}
	if f == netmath.IPv6 {
		return vpcBits6
	}
	length := 32
	for length > 0 && uint64(1)<<(32-length) < fresh {
		length--
	}
	return min(max(length, vpcShortest), vpcLong)
}

// split is the subnets of a VPC in a family, those of the last plan pinned.
func (s *solver) split(w *PlannedVpc, tiers []Tier, f netmath.Family) Split {
	q := Split{Tiers: tiers, Zones: w.Zones}
	for _, t := range tiers {
		for _, zone := range w.Zones {
			name := SubnetName(t.Name, zone)
			for _, p := range s.last.of(w.SubnetKey(name), f) {
				q.Pin(name, p)
			}
		}
	}
	return q
}

// subnets finds the subnets of a VPC in its blocks.
func (s *solver) subnets(w *PlannedVpc) {
	for _, f := range netmath.Families {
		space := &Space{}
		for _, b := range w.Blocks {
			if netmath.FamilyOf(b.Prefix.Addr()) == f {
				space.Pools = append(space.Pools, b.Prefix)
			}
		}
		if len(space.Pools) == 0 {
			continue
		}
		tiers, err := s.plan.tiers(&w.Wish, f)
		var parts []Part
		if err == nil {
			parts, err = space.Split(s.split(w, tiers, f), s.plan.Policy)
		}
		if err != nil {
			s.errs = append(s.errs, fmt.Errorf("%s: %w", w.Key(), err))
			return
		}
		for _, part := range parts {
			w.Subnets = append(w.Subnets, PlannedSubnet{part, part.Pin.IsValid()})
			if i := slices.IndexFunc(tiers, func(t Tier) bool { return t.Name == part.Tier }); part.Block.Bits() > tiers[i].Bits {
				s.find(PlanTooSmall, Limits, w.SubnetKey(part.Name), "it keeps %v, and a /%d is wanted", part.Block, tiers[i].Bits)
			}
		}
	}
}

// space is what pools have, but for what is reserved or deployed. A VPC of the plan does not stand in its own way.
func (s *solver) space(g *planGroup) (*Space, string) {
	var blocks []netip.Prefix
	var names []string
	reserved := s.plan.Reserved
	for _, i := range g.pools {
		blocks, names = append(blocks, s.plan.Pools[i].Blocks...), append(names, s.plan.Pools[i].Name)
		reserved = slices.Concat(reserved, s.plan.Pools[i].Reserved)
	}
	space := s.v.SpaceOf(blocks...)
	own := map[netip.Prefix]bool{}
	for _, w := range g.vpcs {
		for _, f := range netmath.Families {
			for _, p := range slices.Concat(s.last.of(w.Key(), f), s.namesake(&w.Wish, f)) {
				own[p] = s.deployed(&w.Wish, p) || own[p]
			}
		}
	}
	space.InUse = slices.DeleteFunc(space.InUse, func(h Holding) bool { return own[h.Prefix] && h.Kind == VpcBlock })
	for _, r := range reserved {
		space.InUse = append(space.InUse, Holding{Prefix: r.Prefix, Kind: Listed, Name: cmp.Or(r.Why, "reserved")})
	}
	var used netmath.AddrSetBuilder
	for i := range space.InUse {
		used.Add(space.InUse[i].Prefix)
	}
	space.Used = used.Set().Intersect(space.Pool())
	return space, strings.Join(names, "+")
}

// poolOf is the name of the pool that a block lies in.
func (s *solver) poolOf(g *planGroup, p netip.Prefix) string {
	for _, i := range g.pools {
		if slices.ContainsFunc(s.plan.Pools[i].Blocks, func(b netip.Prefix) bool { return contains(b, p) }) {
			return s.plan.Pools[i].Name
		}
	}
	return ""
}

// is reports whether a VPC of the snapshot is the one of a wish: by account, Region and name.
func (w *Wish) is(h *Holding) bool {
	return h.Kind == VpcBlock && w.Account.ID != "" && h.Account == w.Account.ID && h.Region == w.Region &&
		(h.Name == w.Vpc.Name || h.Name == w.Account.Name+"-"+w.Vpc.Name || h.Name == w.Key())
}

// namesake are the blocks of a family that the snapshot shows for the VPC of a wish.
func (s *solver) namesake(w *Wish, f netmath.Family) []netip.Prefix {
	var found []netip.Prefix
	for i := range s.v.Holdings {
		if h := &s.v.Holdings[i]; w.is(h) && netmath.FamilyOf(h.Prefix.Addr()) == f {
			found = append(found, h.Prefix)
		}
	}
	return found
}

// deployed reports whether the snapshot shows a VPC with a block that may be a wish's: of its account and Region, as far as both are known.
func (s *solver) deployed(w *Wish, p netip.Prefix) bool {
	return slices.ContainsFunc(s.v.Within(p), func(h Holding) bool {
		return h.Prefix == p && h.Kind == VpcBlock && h.Region == w.Region && (w.Account.ID == "" || h.Account == w.Account.ID)
	})
}

// unplanned tells which VPCs lie in the pools and are not of the plan.
func (s *solver) unplanned() {
	planned := map[netip.Prefix]bool{}
	for i := range s.out.Vpcs {
		for _, b := range s.out.Vpcs[i].Blocks {
			planned[b.Prefix] = b.Deployed || planned[b.Prefix]
		}
	}
	for i := range s.plan.Pools {
		for _, block := range s.plan.Pools[i].Blocks {
			for _, h := range s.v.Within(block) {
				if h.Kind == VpcBlock && !planned[h.Prefix] {
					s.find(PlanUnplanned, Notice, h.Called(), "%v of account %s in %s lies in pool %s, and is not of the plan", h.Prefix, h.Account, h.Region, s.plan.Pools[i].Name)
				}
			}
		}
	}
}

func (s *solver) find(code Code, severity Severity, subject, format string, args ...any) {
	s.out.Findings = append(s.out.Findings, Finding{Code: code, Severity: severity, Subject: subject, Message: fmt.Sprintf(format, args...)})
}

// The codes of findings about plans.
const (
	PlanGrows     Code = "PLAN_VPC_GROWS"
	PlanTooSmall  Code = "PLAN_SUBNET_TOO_SMALL"
	PlanUnplanned Code = "PLAN_UNPLANNED_VPC"
)
