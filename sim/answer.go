package sim

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Verdict is the answer to a question.
type Verdict uint8

// The verdicts. Partial: some of the flows asked about pass, others do not (or may not).
const (
	Unreachable Verdict = iota
	Reachable
	Partial
	Unknown
)

// String is the verdict's name in JSON.
func (v Verdict) String() string {
	return [...]string{"unreachable", "reachable", "partial", "unknown"}[v&3]
}

// An Answer says whether a flow arrives and its reply returns, and why.
type Answer struct {
	Question     Question
	Verdict      Verdict
	OneWay       Verdict      // of the request alone
	Flow         graph.Packet // the header as the sender emits it: the question's, with addresses and ports filled in
	From, To     graph.Location
	Forward      Leg
	Return       Leg
	Split        Split
	Explanations []Explanation // every blocker and every doubt, in the order met
	Assumptions  []Assumption
	Ways         int        // how many ways there are that AWS chooses among
	Parts        []Part     // where the question was about several things that fare differently; else empty
	Failovers    []Failover // what it would be with an end that is a database in other subnets
}

// A Split divides the flows asked about into those that pass, those that do not, and those that nobody can tell.
// The three are disjoint and cover the question.
type Split struct {
	Reach, Blocked, Unknown []PortPair
}

// A PortPair is a product of source and destination ports.
type PortPair struct {
	SrcPorts, DstPorts netmath.Ports
}

// A Part is a share of a question about a set (protocols, sources on the internet, alternatives that AWS chooses
// among) with an answer of its own.
type Part struct {
	Label  string // such as "from 203.0.113.0/24", "udp", "through nat-1"
	Answer *Answer
}

// Disposition is a leg's fate.
type Disposition uint8

// The dispositions of a leg.
const (
	NotWalked    Disposition = iota // the leg before it did not arrive
	NotNeeded                       // the protocol sends no reply
	Delivered                       // all of it may have arrived; the split tells which ports
	Dropped                         // none of it arrived
	Undetermined                    // it depends on something the snapshot does not hold
)

// String is the disposition's name in JSON.
func (d Disposition) String() string {
	return [...]string{"not-walked", "not-needed", "delivered", "dropped", "unknown"}[d]
}

// A Leg is the way of the request or of the reply.
type Leg struct {
	Disposition Disposition
	Hops        []Hop
}

// A Hop is one component that the packet meets.
type Hop struct {
	Component    ref.Ref
	In, Out      graph.Packet
	Steps        []Step
	Hypothetical bool // met only if a blocker before it were removed
}

// StepVerdict is what one stage did with the packet.
type StepVerdict uint8

// The verdicts of a step.
const (
	Pass  StepVerdict = iota // nothing to decide: carried on, stateful memory, translation
	Allow                    // a rule let (part of) it through
	Route                    // a route chose the way
	Drop                     // a rule, or the lack of one, stopped (part of) it
	Doubt                    // the snapshot does not tell
)

// String is the verdict's name in JSON.
func (v StepVerdict) String() string {
	return [...]string{"pass", "allow", "route", "drop", "unknown"}[v]
}

// A Step is one decision with its cause.
type Step struct {
	Verdict StepVerdict
	Rule    ref.Ref       // the rule that decided; may name an implicit one ("*", "local"); zero if none
	Code    graph.Code    // of a drop or doubt
	Ports   netmath.Ports // destination ports (of this leg) that it is about
	Text    string        // the rule or reason in a line: "allow tcp/5432 from sg-web"
	Notes   []string      // less specific routes that also match, rules that come close
}

// An Explanation is one reason why (part of) a flow does not pass, or why nobody can tell.
type Explanation struct {
	Code      graph.Code
	Component ref.Ref
	At        ref.Ref // where it happened, if Component is a filter or table: the interface, subnet or gateway
	Direction string  // "ingress", "egress" or ""
	Return    bool    // met by the reply
	Unknown   bool    // a doubt rather than a blocker
	Context   bool    // neither: what somebody may have counted on instead
	Rule      ref.Ref
	Ports     netmath.Ports // what is lost, as destination ports of that leg
	Message   string
	Missing   ref.Ref // what the snapshot lacks, if a doubt

	Packet graph.Packet // as it was there
	Route  ref.Ref      // the last one that took it on its leg, if any did
}

// An Assumption is a position that the answer leans on.
type Assumption struct {
	Code      graph.Code
	Component ref.Ref
	Message   string
}
