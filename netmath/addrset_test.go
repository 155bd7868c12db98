package netmath

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

func pfx(s string) netip.Prefix { return netip.MustParsePrefix(s) }
func addr(s string) netip.Addr  { return netip.MustParseAddr(s) }

func TestAddrSetBuilder(t *testing.T) {
	for _, c := range []struct {
		name  string
		build func(*AddrSetBuilder)
		want  string
	}{
		{"nothing", func(b *AddrSetBuilder) {}, "none"},
		{"neighbours join", func(b *AddrSetBuilder) {
			b.Add(pfx("10.0.1.0/24"))
			b.Add(pfx("10.0.0.0/24"))
		}, "10.0.0.0/23"},
		{"neighbours that are no block", func(b *AddrSetBuilder) {
			b.Add(pfx("10.0.1.0/24"))
			b.Add(pfx("10.0.2.0/24"))
		}, "10.0.1.0/24,10.0.2.0/24"},
		{"host bits are ignored", func(b *AddrSetBuilder) { b.Add(pfx("10.0.0.9/24")) }, "10.0.0.0/24"},
		{"remove, then add again", func(b *AddrSetBuilder) {
			b.Add(pfx("10.0.0.0/22"))
			b.Remove(pfx("10.0.0.0/23"))
			b.Add(pfx("10.0.0.0/24"))
		}, "10.0.0.0/24,10.0.2.0/23"},
		{"removing before adding changes nothing", func(b *AddrSetBuilder) {
			b.Remove(pfx("10.0.0.0/8"))
			b.Add(pfx("10.0.0.0/24"))
		}, "10.0.0.0/24"},
		{"families are apart", func(b *AddrSetBuilder) {
			b.Add(pfx("::/0"))
			b.AddAddr(addr("10.0.0.1"))
			b.Remove(pfx("::/1"))
		}, "10.0.0.1/32,8000::/1"},
		{"range", func(b *AddrSetBuilder) { b.AddRange(addr("10.0.0.5"), addr("10.0.0.9")) },
			"10.0.0.5/32,10.0.0.6/31,10.0.0.8/31"},
		{"whole line", func(b *AddrSetBuilder) {
			b.Add(pfx("0.0.0.0/1"))
			b.Add(pfx("128.0.0.0/1"))
			b.AddRange(addr("::"), Last(pfx("::/0")))
		}, "0.0.0.0/0,::/0"},
		{"RemoveRange", func(b *AddrSetBuilder) {
			b.Add(pfx("10.0.0.0/30"))
			b.RemoveRange(addr("10.0.0.1"), addr("10.0.0.2"))
		}, "10.0.0.0/32,10.0.0.3/32"},
		{"another set", func(b *AddrSetBuilder) { b.AddSet(AddrSetOf(pfx("10.0.0.0/8"), pfx("fc00::/7"))) },
			"10.0.0.0/8,fc00::/7"},
		{"what no set can contain", func(b *AddrSetBuilder) {
			b.Add(netip.Prefix{})
			b.AddAddr(netip.Addr{})
			b.AddAddr(addr("fe80::1%eth0"))
			b.AddRange(addr("10.0.0.9"), addr("10.0.0.5"))
			b.AddRange(addr("10.0.0.9"), addr("::1"))
			b.Remove(netip.Prefix{})
		}, "none"},
	} {
		var b AddrSetBuilder
		c.build(&b)
		if got := b.Set().String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// A set taken from a builder does not change when the builder goes on.
func TestAddrSetIsImmutable(t *testing.T) {
	var b AddrSetBuilder
	b.Add(pfx("10.0.0.0/24"))
	b.Add(pfx("10.0.2.0/24"))
	s := b.Set()
	b.Add(pfx("10.0.1.0/24"))
	b.Remove(pfx("10.0.0.0/25"))
	if got := s.String(); got != "10.0.0.0/24,10.0.2.0/24" {
		t.Errorf("the set became %s", got)
	}
	if got := b.Set().String(); got != "10.0.0.128/25,10.0.1.0/24,10.0.2.0/24" {
		t.Errorf("the builder has %s", got)
	}
}

func TestAddrSetQuestions(t *testing.T) {
	s := AddrSetOf(pfx("10.0.0.0/24"), pfx("10.0.2.0/24"), pfx("2001:db8::/64"))
	for a, want := range map[string]bool{
		"10.0.0.0": true, "10.0.0.255": true, "10.0.1.0": false, "10.0.2.7": true, "9.255.255.255": false,
		"2001:db8::1": true, "2001:db8:0:1::": false, "::ffff:10.0.0.1": false, "2001:db8::1%eth0": false,
	} {
		if s.Contains(addr(a)) != want {
			t.Errorf("Contains(%s) = %v", a, !want)
		}
	}
	for p, want := range map[string][2]bool{ // overlaps, covers
		"10.0.0.0/23": {true, false}, "10.0.1.0/24": {false, false}, "10.0.2.128/25": {true, true},
		"10.0.2.9/24": {true, true}, "0.0.0.0/0": {true, false}, "::/0": {true, false},
		"2001:db8::8/125": {true, true}, "::ffff:10.0.0.0/120": {false, false},
	} {
		if got := [2]bool{s.Overlaps(pfx(p)), s.CoversPrefix(pfx(p))}; got != want {
			t.Errorf("%s: overlaps, covers = %v, want %v", p, got, want)
		}
	}
	if s.Contains(netip.Addr{}) || s.Overlaps(netip.Prefix{}) || !s.CoversPrefix(netip.Prefix{}) {
		t.Error("the zero Addr or Prefix is taken for an address")
	}
	if n, m := s.Size(IPv4).String(), s.Size(IPv6).String(); n != "512" || m != "18446744073709551616" {
		t.Errorf("Size = %s and %s", n, m)
	}
	if a, ok := s.First(IPv6); !ok || a != addr("2001:db8::") {
		t.Errorf("First(IPv6) = %v, %v", a, ok)
	}
	if _, ok := s.Of(IPv4).First(IPv6); ok || !s.Of(IPv4).Union(s.Of(IPv6)).Equal(s) {
		t.Error("Of does not part the families")
	}
}

func TestAddrSetContainsAllocatesNothing(t *testing.T) {
	s := AddrSetOf(pfx("10.0.0.0/24"), pfx("10.0.2.0/24"), pfx("2001:db8::/64"))
	v4, v6, p := addr("10.0.2.1"), addr("2001:db8::1"), pfx("10.0.0.0/16")
	var yes bool
	n := testing.AllocsPerRun(100, func() {
		yes = s.Contains(v4) && s.Contains(v6) && s.Overlaps(p) && s.Covers(s) && s.Intersects(s)
	})
	if n != 0 || !yes {
		t.Errorf("%v allocations", n)
	}
}

// step is one call of the builder, and the slow reference for sets: an address
// is in the set if the last step that speaks of it adds it.
type step struct {
	remove bool
	block  netip.Prefix
}

func slowContains(steps []step, a netip.Addr) bool {
	in := false
	for _, s := range steps {
		if s.block.Contains(a) {
			in = !s.remove
		}
	}
	return in
}

func fastSet(steps []step) AddrSet {
	var b AddrSetBuilder
	for _, s := range steps {
		if s.remove {
			b.Remove(s.block)
		} else {
			b.Add(s.block)
		}
	}
	return b.Set()
}

// probes are the addresses at which membership can change: the ends of every
// block and their neighbours. Between two of them every set is constant, so
// agreeing on the probes is agreeing everywhere.
func probes(steps ...step) []netip.Addr {
	list := []netip.Addr{addr("0.0.0.0"), addr("255.255.255.255"), addr("::"), Last(pfx("::/0"))}
	for _, s := range steps {
		first, last := First(s.block), Last(s.block)
		for _, a := range []netip.Addr{first, last, first.Prev(), last.Next()} {
			if a.IsValid() {
				list = append(list, a)
			}
		}
	}
	return list
}

// trySets compares two sets, and what they make together, with the slow answers.
func trySets(t *testing.T, sa, sb []step) {
	t.Helper()
	a, b := fastSet(sa), fastSet(sb)
	union, both, onlyA, not := a.Union(b), a.Intersect(b), a.Subtract(b), a.Complement()
	overlap, covered := false, true
	for _, x := range probes(append(slices.Clone(sa), sb...)...) {
		inA, inB := slowContains(sa, x), slowContains(sb, x)
		overlap, covered = overlap || inA && inB, covered && (inA || !inB)
		got := [5]bool{a.Contains(x), union.Contains(x), both.Contains(x), onlyA.Contains(x), not.Contains(x)}
		if want := [5]bool{inA, inA || inB, inA && inB, inA && !inB, !inA}; got != want {
			t.Fatalf("%v: in a, union, intersection, difference, complement: %v, want %v\na %v\nb %v", x, got, want, sa, sb)
		}
	}
	if a.Intersects(b) != overlap || a.Covers(b) != covered {
		t.Fatalf("intersects %v, covers %v, want %v, %v\na %v\nb %v", a.Intersects(b), a.Covers(b), overlap, covered, a, b)
	}
	for _, s := range []AddrSet{a, b, union, both, onlyA, not} {
		wantCanonical(t, s)
	}
}

// wantCanonical checks the form of a set, and that it survives being listed.
func wantCanonical(t *testing.T, s AddrSet) {
	t.Helper()
	if err := s.v4.check(); err != nil {
		t.Fatal(err)
	}
	if err := s.v6.check(); err != nil {
		t.Fatal(err)
	}
	if again := AddrSetOf(s.Prefixes()...); !again.Equal(s) {
		t.Fatalf("%v listed and read again is %v", s, again)
	}
}

func TestAddrSetRandomly(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1500 {
		trySets(t, randomSteps(r), randomSteps(r))
	}
}

func randomSteps(r *rand.Rand) []step {
	steps := make([]step, r.IntN(7))
	for i := range steps {
		steps[i] = step{r.IntN(3) == 0, randomBlock(r)}
	}
	return steps
}

// randomBlock draws from few addresses, so that blocks often touch and nest.
func randomBlock(r *rand.Rand) netip.Prefix {
	return blockFrom(r.IntN(2) == 0, byte(r.IntN(256)), r.IntN(10))
}

// blockFrom makes a block out of one byte that is used twice, near the top and
// at the end of the address, and of a length near an end or the middle.
func blockFrom(v6 bool, b byte, length int) netip.Prefix {
	low, high := b&3|b&0x80, b>>4
	if v6 {
		bits := [...]int{0, 1, 4, 8, 63, 64, 65, 126, 127, 128}[length%10]
		a := [16]byte{0: high << 4, 7: low, 8: low, 15: low}
		return netip.PrefixFrom(netip.AddrFrom16(a), bits).Masked()
	}
	bits := [...]int{0, 1, 2, 4, 8, 24, 29, 30, 31, 32}[length%10]
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{high << 4, 0, 0, low}), bits).Masked()
}

