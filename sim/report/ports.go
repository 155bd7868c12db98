package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// Ports are a set of ports, or of ICMP types or codes, in print: "443", "1024-65535", "80,443"; empty where the
// protocol has none. In JSON one port is a number, several are a string, and none is null.
type Ports string

// MarshalJSON prints a number, a string or null.
func (p Ports) MarshalJSON() ([]byte, error) {
	if p == "" {
		return []byte("null"), nil
	}
	if _, err := strconv.ParseUint(string(p), 10, 16); err == nil {
		return []byte(p), nil
	}
	return strconv.AppendQuote(nil, string(p)), nil
}

// portsOf prints ports with their numbers even if they are all of them.
func portsOf(p netmath.Ports) Ports {
	if p.Full() {
		return "0-65535"
	}
	if p.Empty() {
		return ""
	}
	return Ports(p.String())
}

// icmpOf divides ICMP messages into types and codes. Codes are told apart only within one type.
//
//	echo request        type 8      code 0
//	unreachable, any    type 3      code 0-255
//	any message         type 0-255  code 0-255
func icmpOf(messages netmath.Ports) (types, codes Ports) {
	var typeRanges, codeRanges []netmath.PortRange
	for r := range messages.Ranges() {
		typeLo, codeLo := netmath.ICMPTypeCode(r.Lo)
		typeHi, codeHi := netmath.ICMPTypeCode(r.Hi)
		typeRanges = append(typeRanges, netmath.PortRange{Lo: uint16(typeLo), Hi: uint16(typeHi)})
		codeRanges = append(codeRanges, netmath.PortRange{Lo: uint16(codeLo), Hi: uint16(codeHi)})
	}
	all := netmath.PortsOf(typeRanges...)
	if all.Len() > 1 {
		return portsOf(all), "0-255"
	}
	return portsOf(all), portsOf(netmath.PortsOf(codeRanges...))
}

// PortsText prints destination ports as people write them after a protocol: "443", "8/0", "" for all.
func PortsText(p netmath.Protocol, ports netmath.Ports) string {
	switch {
	case ports.Empty():
		return "none"
	case ports.Full():
		return "all"
	case p.IsICMP():
		return icmpText(ports)
	}
	return ports.String()
}

func icmpText(messages netmath.Ports) string {
	types, codes := icmpOf(messages)
	if codes == "0-255" {
		return string(types)
	}
	return strings.TrimSuffix(fmt.Sprintf("%s/%s", types, codes), "/")
}
