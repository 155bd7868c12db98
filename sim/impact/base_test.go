package impact_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/topologytest"
)

// TestRulesAreWhole edits rules of security groups alone, again and again of one network: comparing where they stand between finds what comparing
// everything finds.
func TestRulesAreWhole(t *testing.T) { partsAreWhole(t, grounds, edittest.GroupRules) }

// TestBordersAreWhole does the same with network ACLs and routes.
func TestBordersAreWhole(t *testing.T) { partsAreWhole(t, grounds, edittest.Borders) }

// grounds are networks of each kind to edit: with hosts supposed where there are none, as the command line asks about them, or without.
var grounds = []func(seed uint64) *topology.Snapshot{
	randnet.Network,
	randnet.Hub,
	func(seed uint64) *topology.Snapshot { return provision.SupposeHosts(randnet.Network(seed))[0] },
	func(seed uint64) *topology.Snapshot { return provision.SupposeHosts(randnet.Hub(seed))[0] },
}

// TestRulesAboutHostsToComeAreWhole lets packets from and to hosts pass of which only the subnet is known: by half of its addresses, or by some.
func TestRulesAboutHostsToComeAreWhole(t *testing.T) { partsAreWhole(t, grounds, aboutHostsToCome) }

// TestBordersAroundHostsToComeAreWhole edits ACLs and routes of networks whose rules tell apart what hosts may be of which only the subnet is known.
func TestBordersAroundHostsToComeAreWhole(t *testing.T) {
	var among []func(uint64) *topology.Snapshot
	for _, ground := range grounds[2:] {
		among = append(among, func(seed uint64) *topology.Snapshot {
			s, _ := aboutHostsToCome(ground(seed), seed, 0)
			return s
		})
	}
	partsAreWhole(t, among, edittest.Borders)
}

// aboutHostsToCome is a network with rules added for parts of the subnets of supposed hosts, to groups that somebody has.
func aboutHostsToCome(s *topology.Snapshot, seed uint64, _ int) (*topology.Snapshot, []edit.Edit) {
	dice := rand.New(rand.NewPCG(seed, 3))
	var edits []edit.Edit
	for i := range s.NetworkInterfaces {
		n, o := &s.NetworkInterfaces[i], &s.NetworkInterfaces[dice.IntN(len(s.NetworkInterfaces))]
		if n.Supposed && n.PrivateIpAddress.IsValid() && len(o.Groups) > 0 {
			block, _ := n.PrivateIpAddress.Prev().Prefix([]int{24, 26, 28, 29, 31, 32}[dice.IntN(6)])
			p := edit.Permission{Egress: dice.IntN(2) > 0, Remote: edit.Remote{Prefix: block}}
			edits = append(edits, edit.Edit{What: edit.GroupRule{Group: o.Groups[0].GroupId, Permission: p}})
		}
	}
	after, err := edit.Apply(s, edits)
	if err != nil {
		return s, nil
	}
	return after, edits
}

func partsAreWhole(t *testing.T, grounds []func(uint64) *topology.Snapshot, edited func(*topology.Snapshot, uint64, int) (*topology.Snapshot, []edit.Edit)) {
	effects, byRules, all := 0, 0, 0
	for seed := *first; seed < *first+*worlds; seed++ {
		before := grounds[seed%len(grounds)](uint64(seed))
		base := impact.NewBase(compiled(before))
		for again := range 3 {
			after, done := edited(before, uint64(10*seed+again), 1+again/2)
			a := compiled(after)
			told, err := impact.ByRules(base, a)
			if err != nil {
				t.Fatal(err)
			}
			if all++; !told {
				continue
			}
			byRules++
			effects += holdPart(t, base, a, fmt.Sprint("seed ", seed, ", edits ", done))
		}
	}
	t.Logf("%d effects; %d of %d changes compared by rules", effects, byRules, all)
	if byRules < all/4 {
		t.Errorf("%d of %d changes are compared by rules", byRules, all)
	}
}

// TestRulesBehindLoadBalancersAreWhole lets some clients in to a target that sees their addresses: those at these addresses are asked about.
func TestRulesBehindLoadBalancersAreWhole(t *testing.T) {
	n := topologytest.New()
	n.Vpc("vpc-a", "10.0.0.0/16")
	for i := range 6 {
		n.Subnet(fmt.Sprint("subnet-", i), "vpc-a", fmt.Sprintf("10.0.%d.0/24", i))
		n.ENI(fmt.Sprint("eni-", i), fmt.Sprint("subnet-", i), fmt.Sprintf("10.0.%d.10", i))
	}
	n.SG("sg-target", "vpc-a")
	n.ENI("eni-target", "subnet-0", "10.0.0.20", "sg-target")
	b := n.NLB("front", "vpc-a")
	b.Node("subnet-1", "10.0.1.20")
	b.Listen("TCP:443", n.TargetGroup("web", "vpc-a", "instance", "TCP:8080").Target("i-target"))
	before := n.Snapshot()
	base := impact.NewBase(compiled(before))
	for _, from := range []string{"10.0.2.0/24", "10.0.3.10/32", "10.0.3.11/32", "10.0.2.0/23", "0.0.0.0/0", "10.0.1.20/32"} {
		e, err := edit.Parse("add sg-target ingress tcp/8080 from " + from)
		if err != nil {
			t.Fatal(err)
		}
		after, err := edit.Apply(before, []edit.Edit{e})
		if err != nil {
			t.Fatal(err)
		}
		if told, err := impact.ByRules(base, compiled(after)); err != nil || !told {
			t.Errorf("%s: not compared by rules (%v)", from, err)
		}
		holdPart(t, base, compiled(after), from)
	}
}

// TestRulesOfNodesAsOthersAreWhole opens a load balancer's node to hosts that come to it though they mean the holder of the same address in another VPC, to whom it may send them on.
func TestRulesOfNodesAsOthersAreWhole(t *testing.T) {
	before := provision.SupposeHosts(randnet.Hub(687))[0]
	after, done := aboutHostsToCome(before, 6871, 0)
	if effects := holdPart(t, impact.NewBase(compiled(before)), compiled(after), fmt.Sprint(done)); effects == 0 {
		t.Error("nothing changes: nothing is tried")
	}
}

// holdPart holds what is compared from a base against the whole comparison.
func holdPart(t *testing.T, base *impact.Base, after whatif.Network, what string) int {
	part, err := base.Of(context.Background(), after, impact.Query{NoCauses: true})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := impact.Of(context.Background(), part.Before, after, impact.Query{NoCauses: true, Whole: true})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(lines(whole), lines(part)); d != "" || whole.Unchanged != part.Unchanged || whole.Asked != part.Asked {
		t.Fatalf("%s: %d and %d pairs of %d and %d unchanged: %s", what, whole.Unchanged, part.Unchanged, whole.Asked, part.Asked, d)
	}
	return len(part.Effects)
}
