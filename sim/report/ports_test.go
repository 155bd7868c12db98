package report

import (
	"encoding/json"
	"testing"

	"github.com/dryhop/dryhop/netmath"
)

func TestPortsInJSON(t *testing.T) {
	for ports, want := range map[Ports]string{
		"": "null", "443": "443", "0": "0", "1024-65535": `"1024-65535"`, "80,443": `"80,443"`,
	} {
		if got, err := json.Marshal(ports); string(got) != want || err != nil {
			t.Errorf("%q is %s, %v; want %s", ports, got, err, want)
		}
	}
}

func TestICMPTypesAndCodes(t *testing.T) {
	for _, c := range []struct {
		messages    netmath.Ports
		types, code Ports
		text        string
	}{
		{netmath.OnePort(netmath.ICMPMessage(8, 0)), "8", "0", "8/0"},
		{netmath.OnePort(netmath.ICMPMessage(3, 4)), "3", "4", "3/4"},
		{netmath.ICMPType(3), "3", "0-255", "3"},
		{netmath.AllPorts(), "0-255", "0-255", "all"},
		{netmath.ICMPType(3).Union(netmath.ICMPType(11)), "3,11", "0-255", "3,11"},
		{netmath.ICMPType(3).Subtract(netmath.OnePort(netmath.ICMPMessage(3, 4))), "3", "0-3,5-255", "3/0-3,5-255"},
		{netmath.Ports{}, "", "", "none"},
	} {
		types, codes := icmpOf(c.messages)
		if types != c.types || codes != c.code {
			t.Errorf("icmpOf(%v) = %q, %q; want %q, %q", c.messages, types, codes, c.types, c.code)
		}
		if got := PortsText(netmath.ICMP, c.messages); got != c.text {
			t.Errorf("PortsText(icmp, %v) = %q, want %q", c.messages, got, c.text)
		}
	}
}

func TestPortsText(t *testing.T) {
	for want, ports := range map[string]netmath.Ports{
		"none": {}, "all": netmath.AllPorts(), "443": netmath.OnePort(443), "1024-65535": netmath.PortSpan(1024, 65535),
	} {
		if got := PortsText(netmath.TCP, ports); got != want {
			t.Errorf("PortsText(tcp, %v) = %q, want %q", ports, got, want)
		}
	}
}
