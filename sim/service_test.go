package sim

import (
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
)

func TestParseServiceReadsWhatPeopleWrite(t *testing.T) {
	echo, echo6 := netmath.OnePort(8<<8), netmath.OnePort(128<<8)
	for _, c := range []struct {
		text     string
		protocol netmath.Protocol
		ports    netmath.Ports
	}{
		{"tcp/443", netmath.TCP, netmath.OnePort(443)},
		{"TCP/443", netmath.TCP, netmath.OnePort(443)},
		{"tcp/0", netmath.TCP, netmath.OnePort(0)},
		{"tcp/8000-8100", netmath.TCP, netmath.PortSpan(8000, 8100)},
		{"tcp/80,443", netmath.TCP, netmath.PortsOf(netmath.PortRange{Lo: 80, Hi: 80}, netmath.PortRange{Lo: 443, Hi: 443})},
		{"tcp/443,80-90", netmath.TCP, netmath.PortsOf(netmath.PortRange{Lo: 80, Hi: 90}, netmath.PortRange{Lo: 443, Hi: 443})},
		{"tcp", netmath.TCP, netmath.AllPorts()},
		{"6", netmath.TCP, netmath.AllPorts()},
		{"6/443", netmath.TCP, netmath.OnePort(443)},
		{"udp/53", netmath.UDP, netmath.OnePort(53)},
		{"icmp", netmath.ICMP, echo},
		{"1", netmath.ICMP, echo},
		{"icmp/8", netmath.ICMP, echo},
		{"icmp/8/0", netmath.ICMP, echo},
		{"icmp/3", netmath.ICMP, netmath.PortSpan(3<<8, 3<<8|255)},
		{"icmp/3/4", netmath.ICMP, netmath.OnePort(3<<8 | 4)},
		{"icmp/all", netmath.ICMP, netmath.AllPorts()},
		{"icmpv6", netmath.ICMPv6, echo6},
		{"icmpv6/128", netmath.ICMPv6, echo6},
		{"icmpv6/1", netmath.ICMPv6, netmath.PortSpan(1<<8, 1<<8|255)},
		{"47", netmath.GRE, netmath.AllPorts()},
		{"gre", netmath.GRE, netmath.AllPorts()},
		{"esp", netmath.ESP, netmath.AllPorts()},
		{"protocol/80", netmath.Protocol(80), netmath.AllPorts()},
		{"https", netmath.TCP, netmath.OnePort(443)},
		{"SSH", netmath.TCP, netmath.OnePort(22)},
		{"postgres", netmath.TCP, netmath.OnePort(5432)},
		{"dns", netmath.UDP, netmath.OnePort(53)},
	} {
		got, err := ParseService(c.text)
		if err != nil || got.All || got.Text != c.text || got.Protocol != c.protocol || !got.Ports.Equal(c.ports) {
			t.Errorf("ParseService(%q) = %v %v, %v; want %v %v", c.text, got.Protocol, got.Ports, err, c.protocol, c.ports)
		}
	}
}

func TestParseServiceAllIsEverything(t *testing.T) {
	got, err := ParseService("all")
	if err != nil || !got.All {
		t.Errorf("ParseService(all) = %+v, %v", got, err)
	}
}

func TestParseServiceRefusesSlips(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", "neither a protocol nor a service"},
		{"tcp/", "a port is missing"},
		{"tcp/65536", `"65536" is not a port`},
		{"tcp/-1", "a port is missing"},
		{"tcp/0443", `"0443" is not a port`},
		{"tcp/ 443", `" 443" is not a port`},
		{"tcp/90-80", "runs backwards"},
		{"tcp/80,,443", "a port is missing"},
		{"tcp/443/1", "is not a port"},
		{"tpc/443", `did you mean "tcp"?`},
		{"htps", `did you mean "https"?`},
		{"postgress", `did you mean "postgres"?`},
		{"tcp:5432", `did you mean "tcp/5432"?`},
		{"UDP-53", `did you mean "udp/53"?`},
		{"5432/tcp", `did you mean "tcp/5432"?`},
		{"tcp/postgres", `did you mean "postgres"?`},
		{"443", "for a port write tcp/443"},
		{"80", "write tcp/80 or udp/80"},
		{"https/8443", "write tcp/ and the ports"},
		{"gre/1", "gre has no ports"},
		{"icmp/256", "is not an ICMP type"},
		{"icmp/3/256", "is not an ICMP code"},
		{"icmp/3/4/5", "is not an ICMP code"},
		{"all/443", "neither a protocol"},
		{"protocol/256", "is no protocol"},
	} {
		got, err := ParseService(c.text)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("ParseService(%q) = %+v, %v; want an error that says %q", c.text, got, err, c.says)
		}
	}
}

func TestServiceNamesAllParse(t *testing.T) {
	for _, n := range ServiceNames() {
		byName, err := ParseService(n.Name)
		byPort, err2 := ParseService(n.Means)
		if err != nil || err2 != nil || byName.Protocol != byPort.Protocol || !byName.Ports.Equal(byPort.Ports) {
			t.Errorf("%s is %+v (%v), and %s is %+v (%v)", n.Name, byName, err, n.Means, byPort, err2)
		}
	}
}

func TestNearest(t *testing.T) {
	words := []string{"orders-db", "web-1", "web-2", "bastion"}
	for _, c := range []struct{ typed, want string }{
		{"order-db", "orders-db"}, {"wbe-1", "web-1"}, {"web-3", "web-1"}, {"bastoin", "bastion"},
		{"completely-different", ""}, {"", ""},
	} {
		if got, _ := Nearest(c.typed, words); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.typed, got, c.want)
		}
	}
}

// FuzzParseService: whatever is accepted says something about ports, and errors name the value.
func FuzzParseService(f *testing.F) {
	for _, s := range []string{"tcp/443", "icmp/3/4", "all", "protocol/80", "https", "6/1-2,3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := ParseService(s)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		if got.Text != s || got.Ports.Empty() {
			t.Errorf("ParseService(%q) = %+v", s, got)
		}
	})
}
