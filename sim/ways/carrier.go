package ways

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// carriers are the rules on the way there and back, each once, and whether the flow can do without them.
func (t *teller) carriers() []Carrier {
	var all []Carrier
	seen := map[ref.Ref]string{} // the rules met, with what they say
	for _, leg := range legs(t.answer) {
		for _, s := range decisions(leg.Leg) {
			if _, met := seen[s.Rule]; !met {
				seen[s.Rule] = s.Text
				all = append(all, Carrier{Rule: s.Rule, Text: s.Text, Return: leg.back})
			}
		}
	}
	for i := range all {
		t.judge(&all[i], seen)
	}
	return all
}

// A leg is the way of the request, or back.
type leg struct {
	*sim.Leg
	back bool
}

func legs(a *sim.Answer) []leg { return []leg{{&a.Forward, false}, {&a.Return, true}} }

// decisions are the steps of a leg at which a rule let it pass or a route took it.
func decisions(l *sim.Leg) []sim.Step {
	var all []sim.Step
	for i := range l.Hops {
		for _, s := range l.Hops[i].Steps {
			if (s.Verdict == sim.Allow || s.Verdict == sim.Route) && !s.Rule.IsZero() {
				all = append(all, s)
			}
		}
	}
	return all
}

// judge asks what becomes of the flow without a rule.
func (t *teller) judge(c *Carrier, known map[ref.Ref]string) {
	e, can := Removal(t.graph, c.Rule)
	if !can {
		c.Part = Fixed
		return
	}
	r, err := t.lab.Ask([]edit.Edit{e})
	switch {
	case err != nil:
		c.Part = Fixed
	case r.Answer.Verdict == t.answer.Verdict:
		c.Part, c.Instead = Spare, instead(r.Answer, known, c)
	}
}

// instead is the first decision of another rule than those known, on the carrier's leg. Rules without an id of their own are known by
// their places, and move up.
func instead(a *sim.Answer, known map[ref.Ref]string, c *Carrier) *sim.Step {
	for _, leg := range legs(a) {
		for _, s := range decisions(leg.Leg) {
			if text, met := known[s.Rule]; leg.back == c.Return && (!met || text != s.Text) {
				return &s
			}
		}
	}
	return nil
}

// Removal is the edit that takes a rule away, if one can.
func Removal(g *graph.Graph, rule ref.Ref) (edit.Edit, bool) {
	info, found := g.RuleInfo(rule)
	if !found {
		return edit.Edit{}, false
	}
	e := edit.Edit{Op: edit.Remove}
	switch {
	case rule.Kind == ref.SecurityGroup:
		e.What = edit.GroupRule{Group: rule.ID, Permission: edit.Permission{Egress: info.Egress, Service: serviceOf(info), Remote: remoteOf(info)}}
	case rule.Kind == ref.NetworkAcl:
		e.What = edit.Entry{ACL: rule.ID, Egress: info.Egress, Number: int(info.Number)}
	case info.Origin == "static":
		e.What = edit.Route{Table: rule.ID, Destination: remoteOf(info)}
	case info.Origin == "propagated" && rule.Kind == ref.TransitGatewayRouteTable:
		e.What = edit.Propagation{Table: rule.ID, Attachment: info.Via.ID}
	default:
		return e, false
	}
	return e, true
}

func remoteOf(info graph.RuleInfo) edit.Remote {
	switch {
	case info.List.Kind == ref.ManagedPrefixList:
		return edit.Remote{ID: info.List.ID}
	case !info.Group.IsZero():
		return edit.Remote{ID: info.Group.ID}
	}
	return edit.Remote{Prefix: info.Prefix}
}

func serviceOf(info graph.RuleInfo) edit.Service {
	switch {
	case info.Any:
		return edit.AllTraffic
	case info.Ports.Full():
		return edit.ProtocolOf(info.Protocol)
	}
	for r := range info.Ports.Ranges() { // a rule has one range
		if info.Protocol.IsICMP() {
			return edit.MessagesOf(info.Protocol, r)
		}
		return edit.PortsOf(info.Protocol, netmath.PortRange{Lo: r.Lo, Hi: r.Hi})
	}
	return edit.ProtocolOf(info.Protocol)
}
