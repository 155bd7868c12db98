package report

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/sim/exposure"
	"github.com/dryhop/dryhop/sim/reach"
	"github.com/dryhop/dryhop/sim/selector"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// AskedExposure is a question about exposure in the words of whoever asked it.
type AskedExposure struct {
	From     []string
	To       string
	Service  string
	Least    exposure.Level // leave out findings of less
	Commands *Commands
	Assume   Assumables
}

// An exposureBuilder makes the record of one exposure.
type exposureBuilder struct {
	*Builder
	g     *graph.Graph
	asked AskedExposure
	hosts hostTexts
}

func (b *Builder) exposureBuilder(g *graph.Graph, asked AskedExposure) *exposureBuilder {
	return &exposureBuilder{b, g, asked, newHostTexts()}
}

// Exposure makes the record of what is exposed in a network, which is the Builder's.
func (b *Builder) Exposure(g *graph.Graph, e *exposure.Exposure, asked AskedExposure) *Exposure {
	x := b.exposureBuilder(g, asked)
	out := &Exposure{
		Schema: ExposureSchema, Snapshot: b.snapshot, From: asked.From, To: asked.To, Service: asked.Service, Risk: asked.Least.String(),
		Totals: totalsOf(e), Findings: x.findings(asked.leastOf(e.Findings)), Undetermined: x.findings(e.Open), NotReachable: []Unreached{}, Gaps: []Gap{},
		Outside: []Outside{},
	}
	for i := range e.Closed {
		c := &e.Closed[i]
		out.NotReachable = append(out.NotReachable, Unreached{string(c.Reason), string(c.Code), c.Interfaces, c.Balancers, c.Alone, x.witness(&c.Example, slices.Equal(asked.From, []string{"internet"}))})
	}
	for i := range e.Gaps {
		out.Gaps = append(out.Gaps, x.gap(&e.Gaps[i]))
	}
	for i := range e.Outside {
		out.Outside = append(out.Outside, Outside{x.component(g.RefOf(e.Outside[i].Location)), prefixTexts(e.Outside[i].Hosts)})
	}
	out.Next = x.next(out)
	return out
}

// leastOf are the findings that are bad enough; the worst come first.
func (a *AskedExposure) leastOf(findings []exposure.Finding) []exposure.Finding {
	n := slices.IndexFunc(findings, func(f exposure.Finding) bool { return f.Risk.Level < a.Least })
	if n < 0 {
		return findings
	}
	return findings[:n]
}

// next is the question about the VPC of the worst finding, of its risk and with all about it.
func (x *exposureBuilder) next(e *Exposure) string {
	if len(e.Findings) == 0 || len(e.Findings[0].Targets) == 0 || e.Findings[0].Targets[0].Vpc == nil {
		return ""
	}
	var from []string
	if !slices.Equal(e.From, []string{"internet"}) {
		from = e.From
	}
	worst := &e.Findings[0]
	return x.asked.Commands.Exposure(worst.Targets[0].Vpc.ID, from, e.Service, worst.Risk)
}

func totalsOf(e *exposure.Exposure) ExposureTotals {
	t := ExposureTotals{
		Interfaces: tallyOf(e.Totals.Interfaces), LoadBalancers: tallyOf(e.Totals.Balancers), LoadBalancerNodes: e.Totals.Nodes,
		IPv4: e.Totals.Reached[netmath.IPv4], IPv6: e.Totals.Reached[netmath.IPv6], Risks: map[string]int{},
	}
	for _, l := range exposure.Levels {
		t.Risks[l.String()] = 0
	}
	for i := range e.Findings {
		t.Risks[e.Findings[i].Risk.Level.String()]++
	}
	return t
}

func tallyOf(t exposure.Tally) ExposureTally {
	return ExposureTally{t.Reachable, t.Partial, t.Unknown, t.Blocked, t.All()}
}

