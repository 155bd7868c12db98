package edit

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
)

// A Service is the protocol and ports of a filter's rule. The zero Service is every protocol.
type Service struct {
	One      bool // one protocol, else every one
	Protocol netmath.Protocol
	Some     bool  // From and To count, else every port (or type and code)
	From, To int32 // ports; of ICMP type and code, the code -1 for any
}

// AllTraffic is every protocol.
var AllTraffic = Service{}

// PortsOf is a protocol with a range of ports.
func PortsOf(p netmath.Protocol, r netmath.PortRange) Service {
	return Service{One: true, Protocol: p, Some: true, From: int32(r.Lo), To: int32(r.Hi)}.settled()
}

// ProtocolOf is a protocol with all its ports.
func ProtocolOf(p netmath.Protocol) Service { return Service{One: true, Protocol: p} }

// ports reports whether a filter's rule tells ports of the protocol apart.
func (s Service) ports() bool {
	return s.One && (s.Protocol == netmath.TCP || s.Protocol == netmath.UDP)
}

// settled says the same in one way: all ports, and ports of protocols that have none for filters, are not named.
func (s Service) settled() Service {
	all := s.ports() && s.From <= 0 && s.To >= 65535 || s.ports() && s.From == -1 && s.To == -1 || s.One && s.Protocol.IsICMP() && s.From == -1
	if all || !s.Some || !s.ports() && !(s.One && s.Protocol.IsICMP()) {
		s.Some, s.From, s.To = false, 0, 0
	}
	if !s.One {
		s.Protocol = 0
	}
	return s
}

// String prints the service as ParseService reads it: "all", "tcp", "tcp/443", "tcp/8000-8100", "icmp/8", "icmp/3/4".
func (s Service) String() string {
	switch {
	case !s.One:
		return "all"
	case !s.Some:
		return s.Protocol.String()
	case s.Protocol.IsICMP() && s.To >= 0:
		return fmt.Sprintf("%v/%d/%d", s.Protocol, s.From, s.To)
	case s.Protocol.IsICMP() || s.From == s.To:
		return fmt.Sprintf("%v/%d", s.Protocol, s.From)
	}
	return fmt.Sprintf("%v/%d-%d", s.Protocol, s.From, s.To)
}

// parseService reads what String prints.
func parseService(text string) (Service, error) {
	if text == "all" || text == "-1" {
		return AllTraffic, nil
	}
	name, rest, some := strings.Cut(text, "/")
	p, err := netmath.ParseProtocol(name)
	if err != nil {
		return Service{}, fmt.Errorf("%q is no protocol: write tcp/443, udp/53, icmp, all or a protocol's number", name)
	}
	s := ProtocolOf(p)
	switch {
	case !some:
		return s, nil
	case p.IsICMP():
		typ, code, both := strings.Cut(rest, "/")
		s.Some, s.To = true, -1
		if s.From, err = number(typ, 255); err == nil && both {
			s.To, err = number(code, 255)
		}
	case s.ports():
		from, to, both := strings.Cut(rest, "-")
		s.Some = true
		if s.From, err = number(from, 65535); err == nil {
			s.To = s.From
		}
		if err == nil && both {
			s.To, err = number(to, 65535)
		}
		if err == nil && s.From > s.To {
			err = fmt.Errorf("the range %s runs backwards", rest)
		}
	default:
		err = fmt.Errorf("filters know no ports of %v: write %v alone", p, p)
	}
	return s.settled(), err
}

// number is strict: no sign, no leading zeros.
func number(text string, most int32) (int32, error) {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil || strconv.FormatInt(n, 10) != text || n < 0 || n > int64(most) {
		return 0, fmt.Errorf("%q is no number from 0 to %d", text, most)
	}
	return int32(n), nil
}

// documented reads a rule of a document. False: it could not be read.
func documented(protocol string, from, to *int32) (Service, bool) {
	if protocol == "-1" || protocol == "all" {
		return AllTraffic, true
	}
	p, err := netmath.ParseProtocol(protocol)
	if err != nil {
		return Service{}, false
	}
	s := ProtocolOf(p)
	if from != nil && to != nil {
		s.Some, s.From, s.To = true, *from, *to
	}
	return s.settled(), true
}

// groupProtocol is how security groups write the protocol: names where they have them.
func (s Service) groupProtocol() string {
	switch {
	case !s.One:
		return "-1"
	case s.ports(), s.Protocol.IsICMP():
		return s.Protocol.String()
	}
	return strconv.Itoa(int(s.Protocol))
}

// groupPorts are how security groups write the ports: everything is 0 to 65535 of ports, and -1 of types and codes.
func (s Service) groupPorts() (from, to *int32) {
	lo, hi := s.From, s.To
	switch {
	case s.ports() && !s.Some:
		lo, hi = 0, 65535
	case s.One && s.Protocol.IsICMP() && !s.Some:
		lo, hi = -1, -1
	case !s.ports() && !(s.One && s.Protocol.IsICMP()):
		return nil, nil
	}
	return &lo, &hi
}

// MessagesOf is what a filter's rule can say of a range of ICMP messages, which are type<<8|code: one message, one type, or else all of
// them.
func MessagesOf(p netmath.Protocol, r netmath.PortRange) Service {
	typ, code := netmath.ICMPTypeCode(r.Lo)
	lastType, lastCode := netmath.ICMPTypeCode(r.Hi)
	s := Service{One: true, Protocol: p, Some: true, From: int32(typ), To: int32(code)}
	switch {
	case typ != lastType:
		return ProtocolOf(p)
	case code != lastCode:
		s.To = -1
	}
	return s
}
