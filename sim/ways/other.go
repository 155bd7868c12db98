package ways

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/edit"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// others are the ways that the flow does not take, with what becomes of it there.
func (t *teller) others(m *wayMap) []Way {
	taken := t.stations(t.answer)
	var all []Way
	for _, l := range m.lines() {
		w := Way{Through: m.through(l)}
		if slices.Equal(withoutHubs(w.Through), taken) {
			continue
		}
		t.follow(&w, t.turnings(m, l))
		if all = append(all, w); len(all) == maxWays {
			break
		}
	}
	return all
}

// stations are the gateways and appliances that a flow meets on its way there, as a way has them but for transit gateways: the walk
// tells of their attachments. One by which it enters is none: routes lead to the gateway.
func (t *teller) stations(a *sim.Answer) []ref.Ref {
	var all []ref.Ref
	ends := []ref.Ref{t.graph.RefOf(a.From), t.graph.RefOf(a.To)}
	inside := false // a transit gateway
	for i := range a.Forward.Hops {
		r := a.Forward.Hops[i].Component.Resource()
		entrance := isAttachment(r) && !inside
		if inside = isTable(r); isStation(r) && !entrance && !slices.Contains(ends, r) && (len(all) == 0 || all[len(all)-1] != r) {
			all = append(all, r)
		}
	}
	return withoutHubs(all)
}

func isAttachment(r ref.Ref) bool {
	return r.Kind == ref.TransitGatewayAttachment || r.Kind == ref.CoreNetworkAttachment
}

func isTable(r ref.Ref) bool {
	return r.Kind == ref.TransitGatewayRouteTable || r.Kind == ref.CoreNetworkRouteTable || r.Kind == ref.TransitGatewayPolicyTable
}

func withoutHubs(all []ref.Ref) []ref.Ref {
	return slices.DeleteFunc(slices.Clone(all), func(r ref.Ref) bool { return r.Kind == ref.TransitGateway || r.Kind == ref.CoreNetwork })
}

// turnings are the routes that would lead the flow along a line, where its routers lead it elsewhere.
func (t *teller) turnings(m *wayMap, l line) []edit.Edit {
	var edits []edit.Edit
	dst := t.answer.Flow.Dst
	for i := range len(l) - 1 {
		router, next := l[i], l[i+1]
		if router.Kind != graph.RouterNode || next.Kind == graph.VpcNode {
			continue
		}
		if now, leads := m.g.Leads(router, dst); leads && now == next {
			continue
		}
		edits = append(edits, edit.Edit{Op: edit.Add, What: edit.Route{
			Table: m.g.TableOf(router).ID, Destination: edit.Remote{Prefix: t.destination()}, Target: m.g.Ref(next).ID,
		}})
	}
	return edits
}

// destination is what a route has to be for: the receiver, or all addresses for the internet.
func (t *teller) destination() netip.Prefix {
	dst := t.answer.Flow.Dst
	if t.answer.To.Kind == graph.AtInternet {
		return netip.PrefixFrom(dst, 0).Masked()
	}
	return netip.PrefixFrom(dst, dst.BitLen())
}

// follow asks what becomes of the flow if routes lead it along a way.
func (t *teller) follow(w *Way, edits []edit.Edit) {
	r, err := t.lab.Ask(edits)
	if err != nil { // a route for the same destination is there already
		for i := range edits {
			edits[i].Op = edit.Replace
		}
		if r, err = t.lab.Ask(edits); err != nil {
			w.Edits, w.Verdict = edits, sim.Unknown
			return
		}
	}
	w.Edits, w.Verdict = edits, r.Answer.Verdict
	there := teller{graph: r.Graph, answer: r.Answer}
	w.Taken = slices.Equal(there.stations(r.Answer), withoutHubs(w.Through))
	for _, x := range r.Answer.Explanations {
		if !x.Unknown && !x.Context && w.Verdict != sim.Reachable {
			w.Code = x.Code
			break
		}
	}
}
