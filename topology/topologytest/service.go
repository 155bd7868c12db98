package topologytest

import (
	"fmt"
	"strconv"
	"strings"
)

// service is a protocol with a range of ports, or an ICMP type and code.
type service struct {
	protocol string // as a security group prints it: "-1", "tcp", "icmpv6", "47"
	number   string // as a network ACL prints it: "-1", "6", "58", "47"
	from, to *int32
}

var numbers = map[string]string{"all": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}

// parseService reads "all", "tcp", "tcp/443", "udp/8000-8100", "icmp", "icmp/8", "icmp/3/4", "icmpv6/128" and "47".
func parseService(text string) service {
	name, rest, hasRest := strings.Cut(text, "/")
	s := service{protocol: name, number: name}
	if number, named := numbers[name]; named {
		s.number = number
	}
	if name == "all" {
		s.protocol = "-1"
	}
	switch name {
	case "tcp", "udp":
		s.from, s.to = parseRange(text, rest, hasRest, "-", 0, 65535)
	case "icmp", "icmpv6":
		s.from, s.to = parseRange(text, rest, hasRest, "/", -1, -1)
	}
	return s
}

// parseRange reads one or two numbers. A lone ICMP type leaves the code open.
func parseRange(text, rest string, hasRest bool, separator string, low, high int32) (from, to *int32) {
	if !hasRest {
		return &low, &high
	}
	first, second, both := strings.Cut(rest, separator)
	from = parseNumber(text, first)
	switch {
	case both:
		to = parseNumber(text, second)
	case separator == "/":
		to = &high
	default:
		to = from
	}
	return from, to
}

func parseNumber(text, digits string) *int32 {
	v, err := strconv.ParseInt(digits, 10, 32)
	if err != nil {
		panic(fmt.Sprintf("topologytest: service %q: %v", text, err))
	}
	n := int32(v)
	return &n
}
