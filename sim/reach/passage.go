package reach

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// A Passage is what passes from one place to another in one address family. All members of a class fare alike; of hosts
// outside it is about those in Hosts.
type Passage struct {
	From, To *Place
	Family   netmath.Family
	Hosts    netmath.AddrSet // of the end outside; empty if there is none
	Flows    []Flow          // by protocol; those of which nothing passes are left out
	Pairs    int             // of places: members times members
	Witness  sim.Question    // from the first member to the first: complete but for the service
}

// A Flow is what passes of some protocols that fare alike.
type Flow struct {
	Protocols []netmath.Protocol // in order
	Others    bool               // and every protocol that no rule names
	Reach     []sim.PortPair     // both ways, certainly
	Partial   []sim.PortPair     // on some of the ways that AWS chooses among, or for some of the ports that it draws
	Unknown   []sim.PortPair     // the snapshot does not tell
}

// Equal reports whether two passages let the same through.
func (p *Passage) Equal(o *Passage) bool {
	return p.Family == o.Family && slices.EqualFunc(p.Flows, o.Flows, func(a, b Flow) bool {
		return a.Others == b.Others && slices.Equal(a.Protocols, b.Protocols) && a.same(&b)
	})
}

func (f *Flow) same(o *Flow) bool {
	return samePairs(f.Reach, o.Reach) && samePairs(f.Partial, o.Partial) && samePairs(f.Unknown, o.Unknown)
}

func samePairs(a, b []sim.PortPair) bool {
	return slices.EqualFunc(a, b, func(x, y sim.PortPair) bool { return x.SrcPorts.Equal(y.SrcPorts) && x.DstPorts.Equal(y.DstPorts) })
}

// Totals count pairs of places, in each family that both have: of interfaces, with the members of classes; the internet, a network outside and a load
// balancer are one place each. A pair of which anything passes certainly counts as reachable; else as partial if anything does in part; else as unknown if
// anything might.
type Totals struct {
	Reachable, Partial, Unknown, Blocked int
}

// Add sums up.
func (t *Totals) Add(o Totals) {
	t.Reachable += o.Reachable
	t.Partial += o.Partial
	t.Unknown += o.Unknown
	t.Blocked += o.Blocked
}

// A standing is what a pair counts as: the better the greater.
type standing uint8

const (
	nothingPasses standing = iota
	perhapsPasses
	passesInPart
	passes
)

// standing is what pairs of a passage count as.
func (p *Passage) standing() standing {
	best := nothingPasses
	for i := range p.Flows {
		switch f := &p.Flows[i]; {
		case len(f.Reach) > 0:
			return passes
		case len(f.Partial) > 0:
			best = passesInPart
		case len(f.Unknown) > 0:
			best = max(best, perhapsPasses)
		}
	}
	return best
}

// count adds pairs of one standing.
func (t *Totals) count(s standing, pairs int) {
	switch s {
	case passes:
		t.Reachable += pairs
	case passesInPart:
		t.Partial += pairs
	case perhapsPasses:
		t.Unknown += pairs
	default:
		t.Blocked += pairs
	}
}

// Pairs is how many pairs were asked about.
func (t *Totals) Pairs() int { return t.Reachable + t.Partial + t.Unknown + t.Blocked }
