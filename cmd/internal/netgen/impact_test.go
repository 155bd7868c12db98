package netgen

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// BenchmarkImpact compares a world with itself after one edit, both of them compiled: the exact list of class pairs that changed, with their
// flows. It reports the compiling of the edited world apart.
func BenchmarkImpact(b *testing.B) {
	o := Defaults()
	o.ENIs, o.VPCs, o.TGW = *enis, max(2, *enis/500), true
	s, err := load.Load([]string{generateInto(b, o)}, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	before := networkOf(s)
	for _, c := range []struct{ name, text string }{
		{"group-rule", fmt.Sprintf("add %s ingress tcp/8444 from 10.0.0.0/8", groupOfFew(s))},
		{"acl-entry", fmt.Sprintf("add %s ingress 77 deny udp/99 from 10.0.0.0/8", s.NetworkAcls[0].NetworkAclId)},
		{"route", fmt.Sprintf("add %s 198.18.0.0/24 to %s", s.RouteTables[0].RouteTableId, s.TransitGateways[0].TransitGatewayId)},
	} {
		b.Run(c.name, func(b *testing.B) { benchmarkEdit(b, before, c.text) })
	}
	b.Run("group-rules", func(b *testing.B) { benchmarkRules(b, before) })
	b.Run("diff", func(b *testing.B) {
		after := *s
		after.SecurityGroups = append([]topology.SecurityGroup{}, s.SecurityGroups...)
		for i := 0; i < len(after.SecurityGroups); i += 100 {
			after.SecurityGroups[i].IpPermissions = nil
		}
		after.NetworkInterfaces = append([]topology.NetworkInterface{}, s.NetworkInterfaces...)
		defer cpu(b)()
		for b.Loop() {
			if len(diff.Of(s, &after)) == 0 {
				b.Fatal("no change")
			}
		}
	})
}

func networkOf(s *topology.Snapshot) whatif.Network {
	g, _ := graph.Compile(s, graph.Options{})
	return whatif.Network{Snapshot: s, Graph: g}
}

// groupOfFew is the group with the fewest members, but some.
func groupOfFew(s *topology.Snapshot) string {
	members := map[string]int{}
	for i := range s.NetworkInterfaces {
		for _, g := range s.NetworkInterfaces[i].Groups {
			members[g.GroupId]++
		}
	}
	best := ""
	for i := range s.SecurityGroups {
		id := s.SecurityGroups[i].GroupId
		if n := members[id]; n > 1 && (best == "" || n < members[best]) {
			best = id
		}
	}
	return best
}

func benchmarkEdit(b *testing.B, before whatif.Network, text string) {
	e, err := edit.Parse(text)
	if err != nil {
		b.Fatal(err)
	}
	s, err := edit.Apply(before.Snapshot, []edit.Edit{e})
	if err != nil {
		b.Fatal(err)
	}
	begin := processorTime(b)
	after := networkOf(s)
	compiling := processorTime(b) - begin
	defer cpu(b)()
	for b.Loop() {
		r, err := impact.Of(context.Background(), before, after, impact.Query{NoCauses: true})
		if err != nil || len(r.Changes) != 1 {
			b.Fatal(err, len(r.Changes))
		}
	}
	b.ReportMetric(float64(compiling), "compile-cpu-ns")
}

// benchmarkRules compares one world with itself after one rule more, again and again: of any group, from a host, subnet or VPC. What the world is
// by itself is found out once.
func benchmarkRules(b *testing.B, before whatif.Network) {
	dice, s := rand.New(rand.NewPCG(1, 2)), before.Snapshot
	base := impact.NewBase(before)
	remotes := []func() string{
		func() string { return some(dice, s.Vpcs).CidrBlock.String() },
		func() string { return some(dice, s.Subnets).CidrBlock.String() },
		func() string { return some(dice, s.NetworkInterfaces).PrivateIpAddress.String() + "/32" },
	}
	var took []int64
	one := func() {
		text := fmt.Sprintf("add %s ingress tcp/8444 from %s", some(dice, s.SecurityGroups).GroupId, remotes[dice.IntN(len(remotes))]())
		e, err := edit.Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		begin := processorTime(b)
		after, err := before.Edit([]edit.Edit{e})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := base.Of(context.Background(), after, impact.Query{NoCauses: true}); err != nil {
			b.Fatal(err)
		}
		took = append(took, processorTime(b)-begin)
	}
	one()
	took = took[:0]
	for b.Loop() {
		one()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2]), "p50-cpu-ns")
	b.ReportMetric(float64(took[len(took)*9/10]), "p90-cpu-ns")
	b.ReportMetric(float64(took[len(took)*99/100]), "p99-cpu-ns")
}

func some[T any](dice *rand.Rand, rows []T) *T { return &rows[dice.IntN(len(rows))] }
