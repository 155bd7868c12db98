package randnet

import (
	"net/netip"
	"strconv"

	"github.com/dryhop/dryhop/topology"
)

// addService gives a flow its protocol and ports, mostly those at the edges of a rule that it meets.
func (g *ground) addService(f *Flow, to *topology.NetworkInterface) {
	what, known := g.frontService(to)
	if !known || g.chance(8) {
		what = g.service(f, to)
	}
	f.Protocol = g.protocol(what.protocol, f.To.Is4())
	switch f.Protocol {
	case tcp, udp:
		f.DestinationPort = g.port(what)
		f.SourcePort = g.sourcePort()
	case icmp, icmpv6:
		g.addMessage(f, what)
	}
}

// service is the traffic of a rule at one of the flow's ends, or some other one.
func (g *ground) service(f *Flow, to *topology.NetworkInterface) traffic {
	from := g.byID[f.From]
	switch {
	case g.chance(12):
		return traffic{"icmp", 8, 0}
	case to != nil && g.chance(72):
		return g.groupTraffic(to, false, f.SourceIP)
	case from != nil && g.chance(20):
		return g.groupTraffic(from, true, f.To)
	case to != nil && g.chance(30):
		return g.aclTraffic(to.SubnetId)
	case from != nil && g.chance(30):
		return g.aclTraffic(from.SubnetId)
	case g.chance(70):
		return traffic{"tcp", 443, 443}
	}
	return pick(g.dice, append(usualTraffic[:len(usualTraffic):len(usualTraffic)], oddTraffic...)...)
}

// groupTraffic is what one of an interface's rules is about: mostly one that may match the remote address.
func (g *ground) groupTraffic(e *topology.NetworkInterface, egress bool, remote netip.Addr) traffic {
	var all, fit []topology.IpPermission
	for _, id := range e.Groups {
		if sg := g.groups[id.GroupId]; sg != nil && egress {
			all = append(all, sg.IpPermissionsEgress...)
		} else if sg != nil {
			all = append(all, sg.IpPermissions...)
		}
	}
	for i := range all {
		if mayMatch(&all[i], remote) {
			fit = append(fit, all[i])
		}
	}
	switch {
	case len(all) == 0:
		return traffic{"tcp", 443, 443}
	case len(fit) > 0 && g.chance(85):
		return permitted(pick(g.dice, fit...))
	}
	return permitted(pick(g.dice, all...))
}

// mayMatch reports whether a permission names a remote address: by a prefix, or perhaps by a list or group.
func mayMatch(p *topology.IpPermission, remote netip.Addr) bool {
	for _, r := range p.IpRanges {
		if r.CidrIp.IsValid() && r.CidrIp.Contains(remote) {
			return true
		}
	}
	for _, r := range p.Ipv6Ranges {
		if r.CidrIpv6.IsValid() && r.CidrIpv6.Contains(remote) {
			return true
		}
	}
	return len(p.PrefixListIds)+len(p.UserIdGroupPairs) > 0
}

// permitted is the traffic of a permission.
func permitted(p topology.IpPermission) traffic {
	t := traffic{protocol: p.IpProtocol, from: -1, to: -1}
	if p.FromPort != nil && p.ToPort != nil {
		t.from, t.to = *p.FromPort, *p.ToPort
	}
	return t
}

// aclTraffic is what an entry of a subnet's ACL is about.
func (g *ground) aclTraffic(subnet string) traffic {
	a := g.acls[subnet]
	if a == nil || len(a.Entries) == 0 {
		return traffic{"tcp", 80, 80}
	}
	e := pick(g.dice, a.Entries...)
	t := traffic{protocol: e.Protocol, from: -1, to: -1}
	switch {
	case e.PortRange != nil:
		t.from, t.to = e.PortRange.From, e.PortRange.To
	case e.IcmpTypeCode != nil:
		t.from, t.to = e.IcmpTypeCode.Type, e.IcmpTypeCode.Code
	}
	return t
}

// protocol reads a rule's protocol; a rule about all of them stands for TCP mostly.
func (g *ground) protocol(name string, four bool) uint8 {
	ping := uint8(icmpv6)
	if four {
		ping = icmp
	}
	switch name {
	case "tcp":
		return tcp
	case "udp":
		return udp
	case "icmp", "icmpv6":
		return ping
	}
	n, err := strconv.ParseUint(name, 10, 8)
	switch {
	case err != nil:
		return draw(g.dice, share[uint8]{80, tcp}, share[uint8]{10, udp}, share[uint8]{7, ping}, share[uint8]{3, 47})
	case (n == icmp || n == icmpv6) && g.chance(90):
		return ping
	}
	return uint8(n)
}

// port is a port in a range, or right beside it.
func (g *ground) port(what traffic) uint16 {
	if what.from < 0 || what.to > 65535 || what.to < what.from {
		what.from, what.to = 0, 65535
	}
	if what.from == 0 && what.to == 65535 && g.chance(70) {
		return pick(g.dice, uint16(443), 443, 22, 80, 8080, 53, 3306)
	}
	n := draw(g.dice, share[int32]{35, what.from}, share[int32]{25, what.to}, share[int32]{26, (what.from + what.to) / 2},
		share[int32]{7, what.from - 1}, share[int32]{7, what.to + 1})
	return uint16(max(0, min(65535, n)))
}

// sourcePort is a port that clients use, at times one at the edge of an ACL's ranges.
func (g *ground) sourcePort() uint16 {
	if len(g.ports) > 0 && g.chance(20) {
		return uint16(max(0, min(65535, pick(g.dice, g.ports...))))
	}
	if g.chance(12) {
		return pick(g.dice, uint16(1023), 1024, 1025, 80, 443, 0, 65535, 61000)
	}
	return pick(g.dice, uint16(32768), 40000, 49151, 49152, 55555, 60999)
}

// addMessage gives an ICMP flow its type and code: a rule's, or an echo request.
func (g *ground) addMessage(f *Flow, what traffic) {
	f.ICMPType = 8
	if f.Protocol == icmpv6 {
		f.ICMPType = 128
	}
	switch {
	case g.chance(65):
	case what.from >= 0 && what.from < 256 && g.chance(70):
		f.ICMPType, f.ICMPCode = uint8(what.from), uint8(max(0, min(255, what.to)))
	case f.Protocol == icmp:
		f.ICMPType, f.ICMPCode = pick(g.dice, uint8(3), 0, 11, 13, 15, 17, 5, 8), pick(g.dice, uint8(0), 0, 4, 1)
	default:
		f.ICMPType, f.ICMPCode = pick(g.dice, uint8(1), 2, 3, 129, 135, 128), pick(g.dice, uint8(0), 0, 4)
	}
}
