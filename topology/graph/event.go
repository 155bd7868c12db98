package graph

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// EventKind says which sort of stage an Event tells of.
type EventKind uint8

// The kinds of events.
const (
	SendEvent      EventKind = iota // a place emits the packet
	GroupEvent                      // an interface's security groups
	ACLEvent                        // a subnet's network ACL
	RouteEvent                      // a route table
	GatewayEvent                    // a gateway takes the packet
	TranslateEvent                  // addresses or ports were rewritten; Packet is the result
	StateEvent                      // a condition of the place itself
	ReceiveEvent                    // the packet is at its destination
	AssumeEvent                     // a position was taken; Code names it
	PolicyEvent                     // a transit gateway's policy table
	DrawEvent                       // AWS chose among several ways; At is the one taken
	ListenEvent                     // a load balancer's listener takes the packet; Rule is its action
	ForkEvent                       // several routes were possible; Rule is the one taken
	AuthorizeEvent                  // the authorization rules of a Client VPN endpoint
	VPNRouteEvent                   // the route table of a Client VPN endpoint
	FirewallEvent                   // a network firewall: Table is the firewall, Rule the clause of its policy
)

// EventVerdict is what a stage decided.
type EventVerdict uint8

// The verdicts of a stage.
const (
	Pass EventVerdict = iota
	Allow
	Drop
	Doubt
)

// An Event is one stage of a walk. It holds indexes, not text: Describe makes it readable.
type Event struct {
	Kind    EventKind
	Verdict EventVerdict
	Dir     Direction
	Reply   bool
	Idle    bool // nothing was alive any more when the packet came here: "if what is before were opened"
	Code    Code
	At      Node
	Table   int32 // the group, ACL, route table or endpoint that was asked, or none
	Rule    int32 // the rule in it that decided, or none for the implicit one
	Ports   netmath.Ports
	Packet  Packet     // as it leaves the stage; zero where the stage changes nothing
	Remote  netip.Addr // what the stage compared its prefixes with; zero if it does not tell
	Missing ref.Ref    // what the snapshot lacks
}

// A Log is the evidence of a walk, in order.
type Log struct {
	Events  []Event
	doubts  []Event
	assumed map[assumption]bool
}

type assumption struct {
	code Code
	at   Node
}

func (l *Log) reset() {
	l.Events, l.doubts = l.Events[:0], l.doubts[:0]
	clear(l.assumed)
}

func (l *Log) add(e Event) { l.Events = append(l.Events, e) }

// postpone keeps a doubt until it is known whether another rule admits its ports anyway.
func (l *Log) postpone(e Event) { l.doubts = append(l.doubts, e) }

// settle logs the doubts about ports that no rule certainly admits, and forgets the others.
func (w *Walk) settle(left netmath.Ports) {
	for _, e := range w.log.doubts {
		if e.Ports = e.Ports.Intersect(left); !e.Ports.Empty() {
			w.event(e)
		}
	}
	w.log.doubts = w.log.doubts[:0]
}

// event logs a stage, if evidence is kept.
func (w *Walk) event(e Event) {
	if w.log == nil {
		return
	}
	e.Reply, e.Idle = w.reply, w.alive.Possible.Empty()
	w.log.add(e)
}

// note logs a stage that does no more than take a packet as it is.
func (w *Walk) note(kind EventKind, at Node, p *Packet) {
	if w.log != nil {
		w.event(Event{Kind: kind, At: at, Table: none, Rule: none, Packet: *p})
	}
}

// assume notes a position that the walk leans on, once for a place.
func (w *Walk) assume(code Code, at Node) {
	if w.log == nil {
		return
	}
	key := assumption{code, at}
	if w.log.assumed[key] {
		return
	}
	if w.log.assumed == nil {
		w.log.assumed = map[assumption]bool{}
	}
	w.log.assumed[key] = true
	w.event(Event{Kind: AssumeEvent, Code: code, At: at, Table: none, Rule: none})
}
