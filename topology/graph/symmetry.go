package graph

// Implements R7.11, R10.6 and R12.8: replies have to pass the inspection that their requests passed, and no other.

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A sighting is what an inspecting component remembers of the request: a firewall's endpoint or attachment, or the
// endpoint of a Gateway Load Balancer.
type sighting struct {
	at        Node
	stateful  truth // it keeps the connection's state: the reply has to come by it
	replied   truth // its state got to see the reply
	continues bool  // it takes connections up whose beginning it did not see
}

// wentThrough reports whether this leg went through a component.
func (w *Walk) wentThrough(at Node) bool { return slices.Contains(w.through, at) }

// inspectAt lets a firewall judge a packet at its endpoint or attachment, and remembers the request for the reply.
func (w *Walk) inspectAt(at Node, fi int32, p Packet) {
	seen := w.sighted(at)
	did := w.inspect(fi, at, p, seen)
	if w.reply {
		w.sightReply(at, did.stateful)
		return
	}
	w.sight(sighting{at: at, stateful: did.stateful, continues: did.continues})
}

// sightReply notes that the reply came to whatever a component keeps its state with.
func (w *Walk) sightReply(at Node, stateful truth) {
	for i := range w.sightings {
		if s := &w.sightings[i]; w.g.inspectsAs(s.at, at) {
			s.replied = max(s.replied, stateful)
		}
	}
}

// sight notes that a component saw the request.
func (w *Walk) sight(s sighting) {
	for i := range w.sightings {
		if old := &w.sightings[i]; old.at == s.at {
			old.stateful = max(old.stateful, s.stateful)
			return
		}
	}
	w.sightings = append(w.sightings, s)
}

// sighted tells whether a component kept state of the request that this leg replies to.
func (w *Walk) sighted(at Node) truth {
	seen := no
	for i := range w.sightings {
		if s := &w.sightings[i]; w.reply && w.g.inspectsAs(s.at, at) {
			seen = max(seen, s.stateful)
		}
	}
	return seen
}

// inspectsAs reports whether two components keep their state together: they are the same one, or endpoints of one
// Gateway Load Balancer that is not confined to zones.
func (g *Graph) inspectsAs(a, b Node) bool {
	if a == b || a.Kind != InspectionNode || b.Kind != InspectionNode {
		return a == b
	}
	x, y := &g.inspections[a.Index], &g.inspections[b.Index]
	return x.firewall == none && y.firewall == none && x.crossZone && y.crossZone && x.service == y.service
}

// symmetric checks that a reply that is home was seen by whatever kept the state of its request.
func (w *Walk) symmetric() {
	for i := range w.sightings {
		s := &w.sightings[i]
		missed := min(s.stateful, yes-s.replied)
		switch {
		case missed == no:
		case !w.g.isFirewall(s.at):
			w.doubt(AsymmetricInspection, s.at, Egress, ref.Ref{})
		case w.asked.Protocol == netmath.TCP && !s.continues:
			w.require(yes-missed, AsymmetricInspection, AsymmetricInspection, s.at)
		}
	}
}

// isFirewall reports whether a component that inspects is a network firewall's.
func (g *Graph) isFirewall(at Node) bool {
	return at.Kind == TransitAttachmentNode || g.inspections[at.Index].firewall != none
}
