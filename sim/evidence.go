package sim

import (
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// record turns the log of a walk into the hops of both legs.
func (t *Tracer) record(a *Answer, o *outcome) {
	a.Forward, a.Return = Leg{Disposition: disposition(o.there)}, Leg{Disposition: NotWalked}
	if o.turned {
		a.Return.Disposition = disposition(o.home)
	} else if !o.needsReply {
		a.Return.Disposition = NotNeeded
	}
	packet := o.asked
	supposed := false // the rest of the request is told as if the way were open
	for i := range t.log.Events {
		e := &t.log.Events[i]
		leg := &a.Forward
		if e.Reply {
			leg = &a.Return
		}
		idle := e.Idle || (e.Reply && o.supposed) || supposed
		t.recordEvent(leg, e, &packet, idle)
	}
	if o.supposed {
		a.Forward.Disposition = Dropped
	}
	settle(&a.Forward, o.forward, o.there, o.supposed)
	settle(&a.Return, o.back, o.home, false)
}

// settle corrects a leg's disposition by what is alive at its end.
func settle(l *Leg, alive graph.Bounds, d graph.Disposition, supposed bool) {
	switch {
	case l.Disposition != Delivered:
	case supposed || alive.Possible.Empty():
		l.Disposition = Dropped
	case alive.Certain.Empty():
		l.Disposition = Undetermined
	}
}

func disposition(d graph.Disposition) Disposition {
	switch d {
	case graph.Arrived:
		return Delivered
	case graph.Doubted:
		return Undetermined
	}
	return Dropped
}

// recordEvent adds an event to the hop of its component.
func (t *Tracer) recordEvent(l *Leg, e *graph.Event, packet *graph.Packet, idle bool) {
	if e.Kind == graph.AssumeEvent || e.Kind == graph.ForkEvent || e.Kind == graph.DrawEvent {
		return
	}
	component := t.g.Component(*e)
	last := len(l.Hops) - 1
	if last < 0 || l.Hops[last].Component != component || separate(e) {
		l.Hops = append(l.Hops, Hop{Component: component, In: *packet, Out: *packet, Hypothetical: idle})
		last++
	}
	hop := &l.Hops[last]
	if e.Packet.Dst.IsValid() {
		if e.Kind == graph.SendEvent {
			hop.In = e.Packet
		}
		hop.Out, *packet = e.Packet, e.Packet
	}
	if step, ok := t.step(e, *packet); ok {
		hop.Steps = append(hop.Steps, step)
	}
}

// separate reports whether an event always begins a hop: a filter asked again is another hop.
func separate(e *graph.Event) bool { return e.Kind == graph.SendEvent }

// step makes an event readable.
func (t *Tracer) step(e *graph.Event, p graph.Packet) (Step, bool) {
	s := Step{Rule: t.g.Rule(*e), Code: e.Code, Ports: e.Ports}
	switch {
	case e.Verdict == graph.Drop:
		s.Verdict = Drop
	case e.Verdict == graph.Doubt:
		s.Verdict = Doubt
	case e.Verdict == graph.Allow:
		s.Verdict = Allow
	case e.Kind == graph.RouteEvent || e.Kind == graph.PolicyEvent || e.Kind == graph.VPNRouteEvent:
		s.Verdict = Route
	}
	if !t.terse {
		s.Text, s.Notes = t.g.RuleText(*e), t.g.Notes(*e, p)
		if s.Text == "" {
			s.Text = t.stateText(e, p)
		}
	}
	return s, s.Text != "" || s.Verdict != Pass
}

// stateText tells what a stage without a rule did.
func (t *Tracer) stateText(e *graph.Event, p graph.Packet) string {
	switch e.Kind {
	case graph.TranslateEvent:
		return "translates to " + p.Src.String() + " → " + p.Dst.String()
	case graph.SendEvent:
		return "sends from " + p.Src.String()
	case graph.ReceiveEvent:
		return "receives at " + p.Dst.String()
	}
	if e.Code != "" {
		return t.because(e, p)
	}
	if gateway, into, ok := t.g.Passage(*e); ok {
		return map[bool]string{true: "enters ", false: "leaves "}[into] + t.label(gateway)
	}
	if by, ok := t.g.Inspector(*e); ok && by.IsZero() {
		return "has it inspected by the appliances behind it"
	} else if ok {
		return "has it inspected by " + t.label(by)
	}
	return ""
}

// addAssumptions lists the positions that the walk in the log leaned on, once each.
func (t *Tracer) addAssumptions(a *Answer) {
	for i := range t.log.Events {
		e := &t.log.Events[i]
		if e.Kind != graph.AssumeEvent {
			continue
		}
		at := t.g.Ref(e.At)
		if !hasAssumption(a, e.Code, at) {
			a.Assumptions = append(a.Assumptions, Assumption{Code: e.Code, Component: at, Message: t.assumptionText(e.Code, at)})
		}
	}
}

func hasAssumption(a *Answer, code graph.Code, at ref.Ref) bool {
	for _, s := range a.Assumptions {
		if s.Code == code && s.Component == at {
			return true
		}
	}
	return false
}
