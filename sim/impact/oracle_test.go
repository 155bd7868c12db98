package impact_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/internal/oracle"
	"github.com/dryhop/dryhop/sim/internal/randnet"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit/edittest"
	"github.com/dryhop/dryhop/topology/graph"
)

var (
	worlds = flag.Int("networks", 10, "how many random networks to edit")
	first  = flag.Int("first", 0, "the first of them")
	probes = flag.Int("probes", 150, "how many flows to draw of each")
)

func compiled(s *topology.Snapshot) whatif.Network {
	g, _ := graph.Compile(s, graph.Options{})
	return whatif.Network{Snapshot: s, Graph: g}
}

// TestImpactIsTheDifference edits random networks, and draws single flows: what the effects say of each is what the oracle says before and
// after, and so are the causes.
func TestImpactIsTheDifference(t *testing.T) {
	var all judge
	for seed := *first; seed < *first+*worlds; seed++ {
		before := randnet.Network(uint64(seed))
		after, done := edittest.Edited(before, uint64(seed), 1+seed%3)
		if seed%2 > 0 { // undone: what an edit closes is opened
			before, after = after, before
		}
		r, err := impact.Of(context.Background(), compiled(before), compiled(after), impact.Query{})
		if err != nil {
			t.Fatal(err)
		}
		j := &judge{t: t, seed: seed, r: r, snapshots: [2]*topology.Snapshot{before, after}, dice: rand.New(rand.NewPCG(uint64(seed), 5))}
		j.tracers = [2]*sim.Tracer{sim.NewTracer(r.Before.Graph), sim.NewTracer(r.After.Graph)}
		j.collect()
		j.flows(*probes)
		j.causes()
		if t.Failed() {
			t.Fatalf("edits %v", done)
		}
		all.probes, all.judged, all.different, all.effects, all.caused = all.probes+j.probes, all.judged+j.judged, all.different+j.different, all.effects+len(r.Effects), all.caused+j.caused
		for kind, n := range j.kinds {
			all.kinds[kind] += n
		}
	}
	t.Logf("%d flows, %d of them asked the oracle, %d that differ; %d effects, causes of %d asked the oracle; flows of each kind: %v", all.probes, all.judged, all.different, all.effects, all.caused, all.kinds)
}

// A judge holds a result against single flows.
type judge struct {
	t         *testing.T
	seed      int
	r         *impact.Result
	snapshots [2]*topology.Snapshot
	tracers   [2]*sim.Tracer
	dice      *rand.Rand
	passing   [2][]reach.Passage // all that passes in each world

	probes, judged, different, effects, caused int
	kinds                                      [impact.Undetermined + 1]int // flows of effects of each kind that the oracle judged
}

func (j *judge) graph(world int) *graph.Graph {
	return [2]*graph.Graph{j.r.Before.Graph, j.r.After.Graph}[world]
}

// A probe is one flow in both worlds.
type probe struct {
	in        int // the world that its places were drawn in
	questions [2]sim.Question
	there     [2]bool
	family    netmath.Family
}

func (j *judge) flows(n int) {
	for i := range n {
		if j.t.Failed() {
			return
		}
		p, ok := j.draw(i % 3)
		if !ok {
			continue
		}
		j.probes++
		want := j.said(&p)
		var got [2]sim.Verdict
		for w := range got {
			if p.there[w] {
				v, err := j.tracers[w].Verdict(p.questions[w])
				if err != nil {
					j.t.Fatal(err)
				}
				got[w] = v
			}
		}
		if want.any && (got[0] != want.was || got[1] != want.is) || !want.any && got[0] != got[1] {
			j.t.Errorf("seed %d: %s: the tracer says %v and %v, effects %+v", j.seed, j.text(&p), got[0], got[1], want)
		}
		if want.any {
			j.different++
		}
		j.askOracle(&p, want)
	}
}

// askOracle holds what effects say against the oracle, where it knows whom addresses stand for.
func (j *judge) askOracle(p *probe, want saying) {
	var said [2]sim.Verdict
	for w := range said {
		if !p.there[w] {
			continue
		}
		v, judged := j.oracle(w, j.snapshots[w], j.graph(w), j.tracers[w], p.questions[w], p.family)
		if !judged {
			return
		}
		said[w] = v
	}
	j.judged++
	if want.any {
		j.askKind(p, want)
	}
	if want.any && (said[0] != want.was || said[1] != want.is) || !want.any && said[0] != said[1] {
		j.t.Errorf("seed %d: %s: the oracle says %v and %v, effects %+v", j.seed, j.text(p), said[0], said[1], want)
	}
}

