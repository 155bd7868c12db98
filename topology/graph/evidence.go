package graph

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// Component is the resource that an event happened at: the security group, ACL or route table where one was asked.
func (g *Graph) Component(e Event) ref.Ref {
	if e.Table != none {
		switch e.Kind {
		case GroupEvent:
			return g.groupAt(e.Table).ref
		case ACLEvent:
			return g.acls[e.Table].ref
		case RouteEvent:
			return g.tables[e.Table].ref
		case DrawEvent:
			return g.chooser(e)
		case ListenEvent:
			return g.listeners[e.Table].ref
		case PolicyEvent:
			return g.policies[e.Table].ref
		case FirewallEvent:
			return g.firewalls[e.Table].ref
		case AuthorizeEvent, VPNRouteEvent:
			return g.clientVpns[e.Table].ref
		}
	}
	if e.Kind == DrawEvent {
		return e.Missing // whose choice it is
	}
	return g.Ref(e.At)
}

// Rule names the rule that decided an event, implicit ones included; the zero Ref where no rule did.
func (g *Graph) Rule(e Event) ref.Ref {
	if e.Table == none {
		return ref.Ref{}
	}
	switch e.Kind {
	case GroupEvent:
		return g.groupAt(e.Table).ref.WithRule(g.groupRuleName(e))
	case ACLEvent:
		return g.acls[e.Table].ref.WithRule(g.acls[e.Table].entryName(e.Dir, e.Rule))
	case RouteEvent:
		if e.Rule == none {
			return g.tables[e.Table].ref.WithRule("*")
		}
		return g.tables[e.Table].ref.WithRule(g.tables[e.Table].routes[e.Rule].name)
	case PolicyEvent:
		return g.policies[e.Table].ref.WithRule(g.policies[e.Table].entryName(e.Rule))
	case AuthorizeEvent, VPNRouteEvent:
		return g.clientVpns[e.Table].ref.WithRule(g.clientRuleName(e))
	case FirewallEvent:
		return g.clauseRef(e)
	}
	return ref.Ref{}
}

func (g *Graph) groupRuleName(e Event) string {
	switch {
	case e.Rule != none:
		return e.Dir.String() + "/" + g.groupAt(e.Table).rules[e.Dir][e.Rule].name
	case e.Verdict == Pass:
		return e.Dir.String() + "/stateful"
	}
	return e.Dir.String() + "/*"
}

// RuleText tells in a few words what the rule of an event says, in the order protocol, remote.
func (g *Graph) RuleText(e Event) string {
	switch {
	case e.Kind == GroupEvent && e.Verdict == Pass:
		return "reply to a flow it let pass"
	case e.Table == none:
		return ""
	case e.Kind == GroupEvent && e.Rule != none:
		return g.groupRuleText(e.Dir, &g.groupAt(e.Table).rules[e.Dir][e.Rule])
	case e.Kind == GroupEvent:
		return "no rule matches"
	case e.Kind == ACLEvent && e.Rule != none:
		return aclText(e.Dir, &g.acls[e.Table].entries[e.Dir][e.Rule])
	case e.Kind == ACLEvent:
		return "no entry matches"
	case e.Kind == RouteEvent && e.Rule != none:
		return g.routeText(&g.tables[e.Table].routes[e.Rule])
	case e.Kind == RouteEvent:
		return "no route matches"
	case e.Kind == ListenEvent:
		return g.listenText(e)
	case e.Kind == PolicyEvent:
		return g.policies[e.Table].entryText(g, e.Rule)
	case e.Kind == AuthorizeEvent || e.Kind == VPNRouteEvent:
		return g.clientRuleText(e)
	case e.Kind == FirewallEvent:
		return g.clauseText(e)
	}
	return ""
}

func (g *Graph) groupRuleText(dir Direction, r *groupRule) string {
	return protocolText(r.protocol, r.ports) + arrow(dir) + g.remoteText(&r.remote)
}

