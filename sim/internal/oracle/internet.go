package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// crossInternet takes a packet from a gateway to whoever has the public destination: another VPC of the snapshot
// (R3.5), or the world.
func (l *leg) crossInternet(p packet) end {
	l.note("on the internet: %v", p)
	if !onInternetSpace(p.dst) {
		return dropped("R3.2: %v is not on the internet", p.dst)
	}
	if e, _ := l.holderOfCarrier(p.dst); e != nil || l.isPublicHere(p.dst) {
		return l.enterFromInternet(p)
	}
	if l.isUnassociated(p.dst) {
		return dropped("R1.11: nobody has the Elastic IP %v", p.dst)
	}
	return end{place: onInternet, why: "left to the internet", packet: p}
}

// isPublicHere tells whether a public address leads into the snapshot.
func (l *leg) isPublicHere(a netip.Addr) bool {
	if a.Is6() {
		return l.vpcOfIPv6(a) != nil
	}
	h, _, _ := l.holderOfPublic(a)
	return !h.isNobody()
}

func (l *leg) vpcOfIPv6(a netip.Addr) *topology.Vpc {
	for i := range l.s.Vpcs {
		v := &l.s.Vpcs[i]
		if a.Is6() && within(vpcBlocks(v), a) {
			return v
		}
	}
	return nil
}

// isUnassociated tells whether the address is an Elastic IP of the snapshot that nobody uses.
func (l *leg) isUnassociated(a netip.Addr) bool {
	for i := range l.s.Addresses {
		x := &l.s.Addresses[i]
		if x.PublicIp == a {
			return x.AssociationId == "" && x.NetworkInterfaceId == "" && x.InstanceId == ""
		}
	}
	return false
}

// enterFromInternet finds the VPC that a public address leads to (R3.1, R3.4).
func (l *leg) enterFromInternet(p packet) end {
	if !onInternetSpace(p.src) {
		return dropped("R3.2: a packet from %v does not come in from the internet", p.src)
	}
	if p.dst.Is6() {
		return l.enterIPv6(p)
	}
	if e, _ := l.holderOfCarrier(p.dst); e != nil {
		if l.isReply() && l.request.leftByCarrier(p) {
			return l.enterFromCarrier(p.anonymous())
		}
		return dropped("R3.15: the internet does not reach the carrier address %v", p.dst)
	}
	h, vpc, private := l.holderOfPublic(p.dst)
	if h.isNobody() {
		return l.noPublic(p.dst)
	}
	v := l.vpc(vpc)
	if v == nil {
		return unclear("VPC %s was not captured", vpc)
	}
	if private.IsValid() { // a regional NAT gateway may have none
		p.dst = private
	}
	return l.enterVpc(v, h, p.anonymous())
}

func (l *leg) noPublic(a netip.Addr) end {
	if !onInternetSpace(a) {
		return dropped("R3.2: the internet does not route %v", a)
	}
	if l.isUnassociated(a) || l.allInterfacesWhole() {
		return dropped("R3.1: %v is the public address of no interface", a)
	}
	return unclear("%v may belong to an interface that was not captured", a)
}

func (l *leg) enterIPv6(p packet) end {
	v := l.vpcOfIPv6(p.dst)
	if v == nil {
		return dropped("R3.4: %v is in no VPC", p.dst)
	}
	if isPrivateIPv6(v, p.dst) {
		return dropped("R1.12: %v is a private IPv6", p.dst)
	}
	h := l.holderOf(v.VpcId, p.dst)
	if h.isNobody() || l.isReserved(v.VpcId, p.dst) {
		return l.nobody(v.VpcId, p.dst)
	}
	if h.eni != nil && h.eni.DenyAllIgwTraffic {
		return dropped("R1.12: %s denies all internet gateway traffic", h.eni.NetworkInterfaceId)
	}
	return l.enterVpc(v, h, p.anonymous())
}

// enterVpc passes the VPC's internet gateway, or for a reply the egress-only one that let the request out (R3.6).
func (l *leg) enterVpc(v *topology.Vpc, h holder, p packet) end {
	if h.nat != nil && !(l.isReply() && l.request.translationOf(h.nat.NatGatewayId, p) != nil) {
		return dropped("R3.7: %s takes nothing unsolicited", h.nat.NatGatewayId)
	}
	if l.isReply() && l.request.leftByEgressOnly(p) {
		return l.deliver(v, p)
	}
	id, attached := l.internetGatewayOf(v)
	route, end, stopped := topology.Route{GatewayId: "local"}, end{}, false
	if !h.isRegional() {
		route, end, stopped = l.edgeRoute(id, v, p)
	}
	if stopped {
		return end
	}
	at := l.touching(route, hop{vpc: v, subnet: l.subnet(h.subnet)})
	if !l.isReply() && !l.passes(l.publicAccess(at, inbound), "R3.17: Block Public Access at %s", at.name()) {
		return dropped("R3.17: Block Public Access closes %s", at.name())
	}
	switch {
	case attached == no:
		return dropped("R3.1: %s has no internet gateway", v.VpcId)
	case attached == maybe:
		return unclear("the internet gateway of %s was not captured", v.VpcId)
	case h.isRegional():
		return l.natReceives(h.nat, p)
	}
	return l.enterBy(id, v, route, p)
}

// allInterfacesWhole tells whether the interfaces of every VPC were captured.
func (r *run) allInterfacesWhole() bool {
	for i := range r.s.Vpcs {
		if !r.interfacesWhole(r.s.Vpcs[i].VpcId) {
			return false
		}
	}
	return r.s.Covers(ref.NetworkInterface, "", "") == topology.Whole
}