func (j *judge) oracle(w int, s *topology.Snapshot, g *graph.Graph, tracer *sim.Tracer, q sim.Question, f netmath.Family) (sim.Verdict, bool) {
	flow := oracle.Flow{SourceIP: q.SourceIP, To: q.DestinationIP, Protocol: uint8(q.Service.Protocol), OfInternet: q.From.Kind == graph.AtInternet}
	if q.From.Kind == graph.AtInterface {
		if g.Special(q.From.Interface) {
			return 0, false
		}
		flow.From, flow.SourceIP = g.Interface(q.From.Interface).Ref.ID, g.Primary(q.From.Interface, f)
	}
	if q.To.Kind == graph.AtInterface {
		if g.Special(q.To.Interface) {
			return 0, false
		}
		flow.Meant = g.Interface(q.To.Interface).Ref.ID
		if flow.To = g.Primary(q.To.Interface, f); q.From.Kind != graph.AtInterface {
			flow.To = g.Public(q.To.Interface, f)
		}
	}
	if q.From.Kind == graph.AtExternalNetwork || q.To.Kind == graph.AtExternalNetwork || q.To.Kind == graph.AtBalancer || !flow.To.IsValid() {
		return 0, false
	}
	if q.From.Kind == graph.AtInternet && g.IsExternal(flow.SourceIP) || q.To.Kind == graph.AtInternet && g.IsExternal(flow.To) || q.From.Kind == graph.AtInternet && !flow.SourceIP.IsValid() {
		return 0, false // for the oracle they are all outside
	}
	if q.From.Kind == graph.AtInternet && g.Vacant(flow.SourceIP) {
		return 0, false // a host of the internet, with an address of a VPC's: for the oracle it would be inside
	}
	src, _ := q.SourcePorts.Min()
	port, _ := q.Service.Ports.Min()
	flow.SourcePort, flow.DestinationPort = src, port
	if q.Service.Protocol.IsICMP() {
		flow.SourcePort, flow.DestinationPort, flow.ICMPType, flow.ICMPCode = 0, 0, uint8(port>>8), uint8(port)
	}
	out := oracle.Ask(s, flow)
	if out.GaveUp {
		return 0, false
	}
	for _, v := range []sim.Verdict{sim.Reachable, sim.Unreachable, sim.Partial, sim.Unknown} {
		if v.String() == out.Verdict.String() {
			return v, true
		}
	}
	return 0, false
}

// collect finds out what passes in each world.
func (j *judge) collect() {
	q := reach.Query{From: reach.Ends{All: true}, To: reach.Ends{All: true}, Service: sim.AnyService()}
	for w := range j.passing {
		_, err := reach.New(j.graph(w)).Each(context.Background(), q, func(p reach.Passage) error {
			j.passing[w] = append(j.passing[w], p)
			return nil
		})
		if err != nil {
			j.t.Fatal(err)
		}
	}
}

// drawPassing draws a flow that passes in one world, or one next to it: what an edit takes away is among them, told or not.
func (j *judge) drawPassing(p *probe) sim.Question {
	side := &j.passing[p.in][j.dice.IntN(len(j.passing[p.in]))]
	share := reach.Share{Family: side.Family}
	for _, f := range side.Flows {
		share.Lanes = append(share.Lanes, reach.Lane{Protocols: f.Protocols, Others: f.Others, Pairs: slices.Concat(f.Reach, f.Partial, f.Unknown)})
	}
	p.family = side.Family
	q := sim.Question{From: j.member(side.From), To: j.member(side.To), Service: j.serviceOf(&share)}
	if !side.Hosts.Empty() {
		j.host(&q, side.Hosts, p.family)
	}
	return q
}

// member draws a location of a place.
func (j *judge) member(p *reach.Place) graph.Location {
	if len(p.Members) > 0 {
		return graph.Location{Kind: graph.AtInterface, Interface: p.Members[j.dice.IntN(len(p.Members))]}
	}
	return p.Location
}

// What is drawn.
const (
	ofEffects = iota
	ofPassages
	ofAnything
)