func (g *Graph) remoteText(r *remoteMatch) string {
	switch r.kind {
	case prefixRemote:
		return r.prefix.String()
	case listRemote:
		return label(g.lists[r.index].ref.ID, g.lists[r.index].name)
	case groupRemote:
		return label(g.groupAt(r.index).ref.ID, g.named(g.groupAt(r.index).ref))
	}
	return "an unreadable remote"
}

func label(id, name string) string {
	if name == "" || name == id {
		return ref.Short(id)
	}
	return name + " (" + ref.Short(id) + ")"
}

func arrow(dir Direction) string {
	if dir == Ingress {
		return " from "
	}
	return " to "
}

func aclText(dir Direction, e *aclEntry) string {
	if !e.prefix.IsValid() {
		return protocolText(e.protocol, e.ports) + arrow(dir) + "an unreadable remote"
	}
	return protocolText(e.protocol, e.ports) + arrow(dir) + e.prefix.String()
}

// protocolText prints a protocol with its ports: "tcp/443", "icmp/8", "all traffic".
func protocolText(m protocolMatch, ports netmath.Ports) string {
	switch m {
	case anyProtocol:
		return "all traffic"
	case unknownProtocol:
		return "an unreadable protocol"
	}
	return ServiceText(netmath.Protocol(m), ports)
}

// ServiceText prints a protocol with ports, or ICMP messages as type/code.
func ServiceText(p netmath.Protocol, ports netmath.Ports) string {
	switch {
	case ports.Full():
		return "all " + p.String()
	case p.IsICMP():
		return p.String() + "/" + MessagesText(ports)
	}
	return p.String() + "/" + ports.String()
}

// MessagesText prints ICMP messages as types, with the code where it is not all of them.
func MessagesText(ports netmath.Ports) string {
	var parts []string
	for r := range ports.Ranges() {
		loType, loCode := netmath.ICMPTypeCode(r.Lo)
		hiType, hiCode := netmath.ICMPTypeCode(r.Hi)
		switch {
		case loCode == 0 && hiCode == 255 && loType == hiType:
			parts = append(parts, fmt.Sprint(loType))
		case loCode == 0 && hiCode == 255:
			parts = append(parts, fmt.Sprintf("%d-%d", loType, hiType))
		case r.Lo == r.Hi:
			parts = append(parts, fmt.Sprintf("%d/%d", loType, loCode))
		default:
			parts = append(parts, fmt.Sprintf("%d/%d-%d/%d", loType, loCode, hiType, hiCode))
		}
	}
	return strings.Join(parts, ",")
}

func (g *Graph) routeText(r *route) string {
	to := label(r.to.ID, g.named(r.to))
	if r.target.Kind == TransitAttachmentNode {
		to = g.attachmentText(r.target.Index)
	}
	if r.target.Kind == VpcNode {
		to = "local"
	}
	from := r.name
	if r.list != none {
		from = label(r.name, g.lists[r.list].name)
	}
	text := from + " → " + to
	if to == "" {
		text = from
	}
	switch r.state {
	case blackholeRoute:
		return text + " (blackhole)"
	case filteredRoute:
		return text + " (filtered)"
	}
	return text
}

// Notes tell what else bears on an event: less specific routes that also match, rules that come close.
func (g *Graph) Notes(e Event, p Packet) []string {
	switch {
	case e.Table == none:
		return nil
	case e.Kind == RouteEvent:
		return g.otherRoutes(&g.tables[e.Table], e.Rule, p.Dst)
	case e.Kind == GroupEvent && e.Verdict == Drop && e.At.Kind == InterfaceNode:
		return g.closestRules(&g.interfaces[e.At.Index], e.Dir, p)
	}
	return nil
}

// otherRoutes lists the routes that also cover a destination, best first, and why each does not take it.
func (g *Graph) otherRoutes(t *routeTable, chosen int32, dst netip.Addr) []string {
	type candidate struct {
		bits int
		text string
	}
	var others []candidate
	for i := range t.routes {
		r := &t.routes[i]
		if int32(i) == chosen {
			continue
		}
		if p, covers := longestOf(g.prefixesOf(r), dst); covers {
			others = append(others, candidate{p.Bits(), g.routeText(r) + ", " + g.whyNot(t, int32(i), chosen, p)})
		}
	}
	slices.SortStableFunc(others, func(a, b candidate) int { return b.bits - a.bits })
	notes := make([]string, 0, len(others))
	for _, o := range others {
		notes = append(notes, o.text)
	}
	return notes
}

