package impact_test

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// better orders verdicts by how much passes.
var better = map[sim.Verdict]int{sim.Partial: 1, sim.Reachable: 2}

// askKind holds the kind of the effect that a flow is of against the oracle: opened and closed are what nothing else passed or passes beside, widened and
// narrowed what something does.
func (j *judge) askKind(p *probe, want saying) {
	gain := better[want.is] - better[want.was]
	unknown := want.was == sim.Unknown || want.is == sim.Unknown
	opens, alone := want.kind == impact.Opened || want.kind == impact.Widened, want.kind == impact.Opened || want.kind == impact.Closed
	if unknown != (want.kind == impact.Undetermined) || !unknown && opens != (gain > 0) {
		j.t.Errorf("seed %d: %s: %v, of %v and %v", j.seed, j.text(p), want.kind, want.was, want.is)
	}
	if unknown {
		return
	}
	world := 1
	if opens {
		world = 0
	}
	passes, judged := j.anythingPasses(world, p)
	if judged {
		j.kinds[want.kind]++
	}
	if judged && passes == alone {
		j.t.Errorf("seed %d: %s: %v, and for the oracle it is %t that something passes there in world %d", j.seed, j.text(p), want.kind, passes, world)
	}
}

// anythingPasses asks the oracle whether anything passes in a world between the places of a flow: some of what the solver lists there, and what is drawn. It
// is not judged if the oracle cannot tell of what is listed.
func (j *judge) anythingPasses(world int, p *probe) (passes, judged bool) {
	if !p.there[world] {
		return false, true
	}
	listed := j.listed(world, p)
	judged = len(listed) == 0
	for range 4 {
		q := p.questions[world]
		q.Service = j.anyService(p.family)
		listed = append(listed, q)
	}
	for i, q := range listed {
		v, told := j.oracle(world, j.snapshots[world], j.graph(world), j.tracers[world], q, p.family)
		if told && better[v] > 0 {
			return true, true
		}
		judged = judged || told && i < len(listed)-4
	}
	return false, judged
}

// listed are flows that the solver lets pass between the places of a probe in a world, one of each product of ports.
func (j *judge) listed(world int, p *probe) []sim.Question {
	var all []sim.Question
	q := p.questions[world]
	for i := range j.passing[world] {
		side := &j.passing[world][i]
		if side.Family != p.family || !stands(side.From, q.From) || !stands(side.To, q.To) || !hostIn(side.Hosts, &q) {
			continue
		}
		for _, f := range side.Flows {
			for _, pair := range slices.Concat(f.Reach, f.Partial) {
				if len(f.Protocols) > 0 {
					all = append(all, oneOf(q, f.Protocols[0], pair))
				}
			}
		}
	}
	return all
}

// oneOf is a flow of a product of ports.
func oneOf(q sim.Question, of netmath.Protocol, pair sim.PortPair) sim.Question {
	q.Service = sim.Service{Protocol: of, Ports: netmath.AllPorts()}
	if low, any := pair.DstPorts.Min(); any && (of.HasPorts() || of.IsICMP()) {
		q.Service.Ports = netmath.OnePort(low)
	}
	if low, any := pair.SrcPorts.Intersect(netmath.PortSpan(1024, 65535)).Min(); any {
		q.SourcePorts = netmath.OnePort(low)
	}
	return q
}

func stands(p *reach.Place, l graph.Location) bool {
	if l.Kind == graph.AtInterface {
		return slices.Contains(p.Members, l.Interface)
	}
	return p.Location == l
}

func hostIn(hosts netmath.AddrSet, q *sim.Question) bool {
	if hosts.Empty() {
		return true
	}
	return hosts.Contains(q.SourceIP) || hosts.Contains(q.DestinationIP)
}
