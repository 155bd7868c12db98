package netmath

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

func TestPrefixesAmong(t *testing.T) {
	internet := AllAddrs(IPv4).Subtract(AddrSetOf(pfx("10.0.0.0/8"), pfx("52.0.18.1/32"), pfx("52.0.18.7/32"))).Union(AddrSetOf(pfx("2000::/3")))
	office := AddrSetOf(pfx("203.0.113.0/24"))
	for _, c := range []struct {
		name string
		s    AddrSet
		want string
	}{
		{"none", AddrSet{}, ""},
		{"all of a family, whatever its holes", internet.Of(IPv4), "0.0.0.0/0"},
		{"all of both", internet, "0.0.0.0/0 2000::/3"},
		{"a block with a hole", AddrSetOf(pfx("52.0.0.0/8")).Intersect(internet), "52.0.0.0/8"},
		{"a block beside a hole stays as small", AddrSetOf(pfx("11.0.0.0/8")), "11.0.0.0/8"},
		{"a range up to a hole", AddrSetOf(pfx("52.0.18.2/31"), pfx("52.0.18.4/31"), pfx("52.0.18.6/32")), "52.0.18.2/31 52.0.18.4/30"},
		{"addresses that are not asked about", AddrSetOf(pfx("10.0.0.0/8")), ""},
		{"all but a block", internet.Of(IPv4).Subtract(office).Intersect(AddrSetOf(pfx("192.0.0.0/4"))), "192.0.0.0/5 200.0.0.0/7 202.0.0.0/8 " +
			"203.0.0.0/18 203.0.64.0/19 203.0.96.0/20 203.0.112.0/24 203.0.114.0/23 203.0.116.0/22 203.0.120.0/21 203.0.128.0/17 203.1.0.0/16 " +
			"203.2.0.0/15 203.4.0.0/14 203.8.0.0/13 203.16.0.0/12 203.32.0.0/11 203.64.0.0/10 203.128.0.0/9 204.0.0.0/6"},
	} {
		if got := wordsOf(c.s.PrefixesAmong(internet)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func wordsOf(blocks []netip.Prefix) string {
	text := ""
	for i, p := range blocks {
		if i > 0 {
			text += " "
		}
		text += p.String()
	}
	return text
}

// TestPrefixesAmongRandomly holds blocks against every address of a small world: they tell the set from the rest, there are as few as there can
// be, none can be halved, and two sets that are all of the world have no block in common.
func TestPrefixesAmongRandomly(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	for _, world := range []netip.Prefix{pfx("10.0.0.0/24"), pfx("2001:db8::/120")} {
		for range 300 {
			all, s := someOf(dice, world), someOf(dice, world)
			blocks := s.PrefixesAmong(all)
			in, others := s.Intersect(all), all.Subtract(s)
			if joined := AddrSetOf(blocks...); !joined.Covers(in) || joined.Intersects(others) {
				t.Fatalf("%v of %v: %v", s, all, blocks)
			}
			if n := fewest(world, in, others); n != len(blocks) || !slices.IsSortedFunc(blocks, netip.Prefix.Compare) {
				t.Fatalf("%v of %v: %v, which are %d, not %d", s, all, blocks, len(blocks), n)
			}
			for _, p := range blocks {
				for _, half := range halves(p) {
					if AddrSetOf(half).Covers(AddrSetOf(p).Intersect(in)) {
						t.Fatalf("%v of %v: %v of %v would do for %v", s, all, half, blocks, p)
					}
				}
			}
		}
	}
}

func someOf(dice *rand.Rand, world netip.Prefix) AddrSet {
	var b AddrSetBuilder
	for range 1 + dice.IntN(6) {
		bytes := world.Addr().AsSlice()
		bytes[len(bytes)-1] = byte(dice.IntN(256))
		a, _ := netip.AddrFromSlice(bytes)
		block := netip.PrefixFrom(a, world.Bits()+dice.IntN(9)).Masked()
		if dice.IntN(4) == 0 {
			b.Remove(block)
		} else {
			b.Add(block)
		}
	}
	return b.Set()
}

// fewest is the slow reference: blocks of a tree that hold some of a set and none of the others.
func fewest(p netip.Prefix, in, others AddrSet) int {
	switch {
	case !in.Overlaps(p):
		return 0
	case !others.Overlaps(p):
		return 1
	}
	n := 0
	for _, half := range halves(p) {
		n += fewest(half, in, others)
	}
	return n
}

func halves(p netip.Prefix) []netip.Prefix {
	if p.IsSingleIP() {
		return nil
	}
	low := netip.PrefixFrom(p.Addr(), p.Bits()+1)
	return []netip.Prefix{low, netip.PrefixFrom(Last(p), p.Bits()+1).Masked()}
}
