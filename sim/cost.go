package sim

import (
	"fmt"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// addCosts adds to an answer that passes where it pays for a way that it could have for nothing.
func (t *Tracer) addCosts(a *Answer) {
	if a.Verdict == Unreachable || a.From.Kind != graph.AtInterface {
		return
	}
	var table ref.Ref
	for i := range a.Forward.Hops {
		hop := &a.Forward.Hops[i]
		switch hop.Component.Kind {
		case ref.RouteTable:
			table = hop.Component
		case ref.NatGateway:
			if s, ok := t.g.GatewayService(a.From.Interface, hop.In.Dst); ok {
				a.Explanations = append(a.Explanations, t.detour(a, hop.Component, table, &s))
			}
			return
		}
	}
}

// detour tells of a NAT gateway that carries what a gateway endpoint could.
func (t *Tracer) detour(a *Answer, nat, table ref.Ref, s *graph.GatewayService) Explanation {
	instead := fmt.Sprintf("a gateway endpoint for it, which %s does not have, would be free of charge", t.label(s.Vpc))
	if s.Endpoint.ID != "" {
		instead = fmt.Sprintf("%s, which %s does not lead to, would be free of charge", t.label(s.Endpoint), t.label(table))
	}
	return Explanation{
		Code: graph.NATCarriesGatewayService, Component: nat, Context: true, Ports: a.Flow.DstPorts,
		Message: fmt.Sprintf("%s carries this to %s, and AWS charges for every GB; %s", t.label(nat), s.Name, instead),
	}
}
