package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Hosts of the internet, and private addresses of nobody.
var (
	internetHosts = addrs("198.51.100.7", "198.51.100.200", "203.0.113.9", "203.0.113.200", "8.8.8.8", "2001:db8::5", "2001:db8:ffff::1", "2606:4700::1111")
	nobodies      = addrs("10.250.0.9", "192.168.250.9", "172.30.0.9", "100.127.0.9", "fd99::9", "127.0.0.1", "224.0.0.5", "0.0.0.5", "255.255.255.255", "ff02::1", "fe80::9")
	linkLocals    = addrs("169.254.169.254", "169.254.169.253", "169.254.169.123", "169.254.168.1", "169.254.170.2", "169.254.171.255", "169.254.172.0", "169.254.1.1", "169.254.171.7",
		"fd00:ec2::254", "fd00:ec2::253", "fd00:ec2::123", "fd00:ec2::9", "fd00:ec2:80::7")
)

func addrs(texts ...string) []netip.Addr {
	var all []netip.Addr
	for _, t := range texts {
		all = append(all, netip.MustParseAddr(t))
	}
	return all
}

// fromInside begins a flow of an interface. The second value is the interface it is meant for, if any.
func (g *ground) fromInside() (Flow, *topology.NetworkInterface) {
	if len(g.inspected) > 0 && g.chance(50) {
		return g.throughBox()
	}
	e := pick(g.dice, g.senders...)
	if g.chance(3) {
		e = &g.s.NetworkInterfaces[g.IntN(len(g.s.NetworkInterfaces))]
	}
	to := g.destination(e)
	if to.of == e && g.chance(80) {
		to = g.destination(e) // few talk to themselves
	}
	f := Flow{From: e.NetworkInterfaceId, To: to.addr}
	if to.addr.IsValid() {
		f.SourceIP = g.source(e, to.addr.Is4())
	}
	return f, to.of
}

// source is what an interface sends from: mostly its first address of the family.
func (g *ground) source(e *topology.NetworkInterface, four bool) netip.Addr {
	var own []netip.Addr
	for _, a := range g.addresses(e) {
		if a.Is4() == four {
			own = append(own, a)
		}
	}
	switch {
	case g.preserves(e) && g.chance(60):
		return g.client(four)
	case g.chance(4):
		return g.foreignSource(e)
	case len(own) > 0 && g.chance(75):
		return own[0]
	}
	return pick(g.dice, own...)
}

// foreignSource is an address that the interface does not have: only one with its source/dest check off may send from it.
func (g *ground) foreignSource(e *topology.NetworkInterface) netip.Addr {
	if g.chance(60) {
		return g.hostIn(e.VpcId).addr
	}
	return pick(g.dice, append(internetHosts[:len(internetHosts):len(internetHosts)], nobodies...)...)
}

// destination is where an interface sends to.
func (g *ground) destination(e *topology.NetworkInterface) end {
	if len(g.remote) > 0 && g.chance(7) {
		return end{addr: g.toRemote()}
	}
	if len(g.joined[e.VpcId]) > 0 && g.chance(70) {
		return g.beyond(e.VpcId)
	}
	return draw(g.dice,
		share[func() end]{30, func() end { return g.hostIn(e.VpcId) }},
		share[func() end]{22, func() end { return g.hostIn(pick(g.dice, g.peers[e.VpcId]...)) }},
		share[func() end]{3, func() end { return g.hostIn(g.anyVpc().VpcId) }},
		share[func() end]{6, func() end { return pick(g.dice, g.publics...) }},
		share[func() end]{13, func() end { return end{addr: pick(g.dice, internetHosts...)} }},
		share[func() end]{5, func() end { return end{addr: g.serviceAddress()} }},
		share[func() end]{6, func() end { return g.behind(e.VpcId) }},
		share[func() end]{9, func() end { return end{addr: g.routed(e)} }},
		share[func() end]{1, func() end { return end{addr: g.natAddress()} }},
		share[func() end]{2, func() end { return end{addr: g.reserved(e)} }},
		share[func() end]{2, func() end { return end{addr: pick(g.dice, linkLocals...)} }},
		share[func() end]{2, func() end { return end{addr: g.resolver(e)} }},
		share[func() end]{3, func() end { return end{addr: g.nat64()} }},
		share[func() end]{1, func() end { return end{addr: pick(g.dice, nobodies...)} }},
		share[func() end]{1, func() end { return end{addr: pick(g.dice, g.spare...)} }},
	)()
}

// hostIn is an address of one of a VPC's interfaces; of a VPC that the snapshot lacks, one that its peerings tell of.
func (g *ground) hostIn(vpc string) end {
	if g.vpcs[vpc] == nil {
		return end{addr: g.within(pick(g.dice, strangerBlocks...))}
	}
	e := pick(g.dice, g.byVpc[vpc]...)
	if e == nil {
		return end{}
	}
	if addresses := g.addresses(e); len(addresses) > 0 && g.chance(60) {
		return end{addresses[0], e}
	}
	return end{pick(g.dice, g.addresses(e)...), e}
}

func (g *ground) anyVpc() *topology.Vpc {
	if len(g.s.Vpcs) == 0 {
		return &topology.Vpc{}
	}
	return &g.s.Vpcs[g.IntN(len(g.s.Vpcs))]
}

// serviceAddress is one that a gateway endpoint's lists hold.
func (g *ground) serviceAddress() netip.Addr {
	blocks := pick(g.dice, s3Blocks, s3Blocks, s3Blocks6, dynamoBlocks)
	return g.within(netip.MustParsePrefix(pick(g.dice, blocks...)))
}

