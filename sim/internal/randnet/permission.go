package randnet

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// A traffic is a protocol as a group prints it, with ports or an ICMP type and code.
type traffic struct {
	protocol string
	from, to int32
}

// noPorts says that a rule prints no ports.
const noPorts = -2

var (
	everything = traffic{"-1", noPorts, noPorts}
	anyEcho    = traffic{"icmp", 8, -1}
	anyEcho6   = traffic{"icmpv6", 128, -1}
)

// usualTraffic is what rules mostly grant, oddTraffic what they rarely do.
var (
	usualTraffic = []traffic{
		everything, {"tcp", 0, 65535}, {"tcp", 80, 443}, {"tcp", 443, 443}, {"tcp", 22, 22}, {"tcp", 8080, 8090}, {"udp", 53, 53}, {"icmp", -1, -1}, {"icmpv6", noPorts, noPorts},
	}
	oddTraffic = []traffic{
		{"6", 443, 443}, {"17", 123, 123}, {"udp", 0, 65535}, {"tcp", 1024, 65535}, {"tcp", 32768, 60999}, {"tcp", 0, 1023},
		{"icmp", 8, -1}, {"icmp", 8, 0}, {"icmp", 3, 4}, {"icmp", 0, -1}, {"icmp", 13, 0}, {"1", -1, -1}, {"icmpv6", 128, 0}, {"58", -1, -1}, {"58", 128, -1},
		{"47", noPorts, noPorts}, {"50", noPorts, noPorts}, {"tcp", 443, 444}, {"tcp", 65535, 65535}, {"udp", 1, 53},
	}
)

func (d *draft) traffic() traffic {
	if d.chance(65) {
		return pick(d.dice, usualTraffic...)
	}
	return pick(d.dice, oddTraffic...)
}

// permit is a permission for some remotes: prefixes, pl- ids, or "any" for all of both families.
func permit(t traffic, remotes ...string) topology.IpPermission {
	p := topology.IpPermission{IpProtocol: t.protocol}
	if t.from != noPorts {
		from, to := t.from, t.to
		p.FromPort, p.ToPort = &from, &to
	}
	for _, r := range remotes {
		addRemote(&p, r)
	}
	return p
}

func addRemote(p *topology.IpPermission, remote string) {
	switch {
	case remote == "any":
		addRemote(p, "0.0.0.0/0")
		addRemote(p, "::/0")
	case strings.HasPrefix(remote, "pl-"):
		p.PrefixListIds = append(p.PrefixListIds, topology.PrefixListId{PrefixListId: remote})
	default:
		prefix := netip.MustParsePrefix(remote)
		if prefix.Addr().Is6() {
			p.Ipv6Ranges = append(p.Ipv6Ranges, topology.Ipv6Range{CidrIpv6: prefix})
			return
		}
		p.IpRanges = append(p.IpRanges, topology.IpRange{CidrIp: prefix})
	}
}

// inside are the ranges that networks within and behind the VPCs use.
var inside = []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "54.240.0.0/24", "2600::/16", "fd00::/8"}

// remotes are one or two remotes that fit a VPC.
func (d *draft) remotes(v *vpcDraft) []string {
	all := []string{d.remote(v)}
	if d.chance(40) {
		all = append(all, d.remote(v))
	}
	return unique(all)
}

func (d *draft) remote(v *vpcDraft) string {
	return draw(d.dice,
		share[func() string]{30, func() string { return "any" }},
		share[func() string]{12, func() string { return pick(d.dice, inside...) }},
		share[func() string]{14, func() string { return pick(d.dice, v.blocks()...).String() }},
		share[func() string]{10, func() string { return pick(d.dice, pick(d.dice, d.vpcs...).blocks()...).String() }},
		share[func() string]{8, func() string { return d.hostRemote() }},
		share[func() string]{14, func() string { return d.list().PrefixListId }},
		share[func() string]{6, func() string { return pick(d.dice, siteBlocks...) }},
		share[func() string]{6, func() string {
			return pick(d.dice, "0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "198.51.100.0/24", "8.8.8.8/32", "2001:db8::/32", "64:ff9b::/96")
		}},
	)()
}

// hostRemote is one interface's address, at times with its neighbour.
func (d *draft) hostRemote() string {
	e := pick(d.dice, d.interfaces()...)
	if e == nil {
		return "10.0.0.4/32"
	}
	addr := e.PrivateIpAddress
	if !addr.IsValid() || (e.Ipv6Address.IsValid() && d.chance(30)) {
		addr = e.Ipv6Address
	}
	return netip.PrefixFrom(addr, addr.BitLen()-d.IntN(2)).Masked().String()
}
