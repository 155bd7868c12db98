package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// walkRequest sends the flow's packet and follows it to its end.
func (r *run) walkRequest() (*leg, end) {
	f := r.flow
	l := &leg{run: r, visited: map[string]bool{}}
	l.sent = packet{src: f.SourceIP, dst: f.To, proto: f.Protocol}
	if l.sent.hasPorts() {
		l.sent.sport, l.sent.dport = f.SourcePort, f.DestinationPort
	}
	if l.sent.isICMP() {
		l.sent.icmpType, l.sent.icmpCode = f.ICMPType, f.ICMPCode
	}
	if f.From == "" {
		return l, l.sendFromOutside()
	}
	e := r.networkInterface(f.From)
	if e == nil {
		return l, unclear("interface %s was not captured", f.From)
	}
	l.sent.src = sourceOf(e, f)
	return l, l.sendFrom(e)
}

// sourceOf is the address that an interface sends from (section 18).
func sourceOf(e *topology.NetworkInterface, f Flow) netip.Addr {
	v4, v6 := primaryIPv4(e), firstIPv6(e)
	switch {
	case f.SourceIP.IsValid():
		return f.SourceIP
	case f.To.Is6() || !v4.IsValid():
		return v6
	}
	return v4
}

// sendFrom is the first step of a request (section 0): interface, source check, security groups, subnet.
func (l *leg) sendFrom(e *topology.NetworkInterface) end {
	p := l.sent
	l.note("%s sends %v", e.NetworkInterfaceId, p)
	if end, stopped := l.cannotSend(e, p); stopped {
		return end
	}
	l.goesBy(e.NetworkInterfaceId)
	if holds(e, p.src) {
		p.identity = e.NetworkInterfaceId
	}
	if l.isHostService(e.VpcId, p.dst) {
		return end{place: atService, why: "R2.10: a service of the host", vpc: l.vpc(e.VpcId), packet: p}
	}
	if !l.passes(l.groupsAllow(e, egress, p), "R4.1: egress of the security groups of %s", e.NetworkInterfaceId) {
		return dropped("R4.1: no security group of %s lets it out", e.NetworkInterfaceId)
	}
	return l.leaveSubnet(e.SubnetId, p)
}

func (l *leg) cannotSend(e *topology.NetworkInterface, p packet) (end, bool) {
	switch {
	case !p.src.IsValid() || !p.dst.IsValid() || p.src.Is4() != p.dst.Is4():
		return dropped("R2.2: %s has no address of the destination's family", e.NetworkInterfaceId), true
	case isPlumbing(e):
		return dropped("R4.12: %s never initiates", e.NetworkInterfaceId), true
	case isNode(e):
		return dropped("R11.1: %s never initiates", e.NetworkInterfaceId), true
	case isInterfaceEndpoint(e):
		return dropped("R10.3: %s never initiates", e.NetworkInterfaceId), true
	case !l.sendsAs(e, p):
		return dropped("R13.2: %v is not an address of %s", p.src, e.NetworkInterfaceId), true
	case !l.passes(l.alive(e), "R13.1: state of %s", e.NetworkInterfaceId):
		return dropped("R13.1: %s is not in use or its instance not running", e.NetworkInterfaceId), true
	}
	if why := l.instanceConnectRefuses(e, p); why != "" {
		return dropped("%s", why), true
	}
	return end{}, false
}

// hostServices answer every interface, whatever filters and routes say (R2.10, R4.11): metadata, resolver, time.
var hostServices = []netip.Addr{
	netip.MustParseAddr("169.254.169.254"), netip.MustParseAddr("169.254.169.253"), netip.MustParseAddr("169.254.169.123"),
	netip.MustParseAddr("fd00:ec2::254"), netip.MustParseAddr("fd00:ec2::253"), netip.MustParseAddr("fd00:ec2::123"),
}

func (r *run) isHostService(vpc string, a netip.Addr) bool {
	for _, s := range hostServices {
		if s == a {
			return true
		}
	}
	v := r.vpc(vpc)
	return v != nil && a == resolver(v)
}

// resolver is the VPC's DNS server: base + 2 of the primary block (R1.8).
func resolver(v *topology.Vpc) netip.Addr {
	primary := v.CidrBlock
	if !primary.IsValid() && len(v.CidrBlockAssociationSet) > 0 {
		primary = v.CidrBlockAssociationSet[0].CidrBlock
	}
	if !primary.IsValid() {
		return netip.Addr{}
	}
	return plus(primary.Masked().Addr(), 2)
}

// sendFromOutside enters by the VPN or the like whose prefixes hold the source, else by the internet (section 18).
func (l *leg) sendFromOutside() end {
	p := l.sent
	if !p.src.IsValid() || !p.dst.IsValid() || p.src.Is4() != p.dst.Is4() {
		return dropped("R2.2: source and destination differ in family")
	}
	if l.beyond != nil {
		return l.enterFromBeyond(l.beyond, p)
	}
	way := l.entryOf(p)
	l.entryPlace, l.entry = way.place, way.id
	switch way.place {
	case atSite:
		return l.enterFromSite(l.vpnGateway(way.id), p)
	case atFarSite:
		return l.enterFromFarSite(way.id, p)
	case atCoreSite:
		return l.enterFromCoreSite(way.id, p)
	case atClient:
		return l.enterFromClient(way.id, p)
	}
	if subnets := l.vacancies(p.src); len(subnets) > 0 {
		if !l.isHostOfInternet(subnets, p.src) {
			return l.sentByNobody(subnets, p.src)
		}
	}
	return l.enterFromInternet(p)
}

// vacancies are the subnets in whose blocks an address lies that nobody has.
func (l *leg) vacancies(a netip.Addr) []*topology.Subnet {
	var all []*topology.Subnet
	for i := range l.s.Subnets {
		n := &l.s.Subnets[i]
		if !within(subnetBlocks(n), a) {
			continue
		}
		all = append(all, n)
	}
	for i := range l.s.Vpcs {
		if !l.holderOf(l.s.Vpcs[i].VpcId, a).isNobody() {
			return nil
		}
	}
	return all
}

// isHostOfInternet tells whether an address that VPCs use for subnets is certainly of none of their interfaces, and public: then the internet's
// host has it (R1.9).
func (l *leg) isHostOfInternet(subnets []*topology.Subnet, a netip.Addr) bool {
	for _, n := range subnets {
		if !l.interfacesWhole(n.VpcId) {
			return false
		}
	}
	return a.Is4() && !within(privateSpace, a)
}

// sentByNobody ends a request from an address of subnets that no document gives to anyone (R1.8).
func (l *leg) sentByNobody(subnets []*topology.Subnet, a netip.Addr) end {
	for _, n := range subnets {
		if !l.interfacesWhole(n.VpcId) && !l.isReserved(n.VpcId, a) {
			return unclear("R1.8: %v may belong to an interface of %s that was not captured", a, n.SubnetId)
		}
	}
	return dropped("R1.8: %v belongs to no interface of %s", a, subnets[0].SubnetId)
}
