package exposure

import (
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Evidence is how what a finding is about gets in.
type Evidence struct {
	Ways        [][]ref.Ref // gateways, load balancers, endpoints and firewalls on the way of the request: one list for each way
	Rules       []Rule      // what lets it in, in the order met
	More        bool        // other hosts may get in by other rules: there are too many to follow all
	Forwards    []Forward   // of a load balancer: to whom
	Assumptions []sim.Assumption
	Doubts      []sim.Explanation // what the snapshot does not tell
}

// A Rule is an entry of a filter that lets (part of) the request through.
type Rule struct {
	Ref         ref.Ref
	Text        string // "tcp/22 from 203.0.113.0/24"
	Description string // of a security group's rule, as its owner wrote it
	Behind      bool   // a load balancer: on the way on to a target
}

// A Forward is what a load balancer's listener does with what comes in.
type Forward struct {
	Listener ref.Ref
	Text     string // "HTTPS:443 → web"
	Targets  []Target
}

// A Target is who gets what comes in at a listener.
type Target struct {
	Ref     ref.Ref // an interface, or a function
	Port    uint16  // 0: it has none
	Verdict sim.Verdict
}

// maxHosts bounds how many hosts outside are traced to find all rules that let some of them in.
const maxHosts = 16

// A gatherer collects the evidence of one finding.
type gatherer struct {
	g      *graph.Graph
	tracer *sim.Tracer
	out    Evidence
}

// gather traces one of each kind of destination, from one host for each rule that lets hosts in.
func (x *gatherer) gather(gr *group) (Evidence, error) {
	x.out = Evidence{}
	for _, b := range gr.representatives(x.g) {
		rest := b.first.Hosts
		for n := 0; ; n++ {
			if n == maxHosts {
				x.out.More = true
				break
			}
			admitted, err := x.traceFlows(b, rest)
			if err != nil {
				return x.out, err
			}
			if rest = rest.Subtract(admitted); rest.Empty() {
				break
			}
		}
	}
	return x.out, nil
}

// EvidenceOf is the evidence of one way.
func EvidenceOf(g *graph.Graph, a *sim.Answer) Evidence {
	x := &gatherer{g: g}
	x.note(a, map[sim.Verdict]standing{sim.Reachable: reachable, sim.Partial: partial, sim.Unknown: unknown}[a.Verdict])
	return x.out
}

// traceFlows follows every flow of a bundle from one host of a set, and tells which hosts the rules met admit alike.
func (x *gatherer) traceFlows(b *bundle, hosts netmath.AddrSet) (admitted netmath.AddrSet, err error) {
	q := b.first.Witness
	if !hosts.Empty() {
		q.SourceIP = sim.SomeHost(hosts, b.key.family)
		admitted = hosts
	}
	for i := range b.first.Flows {
		f := &b.first.Flows[i]
		for _, s := range []standing{reachable, partial, unknown} {
			ports := destinations(pairsOf(f, s))
			if ports.Empty() {
				continue
			}
			for _, p := range shown(f.Protocols, x.g) {
				q.Service = sim.Service{Protocol: p, Ports: ports}
				_, err := x.tracer.Ways(q, func(a *sim.Answer) { admitted = admitted.Intersect(x.note(a, s)) })
				if err != nil {
					return admitted, err
				}
			}
		}
	}
	if admitted.Empty() && !hosts.Empty() { // at least the one that was traced is done
		first := hosts.Prefixes()
		i := slices.IndexFunc(first, func(p prefix) bool { return p.Contains(q.SourceIP) })
		admitted = netmath.AddrSetOf(first[i])
	}
	return admitted, nil
}

// shown are the protocols to trace of those that fare alike: rules name few others.
func shown(all []netmath.Protocol, g *graph.Graph) []netmath.Protocol {
	var some []netmath.Protocol
	for _, p := range all {
		if p == netmath.TCP || p == netmath.UDP || p.IsICMP() {
			some = append(some, p)
		}
	}
	switch {
	case len(some) > 0:
		return some
	case len(all) > 0:
		return all[:1]
	}
	return []netmath.Protocol{standIn(g)}
}

// destinations are the destination ports of pairs.
func destinations(pairs []portPair) netmath.Ports {
	var all netmath.Ports
	for _, p := range pairs {
		all = all.Union(p.DstPorts)
	}
	return all
}

// note takes what one way shows, and tells which hosts its rules admit like the one that was traced.
func (x *gatherer) note(a *sim.Answer, s standing) netmath.AddrSet {
	var way []ref.Ref
	var forward *Forward
	admitted := netmath.AllAddrs(netmath.FamilyOf(a.Flow.Dst))
	passes := a.Verdict != sim.Unreachable
	for i := range a.Forward.Hops {
		h := &a.Forward.Hops[i]
		switch {
		case h.Component.Kind == ref.Listener:
			if forward == nil {
				forward = x.forward(h)
			}
		case IsWaypoint(h.Component.Kind) && forward == nil:
			way = append(way, h.Component)
		}
		if passes {
			admitted = admitted.Intersect(x.rules(h, a, forward != nil))
		}
	}
	if forward != nil {
		forward.noteTarget(a)
	}
	if passes {
		x.addWay(way)
		x.addAssumptions(a.Assumptions)
	}
	if s == unknown {
		x.addDoubts(a.Explanations)
	}
	return admitted
}

// IsWaypoint tells what names a way from what merely filters on it.
func IsWaypoint(k ref.Kind) bool {
	switch k {
	case ref.SecurityGroup, ref.NetworkAcl, ref.RouteTable, ref.TransitGatewayRouteTable, ref.NetworkInterface, ref.Internet,
		ref.ExternalNetwork, ref.Subnet, ref.Vpc, ref.TargetGroup, ref.Listener:
		return false
	}
	return true
}

func (x *gatherer) addWay(way []ref.Ref) {
	way = slices.Compact(way)
	if len(way) > 0 && !slices.ContainsFunc(x.out.Ways, func(w []ref.Ref) bool { return slices.Equal(w, way) }) {
		x.out.Ways = append(x.out.Ways, way)
	}
}

// rules takes the rules of a hop that let the request through, and tells which of the hosts outside they are about.
func (x *gatherer) rules(h *sim.Hop, a *sim.Answer, behind bool) netmath.AddrSet {
	admits := netmath.AllAddrs(netmath.FamilyOf(a.Flow.Dst))
	for i := range h.Steps {
		s := &h.Steps[i]
		if s.Verdict != sim.Allow || s.Rule.IsZero() {
			continue
		}
		info, known := x.g.RuleInfo(s.Rule)
		if known && info.Prefix.IsValid() && info.Prefix.Contains(a.Flow.Src) && !info.Egress && !behind {
			admits = admits.Intersect(netmath.AddrSetOf(info.Prefix))
		}
		if !slices.ContainsFunc(x.out.Rules, func(r Rule) bool { return r.Ref == s.Rule && r.Behind == behind }) {
			x.out.Rules = append(x.out.Rules, Rule{s.Rule, s.Text, info.Text, behind})
		}
	}
	return admits
}

// forward finds the entry of a listener.
func (x *gatherer) forward(h *sim.Hop) *Forward {
	text := ""
	if len(h.Steps) > 0 {
		text = h.Steps[0].Text
	}
	i := slices.IndexFunc(x.out.Forwards, func(f Forward) bool { return f.Listener == h.Component && f.Text == text })
	if i < 0 {
		i = len(x.out.Forwards)
		x.out.Forwards = append(x.out.Forwards, Forward{Listener: h.Component, Text: text})
	}
	return &x.out.Forwards[i]
}

// noteTarget adds where a way ends.
func (f *Forward) noteTarget(a *sim.Answer) {
	last := &a.Forward.Hops[len(a.Forward.Hops)-1]
	if last.Component == f.Listener || isFilter(last.Component.Kind) {
		return
	}
	t := Target{Ref: last.Component, Verdict: a.Verdict}
	if last.In.Protocol.HasPorts() && last.Component.Kind == ref.NetworkInterface {
		t.Port, _ = last.In.DstPorts.Min()
	}
	i := slices.IndexFunc(f.Targets, func(o Target) bool { return o.Ref == t.Ref && o.Port == t.Port })
	switch {
	case i < 0:
		f.Targets = append(f.Targets, t)
	case f.Targets[i].Verdict != t.Verdict:
		f.Targets[i].Verdict = sim.Partial
	}
}

func isFilter(k ref.Kind) bool {
	return k == ref.SecurityGroup || k == ref.NetworkAcl || k == ref.RouteTable
}

func (x *gatherer) addAssumptions(all []sim.Assumption) {
	for _, s := range all {
		if !slices.Contains(x.out.Assumptions, s) {
			x.out.Assumptions = append(x.out.Assumptions, s)
		}
	}
}

func (x *gatherer) addDoubts(all []sim.Explanation) {
	for _, e := range all {
		same := func(o sim.Explanation) bool {
			return o.Code == e.Code && o.Component == e.Component && o.Return == e.Return && o.Missing == e.Missing
		}
		if e.Unknown && !slices.ContainsFunc(x.out.Doubts, same) {
			x.out.Doubts = append(x.out.Doubts, e)
		}
	}
}
