package report

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/topology/graph"
)

// Passage makes the record of an excerpt of a passage.
func (b *Builder) Passage(p *reach.Passage, e *reach.Excerpt, sources netmath.Ports, commands *Commands) Passage {
	return Passage{
		Schema: PassageSchema, Verdict: e.Verdict.String(), From: b.PassageEnd(p.From), To: b.PassageEnd(p.To), Pairs: p.Pairs,
		ReachShare: reachShare(&e.Share, sources, commands),
	}
}

// PassageEnd makes the record of one end of a passage.
func (b *Builder) PassageEnd(p *reach.Place) PassageEnd {
	end := PassageEnd{ReachPlace: b.reachPlace(p.Location), Count: p.Size(), IDs: []string{}}
	for _, id := range p.Members {
		end.IDs = append(end.IDs, b.network.RefOf(graph.Location{Kind: graph.AtInterface, Interface: id}).ID)
	}
	if len(end.IDs) == 0 {
		end.IDs = append(end.IDs, end.ID)
	}
	return end
}

// PassageTotals makes the record that ends a stream of passages.
func (b *Builder) PassageTotals(q ReachQuery, t reach.Totals) PassageTotals {
	return PassageTotals{Schema: TotalsSchema, Snapshot: b.snapshot, Query: q, Totals: ReachTotalsOf(t)}
}