// A step is three bytes: what to do, which address, which length. The first byte
// says how many steps make the first set.
func stepsFrom(data []byte) []step {
	var steps []step
	for ; len(data) >= 3; data = data[3:] {
		steps = append(steps, step{data[0]&1 == 1, blockFrom(data[0]&2 == 2, data[1], int(data[2]))})
	}
	return steps
}

func FuzzAddrSet(f *testing.F) {
	f.Add([]byte{2, 0, 16, 4, 0, 16, 9, 1, 16, 8})
	f.Add([]byte{1, 2, 32, 5, 3, 33, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 64 {
			return
		}
		steps := stepsFrom(data[1:])
		n := min(int(data[0]), len(steps))
		trySets(t, steps[:n], steps[n:])
	})
}

func BenchmarkAddrSetContains(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	var build AddrSetBuilder
	for range 1000 {
		build.Add(netip.PrefixFrom(addr4(r.Uint32()).addr(), 24))
	}
	s, a := build.Set(), addr("10.1.2.3")
	b.ReportAllocs()
	for b.Loop() {
		s.Contains(a)
	}
}

// TestLongAndShortSetsAgree holds the algebra of a long set with short ones and with itself against membership at every border.
func TestLongAndShortSetsAgree(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	draw := func(n int) AddrSet {
		var b AddrSetBuilder
		for range n {
			lo := dice.IntN(1 << 16)
			b.AddRange(addr4(lo).addr(), addr4(lo+dice.IntN(1<<16/n)).addr())
		}
		return b.Set()
	}
	for range 200 {
		long, short := draw(1+dice.IntN(200)), draw(1+dice.IntN(4))
		both, either, rest := long.Intersect(short), long.Union(short), long.Subtract(short)
		for x := range 1<<17 + 1 {
			if x%97 > 0 && x > 64 {
				continue
			}
			a := addr4(x).addr()
			in, in2 := long.Contains(a), short.Contains(a)
			if both.Contains(a) != (in && in2) || short.Intersect(long).Contains(a) != (in && in2) || either.Contains(a) != (in || in2) || rest.Contains(a) != (in && !in2) {
				t.Fatalf("%v: %v and %v have both %v, either %v, rest %v", a, long, short, both, either, rest)
			}
		}
		if long.Intersects(short) == both.Empty() {
			t.Fatalf("%v and %v have %v in common", long, short, both)
		}
		for _, c := range [][2]AddrSet{{long, short}, {short, long}, {either, long}, {long, both}} {
			if c[0].Covers(c[1]) != c[1].Subtract(c[0]).Empty() {
				t.Fatalf("%v covers %v: %v", c[0], c[1], c[0].Covers(c[1]))
			}
		}
	}
}

func TestFirstIn(t *testing.T) {
	s := AddrSetOf(pfx("10.0.0.0/24"), pfx("10.0.2.0/24"), pfx("2001:db8::/64"))
	for _, c := range []struct{ lo, hi, want string }{
		{"9.0.0.0", "10.0.0.255", "10.0.0.0"}, {"10.0.0.7", "10.0.9.0", "10.0.0.7"}, {"10.0.1.0", "10.0.2.0", "10.0.2.0"},
		{"10.0.1.0", "10.0.1.255", "invalid IP"}, {"10.0.3.0", "11.0.0.0", "invalid IP"}, {"::", "2001:db8::9", "2001:db8::"}, {"10.0.2.9", "10.0.0.1", "invalid IP"},
	} {
		got, found := s.FirstIn(AddrRange{addr(c.lo), addr(c.hi)})
		if !found {
			got = netip.Addr{}
		}
		if got.String() != c.want || found != got.IsValid() {
			t.Errorf("%s-%s: %v, want %s", c.lo, c.hi, got, c.want)
		}
	}
}
