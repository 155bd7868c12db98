package sim

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// ServiceExamples are the ways to write a service, for help and completion.
const ServiceExamples = "tcp/443, tcp/8000-8100, tcp/80,443, udp/53, icmp, icmp/3/4, gre, all, https"

// A ServiceError says why a text is no service, and what to write.
type ServiceError struct {
	Value   string // the text as it was given
	Problem string
	Remedy  string
}

// Error is one line: value, problem, remedy.
func (e *ServiceError) Error() string {
	return fmt.Sprintf("service %q: %s; %s", e.Value, e.Problem, e.Remedy)
}

// ParseService reads what is asked for at the destination:
//
//	tcp/443  tcp/8000-8100  tcp/80,443     ports of a protocol that has them
//	tcp                                    every port
//	icmp  icmpv6                           the echo request of either family
//	icmp/3  icmp/3/4                       a type, or a type and a code
//	gre  47  protocol/80                   any other protocol, by name or number
//	https  postgres  dns                   a name for one of these
//	all                                    everything
//
// Upper and lower case are the same; spaces are not allowed.
func ParseService(s string) (Service, error) {
	word, rest, slash := strings.Cut(strings.ToLower(s), "/")
	service, err := parseService(word, rest, slash)
	if err != nil {
		err.Value = s
		if meant, ok := otherSpelling(s); ok {
			err.Remedy = fmt.Sprintf("did you mean %q?", meant)
		}
		return Service{}, err
	}
	service.Text = s
	return service, nil
}

// otherSpelling finds the service that a text spells in another way: tcp:443, 443/tcp, tcp/https.
func otherSpelling(s string) (string, bool) {
	text := strings.ToLower(s)
	var tries []string
	if i := strings.IndexAny(text, ":-_ ="); i > 0 {
		tries = append(tries, text[:i]+"/"+text[i+1:])
	}
	if before, after, ok := strings.Cut(text, "/"); ok {
		tries = append(tries, after+"/"+before)
		if w, ok := wellKnown[after]; ok && w.protocol.String() == before {
			tries = append(tries, after)
		}
	}
	for _, t := range tries {
		word, rest, slash := strings.Cut(t, "/")
		if _, err := parseService(word, rest, slash); err == nil {
			return t, true
		}
	}
	return "", false
}

func parseService(word, rest string, slash bool) (Service, *ServiceError) {
	switch {
	case word == "all" && !slash:
		return AnyService(), nil
	case word == "protocol" && slash:
		return parseProtocolNumber(rest)
	}
	if named, ok := wellKnown[word]; ok {
		return namedService(word, named, slash)
	}
	p, err := netmath.ParseProtocol(word)
	switch {
	case err != nil:
		return Service{}, unknownService(word, slash)
	case !slash:
		return wholeProtocol(p, word)
	}
	return partOfProtocol(p, rest)
}

// AnyService is every protocol on every port.
func AnyService() Service { return Service{Text: "all", All: true, Ports: netmath.AllPorts()} }

// namedService is a well-known one. Its port is part of the name.
func namedService(word string, w wellKnownService, slash bool) (Service, *ServiceError) {
	if slash {
		return Service{}, &ServiceError{
			Problem: fmt.Sprintf("%s stands for %s, so nothing may follow it", word, w),
			Remedy:  fmt.Sprintf("write %s/ and the ports", w.protocol),
		}
	}
	return Service{Protocol: w.protocol, Ports: netmath.OnePort(w.port)}, nil
}

// wholeProtocol is a protocol without more: all ports, or the echo request.
func wholeProtocol(p netmath.Protocol, word string) (Service, *ServiceError) {
	if n, err := strconv.ParseUint(word, 10, 16); err == nil && isWellKnownPort(uint16(n)) {
		return Service{}, &ServiceError{
			Problem: "a number alone is a protocol, and this one looks like a port",
			Remedy:  fmt.Sprintf("write tcp/%s or udp/%s, or protocol/%s if you mean it", word, word, word),
		}
	}
	return ServiceOf(p), nil
}

// ServiceOf is all of a protocol: every port, or of ICMP the echo request.
func ServiceOf(p netmath.Protocol) Service {
	s := Service{Text: p.String(), Protocol: p, Ports: netmath.AllPorts()}
	if p.IsICMP() {
		s.Ports = netmath.OnePort(netmath.ICMPMessage(echoRequest(p), 0))
	}
	return s
}

func echoRequest(p netmath.Protocol) uint8 {
	if p == netmath.ICMPv6 {
		return 128
	}
	return 8
}

func partOfProtocol(p netmath.Protocol, rest string) (Service, *ServiceError) {
	switch {
	case p.IsICMP():
		return parseICMP(p, rest)
	case !p.HasPorts():
		return Service{}, &ServiceError{
			Problem: fmt.Sprintf("%v has no ports", p),
			Remedy:  fmt.Sprintf("write %v alone", p),
		}
	}
	ports, err := ParsePorts(rest)
	if err != nil {
		return Service{}, &ServiceError{Problem: err.Error(), Remedy: fmt.Sprintf("write %v/443, %v/8000-8100 or %v/80,443", p, p, p)}
	}
	return Service{Protocol: p, Ports: ports}, nil
}

func parseProtocolNumber(rest string) (Service, *ServiceError) {
	p, err := netmath.ParseProtocol(rest)
	if err != nil {
		return Service{}, &ServiceError{Problem: fmt.Sprintf("%q is no protocol", rest), Remedy: "write protocol/ and a number from 0 to 255"}
	}
	return ServiceOf(p), nil
}

func unknownService(word string, slash bool) *ServiceError {
	e := &ServiceError{Problem: "it is neither a protocol nor a service that dryhop knows", Remedy: "write it like " + ServiceExamples}
	if _, err := strconv.ParseUint(word, 10, 16); err == nil {
		e.Problem = "a protocol number is at most 255"
		e.Remedy = fmt.Sprintf("for a port write tcp/%s or udp/%s", word, word)
		return e
	}
	if near, ok := nearestService(word, slash); ok {
		e.Remedy = fmt.Sprintf("did you mean %q? Otherwise %s", near, e.Remedy)
	}
	return e
}
