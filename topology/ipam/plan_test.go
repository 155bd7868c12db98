package ipam

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// plan has accounts with a VPC in each of two Regions, over pools for both families.
func planOf(accounts ...string) *Plan {
	p := &Plan{
		Growth: 0.3, AnyZones: []string{"a", "b"}, Tiers: []Tier{{Name: "app", Hosts: 190}, {Name: "db", Bits: 28}},
		Reserved: []Reserved{{Prefix: netip.MustParsePrefix("10.0.0.0/22"), Why: "kept"}},
		Pools: []PlanPool{
			{Name: "eu", Region: "eu", Blocks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/16"), netip.MustParsePrefix("2001:db8::/40")}},
			{Name: "any", Blocks: []netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}},
		},
	}
	for _, name := range accounts {
		p.Accounts = append(p.Accounts, PlanAccount{Name: name, Regions: []string{"eu", "us"}, Vpcs: []PlanVpc{{Name: "main"}}})
	}
	return p
}

// given is what a solved plan gave out.
func given(s *Solved) Given {
	g := Given{}
	for i := range s.Vpcs {
		w := &s.Vpcs[i]
		for _, b := range w.Blocks {
			g[w.Key()] = append(g[w.Key()], b.Prefix)
		}
		for _, part := range w.Subnets {
			g[w.SubnetKey(part.Name)] = append(g[w.SubnetKey(part.Name)], part.Block)
		}
	}
	return g
}

func solve(t *testing.T, v *Inventory, p *Plan, last Given) *Solved {
	t.Helper()
	s, err := v.Solve(p, last)
	if err != nil {
		t.Fatal(err)
	}
	holds(t, s)
	return s
}

// holds checks what every solved plan has: no two VPCs share an address, nor subnets of one; subnets lie in their VPC, VPCs in a pool, and nothing in what
// is reserved.
func holds(t *testing.T, s *Solved) {
	t.Helper()
	var all []netip.Prefix
	for i := range s.Vpcs {
		w := &s.Vpcs[i]
		var own netmath.AddrSetBuilder
		var subnets []netip.Prefix
		for _, b := range w.Blocks {
			own.Add(b.Prefix)
			all = append(all, b.Prefix)
			if b.Pool == "" || b.Prefix.Overlaps(s.Plan.Reserved[0].Prefix) {
				t.Errorf("%s has %v of pool %q", w.Key(), b.Prefix, b.Pool)
			}
		}
		for _, part := range w.Subnets {
			subnets = append(subnets, part.Block)
		}
		if !own.Set().Covers(netmath.AddrSetOf(subnets...)) || len(netmath.Overlaps(subnets)) > 0 {
			t.Errorf("%s: %v in %v", w.Key(), subnets, w.Blocks)
		}
	}
	if o := netmath.Overlaps(all); len(o) > 0 {
		t.Errorf("%v and %v", all[o[0].I], all[o[0].J])
	}
}

func TestPlansDoNotDependOnTheOrderOfAccounts(t *testing.T) {
	names := strings.Fields("a b c d e f g h i j")
	first := given(solve(t, New(nil), planOf(names...), nil))
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if changes, kept := solve(t, New(nil), planOf(names...), nil).Diff(first); len(changes) > 0 || kept != 10*2*5 {
		t.Errorf("%d kept, %v", kept, changes)
	}
	if b := first["c/us/main"]; len(b) != 1 || b[0] != netip.MustParsePrefix("10.9.8.0/22") {
		t.Errorf("c in us has %v: the pool for any Region has no IPv6", b)
	}
}

func TestPlansAreStableUnderAdditions(t *testing.T) {
	before := given(solve(t, New(nil), planOf("b", "d", "f"), nil))
	changes, kept := solve(t, New(nil), planOf("a", "b", "c", "d", "e", "f"), before).Diff(before)
	for _, c := range changes {
		if c.Change != "added" || !slices.Contains([]string{"a", "c", "e"}, c.Key[:1]) {
			t.Errorf("%+v", c)
		}
	}
	if kept != len(before) {
		t.Errorf("%d of %d kept", kept, len(before))
	}
	changes, kept = solve(t, New(nil), planOf("b", "f"), before).Diff(before)
	if len(changes) != 10 || changes[0].Change != "removed" || kept != len(before)-10 {
		t.Errorf("%d kept, %v", kept, changes)
	}
}

