package sim

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A flow is a question with everything filled in: what is walked.
type flow struct {
	from, to    graph.Location // from: an interface, an external network or the internet
	packet      graph.Packet
	nodes       []netip.Addr // of the load balancer that it is for: AWS picks one
	lacks       ref.Ref      // what the snapshot would need to tell where to send it
	entries     []int32      // external networks that an outside sender may be in; from is the first
	restriction restriction  // what its way has to pass or must not
	inside      bool         // it came to a node of a load balancer, from, already
	vacant      bool         // the sender's address belongs to a subnet, and no interface holds it
	beyond      bool         // the sender is nowhere in the snapshot, and comes in at door if at all
	door        graph.InterfaceID
	lost        graph.Code // why there is nothing to send; packet then is what would be sent if there were
}

// ephemeralPorts stand for a source port that the question leaves open.
var ephemeralPorts = netmath.PortSpan(1024, 65535)

// resolve fills in what a question leaves open: family, addresses and source ports.
func (t *Tracer) resolve(q Question) (flow, error) {
	if q.From.Kind == graph.AtBalancer {
		q.From = t.firstNode(q.From)
	}
	family, err := t.family(q)
	if err != nil {
		return flow{}, err
	}
	f := flow{from: q.From, to: q.To, restriction: restriction{q.Via, q.NotVia}}
	f.packet.Protocol = q.Service.Protocol
	f.packet.DstPorts = q.Service.Ports
	if !f.packet.Protocol.IsICMP() {
		f.packet.SrcPorts = q.SourcePorts
		if q.SourcePorts.Empty() {
			f.packet.SrcPorts = ephemeralPorts
		}
	}
	if f.packet.Src, err = t.source(&f, q, family); err != nil {
		return flow{}, err
	}
	if f.packet.Dst, err = t.destination(&f, q, family); err != nil {
		return flow{}, err
	}
	t.enter(&f, q)
	return f, t.check(q, &f)
}

// enter finds where an outside sender comes in: by the network that its address belongs to, else by the internet.
func (t *Tracer) enter(f *flow, q Question) {
	if q.From.Kind == graph.AtExternalNetwork {
		f.entries = t.g.Doors(q.From.Index, f.packet.Dst)
		if f.from.Index = f.entries[0]; !q.SourceIP.IsValid() {
			f.packet.Src = orElse(t.outside(f.from.Index, netmath.FamilyOf(f.packet.Src)), f.packet.Src)
		}
	}
	if q.From.Kind != graph.AtAddress {
		return
	}
	dst := f.packet.Dst
	if q.To.Kind == graph.AtInterface {
		dst = orElse(t.g.Primary(q.To.Interface, netmath.FamilyOf(f.packet.Src)), dst)
	}
	f.entries = t.g.Entries(f.packet.Src, dst)
	switch f.vacant = len(f.entries) == 0 && t.g.Vacant(f.packet.Src) && !t.comesByInternet(f); {
	case f.vacant:
		f.from = q.From // not the internet
	case len(f.entries) == 0:
		return
	default:
		f.from = graph.Location{Kind: graph.AtExternalNetwork, Index: f.entries[0]}
	}
	if q.To.Kind == graph.AtBalancer && !q.DestinationIP.IsValid() {
		t.privately(f, q.To.Index)
	}
	if q.To.Kind == graph.AtInterface && !q.DestinationIP.IsValid() && dst.IsValid() {
		f.packet.Dst = dst // by its private address, not the one for the internet
		if f.lost == graph.NoPublicAddress {
			f.lost = ""
		}
	}
}

// comesByInternet reports whether something passes from a public address as a host of the internet, where no VPC that has it for a subnet of its own may
// have somebody at it whom the snapshot lacks (R1.9).
func (t *Tracer) comesByInternet(f *flow) bool {
	src := f.packet.Src
	return src.Is4() && netmath.Internet(netmath.IPv4).Contains(src) && t.g.IsNobodys(src) && t.verdict(f) != Unreachable
}

// check refuses a question that contradicts itself.
func (t *Tracer) check(q Question, f *flow) error {
	src, dst := netmath.FamilyOf(f.packet.Src), netmath.FamilyOf(f.packet.Dst)
	if f.packet.Src.IsValid() && f.packet.Dst.IsValid() && src != dst {
		return fmt.Errorf("%v and %v are of different address families; ask for one family, or give addresses of the same", f.packet.Src, f.packet.Dst)
	}
	return nil
}

// family chooses the address family: what addresses and protocol say, else IPv4 where both ends have it.
func (t *Tracer) family(q Question) (netmath.Family, error) {
	var wanted [2]bool
	for _, a := range [...]netip.Addr{q.SourceIP, q.DestinationIP, literal(q.From), literal(q.To)} {
		if a.IsValid() {
			wanted[netmath.FamilyOf(a)] = true
		}
	}
	wanted[netmath.IPv4] = wanted[netmath.IPv4] || q.Family == OnlyIPv4 || q.Service.Protocol == netmath.ICMP
	wanted[netmath.IPv6] = wanted[netmath.IPv6] || q.Family == OnlyIPv6 || q.Service.Protocol == netmath.ICMPv6
	switch {
	case wanted[netmath.IPv4] && wanted[netmath.IPv6]:
		return 0, twoFamilies(q)
	case wanted[netmath.IPv4]:
		return netmath.IPv4, nil
	case wanted[netmath.IPv6]:
		return netmath.IPv6, nil
	case t.has(q.From, netmath.IPv4) && t.has(q.To, netmath.IPv4):
		return netmath.IPv4, nil
	case t.has(q.From, netmath.IPv6) && t.has(q.To, netmath.IPv6):
		return netmath.IPv6, nil
	}
	return netmath.IPv4, nil
}

