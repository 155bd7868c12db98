package sim

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Failover is what the answer would be with a DB instance in another subnet of its subnet group (R13.6).
type Failover struct {
	Database, Subnet ref.Ref
	Zone             string
	Verdict          Verdict
	Code             graph.Code // of the first reason, if the verdict is another than before
	Message          string
}

// addFailovers asks the same question with each end in every other subnet that it may move to.
func (t *Tracer) addFailovers(a *Answer) {
	ends := []graph.Location{a.Question.From, a.Question.To}
	if ends[0] == ends[1] {
		ends = ends[:1]
	}
	for _, end := range ends {
		if end.Kind != graph.AtInterface {
			continue
		}
		for _, to := range t.g.Refuges(end.Interface) {
			if t.mover == nil {
				t.mover = graph.NewMover(t.g)
			}
			if moved, ok := t.mover.Move(end.Interface, to); ok {
				if f, err := t.failover(moved, a, end, to); err == nil {
					a.Failovers = append(a.Failovers, f)
				}
			}
		}
	}
}

// failover answers a question in a network in which one of its ends has moved.
func (t *Tracer) failover(moved *graph.Graph, a *Answer, end graph.Location, to graph.Refuge) (Failover, error) {
	f := Failover{Database: to.Database, Subnet: to.Subnet, Zone: to.Zone}
	there, q := NewTracer(moved), t.relocated(moved, a, end)
	var err error
	if f.Verdict, err = there.Verdict(q); err != nil || f.Verdict == a.Verdict {
		return f, err
	}
	again, err := there.answer(q)
	if err == nil && len(again.Explanations) > 0 {
		f.Code, f.Message = again.Explanations[0].Code, again.Explanations[0].Message
	}
	return f, err
}

// relocated is an answer's question without the private addresses that its end had before it moved.
func (t *Tracer) relocated(moved *graph.Graph, a *Answer, end graph.Location) Question {
	q := a.Question
	if addr := orElse(a.Flow.Dst, a.Flow.Src); addr.IsValid() && q.Family == EitherFamily && !q.Service.All {
		q.Family = [...]Family{netmath.IPv4: OnlyIPv4, netmath.IPv6: OnlyIPv6}[netmath.FamilyOf(addr)]
	}
	for at, addr := range [2]*netip.Addr{&q.SourceIP, &q.DestinationIP} {
		if [2]graph.Location{q.From, q.To}[at] == end && addr.IsValid() && t.g.Owns(end.Interface, *addr) {
			*addr = moved.Primary(end.Interface, netmath.FamilyOf(*addr))
		}
	}
	return q
}