func TestAVpcThatGrowsGetsAnotherBlock(t *testing.T) {
	before := given(solve(t, New(nil), planOf("a", "b"), nil))
	p := planOf("a", "b")
	p.Tiers = append(p.Tiers, Tier{Name: "more", Hosts: 500})
	s := solve(t, New(nil), p, before)
	changes, _ := s.Diff(before)
	for _, c := range changes {
		if c.Change == "removed" || len(c.Was) > 0 && !slices.Contains(c.Is, c.Was[0]) {
			t.Errorf("%+v", c)
		}
	}
	if len(s.Findings) == 0 || s.Findings[0].Code != PlanGrows {
		t.Errorf("%+v", s.Findings)
	}
	p.Tiers = []Tier{{Name: "app", Hosts: 400}, {Name: "db", Bits: 28}}
	if s := solve(t, New(nil), p, before); len(s.Findings) == 0 || s.Findings[0].Code != PlanTooSmall {
		t.Errorf("%+v", s.Findings)
	}
}

func TestPlansKeepClearOfWhatIsDeployed(t *testing.T) {
	n := topologytest.New()
	n.In("111122223333", "eu").Vpc("vpc-1", "10.0.16.0/22").Tags = nil
	n.In("111122223333", "eu").Vpc("vpc-x", "10.0.4.0/22")
	s := n.Snapshot()
	for i := range s.Vpcs {
		if s.Vpcs[i].VpcId == "vpc-1" {
			s.Vpcs[i].Tags = append(s.Vpcs[i].Tags, topology.Tag{Key: "Name", Value: "main"})
		}
	}
	p := planOf("a", "b")
	p.Accounts[0].ID = "111122223333"
	solved := solve(t, New(s), p, nil)
	if b := solved.Vpcs[0].Blocks[0]; b.Prefix != netip.MustParsePrefix("10.0.16.0/22") || !b.Deployed {
		t.Errorf("a in eu has %+v", solved.Vpcs[0].Blocks)
	}
	if b := given(solved)["b/eu/main"][0]; b.Overlaps(netip.MustParsePrefix("10.0.4.0/22")) {
		t.Errorf("b in eu has %v, which vpc-x has", b)
	}
	if len(solved.Findings) != 1 || solved.Findings[0].Code != PlanUnplanned || solved.Findings[0].Subject != "vpc-x" {
		t.Errorf("%+v", solved.Findings)
	}
}

func TestPlansThatDoNotFitSayWhy(t *testing.T) {
	for want, change := range map[string]func(p *Plan){
		"pool eu: no place for /22":           func(p *Plan) { p.Pools[0].Blocks[0] = netip.MustParsePrefix("10.0.0.0/21") },
		`no pool is for environment "" in us`: func(p *Plan) { p.Pools = p.Pools[:1] },
		"share addresses":                     func(p *Plan) { p.Pools[1].Blocks[0] = netip.MustParsePrefix("10.0.0.0/8") },
		"AWS has no subnets of length /29":    func(p *Plan) { p.Tiers[1].Bits = 29 },
		"do not fit a subnet":                 func(p *Plan) { p.Tiers[0].Hosts = 70000 },
		"use several VPCs":                    func(p *Plan) { p.Tiers[0] = Tier{Name: "app", Bits: 16} },
		"its size is /24":                     func(p *Plan) { p.Accounts[0].Vpcs[0].Bits = 24 },
	} {
		p := planOf("a", "b")
		change(p)
		if _, err := New(nil).Solve(p, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// BenchmarkPlan solves 200 accounts in 3 Regions with 3 zones and 4 tiers, and growth.
func BenchmarkPlan(b *testing.B) {
	p := &Plan{
		Growth: 0.3, AnyZones: []string{"a", "b", "c"}, Tiers: []Tier{{Name: "public", Hosts: 40}, {Name: "app", Hosts: 190}, {Name: "data", Hosts: 90}, {Name: "tgw", Bits: 28}},
		Pools: []PlanPool{{Name: "all", Blocks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::/36")}}},
	}
	for i := range 200 {
		p.Accounts = append(p.Accounts, PlanAccount{Name: fmt.Sprintf("a%03d", i), Regions: []string{"eu", "us", "ap"}, Vpcs: []PlanVpc{{Name: "main"}}})
	}
	v := New(nil)
	for b.Loop() {
		if _, err := v.Solve(p, nil); err != nil {
			b.Fatal(err)
		}
	}
}