// twoFamilies says which part of a question is IPv4 and which is IPv6.
func twoFamilies(q Question) error {
	words := [2]string{"the family asked for", "the family asked for"}
	for _, a := range []netip.Addr{q.SourceIP, q.DestinationIP, literal(q.From), literal(q.To)} {
		if a.IsValid() {
			words[netmath.FamilyOf(a)] = a.String()
		}
	}
	switch q.Service.Protocol {
	case netmath.ICMP:
		words[netmath.IPv4] = "icmp"
	case netmath.ICMPv6:
		words[netmath.IPv6] = "icmpv6"
	}
	return fmt.Errorf("%s is IPv4 and %s is IPv6: a flow has one family", words[netmath.IPv4], words[netmath.IPv6])
}

func literal(l graph.Location) netip.Addr {
	if l.Kind == graph.AtAddress {
		return l.Addr
	}
	return netip.Addr{}
}

// has reports whether a place has an address of a family.
func (t *Tracer) has(l graph.Location, f netmath.Family) bool {
	switch l.Kind {
	case graph.AtInterface:
		return t.g.Primary(l.Interface, f).IsValid()
	case graph.AtExternalNetwork:
		return t.outside(l.Index, f).IsValid()
	case graph.AtAddress:
		return netmath.FamilyOf(l.Addr) == f
	case graph.AtBalancer:
		return t.g.BalancerHas(l.Index, f)
	}
	return true
}

// source finds the sender's address, and where an outside sender comes in.
func (t *Tracer) source(f *flow, q Question, family netmath.Family) (netip.Addr, error) {
	switch q.From.Kind {
	case graph.AtInterface:
		if q.SourceIP.IsValid() {
			return q.SourceIP, nil
		}
		a := t.g.Primary(q.From.Interface, family)
		if !a.IsValid() {
			f.lost = graph.NoAddressInFamily
		}
		return a, nil
	case graph.AtAddress:
		f.from = graph.Location{Kind: graph.AtInternet}
		return q.From.Addr, nil
	case graph.AtExternalNetwork:
		return orElse(q.SourceIP, t.outside(q.From.Index, family)), nil
	case graph.AtInternet:
		return orElse(q.SourceIP, t.someHost(family)), nil
	}
	return netip.Addr{}, fmt.Errorf("a flow starts at an interface, an address, an external network or the internet")
}

// destination finds the receiver's address: its public one for a sender on the internet, else its private one.
func (t *Tracer) destination(f *flow, q Question, family netmath.Family) (netip.Addr, error) {
	if q.DestinationIP.IsValid() {
		return q.DestinationIP, nil
	}
	switch q.To.Kind {
	case graph.AtInterface:
		private := t.g.Primary(q.To.Interface, family)
		if !private.IsValid() && f.lost == "" {
			f.lost = graph.NoAddressInFamily
		}
		if f.from.Kind != graph.AtInternet {
			return private, nil
		}
		public := t.g.Public(q.To.Interface, family)
		if !public.IsValid() && f.lost == "" {
			f.lost = graph.NoPublicAddress
		}
		return orElse(public, private), nil
	case graph.AtBalancer:
		return t.node(f, q.To.Index, family), nil
	case graph.AtAddress:
		return q.To.Addr, nil
	case graph.AtExternalNetwork:
		return t.outside(q.To.Index, family), nil
	case graph.AtInternet:
		return t.someHost(family), nil
	}
	return netip.Addr{}, fmt.Errorf("a flow ends at an interface, an address, an external network or the internet")
}

func orElse(a, b netip.Addr) netip.Addr {
	if a.IsValid() {
		return a
	}
	return b
}

// outside is a host of an external network: the first address after its network's.
func (t *Tracer) outside(xi int32, f netmath.Family) netip.Addr {
	for _, p := range t.g.External(xi).Prefixes {
		if netmath.FamilyOf(p.Addr()) != f {
			continue
		}
		if p.IsSingleIP() {
			return p.Addr()
		}
		return p.Addr().Next()
	}
	return netip.Addr{}
}

// commonHosts stand for a host on the internet where any will do: documentation addresses, as long as the snapshot
// does not use them.
var commonHosts = []netip.Addr{
	netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("198.51.100.1"), netip.MustParseAddr("203.0.113.1"),
	netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("2001:db8:ffff::1"), netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("2001:4860::1"),
}

func (t *Tracer) someHost(f netmath.Family) netip.Addr {
	for _, a := range commonHosts {
		if netmath.FamilyOf(a) == f && t.g.Elsewhere(f).Contains(a) {
			if !t.g.IsExternal(a) {
				return a
			}
		}
	}
	return netip.Addr{}
}
