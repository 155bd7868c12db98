package cli

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
)

// exposureEnds find the places that a question about exposure names. Most name none, so the index of names is made on demand.
type exposureEnds struct {
	network *network
	known   *selector.Index
}

func (x *exposureEnds) index() *selector.Index {
	if x.known == nil {
		x.known = selector.NewIndex(x.network.graph)
	}
	return x.known
}

// from finds who would get in.
func (x *exposureEnds) from(words []string) (reach.Ends, error) {
	var all reach.Ends
	for _, word := range words {
		if word == "internet" {
			all.Locations = append(all.Locations, graph.Location{Kind: graph.AtInternet})
			continue
		}
		ends, err := endsOf(x.network.graph, x.index(), word)
		if err != nil {
			return all, atEnd("--from", err)
		}
		all.All = all.All || ends.All
		all.Locations, all.Hosts = append(all.Locations, ends.Locations...), all.Hosts.Union(ends.Hosts)
	}
	return all, nil
}

// to finds what would be reached: everything where nothing is named, but for the senders themselves.
func (x *exposureEnds) to(word string, from *reach.Ends) (reach.Ends, error) {
	if word != "" {
		ends, err := endsOf(x.network.graph, x.index(), word)
		if err != nil {
			return ends, atEnd("TO", err)
		}
		ends.Hosts = netmath.AddrSet{} // hosts outside are not exposed
		return ends, nil
	}
	senders := map[graph.InterfaceID]bool{}
	for _, l := range from.Locations {
		if l.Kind == graph.AtInterface {
			senders[l.Interface] = true
		}
	}
	if len(senders) == 0 {
		return reach.Ends{All: true}, nil
	}
	return allBut(x.network.graph, senders), nil
}

// allBut is every interface and load balancer but some interfaces.
func allBut(g *graph.Graph, some map[graph.InterfaceID]bool) reach.Ends {
	var ends reach.Ends
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		if !some[id] {
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtInterface, Interface: id})
		}
	}
	for b := range int32(g.NumBalancers()) {
		ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtBalancer, Index: b})
	}
	return ends
}

// maxNamed is in how large a network places are called by their names in commands: in larger ones, finding a name that is nobody else's takes
// as long as the answer.
const maxNamed = 20_000

// commands print questions as commands.
func (x *exposureEnds) commands(arguments string) *report.Commands {
	c := &report.Commands{Graph: x.network.graph, Arguments: arguments}
	if c.Index = x.known; c.Index == nil && x.network.graph.NumInterfaces() <= maxNamed {
		c.Index = x.index()
	}
	return c
}
