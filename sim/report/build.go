package report

import (
	"cmp"
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// An Asked is a question in the words of whoever asked it.
type Asked struct {
	From, To string
	Notes    []string
}

// Trace makes the record of an answer.
func (b *Builder) Trace(a *sim.Answer, asked Asked) Trace {
	t := Trace{
		Schema: TraceSchema, ID: a.Question.ID, Snapshot: b.snapshot,
		Verdict: a.Verdict.String(), OneWay: a.OneWay.String(), Service: a.Question.Service.Text,
		Flow: header(&a.Flow), Split: split(a.Flow.Protocol, a.Split),
		From: b.place(a.From, asked.From, a.Flow.Src), To: b.place(a.To, asked.To, a.Flow.Dst),
		Forward: b.leg(&a.Forward), Return: b.leg(&a.Return),
		Explanations: []Explanation{}, Assumptions: []Assumption{}, Parts: []Part{}, Notes: []string{},
	}
	if a.Question.Service.All {
		t.Flow.Protocol = "all"
	}
	t.Notes = append(t.Notes, asked.Notes...)
	if a.Ways > 1 && len(a.Parts) == 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("AWS chooses among %d ways, and all fare alike: this is the first", a.Ways))
	}
	for i := range a.Explanations {
		t.Explanations = append(t.Explanations, b.explanation(&a.Explanations[i], a.Flow.Protocol))
	}
	for _, s := range a.Assumptions {
		t.Assumptions = append(t.Assumptions, Assumption{string(s.Code), b.component(s.Component), s.Message})
	}
	for _, f := range a.Failovers {
		t.Failovers = append(t.Failovers, Failover{b.component(f.Database), b.component(f.Subnet), f.Zone, f.Verdict.String(), string(f.Code), f.Message})
	}
	for _, p := range a.Parts {
		t.Parts = append(t.Parts, Part{p.Label, b.Trace(p.Answer, Asked{From: asked.From, To: asked.To})})
	}
	return t
}

// place describes an end of a flow, with the address that the flow has there.
func (b *Builder) place(l graph.Location, selector string, at netip.Addr) Place {
	p := Place{Selector: selector, Address: addrText(at)}
	switch l.Kind {
	case graph.AtInterface:
		p.Component, p.Details = b.interfaceOf(l.Interface)
	case graph.AtAddress:
		p.Component = Component{ID: l.Addr.String(), Type: ref.Address.String()}
	default:
		p.Component = b.component(b.network.RefOf(l))
	}
	return p
}

func split(p netmath.Protocol, s sim.Split) Split {
	return Split{pairs(p, s.Reach), pairs(p, s.Blocked), pairs(p, s.Unknown)}
}

func pairs(p netmath.Protocol, all []sim.PortPair) []PortPair {
	out := make([]PortPair, len(all))
	for i, pair := range all {
		out[i] = portPair(p, pair.SrcPorts, pair.DstPorts)
	}
	return out
}

func (b *Builder) leg(l *sim.Leg) Leg {
	out := Leg{Disposition: l.Disposition.String(), Hops: make([]Hop, len(l.Hops))}
	for i := range l.Hops {
		out.Hops[i] = b.hop(&l.Hops[i])
	}
	return out
}

func (b *Builder) hop(h *sim.Hop) Hop {
	out := Hop{
		Component: b.component(h.Component), In: header(&h.In), Out: header(&h.Out),
		Steps: make([]Step, len(h.Steps)), Hypothetical: h.Hypothetical,
	}
	if h.Component.Kind == ref.NetworkInterface {
		if id, ok := b.byRef()[h.Component.Resource()]; ok {
			out.Component, out.Details = b.interfaceOf(id)
		}
	}
	for i := range h.Steps {
		out.Steps[i] = b.step(&h.Steps[i], h.In.Protocol)
	}
	return out
}

func (b *Builder) step(s *sim.Step, p netmath.Protocol) Step {
	out := Step{
		Verdict: s.Verdict.String(), Rule: s.Rule.String(), Resource: b.componentOrNil(s.Rule),
		Code: string(s.Code), Text: s.Text, Notes: s.Notes,
	}
	if !s.Ports.Empty() {
		out.Ports = PortsText(p, s.Ports)
	}
	return out
}

func (b *Builder) explanation(e *sim.Explanation, p netmath.Protocol) Explanation {
	out := Explanation{
		Code: string(e.Code), Leg: "forward", Effect: "blocks", Component: b.component(e.Component),
		Direction: e.Direction, Rule: e.Rule.String(), Message: e.Message, Missing: b.componentOrNil(e.Missing),
	}
	if text, ok := graph.Explain(e.Code); ok {
		out.Remedy = text.Remedy
	}
	if e.Unknown {
		out.Remedy = cmp.Or(openRemedy(e.Missing), openRemedy(e.Component), out.Remedy)
	}
	if e.Return {
		out.Leg = "return"
	}
	switch {
	case e.Unknown:
		out.Effect = "unknown"
	case e.Context:
		out.Effect = "context"
	}
	if !e.Ports.Empty() {
		out.Ports = PortsText(p, e.Ports)
	}
	return out
}
