package ipam

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"testing"

	"github.com/dryhop/dryhop/topology"
)

// listed are n blocks of 10.0.0.0/8 and elsewhere, as the benchmark of netmath has them.
func listed(n int) []Holding {
	r := rand.New(rand.NewPCG(1, 2))
	all := make([]Holding, n)
	for i := range all {
		a := netip.AddrFrom4([4]byte{byte(r.UintN(256)), byte(r.UintN(256)), byte(r.UintN(256)), byte(r.UintN(256))})
		all[i] = Holding{Prefix: netip.PrefixFrom(a, 20+r.IntN(13)).Masked(), Kind: Listed}
	}
	return all
}

// BenchmarkOverlaps takes stock of a million listed blocks, and finds and weighs all pairs that share addresses.
func BenchmarkOverlaps(b *testing.B) {
	lists := listed(1_000_000)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		v := New(nil, lists...)
		found, err := v.Overlaps(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(found.Count), "pairs")
		b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6, "MB")
	}
}

// BenchmarkPeerAll tells which of 10,000 VPCs could be peered: a third of them default ones, the others of random blocks.
func BenchmarkPeerAll(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	s := &topology.Snapshot{}
	for i := range 10_000 {
		p := netip.MustParsePrefix("172.31.0.0/16")
		if i%3 > 0 {
			p = netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(r.UintN(256)), byte(r.UintN(256)), 0}), 18+r.IntN(6)).Masked()
		}
		s.Vpcs = append(s.Vpcs, topology.Vpc{VpcId: fmt.Sprintf("vpc-%05d", i), CidrBlock: p})
	}
	v := New(s)
	for b.Loop() {
		m := v.PeerAll()
		b.ReportMetric(float64(m.Refused), "refused")
	}
}