// draw draws a flow of an effect, of what passes in one of the worlds, or of any places.
func (j *judge) draw(of int) (probe, bool) {
	p := probe{in: j.dice.IntN(2), family: netmath.Families[j.dice.IntN(2)]}
	var q sim.Question
	if n := len(j.r.Effects); of == ofPassages && len(j.passing[p.in]) > 0 {
		q = j.drawPassing(&p)
	} else if of == ofEffects && n > 0 {
		e := &j.r.Effects[j.dice.IntN(n)]
		s := &e.Shares[j.dice.IntN(len(e.Shares))]
		if p.family, p.in = s.Family, 1; e.InBefore {
			p.in = 0
		}
		from, to := &e.From[j.dice.IntN(len(e.From))], &e.To[j.dice.IntN(len(e.To))]
		q.From, q.To = from.Places[j.dice.IntN(len(from.Places))], to.Places[j.dice.IntN(len(to.Places))]
		q.Service = j.serviceOf(s)
		if !s.Hosts.Empty() && j.dice.IntN(3) > 0 {
			j.host(&q, s.Hosts, p.family)
		}
	} else {
		q.From, q.To = j.place(p.in, false), j.place(p.in, true)
		q.Service = j.anyService(p.family)
	}
	g := j.graph(p.in)
	for _, l := range []graph.Location{q.From, q.To} {
		if l.Kind == graph.AtInternet && !q.SourceIP.IsValid() && !q.DestinationIP.IsValid() {
			j.host(&q, g.Elsewhere(p.family), p.family)
		}
		if l.Kind == graph.AtExternalNetwork && !q.SourceIP.IsValid() && !q.DestinationIP.IsValid() {
			j.host(&q, netmath.AddrSetOf(g.External(l.Index).Prefixes...), p.family)
		}
		if l.Kind == graph.AtInterface && !g.Primary(l.Interface, p.family).IsValid() {
			return p, false
		}
		if l.Kind == graph.AtBalancer && !g.BalancerHas(l.Index, p.family) {
			return p, false
		}
	}
	outside := func(l graph.Location) bool { return l.Kind == graph.AtInternet || l.Kind == graph.AtExternalNetwork }
	if q.From == q.To || outside(q.From) && outside(q.To) || (outside(q.From) || outside(q.To)) && !q.SourceIP.IsValid() && !q.DestinationIP.IsValid() {
		return p, false
	}
	q.Family = [...]sim.Family{netmath.IPv4: sim.OnlyIPv4, netmath.IPv6: sim.OnlyIPv6}[p.family]
	q.SourcePorts = netmath.OnePort(1024 + uint16(j.dice.IntN(64512)))
	return p, j.inBoth(&p, q)
}

// inBoth finds a question's places in both worlds.
func (j *judge) inBoth(p *probe, q sim.Question) bool {
	for w := range p.questions {
		p.questions[w], p.there[w] = q, true
		if w == p.in {
			continue
		}
		for _, l := range []*graph.Location{&p.questions[w].From, &p.questions[w].To} {
			found, err := whatif.Find(j.graph(p.in), *l, j.graph(w))
			if err != nil || found.Kind == graph.AtInterface && j.graph(w).IsNode(found.Interface) {
				p.there[w] = false
				return true
			}
			*l = found
		}
		host := q.SourceIP
		if !host.IsValid() {
			host = q.DestinationIP
		}
		if (q.From.Kind == graph.AtInternet || q.To.Kind == graph.AtInternet) && !j.graph(w).Elsewhere(p.family).Contains(host) {
			return false
		}
	}
	return true
}

// text is a probe in a line.
func (j *judge) text(p *probe) string {
	q, g := &p.questions[p.in], j.graph(p.in)
	return fmt.Sprint(g.RefOf(q.From), " ", q.SourceIP, " to ", g.RefOf(q.To), " ", q.DestinationIP, " protocol ", q.Service.Protocol, " ", q.Service.Ports, " from port ", q.SourcePorts)
}

func (j *judge) host(q *sim.Question, hosts netmath.AddrSet, f netmath.Family) {
	var all []netmath.AddrRange
	for r := range hosts.Ranges(f) {
		all = append(all, r)
	}
	if len(all) == 0 {
		return
	}
	host := all[j.dice.IntN(len(all))].Hi.Prev() // the last address of a block is no host's
	if !hosts.Contains(host) || j.dice.IntN(2) == 0 {
		host = sim.SomeHost(hosts, f)
	}
	if host.Is4() && (host.As4()[0] >= 224 || host.As4()[0] == 0) {
		return // nobody's
	}
	if q.From.Kind == graph.AtInterface {
		q.DestinationIP = host
	} else {
		q.SourceIP = host
	}
}

// place draws a place of a world.
func (j *judge) place(w int, to bool) graph.Location {
	places := reach.New(j.graph(w)).To(reach.Query{To: reach.Ends{All: true}})
	l := j.member(&places[j.dice.IntN(len(places))])
	if !to && l.Kind == graph.AtBalancer {
		return graph.Location{Kind: graph.AtInternet}
	}
	return l
}

func (j *judge) anyService(f netmath.Family) sim.Service {
	protocol := []netmath.Protocol{netmath.TCP, netmath.TCP, netmath.UDP, [...]netmath.Protocol{netmath.ICMP, netmath.ICMPv6}[f]}[j.dice.IntN(4)]
	return sim.Service{Protocol: protocol, Ports: netmath.OnePort([]uint16{22, 80, 443, 53, 2048, 32768, uint16(j.dice.IntN(65536))}[j.dice.IntN(7)])}
}

