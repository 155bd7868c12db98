package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Flow is one concrete packet, the first of a connection.
type Flow struct {
	From       string     // an interface id, or "" when SourceIP is an outside address
	SourceIP   netip.Addr // with From set: zero means the primary IPv4, or the first IPv6 if To is IPv6
	To         netip.Addr
	Protocol   uint8
	SourcePort uint16

	DestinationPort    uint16
	ICMPType, ICMPCode uint8
}

// Verdict is what became of a packet.
type Verdict uint8

// The verdicts. Partial: it works for some of what AWS may pick (a translator's port, a zone, a path), not for all.
const (
	Unreachable Verdict = iota
	Reachable
	Partial
	Unknown
)

// String is the verdict in lower case.
func (v Verdict) String() string {
	return [...]string{"unreachable", "reachable", "partial", "unknown"}[v]
}

// Outcome is the answer to a Flow.
type Outcome struct {
	Verdict Verdict  // of request and reply
	Forward Verdict  // of the request alone
	Why     string   // what decided
	Log     []string // every step, for debugging
}

// Options change what is asked.
type Options struct {
	CurrentHealth bool // load balancers use healthy targets only (R11.9)
}

// Ask walks a flow through a snapshot, request and reply, in every way that doubts leave open.
func Ask(s *topology.Snapshot, f Flow) Outcome { return AskUnder(s, f, Options{}) }

// AskUnder is Ask with options.
func AskUnder(s *topology.Snapshot, f Flow, o Options) Outcome {
	s = withElasticIPs(withInterfacesOfInstances(s))
	f.To, f.SourceIP = f.To.Unmap(), f.SourceIP.Unmap()
	doubts := &odometer{}
	var all []Outcome
	for more := true; more; more = doubts.advance() {
		if len(all) == maxAlternatives {
			return Outcome{Verdict: Unknown, Forward: Unknown, Why: "too many alternatives"}
		}
		all = append(all, overPicks(s, f, o, doubts))
	}
	return agree(all)
}

// overPicks walks the flow for all that AWS may pick on its way: kinds of translated ports (R3.7, R5.9), zones (R7.9), paths (R7.16).
func overPicks(s *topology.Snapshot, f Flow, o Options, doubts *odometer) Outcome {
	picks := &odometer{}
	var all []Outcome
	for more := true; more; more = picks.advance() {
		if len(all) == maxAlternatives {
			return Outcome{Verdict: Unknown, Forward: Unknown, Why: "too many picks"}
		}
		picks.rewind()
		r := &run{s: s, flow: f, doubts: doubts, picks: picks, options: o}
		all = append(all, r.outcome())
	}
	return cover(all)
}
