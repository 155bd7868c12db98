package netmath

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
)

// String shows the segments, for tests.
func (m RangeMap) String() string {
	var words []string
	for r, value := range m.Segments() {
		words = append(words, fmt.Sprintf("%v: %d", r, value))
	}
	return strings.Join(words, ", ")
}

// check states what makes pieces canonical.
func (s pieces[T]) check() error {
	for i, x := range s {
		if i > 0 && s[i-1].start.compare(x.start) >= 0 {
			return fmt.Errorf("piece %d starts at %v, the one before at %v", i, x.start, s[i-1].start)
		}
		if x.value == s[:i].last() {
			return fmt.Errorf("piece %d does not change the value %d", i, x.value)
		}
	}
	return nil
}

func (m RangeMap) check() error {
	if len(m.v4) > 0 && m.family == IPv6 || len(m.v6) > 0 && m.family == IPv4 {
		return fmt.Errorf("a map of %v has pieces of the other family", m.family)
	}
	if err := m.v4.check(); err != nil {
		return err
	}
	return m.v6.check()
}

func TestRangeMapShape(t *testing.T) {
	st := NewServiceTable()
	ssh, web := st.Of(TCP, OnePort(22)), st.Of(TCP, OnePort(80)) // 2 and 3; both together are 4
	for _, c := range []struct {
		name string
		got  RangeMap
		want string
	}{
		{"zero", RangeMap{}, "0.0.0.0-255.255.255.255: 0"},
		{"no rules", st.UnionByAddr(IPv6, nil), "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff: 0"},
		{"nested", st.UnionByAddr(IPv4, []AddrServices{{pfx("10.0.0.0/30"), ssh}, {pfx("10.0.0.2/32"), web}}),
			"0.0.0.0-9.255.255.255: 0, 10.0.0.0-10.0.0.1: 2, 10.0.0.2: 4, 10.0.0.3: 2, 10.0.0.4-255.255.255.255: 0"},
		{"neighbours become one", st.UnionByAddr(IPv4, []AddrServices{{pfx("128.0.0.0/1"), ssh}, {pfx("0.0.0.0/1"), ssh}}),
			"0.0.0.0-255.255.255.255: 2"},
		{"what no set can contain", st.UnionByAddr(IPv4, []AddrServices{{netip.Prefix{}, ssh}, {pfx("::/0"), ssh}}),
			"0.0.0.0-255.255.255.255: 0"},
		{"end of the line", st.UnionByAddr(IPv6, []AddrServices{{Prefix: pfx("ffff::/16"), Services: ssh}, {lastBlock6, web}}),
			"::-fffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff: 0, ffff::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe: 2, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff: 4"},
		{"first match", st.FirstMatchByAddr(IPv4, []AddrDecision{
			{AddrServices{pfx("10.0.0.0/8"), ssh}, false}, {AddrServices{pfx("0.0.0.0/0"), st.Union(ssh, web)}, true},
		}), "0.0.0.0-9.255.255.255: 4, 10.0.0.0-10.255.255.255: 3, 11.0.0.0-255.255.255.255: 4"},
	} {
		if got := c.got.String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if err := c.got.check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	everywhere := RangeMapOf(IPv4, AllAddrs(IPv4), 7)
	for _, a := range []netip.Addr{{}, addr("::1"), addr("::ffff:10.0.0.1"), addr("fe80::1%eth0")} {
		if v := everywhere.At(a); v != 0 {
			t.Errorf("an IPv4 map has %d at %v", v, a)
		}
	}
	if everywhere.Len() != 1 || everywhere.Family() != IPv4 || everywhere.At(addr("255.255.255.255")) != 7 {
		t.Error("a constant map is wrong")
	}
	for range everywhere.Segments() { // stopping early must work
		break
	}
}

var lastBlock6 = netip.PrefixFrom(Last(pfx("::/0")), 128)

// randomDecisions draws few services, so that they often overlap.
func randomDecisions(r *rand.Rand, st *ServiceTable) []AddrDecision {
	list := make([]AddrDecision, r.IntN(9))
	for i := range list {
		list[i] = AddrDecision{AddrServices{randomBlock(r), fastServices(st, randomServices(r))}, r.IntN(3) > 0}
	}
	return list
}

func withoutDecision(entries []AddrDecision) []AddrServices {
	rules := make([]AddrServices, len(entries))
	for i, e := range entries {
		rules[i] = e.AddrServices
	}
	return rules
}

// The slow reference asks one rule after the other, for one address and service.
func slowUnion(st *ServiceTable, rules []AddrServices, a netip.Addr, x service) bool {
	for _, r := range rules {
		if r.Prefix.Contains(a) && st.Contains(r.Services, x.protocol(), x.port()) {
			return true
		}
	}
	return false
}

func slowFirstMatch(st *ServiceTable, entries []AddrDecision, a netip.Addr, x service) bool {
	for _, e := range entries {
		if e.Prefix.Contains(a) && st.Contains(e.Services, x.protocol(), x.port()) {
			return e.Allow
		}
	}
	return false
}

// edges are the addresses and the services at which what rules decide can change.
func edges(st *ServiceTable, entries []AddrDecision) (addrs []netip.Addr, services []service) {
	var steps []step
	for _, e := range entries {
		steps = append(steps, step{block: e.Prefix})
		services = append(services, st.probes(e.Services)...)
	}
	return probes(steps...), append(services, 0)
}

func tryRules(t *testing.T, st *ServiceTable, entries []AddrDecision) {
	t.Helper()
	rules := withoutDecision(entries)
	addrs, services := edges(st, entries)
	for _, f := range Families {
		all, first := st.UnionByAddr(f, rules), st.FirstMatchByAddr(f, entries)
		for _, m := range []RangeMap{all, first} {
			if err := m.check(); err != nil {
				t.Fatal(err)
			}
		}
		for _, a := range addrs {
			for _, x := range services {
				ours := FamilyOf(a) == f
				got := [2]bool{st.Contains(ServiceSet(all.At(a)), x.protocol(), x.port()), st.Contains(ServiceSet(first.At(a)), x.protocol(), x.port())}
				want := [2]bool{ours && slowUnion(st, rules, a, x), ours && slowFirstMatch(st, entries, a, x)}
				if got != want {
					t.Fatalf("%v, %v/%d: union, first match: %v, want %v; rules %v", a, x.protocol(), x.port(), got, want, entries)
				}
			}
		}
	}
}

func TestRangeMapsOfRulesRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 400 {
		st := NewServiceTable()
		tryRules(t, st, randomDecisions(r, st))
	}
}

