package scope

import (
	"fmt"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A collector puts boxes together that make one finding: first the protocols and ports between the same ends, then receivers
// that fare alike.
type collector struct {
	g     *graph.Graph
	paths map[string]*found
	order []*found
}

// A found is what passes between two ends on one way.
type found struct {
	passage *reach.Passage
	way     way
	box     box
	flows   []reach.Flow
	verdict sim.Verdict
}

func newCollector(g *graph.Graph) *collector { return &collector{g: g, paths: map[string]*found{}} }

// add takes one more box of a way.
func (c *collector) add(p *reach.Passage, w *way, b box, v sim.Verdict) {
	key := fmt.Sprint(p.Family, p.From.Location, p.To.Location, b.from, b.to, b.hosts, waypoints(w), v)
	f := c.paths[key]
	if f == nil {
		f = &found{passage: &reach.Passage{From: p.From, To: p.To, Family: p.Family, Witness: p.Witness}, way: *w, box: b, verdict: v}
		c.paths[key] = f
		c.order = append(c.order, f)
	}
	f.add(w.protocol, b, v)
}

// waypoints are what tells ways apart.
func waypoints(w *way) []ref.Ref {
	var out []ref.Ref
	for _, r := range w.met {
		if exposure.IsWaypoint(r.Kind) && (len(out) == 0 || out[len(out)-1] != r) {
			out = append(out, r)
		}
	}
	return out
}

// add notes ports of a protocol.
func (f *found) add(p netmath.Protocol, b box, v sim.Verdict) {
	pair := sim.PortPair{SrcPorts: b.src, DstPorts: b.dst}
	i := slices.IndexFunc(f.flows, func(flow reach.Flow) bool { return flow.Protocols[0] == p })
	if i < 0 {
		i = len(f.flows)
		f.flows = append(f.flows, reach.Flow{Protocols: []netmath.Protocol{p}})
	}
	list := map[sim.Verdict]*[]sim.PortPair{sim.Reachable: &f.flows[i].Reach, sim.Partial: &f.flows[i].Partial, sim.Unknown: &f.flows[i].Unknown}[v]
	for j := range *list {
		if (*list)[j].SrcPorts.Equal(pair.SrcPorts) {
			(*list)[j].DstPorts = (*list)[j].DstPorts.Union(pair.DstPorts)
			return
		}
	}
	*list = append(*list, pair)
}

// result makes findings of what was collected.
func (c *collector) result(name string) Result {
	out := Result{Name: name}
	byKey := map[string]*exposure.Finding{}
	var order []*exposure.Finding
	for _, f := range c.order {
		key := c.groupKey(f)
		if of := byKey[key]; of != nil && f.box.to != nil {
			of.To.Members = append(of.To.Members, f.box.to...)
			continue
		}
		made := c.finding(f)
		byKey[key] = &made
		order = append(order, &made)
	}
	for _, f := range order {
		slices.Sort(f.To.Members)
		f.To.Members = slices.Compact(f.To.Members)
		if f.Verdict == sim.Unknown {
			out.Open = append(out.Open, *f)
		} else {
			out.Findings = append(out.Findings, *f)
		}
	}
	exposure.Sort(c.g, out.Findings)
	exposure.Sort(c.g, out.Open)
	return out
}

// groupKey is the same for what only differs in receivers that fare alike.
func (c *collector) groupKey(f *found) string {
	var to any = f.passage.To.Location
	if len(f.box.to) > 0 {
		t := c.g.Traits(f.box.to[0])
		t.Subnet, t.Targets = 0, 0
		to = fmt.Sprintf("%v %v", t, c.g.Interface(f.box.to[0]).Vpc.ID)
		if f.passage.To.Location.Kind == graph.AtBalancer {
			to = fmt.Sprintf("%v behind %d", to, f.passage.To.Location.Index)
		}
	}
	return fmt.Sprint(f.passage.Family, f.passage.From.Location, f.box.from, f.box.hosts, waypoints(&f.way), f.verdict, exposure.FlowsKey(f.flows), to)
}

// finding is the finding of one path.
func (c *collector) finding(f *found) exposure.Finding {
	p := f.passage
	out := exposure.Finding{
		From:   exposure.Senders{At: p.From.Location, Members: f.box.from},
		To:     exposure.Targets{At: p.To.Location, Members: slices.Clone(f.box.to)},
		Family: p.Family, Flows: f.flows, Verdict: f.verdict, Evidence: exposure.EvidenceOf(c.g, f.way.answer),
	}
	out.Witness = exposure.WitnessOf(c.g, &reach.Passage{Flows: f.flows, Witness: p.Witness})
	switch {
	case f.box.from == nil:
		out.From.Hosts, out.From.Asked = f.box.hosts, p.From.Hosts.Of(p.Family)
		out.From.Whole = p.From.Location.Kind == graph.AtInternet && out.From.Asked.Covers(c.g.Elsewhere(p.Family))
		out.Witness.SourceIP = sim.SomeHost(f.box.hosts, p.Family)
	default:
		out.Witness.From = graph.Location{Kind: graph.AtInterface, Interface: f.box.from[0]}
	}
	switch {
	case f.box.to == nil:
		out.To.Hosts = f.box.hosts
		out.Witness.DestinationIP = sim.SomeHost(f.box.hosts, p.Family)
	case p.To.Location.Kind == graph.AtBalancer:
		out.To.At = graph.Location{Kind: graph.AtInterface, Interface: f.box.to[0]}
		out.Witness.To = p.To.Location
	default:
		out.Witness.To = other(f.box.to, out.Witness.From)
		out.To.At = graph.Location{Kind: graph.AtInterface, Interface: f.box.to[0]}
	}
	out.Risk = exposure.Assess(&out)
	return out
}

// other is the first of some interfaces that is not at a place.
func other(ids []graph.InterfaceID, not graph.Location) graph.Location {
	for _, id := range ids {
		if l := (graph.Location{Kind: graph.AtInterface, Interface: id}); l != not {
			return l
		}
	}
	return graph.Location{Kind: graph.AtInterface, Interface: ids[0]}
}