func (x *exposureBuilder) findings(all []exposure.Finding) []Finding {
	out := make([]Finding, len(all))
	for i := range all {
		out[i] = x.finding(&all[i])
	}
	return out
}

func (x *exposureBuilder) finding(f *exposure.Finding) Finding {
	out := Finding{
		Risk: f.Risk.Level.String(), Reasons: append([]string{}, f.Risk.Reasons...), Verdict: f.Verdict.String(), Family: f.Family.String(),
		From: x.senders(f), Services: openServices(f.Flows), Targets: x.targets(f), Ways: [][]Component{}, Rules: []AllowingRule{},
		MoreRules: f.More, Forwards: []Forward{}, Doubts: []Explanation{}, Assumptions: []Assumption{},
		Witness: x.witness(&f.Witness, f.From.Anywhere()),
	}
	for _, way := range f.Ways {
		out.Ways = append(out.Ways, x.components(way))
	}
	for _, r := range f.Rules {
		out.Rules = append(out.Rules, AllowingRule{r.Ref.String(), x.component(r.Ref), r.Text, r.Description, r.Behind})
	}
	for i := range f.Forwards {
		out.Forwards = append(out.Forwards, x.forward(&f.Forwards[i]))
	}
	for i := range f.Doubts {
		out.Doubts = append(out.Doubts, x.explanation(&f.Doubts[i], f.Witness.Service.Protocol))
	}
	for _, s := range f.Assumptions {
		out.Assumptions = append(out.Assumptions, Assumption{string(s.Code), x.component(s.Component), s.Message})
	}
	return out
}

func (x *exposureBuilder) components(refs []ref.Ref) []Component {
	out := make([]Component, len(refs))
	for i, r := range refs {
		out[i] = x.component(r)
	}
	return out
}

func (x *exposureBuilder) senders(f *exposure.Finding) Senders {
	s := &f.From
	out := Senders{Component: x.component(x.g.RefOf(s.At)), Anywhere: s.Anywhere(), Everyone: s.All(), Whole: s.Whole, Prefixes: []string{}, But: []string{}, Interfaces: []Exposed{}}
	for _, id := range s.Members {
		out.Interfaces = append(out.Interfaces, x.exposed(id, x.g.Primary(id, f.Family)))
	}
	if s.Outside() && !out.Anywhere {
		out.Prefixes, out.But = x.hosts.of(s)
	}
	return out
}

func (x *exposureBuilder) targets(f *exposure.Finding) []Exposed {
	addresses := f.Addresses(x.g)
	if f.To.At.Kind == graph.AtBalancer {
		e := Exposed{Component: x.component(x.g.RefOf(f.To.At)), Addresses: addrTexts(addresses...)}
		if nodes := x.g.Nodes(f.To.At.Index); len(nodes) > 0 {
			of := x.exposed(nodes[0], netip.Addr{})
			e.Vpc, e.Account, e.Region = of.Vpc, of.Account, of.Region
		}
		return []Exposed{e}
	}
	if f.To.Members == nil {
		e := Exposed{Component: x.component(x.g.RefOf(f.To.At)), Addresses: prefixTexts(f.To.Hosts)}
		if f.To.At.Kind == graph.AtInternet && f.To.Hosts.Covers(x.g.Elsewhere(f.Family)) {
			e.Addresses = []string{}
		}
		return []Exposed{e}
	}
	out := make([]Exposed, len(f.To.Members))
	for i, id := range f.To.Members {
		out[i] = x.exposed(id, addresses[i])
	}
	return out
}

func (x *exposureBuilder) exposed(id graph.InterfaceID, address netip.Addr) Exposed {
	c, d := x.interfaceOf(id)
	e := Exposed{Component: c, Addresses: addrTexts(address), Vpc: &d.Vpc, Subnet: &d.Subnet, Account: d.Account, Region: d.Region}
	if d.Owner.ID != "" {
		e.Owner = &d.Owner
	}
	return e
}