// randomMap has small values, so that different maps share many.
func randomMap(r *rand.Rand, f Family) (RangeMap, []step) {
	m, all := RangeMap{family: f}, []step(nil)
	for range r.IntN(4) {
		steps := randomSteps(r)
		value := uint32(r.IntN(3))
		m = m.Combine(RangeMapOf(f, fastSet(steps), 1), func(old, in uint32) uint32 { return old*(1-in) + value*in })
		all = append(all, steps...)
	}
	return m, all
}

func TestRangeMapAlgebra(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 1500 {
		f := Families[r.IntN(2)]
		m, sm := randomMap(r, f)
		n, sn := randomMap(r, f)
		op := func(a, b uint32) uint32 { return (a*5 + b*3 + 1) % 4 } // not 0 at 0, 0, and with equal results
		both, mapped, where := m.Combine(n, op), m.Map(func(a uint32) uint32 { return 2 - a }), m.Where(func(a uint32) bool { return a != 1 })
		same := true
		for _, a := range probes(append(sm, sn...)...) {
			if FamilyOf(a) != f {
				continue
			}
			same = same && m.At(a) == n.At(a)
			if both.At(a) != op(m.At(a), n.At(a)) || mapped.At(a) != 2-m.At(a) || where.Contains(a) != (m.At(a) != 1) {
				t.Fatalf("at %v: %v; %v", a, m, n)
			}
		}
		if m.Equal(n) != same {
			t.Fatalf("equal: %v of %v; %v", !same, m, n)
		}
		for _, x := range []RangeMap{m, n, both, mapped} {
			wantSegments(t, x)
		}
		wantCanonical(t, where)
	}
}

