package impact

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// assess notes what boundaries effects cross and how bad they are, and puts the worst first.
func (r *Result) assess(before *surveyor) {
	surveyors := map[*graph.Graph]*surveyor{r.Before.Graph: before}
	for i := range r.Effects {
		e := &r.Effects[i]
		g := r.Graph(e)
		if r.alike {
			g = r.Before.Graph // which has listed what is tagged for other comparisons
		}
		if surveyors[g] == nil {
			surveyors[g] = newSurveyor(g)
		}
		e.Boundary = surveyors[g].boundary(e.From, e.To)
		if e.Opens() {
			e.Risk = risk(g, e)
		}
	}
	slices.SortStableFunc(r.Effects, func(a, b Effect) int {
		return cmp.Or(
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Boundary, b.Boundary), cmp.Compare(b.Risk.Level, a.Risk.Level),
			slices.Compare(r.words(&a), r.words(&b)),
		)
	})
}

// words order effects that are equally bad.
func (r *Result) words(e *Effect) []string {
	var words []string
	for _, parties := range [][]reach.Party{e.To, e.From} {
		for i := range parties {
			words = append(words, parties[i].Role.Vpc.ID, parties[i].Role.Name, r.Graph(e).RefOf(parties[i].Places[0]).ID)
		}
	}
	return words
}

// risk looks an effect up in the table of risks. Nothing is at risk where nobody is.
func risk(g *graph.Graph, e *Effect) exposure.Risk {
	var worst exposure.Risk
	for i := range e.Shares {
		for _, party := range existing(g, e.To) {
			f := finding(g, e, &e.Shares[i], party.Places)
			if found := exposure.Assess(&f); found.Level > worst.Level || len(worst.Reasons) == 0 {
				worst = found
			}
		}
	}
	return worst
}

// finding is a share of an effect as a finding of exposure.
func finding(g *graph.Graph, e *Effect, s *reach.Share, to []graph.Location) exposure.Finding {
	f := exposure.Finding{From: exposure.Senders{At: e.From[0].Places[0]}, To: exposure.Targets{At: to[0]}, Family: s.Family, Verdict: sim.Reachable}
	for _, l := range to {
		if l.Kind == graph.AtInterface {
			f.To.Members = append(f.To.Members, l.Interface)
		}
	}
	if f.From.At.Kind == graph.AtInternet {
		f.From.Whole, f.From.Asked = true, g.Elsewhere(s.Family)
		if f.From.Hosts = s.Hosts; s.Hosts.Empty() {
			f.From.Hosts = f.From.Asked
		}
	} else if f.From.At.Kind == graph.AtInterface {
		f.From.Members = []graph.InterfaceID{f.From.At.Interface}
	}
	for _, lane := range s.Lanes {
		f.Flows = append(f.Flows, reach.Flow{Protocols: lane.Protocols, Others: lane.Others, Reach: lane.Pairs})
	}
	return f
}

// single is one flow of an effect: one protocol, one port, one source port.
func single(e *Effect) sim.Question {
	share := &e.Shares[0]
	q := share.Witness
	lane, protocol := firstLane(share.Lanes)
	q.Service, q.SourcePorts = sim.Service{Text: protocol.String(), Protocol: protocol, Ports: netmath.AllPorts()}, netmath.Ports{}
	if lane == nil || len(lane.Pairs) == 0 {
		return q
	}
	pair := lane.Pairs[0]
	if protocol.HasPorts() || protocol.IsICMP() {
		q.Service.Ports = netmath.OnePort(lowest(pair.DstPorts))
	}
	if !protocol.IsICMP() && !pair.SrcPorts.Empty() {
		q.SourcePorts = netmath.OnePort(someSource(pair.SrcPorts))
	}
	return q
}

// firstLane prefers TCP, then UDP.
func firstLane(lanes []reach.Lane) (*reach.Lane, netmath.Protocol) {
	for _, wanted := range []netmath.Protocol{netmath.TCP, netmath.UDP} {
		for i := range lanes {
			if slices.Contains(lanes[i].Protocols, wanted) {
				return &lanes[i], wanted
			}
		}
	}
	for i := range lanes {
		if len(lanes[i].Protocols) > 0 {
			return &lanes[i], lanes[i].Protocols[0]
		}
	}
	return nil, 0
}

// lowest is the lowest port but 0, which nobody uses.
func lowest(ports netmath.Ports) uint16 {
	if rest := ports.Subtract(netmath.OnePort(0)); !rest.Empty() {
		ports = rest
	}
	low, _ := ports.Min()
	return low
}

// someSource is a port of clients.
func someSource(ports netmath.Ports) uint16 {
	const usual = 49152
	if ports.Covers(netmath.OnePort(usual)) {
		return usual
	}
	low, _ := ports.Intersect(netmath.PortSpan(1024, 65535)).Min()
	return low
}
