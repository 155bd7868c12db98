package netmath

import (
	"net/netip"
	"slices"
	"testing"
)

func TestAddrRange(t *testing.T) {
	for _, c := range []struct{ lo, hi, str, size string }{
		{"10.0.0.5", "10.0.0.9", "10.0.0.5-10.0.0.9", "5"},
		{"10.0.0.5", "10.0.0.5", "10.0.0.5", "1"},
		{"::ffff:ffff:ffff:ffff", "0:0:0:1::", "::ffff:ffff:ffff:ffff-0:0:0:1::", "2"},
		{"0.0.0.0", "255.255.255.255", "0.0.0.0-255.255.255.255", "4294967296"},
		{"::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
			"340282366920938463463374607431768211456"},
	} {
		r := AddrRange{addr(c.lo), addr(c.hi)}
		if !r.Valid() || r.String() != c.str || r.Size().String() != c.size {
			t.Errorf("%v: valid %v, size %v", r, r.Valid(), r.Size())
		}
	}
	for _, r := range []AddrRange{
		{}, {addr("10.0.0.2"), addr("10.0.0.1")}, {addr("10.0.0.1"), addr("::1")},
		{addr("10.0.0.1"), netip.Addr{}}, {addr("fe80::1%a"), addr("fe80::2%a")},
		{addr("::ffff:1.2.3.4"), addr("1.2.3.4")},
	} {
		if r.Valid() || r.Size().Sign() != 0 || slices.Collect(r.Prefixes()) != nil {
			t.Errorf("%v counts as a range", r)
		}
	}
}

// slowCover is the smallest list of blocks, found by halving: a block that lies
// in the range whole is taken, one that lies outside is dropped.
func slowCover(r AddrRange, p netip.Prefix) []netip.Prefix {
	first, last := First(p), Last(p)
	switch {
	case last.Less(r.Lo) || r.Hi.Less(first):
		return nil
	case !first.Less(r.Lo) && !r.Hi.Less(last):
		return []netip.Prefix{p}
	}
	low := netip.PrefixFrom(first, p.Bits()+1)
	high := netip.PrefixFrom(Last(low).Next(), p.Bits()+1)
	return append(slowCover(r, low), slowCover(r, high)...)
}

// Every range inside 32 addresses, at the ends of the lines and where the two
// halves of an IPv6 address meet.
func TestPrefixesAgainstHalving(t *testing.T) {
	for _, start := range []string{
		"0.0.0.0", "255.255.255.224", "10.0.0.240", "::", "2001:db8::ffff:ffff:ffff:fff0",
		"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffe0",
	} {
		all := netip.PrefixFrom(addr(start), 0).Masked()
		for lo, i := addr(start), 0; i < 32; lo, i = lo.Next(), i+1 {
			for hi, j := lo, i; j < 32; hi, j = hi.Next(), j+1 {
				r := AddrRange{lo, hi}
				got, want := slices.Collect(r.Prefixes()), slowCover(r, all)
				if !slices.Equal(got, want) {
					t.Fatalf("%v is %v, want %v", r, got, want)
				}
			}
		}
	}
}

// A range that is as awkward as can be has two blocks a bit.
func TestPrefixesOfTheLongestCover(t *testing.T) {
	r := AddrRange{addr("::1"), Last(pfx("::/0")).Prev()}
	got := slices.Collect(r.Prefixes())
	if want := slowCover(r, pfx("::/0")); len(got) != 254 || !slices.Equal(got, want) {
		t.Errorf("%d blocks, want 254", len(got))
	}
}
