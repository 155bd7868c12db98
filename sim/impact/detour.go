package impact

import (
	"fmt"
	"net/netip"
	"reflect"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// reroutes reports whether any change can lead flows another way: rules of security groups and network ACLs cannot, nor can who
// has them.
func reroutes(changes []diff.Change) bool {
	return slices.ContainsFunc(changes, func(c diff.Change) bool {
		filter := c.Ref.Kind == ref.SecurityGroup || c.Ref.Kind == ref.NetworkAcl
		member := c.Ref.Kind == ref.NetworkInterface && c.IsRule()
		named := !c.IsRule() && c.Op == diff.Changed && slices.Equal(c.Fields, []string{"Tags"})
		return !filter && !member && !named
	})
}

// detours finds flows that pass as before, but another way.
type detours struct {
	pair    *pair
	tracers [2]*sim.Tracer
	known   map[courseKey]course // of each world
	strayed map[courseKey]bool
	beside  *graph.Graph // the network after, if it differs in routes alone
}

// detours look for flows that are led another way, if changes can do that; else nil.
func (r *Result) detours(p *pair, q *Query) *detours {
	if !reroutes(r.Changes) {
		return nil
	}
	d := newDetours(p)
	if !q.Whole && only(r.Changes, routeRule) && reflect.DeepEqual(r.Before.Options, r.After.Options) {
		if g, ok := r.Before.Graph.Recompile(r.After.Snapshot, diff.Touched(r.Changes...)...); ok {
			d.beside = g
		}
	}
	return d
}

// routeRule reports whether a change is of a route.
func routeRule(c *diff.Change) bool {
	_, route := c.Edit.What.(edit.Route)
	return route
}

// courseKey is all that a course depends on.
type courseKey struct {
	world    int
	from, to int32             // zones, or negative numbers of places
	target   graph.InterfaceID // one more than that of one who asksAsTarget
	family   netmath.Family
	protocol netmath.Protocol
	ports    [2]int // the first of the service, and how many
	ends     [2]netip.Addr
	hosts    string // of parts of a place outside, where it is about all of them
}

func newDetours(p *pair) *detours {
	d := &detours{pair: p, known: map[courseKey]course{}, strayed: map[courseKey]bool{}}
	for i, w := range p.worlds {
		d.tracers[i] = sim.NewTracer(w.Graph)
	}
	return d
}

// A course is what requests and replies come by, on all of their ways.
type course struct {
	text string
	by   []ref.Ref
}

// add notes what of a link is rerouted, and counts its pairs of places.
func (d *detours) add(l link, before, after []reach.Passage, b *buckets) (int, error) {
	pairs := 0
	for _, c := range cells(before, after, l.family) {
		if c.before == nil || c.after == nil {
			continue
		}
		kept := transitions(d.pair.flows(was, c.before), d.pair.flows(is, c.after), l.family, stays)
		for t, flows := range kept {
			shares, err := d.shares(&c, flows, l.family)
			if err != nil {
				return 0, err
			}
			for i := range shares {
				s := &shares[i]
				passage := *c.after
				passage.Hosts, passage.Flows = s.hosts, flows
				key := bucket{kind: Rerouted, was: t.was, is: t.is, from: passage.From.Location.Kind, detour: s.Detour.key()}
				b.about[key.detour] = s.Detour
				if err := b.add(key, d.pair.whole(passage, false)); err != nil {
					return 0, err
				}
				pairs = passage.Pairs
			}
		}
	}
	return pairs, nil
}

// A detoured is hosts outside, or two places inside, whose flows go another way.
type detoured struct {
	hosts netmath.AddrSet
	Detour
}

// shares are what of a cell is rerouted.
func (d *detours) shares(c *cell, flows []reach.Flow, f netmath.Family) ([]detoured, error) {
	questions := [2]sim.Question{withService(c.before.Witness, flows), withService(c.after.Witness, flows)}
	side := sim.To
	if c.after.From.Outside() {
		side = sim.From
	}
	key := d.strayKey(c, questions[was])
	if strayed, known := d.strayed[key]; known && !strayed {
		return nil, nil
	}
	sets, err := d.divide(questions, side, c.hosts, f)
	if err != nil {
		return nil, err
	}
	if d.strayed[key], err = d.strays(questions[was], side, sets, f); err != nil || !d.strayed[key] {
		return nil, err
	}
	var out []detoured
	for _, set := range sets {
		var courses [2]course
		for i, p := range []*reach.Passage{c.before, c.after} {
			q := questions[i]
			if !set.Empty() {
				q = side.Of(q, sim.SomeHost(set, f))
			}
			if courses[i], err = d.course(i, p, q); err != nil {
				return nil, err
			}
		}
		if courses[was].text == courses[is].text {
			continue
		}
		out = addDetour(out, set, detourOf(courses[was].by, courses[is].by))
	}
	return out, nil
}

// divide is a cell's hosts outside in sets that neither network tells apart on their ways: a route that only one of them has divides them, too. Of places inside
// it is one empty set.
func (d *detours) divide(questions [2]sim.Question, side sim.Side, hosts netmath.AddrSet, f netmath.Family) ([]netmath.AddrSet, error) {
	sets := []netmath.AddrSet{hosts}
	for i := range questions {
		if hosts.Empty() {
			break
		}
		parts, err := d.tracers[i].DivideHosts(questions[i], side, hosts, f)
		if err != nil {
			return nil, err
		}
		sets = intersections(sets, parts)
	}
	return sets, nil
}

// strayKey is all that it depends on whether flows of a cell stray.
func (d *detours) strayKey(c *cell, q sim.Question) courseKey {
	key := d.keyOf(was, c.before, q)
	if !c.hosts.Empty() {
		key.hosts = c.hosts.String()
	}
	return key
}

// strays reports whether flows of divided hosts, or of two places inside, meet a route that is another one, before their ways are compared.
func (d *detours) strays(q sim.Question, side sim.Side, sets []netmath.AddrSet, f netmath.Family) (bool, error) {
	if d.beside == nil {
		return true, nil
	}
	for _, set := range sets {
		one := q
		if !set.Empty() {
			one = side.Of(q, sim.SomeHost(set, f))
		}
		if strayed, err := d.tracers[was].Strays(one, d.beside); err != nil || strayed {
			return strayed, err
		}
	}
	return false, nil
}

func intersections(sets, parts []netmath.AddrSet) []netmath.AddrSet {
	var out []netmath.AddrSet
	for _, s := range sets {
		for _, p := range parts {
			if both := s.Intersect(p); !both.Empty() {
				out = append(out, both)
			}
		}
	}
	return out
}

// addDetour puts hosts together that are led the same way.
func addDetour(all []detoured, hosts netmath.AddrSet, by Detour) []detoured {
	for i := range all {
		if all[i].key() == by.key() {
			all[i].hosts = all[i].hosts.Union(hosts)
			return all
		}
	}
	return append(all, detoured{hosts, by})
}

// withService asks for one port of some flows.
func withService(q sim.Question, flows []reach.Flow) sim.Question {
	e := Effect{Shares: []reach.Share{{Witness: q}}}
	for _, f := range flows {
		e.Shares[0].Lanes = append(e.Shares[0].Lanes, reach.Lane{Protocols: f.Protocols, Others: f.Others, Pairs: f.Reach})
	}
	return single(&e)
}

// course is what flows come by in one world. Of two zones it is the same between all of their places.
func (d *detours) course(world int, p *reach.Passage, q sim.Question) (course, error) {
	key := d.keyOf(world, p, q)
	if c, known := d.known[key]; known {
		return c, nil
	}
	c, err := courseOf(d.tracers[world], d.pair.worlds[world].Graph, q, d.pair.twins)
	d.known[key] = c
	return c, err
}

func (d *detours) keyOf(world int, p *reach.Passage, q sim.Question) courseKey {
	w := d.pair.worlds[world]
	key := courseKey{
		world: world, from: w.zone(p.From), to: w.zone(p.To), family: p.Family, protocol: q.Service.Protocol, ends: [2]netip.Addr{q.SourceIP, q.DestinationIP},
	}
	if w.asksAsTarget(p.From, p.To) {
		key.target = p.From.Location.Interface + 1
	}
	first, _ := q.Service.Ports.Min()
	key.ports = [2]int{int(first), q.Service.Ports.Len()}
	return key
}

// asksAsTarget reports whether one who asks a load balancer is any load balancer's target: if it is this one's, that sends to others instead.
func (w *world) asksAsTarget(from, to *reach.Place) bool {
	return from.Location.Kind == graph.AtInterface && to.Location.Kind == graph.AtBalancer && w.Graph.Traits(from.Location.Interface).Targets != 0
}

// courseOf is what a flow comes by on all of its ways. What is replaced is called as it is after the changes: it is no other way.
func courseOf(t *sim.Tracer, g *graph.Graph, q sim.Question, same *twins) (course, error) {
	var c course
	var texts []string
	_, err := t.Ways(q, func(a *sim.Answer) {
		by := cameBy(a, g)
		for i := range by {
			by[i] = same.later(by[i])
		}
		texts = append(texts, fmt.Sprint(by))
		c.by = append(c.by, by...)
	})
	slices.Sort(texts)
	c.text = strings.Join(slices.Compact(texts), "; ")
	slices.SortFunc(c.by, ref.Compare)
	c.by = slices.DeleteFunc(slices.Compact(c.by), ref.Ref.IsZero)
	return c, err
}

// cameBy is what one way comes by, there and back, with a zero Ref after each leg.
func cameBy(a *sim.Answer, g *graph.Graph) []ref.Ref {
	var by []ref.Ref
	for _, leg := range []*sim.Leg{&a.Forward, &a.Return} {
		for i := range leg.Hops {
			if r := leg.Hops[i].Component.Resource(); notable(a, g, r) && !leg.Hops[i].Hypothetical {
				by = append(by, r)
			}
		}
		by = append(by, ref.Ref{})
	}
	return by
}

// zone is the number of the zone of a place, or a negative one of the place itself.
func (w *world) zone(p *reach.Place) int32 {
	if zone := w.solver.Zone(p); zone >= 0 {
		return zone
	}
	return none - 1 - int32(w.spotOf(p))
}

// byTheWay are the kinds of resources that do not make a way another one.
var byTheWay = []ref.Kind{
	ref.SecurityGroup, ref.NetworkAcl, ref.RouteTable, ref.TransitGatewayRouteTable, ref.CoreNetworkRouteTable, ref.Subnet, ref.Vpc, ref.Router,
	ref.Internet, ref.ExternalNetwork, ref.FirewallPolicy, ref.FirewallRuleGroup, ref.Instance, ref.Listener, ref.TargetGroup,
}

// notable reports whether a component makes a way another one: gateways, firewalls, and interfaces between the ends.
func notable(a *sim.Answer, g *graph.Graph, r ref.Ref) bool {
	if r.Kind == ref.NetworkInterface && (r == g.RefOf(a.From) || r == g.RefOf(a.To) || r == g.RefOf(a.Question.From) || r == g.RefOf(a.Question.To)) {
		return false
	}
	return !slices.Contains(byTheWay, r.Kind)
}

func detourOf(before, after []ref.Ref) Detour {
	var d Detour
	for _, r := range before {
		if !slices.Contains(after, r) {
			d.Leaves = append(d.Leaves, r)
		}
	}
	for _, r := range after {
		if !slices.Contains(before, r) {
			d.Takes = append(d.Takes, r)
		}
	}
	return d
}

// key is a text that is equal for equal detours. It begins with a word, so that it is none of no detour.
func (d *Detour) key() string { return fmt.Sprint("by ", d.Leaves, d.Takes) }
