package netmath

import (
	"strconv"
	"strings"
)

// Protocol is what an IP header carries, by its IANA number.
type Protocol uint8

const (
	ICMP    Protocol = 1
	IGMP    Protocol = 2
	IPIP    Protocol = 4
	TCP     Protocol = 6
	UDP     Protocol = 17
	DCCP    Protocol = 33
	GRE     Protocol = 47
	ESP     Protocol = 50
	AH      Protocol = 51
	ICMPv6  Protocol = 58
	EIGRP   Protocol = 88
	OSPF    Protocol = 89
	PIM     Protocol = 103
	VRRP    Protocol = 112
	SCTP    Protocol = 132
	UDPLite Protocol = 136
)

// protocolNames holds the name each protocol is printed with; all the others
// are printed as numbers.
var protocolNames = map[Protocol]string{
	ICMP: "icmp", IGMP: "igmp", IPIP: "ipip", TCP: "tcp", UDP: "udp",
	DCCP: "dccp", GRE: "gre", ESP: "esp", AH: "ah", ICMPv6: "icmpv6",
	EIGRP: "eigrp", OSPF: "ospf", PIM: "pim", VRRP: "vrrp", SCTP: "sctp",
	UDPLite: "udplite",
}

// protocolsByName is protocolNames turned round, and the other spellings people use.
var protocolsByName = func() map[string]Protocol {
	m := map[string]Protocol{"icmp6": ICMPv6, "ipv6-icmp": ICMPv6, "udp-lite": UDPLite}
	for p, name := range protocolNames {
		m[name] = p
	}
	return m
}()

// String is the usual name in lower case ("tcp", "icmpv6", "gre"), else the number.
func (p Protocol) String() string {
	if name, ok := protocolNames[p]; ok {
		return name
	}
	return strconv.Itoa(int(p))
}

// ParseProtocol reads a name, in any case, or a number from 0 to 255. "all" and
// "-1" are not protocols: whoever has a word for every protocol handles it first.
func ParseProtocol(s string) (Protocol, error) {
	if p, ok := protocolsByName[strings.ToLower(s)]; ok {
		return p, nil
	}
	// "06" and "0x6" are refused: they are more likely slips than protocols.
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, &ParseError{
			Kind: "protocol", Value: s,
			Problem: "it is neither a known name nor a number",
			Remedy:  "use tcp, udp, icmp, icmpv6 or an IANA number from 0 to 255",
		}
	}
	return Protocol(n), nil
}

// HasPorts reports whether the protocol's own header has port numbers. That is a
// fact about the protocol; a filter may still be unable to match on them.
func (p Protocol) HasPorts() bool {
	switch p {
	case TCP, UDP, DCCP, SCTP, UDPLite:
		return true
	}
	return false
}

// IsICMP reports whether the protocol is the control protocol of either family,
// whose messages have a type and a code in the place of ports.
func (p Protocol) IsICMP() bool {
	return p == ICMP || p == ICMPv6
}
