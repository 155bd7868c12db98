package netmath

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

func TestOverlaps(t *testing.T) {
	blocks := []netip.Prefix{
		pfx("10.1.0.0/16"), pfx("10.0.0.0/8"), pfx("10.1.7.9/24"), pfx("::/0"),
		{}, pfx("10.1.0.0/16"), pfx("10.2.0.0/16"), pfx("192.168.0.0/16"),
	}
	got := fmt.Sprint(Overlaps(blocks))
	// In the order of the inner block: 10.1.0.0/16 twice, 10.1.7.0/24, 10.2.0.0/16.
	want := "[{0 1 inside} {1 5 contains} {0 5 equal} {1 2 contains} {0 2 contains} {2 5 inside} {1 6 contains}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if Overlaps(nil) != nil {
		t.Error("nothing overlaps something")
	}
}

// slowOverlaps asks every pair.
func slowOverlaps(blocks []netip.Prefix) []OverlapPair {
	var pairs []OverlapPair
	for i, p := range blocks {
		for j := i + 1; j < len(blocks); j++ {
			switch q := blocks[j]; {
			case !p.Overlaps(q):
			case p == q:
				pairs = append(pairs, OverlapPair{i, j, RelationEqual})
			case p.Bits() < q.Bits():
				pairs = append(pairs, OverlapPair{i, j, RelationContains})
			default:
				pairs = append(pairs, OverlapPair{i, j, RelationInside})
			}
		}
	}
	return pairs
}

func TestOverlapsAgainstAllPairs(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 1000 {
		blocks := make([]netip.Prefix, r.IntN(14))
		for i := range blocks {
			blocks[i] = randomBlock(r)
		}
		got := Overlaps(blocks)
		slices.SortFunc(got, func(a, b OverlapPair) int { return cmp.Or(a.I-b.I, a.J-b.J) })
		if want := slowOverlaps(blocks); !slices.Equal(got, want) {
			t.Fatalf("%v:\ngot  %v\nwant %v", blocks, got, want)
		}
	}
}

func TestAggregate(t *testing.T) {
	got := Aggregate([]netip.Prefix{
		pfx("2001:db8::/33"), pfx("10.0.0.128/25"), pfx("10.0.0.0/25"), pfx("10.0.0.7/32"),
		pfx("2001:db8:8000::/33"), {}, pfx("10.0.1.0/24"), pfx("10.0.3.0/24"),
	})
	if s := fmt.Sprint(got); s != "[10.0.0.0/23 10.0.3.0/24 2001:db8::/32]" {
		t.Errorf("got %s", s)
	}
	if Aggregate(nil) != nil {
		t.Error("nothing became something")
	}
}

// BenchmarkOverlaps lists all pairs among random blocks, of which there are about one and a half for each block.
func BenchmarkOverlaps(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("blocks=%d", n), func(b *testing.B) {
			r := rand.New(rand.NewPCG(9, 10))
			shortest := 13
			if n > 100_000 {
				shortest = 16 // ten times as many blocks, about as deep
			}
			blocks := make([]netip.Prefix, n)
			for i := range blocks {
				blocks[i] = netip.PrefixFrom(addr4(r.Uint32()).addr(), shortest+r.IntN(33-shortest)).Masked()
			}
			b.ReportAllocs()
			pairs := 0
			for b.Loop() {
				pairs = len(Overlaps(blocks))
			}
			b.ReportMetric(float64(pairs), "pairs")
		})
	}
}
