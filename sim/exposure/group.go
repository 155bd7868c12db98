package exposure

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// A sieve puts passages together that fare alike: first those to one place from several interfaces, then those to places with
// the same security groups.
//
//	passage, passage, ... ──add──▶ bundles (one destination) ──groups──▶ groups (destinations that fare alike)
type sieve struct {
	g       *graph.Graph
	sets    hostSets
	bundles map[bundleKey]*bundle
	order   []*bundle
	best    map[graph.Location]*[2]standing // of destinations, by family
}

func newSieve(g *graph.Graph) *sieve {
	return &sieve{g: g, sets: hostSets{byFirst: map[[2]netip.Addr][]int32{}}, bundles: map[bundleKey]*bundle{}, best: map[graph.Location]*[2]standing{}}
}

// A bundle is what passes to one destination from places that fare alike.
type bundle struct {
	key   bundleKey
	first reach.Passage
	from  []*reach.Place
}

type bundleKey struct {
	to     graph.Location
	from   graph.Location // outside; zero of interfaces
	family netmath.Family
	hosts  int32
	flows  string
}

// add takes one more passage.
func (s *sieve) add(p *reach.Passage) {
	if p.To.Outside() {
		return
	}
	s.note(p)
	key := bundleKey{to: p.To.Location, family: p.Family, hosts: s.sets.number(p.Hosts), flows: FlowsKey(p.Flows)}
	if p.From.Outside() {
		key.from = p.From.Location
	}
	b := s.bundles[key]
	if b == nil {
		b = &bundle{key: key, first: *p}
		s.bundles[key] = b
		s.order = append(s.order, b)
	}
	b.from = append(b.from, p.From)
}

// note keeps the best that anybody has of a destination.
func (s *sieve) note(p *reach.Passage) {
	best := s.best[p.To.Location]
	if best == nil {
		best = new([2]standing)
		s.best[p.To.Location] = best
	}
	best[p.Family] = max(best[p.Family], standingOf(p.Flows))
}

// standing is the best that anybody has of a destination in any family.
func (s *sieve) standing(l graph.Location) standing {
	if best := s.best[l]; best != nil {
		return max(best[0], best[1])
	}
	return blocked
}

// A group is destinations that fare alike, in bundles.
type group struct {
	bundles []*bundle
}

type groupKey struct {
	bundleKey        // without the destination
	from      string // interfaces, by the first of each class
	balancer  int32
	vpc       string
	traits    graph.Traits
}

// groups puts bundles together whose destinations are of one VPC and have the same security groups.
func (s *sieve) groups() []*group {
	byKey := map[groupKey]*group{}
	var groups []*group
	for _, b := range s.order {
		key := s.groupKey(b)
		if byKey[key] == nil {
			byKey[key] = new(group)
			groups = append(groups, byKey[key])
		}
		byKey[key].bundles = append(byKey[key].bundles, b)
	}
	return groups
}

func (s *sieve) groupKey(b *bundle) groupKey {
	key := groupKey{bundleKey: b.key, balancer: -1}
	if key.to = (graph.Location{}); b.key.from.Kind == graph.NoLocation {
		var from strings.Builder
		for _, p := range b.from {
			fmt.Fprintf(&from, "%d,", p.Location.Interface)
		}
		key.from = from.String()
	}
	if b.key.to.Kind == graph.AtBalancer {
		key.balancer = b.key.to.Index
		return key
	}
	key.traits = s.g.Traits(b.key.to.Interface)
	key.traits.Subnet, key.traits.Targets = 0, 0
	key.vpc = s.g.Interface(b.key.to.Interface).Vpc.ID
	return key
}

// finding is what a group comes to, but for evidence and risk.
func (gr *group) finding(g *graph.Graph) Finding {
	first := gr.bundles[0]
	p := &first.first
	f := Finding{
		From: Senders{At: p.From.Location, Hosts: p.Hosts, Asked: p.From.Hosts.Of(p.Family)}, To: Targets{At: p.To.Location},
		Family: p.Family, Flows: p.Flows, Verdict: standingOf(p.Flows).verdict(),
	}
	for _, from := range first.from {
		f.From.Members = append(f.From.Members, from.Members...)
	}
	for _, b := range gr.bundles {
		f.To.Members = append(f.To.Members, b.first.To.Members...)
		f.places = append(f.places, b.first.To)
	}
	f.From.Whole = f.From.internet() && f.From.Asked.Covers(g.Elsewhere(p.Family))
	slices.Sort(f.From.Members)
	slices.Sort(f.To.Members)
	f.Witness = WitnessOf(g, p)
	return f
}

// representatives are bundles of which the ways and rules are those of all: one of each subnet.
func (gr *group) representatives(g *graph.Graph) []*bundle {
	seen := map[int32]bool{}
	var out []*bundle
	for _, b := range gr.bundles {
		subnet := int32(-1)
		if b.key.to.Kind == graph.AtInterface {
			subnet = g.Traits(b.key.to.Interface).Subnet
		}
		if !seen[subnet] {
			seen[subnet] = true
			out = append(out, b)
		}
	}
	return out
}

// FlowsKey is the same for flows of which the same passes.
func FlowsKey(flows []reach.Flow) string {
	var b strings.Builder
	for i := range flows {
		f := &flows[i]
		fmt.Fprint(&b, f.Protocols, f.Others)
		for _, list := range [...][]portPair{f.Reach, f.Partial, f.Unknown} {
			b.WriteByte('|')
			for _, p := range list {
				b.WriteString(p.SrcPorts.String() + ">" + p.DstPorts.String() + ";")
			}
		}
	}
	return b.String()
}

// hostSets numbers sets of hosts, so that equal ones have equal numbers.
type hostSets struct {
	sets    []netmath.AddrSet
	byFirst map[[2]netip.Addr][]int32
}

func (h *hostSets) number(s netmath.AddrSet) int32 {
	var first [2]netip.Addr // few sets begin alike, and those that are one share their memory
	for _, f := range netmath.Families {
		first[f], _ = s.First(f)
	}
	for _, n := range h.byFirst[first] {
		if h.sets[n].Equal(s) {
			return n
		}
	}
	n := int32(len(h.sets))
	h.sets, h.byFirst[first] = append(h.sets, s), append(h.byFirst[first], n)
	return n
}
