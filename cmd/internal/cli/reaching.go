package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/report"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
)

// A reaching is one question about sets of places while it is being answered.
type reaching struct {
	app      *app
	flags    *reachFlags
	network  *network
	solver   *reach.Solver
	tracer   *sim.Tracer
	builder  *report.Builder
	commands *report.Commands
	asked    report.ReachQuery
	query    reach.Query
	notes    []string
}

// newReaching finds the places that a question names.
func newReaching(a *app, f *reachFlags, n *network, asked report.ReachQuery, service sim.Service) (*reaching, error) {
	n, index := n.withHosts(asked.From, asked.To)
	r := &reaching{
		app: a, flags: f, network: n, asked: asked,
		solver: reach.New(n.graph), tracer: sim.NewTracer(n.graph), builder: report.NewBuilder(n.graph, n.name),
		query: reach.Query{Service: service, Families: f.families()},
	}
	named := &exposureEnds{network: n, known: index}
	var err error
	if r.query.From, err = named.ends(asked.From); err != nil {
		return nil, atEnd("FROM", err)
	}
	if r.query.To, err = named.ends(asked.To); err != nil {
		return nil, atEnd("TO", err)
	}
	if r.query.Via, r.query.NotVia, err = f.components.find(n.graph); err != nil {
		return nil, err
	}
	r.commands = named.commands(n.arguments + f.network.healthArgument() + f.components.arguments())
	return r, errors.Join(r.checkEnds(), checkBy(f.by, named))
}

// ends reads a selector of any number of places; none is every place.
func (x *exposureEnds) ends(word string) (reach.Ends, error) {
	if word == "" {
		return reach.Ends{All: true}, nil
	}
	return endsOf(x.network.graph, x.index(), word)
}

// checkBy refuses a tag that nothing has.
func checkBy(by string, x *exposureEnds) error {
	key, tagged := strings.CutPrefix(by, "tag:")
	if !tagged {
		return nil
	}
	keys := x.index().TagKeys()
	if _, found := slices.BinarySearch(keys, key); found {
		return nil
	}
	if near, ok := sim.Nearest(key, keys); ok {
		return fmt.Errorf("--by %s: nothing in the snapshot has this tag: did you mean tag:%s?", by, near)
	}
	return fmt.Errorf("--by %s: nothing in the snapshot has this tag; try --by name, sg, subnet or vpc", by)
}

// endsOf reads a selector of any number of places.
func endsOf(g *graph.Graph, x *selector.Index, word string) (reach.Ends, error) {
	expr, err := selector.Parse(word)
	if err != nil {
		return reach.Ends{}, err
	}
	found, err := x.Ends(expr)
	if err != nil {
		return reach.Ends{}, err
	}
	ends := reach.Ends{Hosts: found.Hosts}
	nodes := balancersByNode(g)
	for _, m := range found.Matches {
		ends.Locations = append(ends.Locations, m.Location)
		if b, ok := nodes[m.Location.Interface]; ok && m.Location.Kind == graph.AtInterface {
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtBalancer, Index: b})
		}
	}
	exclude(g, &ends, found.Without)
	return ends, nil
}

// balancersByNode are the load balancers by the interfaces of their nodes.
func balancersByNode(g *graph.Graph) map[graph.InterfaceID]int32 {
	nodes := map[graph.InterfaceID]int32{}
	for b := range int32(g.NumBalancers()) {
		for _, id := range g.Nodes(b) {
			nodes[id] = b
		}
	}
	return nodes
}

// exclude takes hosts out of ends: of the internet as well, if that is among them.
func exclude(g *graph.Graph, ends *reach.Ends, without netmath.AddrSet) {
	if without.Empty() {
		return
	}
	kept := ends.Locations[:0]
	for _, l := range ends.Locations {
		if l.Kind != graph.AtInternet {
			kept = append(kept, l)
			continue
		}
		for _, f := range netmath.Families {
			ends.Hosts = ends.Hosts.Union(g.Elsewhere(f))
		}
	}
	ends.Locations, ends.Hosts = kept, ends.Hosts.Subtract(without)
}

// checkEnds refuses ends at which nothing sends or receives.
func (r *reaching) checkEnds() error {
	if len(r.solver.From(r.query)) == 0 {
		return atEnd("FROM", &selector.Error{
			Selector: r.asked.From, Problem: "nothing that it names sends on its own",
			Remedy: "name interfaces, networks outside or the internet; what a load balancer sends to its targets is followed by dryhop trace",
		})
	}
	if len(r.solver.To(r.query)) == 0 {
		return atEnd("TO", &selector.Error{
			Selector: r.asked.To, Problem: "nothing that it names is a place of which all flows can be listed",
			Remedy: "ask about one flow to it with dryhop trace",
		})
	}
	return nil
}

// why is the first reason that a trace gives for an answer that is neither yes nor no.
func (r *reaching) why(q *sim.Question) *report.Reason {
	answer, err := r.tracer.Trace(*q)
	if err != nil {
		return nil
	}
	var found *sim.Explanation
	for i := range answer.Explanations {
		e := &answer.Explanations[i]
		if e.Context || found != nil && (found.Unknown || !e.Unknown) {
			continue
		}
		found = e
	}
	if found == nil {
		return nil
	}
	return &report.Reason{Code: string(found.Code), Message: found.Message}
}
