package scope

import (
	"context"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Result is what a scope found.
type Result struct {
	Name     string
	Findings []exposure.Finding // of which something passes, the worst first
	Open     []exposure.Finding // the snapshot does not tell
}

// Find looks for the paths of scopes. It ends early with the context's error.
func Find(ctx context.Context, g *graph.Graph, solver *reach.Solver, scopes []Bound) ([]Result, error) {
	f := &finder{g: g, tracer: sim.NewTracer(g), interfaces: map[ref.Ref]graph.InterfaceID{}}
	for id := range graph.InterfaceID(g.NumInterfaces()) {
		f.interfaces[g.RefOf(graph.Location{Kind: graph.AtInterface, Interface: id})] = id
	}
	results := make([]Result, len(scopes))
	for i := range scopes {
		c := newCollector(g)
		for m := range scopes[i].match {
			except := slices.Concat(scopes[i].match[:m], scopes[i].exclude) // what an earlier path found is not found again
			if err := f.find(ctx, solver, &scopes[i].match[m], except, c); err != nil {
				return nil, err
			}
		}
		results[i] = c.result(scopes[i].Name)
	}
	return results, nil
}

// A finder follows ways. It serves one goroutine.
type finder struct {
	g          *graph.Graph
	tracer     *sim.Tracer
	interfaces map[ref.Ref]graph.InterfaceID
}

// find hands what satisfies one path, and none of others, to a collector.
func (f *finder) find(ctx context.Context, solver *reach.Solver, p *path, except []path, c *collector) error {
	for _, protocol := range []netmath.Protocol{netmath.TCP, netmath.UDP} {
		if !p.wants(protocol) {
			continue
		}
		q := reach.Query{
			From: f.places(&p.source.resources, false), To: f.places(&p.destination.resources, true),
			Service: sim.Service{Text: protocol.String(), Protocol: protocol, Ports: netmath.AllPorts()}, SourcePorts: p.source.headers.sourcePorts,
		}
		_, err := solver.Each(ctx, q, func(passage reach.Passage) error { return f.passage(&passage, p, except, c) })
		if err != nil {
			return err
		}
	}
	return nil
}

// wants reports whether a path may be about a protocol.
func (p *path) wants(protocol netmath.Protocol) bool {
	for _, h := range []*headers{&p.source.headers, &p.destination.headers} {
		if len(h.protocols) > 0 && !slices.Contains(h.protocols, protocol) {
			return false
		}
	}
	return true
}

// places are the places at an end of a path as far as its resources tell without following any flow.
func (f *finder) places(r *resources, asTo bool) reach.Ends {
	ends := reach.Ends{}
	for _, id := range r.interfaces {
		ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtInterface, Interface: id})
	}
	all := r.any
	note := func(k ref.Kind) {
		switch k {
		case ref.InternetGateway:
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtInternet})
		case ref.VpnGateway:
			for x := range int32(f.g.NumExternals()) {
				ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtExternalNetwork, Index: x})
			}
		default:
			all = true
		}
	}
	for k := range r.kinds {
		note(k)
	}
	for c := range r.components {
		note(c.Kind)
	}
	if all {
		return reach.Ends{All: true}
	}
	if asTo {
		for b := range int32(f.g.NumBalancers()) { // they may lead there
			ends.Locations = append(ends.Locations, graph.Location{Kind: graph.AtBalancer, Index: b})
		}
	}
	return ends
}

// passage follows the ways of what passes between two places.
func (f *finder) passage(p *reach.Passage, m *path, except []path, c *collector) error {
	for i := range p.Flows {
		flow := &p.Flows[i]
		for _, share := range []struct {
			verdict sim.Verdict
			pairs   []sim.PortPair
		}{{sim.Reachable, flow.Reach}, {sim.Partial, flow.Partial}, {sim.Unknown, flow.Unknown}} {
			if len(share.pairs) == 0 {
				continue
			}
			q := p.Witness
			q.Service = sim.Service{Protocol: flow.Protocols[0], Ports: destinations(share.pairs)}
			_, err := f.tracer.Ways(q, func(a *sim.Answer) {
				if a.Verdict == sim.Unreachable {
					return
				}
				w := f.newWay(a)
				for _, b := range f.boxes(p, a, share.pairs) {
					for _, left := range f.sift(&w, m, except, b) {
						c.add(p, &w, left, share.verdict)
					}
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sift is what of a box satisfies a path and none of others.
func (f *finder) sift(w *way, m *path, except []path, b box) []box {
	first := f.part(w, m, b)
	if first.empty() {
		return nil
	}
	left := []box{first}
	for i := range except {
		var next []box
		for _, b := range left {
			if out := f.part(w, &except[i], b); out.empty() {
				next = append(next, b)
			} else {
				next = append(next, b.subtract(&out)...)
			}
		}
		left = next
	}
	return left
}

// boxes are what passes on one way, as sets. Of a load balancer the way ends at a target.
func (f *finder) boxes(p *reach.Passage, a *sim.Answer, pairs []sim.PortPair) []box {
	b := box{from: p.From.Members, to: p.To.Members, hosts: p.Hosts}
	if p.To.Location.Kind == graph.AtBalancer {
		hops := a.Forward.Hops
		id, known := f.interfaces[hops[len(hops)-1].Component]
		if !known {
			return nil // the load balancer answers itself, or a function does
		}
		b.to = []graph.InterfaceID{id}
	}
	var all []box
	for _, pair := range pairs {
		one := b
		one.src, one.dst = pair.SrcPorts, pair.DstPorts.Intersect(a.Flow.DstPorts)
		if !one.empty() {
			all = append(all, one)
		}
	}
	return all
}

func destinations(pairs []sim.PortPair) netmath.Ports {
	var all netmath.Ports
	for _, p := range pairs {
		all = all.Union(p.DstPorts)
	}
	return all
}
