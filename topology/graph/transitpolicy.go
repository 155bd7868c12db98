package graph

// Implements R7.2 as far as it is about policy tables: which route table takes a packet.

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A policyTable chooses a transit gateway route table by the packet's header: the first entry that matches.
type policyTable struct {
	ref     ref.Ref
	known   bool // all entries are in the snapshot
	entries []policyEntry
}

// A policyEntry sends what it matches to a route table.
type policyEntry struct {
	name     string
	src, dst policyPrefix
	protocol protocolMatch
	srcPorts netmath.Ports
	dstPorts netmath.Ports
	unread   bool // some part of it could not be read
	table    int32
}

// A policyPrefix is a prefix, or every address if it is the zero one.
type policyPrefix struct{ netip.Prefix }

func (p policyPrefix) takes(a netip.Addr) bool { return !p.IsValid() || p.Contains(a) }

func (p policyPrefix) String() string {
	if !p.IsValid() {
		return "anything"
	}
	return p.Prefix.String()
}

func (c *compiler) compilePolicyTables() {
	for i := range c.s.TransitGatewayPolicyTables {
		d := &c.s.TransitGatewayPolicyTables[i]
		t := policyTable{ref: ref.Ref{Kind: ref.TransitGatewayPolicyTable, ID: d.TransitGatewayPolicyTableId}, known: d.EntriesKnown}
		rows := slices.Clone(d.Entries)
		slices.SortStableFunc(rows, func(x, y topology.TransitGatewayPolicyTableEntry) int {
			return cmp.Compare(entryOrder(x.PolicyRuleNumber), entryOrder(y.PolicyRuleNumber))
		})
		for j := range rows {
			t.entries = append(t.entries, c.policyEntry(&rows[j]))
		}
		c.name(t.ref, d.Tags.Name())
		pi := int32(len(c.g.policies))
		c.g.policies = append(c.g.policies, t)
		c.associatePolicy(d, pi)
	}
}

// associatePolicy ties attachments to a policy table, which takes the place of a route table. Where nobody asked for
// the associations of one, an attachment without a route table may have it.
func (c *compiler) associatePolicy(d *topology.TransitGatewayPolicyTable, pi int32) {
	gi := find(c.tgwIDs, d.TransitGatewayId)
	for _, a := range d.Associations {
		if ai := c.attachmentOn(gi, a.TransitGatewayAttachmentId); ai != none && inForce(a.State) {
			c.describeAttachment(&c.g.transitAttachments[ai], a.ResourceType, a.ResourceId)
			c.g.transitAttachments[ai].policy = pi
		}
	}
	for i := range c.g.transitAttachments {
		if a := &c.g.transitAttachments[i]; a.gateway == gi && !d.AssociationsKnown {
			a.associated = perhaps
		}
	}
}

// entryOrder is an entry's place: AWS's own, numbered "*", come first.
func entryOrder(number string) int {
	n, err := strconv.Atoi(number)
	if err != nil {
		return -1
	}
	return n
}

func (c *compiler) policyEntry(d *topology.TransitGatewayPolicyTableEntry) policyEntry {
	r := &d.PolicyRule
	e := policyEntry{name: d.PolicyRuleNumber, protocol: anyProtocol, table: c.transitTable(d.TargetRouteTableId)}
	e.src, e.dst = e.readPrefix(r.SourceCidrBlock), e.readPrefix(r.DestinationCidrBlock)
	e.srcPorts, e.dstPorts = e.readPorts(r.SourcePortRange), e.readPorts(r.DestinationPortRange)
	if !anything(r.Protocol) {
		e.protocol = parseProtocol(r.Protocol)
		e.unread = e.unread || e.protocol == unknownProtocol
	}
	return e
}

func anything(text string) bool { return text == "" || text == "*" }