// serviceOf draws a port of a share, or next to it.
func (j *judge) serviceOf(s *reach.Share) sim.Service {
	lane := s.Lanes[j.dice.IntN(len(s.Lanes))]
	if len(lane.Protocols) == 0 {
		return j.anyService(s.Family)
	}
	protocol := lane.Protocols[j.dice.IntN(len(lane.Protocols))]
	if !protocol.HasPorts() && !protocol.IsICMP() {
		return sim.Service{Protocol: protocol, Ports: netmath.AllPorts()}
	}
	port, _ := lane.Pairs[0].DstPorts.Min()
	for r := range lane.Pairs[j.dice.IntN(len(lane.Pairs))].DstPorts.Ranges() {
		if port = []uint16{r.Lo, r.Hi, r.Lo - 1, r.Hi + 1}[j.dice.IntN(4)]; j.dice.IntN(2) == 0 {
			break
		}
	}
	return sim.Service{Protocol: protocol, Ports: netmath.OnePort(port)}
}

// A saying is what the effects say of a flow.
type saying struct {
	any     bool
	was, is sim.Verdict
	kind    impact.Kind
}

// said looks a flow up in the effects.
func (j *judge) said(p *probe) saying {
	var found saying
	for i := range j.r.Effects {
		e := &j.r.Effects[i]
		w := 1
		if e.InBefore {
			w = 0
		}
		if e.Kind == impact.Rerouted || !p.there[w] || !holds(e.From, p.questions[w].From) || !holds(e.To, p.questions[w].To) {
			continue
		}
		for k := range e.Shares {
			if s := &e.Shares[k]; s.Family == p.family && shares(s, &p.questions[w]) {
				if found.any {
					j.t.Errorf("seed %d: %+v is in two effects", j.seed, p)
				}
				found = saying{true, e.Was, e.Is, e.Kind}
			}
		}
	}
	return found
}

func holds(parties []reach.Party, l graph.Location) bool {
	return slices.ContainsFunc(parties, func(p reach.Party) bool { return slices.Contains(p.Places, l) })
}

func shares(s *reach.Share, q *sim.Question) bool {
	host := q.SourceIP
	if !host.IsValid() {
		host = q.DestinationIP
	}
	if !s.Hosts.Empty() && host.IsValid() && !s.Hosts.Contains(host) {
		return false
	}
	return slices.ContainsFunc(s.Lanes, func(l reach.Lane) bool {
		return slices.Contains(l.Protocols, q.Service.Protocol) && slices.ContainsFunc(l.Pairs, func(p sim.PortPair) bool {
			return p.DstPorts.Overlaps(q.Service.Ports) && (p.SrcPorts.Empty() || p.SrcPorts.Covers(q.SourcePorts))
		})
	})
}

// causes asks the oracle about the witnesses of effects, with their causes done, and with one change of them left out.
func (j *judge) causes() {
	for i := range j.r.Effects {
		e := &j.r.Effects[i]
		if len(e.Causes) == 0 {
			j.t.Errorf("seed %d: an effect has no cause: %+v", j.seed, e)
		}
		if e.Kind == impact.Rerouted {
			continue
		}
		for _, c := range e.Causes {
			if got, judged := j.witness(e, c); judged {
				j.caused++
				if got != e.Is {
					j.t.Errorf("seed %d: with %v done, the oracle says %v of %+v, not %v", j.seed, c, got, e.Witness, e.Is)
				}
			}
			for k := range c.Changes {
				less := impact.Cause{Changes: slices.Delete(slices.Clone(c.Changes), k, k+1)}
				if got, judged := j.witness(e, less); judged && got == e.Is {
					j.t.Errorf("seed %d: without change %d of %v, the oracle says %v of %+v all the same", j.seed, c.Changes[k], c, got, e.Witness)
				}
			}
		}
	}
}

func (j *judge) witness(e *impact.Effect, c impact.Cause) (sim.Verdict, bool) {
	s := j.r.With(c)
	if len(c.Changes) == 0 {
		s = diff.Apply(j.snapshots[0])
	}
	n := compiled(s)
	q := e.Witness
	var err [2]error
	q.From, err[0] = whatif.Find(j.r.Graph(e), q.From, n.Graph)
	q.To, err[1] = whatif.Find(j.r.Graph(e), q.To, n.Graph)
	if err[0] != nil || err[1] != nil {
		return sim.Unreachable, true
	}
	return j.oracle(0, s, n.Graph, sim.NewTracer(n.Graph), q, e.Shares[0].Family)
}
