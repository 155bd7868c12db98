package suricata

import (
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A Protocol is what the protocol word of a rule takes in.
type Protocol struct {
	Numbers     []netmath.Protocol // empty for all
	OneFamily   bool               // only packets of Family
	Family      netmath.Family
	Application bool // and of those only connections that turn out to speak the application's language
}

var (
	overTCP  = []netmath.Protocol{netmath.TCP}
	overUDP  = []netmath.Protocol{netmath.UDP}
	overBoth = []netmath.Protocol{netmath.TCP, netmath.UDP}
)

// transports are the words for what a packet's own header tells.
var transports = map[string]Protocol{
	"ip": {}, "any": {}, "pkthdr": {},
	"ip4": {OneFamily: true, Family: netmath.IPv4}, "ipv4": {OneFamily: true, Family: netmath.IPv4},
	"ip6": {OneFamily: true, Family: netmath.IPv6}, "ipv6": {OneFamily: true, Family: netmath.IPv6},
	"tcp": {Numbers: overTCP}, "tcp-pkt": {Numbers: overTCP}, "tcp-stream": {Numbers: overTCP},
	"udp":    {Numbers: overUDP},
	"sctp":   {Numbers: []netmath.Protocol{netmath.SCTP}},
	"icmp":   {Numbers: []netmath.Protocol{netmath.ICMP, netmath.ICMPv6}},
	"icmpv4": {Numbers: []netmath.Protocol{netmath.ICMP}},
	"icmpv6": {Numbers: []netmath.Protocol{netmath.ICMPv6}},
}

// applications are the words for what a connection's content tells, with the transports that may carry it.
var applications = map[string][]netmath.Protocol{
	"dhcp": overUDP, "ntp": overUDP, "tftp": overUDP, "snmp": overUDP, "ike": overUDP, "ikev2": overUDP, "quic": overUDP,
	"dns": overBoth, "krb5": overBoth, "sip": overBoth, "enip": overBoth, "nfs": overBoth,
	"http": overTCP, "http1": overTCP, "http2": overTCP, "tls": overTCP, "ssl": overTCP, "ssh": overTCP, "smtp": overTCP,
	"imap": overTCP, "pop3": overTCP, "ftp": overTCP, "ftp-data": overTCP, "smb": overTCP, "dcerpc": overTCP, "msn": overTCP,
	"rdp": overTCP, "rfb": overTCP, "mqtt": overTCP, "modbus": overTCP, "dnp3": overTCP, "telnet": overTCP, "pgsql": overTCP,
	"ldap": overTCP, "websocket": overTCP,
}

// ReadProtocol reads the protocol word of a rule.
func ReadProtocol(word string) (Protocol, bool) {
	word = strings.ToLower(word)
	if p, known := transports[word]; known {
		return p, true
	}
	over, known := applications[word]
	return Protocol{Numbers: over, Application: known}, known
}