// site is a network behind a VPN, or one that might be.
func (g *ground) site() site {
	if len(g.sites) > 0 && g.chance(90) {
		return pick(g.dice, g.sites...)
	}
	return site{netip.MustParsePrefix(pick(g.dice, siteBlocks...)), g.anyVpc().VpcId}
}

// behind is an address behind a VPC's own VPNs. If it has none, it is mostly a neighbour, else an address behind any VPN.
func (g *ground) behind(vpc string) end {
	var own []site
	for _, s := range g.sites {
		if s.vpc == vpc {
			own = append(own, s)
		}
	}
	switch {
	case len(own) > 0:
		return end{addr: g.within(pick(g.dice, own...).block)}
	case g.chance(75):
		return g.hostIn(vpc)
	}
	return end{addr: g.within(g.site().block)}
}

// routed is an address at the edge of a route that the interface's subnet has.
func (g *ground) routed(e *topology.NetworkInterface) netip.Addr {
	t := g.table(e)
	if t == nil || len(t.Routes) == 0 {
		return netip.Addr{}
	}
	r := pick(g.dice, t.Routes...)
	p := block(&r)
	if l := g.lists[r.DestinationPrefixListId]; l != nil && len(l.Entries) > 0 {
		p = pick(g.dice, l.Entries...).Cidr
	}
	if p.IsValid() && g.chance(10) && p.Bits() > 0 {
		return last(p.Masked()).Next()
	}
	return g.within(p)
}

// natAddress is a private or public address of a NAT gateway.
func (g *ground) natAddress() netip.Addr {
	if len(g.s.NatGateways) == 0 {
		return netip.Addr{}
	}
	a := pick(g.dice, pick(g.dice, g.s.NatGateways...).NatGatewayAddresses...)
	if a.PublicIp.IsValid() && g.chance(40) {
		return a.PublicIp
	}
	return a.PrivateIp
}

// reserved is an address that a subnet of the VPC keeps for itself, or one that nobody has.
func (g *ground) reserved(e *topology.NetworkInterface) netip.Addr {
	var blocks []netip.Prefix
	for i := range g.s.Subnets {
		if s := (&subnetDraft{Subnet: &g.s.Subnets[i]}); s.VpcId == e.VpcId {
			blocks = append(blocks, s.CidrBlock, s.block6())
		}
	}
	p := pick(g.dice, blocks...)
	if !p.IsValid() {
		return netip.Addr{}
	}
	if g.chance(25) {
		return last(p)
	}
	return offset(p.Addr(), pick(g.dice, 0, 1, 2, 3, 14))
}

// resolver is the address of a VPC's DNS resolver: the sender's, or another VPC's.
func (g *ground) resolver(e *topology.NetworkInterface) netip.Addr {
	v := g.vpcs[e.VpcId]
	if v == nil || g.chance(25) {
		v = g.anyVpc()
	}
	if !v.CidrBlock.IsValid() {
		return netip.Addr{}
	}
	return offset(v.CidrBlock.Addr(), 2)
}

// nat64 is an IPv4 address inside 64:ff9b::/96.
func (g *ground) nat64() netip.Addr {
	four := netip.MustParseAddr("8.8.8.8")
	switch {
	case g.chance(40):
		four = pick(g.dice, internetHosts...)
	case g.chance(30):
		four = g.hostIn(g.anyVpc().VpcId).addr
	case g.chance(30):
		four = g.serviceAddress()
	}
	if !four.Is4() {
		return netip.Addr{}
	}
	bytes := netip.MustParseAddr("64:ff9b::").As16()
	copy(bytes[12:], four.AsSlice())
	return netip.AddrFrom16(bytes)
}

// fromOutside begins a flow of somebody outside.
func (g *ground) fromOutside() (Flow, *topology.NetworkInterface) {
	if len(g.inspected) > 0 && g.chance(40) {
		return g.intoInspected()
	}
	switch {
	case g.chance(62):
		to := g.exposed()
		return Flow{SourceIP: pick(g.dice, internetHosts...), To: to.addr}, to.of
	case g.chance(80):
		return g.fromSite()
	}
	to := g.exposed()
	return Flow{SourceIP: pick(g.dice, nobodies...), To: to.addr}, to.of
}

// fromSite begins a flow from behind a VPN: mostly into the VPC that it leads to, or to another site (R9.4).
func (g *ground) fromSite() (Flow, *topology.NetworkInterface) {
	from := g.site()
	if len(g.far) > 0 && g.chance(70) {
		from = pick(g.dice, g.far...)
	}
	if from.vpc == "" || g.chance(10) {
		from.vpc = g.anyVpc().VpcId
	}
	to := g.hostIn(from.vpc)
	if g.chance(8) {
		to = end{addr: g.within(g.site().block)}
	}
	return Flow{SourceIP: g.within(from.block), To: to.addr}, to.of
}

// exposed is what somebody on the internet may try.
func (g *ground) exposed() end {
	switch {
	case len(g.publics) > 0 && g.chance(75):
		return pick(g.dice, g.publics...)
	case len(g.spare) > 0 && g.chance(20):
		return end{addr: pick(g.dice, g.spare...)}
	case g.chance(10):
		return end{addr: pick(g.dice, internetHosts...)}
	}
	return g.hostIn(g.anyVpc().VpcId)
}
