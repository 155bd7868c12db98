package sim

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
)

// spreads reports whether a flow's end is the internet as a whole, so that it is about a set of hosts.
func (t *Tracer) spreads(f *flow, q Question) bool {
	return f.lost == "" && !f.vacant && ((q.From.Kind == graph.AtInternet && !q.SourceIP.IsValid()) || (q.To.Kind == graph.AtInternet && !q.DestinationIP.IsValid()))
}

// A hosts is a set of internet hosts that fare alike, with the answer for one of them.
type hosts struct {
	set    netmath.AddrSet
	answer *Answer
}

// traceInternet answers for all hosts of the internet.
func (t *Tracer) traceInternet(q Question, f flow) *Answer {
	family := netmath.FamilyOf(orElse(f.packet.Src, f.packet.Dst)) // the internet's end may have no address yet
	space := t.g.Elsewhere(family)
	if space.Empty() { // VPCs claim all of it
		f.lost = graph.NoAddressInFamily
		return t.trace(q, f)
	}
	side := To
	if q.From.Kind == graph.AtInternet && !q.SourceIP.IsValid() {
		side = From
	}
	var shares []hosts
	t.overHosts(space, family, nil, func() { shares = shares[:0] }, func(set netmath.AddrSet) {
		one := f
		side.standIn(&one, hostOf(set, family))
		shares = append(shares, hosts{set, t.trace(q, one)})
	})
	return combineHosts(q, shares)
}

// Side is an end of a question.
type Side uint8

// The two ends.
const (
	From Side = iota
	To
)

// standIn puts one host in an end's place.
func (s Side) standIn(f *flow, host netip.Addr) {
	if s == From {
		f.packet.Src = host
	} else {
		f.packet.Dst = host
	}
}

// maxShares bounds into how many shares a set of hosts is divided.
const maxShares = 20000

// overHosts calls each for the shares of a set of hosts. Hosts between two boundaries of the prefixes that their flows meet
// cannot be told apart by them, so one host of each share stands for it; the flows of those may meet further prefixes, and
// so on until nothing new comes up: begin tells that all shares are tried anew. Prefixes that flows like these met are told apart from the
// beginning. It reports whether the last shares are final, and not just too many.
func (t *Tracer) overHosts(hosts netmath.AddrSet, family netmath.Family, like []netip.Prefix, begin func(), each func(netmath.AddrSet)) bool {
	s := t.spaceOf(hosts, family)
	t.met = t.meetings.anew(s)
	t.met.add(s.among(s.held))
	t.met.add(like)
	defer func() { t.met = nil }()
	for {
		begin()
		t.met.fresh = false
		t.division = s.divisions.along(hosts, t.met.prefixes)
		parts := t.division.parts
		for i, set := range parts {
			if i == maxShares {
				return false
			}
			t.met.host = hostOf(set, family)
			each(set)
		}
		if !t.met.fresh || len(parts) > maxShares {
			return !t.met.fresh
		}
	}
}

// A space is a set of hosts outside that questions are about, and what is remembered of it from one to the next.
type space struct {
	of        netmath.AddrSet
	family    netmath.Family
	held      []netip.Prefix // somebody's inside, or apart
	divisions divisions
	tables    map[meeting][]netip.Prefix // those of each table that divide it
}

// maxSpaces bounds how many are remembered of each family: the internet, and networks outside. maxTables bounds of how many tables each remembers
// the prefixes.
const (
	maxSpaces = 8
	maxTables = 1 << 15
)

// spaceOf is what is remembered of a set of hosts. A network outside may have hosts that the internet does not route: what AWS treats apart is
// held, too.
func (t *Tracer) spaceOf(hosts netmath.AddrSet, family netmath.Family) *space {
	known := &t.spaces[family]
	if i := slices.IndexFunc(*known, func(s *space) bool { return s.of.Equal(hosts) }); i >= 0 {
		return (*known)[i]
	}
	s := &space{of: hosts, family: family, held: t.g.HeldAmong(hosts, family)}
	if !netmath.Internet(family).Covers(hosts) {
		s.held = append(s.held, t.g.FixedPrefixes(family)...)
	}
	if len(*known) == maxSpaces {
		*known = nil
	}
	*known = append(*known, s)
	return s
}

// among are the prefixes that divide the set.
func (s *space) among(prefixes []netip.Prefix) []netip.Prefix {
	var dividing []netip.Prefix
	for _, p := range prefixes {
		if p.IsValid() && p.Bits() > 0 && netmath.FamilyOf(p.Addr()) == s.family && s.of.Overlaps(p) {
			dividing = append(dividing, p)
		}
	}
	return dividing
}

