package randnet

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// The protocols with ports or messages.
const (
	icmp   = 1
	tcp    = 6
	udp    = 17
	icmpv6 = 58
)

// A Flow is a question: does this packet arrive, and its answer come back?
type Flow struct {
	From            string // the interface that sends; empty: somebody outside
	SourceIP, To    netip.Addr
	Meant           string // who is asked for; empty: whoever has the address
	OfInternet      bool   // SourceIP is a host's of the internet, whoever else may have it
	Protocol        uint8
	SourcePort      uint16 // TCP and UDP alone have ports
	DestinationPort uint16
	ICMPType        uint8 // of protocols 1 and 58
	ICMPCode        uint8
}

// String prints a flow on one line.
func (f Flow) String() string {
	from := f.From
	if from == "" {
		from = "outside"
	}
	switch f.Protocol {
	case tcp, udp:
		name := map[uint8]string{tcp: "tcp", udp: "udp"}[f.Protocol]
		return fmt.Sprintf("%s (%v) -> %v %s %d -> %d", from, f.SourceIP, f.To, name, f.SourcePort, f.DestinationPort)
	case icmp, icmpv6:
		return fmt.Sprintf("%s (%v) -> %v protocol %d type %d code %d", from, f.SourceIP, f.To, f.Protocol, f.ICMPType, f.ICMPCode)
	}
	return fmt.Sprintf("%s (%v) -> %v protocol %d", from, f.SourceIP, f.To, f.Protocol)
}

// attempts bounds how often a flow is begun anew because its ends have no family in common.
const attempts = 50

// Flows makes n questions about a snapshot: most between ends that have something to do with each other, about ports at
// the edges of the rules that they meet.
func Flows(s *topology.Snapshot, seed uint64, n int) []Flow {
	g := newGround(s, newDice(seed, flowStream))
	all := make([]Flow, n)
	for i := range all {
		all[i] = g.flow()
	}
	return all
}

func (g *ground) flow() Flow {
	for range attempts {
		begin := g.fromOutside
		if len(g.senders) > 0 && g.chance(78) {
			begin = g.fromInside
		}
		if len(g.fronts) > 0 && g.chance(60) {
			begin = g.toFront
		}
		if len(g.remote) > 0 && g.chance(25) {
			begin = g.fromRemote
		}
		if len(g.toCome) > 0 && g.chance(70) {
			begin = g.aboutToCome
		}
		f, to := begin()
		if !f.SourceIP.IsValid() || !f.To.IsValid() || f.SourceIP.Is4() != f.To.Is4() {
			continue
		}
		g.addService(&f, to)
		return f
	}
	f := Flow{SourceIP: netip.MustParseAddr("8.8.8.8"), To: netip.MustParseAddr("198.51.100.7"), Protocol: tcp}
	g.addService(&f, nil)
	return f
}
