package exposure

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/reach"
)

// A Query asks what some places reach of others.
type Query struct {
	From, To reach.Ends       // of To, interfaces and load balancers count
	Families []netmath.Family // none: both
	Service  sim.Service      // sim.AnyService for everything
	Progress func(done int)   // if not nil, is told how many findings have their evidence, never twice at once
}

// An Exposure is the answer.
type Exposure struct {
	Findings []Finding // of which something passes, at least on some ways: worst first
	Open     []Finding // of which something passes or not: the snapshot does not tell
	Gaps     []Gap     // what it would have to hold to tell, for those that nothing else decides
	Closed   []Closed  // what is not reached
	Totals   Totals
	Outside  []reach.Place // the hosts outside that were asked about, in the families of the query
}

// Totals count what was asked about. A place counts once, as the best that any source and family has of it.
type Totals struct {
	Interfaces Tally
	Balancers  Tally
	Nodes      int    // interfaces of load balancers, which count as the load balancer
	Reached    [2]int // interfaces and load balancers, by family
}

// A Tally counts places by how they fare.
type Tally struct{ Reachable, Partial, Unknown, Blocked int }

// All is how many places were asked about.
func (t Tally) All() int { return t.Reachable + t.Partial + t.Unknown + t.Blocked }

func (t *Tally) add(s standing, n int) {
	*[...]*int{blocked: &t.Blocked, unknown: &t.Unknown, partial: &t.Partial, reachable: &t.Reachable}[s] += n
}