func (e *policyEntry) readPrefix(text string) policyPrefix {
	if anything(text) {
		return policyPrefix{}
	}
	p, err := netip.ParsePrefix(text)
	e.unread = e.unread || err != nil
	return policyPrefix{p.Masked()}
}

func (e *policyEntry) readPorts(text string) netmath.Ports {
	if anything(text) {
		return netmath.AllPorts()
	}
	from, to, isRange := strings.Cut(text, "-")
	if !isRange {
		to = from
	}
	lo, err := strconv.ParseUint(strings.TrimSpace(from), 10, 16)
	hi, err2 := strconv.ParseUint(strings.TrimSpace(to), 10, 16)
	e.unread = e.unread || err != nil || err2 != nil
	return spanOf(int32(lo), int32(hi))
}

// matches tells whether an entry takes a packet; perhaps if it takes some of its ports only, which differ by the flow.
func (e *policyEntry) matches(p *Packet, alive netmath.Ports) truth {
	t := truthOf(e.protocol.matches(p.Protocol) != no && e.src.takes(p.Src) && e.dst.takes(p.Dst))
	if p.Protocol.HasPorts() {
		t = min(t, covers(e.srcPorts, p.SrcPorts), covers(e.dstPorts, alive))
	}
	return t
}

func covers(entry, asked netmath.Ports) truth {
	switch {
	case entry.Covers(asked):
		return yes
	case entry.Overlaps(asked):
		return perhaps
	}
	return no
}

// byPolicy finds the route table that a policy table chooses for a packet, or says how the leg ends.
func (w *Walk) byPolicy(at Node, pi int32, p Packet) (ti int32, n next) {
	t := &w.g.policies[pi]
	event := Event{Kind: PolicyEvent, At: at, Table: pi, Rule: none, Packet: p}
	if !t.known {
		return none, w.leaveOpen(event, TGWRoutesUnknown, t.ref)
	}
	w.tie(Tie{policy: none, table: pi})
	s := stage{kind: PolicyEvent, at: at, table: pi}
	p.Src, p.Dst = w.seen(p.Src, s), w.seen(p.Dst, s)
	for i := range t.entries {
		event.Rule = int32(i)
		if w.takenBy(&t.entries[i], &p, event) {
			w.event(event)
			return t.entries[i].table, next{}
		}
	}
	event.Rule = none
	return none, w.refuse(event, TGWNoPolicy)
}

// takenBy tells whether an entry takes a packet. Where it may, it is tried both ways: flows differ in their ports, and
// what could not be read may say either.
func (w *Walk) takenBy(e *policyEntry, p *Packet, event Event) bool {
	t := w.g.policies[event.Table].ref
	open := Event{At: event.At, Table: none, Rule: none, Missing: t}
	switch e.matches(p, w.alive.Possible) {
	case no:
		return false
	case perhaps:
		open.Kind, open.Code = DrawEvent, TGWChoosesTable
		w.event(open)
		if w.option(Fork{Of: 2, Drawn: true}) == 0 {
			return false
		}
	}
	if e.unread {
		open.Kind, open.Code = ForkEvent, UnknownRule
		w.event(open)
		return w.option(doubt) > 0
	}
	return true
}

func (t *policyTable) entryName(i int32) string {
	if i == none {
		return "no-match"
	}
	return t.entries[i].name
}

func (t *policyTable) entryText(g *Graph, i int32) string {
	if i == none {
		return "no entry matches"
	}
	e := &t.entries[i]
	to := g.tables[e.table].ref
	return protocolText(e.protocol, e.dstPorts) + " from " + e.src.String() + " to " + e.dst.String() + " → " + label(to.ID, g.named(to))
}

// prefixes are those that the entries compare addresses with.
func (t *policyTable) prefixes() []netip.Prefix {
	var all []netip.Prefix
	for i := range t.entries {
		for _, p := range []policyPrefix{t.entries[i].src, t.entries[i].dst} {
			if p.IsValid() {
				all = append(all, p.Prefix)
			}
		}
	}
	return all
}
