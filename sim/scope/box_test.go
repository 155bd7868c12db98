package scope

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// TestSubtractTakesOutExactlyThePart holds subtraction to membership, point by point.
func TestSubtractTakesOutExactlyThePart(t *testing.T) {
	dice := rand.New(rand.NewPCG(4, 4))
	for range 2000 {
		outside := dice.IntN(3)
		a, b := randomBox(dice, outside), randomBox(dice, outside)
		left := a.subtract(&b)
		for range 40 {
			p := randomPoint(dice, outside)
			want, in := a.holds(&p) && !b.holds(&p), 0
			for i := range left {
				if left[i].holds(&p) {
					in++
				}
			}
			if in > 1 || (in == 1) != want {
				t.Fatalf("%+v without %+v: %+v is in %d of the pieces", a, b, p, in)
			}
		}
	}
}

// randomBox has no senders inside if outside is 1, no receivers if it is 2.
func randomBox(dice *rand.Rand, outside int) box {
	ids := func() []graph.InterfaceID {
		some := []graph.InterfaceID{}
		for id := range graph.InterfaceID(6) {
			if dice.IntN(2) == 0 {
				some = append(some, id)
			}
		}
		return some
	}
	span := func() netmath.Ports {
		lo := uint16(dice.IntN(8))
		return netmath.PortSpan(lo, lo+uint16(dice.IntN(8)))
	}
	b := box{from: ids(), to: ids(), src: span(), dst: span()}
	switch outside {
	case 1:
		b.from = nil
	case 2:
		b.to = nil
	}
	if outside > 0 {
		for range 3 {
			b.hosts = b.hosts.Union(netmath.AddrSetOf(netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(dice.IntN(8))}), 31).Masked()))
		}
	}
	return b
}

func randomPoint(dice *rand.Rand, outside int) box {
	b := box{
		from: []graph.InterfaceID{graph.InterfaceID(dice.IntN(6))}, to: []graph.InterfaceID{graph.InterfaceID(dice.IntN(6))},
		src: netmath.OnePort(uint16(dice.IntN(16))), dst: netmath.OnePort(uint16(dice.IntN(16))),
	}
	if outside > 0 {
		b.hosts = netmath.AddrSetOf(netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, 100, byte(dice.IntN(10))}), 32))
	}
	return b
}

// holds reports whether a point, a box of single members, is in a box.
func (a *box) holds(p *box) bool {
	return (a.from == nil || slices.Contains(a.from, p.from[0])) && (a.to == nil || slices.Contains(a.to, p.to[0])) &&
		(!a.outside() || a.hosts.Covers(p.hosts)) && a.src.Covers(p.src) && a.dst.Covers(p.dst)
}
