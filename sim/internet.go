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
	return f.lost == "" && ((q.From.Kind == graph.AtInternet && !q.SourceIP.IsValid()) || (q.To.Kind == graph.AtInternet && !q.DestinationIP.IsValid()))
}

// A hosts is a set of internet hosts that fare alike, with the answer for one of them.
type hosts struct {
	set    netmath.AddrSet
	answer *Answer
}

// maxHosts bounds into how many shares the internet is divided.
const maxHosts = 20000

// traceInternet answers for all hosts of the internet. Hosts between two boundaries of the prefixes that the flow
// meets cannot be told apart by them, so one host of each share stands for it; the flows of those may meet further
// prefixes, and so on until nothing new comes up.
func (t *Tracer) traceInternet(q Question, f flow) *Answer {
	family := netmath.FamilyOf(orElse(f.packet.Src, f.packet.Dst)) // the internet's end may have no address yet
	space := t.g.Elsewhere(family)
	if space.Empty() { // VPCs claim all of it
		f.lost = graph.NoAddressInFamily
		return t.trace(q, f)
	}
	met := map[netip.Prefix]bool{}
	var shares []hosts
	for changed := true; changed; {
		changed = false
		shares = shares[:0]
		for _, set := range t.shares(space, family, met) {
			one := f
			t.standIn(&one, q, t.hostOf(set, family))
			answer := t.trace(q, one)
			shares = append(shares, hosts{set, answer})
			changed = t.meet(met, family) || changed
			if len(shares) > maxHosts {
				changed = false
				break
			}
		}
	}
	return combineHosts(q, shares)
}

// standIn puts one host in the internet's place.
func (t *Tracer) standIn(f *flow, q Question, host netip.Addr) {
	if q.From.Kind == graph.AtInternet && !q.SourceIP.IsValid() {
		f.packet.Src = host
	} else {
		f.packet.Dst = host
	}
}

// meet notes the prefixes that the last walk compared addresses with, and reports whether any is new.
func (t *Tracer) meet(met map[netip.Prefix]bool, family netmath.Family) bool {
	fresh := false
	for _, e := range t.log.Events {
		for _, p := range t.g.PrefixesAt(e) {
			if p.IsValid() && p.Bits() > 0 && netmath.FamilyOf(p.Addr()) == family && !met[p] {
				met[p], fresh = true, true
			}
		}
	}
	return fresh
}

// shares divides the internet along prefixes, the parts that lie between the same boundaries together.
func (t *Tracer) shares(space netmath.AddrSet, family netmath.Family, met map[netip.Prefix]bool) []netmath.AddrSet {
	prefixes := make([]netip.Prefix, 0, len(met))
	for p := range met {
		prefixes = append(prefixes, p)
	}
	slices.SortFunc(prefixes, func(a, b netip.Prefix) int {
		if c := b.Bits() - a.Bits(); c != 0 {
			return c
		}
		return a.Addr().Compare(b.Addr())
	})
	rest := space
	var out []netmath.AddrSet
	for _, p := range prefixes { // longest first: what is left of a prefix once its own parts are taken out
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
func (t *Tracer) hostOf(set netmath.AddrSet, family netmath.Family) netip.Addr {
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
