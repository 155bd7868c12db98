package impact

import (
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Ending is what becomes of connections that are there when flows close.
type Ending uint8

// The endings.
const (
	NoEnding Ending = iota // nothing closes, or nobody can tell
	CutOff                 // established connections end at once
	LivesOn                // security groups remember them until they are idle for long
)

// String is the ending in JSON.
func (e Ending) String() string { return [...]string{"", "cut", "live-on"}[min(e, LivesOn)] }

// ending tells what becomes of connections like an effect's witness: they live on if only rules of security groups stop new ones, at
// interfaces that remember the old ones (R4.10).
func (r *Result) ending(e *Effect) Ending {
	if !e.Loses() || e.Before == nil || e.Before.Verdict != sim.Reachable {
		return NoEnding
	}
	if e.After == nil || r.replaced(e) {
		return CutOff
	}
	for i := range e.After.Explanations {
		if x := &e.After.Explanations[i]; !x.Context && (x.Unknown || !r.remembered(e, x)) {
			return CutOff
		}
	}
	return LivesOn
}

// replaced reports whether an end of an effect's witness is another one after the changes.
func (r *Result) replaced(e *Effect) bool {
	g := r.Graph(e)
	return slices.ContainsFunc([]graph.Location{e.Witness.From, e.Witness.To}, func(l graph.Location) bool {
		_, has := r.twins.other(g.RefOf(l))
		return has
	})
}

// remembered reports whether a blocker is a security group that remembers connections which passed before.
func (r *Result) remembered(e *Effect, x *sim.Explanation) bool {
	if x.Component.Kind != ref.SecurityGroup && x.Code != graph.EniSGRulesMismatch || x.Return {
		return false
	}
	at, found := r.interfaceBefore(e, x)
	if !found {
		return false
	}
	dir := graph.Ingress
	if x.Direction == "egress" {
		dir = graph.Egress
	}
	return !r.Before.Graph.Untracked(at, dir, x.Packet) || slices.ContainsFunc(e.Before.Forward.Hops, func(h sim.Hop) bool {
		return graph.AlwaysTracked(h.Component.Kind)
	})
}

// interfaceBefore is the interface of a blocker in the network before.
func (r *Result) interfaceBefore(e *Effect, x *sim.Explanation) (graph.InterfaceID, bool) {
	for _, name := range []ref.Ref{x.At, x.Component} {
		all := r.Before.Graph.Entities()
		i, found := slices.BinarySearchFunc(all, name.Resource(), func(x graph.Entity, r ref.Ref) int { return ref.Compare(x.Ref, r) })
		if found && name.Kind == ref.NetworkInterface && len(all[i].Interfaces) == 1 {
			return all[i].Interfaces[0], true
		}
	}
	return 0, false
}
