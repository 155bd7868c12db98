package graph

// Implements R12.2-R12.7: a firewall judges a packet, first without state, then with.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// An inspection is what a firewall did with a packet, beside narrowing what is alive of it.
type inspection struct {
	stateful  truth // the stateful engine saw it: both directions have to pass the same firewall
	continues bool  // the stream exception policy lets the engine judge connections whose beginning it did not see
}

// A screening is a packet under the rules of a firewall.
type screening struct {
	w      *Walk
	event  Event // what is the same in all events of it
	packet screened
	left   netmath.Ports // not certainly decided yet
	may    [numFates]netmath.Ports
	later  netmath.Ports // the ports of which the stateful engine may yet decide
}

// inspect lets a firewall judge a packet that is at a place of its, an endpoint or attachment. seen tells whether the
// packet is the reply to a flow whose request the same firewall's stateful engine let pass there.
func (w *Walk) inspect(fi int32, at Node, p Packet, seen truth) inspection {
	f := &w.g.firewalls[fi]
	j := screening{w: w, event: Event{Kind: FirewallEvent, At: at, Table: fi, Rule: none}}
	p.Src, p.Dst = w.seenByFirewall(fi, p.Src), w.seenByFirewall(fi, p.Dst)
	j.packet = screened{Packet: p, reply: w.reply, srcHome: w.g.inHome(f, p.Src), dstHome: w.g.inHome(f, p.Dst)}
	if w.log == nil {
		j.packet.DstPorts = p.DstPorts.Intersect(w.alive.Possible)
	}
	if f.policy == none || !w.g.firewallPolicies[f.policy].known {
		j.unread(f)
		return inspection{stateful: perhaps}
	}
	policy := &w.g.firewallPolicies[f.policy]
	w.tie(Tie{policy: f.policy, table: none})
	j.left = j.packet.DstPorts
	j.by(policy.stateless, 0)
	stateful := j.forwarded()
	j.left, j.later = *j.of(forwards), netmath.Ports{}
	if !j.left.Empty() {
		j.withState(policy, seen)
	}
	j.conclude()
	return inspection{stateful: stateful, continues: policy.continues}
}

// inHome tells whether an address is in what a firewall takes for HOME_NET unless its rules say otherwise.
func (g *Graph) inHome(f *firewall, a netip.Addr) truth {
	if f.vpc == none {
		return perhaps
	}
	return truthOf(g.vpcs[f.vpc].contains(a))
}

// unread doubts everything, for want of the policy.
func (j *screening) unread(f *firewall) {
	missing := ref.Ref{Kind: ref.FirewallPolicy}
	if f.policy != none {
		missing = j.w.g.firewallPolicies[f.policy].ref
	}
	e := j.event
	e.Verdict, e.Code, e.Ports, e.Missing = Doubt, UnknownFirewallRules, j.packet.DstPorts, missing
	j.w.event(e)
	j.w.narrow(Exactly(j.packet.DstPorts).Doubt())
}

// of are the ports that one fate may befall.
func (j *screening) of(f fate) *netmath.Ports {
	switch f {
	case passes:
		return &j.may[0]
	case drops:
		return &j.may[1]
	}
	return &j.may[2]
}

// by holds clauses of the policy against the packet, until nothing is left that they could decide.
func (j *screening) by(clauses []clause, first int32) {
	for i := range clauses {
		if j.left.Empty() {
			return
		}
		c := &clauses[i]
		hit := c.rule.match.hits(&j.packet)
		hit = Bounds{hit.Certain.Intersect(j.left), hit.Possible.Intersect(j.left)}
		if hit.Possible.Empty() {
			continue
		}
		if c.rule.open != "" {
			hit = hit.Doubt()
		}
		j.apply(c, first+int32(i), hit)
	}
}

