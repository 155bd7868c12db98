package impact

import (
	"context"
	"reflect"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Base is a network that others are compared with. What it finds out about itself it keeps from one comparison to the next. It serves one goroutine.
type Base struct {
	network  whatif.Network
	solver   *reach.Solver
	contrast *reach.Contrast
	named    []netmath.Protocol
	internet netmath.AddrSet
	surveyor *surveyor
}

// NewBase takes the network before any change.
func NewBase(n whatif.Network) *Base {
	return &Base{network: n}
}

// survey is the surveyor of the network.
func (b *Base) survey() *surveyor {
	if b.surveyor == nil {
		b.surveyor = newSurveyor(b.network.Graph)
	}
	return b.surveyor
}

// prepare does what comparisons of rules have in common.
func (b *Base) prepare() {
	if b.contrast == nil {
		g := b.network.Graph
		b.solver = reach.New(g)
		b.contrast = reach.NewContrast(b.solver)
		b.named, b.internet = g.NamedProtocols(), g.Elsewhere(netmath.IPv4).Union(g.Elsewhere(netmath.IPv6))
	}
}

// ofRules compares where rules of security groups, or the network ACLs and routes of subnets, stand between, if nothing else was changed. It is
// false if more may make a difference.
func (b *Base) ofRules(ctx context.Context, r *Result, q *Query) (bool, error) {
	rules, borders := only(r.Changes, groupRule), only(r.Changes, borderRule)
	vague := r.Before.Graph.Awaits() || r.After.Graph.Awaits()
	if q.Whole || vague || !rules && !borders || !reflect.DeepEqual(r.Before.Options, r.After.Options) || !r.Before.Graph.Alike(r.After.Graph) {
		return false, nil
	}
	b.prepare()
	p := b.pairWith(r)
	c := newShifts(p, b.contrast)
	compare := b.contrast.Rules
	if !rules {
		compare = func(ctx context.Context, after *graph.Graph, yield func(*reach.Shift) error) (bool, error) {
			return b.contrast.Borders(ctx, after, p.enclosed, yield)
		}
		if c.detours = r.detours(p, q); c.detours != nil {
			p.joinOthers()
		}
	}
	plain, err := compare(ctx, r.After.Graph, c.add)
	if err != nil || !plain {
		return false, err
	}
	r.alike, r.Effects, r.Asked = true, c.buckets.effects(), b.contrast.Pairs()
	r.Unchanged = r.Asked - c.changed
	return true, nil
}

// pairWith is the pair of a base and a network that numbers the same places alike.
func (b *Base) pairWith(r *Result) *pair {
	p := &pair{internet: [2]netmath.AddrSet{b.internet, b.internet}, twins: r.twins}
	for i, n := range []whatif.Network{r.Before, r.After} {
		p.worlds[i] = &world{Network: n, solver: b.solver, named: b.named, others: map[graph.Location]spot{}}
	}
	return p
}

// only reports whether all changes are of a kind.
func only(changes []diff.Change, is func(*diff.Change) bool) bool {
	return !slices.ContainsFunc(changes, func(c diff.Change) bool { return !is(&c) })
}

func groupRule(c *diff.Change) bool { return c.Ref.Kind == ref.SecurityGroup && c.IsRule() }

// borderRule reports whether a change is of an entry of a network ACL or a route of a table.
func borderRule(c *diff.Change) bool {
	switch c.Edit.What.(type) {
	case edit.Entry:
		return true
	case edit.Route:
		return c.Ref.Kind == ref.RouteTable || c.Ref.Kind == ref.TransitGatewayRouteTable
	}
	return false
}

// shifts collect what became different between places, by what it was and is.
type shifts struct {
	pair     *pair
	buckets  *buckets
	known    map[shiftKey][]delta
	detours  *detours        // or nil, if nothing can be led another way
	straight map[wayKey]bool // flows of classes that go the same way as before
	changed  int
}

// shiftKey is what two classes' deltas depend on: flows in the same memory are the same.
type shiftKey struct {
	before, after *reach.Flow
	family        netmath.Family
}

func newShifts(p *pair, c *reach.Contrast) *shifts {
	s := &shifts{pair: p, buckets: newBuckets(p), known: map[shiftKey][]delta{}, straight: map[wayKey]bool{}}
	s.buckets.group = func(world int) *reach.Grouping { return c.Grouping(p.worlds[world].Graph) }
	return s
}

// add notes what became different between two places.
func (s *shifts) add(shift *reach.Shift) error {
	deltas := s.deltas(shift)
	pairs := 0
	for i := range deltas {
		d := deltas[i]
		d.passage.From, d.passage.To = shift.From, shift.To
		if len(shift.Before) > 0 {
			d.passage.Pairs = shift.Before[0].Pairs
		} else {
			d.passage.Pairs = shift.After[0].Pairs
		}
		pairs = d.passage.Pairs
		if err := s.buckets.add(bucketOf(&d), s.pair.whole(d.passage, d.inBefore)); err != nil {
			return err
		}
	}
	if s.detours != nil && !s.kept(shift) {
		n, err := s.detours.add(link{family: shift.Family}, shift.Before, shift.After, s.buckets)
		if err != nil {
			return err
		}
		pairs = max(pairs, n)
		if n == 0 {
			s.straight[s.wayOf(shift)] = true
		}
	}
	s.changed += pairs
	return nil
}

// wayKey is what it depends on whether two classes' flows are led another way.
type wayKey struct {
	shiftKey
	from, to int32 // zones
}

func (s *shifts) wayOf(shift *reach.Shift) wayKey {
	key := wayKey{keyOf(shift), s.zone(shift.From), s.zone(shift.To)}
	if s.pair.worlds[was].asksAsTarget(shift.From, shift.To) {
		key.from = none
	}
	return key
}

// zone is the number of a class's zone, or a negative one of a load balancer; none of hosts outside.
func (s *shifts) zone(p *reach.Place) int32 {
	if p.Location.Kind == graph.AtBalancer {
		return none - 1 - p.Location.Index
	}
	return s.pair.worlds[was].solver.Zone(p)
}

// kept reports whether flows like these were found to go the same way as before.
func (s *shifts) kept(shift *reach.Shift) bool {
	key := s.wayOf(shift)
	return key.from != none && key.to != none && s.straight[key]
}

// deltas compares what passes, once for each two flows of classes.
func (s *shifts) deltas(shift *reach.Shift) []delta {
	if shift.From.Outside() || shift.To.Outside() {
		return s.pair.compare(shift.Family, shift.Before, shift.After)
	}
	key := keyOf(shift)
	all, known := s.known[key]
	if !known {
		all = s.pair.compare(shift.Family, slices.Clone(shift.Before), slices.Clone(shift.After))
		s.known[key] = all
	}
	return all
}

func keyOf(shift *reach.Shift) shiftKey {
	key := shiftKey{family: shift.Family}
	if len(shift.Before) > 0 && len(shift.Before[0].Flows) > 0 {
		key.before = &shift.Before[0].Flows[0]
	}
	if len(shift.After) > 0 && len(shift.After[0].Flows) > 0 {
		key.after = &shift.After[0].Flows[0]
	}
	return key
}
