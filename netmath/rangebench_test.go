package netmath

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// benchmarkRules are like those of a security group: /32s, subnets and few wide
// blocks of one family, with services of which there are a few hundred.
func benchmarkRules(r *rand.Rand, f Family, services []ServiceSet, n int) []AddrServices {
	rules := make([]AddrServices, n)
	for i := range rules {
		rules[i] = AddrServices{benchmarkBlock(r, f), services[r.IntN(300)]}
	}
	return rules
}

// benchmarkRanges are 300 services of one port or a few neighbours.
func benchmarkRanges(st *ServiceTable) []ServiceSet {
	r := rand.New(rand.NewPCG(23, 24))
	sets := make([]ServiceSet, 300)
	for i := range sets {
		lo := []uint16{22, 80, 443, 3306, 5432, 8080, uint16(1024 + 10*i), uint16(1024 + 20*i)}[r.IntN(8)]
		sets[i] = st.Of([]Protocol{TCP, TCP, TCP, UDP}[r.IntN(4)], PortSpan(lo, lo+uint16(r.IntN(2)*9)))
	}
	return sets
}

func benchmarkBlock(r *rand.Rand, f Family) netip.Prefix {
	host := []int{0, 0, 0, 8, 8, 12, 16, 24}[r.IntN(8)]
	if f == IPv4 {
		return netip.PrefixFrom(addr4(10<<24|r.Uint32N(1<<24)).addr(), 32-host).Masked()
	}
	return netip.PrefixFrom(uint128{0x2001_0db8<<32 | uint64(r.Uint32N(1<<12)), uint64(r.Uint32N(1 << 16))}.addr(), 128-host*5).Masked()
}

func benchmarkEntries(r *rand.Rand, f Family, services []ServiceSet) []AddrDecision {
	entries := make([]AddrDecision, 30)
	for i, rule := range benchmarkRules(r, f, services, 30) {
		if r.IntN(3) == 0 {
			rule.Prefix = netip.PrefixFrom(uint128{}.address(f), 0)
		}
		entries[i] = AddrDecision{rule, r.IntN(4) > 0}
	}
	return entries
}

// Everything is measured on a table in use, over a thousand different inputs.
func BenchmarkRangeMaps(b *testing.B) {
	for _, f := range Families {
		r := rand.New(rand.NewPCG(13, 14))
		st := NewServiceTable()
		services := benchmarkRanges(st)
		var groups, sets [1000][]AddrServices
		var lists [1000][]AddrDecision
		for i := range groups {
			groups[i], lists[i] = benchmarkRules(r, f, services, 60), benchmarkEntries(r, f, services)
		}
		for i := range sets {
			for range 5 {
				sets[i] = append(sets[i], groups[r.IntN(1000)]...)
			}
		}
		var maps [100]RangeMap
		for i := range maps {
			maps[i] = st.UnionByAddr(f, sets[i])
		}
		i := 0
		each := func(name string, do func(i int)) {
			b.Run(f.String()+"/"+name, func(b *testing.B) {
				for k := range 1000 {
					do(k) // the sets of services that come up are known afterwards
				}
				b.ReportAllocs()
				for b.Loop() {
					i++
					do(i)
				}
			})
		}
		each("60 rules", func(i int) { st.UnionByAddr(f, groups[i%1000]) })
		each("300 rules", func(i int) { st.UnionByAddr(f, sets[i%1000]) })
		each("ordered list of 30", func(i int) { st.FirstMatchByAddr(f, lists[i%1000]) })
		each("intersect", func(i int) { st.IntersectMaps(maps[i%100], maps[i*7%100]) })
		each("subtract", func(i int) { st.SubtractMaps(maps[i%100], maps[i*7%100]) })
		each("equal", func(i int) { _ = maps[i%100].Equal(maps[i%100]) })
	}
}

func BenchmarkRangeMapAt(b *testing.B) {
	for _, f := range Families {
		r := rand.New(rand.NewPCG(15, 16))
		m := RangeMap{family: f}
		for m.Len() < 1000 {
			value := 1 + r.Uint32N(9)
			m = m.Combine(RangeMapOf(f, AddrSetOf(benchmarkBlock(r, f)), value), func(a, b uint32) uint32 { return a ^ b })
		}
		var addrs [1024]netip.Addr
		for i := range addrs {
			addrs[i] = benchmarkBlock(r, f).Addr()
		}
		i := 0
		b.Run(f.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				i++
				m.At(addrs[i%1024])
			}
		})
	}
}
