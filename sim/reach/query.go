package reach

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Query asks for all flows between two sets of places.
type Query struct {
	From, To    Ends
	Service     sim.Service      // sim.AnyService for everything
	Families    []netmath.Family // none: both
	SourcePorts netmath.Ports    // empty: 1024-65535
	Via, NotVia []ref.Ref        // components: flows count whose requests pass all of the first and none of the second (sim.Question)
}

// Ends are the places at one end of a query.
type Ends struct {
	All       bool             // every interface, load balancer (as a destination), network outside, and the internet
	Locations []graph.Location // these
	Hosts     netmath.AddrSet  // hosts outside by their addresses: what of it is the internet's or lies in a network outside
}

// places lists the places that ends stand for: classes cut down to the members that are meant, then load balancers, networks
// outside and the internet. asTo tells whether they are destinations.
func (s *Solver) places(e Ends, asTo bool) []Place {
	var picked picked
	for _, l := range e.Locations {
		picked.add(s.g, l)
	}
	var out []Place
	if e.All {
		out = slices.Clone(s.classes)
	} else {
		out = picked.cut(s)
	}
	if asTo {
		for b := range int32(s.g.NumBalancers()) {
			if l := (graph.Location{Kind: graph.AtBalancer, Index: b}); s.g.TakesClients(b) && (e.All || slices.Contains(e.Locations, l)) {
				out = append(out, Place{Location: l})
			}
		}
	}
	for x := range int32(s.g.NumExternals()) {
		hosts := netmath.AddrSetOf(s.g.External(x).Prefixes...)
		l := graph.Location{Kind: graph.AtExternalNetwork, Index: x}
		if !e.All && !slices.Contains(e.Locations, l) {
			hosts = hosts.Intersect(e.Hosts.Union(picked.hosts))
		}
		if !hosts.Empty() {
			out = append(out, Place{Location: l, Hosts: hosts})
		}
	}
	internet := s.internet
	if l := (graph.Location{Kind: graph.AtInternet}); !e.All && !slices.Contains(e.Locations, l) {
		internet = internet.Intersect(e.Hosts.Union(picked.hosts))
	}
	if !internet.Empty() {
		out = append(out, Place{Location: graph.Location{Kind: graph.AtInternet}, Hosts: internet})
	}
	return out
}

// picked are the interfaces and the bare addresses that were named.
type picked struct {
	interfaces map[graph.InterfaceID]bool
	hosts      netmath.AddrSet
}

func (p *picked) add(g *graph.Graph, l graph.Location) {
	if p.interfaces == nil {
		p.interfaces = map[graph.InterfaceID]bool{}
	}
	switch l.Kind {
	case graph.AtInterface:
		p.interfaces[l.Interface] = true
	case graph.AtAddress:
		holders := g.ByAddress(l.Addr)
		for _, id := range holders {
			p.interfaces[id] = true
		}
		if len(holders) == 0 {
			p.hosts = p.hosts.Union(netmath.AddrSetOf(netip.PrefixFrom(l.Addr, l.Addr.BitLen())))
		}
	}
}

// cut is the parts of classes that were named, in order.
func (p *picked) cut(s *Solver) []Place {
	members := map[int32][]graph.InterfaceID{}
	for id := range p.interfaces {
		if class := s.classOf[id]; class >= 0 {
			members[class] = append(members[class], id)
		}
	}
	out := make([]Place, 0, len(members))
	for _, class := range slices.Sorted(maps.Keys(members)) {
		ids := members[class]
		slices.Sort(ids)
		out = append(out, Place{Location: graph.Location{Kind: graph.AtInterface, Interface: ids[0]}, Members: ids, class: class + 1, zone: s.about[class].zone})
	}
	return out
}
