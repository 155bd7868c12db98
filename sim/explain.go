package sim

import (
	"slices"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// conclude drops explanations of a flow that passes, and adds what only the whole can tell.
func conclude(a *Answer, r *result) {
	if a.Verdict == Reachable {
		a.Explanations = nil
		return
	}
	if r.lottery {
		a.Explanations = append(a.Explanations, Explanation{
			Code: graph.NATPortLottery, Return: true,
			Message: "the reply passes for some of the source ports that the translating device may choose, not for all",
		})
	}
}

// explainEvents turns the drops and doubts in the log into explanations, each once, in the order met.
func (t *Tracer) explainEvents(a *Answer, o *outcome) {
	packet := o.asked
	var route ref.Ref
	for i := range t.log.Events {
		e := &t.log.Events[i]
		if e.Packet.Dst.IsValid() {
			packet = e.Packet
		}
		switch e.Kind {
		case graph.SendEvent:
			route = ref.Ref{}
		case graph.RouteEvent:
			route = t.g.Rule(*e)
		}
		if e.Verdict != graph.Drop && e.Verdict != graph.Doubt && e.Kind != graph.ForkEvent {
			continue
		}
		x := t.explanation(e, packet)
		x.Route = route
		if j := slices.IndexFunc(a.Explanations, x.repeats); j >= 0 {
			a.Explanations[j].Ports = a.Explanations[j].Ports.Union(x.Ports)
			continue
		}
		a.Explanations = append(a.Explanations, x)
	}
}

func (x Explanation) repeats(y Explanation) bool {
	return x.Code == y.Code && x.Component == y.Component && x.Return == y.Return && x.Direction == y.Direction && x.Rule == y.Rule
}

func (t *Tracer) explanation(e *graph.Event, p graph.Packet) Explanation {
	x := Explanation{
		Code: e.Code, Component: t.g.Component(*e), At: t.g.Ref(e.At), Return: e.Reply, Unknown: e.Verdict == graph.Doubt || e.Kind == graph.ForkEvent,
		Rule: t.g.Rule(*e), Ports: e.Ports, Missing: e.Missing, Message: t.because(e, p), Packet: p,
	}
	if e.Code == graph.ComponentFilter || e.Code == graph.ComponentFilterRemoved {
		x.Component, x.Missing = e.Missing, ref.Ref{}
	}
	if e.Kind == graph.GroupEvent || e.Kind == graph.ACLEvent {
		x.Direction = e.Dir.String()
	}
	if e.Kind == graph.DrawEvent {
		x.Missing, x.Context = ref.Ref{}, true
	}
	if x.Ports.Empty() {
		x.Ports = p.DstPorts
	}
	return x
}
