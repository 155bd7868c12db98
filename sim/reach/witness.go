package reach

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// witness is one flow of a block: between its first places that differ, on the lowest port; or everything at once, if
// everything passes. All hosts outside are asked about where all of them fare alike.
func (c *Grouping) witness(b *block, verdict sim.Verdict, s *Share) sim.Question {
	q := sim.Question{Family: onlyFamily[s.Family]}
	q.From, q.To = c.firstPair(b)
	if q.Service, q.SourcePorts = c.service(s); s.All && verdict == sim.Reachable {
		q.Service = c.query.Service
	}
	if !s.Hosts.Empty() {
		setHost(&q, s.Hosts, s.Family)
	}
	return q
}

// setHost names one of the hosts at the end outside.
func setHost(q *sim.Question, hosts netmath.AddrSet, f netmath.Family) {
	host := sim.SomeHost(hosts, f)
	if first, _ := hosts.First(f); first == host && hosts.Contains(host.Next()) {
		host = host.Next() // the first address of a block is no host's
	}
	if q.From.Kind == graph.AtInterface {
		q.DestinationIP = host
	} else {
		q.SourceIP = host
	}
}

// firstPair are the first two places of a block that are not one interface.
func (c *Grouping) firstPair(b *block) (from, to graph.Location) {
	for _, f := range b.from {
		for _, t := range b.to {
			if from, to, ok := apart(&c.from.units[f], &c.to.units[t]); ok {
				return from, to
			}
		}
	}
	return c.from.units[b.from[0]].location, c.to.units[b.to[0]].location
}

// apart are two places of two units.
func apart(from, to *unit) (graph.Location, graph.Location, bool) {
	if from.location != to.location {
		return from.location, to.location, true
	}
	other := graph.Location{Kind: graph.AtInterface}
	switch {
	case len(to.members) > 1:
		other.Interface = to.members[1]
		return from.location, other, true
	case len(from.members) > 1:
		other.Interface = from.members[1]
		return other, to.location, true
	}
	return from.location, to.location, false
}

// service is the lowest port of the first protocol with ports, else a message of the first one; and source ports
// where not all do.
func (c *Grouping) service(s *Share) (sim.Service, netmath.Ports) {
	lane, p := c.firstProtocol(s.Lanes)
	pair := lane.Pairs[0]
	for _, o := range lane.Pairs {
		if o.SrcPorts.Covers(c.asked[s.Family].sources) {
			pair = o
			break
		}
	}
	service := sim.Service{Protocol: p, Ports: pair.DstPorts}
	if p.IsICMP() || p.HasPorts() {
		service.Ports = netmath.OnePort(somePort(p, pair.DstPorts))
	}
	switch {
	case p.IsICMP():
		return service, netmath.Ports{}
	case pair.SrcPorts.Covers(c.asked[s.Family].sources):
		return service, c.query.SourcePorts
	}
	low, _ := pair.SrcPorts.Min()
	return service, netmath.OnePort(low)
}

// firstProtocol prefers TCP and UDP, whatever their numbers.
func (c *Grouping) firstProtocol(lanes []Lane) (*Lane, netmath.Protocol) {
	for _, wanted := range []func(netmath.Protocol) bool{
		func(p netmath.Protocol) bool { return p == netmath.TCP }, netmath.Protocol.HasPorts, func(netmath.Protocol) bool { return true },
	} {
		for i := range lanes {
			for _, p := range lanes[i].Protocols {
				if wanted(p) {
					return &lanes[i], p
				}
			}
		}
	}
	return &lanes[0], othersOf(c.g)
}

// othersOf is the protocol that stands for those that no rule names.
func othersOf(g *graph.Graph) netmath.Protocol {
	all := protocolsOf(g, sim.AnyService(), netmath.IPv4).all
	return all[len(all)-1].service.Protocol
}

// somePort is the lowest port but 0, which nobody uses; of messages the echo request if it is one.
func somePort(p netmath.Protocol, ports netmath.Ports) uint16 {
	if p.IsICMP() {
		if echo := sim.ServiceOf(p).Ports; ports.Covers(echo) {
			ports = echo
		}
	} else if rest := ports.Subtract(netmath.OnePort(0)); !rest.Empty() {
		ports = rest
	}
	low, _ := ports.Min()
	return low
}
