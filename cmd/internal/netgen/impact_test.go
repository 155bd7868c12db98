package netgen

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
	"github.com/dryhop/dryhop/topology/provision"
)

// ready is a folder that BenchmarkImpact reads in place of writing a world.
var ready = flag.String("world", "", "folder of a ready world for the benchmarks of edits, in place of one of -enis")

// patience is how long one comparison of BenchmarkImpact may take on the clock.
var patience = flag.Duration("patience", time.Minute, "the longest that one comparison may take in benchmarks of edits")

// BenchmarkImpact compares a world with itself after one random edit, again and again: doing the edit, compiling what it touches, the exact list of
// class pairs that changed with their flows, put together to effects. It tells the processor time that half, 90 and 99 of 100 edits took, and the longest.
// What the world is by itself is found out by the first edit, before anything is measured:
//
//	go test ./cmd/internal/netgen -run '^$' -bench Impact -benchtime 100x -enis 100000
func BenchmarkImpact(b *testing.B) {
	s := provision.SupposeHosts(worldOf(b))[0] // as the command does
	before := networkOf(s)
	d := drawing{&dice{state: 1}, s}
	for _, kind := range []struct {
		name string
		draw func() edit.Edit
	}{
		{"group-rule-narrow", func() edit.Edit { return d.groupRule(pick(d.dice, []func() netip.Prefix{d.host, d.subnet})()) }},
		{"group-rule-vpc", func() edit.Edit { return d.groupRule(d.vpc()) }},
		{"group-rule-wide", func() edit.Edit { return d.groupRule(netip.MustParsePrefix("10.0.0.0/8")) }},
		{"acl-entry-narrow", func() edit.Edit { return d.entry(pick(d.dice, []func() netip.Prefix{d.host, d.subnet, d.vpc})()) }},
		{"acl-entry-wide", func() edit.Edit { return d.entry(netip.MustParsePrefix("10.0.0.0/8")) }},
		{"route-add", d.freshRoute},
		{"route-remove", d.lostRoute},
		{"transit-route-add", d.transitRoute},
	} {
		b.Run(kind.name, func(b *testing.B) { benchmarkEdits(b, before, kind.draw) })
	}
	b.Run("diff", func(b *testing.B) { benchmarkDiff(b, s) })
}

// worldOf reads the world of benchmarks of edits.
func worldOf(b *testing.B) *topology.Snapshot {
	dir := *ready
	if dir == "" {
		o := Defaults()
		o.ENIs, o.VPCs, o.TGW = *enis, max(2, *enis/500), true
		dir = generateInto(b, o)
	}
	s, err := load.Load([]string{dir}, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func networkOf(s *topology.Snapshot) whatif.Network {
	g, _ := graph.Compile(s, graph.Options{})
	return whatif.Network{Snapshot: s, Graph: g}
}

// benchmarkDiff lists the changes between two snapshots, of 1 % of whose groups the rules are others.
func benchmarkDiff(b *testing.B, s *topology.Snapshot) {
	after := *s
	after.SecurityGroups = slices.Clone(s.SecurityGroups)
	for i := 0; i < len(after.SecurityGroups); i += 100 {
		after.SecurityGroups[i].IpPermissions = nil
	}
	after.NetworkInterfaces = slices.Clone(s.NetworkInterfaces)
	defer cpu(b)()
	for b.Loop() {
		if len(diff.Of(s, &after)) == 0 {
			b.Fatal("no change")
		}
	}
}

// benchmarkEdits compares a world with itself after one edit.
func benchmarkEdits(b *testing.B, before whatif.Network, draw func() edit.Edit) {
	base := impact.NewBase(before)
	begin := processorTime(b)
	var took []int64
	unfinished, effects := 0, 0
	one := func() {
		e := draw()
		ctx, stop := context.WithTimeout(context.Background(), *patience)
		defer stop()
		begin := processorTime(b)
		after, err := before.Edit([]edit.Edit{e})
		if err != nil {
			b.Fatal(e, err)
		}
		r, err := base.Of(ctx, after, impact.Query{NoCauses: true})
		took = append(took, processorTime(b)-begin)
		switch {
		case errors.Is(err, context.DeadlineExceeded):
			unfinished++
		case err != nil:
			b.Fatal(e, err)
		default:
			effects += len(r.Effects)
			b.Logf("%8.1f ms, %d effects, %d of %d pairs: %v", float64(took[len(took)-1])/1e6, len(r.Effects), r.Asked-r.Unchanged, r.Asked, e)
		}
	}
	one()
	first := processorTime(b) - begin
	took, unfinished, effects = took[:0], 0, 0
	for b.Loop() {
		one()
	}
	slices.Sort(took)
	b.ReportMetric(float64(first), "first-cpu-ns")
	for _, at := range []int{50, 90, 99, 100} {
		b.ReportMetric(float64(took[(len(took)-1)*at/100]), fmt.Sprintf("p%d-cpu-ns", at))
	}
	b.ReportMetric(float64(unfinished), "unfinished")
	b.ReportMetric(float64(effects)/float64(len(took)), "effects/op")
}
