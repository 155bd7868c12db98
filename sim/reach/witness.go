package reach

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// An example finds single flows to stand for many.
type example struct {
	g     *graph.Graph
	query Query
	asked [2]extent                          // by family
	hosts map[graph.Location]netmath.AddrSet // all there are of each place outside
}

func (s *Solver) example(q Query) example {
	e := example{g: s.g, query: q, hosts: map[graph.Location]netmath.AddrSet{}}
	for _, f := range netmath.Families {
		e.asked[f] = extent{protocolsOf(s.g, q.Service, f).all, q.Sources()}
	}
	for _, places := range [][]Place{s.places(q.From, false), s.places(q.To, true)} {
		for i := range places {
			if l := places[i].Location; places[i].Outside() {
				e.hosts[l] = s.hostsAt(l)
			}
		}
	}
	return e
}

// share is what of a passage has a verdict, without its witness. It is false if nothing has.
func (e *example) share(p *Passage, v sim.Verdict) (s Share, ok bool) {
	l := lanes(p.Flows, v)
	if len(l) == 0 {
		return s, false
	}
	s = Share{Family: p.Family, Lanes: l, All: e.query.Service.All && e.asked[p.Family].covered(l)}
	if outside := p.outside(); outside != nil {
		if rest := e.hosts[outside.Location].Of(p.Family).Subtract(p.Hosts); !rest.Empty() {
			s.Hosts, s.Rest = p.Hosts, rest
		}
	}
	return s, true
}

// outside is the end that is hosts outside, if one is.
func (p *Passage) outside() *Place {
	for _, end := range []*Place{p.From, p.To} {
		if end.Outside() {
			return end
		}
	}
	return nil
}

// witness is one flow of a share, on the lowest port; or everything at once, if everything passes. All hosts outside are asked
// about where all of them fare alike.
func (e *example) witness(from, to graph.Location, verdict sim.Verdict, s *Share) sim.Question {
	q := sim.Question{From: from, To: to, Family: onlyFamily[s.Family]}
	if q.Service, q.SourcePorts = e.service(s); s.All && verdict == sim.Reachable {
		q.Service = e.query.Service
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

// service is the lowest port of the first protocol with ports, else a message of the first one; and source ports
// where not all do.
func (e *example) service(s *Share) (sim.Service, netmath.Ports) {
	lane, p := e.firstProtocol(s.Lanes)
	pair, sources := lane.Pairs[0], e.asked[s.Family].sources
	for _, o := range lane.Pairs {
		if o.SrcPorts.Covers(sources) {
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
	case pair.SrcPorts.Covers(sources):
		return service, e.query.SourcePorts
	}
	low, _ := pair.SrcPorts.Min()
	return service, netmath.OnePort(low)
}

// firstProtocol prefers TCP and UDP, whatever their numbers.
func (e *example) firstProtocol(lanes []Lane) (*Lane, netmath.Protocol) {
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
	return &lanes[0], othersOf(e.g)
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
