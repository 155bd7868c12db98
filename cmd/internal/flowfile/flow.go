package flowfile

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// A Flow is one question. The places are selectors, still to be found.
type Flow struct {
	ID            string
	From, To      string
	SourceIP      netip.Addr // zero if not given
	DestinationIP netip.Addr
	Family        sim.Family
	Service       sim.Service
	SourcePorts   netmath.Ports // empty if not given
}

// Flow reads a line. With an error, the ID is still there if it could be read.
func (l *Line) Flow() (Flow, error) {
	f, err := l.read()
	if err != nil {
		return Flow{ID: string(f.ID)}, err
	}
	flow := Flow{ID: string(f.ID), From: string(f.From), To: string(f.To)}
	err = errors.Join(
		needed("from", f.From), needed("to", f.To),
		readAddr("source_ip", f.SourceIP, &flow.SourceIP),
		readAddr("destination_ip", f.DestinationIP, &flow.DestinationIP),
		readFamily(f.Family, &flow.Family),
		readService(f, &flow.Service),
		readSourcePorts(f.SourcePort, &flow.SourcePorts),
	)
	if err != nil {
		return flow, errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return flow, nil
}

func needed(key string, s scalar) error {
	if s == "" {
		return fmt.Errorf("%q is missing: name an id, a name, an address or internet", key)
	}
	return nil
}

func readAddr(key string, s scalar, into *netip.Addr) (err error) {
	if s == "" {
		return nil
	}
	if *into, err = netmath.ParseAddr(string(s)); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

func readFamily(s scalar, into *sim.Family) (err error) {
	*into, err = sim.ParseFamily(string(s))
	return err
}

func readSourcePorts(s scalar, into *netmath.Ports) (err error) {
	if s == "" {
		return nil
	}
	if *into, err = sim.ParsePorts(string(s)); err != nil {
		return fmt.Errorf("source_port: %w", err)
	}
	return nil
}

// readService puts protocol, port and ICMP message together.
func readService(f *fields, into *sim.Service) (err error) {
	word := strings.ToLower(string(f.Protocol))
	switch {
	case word == "" && f.Port == "", word == "all", word == "-1":
		*into = sim.AnyService()
		return nil
	case word == "":
		return fmt.Errorf("port %q has no \"protocol\" beside it, such as tcp", f.Port)
	}
	p, err := netmath.ParseProtocol(word)
	switch {
	case err != nil && f.Port != "":
		return err
	case err != nil:
		*into, err = sim.ParseService(word) // such as https
	case p.IsICMP():
		*into, err = icmpService(p, f)
	case p.HasPorts() && f.Port != "":
		*into, err = portService(p, f.Port)
	default:
		*into = sim.ServiceOf(p)
	}
	return err
}

func portService(p netmath.Protocol, s scalar) (sim.Service, error) {
	ports, err := sim.ParsePorts(string(s))
	if err != nil {
		return sim.Service{}, fmt.Errorf("port: %w", err)
	}
	return sim.Service{Text: p.String() + "/" + string(s), Protocol: p, Ports: ports}, nil
}

func icmpService(p netmath.Protocol, f *fields) (sim.Service, error) {
	if f.ICMPType == "" {
		return sim.ServiceOf(p), nil
	}
	typ, err := readByte("icmp_type", f.ICMPType)
	if err != nil {
		return sim.Service{}, err
	}
	if f.ICMPCode == "" || f.ICMPCode == "-1" {
		return sim.ICMPService(p, typ, nil), nil
	}
	code, err := readByte("icmp_code", f.ICMPCode)
	return sim.ICMPService(p, typ, &code), err
}

func readByte(key string, s scalar) (uint8, error) {
	n, err := strconv.ParseUint(string(s), 10, 8)
	if err != nil || strconv.FormatUint(n, 10) != string(s) {
		return 0, fmt.Errorf("%s: %q is not a number from 0 to 255", key, string(s))
	}
	return uint8(n), nil
}
