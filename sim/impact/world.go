package impact

import (
	"fmt"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A spot is the number of a place in both networks. Of interfaces it stands for a class: those that neither network can tell apart.
type spot int32

// none is no spot, and no class.
const none = -1

// A world is one of the two networks.
type world struct {
	whatif.Network
	solver     *reach.Solver
	interfaces []spot                  // by number
	others     map[graph.Location]spot // load balancers, networks outside, the internet
	named      []netmath.Protocol      // by rules
}

// A pair is the two networks, with places that are known in both.
type pair struct {
	worlds   [2]*world // before, after
	spots    int
	both     []bool // of each spot: the place is in both networks
	ids      [2]map[string]graph.InterfaceID
	internet [2]netmath.AddrSet
	twins    *twins
}

// The two worlds.
const (
	was = 0
	is  = 1
)

// newPair finds the common places of two networks.
func newPair(before, after whatif.Network, t *twins) *pair {
	p := &pair{twins: t}
	for i, n := range []whatif.Network{before, after} {
		p.worlds[i] = &world{Network: n, solver: reach.New(n.Graph), others: map[graph.Location]spot{}, named: n.Graph.NamedProtocols()}
	}
	p.joinClasses()
	p.joinOthers()
	for i, w := range p.worlds {
		p.internet[i] = w.Graph.Elsewhere(netmath.IPv4).Union(w.Graph.Elsewhere(netmath.IPv6))
		w.solver = reach.NewFiner(w.Graph, func(id graph.InterfaceID) int32 { return int32(w.interfaces[id]) })
	}
	return p
}

// classOf are the classes of interfaces by number; none of a node of a load balancer.
func (w *world) classOf() []int32 {
	of := make([]int32, w.Graph.NumInterfaces())
	for i := range of {
		of[i] = none
	}
	classes := w.solver.Classes()
	for i := range classes {
		for _, id := range classes[i].Members {
			of[id] = int32(i)
		}
	}
	return of
}

// joinClasses numbers the pairs of classes that interfaces are in before and after.
func (p *pair) joinClasses() {
	after := p.worlds[is].Graph
	for i, w := range p.worlds {
		p.ids[i] = make(map[string]graph.InterfaceID, w.Graph.NumInterfaces())
		for id := range graph.InterfaceID(w.Graph.NumInterfaces()) {
			p.ids[i][w.Graph.RefOf(graph.Location{Kind: graph.AtInterface, Interface: id}).ID] = id
		}
	}
	classes := [2][]int32{p.worlds[was].classOf(), p.worlds[is].classOf()}
	numbers := map[[2]int32]spot{}
	for i := range p.worlds {
		p.worlds[i].interfaces = make([]spot, len(classes[i]))
	}
	for id := range classes[was] {
		key := [2]int32{classes[was][id], none}
		other, stays := p.ids[is][p.twins.twin(was, refOf(p.worlds[was].Graph, id)).ID]
		if stays {
			key[is] = classes[is][other]
		}
		p.worlds[was].interfaces[id] = p.number(numbers, key)
	}
	for id := range classes[is] {
		old, stayed := p.ids[was][p.twins.twin(is, refOf(after, id)).ID]
		if stayed {
			p.worlds[is].interfaces[id] = p.worlds[was].interfaces[old]
		} else {
			p.worlds[is].interfaces[id] = p.number(numbers, [2]int32{none, classes[is][id]})
		}
	}
}

// refOf is the name of an interface.
func refOf(g *graph.Graph, id int) ref.Ref {
	return g.RefOf(graph.Location{Kind: graph.AtInterface, Interface: graph.InterfaceID(id)})
}

func (p *pair) number(numbers map[[2]int32]spot, key [2]int32) spot {
	s, known := numbers[key]
	if !known {
		s = p.add(key[was] != none && key[is] != none)
		numbers[key] = s
	}
	return s
}

func (p *pair) add(both bool) spot {
	p.spots++
	p.both = append(p.both, both)
	return spot(p.spots - 1)
}

// joinOthers numbers places that are no interfaces by their names.
func (p *pair) joinOthers() {
	numbers := map[string]spot{}
	for i, w := range p.worlds {
		seen := map[string]int{}
		for _, l := range w.otherLocations() {
			key := p.nameOf(i, l)
			if seen[key]++; seen[key] > 1 {
				key += fmt.Sprintf(" #%d", seen[key])
			}
			s, known := numbers[key]
			if !known {
				s = p.add(false)
				numbers[key] = s
			}
			p.both[s] = p.both[s] || known && i == is
			w.others[l] = s
		}
	}
}

func (w *world) otherLocations() []graph.Location {
	all := []graph.Location{{Kind: graph.AtInternet}}
	for b := range int32(w.Graph.NumBalancers()) {
		all = append(all, graph.Location{Kind: graph.AtBalancer, Index: b})
	}
	for x := range int32(w.Graph.NumExternals()) {
		all = append(all, graph.Location{Kind: graph.AtExternalNetwork, Index: x})
	}
	return all
}

// nameOf is what a place is called after the changes.
func (p *pair) nameOf(world int, l graph.Location) string {
	w := p.worlds[world]
	r := w.Graph.RefOf(l)
	if world == was {
		r = p.twins.later(r)
	}
	name := fmt.Sprint(l.Kind, " ", r)
	if l.Kind == graph.AtExternalNetwork {
		name += " " + w.Graph.External(l.Index).Name
	}
	return name
}

// spotOf is the spot of a place of the world's solver.
func (w *world) spotOf(p *reach.Place) spot {
	if p.Location.Kind == graph.AtInterface {
		return w.interfaces[p.Location.Interface]
	}
	return w.others[p.Location]
}