// table are the prefixes of a table that divide the set.
func (s *space) table(key meeting, e *graph.Event, g *graph.Graph) []netip.Prefix {
	prefixes, known := s.tables[key]
	if known {
		return prefixes
	}
	if len(s.tables) >= maxTables || s.tables == nil {
		s.tables = map[meeting][]netip.Prefix{}
	}
	s.tables[key] = s.among(g.PrefixesAt(*e))
	return s.tables[key]
}

// meetings are the prefixes that walks compared addresses with, as far as they divide a set of hosts.
type meetings struct {
	of       *space
	host     netip.Addr // who is asked about
	seen     map[meeting]bool
	known    map[netip.Prefix]bool
	prefixes []netip.Prefix
	fresh    bool // something new came up
}

// A meeting is a table of prefixes that a walk consulted.
type meeting struct {
	kind  graph.EventKind
	at    graph.Node
	table int32
	dir   graph.Direction
}

// anew are none yet, of a set of hosts.
func (m *meetings) anew(s *space) *meetings {
	if m.seen == nil {
		m.seen, m.known = map[meeting]bool{}, map[netip.Prefix]bool{}
	}
	clear(m.seen)
	clear(m.known)
	m.of, m.prefixes, m.fresh = s, m.prefixes[:0], false
	return m
}

// note adds the prefixes that the walk in a log compared the host with, or may have.
func (m *meetings) note(g *graph.Graph, log *graph.Log) {
	for i := range log.Events {
		e := &log.Events[i]
		if e.Remote.IsValid() && e.Remote != m.host || e.Kind == graph.GroupEvent && e.Verdict == graph.Pass {
			continue // it looked at somebody else, or at nobody
		}
		key := meeting{e.Kind, e.At, e.Table, e.Dir}
		if m.seen[key] {
			continue
		}
		m.seen[key] = true
		m.add(m.of.table(key, e, g))
	}
}

func (m *meetings) add(prefixes []netip.Prefix) {
	for _, p := range prefixes {
		if !m.known[p] {
			m.known[p], m.fresh, m.prefixes = true, true, append(m.prefixes, p)
		}
	}
}

// shares divides a set of hosts along prefixes, the longest first, the parts that lie between the same boundaries together.
func shares(space netmath.AddrSet, prefixes []netip.Prefix) []netmath.AddrSet {
	rest := space
	var out []netmath.AddrSet
	for _, p := range prefixes { // what is left of a prefix once its own parts are taken out
		part := netmath.AddrSetOf(p).Intersect(rest)
		if !part.Empty() {
			out = append(out, part)
			rest = rest.Subtract(part)
		}
	}
	if !rest.Empty() {
		out = append(out, rest)
	}
	slices.Reverse(out)
	return out
}

// hostOf picks a host of a share: a common one if it can be.
func hostOf(set netmath.AddrSet, family netmath.Family) netip.Addr {
	for _, a := range commonHosts {
		if set.Contains(a) {
			return a
		}
	}
	first, _ := set.First(family)
	return first
}

// combineHosts puts the shares together: one answer if all fare alike, else a part for each way of faring.
func combineHosts(q Question, shares []hosts) *Answer {
	var ways []hosts
	for _, s := range shares {
		i := slices.IndexFunc(ways, func(w hosts) bool { return w.answer.Verdict == s.answer.Verdict })
		if i < 0 {
			ways = append(ways, s)
			continue
		}
		ways[i].set = ways[i].set.Union(s.set)
	}
	if len(ways) == 1 {
		return ways[0].answer
	}
	slices.SortStableFunc(ways, func(a, b hosts) int { return rank(a.answer.Verdict) - rank(b.answer.Verdict) })
	whole := *ways[0].answer
	whole.Question, whole.Parts = q, nil
	for _, w := range ways {
		whole.Verdict = together(whole.Verdict, w.answer.Verdict)
		whole.Parts = append(whole.Parts, Part{Label: hostsLabel(q, w.set), Answer: w.answer})
	}
	whole.Explanations = ways[len(ways)-1].answer.Explanations
	return &whole
}

// rank orders parts for the reader: what passes first.
func rank(v Verdict) int { return [...]int{Unreachable: 3, Reachable: 0, Partial: 1, Unknown: 2}[v] }

// hostsLabel names a set of hosts by its prefixes, or by the rest if these are many.
func hostsLabel(q Question, set netmath.AddrSet) string {
	word := "from "
	if q.To.Kind == graph.AtInternet {
		word = "to "
	}
	prefixes := set.Prefixes()
	if len(prefixes) > 6 {
		return fmt.Sprintf("%sthe rest of the internet (%d prefixes)", word, len(prefixes))
	}
	texts := make([]string, len(prefixes))
	for i, p := range prefixes {
		texts[i] = p.String()
	}
	return word + strings.Join(texts, ", ")
}

// SomeHost picks a host of a set to stand for it: a documentation address if there is one, else the first.
func SomeHost(set netmath.AddrSet, family netmath.Family) netip.Addr { return hostOf(set, family) }