// longestOf is the longest of some prefixes that covers an address, if any does.
func longestOf(prefixes []netip.Prefix, a netip.Addr) (longest netip.Prefix, covers bool) {
	for _, p := range prefixes {
		if p.Contains(a) && (!covers || p.Bits() > longest.Bits()) {
			longest, covers = p, true
		}
	}
	return longest, covers
}

func (g *Graph) prefixesOf(r *route) []netip.Prefix {
	if r.list != none {
		return g.lists[r.list].entries
	}
	return []netip.Prefix{r.prefix}
}

func (g *Graph) whyNot(t *routeTable, ri, chosen int32, p netip.Prefix) string {
	if by, beaten := t.beaten[contest{p, ri}]; beaten && by == chosen {
		return "outranked"
	}
	if t.routes[ri].rank == propagatedRank && !t.isTransit() && g.vpcs[t.vpc].encloses(p) {
		return "propagated, never beats local"
	}
	if winner, _ := t.fib.Get(p); slices.Contains(t.ties[p], chosen) || (winner == chosen && slices.Contains(t.ties[p], ri)) {
		return "equally specific"
	}
	return "less specific"
}

// closestRules lists up to three rules that admit the protocol and port, but another remote.
func (g *Graph) closestRules(e *iface, dir Direction, p Packet) []string {
	var notes []string
	for _, gi := range g.groupsOf(e) {
		sg := g.groupAt(gi)
		for ri := range sg.rules[dir] {
			r := &sg.rules[dir][ri]
			if len(notes) < 3 && r.protocol.matches(p.Protocol) == yes && r.ports.Overlaps(p.DstPorts) {
				notes = append(notes, fmt.Sprintf("closest: %s %s", r.name, g.groupRuleText(dir, r)))
			}
		}
	}
	return notes
}

// PrefixesAt lists the prefixes that the stage of an event compares an address with: where they begin and end, its
// decision may change.
func (g *Graph) PrefixesAt(e Event) []netip.Prefix {
	var prefixes []netip.Prefix
	switch {
	case e.Kind == GatewayEvent && e.At.Kind == PeeringNode:
		for _, side := range g.peerings[e.At.Index].sides {
			prefixes = append(prefixes, side.blocks...)
		}
	case e.Kind == GroupEvent && e.At.Kind == InterfaceNode:
		prefixes = append(prefixes, g.vpcs[g.interfaces[e.At.Index].vpc].unseenPeers...)
		for _, gi := range g.groupsOf(&g.interfaces[e.At.Index]) {
			for _, r := range g.groupAt(gi).rules[e.Dir] {
				prefixes = g.appendRemote(prefixes, &r.remote)
			}
		}
	case e.Kind == ACLEvent && e.Table != none:
		for _, entry := range g.acls[e.Table].entries[e.Dir] {
			prefixes = append(prefixes, entry.prefix)
		}
	case (e.Kind == RouteEvent || e.Kind == ForkEvent) && e.Table != none:
		for i := range g.tables[e.Table].routes {
			prefixes = append(prefixes, g.prefixesOf(&g.tables[e.Table].routes[i])...)
		}
	case e.Kind == ListenEvent:
		prefixes = g.balancerPrefixes(e)
	case e.Kind == PolicyEvent:
		prefixes = g.policies[e.Table].prefixes()
	case e.Kind == AuthorizeEvent || e.Kind == VPNRouteEvent:
		prefixes = g.clientPrefixes(e.Table)
	case e.Kind == FirewallEvent:
		prefixes = g.screenedBy(e.Table)
	}
	return prefixes
}

func (g *Graph) appendRemote(prefixes []netip.Prefix, r *remoteMatch) []netip.Prefix {
	switch r.kind {
	case prefixRemote:
		return append(prefixes, r.prefix)
	case listRemote:
		return append(prefixes, g.lists[r.index].entries...)
	}
	return prefixes
}
