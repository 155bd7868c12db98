package sim

import (
	"github.com/dryhop/dryhop/topology/graph"
)

// addEntrances adds to an answer that nobody outside gets in which services may bring something in nevertheless (R3.20, R13.8).
func (t *Tracer) addEntrances(a *Answer) {
	if a.From.Kind != graph.AtInternet && a.From.Kind != graph.AtExternalNetwork {
		return
	}
	to := a.To
	if to.Kind == graph.AtAddress {
		if holders := t.g.ByAddress(to.Addr); len(holders) == 1 {
			to = graph.Location{Kind: graph.AtInterface, Interface: holders[0]}
		}
	}
	if to.Kind != graph.AtInterface {
		return
	}
	if ways := t.g.Entrances(to.Interface); len(ways) > 0 {
		a.Explanations = append(a.Explanations, Explanation{
			Code: graph.OtherWaysIn, Component: t.g.Interface(to.Interface).Vpc, Context: true, Ports: a.Flow.DstPorts,
			Message: "there are other ways in that routes do not show: " + graph.EntrancesText(ways),
		})
	}
}
