package graph

// Implements R3.7-R3.12, R5.13, R17.2, R17.3, R17.6.

import (
	"net/netip"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// ephemeral are the ports that a NAT gateway or load balancer sends from (R3.7).
var ephemeral = netmath.PortSpan(1024, 65535)

// A natGateway translates the sources of IPv4 (and, by NAT64, IPv6) packets to its own address.
type natGateway struct {
	ref         ref.Ref
	vpc, subnet int32
	available   bool
	regional    bool
	private     netip.Addr
	public      netip.Addr // zero for a private gateway

	regionals []regionalAddress // of a regional gateway
	table     int32             // its own route table, or none
	routed    bool              // it has one, though the snapshot may lack it
}

func (c *compiler) compileNatGateways() {
	for i := range c.s.NatGateways {
		d := &c.s.NatGateways[i]
		n := natGateway{
			ref: ref.Ref{Kind: ref.NatGateway, ID: d.NatGatewayId}, vpc: find(c.vpcIDs, d.VpcId), subnet: find(c.subnetIDs, d.SubnetId),
			available: d.State == "available", regional: d.AvailabilityMode == "regional", table: none,
		}
		if n.subnet != none {
			n.vpc = c.g.subnets[n.subnet].vpc
		}
		id := int32(len(c.g.nats))
		c.natIDs[d.NatGatewayId] = id
		c.name(n.ref, d.Tags.Name())
		for j := range d.NatGatewayAddresses {
			c.natAddress(&n, id, &d.NatGatewayAddresses[j], d)
			c.regionalAddress(&n, &d.NatGatewayAddresses[j], d)
		}
		c.g.nats = append(c.g.nats, n)
	}
}

// natAddress makes the gateway the holder of one of its address pairs; the primary one is what it translates to.
func (c *compiler) natAddress(n *natGateway, id int32, a *topology.NatGatewayAddress, d *topology.NatGateway) {
	h := holder{vpc: n.vpc, iface: NoInterface, nat: id, private: a.PrivateIp}
	if e := c.interfaceAt(a.NetworkInterfaceId); e != none {
		c.g.interfaces[e].nat, c.g.interfaces[e].owner, c.g.interfaces[e].role = id, n.ref, silentRole
	}
	public := a.PublicIp
	if d.ConnectivityType == "private" {
		public = netip.Addr{}
	}
	if n.vpc != none && a.PrivateIp.IsValid() {
		c.g.vpcs[n.vpc].hold(a.PrivateIp, ^id)
	}
	if n.vpc != none && public.IsValid() {
		c.g.public[public] = h
	}
	if !n.private.IsValid() || a.IsPrimary {
		n.private, n.public = a.PrivateIp, public
	}
}

// throughNAT takes a packet that a subnet's route table sent to a NAT gateway.
func (w *Walk) throughNAT(ni int32, p Packet) next {
	n := &w.g.nats[ni]
	at := Node{NatGatewayNode, ni}
	switch {
	case n.regional && n.vpc != none:
		return w.throughRegionalNAT(ni, p)
	case n.regional || n.subnet == none || !n.private.IsValid():
		return w.unmodelled(at, p)
	}
	if h, held := w.g.vpcs[n.vpc].holds(p.Dst); held && h.nat == ni {
		return w.atNAT(ni, p)
	}
	if w.from == n.subnet {
		w.drop(RoutingLoop, at, Ingress) // its own look-up finds itself (R17.2)
		return finished(Dropped)
	}
	w.enter(n.subnet, &p)
	w.note(GatewayEvent, at, &p)
	if w.reply {
		w.drop(NATNoSession, at, Ingress)
		return finished(Dropped)
	}
	before := p
	if !w.serves(ni, &p) {
		return finished(Dropped)
	}
	p.Src = n.private
	if p.Protocol.HasPorts() {
		p.SrcPorts = ephemeral
	}
	w.remember(translation{at: at, before: before, after: p, remapped: p.Protocol.HasPorts()})
	w.sender = NoInterface
	w.note(TranslateEvent, at, &p)
	return w.leave(n.subnet, p)
}

// serves drops what a NAT gateway does not take; false if nothing of it goes on. NAT64 makes IPv4 of IPv6.
func (w *Walk) serves(ni int32, p *Packet) bool {
	n, at := &w.g.nats[ni], Node{NatGatewayNode, ni}
	w.opened.translates = true
	w.require(truthOf(n.available), BadState, BadState, at)
	if !w.within(n.vpc, p.Src) && w.transit.into != n.vpc { // traffic of a transit gateway is served (R3.10)
		w.drop(NGWRequiresSourceInVPC, at, Ingress)
	}
	if p.Dst.Is6() && !w.embedded(p, at) {
		return false
	}
	if p.Protocol != netmath.TCP && p.Protocol != netmath.UDP && p.Protocol != netmath.ICMP {
		w.drop(ProtocolRestriction, at, Ingress)
		return false
	}
	return true
}

// embedded turns a packet to 64:ff9b::/96 into the IPv4 one it stands for (R3.12).
func (w *Walk) embedded(p *Packet, at Node) bool {
	v4, ok := netmath.ExtractNAT64(p.Dst)
	if !ok {
		w.drop(IPv6NotCarried, at, Ingress)
		return false
	}
	p.Dst = v4
	if p.Protocol == netmath.ICMPv6 {
		p.Protocol, p.DstPorts = netmath.ICMP, translateICMP(p.DstPorts, netmath.ICMPv6, netmath.ICMP)
		w.alive = w.alive.translatedICMP(netmath.ICMPv6, netmath.ICMP)
	}
	return true
}

// atNAT handles a packet addressed to a NAT gateway: the reply to something it sent, or nothing it wants (R3.7).
func (w *Walk) atNAT(ni int32, p Packet) next {
	n := &w.g.nats[ni]
	at := Node{NatGatewayNode, ni}
	switch {
	case n.regional && n.vpc != none:
		return w.atRegionalNAT(ni, p)
	case n.subnet == none && w.reply:
		return w.unmodelled(at, p)
	}
	if n.subnet != none {
		w.enter(n.subnet, &p)
	}
	w.note(GatewayEvent, at, &p)
	t := w.remembered(at, &p)
	if t == nil {
		w.drop(NATNoSession, at, Ingress)
		return finished(Dropped)
	}
	p = w.untranslate(t, p)
	w.note(TranslateEvent, at, &p)
	return w.leave(n.subnet, p)
}
