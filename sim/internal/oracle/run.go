package oracle

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// A run is one walk there and back under one set of choices.
type run struct {
	s       *topology.Snapshot
	flow    Flow
	doubts  *odometer
	picks   *odometer
	options Options
	beyond  *topology.NetworkInterface // where the request comes in, if nobody knows from where
	log     []string
}

func (r *run) note(format string, args ...any) { r.log = append(r.log, fmt.Sprintf(format, args...)) }

// A leg is the walk of a request or of its reply.
type leg struct {
	*run
	request *leg // what a reply finds of its request; nil on the request itself

	sent         packet         // as the sender sent it
	entry        string         // the virtual private gateway, attachment or endpoint by which an outside sender came in
	entryPlace   place          // and which of these
	translations []translation  // source translations, in order
	passages     []passage      // appliances that forwarded unchanged
	egressOnly   []packet       // what egress-only gateways let out
	toSender     *natCrossing   // R3.11
	passed       []passing      // attachments of transit gateways (R7.10)
	links        []linkCrossing // interface endpoints on the way (R10.7)
	inspections  []inspection   // firewalls and Gateway Load Balancers on the way
	carried      []packet       // what carrier gateways let out
	takers       []string       // interfaces that took it in, whether or not they sent it on
	visited      map[string]bool
	doubtful     []string // filters that could not be read
}

func (l *leg) isReply() bool { return l.request != nil }

// place is where a leg ends.
type place uint8

const (
	lost place = iota
	unknown
	atInterface
	onInternet
	atSite     // behind a virtual private gateway
	atFarSite  // behind an attachment of a transit gateway
	atCoreSite // behind an attachment of a core network
	atClient   // a client of a Client VPN endpoint
	atService  // of the host: resolver, metadata, time (R2.10)
	atBeyond   // somewhere that was not captured
	atEndpoint // a gateway endpoint's service
)

// end tells where and why a leg ended, and with which header.
type end struct {
	place  place
	why    string
	id     string // of the interface, virtual private gateway, attachment or endpoint
	vpc    *topology.Vpc
	packet packet
}

func dropped(format string, args ...any) end {
	return end{place: lost, why: fmt.Sprintf(format, args...)}
}

func unclear(format string, args ...any) end {
	return end{place: unknown, why: fmt.Sprintf(format, args...)}
}

// truth is the word of a filter.
type truth uint8

const (
	no truth = iota
	maybe
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// passes tells whether the packet goes on, in doubt perhaps.
func (l *leg) passes(t truth, filter string, args ...any) bool {
	name := fmt.Sprintf(filter, args...)
	switch t {
	case no:
		l.note("%s: no", name)
		return false
	case maybe:
		l.note("%s: cannot be read", name)
		l.doubtful = append(l.doubtful, name)
		return true
	}
	l.note("%s: passes", name)
	return true
}

// verdict of a leg that came to an end; arrived tells whether the end is the right one.
func (l *leg) verdict(arrived bool, e end) (Verdict, string) {
	switch {
	case e.place == unknown:
		return Unknown, e.why
	case e.place == lost || !arrived:
		return Unreachable, e.why
	case len(l.doubtful) > 0:
		return Unknown, l.doubtful[0]
	}
	return Reachable, e.why
}

// outcome walks both legs (rule book, section 0).
func (r *run) outcome() Outcome {
	request, e := r.walkRequest()
	if e.place != lost && e.place != unknown && !request.cameTo(r.flow.Meant) {
		e = dropped("R2.5, R6.7: somebody else has the address of %s: %s", r.flow.Meant, e.why)
	}
	forward, why := request.verdict(true, e)
	r.note("request: %v (%s)", forward, why)
	if e.place == lost || e.place == unknown || !e.packet.wantsReply() {
		return Outcome{Verdict: forward, Forward: forward, Why: why, Log: r.log}
	}
	both, why := r.walkReply(request, e)
	if both == Reachable && forward == Unknown {
		both, why = Unknown, request.doubtful[0]
	}
	r.note("reply: %v (%s)", both, why)
	return Outcome{Verdict: both, Forward: forward, Why: why, Log: r.log}
}
