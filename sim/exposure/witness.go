package exposure

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

type portPair = sim.PortPair

// openPorts stand for a source port that a question leaves open.
var openPorts = netmath.PortSpan(1024, 65535)

// WitnessOf is the plainest flow of the best that a passage lets through: of a protocol with ports if there is one, to the lowest.
func WitnessOf(g *graph.Graph, p *reach.Passage) sim.Question {
	best := standingOf(p.Flows)
	q := p.Witness
	for _, wanted := range []netmath.Protocol{netmath.TCP, netmath.UDP, netmath.ICMP, netmath.ICMPv6} {
		for i := range p.Flows {
			for _, protocol := range p.Flows[i].Protocols {
				if protocol == wanted && ask(&q, protocol, pairsOf(&p.Flows[i], best)) {
					return q
				}
			}
		}
	}
	for i := range p.Flows {
		f := &p.Flows[i]
		protocol := standIn(g)
		if len(f.Protocols) > 0 {
			protocol = f.Protocols[0]
		}
		if ask(&q, protocol, pairsOf(f, best)) {
			return q
		}
	}
	return q
}

// Witnesses are the witness of a finding for each of its targets.
func Witnesses(f *Finding) []sim.Question {
	if len(f.To.Members) == 0 || f.Witness.To.Kind != graph.AtInterface {
		return []sim.Question{f.Witness}
	}
	var all []sim.Question
	for _, id := range f.To.Members {
		q := f.Witness
		if q.To = (graph.Location{Kind: graph.AtInterface, Interface: id}); q.To != q.From {
			all = append(all, q)
		}
	}
	return all
}

// standIn is a protocol that stands for all that no rule names.
func standIn(g *graph.Graph) netmath.Protocol {
	named := g.NamedProtocols()
	for p := range 256 {
		if other := netmath.Protocol(255 - p); !slices.Contains(named, other) {
			return other
		}
	}
	return 255
}

// pairsOf are the ports of a flow that stand as s says.
func pairsOf(f *reach.Flow, s standing) []portPair {
	switch s {
	case reachable:
		return f.Reach
	case partial:
		return f.Partial
	case unknown:
		return f.Unknown
	}
	return nil
}

// ask fills in the service of a question: the lowest port of the first pair.
func ask(q *sim.Question, p netmath.Protocol, pairs []portPair) bool {
	if len(pairs) == 0 {
		return false
	}
	pair := pairs[0]
	for _, other := range pairs[1:] {
		if before(telling(other.DstPorts), telling(pair.DstPorts)) {
			pair = other
		}
	}
	q.Service = oneService(p, pair.DstPorts)
	if p.HasPorts() && !pair.SrcPorts.Covers(openPorts) {
		if port, ok := pair.SrcPorts.Min(); ok {
			q.SourcePorts = netmath.OnePort(port)
		}
	}
	return true
}

// tellingPorts are those that a reader wants to see of many.
var tellingPorts = []uint16{22, 3389, 443, 80}

// telling is the port to show of a set: a telling one, else the lowest.
func telling(ports netmath.Ports) uint16 {
	for _, port := range tellingPorts {
		if ports.Contains(port) {
			return port
		}
	}
	lowest, _ := ports.Min()
	return lowest
}

// before orders ports to show.
func before(a, b uint16) bool {
	x, y := slices.Index(tellingPorts, a), slices.Index(tellingPorts, b)
	if x >= 0 && y >= 0 {
		return x < y
	}
	return x >= 0 || y < 0 && a < b
}

// oneService is the plainest service of a set of ports: one of them, an echo request if it is among them.
func oneService(p netmath.Protocol, ports netmath.Ports) sim.Service {
	switch {
	case p.IsICMP():
		if echo := echoRequest(p); ports.Contains(netmath.ICMPMessage(echo, 0)) {
			return sim.ICMPService(p, echo, nil)
		}
		lowest, _ := ports.Min()
		typ, code := netmath.ICMPTypeCode(lowest)
		return sim.ICMPService(p, typ, &code)
	case !p.HasPorts():
		return sim.Service{Text: p.String(), Protocol: p, Ports: netmath.AllPorts()}
	}
	port := telling(ports)
	return sim.Service{Text: fmt.Sprintf("%v/%d", p, port), Protocol: p, Ports: netmath.OnePort(port)}
}

func echoRequest(p netmath.Protocol) uint8 {
	if p == netmath.ICMPv6 {
		return 128
	}
	return 8
}
