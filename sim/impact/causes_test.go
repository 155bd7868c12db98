package impact_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/ref"
)

// TestCausesBringEffectsAbout tries the changes one by one, and each cause with one of its changes left out: a change is a cause by itself if it alone
// makes the witness fare as all of them do; where none is, the cause is changes that do so together, and not without any of them. The oracle
// gives the verdicts, where it knows whom addresses stand for, and traces what flows that are rerouted come by.
func TestCausesBringEffectsAbout(t *testing.T) {
	var all causeJudge
	for seed := uint64(*first); seed < uint64(*first+max(*worlds/2, 1)); seed++ {
		plain := randnet.Network(seed)
		ruled, _ := edittest.Ruled(plain, seed, 3)
		all.compare(t, seed, plain, ruled)
		if before, after, ok := bothSides(plain, seed); ok {
			all.compare(t, seed, before, after)
		}
		if before, after, ok := otherRoutes(plain, seed); ok {
			all.compare(t, seed, before, after)
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d effects, %d of them rerouted, %d of changes together; %d trials, %d of them asked the oracle", all.effects, all.rerouted, all.together, all.trials, all.judged)
	if *worlds >= 100 && (all.rerouted == 0 || all.together == 0) {
		t.Errorf("of %d effects %d are rerouted, and %d are of changes together: the comparison sees too little", all.effects, all.rerouted, all.together)
	}
}

// A causeJudge holds causes against trials of their own.
type causeJudge struct {
	judge
	effects, rerouted, together, trials int
}

func (c *causeJudge) compare(t *testing.T, seed uint64, before, after *topology.Snapshot) {
	t.Helper()
	r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{})
	if err != nil {
		t.Fatal(err)
	}
	c.judge = judge{t: t, seed: int(seed), r: r, snapshots: [2]*topology.Snapshot{before, after}, judged: c.judged}
	for i := range r.Effects {
		if i == 12 {
			break // as many as tell something
		}
		c.effect(&r.Effects[i])
	}
}

func (c *causeJudge) effect(e *impact.Effect) {
	c.effects++
	c.rerouted += number(e.Kind == impact.Rerouted)
	all := make([]int, len(c.r.Changes))
	for i := range all {
		all[i] = i
	}
	want := c.fate(e, all...)
	var alone []impact.Cause
	for i := range all {
		if c.fate(e, i) == want {
			alone = append(alone, impact.Cause{Changes: []int{i}})
		}
	}
	if len(alone) > 0 {
		if fmt.Sprint(e.Causes) != fmt.Sprint(alone) {
			c.t.Errorf("seed %d: the causes of %v %+v are %v, but by themselves bring it about %v", c.seed, e.Kind, e.Witness, e.Causes, alone)
		}
		return
	}
	c.together++
	if len(e.Causes) != 1 || len(e.Causes[0].Changes) < 2 || c.fate(e, e.Causes[0].Changes...) != want {
		c.t.Errorf("seed %d: no change alone brings about %v %+v, and the causes are %v", c.seed, e.Kind, e.Witness, e.Causes)
		return
	}
	for k, left := range e.Causes[0].Changes {
		if c.fate(e, slices.Delete(slices.Clone(e.Causes[0].Changes), k, k+1)...) == want {
			c.t.Errorf("seed %d: %v brings about %v %+v without %d as well", c.seed, e.Causes[0], e.Kind, e.Witness, left)
		}
	}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// fate is what becomes of an effect's witness with some changes done: its verdict, and of one that is rerouted what it comes by.
func (c *causeJudge) fate(e *impact.Effect, changes ...int) string {
	c.trials++
	s := diff.Apply(c.snapshots[0], c.part(changes)...)
	n := compiled(s)
	q := e.Witness
	var err [2]error
	q.From, err[0] = whatif.Find(c.r.Graph(e), q.From, n.Graph)
	q.To, err[1] = whatif.Find(c.r.Graph(e), q.To, n.Graph)
	if err[0] != nil || err[1] != nil {
		return sim.Unreachable.String()
	}
	tracer := sim.NewTracer(n.Graph)
	verdict, failed := tracer.Verdict(q)
	if failed != nil {
		return sim.Unreachable.String()
	}
	if said, judged := c.oracle(0, s, n.Graph, tracer, q, e.Shares[0].Family); judged {
		verdict = said
		c.judged++
	}
	if e.Kind != impact.Rerouted {
		return verdict.String()
	}
	return verdict.String() + " by " + comesBy(tracer, q)
}

func (c *causeJudge) part(changes []int) []diff.Change {
	some := make([]diff.Change, len(changes))
	for i, n := range changes {
		some[i] = c.r.Changes[n]
	}
	return some
}

// gateways are what makes a way another one, beside interfaces on it.
var gateways = []ref.Kind{
	ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.NatGateway, ref.CarrierGateway, ref.VpcPeeringConnection, ref.VpnGateway, ref.TransitGateway,
	ref.TransitGatewayAttachment, ref.VpcEndpoint, ref.NetworkFirewall, ref.LoadBalancer, ref.CoreNetwork, ref.CoreNetworkAttachment, ref.NetworkInterface,
}

// comesBy lists the gateways and interfaces that a flow meets, on each of its ways.
func comesBy(tracer *sim.Tracer, q sim.Question) string {
	var ways []string
	_, _ = tracer.Ways(q, func(a *sim.Answer) {
		way := ""
		for i, leg := range []sim.Leg{a.Forward, a.Return} {
			for _, h := range leg.Hops {
				if slices.Contains(gateways, h.Component.Kind) && !h.Hypothetical {
					way += fmt.Sprint(i, h.Component.Resource(), " ")
				}
			}
		}
		ways = append(ways, way)
	})
	slices.Sort(ways)
	return fmt.Sprint(slices.Compact(ways))
}

// bothSides takes away what the groups of an interface let out and those of another let in, and gives both back again: neither does alone.
func bothSides(s *topology.Snapshot, seed uint64) (before, after *topology.Snapshot, ok bool) {
	from, to := twoGroups(s, rand.New(rand.NewPCG(seed, 41)))
	if from == "" {
		return nil, nil, false
	}
	copied := *s
	copied.SecurityGroups = slices.Clone(s.SecurityGroups)
	copied.SecurityGroupRules = slices.DeleteFunc(slices.Clone(s.SecurityGroupRules), func(r topology.SecurityGroupRule) bool {
		return r.IsEgress && r.GroupId == from || !r.IsEgress && r.GroupId == to
	})
	for i := range copied.SecurityGroups {
		if g := &copied.SecurityGroups[i]; g.GroupId == from {
			g.IpPermissionsEgress = nil
		}
		if g := &copied.SecurityGroups[i]; g.GroupId == to {
			g.IpPermissions = nil
		}
	}
	after = edited(&copied, fmt.Sprintf("add %s egress tcp/443 to 0.0.0.0/0", from), fmt.Sprintf("add %s ingress tcp from 0.0.0.0/0", to),
		fmt.Sprintf("add %s ingress udp/53 from 8.8.8.0/24", from))
	return &copied, after, after != nil
}

// twoGroups are the groups of two interfaces in one VPC that have one each, different ones; empty if none come up.
func twoGroups(s *topology.Snapshot, dice *rand.Rand) (from, to string) {
	all := s.NetworkInterfaces
	for range 50 {
		if len(all) == 0 {
			break
		}
		a, b := &all[dice.IntN(len(all))], &all[dice.IntN(len(all))]
		if a.VpcId == b.VpcId && len(a.Groups) == 1 && len(b.Groups) == 1 && a.Groups[0] != b.Groups[0] {
			return a.Groups[0].GroupId, b.Groups[0].GroupId
		}
	}
	return "", ""
}

// otherRoutes leads what some routes take to another gateway of their VPC, in up to three tables.
func otherRoutes(s *topology.Snapshot, seed uint64) (before, after *topology.Snapshot, ok bool) {
	dice := rand.New(rand.NewPCG(seed, 42))
	var texts []string
	for i := range s.RouteTables {
		t := &s.RouteTables[i]
		targets := targetsIn(s, t.VpcId)
		for _, r := range t.Routes {
			if len(targets) == 0 || len(texts) == 3 || !r.DestinationCidrBlock.IsValid() || r.GatewayId == "local" || dice.IntN(2) == 0 {
				continue
			}
			at := edit.RouteOf(t.RouteTableId, &r)
			at.Target = targets[dice.IntN(len(targets))]
			texts = append(texts, edit.Edit{Op: edit.Replace, What: at}.String())
			if host := netip.PrefixFrom(netip.MustParseAddr("8.8.8.8"), 32); r.DestinationCidrBlock.Bits() == 0 && dice.IntN(2) == 0 {
				texts[len(texts)-1] = fmt.Sprintf("add %s %v to %s", t.RouteTableId, host, at.Target)
			}
		}
	}
	after = edited(s, texts...)
	return s, after, len(texts) > 0 && after != nil
}

// targetsIn are gateways that routes of a VPC may lead to.
func targetsIn(s *topology.Snapshot, vpc string) []string {
	var all []string
	for i := range s.NatGateways {
		if n := &s.NatGateways[i]; n.VpcId == vpc {
			all = append(all, n.NatGatewayId)
		}
	}
	for i := range s.InternetGateways {
		if g := &s.InternetGateways[i]; slices.ContainsFunc(g.Attachments, func(a topology.GatewayAttachment) bool { return a.VpcId == vpc }) {
			all = append(all, g.InternetGatewayId)
		}
	}
	for i := range s.TransitGatewayVpcAttachments {
		if a := &s.TransitGatewayVpcAttachments[i]; a.VpcId == vpc {
			all = append(all, a.TransitGatewayId)
		}
	}
	for i := range s.VpcPeeringConnections {
		if p := &s.VpcPeeringConnections[i]; p.RequesterVpcInfo.VpcId == vpc || p.AccepterVpcInfo.VpcId == vpc {
			all = append(all, p.VpcPeeringConnectionId)
		}
	}
	return all
}

// edited does the edits that can be done; nil if there are none.
func edited(s *topology.Snapshot, texts ...string) *topology.Snapshot {
	any := false
	for _, text := range texts {
		e, err := edit.Parse(text)
		if err != nil {
			continue
		}
		if after, err := edit.Apply(s, []edit.Edit{e}); err == nil {
			s, any = after, true
		}
	}
	if !any {
		return nil
	}
	return s
}
