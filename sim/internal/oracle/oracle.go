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
	Meant      string // the interface, or the load balancer by its ARN, that the packet is for; "" for whoever has the address
	OfInternet bool   // SourceIP is a host's of the internet, whoever else may have it
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
	GaveUp  bool     // there are too many ways to walk all of them: the verdict means nothing
	Log     []string // every step, for debugging
}

// Options change what is asked.
type Options struct {
	CurrentHealth bool // load balancers use healthy targets only (R11.9)
}

// Ask walks a flow through a snapshot, request and reply, in every way that doubts leave open.
func Ask(s *topology.Snapshot, f Flow) Outcome { return AskUnder(s, f, Options{}) }

// AskUnder is Ask with options.
func AskUnder(s *topology.Snapshot, f Flow, o Options) Outcome { return About(s).Ask(f, o) }

// An Oracle is asked about one snapshot.
type Oracle struct{ unnumbered }

// About makes an oracle that is asked more than once.
func About(s *topology.Snapshot) *Oracle {
	return &Oracle{unnumberedIn(withElasticIPs(withInterfacesOfInstances(s)))}
}

// Ask walks a flow, request and reply, in every way that doubts and addresses to come leave open.
func (x *Oracle) Ask(f Flow, o Options) Outcome {
	f.To, f.SourceIP = f.To.Unmap(), f.SourceIP.Unmap()
	all, ok := x.worlds(f)
	if !ok {
		return Outcome{Verdict: Unknown, Forward: Unknown, Why: "too many addresses to try", GaveUp: true}
	}
	var outcomes []Outcome
	for _, w := range all {
		out := askIn(w.s, w.f, o)
		if out.GaveUp {
			return out
		}
		outcomes = append(outcomes, out)
	}
	return agree(outcomes)
}

// askIn is AskUnder where every address is known.
func askIn(s *topology.Snapshot, f Flow, o Options) Outcome {
	out := overDoubts(s, f, o, nil)
	if out.GaveUp || out.Verdict != Unreachable {
		return out
	}
	if hidden, ok := fromBeyond(s, f, o); ok {
		return hidden
	}
	return out
}

// overDoubts walks the flow for all that the documents leave open, from its sender or from beyond.
func overDoubts(s *topology.Snapshot, f Flow, o Options, beyond *topology.NetworkInterface) Outcome {
	doubts, left := &odometer{}, maxRuns
	out := overPicks(s, f, o, beyond, doubts, &left)
	for spare := spareRuns; spare > 0 && left > 0 && doubts.advance(); {
		out = agree([]Outcome{out, overPicks(s, f, o, beyond, doubts, &left)})
		if out.Verdict == Unknown { // and stays so, whatever other alternatives come to
			spare--
		}
	}
	if left == 0 {
		return Outcome{Verdict: Unknown, Forward: Unknown, Why: "too many alternatives", GaveUp: true}
	}
	return out
}

// overPicks walks the flow for all that AWS may pick on its way: kinds of translated ports (R3.7, R5.9), zones (R7.9), paths (R7.16).
func overPicks(s *topology.Snapshot, f Flow, o Options, beyond *topology.NetworkInterface, doubts *odometer, left *int) Outcome {
	picks := &odometer{}
	var all []Outcome
	var reached, failed bool
	spare := spareRuns
	for more := true; more && *left > 0 && spare > 0; more = picks.advance() {
		*left--
		picks.rewind()
		r := &run{s: s, flow: f, doubts: doubts, picks: picks, options: o, beyond: beyond}
		out := r.outcome()
		all = append(all, out)
		reached, failed = reached || out.Verdict == Reachable, failed || out.Verdict == Unreachable
		if reached && failed { // some pass and some fail, whatever becomes of the others
			spare--
		}
	}
	return cover(all)
}
