package netgen

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/load"
)

// BenchmarkRecompile edits one random rule, entry or route of a world at a time, and compiles that. It tells how long half and 99 in 100 of the edits took
// on the clock, doing them to the snapshot and compiling apart.
func BenchmarkRecompile(b *testing.B) {
	o := Defaults()
	o.ENIs, o.VPCs, o.TGW = *enis, max(2, *enis/500), true
	s, err := load.Load([]string{generateInto(b, o)}, load.Options{})
	if err != nil {
		b.Fatal(err)
	}
	g, _ := graph.Compile(s, graph.Options{})
	d := &dice{state: 1}
	block := func() edit.Remote {
		return edit.Remote{Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(d.intN(256)), byte(d.intN(256)), 0}), 24)}
	}
	for name, draw := range map[string]func() edit.Edit{
		"group-rule": func() edit.Edit {
			return edit.Edit{What: edit.GroupRule{Group: pick(d, s.SecurityGroups).GroupId, Permission: edit.Permission{Remote: block()}}}
		},
		"acl-entry": func() edit.Edit {
			return edit.Edit{What: edit.Entry{ACL: pick(d, s.NetworkAcls).NetworkAclId, Number: 77, Action: "deny", Remote: block()}}
		},
		"route": func() edit.Edit {
			return edit.Edit{What: edit.Route{Table: pick(d, s.RouteTables).RouteTableId, Destination: edit.Remote{Prefix: netip.MustParsePrefix(fmt.Sprintf("198.18.%d.0/24", d.intN(256)))}, Target: s.TransitGateways[0].TransitGatewayId}}
		},
		"transit-route": func() edit.Edit {
			return edit.Edit{What: edit.Route{Table: pick(d, s.TransitGatewayRouteTables).TransitGatewayRouteTableId, Destination: edit.Remote{Prefix: netip.MustParsePrefix(fmt.Sprintf("198.18.%d.0/24", d.intN(256)))}, Target: pick(d, s.TransitGatewayVpcAttachments).TransitGatewayAttachmentId}}
		},
	} {
		b.Run(name, func(b *testing.B) { benchmarkRecompile(b, s, g, draw) })
	}
}

// atOnce is how many edits are done before they are compiled, so that the garbage of one is not collected at the cost of the other.
const atOnce = 20

func benchmarkRecompile(b *testing.B, s *topology.Snapshot, g *graph.Graph, draw func() edit.Edit) {
	var applied, compiled []time.Duration
	for b.Loop() {
		var edits []edit.Edit
		var after []*topology.Snapshot
		for range atOnce {
			e := draw()
			begin := time.Now()
			edited, err := edit.Apply(s, []edit.Edit{e})
			if err != nil {
				b.Fatal(err)
			}
			applied, edits, after = append(applied, time.Since(begin)), append(edits, e), append(after, edited)
		}
		for i, e := range edits {
			begin := time.Now()
			if _, ok := g.Recompile(after[i], e.Ref().Resource()); !ok {
				b.Fatalf("%v needs everything compiled", e)
			}
			compiled = append(compiled, time.Since(begin))
		}
	}
	for name, all := range map[string][]time.Duration{"apply": applied, "compile": compiled} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)/2].Nanoseconds()), name+"-p50-ns")
		b.ReportMetric(float64(all[len(all)*99/100].Nanoseconds()), name+"-p99-ns")
	}
}
