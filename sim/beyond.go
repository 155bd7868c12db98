package sim

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// fromBeyond finds whether an address that nobody has may be a host's beyond what the snapshot holds, because replies to it go there: then nobody
// knows, though nothing passes from it as a host of the internet or as nobody (R0.5). It gives the flow as it is then.
func (t *Tracer) fromBeyond(q Question, f *flow) (flow, bool) {
	if _, answers := f.packet.Reply(); q.From.Kind != graph.AtAddress || len(f.entries) > 0 || !answers || t.verdict(f) != Unreachable {
		return flow{}, false
	}
	if q.To.Kind == graph.AtAddress && t.g.LiesOutside(f.packet.Src) && t.g.LiesOutside(f.packet.Dst) {
		one := *f
		one.from, one.beyond, one.door, one.vacant, one.lost = q.From, true, graph.NoInterface, false, ""
		return one, true
	}
	for _, id := range t.receivers(q, f) {
		one := *f
		one.from, one.beyond, one.door, one.vacant, one.lost, one.nodes = q.From, true, id, false, "", nil
		if q.To.Kind != graph.AtAddress && !q.DestinationIP.IsValid() && !t.g.Owns(id, one.packet.Dst) {
			one.packet.Dst = t.g.Primary(id, netmath.FamilyOf(one.packet.Src))
		}
		if t.g.Owns(id, one.packet.Dst) && t.g.MayLieBeyond(id, one.packet.Src) && t.answersBeyond(&one) {
			return one, true
		}
	}
	return flow{}, false
}

// answersBeyond reports whether a reply may go where nobody knows, or a load balancer where nobody knows with the request.
func (t *Tracer) answersBeyond(f *flow) bool {
	beyond := false
	r, _ := t.explore(t.silent(f), f, false, func(o *outcome) {
		beyond = beyond || o.there == graph.Doubted || o.turned && o.home == graph.Doubted
	})
	return beyond && r.verdict() == Unknown
}

// receivers are the interfaces that a question may be for, if what is asked comes to them by a private address.
func (t *Tracer) receivers(q Question, f *flow) []graph.InterfaceID {
	switch q.To.Kind {
	case graph.AtInterface:
		return []graph.InterfaceID{q.To.Interface}
	case graph.AtAddress:
		return t.g.ByAddress(f.packet.Dst)
	case graph.AtBalancer:
		return t.g.Nodes(q.To.Index)
	}
	return nil
}
