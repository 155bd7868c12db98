package reach

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
)

// A Lane is what has one verdict, of protocols that fare alike.
type Lane struct {
	Protocols []netmath.Protocol // in order
	Others    bool               // and every protocol that no rule names
	Pairs     []sim.PortPair
}

// verdictsOfLanes are the verdicts that something of a passage may have, best first.
var verdictsOfLanes = [...]sim.Verdict{sim.Reachable, sim.Partial, sim.Unknown}

// lanes are what of some flows has a verdict.
func lanes(flows []Flow, v sim.Verdict) []Lane {
	var out []Lane
	for i := range flows {
		pairs := flows[i].pairs(v)
		if len(pairs) == 0 {
			continue
		}
		lane := Lane{slices.Clone(flows[i].Protocols), flows[i].Others, pairs}
		if j := slices.IndexFunc(out, func(o Lane) bool { return samePairs(o.Pairs, pairs) }); j >= 0 {
			out[j].join(&lane)
			continue
		}
		out = append(out, lane)
	}
	return out
}

func (l *Lane) join(o *Lane) {
	l.Protocols = append(l.Protocols, o.Protocols...)
	slices.Sort(l.Protocols)
	l.Others = l.Others || o.Others
}

// pairs are the ports that have a verdict.
func (f *Flow) pairs(v sim.Verdict) []sim.PortPair {
	switch v {
	case sim.Reachable:
		return f.Reach
	case sim.Partial:
		return f.Partial
	case sim.Unknown:
		return f.Unknown
	}
	return nil
}

// lanesKey is a text that is equal for equal lanes. The two families' pings and the two families' whole ICMP are the same in it.
func lanesKey(all []Lane) string {
	keys := make([]string, 0, len(all))
	for i := range all {
		for _, p := range all[i].Protocols {
			keys = append(keys, protocolKey(p, all[i].Pairs))
		}
		if all[i].Others {
			keys = append(keys, "others"+pairsKey(all[i].Pairs))
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, ";")
}

func protocolKey(p netmath.Protocol, pairs []sim.PortPair) string {
	if !p.IsICMP() {
		return fmt.Sprintf("%d%s", p, pairsKey(pairs))
	}
	switch {
	case len(pairs) == 1 && pairs[0].DstPorts.Full():
		return "icmp"
	case len(pairs) == 1 && pairs[0].DstPorts.Equal(sim.ServiceOf(p).Ports):
		return "ping"
	}
	return fmt.Sprintf("%d%s", p, pairsKey(pairs))
}

func pairsKey(pairs []sim.PortPair) string {
	var b strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&b, " %v>%v", p.SrcPorts, p.DstPorts)
	}
	return b.String()
}

// Sources are the source ports that a query is about.
func (q *Query) Sources() netmath.Ports {
	if q.SourcePorts.Empty() {
		return netmath.PortSpan(1024, 65535)
	}
	return q.SourcePorts
}

// An extent is all that a query asks of a pair of places in one family.
type extent struct {
	protocols []asked
	sources   netmath.Ports
}

// covered reports whether lanes are all of an extent.
func (e *extent) covered(lanes []Lane) bool {
	return !slices.ContainsFunc(e.protocols, func(p asked) bool {
		return !slices.ContainsFunc(lanes, func(l Lane) bool { return l.carries(p) && e.whole(&l, p.service.Ports) })
	})
}

func (l *Lane) carries(p asked) bool {
	if p.others {
		return l.Others
	}
	return slices.Contains(l.Protocols, p.service.Protocol)
}

// whole reports whether a lane has every source port towards each of some ports.
func (e *extent) whole(l *Lane, ports netmath.Ports) bool {
	rest := ports
	for _, p := range l.Pairs {
		if p.SrcPorts.Empty() || p.SrcPorts.Covers(e.sources) {
			rest = rest.Subtract(p.DstPorts)
		}
	}
	return rest.Empty()
}