func addrTexts(all ...netip.Addr) []string {
	texts := []string{}
	for _, a := range all {
		if a.IsValid() {
			texts = append(texts, a.String())
		}
	}
	return texts
}

// openServices lists what passes, what certainly does first.
func openServices(flows []reach.Flow) []OpenService {
	out := []OpenService{}
	for _, share := range []struct {
		verdict sim.Verdict
		pairs   func(*reach.Flow) []sim.PortPair
	}{
		{sim.Reachable, func(f *reach.Flow) []sim.PortPair { return f.Reach }},
		{sim.Partial, func(f *reach.Flow) []sim.PortPair { return f.Partial }},
		{sim.Unknown, func(f *reach.Flow) []sim.PortPair { return f.Unknown }},
	} {
		for i := range flows {
			for _, pair := range share.pairs(&flows[i]) {
				out = append(out, openService(&flows[i], pair, share.verdict))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b OpenService) int { return serviceRank(&a) - serviceRank(&b) })
	return out
}

// serviceRank puts TCP and UDP before the rest, and ICMP last.
func serviceRank(s *OpenService) int {
	switch {
	case slices.Contains(s.Protocols, "tcp"):
		return 0
	case slices.Contains(s.Protocols, "udp"):
		return 1
	case slices.Contains(s.Protocols, "icmp"), slices.Contains(s.Protocols, "icmpv6"):
		return 3
	}
	return 2
}

func openService(f *reach.Flow, pair sim.PortPair, v sim.Verdict) OpenService {
	s := OpenService{Protocols: []string{}, Others: f.Others, Verdict: v.String()}
	icmp, ported := false, false
	for _, p := range f.Protocols {
		s.Protocols = append(s.Protocols, p.String())
		icmp, ported = icmp || p.IsICMP(), ported || p.HasPorts()
	}
	switch {
	case icmp && !ported && !f.Others:
		s.Ports, _ = icmpOf(pair.DstPorts)
	case ported || !pair.DstPorts.Full():
		s.Ports, s.SourcePorts = portsOf(pair.DstPorts), portsOf(pair.SrcPorts)
	}
	return s
}

func (x *exposureBuilder) forward(f *exposure.Forward) Forward {
	out := Forward{Listener: x.component(f.Listener), Text: f.Text, Targets: []ForwardTarget{}}
	for _, t := range f.Targets {
		target := ForwardTarget{Component: x.component(t.Ref), Verdict: t.Verdict.String()}
		if t.Port != 0 {
			target.Port = portsOf(netmath.OnePort(t.Port))
		}
		out.Targets = append(out.Targets, target)
	}
	return out
}

func (x *exposureBuilder) gap(gap *exposure.Gap) Gap {
	out := Gap{Code: string(gap.Code), Message: gap.Message, Missing: x.componentOrNil(gap.Missing), Places: gap.Places, Example: x.witness(&gap.Example.Witness, gap.Example.From.Anywhere())}
	for _, n := range needs {
		if n.kind == gap.Missing.Kind && !gap.Missing.IsZero() {
			out.Collect, out.Assume = n.command, x.asked.Assume[n.kind]
		}
	}
	return out
}

// witness is a question as the command line takes it. Of the whole internet there is no need to name a host.
func (x *exposureBuilder) witness(q *sim.Question, everyone bool) Witness {
	asked := *q
	if everyone {
		asked.SourceIP = netip.Addr{}
	}
	w := Witness{
		From: x.asked.Commands.Word(q.From, selector.From), To: x.asked.Commands.Word(q.To, selector.To), Service: q.Service.Text,
		SourceIP: addrText(q.SourceIP), Family: "ipv4", Command: x.asked.Commands.Trace(&asked),
	}
	if q.Family == sim.OnlyIPv6 {
		w.Family = "ipv6"
	}
	if port, ok := q.SourcePorts.Min(); ok {
		w.SourcePort = portsOf(netmath.OnePort(port))
	}
	return w
}
