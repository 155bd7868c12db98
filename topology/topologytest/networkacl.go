package topologytest

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// NACL is a handle on a network ACL.
type NACL struct{ *topology.NetworkAcl }

// NACL adds an ACL of some subnets. It denies everything until it is told otherwise.
func (n *Network) NACL(id, vpc string, subnets ...string) NACL {
	in := n.vpc(vpc)
	a := NACL{&topology.NetworkAcl{Meta: in.Meta, NetworkAclId: id, OwnerId: in.OwnerId, VpcId: vpc}}
	for _, s := range subnets {
		a.Associations = append(a.Associations, topology.NetworkAclAssociation{NetworkAclAssociationId: "aclassoc-" + s, NetworkAclId: id, SubnetId: s})
	}
	for _, egress := range []bool{false, true} {
		a.add(egress, 32767, "deny", "all", "0.0.0.0/0")
		a.add(egress, 32768, "deny", "all", "::/0")
	}
	n.acls = append(n.acls, a.NetworkAcl)
	return a
}

// Ingress adds an entry: action is "allow" or "deny", service as in SG.Ingress, remote a prefix or "any" (two entries: number and number+1).
func (a NACL) Ingress(number int, action, service, remote string) NACL {
	return a.add(false, number, action, service, remote)
}

// Egress adds an entry, as Ingress does.
func (a NACL) Egress(number int, action, service, remote string) NACL {
	return a.add(true, number, action, service, remote)
}

// OpenIngress allows what no earlier entry decided (numbers 32000 and 32001).
func (a NACL) OpenIngress() NACL { return a.Ingress(32000, "allow", "all", "any") }

// OpenEgress allows what no earlier entry decided (numbers 32000 and 32001).
func (a NACL) OpenEgress() NACL { return a.Egress(32000, "allow", "all", "any") }

func (a NACL) add(egress bool, number int, action, text, remote string) NACL {
	if remote == "any" {
		return a.add(egress, number, action, text, "0.0.0.0/0").add(egress, number+1, action, text, "::/0")
	}
	s := parseService(text)
	e := topology.NetworkAclEntry{Egress: egress, RuleNumber: number, RuleAction: action, Protocol: s.number}
	if prefix := netip.MustParsePrefix(remote); prefix.Addr().Is6() {
		e.Ipv6CidrBlock = prefix
	} else {
		e.CidrBlock = prefix
	}
	switch s.number {
	case "6", "17":
		e.PortRange = &topology.PortRange{From: *s.from, To: *s.to}
	case "1", "58":
		e.IcmpTypeCode = &topology.IcmpTypeCode{Type: *s.from, Code: *s.to}
	}
	a.Entries = append(a.Entries, e)
	return a
}

// addDefaultAcls gives every VPC a default ACL that allows all, for the subnets that no other ACL names.
func (n *Network) addDefaultAcls() {
	for _, v := range n.vpcs {
		var subnets []string
		for _, s := range n.subnets {
			if s.VpcId == v.VpcId && !n.hasAcl(s.SubnetId) {
				subnets = append(subnets, s.SubnetId)
			}
		}
		n.NACL("acl-default-"+v.VpcId, v.VpcId, subnets...).openAsDefault()
	}
}

func (n *Network) hasAcl(subnet string) bool {
	for _, a := range n.acls {
		if slices.ContainsFunc(a.Associations, func(x topology.NetworkAclAssociation) bool { return x.SubnetId == subnet }) {
			return true
		}
	}
	return false
}

func (a NACL) openAsDefault() {
	a.IsDefault = true
	a.Ingress(100, "allow", "all", "any").Egress(100, "allow", "all", "any")
}
