package reach

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
)

// Parts of the address space come in order without gaps, and have the number of the smallest block around them.
func TestCellsOf(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		blocks := sortedBlocks(randomBlocks(r))
		next := netmath.First(wholeSpace[netmath.IPv4])
		for cell, part := range cellsOf(blocks, netmath.IPv4) {
			if part.Lo != next || part.Hi.Less(part.Lo) {
				t.Fatalf("%v: part %v-%v does not begin at %v", blocks, part.Lo, part.Hi, next)
			}
			next = part.Hi.Next()
			for _, a := range []netip.Addr{part.Lo, part.Hi} {
				if want := smallestAround(blocks, a); cell != want {
					t.Fatalf("%v: %v is in part %d, want %d", blocks, a, cell, want)
				}
			}
		}
		if next.IsValid() {
			t.Fatalf("%v: the parts end before %v", blocks, next)
		}
	}
}

// randomBlocks are few, in each other, beside each other, at both ends of the space, or all of it.
func randomBlocks(r *rand.Rand) []netip.Prefix {
	blocks := make([]netip.Prefix, r.IntN(6))
	for i := range blocks {
		ends := [...]byte{0, 1, 64, 128, 254, 255}
		a := netip.AddrFrom4([4]byte{ends[r.IntN(6)], ends[r.IntN(6)], 0, ends[r.IntN(6)]})
		blocks[i], _ = a.Prefix([...]int{0, 1, 8, 9, 15, 16, 31, 32}[r.IntN(8)])
	}
	return blocks
}

func smallestAround(blocks []netip.Prefix, a netip.Addr) int {
	found := 0
	for i, b := range blocks {
		if b.Contains(a) && (found == 0 || b.Bits() > blocks[found-1].Bits()) {
			found = i + 1
		}
	}
	return found
}
