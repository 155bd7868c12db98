package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// LargeFlows makes n questions about a large network as it would see them: half stay in one VPC, the rest go to peers, to the
// internet, or come from there. Most are about a service that the receiver's groups know.
func LargeFlows(s *topology.Snapshot, seed uint64, n int) []Flow {
	g := newGround(s, newDice(seed, flowStream))
	all := make([]Flow, 0, n)
	for len(all) < n {
		begin := draw(g.dice, share[func() (Flow, end)]{50, g.toNeighbour}, share[func() (Flow, end)]{25, g.toPeer},
			share[func() (Flow, end)]{15, g.toInternet}, share[func() (Flow, end)]{10, g.fromInternet})
		f, to := begin()
		if !f.SourceIP.IsValid() || !f.To.IsValid() {
			continue
		}
		g.addUsualService(&f, to.of)
		all = append(all, f)
	}
	return all
}

func (g *ground) toNeighbour() (Flow, end) {
	from := pick(g.dice, g.senders...)
	return between(from, pick(g.dice, g.byVpc[from.VpcId]...))
}

func (g *ground) toPeer() (Flow, end) {
	from := pick(g.dice, g.senders...)
	return between(from, pick(g.dice, g.byVpc[pick(g.dice, g.peers[from.VpcId]...)]...))
}

// between is a flow from one interface's first address to another's; no flow if there is no other.
func between(from, to *topology.NetworkInterface) (Flow, end) {
	if from == nil || to == nil || from == to {
		return Flow{}, end{}
	}
	return Flow{From: from.NetworkInterfaceId, SourceIP: from.PrivateIpAddress, To: to.PrivateIpAddress}, end{to.PrivateIpAddress, to}
}

func (g *ground) toInternet() (Flow, end) {
	from := pick(g.dice, g.senders...)
	if from == nil {
		return Flow{}, end{}
	}
	to := netip.MustParseAddr("198.51.100.7")
	if g.chance(20) {
		to = g.within(netip.MustParsePrefix(s3Blocks[0]))
	}
	return Flow{From: from.NetworkInterfaceId, SourceIP: from.PrivateIpAddress, To: to}, end{addr: to}
}

func (g *ground) fromInternet() (Flow, end) {
	to := pick(g.dice, g.publics...)
	return Flow{SourceIP: netip.MustParseAddr("203.0.113.9"), To: to.addr}, to
}

// addUsualService asks for a service that the receiver grants to somebody, or for HTTPS.
func (g *ground) addUsualService(f *Flow, to *topology.NetworkInterface) {
	what := traffic{"tcp", 443, 443}
	if to != nil && g.chance(80) {
		what = g.groupTraffic(to, false, f.SourceIP)
	}
	if what.from < 0 {
		what.from = 443
	}
	f.Protocol = g.protocol(what.protocol, f.To.Is4())
	switch f.Protocol {
	case tcp, udp:
		f.SourcePort, f.DestinationPort = uint16(g.between(32768, 60999)), uint16(what.from)
	case icmp:
		f.ICMPType = 8
	}
}
