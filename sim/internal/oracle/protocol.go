package oracle

import (
	"net/netip"
	"strconv"
)

// direction of a packet as a filter sees it.
type direction bool

const (
	ingress direction = false
	egress  direction = true
)

func (d direction) String() string {
	if d == egress {
		return "egress"
	}
	return "ingress"
}

var protocolNumbers = map[string]int{"tcp": protoTCP, "udp": protoUDP, "icmp": protoICMP, "icmpv6": protoICMPv6, "all": anyProtocol}

const (
	anyProtocol     = -1
	unreadProtocol  = -2
	highestProtocol = 255
	anyTypeOrCode   = -1
	firstNatPort    = 1024 // R3.7
	lastPort        = 65535
)

// protocolNumber reads "-1", a name or a number (R4.3, R5.5).
func protocolNumber(text string) int {
	if n, named := protocolNumbers[text]; named {
		return n
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < anyProtocol || n > highestProtocol {
		return unreadProtocol
	}
	return n
}

// numbers are what a rule has beside its protocol: a port range, or an ICMP type and code; nil where it has none.
type numbers struct{ from, to *int32 }

// serviceMatches tells whether a rule's protocol and numbers fit a packet. The port is the destination port in both
// directions (R4.2, R5.4). A TCP or UDP rule without ports cannot be read.
func serviceMatches(protocol int, n numbers, p packet) truth {
	switch protocol {
	case anyProtocol:
		return yes
	case unreadProtocol:
		return maybe
	}
	if protocol != int(p.proto) {
		return no
	}
	switch {
	case p.hasPorts():
		return n.holdPort(p.dport)
	case p.isICMP():
		return truthOf(fits(n.from, p.icmpType) && fits(n.to, p.icmpCode))
	}
	return yes
}

func (n numbers) holdPort(port uint16) truth {
	if n.from == nil || n.to == nil {
		return maybe
	}
	return truthOf(*n.from <= int32(port) && int32(port) <= *n.to)
}

// fits reads -1, or nothing, as all types or codes.
func fits(wanted *int32, got uint8) bool {
	return wanted == nil || *wanted == anyTypeOrCode || *wanted == int32(got)
}

// remote is the far end of the packet as the filter sees it (R4.2, R5.4).
func (d direction) remote(p packet) netip.Addr {
	if d == egress {
		return p.dst
	}
	return p.src
}
