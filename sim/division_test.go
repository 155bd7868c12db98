package sim

import (
	"math/rand/v2"
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestDivisions asks again and again for the parts of a set along some of a few prefixes, in any order: they are what they are by themselves, and
// each host lies in one.
func TestDivisions(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	spaces := []netmath.AddrSet{
		netmath.Internet(netmath.IPv4),
		netmath.AddrSetOf(netip.MustParsePrefix("8.0.0.0/6")).Subtract(netmath.AddrSetOf(netip.MustParsePrefix("9.9.0.0/16"))),
	}
	g, _ := graph.Compile(&topology.Snapshot{}, graph.Options{})
	tracer := NewTracer(g)
	for range 500 {
		space := spaces[r.IntN(len(spaces))]
		var along []netip.Prefix
		for range r.IntN(4) {
			a := netip.AddrFrom4([4]byte{byte(8 + r.IntN(3)), byte(9 * r.IntN(2)), byte(r.IntN(2)), 0})
			along = append(along, netip.PrefixFrom(a, 8*(1+r.IntN(3))).Masked())
		}
		d := tracer.spaceOf(space, netmath.IPv4).divisions.along(space, along)
		want := shares(space, longestFirst(along))
		if len(d.parts) != len(want) {
			t.Fatalf("%v: %d parts, want %d", along, len(d.parts), len(want))
		}
		var all netmath.AddrSet
		var numbers []int
		for i := range want {
			if !d.parts[i].Equal(want[i]) || all.Intersects(want[i]) {
				t.Fatalf("%v: part %d differs, or lies in another", along, i)
			}
			all, numbers = all.Union(want[i]), append(numbers, i)
		}
		if !all.Equal(space) || !d.union(numbers).Equal(space) {
			t.Fatalf("%v: the parts are not the whole", along)
		}
		if odd := numbers[:1+r.IntN(len(numbers))]; !d.union(odd).Equal(d.union(append([]int{}, odd...))) || len(odd) == 1 && !d.union(odd).Equal(want[0]) {
			t.Fatalf("%v: the union of %v differs", along, odd)
		}
	}
}
