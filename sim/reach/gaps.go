package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// Gaps collects the passages of a query, and tells what of it does not certainly pass.
type Gaps struct {
	asker    *asker
	extents  [2]extent
	from, to []Place
	pairs    map[betweenKey]*standings
}

// A Gap is places between which not everything certainly passes that a query asks about.
type Gap struct {
	From, To *Place
	Family   netmath.Family
	Hosts    netmath.AddrSet // of the end outside: those of which not everything passes
	Pairs    int
	Doubtful bool         // none of it certainly fails: the snapshot does not tell
	Witness  sim.Question // a flow of it that does not certainly pass
}

type betweenKey struct {
	from, to graph.Location
	family   netmath.Family
}

// standings are how much passes between two places.
type standings struct {
	certain, possible        bool            // of two places of the network: everything passes; or may
	certainHosts, maybeHosts netmath.AddrSet // of a place outside: those of which that holds
	lacking                  *Passage        // of which not everything passes
}

// Gaps begins to collect the passages of a query.
func (s *Solver) Gaps(q Query) *Gaps {
	g := &Gaps{asker: newAsker(s, q), from: s.places(q.From, false), to: s.places(q.To, true), pairs: map[betweenKey]*standings{}}
	for _, f := range netmath.Families {
		g.extents[f] = extent{protocolsOf(s.g, q.Service, f).all, q.Sources()}
	}
	return g
}

// Add notes one passage. It is a function for Solver.Each.
func (g *Gaps) Add(p Passage) error {
	key := betweenKey{p.From.Location, p.To.Location, p.Family}
	s := g.pairs[key]
	if s == nil {
		s = new(standings)
		g.pairs[key] = s
	}
	e := &g.extents[p.Family]
	certain := e.filled(p.Flows, sim.Reachable)
	possible := certain || e.filled(p.Flows, sim.Reachable, sim.Unknown)
	if !certain && s.lacking == nil {
		s.lacking = &p
	}
	if p.outside() == nil {
		s.certain, s.possible = certain, possible
		return nil
	}
	if certain {
		s.certainHosts = s.certainHosts.Union(p.Hosts)
	}
	if possible {
		s.maybeHosts = s.maybeHosts.Union(p.Hosts)
	}
	return nil
}

// Missing is what does not certainly pass.
type Missing struct {
	Gaps     []Gap // those that certainly fail first
	Pairs    int   // of places, in all gaps
	Doubtful int   // of them, those of which nothing certainly fails
	Asked    int   // pairs that were asked about
}

// Missing tells what does not certainly pass; at most limit gaps are listed.
func (g *Gaps) Missing(limit int) Missing {
	var m Missing
	var doubtful []Gap
	for i := range g.from {
		for j := range g.to {
			for _, f := range g.families() {
				gap, n := g.gap(&g.from[i], &g.to[j], f)
				m.Asked += n
				if gap == nil {
					continue
				}
				m.Pairs += n
				list := &m.Gaps
				if gap.Doubtful {
					m.Doubtful += n
					list = &doubtful
				}
				if len(*list) < limit {
					*list = append(*list, *gap)
				}
			}
		}
	}
	m.Gaps = append(m.Gaps, doubtful...)
	m.Gaps = m.Gaps[:min(limit, len(m.Gaps))]
	return m
}

func (g *Gaps) families() []netmath.Family {
	if len(g.asker.query.Families) > 0 {
		return g.asker.query.Families
	}
	return bothFamilies
}

// gap is what does not certainly pass between two places, and how many pairs they are.
func (g *Gaps) gap(from, to *Place, f netmath.Family) (*Gap, int) {
	q, pairs, ask := g.asker.question(from, to, f)
	if !ask || len(g.extents[f].protocols) == 0 {
		return nil, 0
	}
	s := g.pairs[betweenKey{from.Location, to.Location, f}]
	if s == nil {
		s = new(standings)
	}
	gap := Gap{From: from, To: to, Family: f, Pairs: pairs, Doubtful: s.possible}
	outside := (&Passage{From: from, To: to}).outside()
	if outside == nil && s.certain {
		return nil, pairs
	}
	if outside != nil {
		hosts := outside.Hosts.Of(f)
		if s.certainHosts.Covers(hosts) {
			return nil, pairs
		}
		gap.Hosts, gap.Doubtful = hosts.Subtract(s.certainHosts), s.maybeHosts.Covers(hosts)
	}
	gap.Witness = g.witness(q, s, &gap)
	return &gap, pairs
}

// witness is a flow of a gap.
func (g *Gaps) witness(q sim.Question, s *standings, gap *Gap) sim.Question {
	e := &g.extents[gap.Family]
	q.Service = e.protocols[0].service
	if s.lacking != nil {
		q.Service = e.unfilled(s.lacking.Flows)
	}
	if gap.Hosts.Empty() {
		return q
	}
	hosts := gap.Hosts
	if s.lacking != nil {
		hosts = s.lacking.Hosts
	}
	setHost(&q, hosts, gap.Family)
	return q
}

// filled reports whether flows with some verdicts are all of an extent.
func (e *extent) filled(flows []Flow, verdicts ...sim.Verdict) bool {
	return !slices.ContainsFunc(e.protocols, func(p asked) bool { return len(e.rest(flows, p, verdicts...)) > 0 })
}

// unfilled is the lowest of a service that does not certainly pass.
func (e *extent) unfilled(flows []Flow) sim.Service {
	for _, p := range e.protocols {
		rest := e.rest(flows, p, sim.Reachable)
		if len(rest) == 0 {
			continue
		}
		s := p.service
		if s.Protocol.HasPorts() || s.Protocol.IsICMP() {
			s.Ports = netmath.OnePort(somePort(s.Protocol, rest[0].DstPorts))
		}
		return s
	}
	return e.protocols[0].service
}

// rest is what of a protocol flows with some verdicts leave open.
func (e *extent) rest(flows []Flow, p asked, verdicts ...sim.Verdict) []sim.PortPair {
	rest := []sim.PortPair{{SrcPorts: e.sources, DstPorts: p.service.Ports}}
	for i := range flows {
		if l := (Lane{Protocols: flows[i].Protocols, Others: flows[i].Others}); !l.carries(p) {
			continue
		}
		for _, v := range verdicts {
			for _, pair := range flows[i].pairs(v) {
				rest = subtractPair(rest, pair)
			}
		}
	}
	return rest
}

// subtractPair takes a product of ports out of disjoint products.
func subtractPair(all []sim.PortPair, p sim.PortPair) []sim.PortPair {
	if p.SrcPorts.Empty() {
		p.SrcPorts = netmath.AllPorts()
	}
	var out []sim.PortPair
	for _, a := range all {
		if beside := a.SrcPorts.Subtract(p.SrcPorts); !beside.Empty() {
			out = append(out, sim.PortPair{SrcPorts: beside, DstPorts: a.DstPorts})
		}
		if both, left := a.SrcPorts.Intersect(p.SrcPorts), a.DstPorts.Subtract(p.DstPorts); !both.Empty() && !left.Empty() {
			out = append(out, sim.PortPair{SrcPorts: both, DstPorts: left})
		}
	}
	return out
}
