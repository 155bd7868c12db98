package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

func TestServicesAreWrittenAsTheyAreAsked(t *testing.T) {
	any := netmath.PortSpan(1024, 65535)
	lane := func(dst netmath.Ports, ps ...netmath.Protocol) reach.Lane {
		return reach.Lane{Protocols: ps, Pairs: []sim.PortPair{{SrcPorts: any, DstPorts: dst}}}
	}
	messages := func(p netmath.Protocol, set netmath.Ports) reach.Lane {
		return reach.Lane{Protocols: []netmath.Protocol{p}, Pairs: []sim.PortPair{{DstPorts: set}}}
	}
	others := lane(netmath.AllPorts())
	others.Others = true
	late := lane(netmath.OnePort(22), netmath.TCP)
	late.Pairs[0].SrcPorts = netmath.PortSpan(32768, 65535)
	for want, lanes := range map[string][]reach.Lane{
		"tcp/80,8000-8100":             {lane(netmath.PortsOf(netmath.PortRange{Lo: 80, Hi: 80}, netmath.PortRange{Lo: 8000, Hi: 8100}), netmath.TCP)},
		"tcp udp icmp/all gre":         {messages(netmath.ICMP, netmath.AllPorts()), lane(netmath.AllPorts(), netmath.GRE, netmath.TCP, netmath.UDP)},
		"tcp other protocols":          {others, lane(netmath.AllPorts(), netmath.TCP)},
		"protocol/200":                 {lane(netmath.AllPorts(), 200)},
		"icmp/8":                       {messages(netmath.ICMP, netmath.OnePort(netmath.ICMPMessage(8, 0)))},
		"icmp/3/4":                     {messages(netmath.ICMP, netmath.OnePort(netmath.ICMPMessage(3, 4)))},
		"icmp/3":                       {messages(netmath.ICMP, netmath.ICMPType(3))},
		"icmp/0/0":                     {messages(netmath.ICMP, netmath.OnePort(0))},
		"icmpv6/128":                   {messages(netmath.ICMPv6, netmath.OnePort(netmath.ICMPMessage(128, 0)))},
		"icmp/0-7 icmp/9-255":          {messages(netmath.ICMP, netmath.ICMPType(8).Complement())},
		"tcp/22 from port 32768-65535": {late},
	} {
		if got := strings.Join(services(&reach.Share{Lanes: lanes}, any), " "); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := services(&reach.Share{All: true, Lanes: []reach.Lane{others}}, any); !slices.Equal(got, []string{"all"}) {
		t.Errorf("everything is %q", got)
	}
}

// TestICMPMessagesDivideSetsExactly puts the messages together again.
func TestICMPMessagesDivideSetsExactly(t *testing.T) {
	for _, set := range []netmath.Ports{
		netmath.PortSpan(0x0305, 0x0803), netmath.PortSpan(0, 0xffff), netmath.PortSpan(0x0300, 0x04ff), netmath.PortSpan(0x0300, 0x0400),
		netmath.PortsOf(netmath.PortRange{Lo: 0x03ff, Hi: 0x0500}, netmath.PortRange{Lo: 0xff00, Hi: 0xffff}),
	} {
		var sum netmath.Ports
		for _, m := range icmpMessages(set) {
			types, err := sim.ParsePorts(string(m.types))
			if err != nil {
				t.Fatal(err)
			}
			codes, err := sim.ParsePorts(string(m.codes))
			if err != nil {
				t.Fatal(err)
			}
			for typ := range types.Ranges() {
				for n := int(typ.Lo); n <= int(typ.Hi); n++ {
					for c := range codes.Ranges() {
						sum = sum.Union(netmath.PortSpan(netmath.ICMPMessage(uint8(n), uint8(c.Lo)), netmath.ICMPMessage(uint8(n), uint8(c.Hi))))
					}
				}
			}
		}
		if !sum.Equal(set) {
			t.Errorf("%v became %v", set, sum)
		}
	}
}

func TestQuotedIsOneWordOfAShell(t *testing.T) {
	for word, want := range map[string]string{"web-1": "web-1", "a b": "'a b'", "it's": `'it'\''s'`, "": "''", "!x": "'!x'", "#1": "'#1'", "~": "'~'", `a\,b`: `'a\,b'`} {
		if got := Quoted(word); got != want {
			t.Errorf("Quoted(%q) = %s, want %s", word, got, want)
		}
	}
}
