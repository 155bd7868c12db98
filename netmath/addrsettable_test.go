package netmath

import (
	"math/rand/v2"
	"net/netip"
	"testing"
)

// Sets have equal numbers exactly if they are equal, and have in common what Intersect of the sets says.
func TestAddrSetTableNumbersEqualSetsAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	table := NewAddrSetTable()
	var sets []AddrSet
	for range 200 {
		var b AddrSetBuilder
		for range r.IntN(4) {
			v4, v6 := netip.AddrFrom4([4]byte{10, 0, 0, byte(r.IntN(8))}), netip.AddrFrom16([16]byte{0xfd, 15: byte(r.IntN(8))})
			b.Add(netip.PrefixFrom([]netip.Addr{v4, v6}[r.IntN(2)], 24+r.IntN(9)))
		}
		sets = append(sets, b.Set())
	}
	for _, a := range sets {
		n := table.Number(a)
		if !table.Set(n).Equal(a) {
			t.Fatalf("the set of the number of %v is %v", a, table.Set(n))
		}
		for _, b := range sets {
			m := table.Number(b)
			if (n == m) != a.Equal(b) {
				t.Fatalf("numbers %d and %d of %v and %v", n, m, a, b)
			}
			if both := table.Set(table.Intersect(n, m)); !both.Equal(a.Intersect(b)) {
				t.Fatalf("%v and %v have in common %v", a, b, both)
			}
		}
	}
}
