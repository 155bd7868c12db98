package reach

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
)

// A Solver answers queries about one graph. It is immutable, and safe for concurrent use.
type Solver struct {
	g          *graph.Graph
	classes    []Place // those of one zone together
	about      []aboutClass
	zones      []aboutZone
	nodes      map[graph.InterfaceID]aboutNode // of load balancers
	sites      []site
	inner      []int32             // of each site: the same number for those that only interfaces elsewhere tell apart
	kin        []int32             // of each class likewise; nil if classes were divided since
	spans      map[int32]*[2]span  // of the addresses of each VPC's classes
	classOf    []int32             // the number of each interface's class, -1 for none
	borders    knownBorders        // of guards
	guards     []graph.InterfaceID // of each guard one that it guards
	fixed      [2][]netip.Prefix   // those of each family that AWS treats apart everywhere
	internet   netmath.AddrSet
	likeness   *graph.Likeness
	targetsOf  *knownTargets
	apart      bool      // VPCs may be far from each other
	neighbours [][]int32 // of each VPC: those that are not far from it, ascending
	simply     bool      // asks about all pairs one by one: the reference for tests
}

// New finds the classes of a graph's interfaces.
func New(g *graph.Graph) *Solver { return NewFiner(g, nil) }

// NewFiner is New with classes that are divided further: interfaces of different numbers are in different classes. Two networks
// are compared by classes that are the same interfaces in both.
func NewFiner(g *graph.Graph, apart func(graph.InterfaceID) int32) *Solver {
	s := &Solver{g: g, targetsOf: newKnownTargets(g), internet: g.Elsewhere(netmath.IPv4).Union(g.Elsewhere(netmath.IPv6))}
	s.addClasses(apart)
	for _, f := range netmath.Families {
		s.fixed[f] = g.FixedPrefixes(f)
	}
	s.neighbours, s.apart = g.Neighbours()
	for _, near := range s.neighbours {
		slices.Sort(near)
	}
	return s
}

// Classes are the classes of interfaces: those that the network between cannot tell apart together, else in order of their first members.
func (s *Solver) Classes() []Place { return s.classes }

// An asker asks for what passes from one place to another. It serves one goroutine.
type asker struct {
	*Solver
	tracer    *sim.Tracer
	query     Query
	protocols [2]protocols
	counting  bool    // it counts from many to many where it can, and lists the rest only for a ledger
	ledger    *ledger // of a matrix, or nil
	called    *called // what is counted of load balancers already

	walk     *graph.Walk // asks filters
	services *netmath.ServiceTable
	guarding [][2][2]*guard // by number, direction and family
	fabrics  fabrics
	zone     askedZone // from which it asks
	outsides outsides
	hosts    *netmath.AddrSetTable // outside

	legs       legs
	thresholds thresholds
	fronts     fronts
	home       home
	gates      [2]*afar            // by family, for a matrix
	prefixes   [2][][]netip.Prefix // the DeparturePrefixes, once somebody asked
}

// listing reports whether somebody wants to know what passes between two places.
func (a *asker) listing() bool { return !a.counting || a.ledger != nil }

func newAsker(s *Solver, q Query) *asker {
	a := &asker{
		Solver: s, tracer: sim.NewTracer(s.g), query: q, walk: graph.NewWalk(s.g, nil), services: netmath.NewServiceTable(),
		guarding: make([][2][2]*guard, len(s.guards)), fabrics: newFabrics(), outsides: newOutsides(), hosts: netmath.NewAddrSetTable(),
		legs: newLegs(s.g), thresholds: newThresholds(len(s.zones)), fronts: newFronts(),
	}
	if !s.simply && len(q.Via)+len(q.NotVia) == 0 {
		a.tracer.Suppose(s.likeness)
	}
	for _, f := range netmath.Families {
		a.protocols[f] = protocolsOf(s.g, q.Service, f)
	}
	return a
}
