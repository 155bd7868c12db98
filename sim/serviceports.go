package sim

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// ParsePorts reads "443", "8000-8100" or a list of them, "80,443,8000-8100".
func ParsePorts(s string) (netmath.Ports, error) {
	var ranges []netmath.PortRange
	for item := range strings.SplitSeq(s, ",") {
		r, err := parsePortRange(item)
		if err != nil {
			return netmath.Ports{}, err
		}
		ranges = append(ranges, r)
	}
	return netmath.PortsOf(ranges...), nil
}

func parsePortRange(s string) (netmath.PortRange, error) {
	low, high, isRange := strings.Cut(s, "-")
	lo, err := parsePort(low)
	if err != nil {
		return netmath.PortRange{}, err
	}
	if !isRange {
		return netmath.PortRange{Lo: lo, Hi: lo}, nil
	}
	hi, err := parsePort(high)
	if err != nil {
		return netmath.PortRange{}, err
	}
	if lo > hi {
		return netmath.PortRange{}, fmt.Errorf("the range %s runs backwards", s)
	}
	return netmath.PortRange{Lo: lo, Hi: hi}, nil
}

// parsePort is strict: no sign, no leading zeros.
func parsePort(s string) (uint16, error) {
	n, err := strconv.ParseUint(s, 10, 16)
	switch {
	case s == "":
		return 0, fmt.Errorf("a port is missing")
	case err != nil || strconv.FormatUint(n, 10) != s:
		return 0, fmt.Errorf("%q is not a port from 0 to 65535", s)
	}
	return uint16(n), nil
}

// parseICMP reads TYPE, TYPE/CODE or all.
func parseICMP(p netmath.Protocol, s string) (Service, *ServiceError) {
	if s == "all" {
		return Service{Protocol: p, Ports: netmath.AllPorts()}, nil
	}
	typeText, codeText, hasCode := strings.Cut(s, "/")
	typ, err := parseByte("type", typeText)
	if err != nil {
		return Service{}, icmpError(p, err)
	}
	if !hasCode {
		return ICMPService(p, typ, nil), nil
	}
	code, err := parseByte("code", codeText)
	if err != nil {
		return Service{}, icmpError(p, err)
	}
	return ICMPService(p, typ, &code), nil
}

func icmpError(p netmath.Protocol, err error) *ServiceError {
	return &ServiceError{
		Problem: err.Error(),
		Remedy:  fmt.Sprintf("write %v/%d for echo, or %v/TYPE/CODE, or %v/all", p, echoRequest(p), p, p),
	}
}

func parseByte(what, s string) (uint8, error) {
	n, err := strconv.ParseUint(s, 10, 8)
	if err != nil || strconv.FormatUint(n, 10) != s {
		return 0, fmt.Errorf("%q is not an ICMP %s from 0 to 255", s, what)
	}
	return uint8(n), nil
}

// ICMPService is one ICMP type. Without a code it is code 0 of the types that have no other, else every code.
func ICMPService(p netmath.Protocol, typ uint8, code *uint8) Service {
	s := Service{Text: fmt.Sprintf("%v/%d", p, typ), Protocol: p, Ports: netmath.ICMPType(typ)}
	switch {
	case code != nil:
		s.Text += fmt.Sprintf("/%d", *code)
		s.Ports = netmath.OnePort(netmath.ICMPMessage(typ, *code))
	case onlyCodeZero(p, typ):
		s.Ports = netmath.OnePort(netmath.ICMPMessage(typ, 0))
	}
	return s
}

// onlyCodeZero lists the queries and their answers; errors (unreachable, time exceeded) have codes.
func onlyCodeZero(p netmath.Protocol, typ uint8) bool {
	if p == netmath.ICMPv6 {
		return typ == 2 || 128 <= typ && typ <= 137
	}
	switch typ {
	case 0, 4, 8, 9, 10, 13, 14, 15, 16, 17, 18:
		return true
	}
	return false
}