// wantSegments checks that the segments are the whole line without a gap, and
// that putting them together again makes the same map.
func wantSegments(t *testing.T, m RangeMap) {
	t.Helper()
	if err := m.check(); err != nil {
		t.Fatal(err)
	}
	again := RangeMap{family: m.family}
	next := netip.PrefixFrom(uint128{}.address(m.family), 0).Addr()
	for r, value := range m.Segments() {
		if r.Lo != next || m.At(r.Lo) != value || m.At(r.Hi) != value {
			t.Fatalf("segment %v with %d after %v: %v", r, value, next.Prev(), m)
		}
		next = r.Hi.Next()
		var b AddrSetBuilder
		b.AddRange(r.Lo, r.Hi)
		again = again.Combine(RangeMapOf(m.family, b.Set(), value), func(a, b uint32) uint32 { return a + b })
	}
	if next.IsValid() || !again.Equal(m) {
		t.Fatalf("the segments end before %v and make %v of %v", next, again, m)
	}
}

func TestRangeTableNumbersMaps(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	table := NewRangeTable()
	var maps []RangeMap
	for range 600 {
		m, _ := randomMap(r, Families[r.IntN(2)])
		n := table.Number(m)
		if int(n) == len(maps) {
			maps = append(maps, m)
		}
		if !table.Map(n).Equal(m) || table.Number(table.Map(n)) != n {
			t.Fatalf("%v has the number of %v", m, table.Map(n))
		}
	}
	for i, m := range maps {
		for _, n := range maps[:i] {
			if m.Equal(n) {
				t.Fatalf("%v has two numbers", m)
			}
		}
	}
	if table.Len() != len(maps) || len(maps) < 50 || table.Number(RangeMap{}) == table.Number(RangeMap{family: IPv6}) {
		t.Errorf("%d maps, Len %d", len(maps), table.Len())
	}
}

// Two bytes say which services of how many, three which block; the first bit of
// all says whether they pass.
func FuzzRangeMap(f *testing.F) {
	f.Add([]byte{1, 22, 0, 16, 4, 0, 22, 2, 16, 9})
	f.Add([]byte{0, 80, 3, 0, 0, 1, 80, 7, 0, 5, 1, 80, 1, 0, 2})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 60 {
			return
		}
		st := NewServiceTable()
		var entries []AddrDecision
		for ; len(data) >= 5; data = data[5:] {
			services := st.Of(Protocol(data[0]>>6*6), PortSpan(uint16(data[1]), uint16(data[1])+uint16(data[2])))
			entries = append(entries, AddrDecision{AddrServices{blockFrom(data[0]&2 == 2, data[3], int(data[4])), services}, data[0]&1 == 1})
		}
		tryRules(t, st, entries)
	})
}

func TestRangeMapAtAllocatesNothing(t *testing.T) {
	m4, m6 := RangeMapOf(IPv4, AddrSetOf(pfx("10.0.0.0/8")), 7), RangeMapOf(IPv6, AddrSetOf(pfx("2001:db8::/32")), 8)
	a4, a6 := addr("10.0.0.1"), addr("2001:db8::1")
	if n := testing.AllocsPerRun(100, func() { _ = m4.At(a4) + m6.At(a6) }); n != 0 || m4.At(a4) != 7 || m6.At(a6) != 8 {
		t.Errorf("%v allocations, values %d and %d", n, m4.At(a4), m6.At(a6))
	}
}
