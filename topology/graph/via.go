package graph

import (
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// shows reports whether an event is at a component, in it, or at a part of it: an interface shows its subnet, its VPC and whose it is
// as well, an attachment its transit gateway. The ends of a flow show only where they lie: it does not come by them.
func (g *Graph) shows(e *Event, r ref.Ref, ends []InterfaceID) bool {
	switch {
	case e.Kind == AssumeEvent || e.Kind == ForkEvent || e.Kind == GroupEvent:
		return false // about a place, not at one
	case e.At.Kind == InterfaceNode && slices.Contains(ends, InterfaceID(e.At.Index)):
		return slices.Contains(g.aroundSubnet(g.interfaces[e.At.Index].subnet), r)
	case g.Component(*e).Resource() == r || g.Ref(e.At) == r:
		return true
	}
	return slices.Contains(g.around(e), r)
}

// around are the resources that hold the place of an event, or that it belongs to.
func (g *Graph) around(e *Event) []ref.Ref {
	switch e.At.Kind {
	case InterfaceNode:
		f := &g.interfaces[e.At.Index]
		around := append(g.aroundSubnet(f.subnet), f.owner, g.vpcs[f.vpc].ref)
		if f.isNode() {
			around = append(around, g.balancers[f.balancer].ref)
		}
		return around
	case RouterNode:
		return g.aroundSubnet(e.At.Index)
	case TransitAttachmentNode:
		a := &g.transitAttachments[e.At.Index]
		return []ref.Ref{g.transitGateways[a.gateway].ref, a.to}
	case InspectionNode:
		by, _ := g.Inspector(*e)
		return []ref.Ref{by}
	}
	return nil
}

func (g *Graph) aroundSubnet(si int32) []ref.Ref {
	if si == none {
		return nil
	}
	return []ref.Ref{g.subnets[si].ref, g.vpcs[g.subnets[si].vpc].ref}
}

// Passed finds where the request in the walk's log came by a component on its way from one end to the other.
func (w *Walk) Passed(r ref.Ref, to Location) (at Node, passed bool) {
	ends := []InterfaceID{w.origin}
	for _, l := range [...]Location{to, w.where} {
		if l.Kind == AtInterface {
			ends = append(ends, l.Interface)
		}
	}
	for i := range w.log.Events {
		if e := &w.log.Events[i]; !e.Reply && !e.Idle && e.Verdict != Drop && w.g.shows(e, r, ends) {
			return e.At, true
		}
	}
	return Node{}, false
}

// Bar notes that a request is none of those that are asked about, for a component that it came by, or did not.
func (w *Walk) Bar(code Code, at Node, r ref.Ref) {
	if at == (Node{}) {
		at = w.nodeOf(w.asker)
	}
	w.event(Event{Kind: StateEvent, Verdict: Drop, Code: code, At: at, Table: none, Rule: none, Missing: r})
	w.alive = Bounds{}
}
