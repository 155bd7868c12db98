package topologytest

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// SG is a handle on a security group.
type SG struct {
	*topology.SecurityGroup
	n            *Network
	openedEgress *bool
}

// SG adds a group that admits nothing in and everything out. The first call of Egress takes the latter away.
func (n *Network) SG(id, vpc string) SG {
	in := n.vpc(vpc)
	opened := true
	g := SG{n: n, openedEgress: &opened, SecurityGroup: &topology.SecurityGroup{
		Meta: in.Meta, GroupId: id, GroupName: suffix(id), OwnerId: in.OwnerId, VpcId: vpc,
		IpPermissionsEgress: []topology.IpPermission{n.permission("all", "any")},
	}}
	n.groups = append(n.groups, g.SecurityGroup)
	return g
}

// Ingress adds a rule. service is "all", "tcp/443", "udp/8000-8100", "icmp/8/0", "icmpv6", "47"; a remote is a prefix, "pl-...", "sg-..."
// or "any" (both families). "sg-x:pcx-y" is a reference over a peering.
func (g SG) Ingress(service string, remotes ...string) SG {
	g.IpPermissions = append(g.IpPermissions, g.n.permission(service, remotes...))
	return g
}

// Egress adds a rule, as Ingress does.
func (g SG) Egress(service string, remotes ...string) SG {
	if *g.openedEgress {
		g.NoEgress()
	}
	g.IpPermissionsEgress = append(g.IpPermissionsEgress, g.n.permission(service, remotes...))
	return g
}

// NoEgress takes all egress rules away.
func (g SG) NoEgress() SG {
	*g.openedEgress = false
	g.IpPermissionsEgress = nil
	return g
}

// Associated lets the group be used in another VPC.
func (g SG) Associated(vpc string) SG {
	g.n.groupVpcs = append(g.n.groupVpcs, &topology.SecurityGroupVpcAssociation{
		Meta: g.Meta, GroupId: g.GroupId, VpcId: vpc, VpcOwnerId: g.OwnerId, GroupOwnerId: g.OwnerId, State: "associated",
	})
	return g
}

// AsRules tells the group's rules by describe-security-group-rules documents too.
func (g SG) AsRules(rules ...topology.SecurityGroupRule) SG {
	for _, r := range rules {
		r.Meta, r.GroupId, r.GroupOwnerId = g.Meta, g.GroupId, g.OwnerId
		g.n.groupRules = append(g.n.groupRules, r)
	}
	return g
}

// Permission is the IpPermission of a service and its remotes, as Ingress reads them.
func Permission(service string, remotes ...string) topology.IpPermission {
	return New().permission(service, remotes...)
}

func (n *Network) permission(text string, remotes ...string) topology.IpPermission {
	s := parseService(text)
	p := topology.IpPermission{IpProtocol: s.protocol, FromPort: s.from, ToPort: s.to}
	for _, r := range remotes {
		n.addRemote(&p, r)
	}
	return p
}

func (n *Network) addRemote(p *topology.IpPermission, remote string) {
	switch {
	case remote == "any":
		n.addRemote(p, "0.0.0.0/0")
		n.addRemote(p, "::/0")
	case strings.HasPrefix(remote, "sg-"):
		p.UserIdGroupPairs = append(p.UserIdGroupPairs, n.groupPair(remote))
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

func (n *Network) groupPair(remote string) topology.UserIdGroupPair {
	id, peering, over := strings.Cut(remote, ":")
	pair := topology.UserIdGroupPair{GroupId: id, UserId: n.account}
	if over {
		pair.VpcPeeringConnectionId, pair.PeeringStatus = peering, "active"
	}
	return pair
}

// openGroup is the allow-all group of a VPC, made when first needed.
func (n *Network) openGroup(vpc string) string {
	id := "sg-open-" + vpc
	if find(n.groups, id, func(g *topology.SecurityGroup) string { return g.GroupId }) == nil {
		n.SG(id, vpc).Ingress("all", "any")
	}
	return id
}

// PrefixList adds a customer-managed list that could be read.
func (n *Network) PrefixList(id string, cidrs ...string) *topology.PrefixList {
	pl := &topology.PrefixList{Meta: n.meta(), PrefixListId: id, State: "create-complete", OwnerId: n.account, AddressFamily: "IPv4", EntriesKnown: true}
	for _, c := range cidrs {
		prefix := netip.MustParsePrefix(c)
		if prefix.Addr().Is6() {
			pl.AddressFamily = "IPv6"
		}
		pl.Entries = append(pl.Entries, topology.PrefixListEntry{Cidr: prefix})
	}
	n.prefixLists = append(n.prefixLists, pl)
	return pl
}

// UnreadablePrefixList adds a list of family "IPv4" or "IPv6" whose entries nobody could read.
func (n *Network) UnreadablePrefixList(id, family string) *topology.PrefixList {
	pl := n.PrefixList(id)
	pl.AddressFamily, pl.EntriesKnown = family, false
	return pl
}
