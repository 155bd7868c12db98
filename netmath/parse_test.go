package netmath

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
)

func TestParseAddrAccepts(t *testing.T) {
	for _, s := range []string{"0.0.0.0", "10.0.0.1", "255.255.255.255", "::", "2001:db8::1", "fe80::1"} {
		a, err := ParseAddr(s)
		if err != nil || a.String() != s {
			t.Errorf("ParseAddr(%q) = %v, %v", s, a, err)
		}
	}
}

// Each refusal names the value and says what to write. The first group is what a
// lenient parser would read as some other address.
func TestParseAddrRefuses(t *testing.T) {
	for _, c := range []struct{ in, says string }{
		{"10", "10.0.0.1 or"},
		{"10.1", "10.0.0.1 or"},
		{"010.0.0.1", "10.0.0.1 or"},
		{"10.0.0.*", "10.0.0.1 or"},
		{"10.0.0.0-255", "10.0.0.1 or"},
		{" 10.0.0.1", "10.0.0.1 or"},
		{"", "it is empty"},
		{"10.0.0.1/32", "without what follows the slash"},
		{"fe80::1%eth0", "write fe80::1"},
		{"::ffff:10.0.0.1", "write 10.0.0.1"},
		{"::ffff:10.0.0.1%eth0", "zone"},
	} {
		_, err := ParseAddr(c.in)
		wantParseError(t, err, c.in, c.says)
	}
}

func TestParsePrefixAccepts(t *testing.T) {
	for _, c := range []struct {
		in, want  string
		canonical bool
	}{
		{"10.0.0.0/16", "10.0.0.0/16", true},
		{"100.68.0.18/18", "100.68.0.0/18", false},
		{"10.0.0.5/32", "10.0.0.5/32", true},
		{"0.0.0.0/0", "0.0.0.0/0", true},
		{"1.2.3.4/0", "0.0.0.0/0", false},
		{"::/0", "::/0", true},
		{"2001:db8::1/56", "2001:db8::/56", false},
		{"2001:DB8:0::/56", "2001:db8::/56", true}, // spelling is no host bit
	} {
		p, canonical, err := ParsePrefix(c.in)
		if err != nil || p.String() != c.want || canonical != c.canonical {
			t.Errorf("ParsePrefix(%q) = %v, %v, %v, want %v, %v", c.in, p, canonical, err, c.want, c.canonical)
		}
	}
}

func TestParsePrefixRefuses(t *testing.T) {
	for _, c := range []struct{ in, says string }{
		{"", "it is empty"},
		{"10.0.0.0", "write 10.0.0.0/32"},
		{"2001:db8::", "write 2001:db8::/128"},
		{"10.0.0/8", `"10.0.0" is not an address`},
		{"10.0.0.0/33", "from 0 to 32"},
		{"2001:db8::/129", "from 0 to 128"},
		{"10.0.0.0/-1", "from 0 to 32"},
		{"10.0.0.0/08", "plain number"},
		{"10.0.0.0/255.0.0.0", "plain number"},
		{"10.0.0.0/", "plain number"},
		{"10.0.0.0/8/8", "plain number"},
		{"fe80::1%eth0/64", "leave out %eth0"},
		{"::ffff:10.1.2.3/104", "write 10.0.0.0/8"},
		{"::ffff:10.1.2.3/64", "write the IPv4 block"},
		{"web-servers", "is not an address"},
	} {
		_, _, err := ParsePrefix(c.in)
		wantParseError(t, err, c.in, c.says)
	}
}

func wantParseError(t *testing.T, err error, value, says string) {
	t.Helper()
	var e *ParseError
	if !errors.As(err, &e) {
		t.Errorf("%q: error is %v, want a ParseError", value, err)
		return
	}
	if e.Value != value || e.Remedy == "" || !strings.Contains(e.Error(), says) {
		t.Errorf("%q: error %q does not say %q", value, e, says)
	}
}

