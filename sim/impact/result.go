package impact

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology/diff"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Query says how much is to be found out.
type Query struct {
	NoCauses bool                        // neither causes nor traces: effects only
	Whole    bool                        // compare everything, also what no change can touch: for tests
	Tries    int                         // as many networks are compiled to find causes; 0: 4,000
	Progress func(what string, done int) // may be nil
}

// A Result is what the changes between two networks do.
type Result struct {
	Before, After whatif.Network
	Changes       []diff.Change
	Effects       []Effect // worst first
	Places        []PlaceChange
	Unchanged     int    // pairs of places, in each family that both have, that are in both networks and fare the same
	Asked         int    // as many such pairs were there
	twins         *twins // resources that are replaced
	alike         bool   // both networks have the same places under the same numbers
	Tried         int    // networks that were compiled with a part of the changes, to find causes
}

// Kind is what became of flows.
type Kind uint8

// The kinds of effects, in the order in which they are told.
const (
	Opened       Kind = iota // nothing passed between the places
	Widened                  // more passes than before
	Closed                   // nothing passes any more
	Narrowed                 // less passes than before
	Rerouted                 // the same passes another way
	Undetermined             // before or after, the snapshot does not tell
)

// Kinds are all of them.
var Kinds = []Kind{Opened, Widened, Closed, Narrowed, Rerouted, Undetermined}

// String is the kind's name in JSON.
func (k Kind) String() string {
	return [...]string{"opened", "widened", "closed", "narrowed", "rerouted", "undetermined"}[min(k, Undetermined)]
}

// An Effect is flows that fare alike before and alike after, from each of some places to each of others.
type Effect struct {
	Kind     Kind
	From, To []reach.Party
	InBefore bool          // From and To are places of the network before: flows that closed or narrowed
	Shares   []reach.Share // what became different, by family
	Was, Is  sim.Verdict
	Pairs    int // of places, in every family of the effect
	Boundary Boundary
	Risk     exposure.Risk // of what opened or widened
	Detour   Detour        // of what is rerouted
	Ending   Ending        // of what closed or narrowed
	Causes   []Cause       // each brings it about by itself
	Search   Search        // how thoroughly they were sought
	Witness  sim.Question  // one flow of it, in the graph that its places are of
	Before   *sim.Answer   // its traces; nil where the place is not there
	After    *sim.Answer
}

// Search tells how thoroughly the causes of an effect were sought.
type Search uint8

// The kinds of searches.
const (
	SearchedAll  Search = iota // each change was tried by itself
	SearchedSome               // there are so many changes that only those nearest to the flow were: others may be causes by themselves as well
	GaveUp                     // as many networks were compiled as the query grants: there may be causes, or smaller ones
)

// String is the name of a search in JSON, empty if nothing is missing.
func (s Search) String() string { return [...]string{"", "some_changes", "gave_up"}[min(s, GaveUp)] }

// A Cause is changes that bring an effect about together, none of which can be left out.
type Cause struct {
	Changes []int // of Result.Changes, in order
}

// A Detour is what a way does not come by any more, and what it comes by instead.
type Detour struct{ Leaves, Takes []ref.Ref }

// Opens reports whether something passes, or may pass, that certainly did not.
func (e *Effect) Opens() bool {
	return e.Kind == Opened || e.Kind == Widened || e.Kind == Undetermined && e.Was == sim.Unreachable
}

// Loses reports whether something does not pass any more that certainly did, or nobody can tell that it does.
func (e *Effect) Loses() bool {
	return e.Kind == Closed || e.Kind == Narrowed
}

// Exposes reports whether it lets somebody of the internet get in to what there is. A host that is merely supposed is not exposed: it has no groups yet.
func (e *Effect) Exposes(g *graph.Graph) bool {
	return e.Boundary == FromTheInternet && (e.Kind == Opened || e.Kind == Widened) && len(existing(g, e.To)) > 0
}

// existing are the parties of which some place is no supposed host.
func existing(g *graph.Graph, parties []reach.Party) []reach.Party {
	var out []reach.Party
	for _, p := range parties {
		if slices.ContainsFunc(p.Places, func(l graph.Location) bool { return l.Kind != graph.AtInterface || !g.Interface(l.Interface).Supposed }) {
			out = append(out, p)
		}
	}
	return out
}

// FromInternet reports whether the effect is about who gets in from the internet.
func (e *Effect) FromInternet() bool {
	return len(e.From) > 0 && e.From[0].Places[0].Kind == graph.AtInternet
}

// Graph is the graph that the places of an effect are of.
func (r *Result) Graph(e *Effect) *graph.Graph {
	if e.InBefore {
		return r.Before.Graph
	}
	return r.After.Graph
}

// Count is how many effects are of a kind.
func (r *Result) Count(k Kind) int {
	n := 0
	for i := range r.Effects {
		if r.Effects[i].Kind == k {
			n++
		}
	}
	return n
}
