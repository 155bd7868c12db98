package sim

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// An outcome is what one walk of both legs found.
type outcome struct {
	forward     graph.Bounds // destination ports that arrive
	back        graph.Bounds // source ports to which a reply returns
	needsReply  bool
	turned      bool // the reply was walked
	lottery     netmath.Ports
	there, home graph.Disposition
	where       graph.Location // of the request
	from        graph.Location
	asked       graph.Packet
	supposed    bool // the destination was tried though the request does not get there
}

// run walks a flow along one choice of alternatives.
func (t *Tracer) run(w *graph.Walk, f *flow, choices []uint8, thorough bool) outcome {
	w.Reset(choices)
	o := outcome{asked: f.packet, from: f.from, needsReply: true}
	if f.lost != "" {
		w.Lose(f.lost, t.blamed(f), graph.Ingress)
		o.there = graph.Dropped
	} else {
		o.there = start(w, f)
		o.forward = w.Alive()
	}
	o.where = w.Where()
	if o.there != graph.Arrived {
		o.supposed = thorough && o.there == graph.Dropped && t.tryDoor(w, f)
		if !o.supposed {
			return o
		}
		o.where = w.Where()
	}
	final := w.Final()
	reply, answers := final.Reply()
	if o.needsReply = answers; !answers {
		return o
	}
	if o.forward.Possible.Empty() && !thorough {
		return o
	}
	o.turned = true
	o.home = w.Turn(reply)
	if o.home != graph.Dropped {
		o.back = w.Alive()
	}
	o.lottery = w.Lottery()
	return o
}

// start lets a flow's sender emit it.
func start(w *graph.Walk, f *flow) graph.Disposition {
	switch f.from.Kind {
	case graph.AtInterface:
		return w.FromInterface(f.from.Interface, f.packet)
	case graph.AtExternalNetwork:
		return w.FromExternal(f.from.Index, f.packet)
	}
	return w.FromInternet(f.packet)
}

// blamed is the end of a flow that lacks an address.
func (t *Tracer) blamed(f *flow) graph.Location {
	if !f.packet.Src.IsValid() {
		return f.from
	}
	return f.to
}

// tryDoor delivers a request that did not get there to the interface it was meant for, to find what would block it next.
func (t *Tracer) tryDoor(w *graph.Walk, f *flow) bool {
	to := f.to
	p := w.Final()
	if f.lost != "" {
		p = f.packet
	}
	if to.Kind == graph.AtAddress {
		holders := t.g.ByAddress(to.Addr)
		if len(holders) != 1 {
			return false
		}
		if f.from.Kind == graph.AtInterface && t.g.Hides(f.from.Interface, holders[0], to.Addr) {
			return false
		}
		to = graph.Location{Kind: graph.AtInterface, Interface: holders[0]}
		p.Dst = t.g.PrivateOf(f.to.Addr)
	}
	if to.Kind != graph.AtInterface {
		return false
	}
	family := netmath.FamilyOf(f.packet.Src)
	if !t.g.Owns(to.Interface, p.Dst) {
		p.Dst = t.g.Primary(to.Interface, family)
	}
	if !p.Dst.IsValid() || !p.Src.IsValid() {
		return false
	}
	return w.AtDoor(to.Interface, p) == graph.Arrived
}

// explore walks a flow along every combination of alternatives and hands each outcome to see. The first is the one
// that the known facts favour.
func (t *Tracer) explore(w *graph.Walk, f *flow, thorough bool, see func(outcome)) (r result, complete bool) {
	t.weighed.reset()
	if len(f.entries) < 2 {
		complete = t.exploreFrom(w, f, thorough, see)
		return t.weighed.whole, complete
	}
	complete = true
	for _, xi := range f.entries {
		one := *f
		one.from.Index = xi
		complete = t.exploreFrom(w, &one, thorough, see) && complete
	}
	return t.weighed.whole, complete
}

func (t *Tracer) exploreFrom(w *graph.Walk, f *flow, thorough bool, see func(outcome)) (complete bool) {
	var choices []uint8
	for range maxAlternatives {
		o := t.run(w, f, choices, thorough)
		t.weighed.add(resultOf(&o), choices, w.Forks())
		see(o)
		choices = following(choices, w.Forks())
		if choices == nil {
			return true
		}
	}
	t.weighed.giveUp()
	return false
}

// following counts through the combinations of alternatives: the next one after choices, or nil after the last. The
// forks seen depend on the choices before them, so only the last one that can be raised is.
func following(choices []uint8, forks []graph.Fork) []uint8 {
	if len(forks) == 0 {
		return nil
	}
	current := make([]uint8, len(forks))
	copy(current, choices)
	for i := len(forks) - 1; i >= 0; i-- {
		if int(current[i])+1 < forks[i].Of {
			current[i]++
			return current[:i+1]
		}
	}
	return nil
}
