package reach

import (
	"context"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Contrast holds a network against others in which only rules of security groups differ. It asks about the pairs of places alone
// between which groups with other rules stand, at addresses where these say something else:
//
//	rules that differ ──▶ guards that have them ──▶ addresses where these say something else ──▶ classes there ──▶ what passes, before and after
//
// The network between passes what it passed, so that it is asked once and kept from one comparison to the next. A Contrast serves one goroutine.
type Contrast struct {
	solver     *Solver
	asker      *asker
	index      *index
	backing    *graph.Backing
	cuts       *cells
	fabricCuts *cells // of those that others than security groups look at; nil until it matters
	ways       map[wayKey]int32
	relays     map[int32]graph.Relay // subnets, and the classes of each zone; nil until they matter
	byZone     [][]int32
	holders    *holders
	full       *asker // asks everything anew; nil until it matters

	masks graph.Masks

	books      [2]*book
	everywhere *targets // all places
	example    example
	pairs      int
}

// wayKey tells a fabric by its zones.
type wayKey struct {
	from, to int32
	family   netmath.Family
}

// maxWays and maxSets bound how many fabrics and sets of hosts are kept.
const (
	maxWays = 1 << 20
	maxSets = 1 << 12
)

// A Shift is what passes between two places before and after, where that differs. It is valid until the next one.
type Shift struct {
	From, To      *Place // of the classes that both networks have in common
	Family        netmath.Family
	Before, After []Passage // of hosts outside in several shares; none: nothing passes
}

// NewContrast makes a network ready to be held against others.
func NewContrast(s *Solver) *Contrast {
	q := Query{From: Ends{All: true}, To: Ends{All: true}, Service: sim.AnyService(), Families: bothFamilies}
	c := &Contrast{
		solver: s, asker: newRover(s, q), index: newIndex(s), backing: s.g.Backing(), cuts: newCells(s.g.CuttingPrefixes), ways: map[wayKey]int32{},
	}
	c.masks = s.g.Masks()
	return c
}

// newRover is an asker for comparisons, which hold guards against all that stand-ins may be.
func newRover(s *Solver, q Query) *asker {
	a := newAsker(s, q)
	a.legs.roving, a.legs.anyone = true, true
	return a
}

// Rules tells what rules of security groups change that are others in a graph that is Alike: yield gets every pair of places of which
// something else passes than before, once. It is false, and yields nothing, where more than the two ends' groups may make a difference: whoever asks has to
// compare everything that the change touches.
func (c *Contrast) Rules(ctx context.Context, after *graph.Graph, yield func(*Shift) error) (plain bool, err error) {
	other := c.solver.g.OtherRules(after)
	if !c.named(after, other) {
		return false, nil
	}
	x := c.beside(after, other)
	balancers, plain := x.behind()
	if !plain || !x.addStandIns() {
		return false, nil
	}
	x.yield = yield
	err = x.compare(ctx, balancers)
	c.keep(x)
	return true, err
}

// keep takes over what a comparison found out about the network.
func (c *Contrast) keep(x *contrasting) {
	*c.asker = *x.asker
	c.asker.Solver = c.solver
	if clear(c.asker.outsides.facing); len(c.ways) > maxWays || c.asker.hosts.Len() > maxSets {
		c.asker, c.ways = newRover(c.solver, c.asker.query), map[wayKey]int32{}
	}
	if full := x.full[0]; full != nil {
		full.Solver, full.zone = c.solver, askedZone{}
		if c.full = full; full.hosts.Len() > maxSets || len(full.fabrics.byLegs)+len(full.fronts.steps) > maxWays {
			c.full = nil
		}
	}
}

// named reports whether rules that are others name only protocols that the network's rules name as well.
func (c *Contrast) named(after *graph.Graph, other [2][]int32) bool {
	for dir, groups := range other {
		for _, group := range groups {
			if slices.ContainsFunc(after.RuleProtocols(group, graph.Direction(dir)), c.nameless) {
				return false
			}
		}
	}
	return true
}

// nameless reports whether no rule of the network names a protocol.
func (c *Contrast) nameless(p netmath.Protocol) bool {
	is := func(a asked) bool { return !a.others && a.service.Protocol == p }
	return !slices.ContainsFunc(c.asker.protocols[0].all, is) && !slices.ContainsFunc(c.asker.protocols[1].all, is)
}

// contrasting is one comparison.
type contrasting struct {
	*Contrast
	before, after *Solver // with the classes that both networks have in common
	asker         *asker
	index         *index
	touched       [2][]int32 // by direction: guards of which rules are others
	referring     [2][]int32 // likewise, groups of which rules that refer to groups are
	standIns      []standIn  // in order of their classes
	fresh         map[borderKey]*guard
	seen          []bool // classes that were looked at
	all           *targets
	full          [2]*asker
	told          map[betweenKey]bool           // what full askers were asked
	alsoAlike     bool                          // yields what passes as before as well
	clients       func(balancer int32) []*Place // from which something else may pass to it
	yield         func(*Shift) error
	shift         Shift
}

// beside begins a comparison.
func (c *Contrast) beside(after *graph.Graph, other [2][]int32) *contrasting {
	x := &contrasting{Contrast: c, fresh: map[borderKey]*guard{}, told: map[betweenKey]bool{}}
	x.before, x.index = c.finer(c.cutting(after, other))
	x.after, x.clients = x.before.on(after), x.clientsAtDoors
	a := *c.asker
	a.Solver = x.before
	x.asker = &a
	for dir, groups := range other {
		x.touched[dir] = x.index.holding(groups)
		x.referring[dir] = slices.DeleteFunc(slices.Clone(groups), func(group int32) bool {
			return c.solver.g.SameReferences(after, group, graph.Direction(dir))
		})
	}
	x.seen = make([]bool, len(x.before.classes))
	return x
}

// cutting are the prefixes of rules that are others which nothing in the network compares with.
func (c *Contrast) cutting(after *graph.Graph, other [2][]int32) []netip.Prefix {
	var fresh []netip.Prefix
	for dir, groups := range other {
		for _, group := range groups {
			for _, p := range after.RulePrefixes(group, graph.Direction(dir)) {
				if known, _ := c.cuts.table.LookupPrefixLPM(p); known != p && p.Bits() > 0 {
					fresh = append(fresh, p)
				}
			}
		}
	}
	return fresh
}

// behind are the load balancers of which what stands before or behind them may do something else. It is false where interfaces in the middle of ways
// have rules that are others.
func (x *contrasting) behind() (balancers []int32, plain bool) {
	for _, guards := range x.touched {
		for _, n := range guards {
			for _, id := range x.index.nodes[n] {
				b := x.before.g.BalancerOf(id)
				if b < 0 || !x.before.g.TakesClients(b) || x.backing.Linked[b] || x.forwards(id) {
					return nil, false
				}
				balancers = append(balancers, b)
			}
			for _, class := range x.index.byGuard[n] {
				id := x.before.classes[class].Location.Interface
				if x.before.g.Special(id) && len(x.before.g.Twins(id)) == 0 {
					return nil, false
				}
				for _, member := range x.before.classes[class].Members {
					if x.overlapped(member) {
						return nil, false
					}
					balancers = append(balancers, x.backing.Of[member]...)
					for _, twin := range x.before.g.Twins(member) { // whoever means that one may come here
						balancers = append(balancers, x.backing.Of[twin]...)
					}
				}
			}
		}
	}
	if len(balancers) > 0 {
		balancers = append(balancers, x.backing.Open...)
	}
	return x.chained(sortedOnce(balancers))
}

// chained adds the load balancers that send to others. It is false if endpoints lead to one of them, or other addresses.
func (x *contrasting) chained(balancers []int32) ([]int32, bool) {
	for i := 0; i < len(balancers); i++ {
		if x.backing.Linked[balancers[i]] || slices.ContainsFunc(x.before.g.Nodes(balancers[i]), x.asOthers) {
			return nil, false
		}
		for _, sender := range x.backing.Chains[balancers[i]] {
			if !slices.Contains(balancers, sender) {
				balancers = append(balancers, sender)
			}
		}
	}
	return sortedOnce(balancers), true
}

// guardsOf are a guard before and after.
func (x *contrasting) guardsOf(n int32, dir graph.Direction, f netmath.Family) (before, after *guard) {
	before = x.asker.guardOf(n, dir, f)
	if _, touched := slices.BinarySearch(x.touched[dir], n); !touched {
		return before, before
	}
	key := borderKey{x.before.guards[n], dir, f}
	after = x.fresh[key]
	if after == nil {
		after = &guard{sentry{key.on, dir, f, x.after.g, graph.NewWalk(x.after.g, nil)}, x.after.bordersOf(key.on, dir, f), map[guardQuestion]pass{}}
		x.fresh[key] = after
	}
	return before, after
}

// everything are all places, which are listed once as long as no class is cut.
func (x *contrasting) everything() *targets {
	if x.before != x.Contrast.solver {
		return x.before.targets(x.before.places(Ends{All: true}, true))
	}
	if x.Contrast.everywhere == nil {
		x.Contrast.everywhere = x.before.targets(x.before.places(Ends{All: true}, true))
	}
	return x.Contrast.everywhere
}

// compare goes over all guards of which rules are others, and then over load balancers.
func (x *contrasting) compare(ctx context.Context, balancers []int32) error {
	x.all = x.everything()
	for _, dir := range []graph.Direction{graph.Egress, graph.Ingress} {
		for _, n := range x.touched[dir] {
			for _, f := range netmath.Families {
				if err := x.guard(ctx, n, dir, f); err != nil {
					return err
				}
			}
		}
	}
	return x.fronts(ctx, balancers)
}

// guard compares what passes to and from the classes of a guard, in its direction.
func (x *contrasting) guard(ctx context.Context, n int32, dir graph.Direction, f netmath.Family) error {
	if len(x.index.byGuard[n]) == 0 {
		return nil
	}
	before, after := x.guardsOf(n, dir, f)
	for i, class := range x.candidates(before, after) {
		if i%256 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, near := range x.index.byGuard[n] {
			if err := x.pair(near, class, before, after); err != nil {
				return err
			}
		}
	}
	return x.outside(n, before, after)
}

// pair compares what passes between a class whose guard may say something else and another.
func (x *contrasting) pair(near, far int32, before, after *guard) error {
	a, f := x.asker, before.family
	if !a.about[near].addr[f].IsValid() || !a.about[far].addr[f].IsValid() {
		return nil
	}
	from, to := near, far
	if before.dir == graph.Ingress {
		from, to = far, near
	}
	odd := x.standsIn(far)
	var out, outAfter pass
	if !odd {
		out, outAfter = x.out(from, to, f)
		if before.dir == graph.Egress && out == outAfter || before.dir == graph.Ingress && out != outAfter {
			return nil // nothing new, or told already
		}
	}
	q, pairs, ask := a.question(&a.classes[from], &a.classes[to], f)
	if !ask {
		return nil
	}
	way, err := x.way(from, to, q, f)
	switch {
	case err != nil || way == blocked:
		return err
	case way == particular || odd:
		return x.particular(&a.classes[from], &a.classes[to], f)
	}
	in, inAfter := x.in(from, to, a.fabrics.all[way].known, f)
	if out == outAfter && in == inAfter {
		return nil
	}
	was, is := a.through(way, out, in, f), a.through(way, outAfter, inAfter, f)
	return x.tell(q, &a.classes[from], &a.classes[to], pairs, f, [2][]Flow{was.flows, is.flows})
}

// tell yields what passes between two classes.
func (x *contrasting) tell(q sim.Question, from, to *Place, pairs int, f netmath.Family, flows [2][]Flow) error {
	s := &x.shift
	s.From, s.To, s.Family = from, to, f
	for i, list := range []*[]Passage{&s.Before, &s.After} {
		*list = (*list)[:0]
		if len(flows[i]) > 0 {
			*list = append(*list, Passage{From: from, To: to, Family: f, Flows: flows[i], Pairs: pairs, Witness: q})
		}
	}
	if len(s.Before)+len(s.After) == 0 || !x.alsoAlike && len(s.Before) == len(s.After) && &s.Before[0].Flows[0] == &s.After[0].Flows[0] {
		return nil
	}
	return x.yield(s)
}

// out is what a class's guard lets out to another, before and after.
func (x *contrasting) out(from, to int32, f netmath.Family) (was, is pass) {
	before, after := x.guardsOf(x.asker.about[from].guard, graph.Egress, f)
	addr, receiver := x.asker.about[to].addr[f], x.asker.classes[to].Location.Interface
	was = x.asker.out(before, receiver, addr)
	if is = was; after != before {
		is = x.asker.out(after, receiver, addr)
	}
	return was, is
}

// in is what a class's guard lets in from another.
func (x *contrasting) in(from, to int32, known graph.Acquaintance, f netmath.Family) (was, is pass) {
	before, after := x.guardsOf(x.asker.about[to].guard, graph.Ingress, f)
	addr, sender := x.asker.about[from].addr[f], x.asker.classes[from].Location.Interface
	was = x.asker.in(before, sender, addr, known)
	if is = was; after != before {
		is = x.asker.in(after, sender, addr, known)
	}
	return was, is
}

// way is the fabric from one class's zone to another's.
func (x *contrasting) way(from, to int32, q sim.Question, f netmath.Family) (int32, error) {
	return x.wayOf(wayKey{x.asker.about[from].zone, x.asker.about[to].zone, f}, q)
}

func (x *contrasting) wayOf(key wayKey, q sim.Question) (int32, error) {
	way, known := x.ways[key]
	if known {
		return way, nil
	}
	way, err := x.asker.fabricOf(&pairOfZones{key.from, key.to, q, key.family})
	if err == nil {
		x.ways[key] = way
	}
	return way, err
}
