package netmath

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

// TestRangeMapFromStarts looks addresses up in the starts one by one.
func TestRangeMapFromStarts(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 600 {
		f := Families[r.IntN(2)]
		starts := slices.SortedFunc(slices.Values(probes(append(randomSteps(r), randomSteps(r)...)...)), netip.Addr.Compare)
		starts = slices.Compact(slices.DeleteFunc(starts, func(a netip.Addr) bool { return FamilyOf(a) != f || r.IntN(3) == 0 }))
		values := make([]uint32, len(starts))
		for i := range values {
			values[i] = uint32(r.IntN(3))
		}
		m := RangeMapFrom(f, starts, values)
		wantSegments(t, m)
		for _, a := range append(probes(randomSteps(r)...), starts...) {
			want := uint32(0)
			for i := range starts {
				if FamilyOf(a) == f && starts[i].Compare(a) <= 0 {
					want = values[i]
				}
			}
			if got := m.At(a); got != want {
				t.Fatalf("%d at %v, want %d: starts %v, values %v", got, a, want, starts, values)
			}
		}
	}
}

// TestRangeMapFromIsOneOfMany holds maps that were put together differently to be equal.
func TestRangeMapFromIsOneOfMany(t *testing.T) {
	all := []netip.Addr{addr("0.0.0.0"), addr("10.0.0.0"), addr("10.0.1.0")}
	for _, c := range []struct {
		starts []netip.Addr
		values []uint32
		want   RangeMap
	}{
		{nil, nil, RangeMap{}},
		{all, []uint32{0, 0, 0}, RangeMap{}},
		{all, []uint32{7, 7, 7}, RangeMapOf(IPv4, AllAddrs(IPv4), 7)},
		{all, []uint32{0, 7, 0}, RangeMapOf(IPv4, AddrSetOf(pfx("10.0.0.0/24")), 7)},
		{all[1:], []uint32{7, 0}, RangeMapOf(IPv4, AddrSetOf(pfx("10.0.0.0/24")), 7)},
		{[]netip.Addr{addr("255.255.255.255")}, []uint32{7}, RangeMapOf(IPv4, AddrSetOf(pfx("255.255.255.255/32")), 7)},
	} {
		if got := RangeMapFrom(IPv4, c.starts, c.values); !got.Equal(c.want) {
			t.Errorf("%v, %v: %v, want %v", c.starts, c.values, got, c.want)
		}
	}
}
