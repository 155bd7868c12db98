package reach

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A fabric is what the network between lets pass from one zone to another in one family, whatever the security groups at the two ends
// say: one Passing for each protocol of the query.
type fabric struct {
	by    []sim.Passing
	known graph.Acquaintance // whom the receiver's groups see
	flows map[[2]pass]passed // what passes with what the ends' groups let out and in
}

// Numbers of fabrics that are none: not asked yet, nothing passes, and what depends on more than the zones.
const (
	unasked int32 = iota
	blocked
	particular
	firstFabric
)

// fabrics are those met so far, each once.
type fabrics struct {
	all      []fabric // from firstFabric on
	byKey    map[string]int32
	byCourse map[courseKey]int32
	byLegs   map[fabricKey]int32
}

// courseKey is all that the fabric of a course depends on.
type courseKey struct {
	course      sim.Standing
	there, home pass
	family      netmath.Family
}

func newFabrics() fabrics {
	return fabrics{all: make([]fabric, firstFabric), byKey: map[string]int32{}, byCourse: map[courseKey]int32{}, byLegs: map[fabricKey]int32{}}
}

// fabricOf finds the fabric from one zone to another.
func (a *asker) fabricOf(p *pairOfZones) (int32, error) {
	if n := a.byLegs(p); n != unasked {
		return n, nil
	}
	c, plain, err := a.tracer.Course(p.q)
	switch {
	case err != nil:
		return particular, err
	case plain && c.Lost():
		return blocked, nil
	case plain:
		return a.byCourse(&c, p), nil
	}
	return a.byPassing(p.q, netip.Addr{}, p.family)
}

// byCourse is the fabric of a course that leads there whatever the protocol.
func (a *asker) byCourse(c *sim.Course, p *pairOfZones) int32 {
	there, home := everything, everything
	request := a.addresses(p.q.From.Interface, p.q.To.Interface, p.family, false)
	for _, s := range c.Stages {
		leg := &there
		if s.Reply {
			leg = &home
		}
		*leg = a.both(*leg, a.stage(s, request, p.family))
	}
	return a.ofCourse(c, there, home, p.family)
}

// ofCourse is the fabric of a course and what network ACLs let pass there and home.
func (a *asker) ofCourse(c *sim.Course, there, home pass, f netmath.Family) int32 {
	key := courseKey{c.Standing(), there, home, f}
	if n, known := a.fabrics.byCourse[key]; known {
		return n
	}
	fab := fabric{known: c.Ends.Known}
	for i := range a.protocols[f].all {
		h := a.header(&a.protocols[f].all[i])
		fab.by = append(fab.by, c.Passing(h, a.bounds(there, h.Protocol), a.bounds(home, h.Protocol)))
	}
	n := a.addFabric(fab)
	a.fabrics.byCourse[key] = n
	return n
}

// byPassing asks about each protocol alone. The receiver may see another address than the sender's.
func (a *asker) byPassing(q sim.Question, seen netip.Addr, f netmath.Family) (int32, error) {
	var fab fabric
	for _, p := range a.protocols[f].all {
		q.Service = p.service
		one, whole, err := a.tracer.WeighOpenBehind(q, seen)
		if err != nil || !whole {
			return particular, err
		}
		fab.by = append(fab.by, one)
	}
	return a.internFabric(fab), nil
}

// internFabric finds the number of what was weighed of each protocol: particular if the receiver's groups see another sender in one
// than in the other.
func (a *asker) internFabric(fab fabric) int32 {
	var key strings.Builder
	nothing, met := true, false
	for i := range fab.by {
		p := &fab.by[i]
		key.WriteString(p.Key())
		if p.Nothing() {
			continue
		}
		nothing = false
		if !p.Ends.From.IsValid() {
			continue
		}
		if met && fab.known != p.Ends.Known {
			return particular
		}
		met, fab.known = true, p.Ends.Known
	}
	if nothing {
		return blocked
	}
	n, known := a.fabrics.byKey[key.String()]
	if !known {
		n = a.addFabric(fab)
		a.fabrics.byKey[key.String()] = n
	}
	return n
}

func (a *asker) addFabric(fab fabric) int32 {
	if !slices.ContainsFunc(fab.by, func(p sim.Passing) bool { return !p.Nothing() }) {
		return blocked
	}
	fab.flows = map[[2]pass]passed{}
	a.fabrics.all = append(a.fabrics.all, fab)
	return int32(len(a.fabrics.all) - 1)
}

// passed is what passes of a pair, and as what the pair counts.
type passed struct {
	flows    []Flow
	standing standing
}

// through is what passes of a fabric with what the groups at its ends let out and in.
func (a *asker) through(n int32, out, in pass, f netmath.Family) passed {
	fab := &a.fabrics.all[n]
	key := [2]pass{out, in}
	if p, known := fab.flows[key]; known {
		return p
	}
	var p Passage
	for i := range fab.by {
		of := &fab.by[i]
		if of.Nothing() {
			continue
		}
		asked := a.protocols[f].all[i]
		left := graph.Exactly(netmath.AllPorts())
		if of.Ends.To.IsValid() {
			left = left.Intersect(a.bounds(out, asked.service.Protocol))
		}
		if of.Ends.From.IsValid() {
			left = left.Intersect(a.bounds(in, asked.service.Protocol))
		}
		w := a.tracer.Through(of, left)
		p.add(asked, &w)
	}
	fab.flows[key] = passed{p.Flows, p.standing()}
	return fab.flows[key]
}
