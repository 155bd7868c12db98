package judge

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// places are what a selector stands for in a network.
type places struct {
	text      string
	all       bool // every place
	locations map[graph.Location]bool
	hosts     netmath.AddrSet // hosts outside
}

func newPlaces() *places { return &places{locations: map[graph.Location]bool{}} }

// internet is the location of all of it.
var internet = graph.Location{Kind: graph.AtInternet}

// count is how many places they are; hosts outside are one.
func (p *places) count() int {
	n := len(p.locations)
	if !p.hosts.Empty() && !p.locations[internet] {
		n++
	}
	return n
}

func (p *places) empty() bool { return !p.all && p.count() == 0 }

// join adds others.
func (p *places) join(o *places) {
	p.all = p.all || o.all
	for l := range o.locations {
		p.locations[l] = true
	}
	p.hosts = p.hosts.Union(o.hosts)
}

// meet keeps what others have too.
func (p *places) meet(o *places) {
	for l := range p.locations {
		if !o.locations[l] {
			delete(p.locations, l)
		}
	}
	p.hosts = p.hosts.Intersect(o.hosts)
}

// without takes others out: of the internet as a whole, some of its hosts.
func (p *places) without(o *places, world *World) {
	if !o.hosts.Empty() && p.locations[internet] {
		p.hosts = p.hosts.Union(elsewhere(world.Graph))
		delete(p.locations, internet)
	}
	for l := range o.locations {
		delete(p.locations, l)
	}
	p.hosts = p.hosts.Subtract(o.hosts)
	if o.locations[internet] {
		p.hosts = p.hosts.Subtract(elsewhere(world.Graph))
	}
}

func elsewhere(g *graph.Graph) netmath.AddrSet {
	return g.Elsewhere(netmath.IPv4).Union(g.Elsewhere(netmath.IPv6))
}

// externalHosts are the hosts of a network outside.
func externalHosts(g *graph.Graph, x int32) netmath.AddrSet {
	return netmath.AddrSetOf(g.External(x).Prefixes...)
}

// ends are the places as a question has them.
func (p *places) ends() reach.Ends {
	if p.all {
		return reach.Ends{All: true}
	}
	e := reach.Ends{Hosts: p.hosts, Locations: make([]graph.Location, 0, len(p.locations))}
	for l := range p.locations {
		e.Locations = append(e.Locations, l)
	}
	slices.SortFunc(e.Locations, compareLocations)
	return e
}

func compareLocations(a, b graph.Location) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Interface, b.Interface), cmp.Compare(a.Index, b.Index), a.Addr.Compare(b.Addr))
}

// share divides the place of a passage into what is among the places and what is not. A place that is wholly on one side is
// itself there, and nil on the other.
func (p *places) share(g *graph.Graph, at *reach.Place, hosts netmath.AddrSet) (in, out *reach.Place, inHosts, outHosts netmath.AddrSet) {
	switch {
	case p.all:
		return at, nil, hosts, netmath.AddrSet{}
	case at.Outside():
		return p.shareHosts(g, at, hosts)
	case len(at.Members) == 0:
		if p.locations[at.Location] {
			return at, nil, hosts, netmath.AddrSet{}
		}
		return nil, at, netmath.AddrSet{}, hosts
	}
	var members [2][]graph.InterfaceID
	for _, id := range at.Members {
		side := 0
		if p.locations[graph.Location{Kind: graph.AtInterface, Interface: id}] {
			side = 1
		}
		members[side] = append(members[side], id)
	}
	return withMembers(at, members[1]), withMembers(at, members[0]), hosts, hosts
}

func withMembers(at *reach.Place, members []graph.InterfaceID) *reach.Place {
	switch len(members) {
	case 0:
		return nil
	case len(at.Members):
		return at
	}
	cut := *at
	cut.Members, cut.Location.Interface = members, members[0]
	return &cut
}

func (p *places) shareHosts(g *graph.Graph, at *reach.Place, hosts netmath.AddrSet) (in, out *reach.Place, inHosts, outHosts netmath.AddrSet) {
	mine := p.hosts
	if p.locations[at.Location] {
		mine = hosts
	}
	inHosts, outHosts = hosts.Intersect(mine), hosts.Subtract(mine)
	if !inHosts.Empty() {
		in = at
	}
	if !outHosts.Empty() {
		out = at
	}
	return in, out, inHosts, outHosts
}