// apply lets a clause decide about the ports that it hits. Where it may not match after all, the next ones may decide as
// well.
func (j *screening) apply(c *clause, i int32, hit Bounds) {
	news := false
	if c.may&forwards != 0 {
		j.later = j.later.Union(hit.Possible)
	}
	for _, f := range [numFates]fate{passes, drops, forwards} {
		if may := j.of(f); c.may&f != 0 && !may.Covers(hit.Possible) {
			*may = may.Union(hit.Possible)
			news = true
		}
	}
	if j.w.log != nil {
		j.note(c, i, hit, news)
	}
	j.left = j.left.Subtract(hit.Certain)
}

// forwarded tells whether the stateful engine gets to see what is alive of the packet.
func (j *screening) forwarded() truth {
	asked, to := j.w.alive.Possible.Intersect(j.packet.DstPorts), *j.of(forwards)
	if asked.Empty() {
		asked = j.packet.DstPorts
	}
	lives := asked.Intersect(to.Union(*j.of(passes)))
	switch {
	case !to.Overlaps(asked):
		return no
	case to.Subtract(*j.of(passes)).Covers(lives):
		return yes
	}
	return perhaps
}

// withState is the stateful engine's part: it lets replies pass to what it let pass, and judges what is new to it.
func (j *screening) withState(p *firewallPolicy, seen truth) {
	if !j.w.reply {
		seen = no
	}
	if seen != no {
		passed := j.event
		passed.Ports = j.left
		*j.of(passes) = j.of(passes).Union(j.left)
		if seen == yes {
			j.w.event(passed)
			return
		}
		j.doubt(AsymmetricInspection, none, j.left)
	}
	if j.w.reply && j.packet.Protocol == netmath.TCP && !p.continues {
		if lost := j.left.Subtract(*j.of(passes)); !lost.Empty() {
			e := j.event
			e.Verdict, e.Code, e.Ports = Drop, AsymmetricInspection, lost
			j.w.event(e)
		}
		*j.of(drops) = j.of(drops).Union(j.left)
		return
	}
	j.by(p.stateful, int32(len(p.stateless)))
}

// conclude narrows what is alive, and logs the doubts that still matter.
func (j *screening) conclude() {
	pass := *j.of(passes)
	certain := pass.Subtract(*j.of(drops))
	if j.w.log != nil {
		j.w.settle(pass.Subtract(certain))
	}
	j.w.narrow(Bounds{Certain: certain, Possible: pass})
}

// note logs what a clause decides, or may decide if that is news.
func (j *screening) note(c *clause, i int32, hit Bounds, news bool) {
	e := j.event
	e.Rule = i
	open := hit.Possible
	if c.may.single() && !hit.Certain.Empty() {
		open = open.Subtract(hit.Certain)
		switch c.may {
		case passes:
			e.Verdict, e.Ports = Allow, hit.Certain.Subtract(*j.of(drops)).Subtract(j.later)
		case drops:
			e.Verdict, e.Code, e.Ports = Drop, c.rule.code, hit.Certain.Subtract(*j.of(passes)).Subtract(j.later)
		case forwards:
			e.Ports = hit.Certain
		}
		if !e.Ports.Empty() {
			j.w.event(e)
		}
	}
	if news && !open.Empty() {
		j.doubt(j.reason(c.rule), i, open)
	}
}

// doubt notes what may not be so, for the end.
func (j *screening) doubt(code Code, i int32, ports netmath.Ports) {
	if j.w.log == nil {
		return
	}
	e := j.event
	e.Verdict, e.Code, e.Rule, e.Ports = Doubt, code, i, ports
	for k := range j.w.log.doubts { // a rule that may pass and may drop is asked twice
		if d := &j.w.log.doubts[k]; d.Code == code && j.w.g.clauseRef(*d) == j.w.g.clauseRef(e) {
			d.Ports = d.Ports.Union(ports)
			return
		}
	}
	if code == UnknownFirewallRules && i != none {
		e.Missing = j.w.g.clauseRef(e).Resource()
	}
	j.w.log.postpone(e)
}

// reason is why nobody can tell whether a rule matches, or what it does.
func (j *screening) reason(r *firewallRule) Code {
	switch {
	case r.open != "":
		return r.open
	case r.match.cutsSource(&j.packet):
		return FirewallSourcePort
	}
	return UnknownFirewallRules
}
