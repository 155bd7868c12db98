package netmath

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

func TestBlocksByHand(t *testing.T) {
	p := netip.MustParsePrefix
	for _, c := range []struct{ a, b, want string }{
		{"10.0.4.0/24", "10.0.7.0/24", "10.0.4.0/22"},
		{"10.0.4.9/24", "10.0.4.200/25", "10.0.4.0/24"},
		{"10.0.0.1/32", "10.0.0.1/32", "10.0.0.1/32"},
		{"0.0.0.0/1", "128.0.0.0/1", "0.0.0.0/0"},
		{"2001:db8::/64", "2001:db8:0:ff::/64", "2001:db8::/56"},
	} {
		if got := Cover(p(c.a), p(c.b)); got != p(c.want) {
			t.Errorf("Cover(%s, %s) = %v, want %s", c.a, c.b, got, c.want)
		}
	}
	for block, want := range map[string]string{
		"10.1.0.0/16": "1.10.in-addr.arpa", "10.1.2.0/23": "2.1.10.in-addr.arpa", "2001:db8::/32": "8.b.d.0.1.0.0.2.ip6.arpa",
	} {
		if got := ReverseName(p(block)); got != want {
			t.Errorf("ReverseName(%s) = %s, want %s", block, got, want)
		}
	}
	if got, ok := Neighbour(p("10.0.0.0/24"), -1); !ok || got != p("9.255.255.0/24") {
		t.Errorf("the block before 10.0.0.0/24 is %v", got)
	}
	for _, edge := range []struct {
		block string
		by    int64
	}{{"0.0.0.0/8", -1}, {"255.0.0.0/8", 1}, {"::/0", 1}, {"ffff::/16", 1}} {
		if got, ok := Neighbour(p(edge.block), edge.by); ok {
			t.Errorf("%s has a neighbour %v", edge.block, got)
		}
	}
}

func TestCoverOfOddBlocks(t *testing.T) {
	four, six := netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::/8")
	for _, pair := range [][2]netip.Prefix{{four, six}, {four, {}}, {{}, six}} {
		if got := Cover(pair[0], pair[1]); got.IsValid() {
			t.Errorf("Cover(%v, %v) = %v", pair[0], pair[1], got)
		}
	}
}

// TestBlocksFitTogether holds the functions against each other on random blocks of both families.
func TestBlocksFitTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		f := Families[r.IntN(2)]
		n := uint128{r.Uint64(), r.Uint64()}
		if f == IPv4 {
			n = uint128{lo: uint64(r.Uint32())}
		}
		p := netip.PrefixFrom(n.address(f), r.IntN(f.Bits()+1)).Masked()
		low, high, ok := Halves(p)
		if ok != (p.Bits() < f.Bits()) || ok && (Cover(low, high) != p || First(low) != First(p) || Last(high) != Last(p)) {
			t.Fatalf("%v has the halves %v and %v", p, low, high)
		}
		if next, ok := Neighbour(p, 1); ok && (next.Bits() != p.Bits() || numberOf(First(next)) != numberOf(Last(p)).next()) {
			t.Fatalf("after %v comes %v", p, next)
		}
		if bits := p.Bits() + r.IntN(10); bits <= f.Bits() {
			last := CountIn(p, bits).Int64() - 1
			if b, ok := Nth(p, bits, last); !ok || Last(b) != Last(p) {
				t.Fatalf("the last /%d of %v is %v", bits, p, b)
			}
			if b, ok := Nth(p, bits, last+1); ok {
				t.Fatalf("%v has one /%d too many: %v", p, bits, b)
			}
		}
	}
}