func TestFirstLast(t *testing.T) {
	for _, c := range []struct{ in, first, last string }{
		{"10.1.2.3/16", "10.1.0.0", "10.1.255.255"},
		{"10.1.2.3/32", "10.1.2.3", "10.1.2.3"},
		{"10.1.2.3/0", "0.0.0.0", "255.255.255.255"},
		{"10.1.2.3/31", "10.1.2.2", "10.1.2.3"},
		{"2001:db8::1/56", "2001:db8::", "2001:db8:0:ff:ffff:ffff:ffff:ffff"},
		{"2001:db8::1/64", "2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"},
		{"2001:db8::1/65", "2001:db8::", "2001:db8::7fff:ffff:ffff:ffff"},
		{"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
	} {
		p := netip.MustParsePrefix(c.in)
		if First(p).String() != c.first || Last(p).String() != c.last {
			t.Errorf("%v is %v to %v, want %v to %v", p, First(p), Last(p), c.first, c.last)
		}
	}
	if First(netip.Prefix{}).IsValid() || Last(netip.Prefix{}).IsValid() {
		t.Error("the zero Prefix has a first or last address")
	}
}

func TestProtocol(t *testing.T) {
	for _, c := range []struct {
		in, name string
		number   Protocol
	}{
		{"tcp", "tcp", 6}, {"TCP", "tcp", 6}, {"6", "tcp", 6}, {"udp", "udp", 17},
		{"icmp", "icmp", 1}, {"icmpv6", "icmpv6", 58}, {"ICMPv6", "icmpv6", 58},
		{"icmp6", "icmpv6", 58}, {"58", "icmpv6", 58}, {"gre", "gre", 47},
		{"esp", "esp", 50}, {"ah", "ah", 51}, {"sctp", "sctp", 132},
		{"0", "0", 0}, {"99", "99", 99}, {"255", "255", 255},
	} {
		p, err := ParseProtocol(c.in)
		if err != nil || p != c.number || p.String() != c.name {
			t.Errorf("ParseProtocol(%q) = %d (%v), %v, want %d (%s)", c.in, uint8(p), p, err, uint8(c.number), c.name)
		}
	}
	for _, s := range []string{"", "-1", "256", "06", "+6", "0x6", "all", "tcp ", "http"} {
		_, err := ParseProtocol(s)
		wantParseError(t, err, s, "IANA number from 0 to 255")
	}
}

// Every number survives being printed and read.
func TestProtocolRoundTrip(t *testing.T) {
	for n := range 256 {
		p, err := ParseProtocol(Protocol(n).String())
		if err != nil || int(p) != n {
			t.Errorf("%d prints as %v, which reads as %d, %v", n, Protocol(n), uint8(p), err)
		}
		if p.HasPorts() && p.IsICMP() {
			t.Errorf("%v has both ports and ICMP types", p)
		}
	}
	if !TCP.HasPorts() || !UDP.HasPorts() || ICMP.HasPorts() || GRE.HasPorts() {
		t.Error("HasPorts is wrong for tcp, udp, icmp or gre")
	}
	if !ICMP.IsICMP() || !ICMPv6.IsICMP() || TCP.IsICMP() {
		t.Error("IsICMP is wrong for icmp, icmpv6 or tcp")
	}
}

func TestFamily(t *testing.T) {
	for _, c := range []struct {
		addr, name string
		want       Family
		bits       int
	}{
		{"10.0.0.1", "ipv4", IPv4, 32},
		{"2001:db8::1", "ipv6", IPv6, 128},
		{"::ffff:10.0.0.1", "ipv6", IPv6, 128},
	} {
		f := FamilyOf(netip.MustParseAddr(c.addr))
		if f != c.want || f.String() != c.name || f.Bits() != c.bits {
			t.Errorf("%s is %v of %d bits, want %v", c.addr, f, f.Bits(), c.want)
		}
	}
}

// What ParsePrefix accepts is what it prints, and agrees with net/netip.
func FuzzParsePrefix(f *testing.F) {
	for _, s := range []string{"10.0.0.0/8", "100.68.0.18/18", "::ffff:1.2.3.4/100", "::/0", "fe80::%1/64", "1.2.3.4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, canonical, err := ParsePrefix(s)
		if err != nil {
			wantParseError(t, err, s, "usable")
			return
		}
		written := netip.MustParsePrefix(s)
		if p != written.Masked() || canonical != (p == written) || p.Addr().Is4In6() {
			t.Errorf("ParsePrefix(%q) = %v, %v", s, p, canonical)
		}
		again, canonical, err := ParsePrefix(p.String())
		if err != nil || again != p || !canonical {
			t.Errorf("%v reads as %v, %v, %v", p, again, canonical, err)
		}
		if !p.Contains(First(p)) || !p.Contains(Last(p)) || p.Contains(Last(p).Next()) || p.Contains(First(p).Prev()) {
			t.Errorf("%v: First %v, Last %v", p, First(p), Last(p))
		}
	})
}
