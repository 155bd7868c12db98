package graph

// Implements R12.2, R12.6, R12.7 as far as they are about which packets a rule matches.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
)

// A flowMatch is what a rule of a firewall wants of a packet's header.
type flowMatch struct {
	protocols *protocolSet // nil for all
	oneFamily bool         // only packets of family
	family    netmath.Family
	from, to  flowEnd
	both      bool       // the ends may change places
	stateful  bool       // a rule of the stateful engine, which looks at SCTP's ports too
	flags     []tcpFlags // any of them; none for all
}

// A flowEnd is what a rule wants of one end of a packet.
type flowEnd struct {
	addrs *addrMatch // nil for all
	ports *Bounds    // nil for all
}

// An addrMatch bounds the addresses that a rule takes. As rules name HOME_NET, which is another set for each firewall, it
// is kept twice: for addresses that are in it, and for those that are not.
type addrMatch struct {
	home, away addrBounds
}

type addrBounds struct{ certain, possible netmath.AddrSet }

func (b *addrBounds) takes(a netip.Addr) truth {
	switch {
	case b.certain.Contains(a):
		return yes
	case b.possible.Contains(a):
		return perhaps
	}
	return no
}

// takes tells whether an address is taken, by whether it is in HOME_NET.
func (m *addrMatch) takes(a netip.Addr, inHome truth) truth {
	switch {
	case m == nil:
		return yes
	case inHome == yes:
		return m.home.takes(a)
	case inHome == no:
		return m.away.takes(a)
	}
	if t := m.home.takes(a); t == m.away.takes(a) {
		return t
	}
	return perhaps
}

// A protocolSet is a set of protocol numbers.
type protocolSet [4]uint64

func (s *protocolSet) add(p netmath.Protocol) { s[p/64] |= 1 << (p % 64) }

func (s *protocolSet) has(p netmath.Protocol) bool { return s == nil || s[p/64]&(1<<(p%64)) != 0 }

// tcpFlags are the flags that have to be set among those that are looked at.
type tcpFlags struct{ set, among uint8 }

// The flags of a TCP header by their bits.
const (
	finFlag uint8 = 1 << iota
	synFlag
	rstFlag
	pshFlag
	ackFlag
	urgFlag
	eceFlag
	cwrFlag
)

// flagsOf are the flags of a connection's first packet in each direction.
func flagsOf(reply bool) uint8 {
	if reply {
		return synFlag | ackFlag
	}
	return synFlag
}

// A screened packet is one that firewall rules are held against.
type screened struct {
	Packet
	reply            bool
	srcHome, dstHome truth // whether the ends are in the firewall's HOME_NET
}

// hits are the destination ports of a packet that the rule matches.
func (m *flowMatch) hits(p *screened) Bounds {
	if !m.protocols.has(p.Protocol) || (m.oneFamily && m.family != p.Family()) || !m.flagged(p) {
		return Bounds{}
	}
	b := m.along(p, &m.from, &m.to)
	if m.both {
		back := m.along(p, &m.to, &m.from)
		b = Bounds{b.Certain.Union(back.Certain), b.Possible.Union(back.Possible)}
	}
	return b
}

// along holds the ends of a packet against what a rule wants of them.
func (m *flowMatch) along(p *screened, src, dst *flowEnd) Bounds {
	t := min(src.addrs.takes(p.Src, p.srcHome), dst.addrs.takes(p.Dst, p.dstHome))
	hit := Exactly(p.DstPorts)
	if m.hasPorts(p.Protocol) {
		t = min(t, src.ports.covers(p.SrcPorts))
		if dst.ports != nil {
			hit = hit.Intersect(*dst.ports)
		}
	}
	switch t {
	case no:
		return Bounds{}
	case perhaps:
		return hit.Doubt()
	}
	return hit
}

// covers tells whether all of some ports are in a set; perhaps if some are.
func (b *Bounds) covers(asked netmath.Ports) truth {
	switch {
	case b == nil || b.Certain.Covers(asked):
		return yes
	case b.Possible.Overlaps(asked):
		return perhaps
	}
	return no
}

// hasPorts reports whether the rule looks at the ports of a protocol.
func (m *flowMatch) hasPorts(p netmath.Protocol) bool {
	return p == netmath.TCP || p == netmath.UDP || (m.stateful && p == netmath.SCTP)
}

// flagged reports whether the flags are as the rule wants them, which it asks of TCP alone.
func (m *flowMatch) flagged(p *screened) bool {
	if len(m.flags) == 0 || p.Protocol != netmath.TCP {
		return true
	}
	for _, f := range m.flags {
		if flagsOf(p.reply)&f.among == f.set {
			return true
		}
	}
	return false
}

// cutsSource reports whether the rule takes some of the source ports of a packet, and leaves others.
func (m *flowMatch) cutsSource(p *screened) bool {
	cuts := func(b *Bounds) bool { return b != nil && b.Known() && b.covers(p.SrcPorts) == perhaps }
	return m.hasPorts(p.Protocol) && (cuts(m.from.ports) || (m.both && cuts(m.to.ports)))
}
