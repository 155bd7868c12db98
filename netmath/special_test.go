package netmath

import (
	"net/netip"
	"testing"
)

// For each predicate the first and last address of every block, and those just
// outside.
func TestSpecialAddresses(t *testing.T) {
	for _, c := range []struct {
		name    string
		is      func(netip.Addr) bool
		in, out []string
	}{
		{"rfc1918", IsRFC1918,
			[]string{"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"},
			[]string{"9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "fc00::", "::ffff:10.0.0.1"}},
		{"cgnat", IsSharedCGNAT, []string{"100.64.0.0", "100.127.255.255"}, []string{"100.63.255.255", "100.128.0.0", "10.0.0.1"}},
		{"link-local", IsLinkLocal, []string{"169.254.0.0", "169.254.169.254", "fe80::", "febf:ffff::"}, []string{"169.253.0.0", "169.255.0.0", "fec0::", "fe7f::"}},
		{"loopback", IsLoopback, []string{"127.0.0.1", "127.255.255.255", "::1"}, []string{"128.0.0.0", "::", "::2"}},
		{"multicast", IsMulticast, []string{"224.0.0.0", "239.255.255.255", "ff02::1"}, []string{"223.255.255.255", "240.0.0.0", "fe80::"}},
		{"ula", IsULA, []string{"fc00::", "fd12:3456::1"}, []string{"fbff::", "fe00::", "10.0.0.1"}},
	} {
		for _, a := range c.in {
			if !c.is(addr(a)) {
				t.Errorf("%s is not %s", a, c.name)
			}
		}
		for _, a := range c.out {
			if c.is(addr(a)) {
				t.Errorf("%s is %s", a, c.name)
			}
		}
	}
}

func TestInternet(t *testing.T) {
	for a, want := range map[string]bool{
		"1.0.0.0": true, "8.8.8.8": true, "203.0.113.7": true, "198.51.100.1": true, "192.0.2.1": true,
		"223.255.255.255": true, "0.0.0.1": false, "10.0.0.1": false, "100.64.0.1": false, "127.0.0.1": false,
		"169.254.169.254": false, "172.16.0.1": false, "192.168.0.1": false, "224.0.0.1": false,
		"255.255.255.255": false, "2001:db8::1": true, "2600::1": true, "::1": false, "fc00::1": false,
		"fe80::1": false, "ff02::1": false, "64:ff9b::1": false, "4000::": false,
	} {
		a := addr(a)
		if got := Internet(FamilyOf(a)).Contains(a); got != want {
			t.Errorf("%v on the internet: %v", a, got)
		}
	}
	if first, _ := Internet4().First(IPv4); first != addr("1.0.0.0") {
		t.Errorf("the internet starts at %v", first)
	}
	if Internet4().Intersects(Internet6()) || !Internet4().Of(IPv6).Empty() || !Internet6().Of(IPv4).Empty() {
		t.Error("the two internets are mixed up")
	}
	for _, private := range []AddrSet{RFC1918(), SharedCGNAT(), ULA()} {
		if private.Empty() || private.Intersects(Internet4().Union(Internet6())) {
			t.Errorf("%v is on the internet", private)
		}
	}
}

func TestNAT64(t *testing.T) {
	for v4, v6 := range map[string]string{
		"0.0.0.0": "64:ff9b::", "198.51.100.7": "64:ff9b::c633:6407", "255.255.255.255": "64:ff9b::ffff:ffff",
	} {
		if got := EmbedNAT64(addr(v4)); got != addr(v6) {
			t.Errorf("EmbedNAT64(%s) = %v, want %s", v4, got, v6)
		}
		if got, ok := ExtractNAT64(addr(v6)); !ok || got != addr(v4) {
			t.Errorf("ExtractNAT64(%s) = %v, %v, want %s", v6, got, ok, v4)
		}
	}
	for _, a := range []string{"64:ff9b::1:0:0", "64:ff9b:1::1", "2001:db8::1", "10.0.0.1"} {
		if got, ok := ExtractNAT64(addr(a)); ok {
			t.Errorf("ExtractNAT64(%s) = %v", a, got)
		}
	}
	if EmbedNAT64(addr("2001:db8::1")).IsValid() || EmbedNAT64(netip.Addr{}).IsValid() {
		t.Error("something that is not IPv4 was embedded")
	}
}
