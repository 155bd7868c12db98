package sim

import (
	"fmt"

	"github.com/dryhop/dryhop/topology/graph"
)

// rivals tells of the routes that somebody may have counted on, where the way that a leg took is why it fails: the route
// itself drops, or what it leads to.
func (t *Tracer) rivals() []Explanation {
	var out []Explanation
	for _, reply := range []bool{false, true} {
		if e, dst := t.misled(reply); e != nil {
			for _, r := range t.g.Rivals(*e, dst.Dst) {
				out = append(out, t.rival(e, r, dst))
			}
		}
	}
	return out
}

// misled finds the route by which a leg of the walk in the log came to the place that dropped it.
func (t *Tracer) misled(reply bool) (*graph.Event, graph.Packet) {
	var route *graph.Event
	var at graph.Packet
	for i := range t.log.Events {
		e := &t.log.Events[i]
		if e.Reply != reply || e.Idle {
			continue
		}
		if e.Kind == graph.RouteEvent {
			route, at = e, e.Packet
		}
		if e.Verdict != graph.Drop {
			continue
		}
		if route != nil && (e == route || e.At == t.g.TargetOf(*route)) {
			return route, at
		}
		return nil, graph.Packet{}
	}
	return nil, graph.Packet{}
}

func (t *Tracer) rival(e *graph.Event, r graph.Rival, p graph.Packet) Explanation {
	text := "%s does not cover %v"
	switch r.Code {
	case graph.TGWNoRouteToAttachment:
		text = "no route leads to %s, which holds %v"
	case graph.MoreSpecificRoute, graph.TGWMoreSpecificRoute:
		text = "%s covers %v, too, but is less specific"
	case graph.HigherPriorityRoute, graph.TGWHigherPriorityRoute:
		text = "%s covers %v, too, but has a lower priority"
	}
	return Explanation{
		Code: r.Code, Component: t.g.Component(*e), At: t.g.Ref(e.At), Return: e.Reply, Context: true, Rule: r.Route,
		Ports: p.DstPorts, Message: fmt.Sprintf(text, r.Text, p.Dst),
	}
}

// addContext adds to an answer that does not pass what somebody may have counted on.
func (t *Tracer) addContext(a *Answer, rivals []Explanation) {
	if a.Verdict != Unreachable {
		return
	}
	a.Explanations = append(a.Explanations, rivals...)
	t.addEntrances(a)
	if a.From.Kind != graph.AtInterface || a.To.Kind != graph.AtInterface || !t.g.Apart(a.From.Interface, a.To.Interface) {
		return
	}
	from, to := t.g.Interface(a.From.Interface).Vpc, t.g.Interface(a.To.Interface).Vpc
	a.Explanations = append(a.Explanations, Explanation{
		Code: graph.DisconnectedVPCs, Component: from, Context: true, Ports: a.Flow.DstPorts,
		Message: fmt.Sprintf("no peering and no transit gateway joins %s and %s", t.label(from), t.label(to)),
	})
}
