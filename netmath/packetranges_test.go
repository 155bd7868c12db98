package netmath

import (
	"math/rand/v2"
	"testing"
)

// The two engines share rules and nothing else: what a RangeMap says about them
// has to be the very set that a PacketTable makes of their products.
func TestEnginesAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	for range 600 {
		st := NewServiceTable()
		a, b := randomDecisions(r, st), randomDecisions(r, st)
		for _, f := range Families {
			tryEngines(t, f, st, a, b)
		}
	}
}

func tryEngines(t *testing.T, f Family, st *ServiceTable, a, b []AddrDecision) {
	t.Helper()
	pt := NewPacketTable(f)
	rules, entries := st.UnionByAddr(f, withoutDecision(a)), st.FirstMatchByAddr(f, b)
	allowed, passed := packetUnion(pt, st, withoutDecision(a), destination), packetFirstMatch(pt, st, b)
	for what, same := range map[string]bool{
		"union":         pt.ByDestination(rules, st) == allowed,
		"first match":   pt.ByDestination(entries, st) == passed,
		"intersection":  pt.ByDestination(st.IntersectMaps(rules, entries), st) == pt.Intersect(allowed, passed),
		"difference":    pt.ByDestination(st.SubtractMaps(rules, entries), st) == pt.Subtract(allowed, passed),
		"union of both": pt.ByDestination(st.UnionMaps(rules, entries), st) == pt.Union(allowed, passed),
		"equality":      rules.Equal(entries) == (allowed == passed),
		"source":        pt.BySource(rules, st) == packetUnion(pt, st, withoutDecision(a), source),
	} {
		if !same {
			t.Fatalf("%v: %s: the engines differ\nrules %v\nentries %v", f, what, a, b)
		}
	}
}

func source(p *PacketProduct) *AddrSet      { return &p.Sources }
func destination(p *PacketProduct) *AddrSet { return &p.Destinations }

// packetsOf is one rule as a set of headers, product by product, with its block on one side.
func packetsOf(pt *PacketTable, st *ServiceTable, r AddrServices, side func(*PacketProduct) *AddrSet) PacketSet {
	var products []PacketProduct
	for x := range st.Products(r.Services) {
		p := pt.All()
		*side(&p), p.DestinationPorts, p.Protocols = AddrSetOf(r.Prefix), x.Ports, Protocols{}
		for protocol := int(x.First); protocol <= int(x.Last); protocol++ {
			p.Protocols[protocol/64] |= 1 << (protocol % 64)
		}
		products = append(products, p)
	}
	return pt.Of(products...)
}

func packetUnion(pt *PacketTable, st *ServiceTable, rules []AddrServices, side func(*PacketProduct) *AddrSet) PacketSet {
	var sets []PacketSet
	for _, r := range rules {
		sets = append(sets, packetsOf(pt, st, r, side))
	}
	return pt.UnionOf(sets...)
}

// packetFirstMatch goes from the last entry to the first, and lets each overrule
// what comes after it.
func packetFirstMatch(pt *PacketTable, st *ServiceTable, entries []AddrDecision) PacketSet {
	s := NoPackets
	for i := len(entries) - 1; i >= 0; i-- {
		if x := packetsOf(pt, st, entries[i].AddrServices, destination); entries[i].Allow {
			s = pt.Union(s, x)
		} else {
			s = pt.Subtract(s, x)
		}
	}
	return s
}

// The general engine on the same input as BenchmarkRangeMaps.
func BenchmarkPackets(b *testing.B) {
	for _, f := range Families {
		r := rand.New(rand.NewPCG(13, 14))
		st := NewServiceTable()
		services := benchmarkRanges(st)
		pt := NewPacketTable(f)
		var groups [100][]AddrServices
		var sets [100]PacketSet
		for i := range groups {
			groups[i] = benchmarkRules(r, f, services, 60)
			sets[i] = packetUnion(pt, st, groups[i], source)
		}
		i := 0
		each := func(name string, do func(i int)) {
			b.Run(f.String()+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					i++
					pt.done = memo{} // of what was asked before; nodes stay
					do(i)
				}
			})
		}
		each("60 rules", func(i int) { packetUnion(pt, st, groups[i%100], source) })
		each("intersect", func(i int) { pt.Intersect(sets[i%100], sets[i*7%100]) })
		each("subtract", func(i int) { pt.Subtract(sets[i%100], sets[i*7%100]) })
		each("cover of 3", func(i int) { pt.Cover(sets[i%100], 3) })
	}
}
