package provision

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// What everything matches.
var (
	any4 = netip.MustParsePrefix("0.0.0.0/0")
	any6 = netip.MustParsePrefix("::/0")
)

// Defaults are the ids of what AWS makes with a VPC. An empty one is replaced by the VPC's with a suffix.
type Defaults struct{ RouteTable, NetworkAcl, SecurityGroup string }

// DefaultsOf are the ids that the defaults of a VPC have as long as nobody knows better.
func DefaultsOf(vpc string) Defaults {
	return Defaults{RouteTable: vpc + "#main-route-table", NetworkAcl: vpc + "#default-network-acl", SecurityGroup: vpc + "#default-security-group"}
}

// AddVpc adds a VPC with its main route table, default network ACL and default security group. The row's CidrBlock, if it is valid, need not be in its
// CidrBlockAssociationSet.
func (d *Draft) AddVpc(v topology.Vpc, ids Defaults) {
	implied := DefaultsOf(v.VpcId)
	if v.CidrBlock.IsValid() && len(v.CidrBlockAssociationSet) == 0 {
		v.CidrBlockAssociationSet = append(v.CidrBlockAssociationSet, associated4(v.CidrBlock))
	}
	v.State = cmp.Or(v.State, "available")
	Put(d, &d.Snapshot.Vpcs, v)
	table := topology.RouteTable{Meta: implicit(v.Meta), RouteTableId: cmp.Or(ids.RouteTable, implied.RouteTable), OwnerId: v.OwnerId, VpcId: v.VpcId}
	table.Associations = []topology.RouteTableAssociation{mainAssociation(table.RouteTableId)}
	Put(d, &d.Snapshot.RouteTables, table)
	Put(d, &d.Snapshot.NetworkAcls, topology.NetworkAcl{
		Meta: implicit(v.Meta), NetworkAclId: cmp.Or(ids.NetworkAcl, implied.NetworkAcl), OwnerId: v.OwnerId, VpcId: v.VpcId, IsDefault: true, Entries: openEntries(any4, 100),
	})
	group := cmp.Or(ids.SecurityGroup, implied.SecurityGroup)
	Put(d, &d.Snapshot.SecurityGroups, topology.SecurityGroup{
		Meta: implicit(v.Meta), GroupId: group, GroupName: "default", Description: "default VPC security group", OwnerId: v.OwnerId, VpcId: v.VpcId,
		IpPermissions:       []topology.IpPermission{{IpProtocol: "-1", UserIdGroupPairs: []topology.UserIdGroupPair{{GroupId: group, UserId: v.OwnerId}}}},
		IpPermissionsEgress: []topology.IpPermission{AllowAll()},
	})
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		d.openDefaults6(v.VpcId, b.Ipv6CidrBlock)
	}
}

// implicit is the Meta of what is made with a resource: its own place, without an address of its own.
func implicit(m topology.Meta) topology.Meta {
	m.Address = ""
	return m
}

// AllowAll is the egress rule that AWS gives every new security group.
func AllowAll() topology.IpPermission {
	return topology.IpPermission{IpProtocol: "-1", IpRanges: []topology.IpRange{{CidrIp: any4}}}
}

// AllowAll6 are the remotes that AllowAll has in IPv6.
func AllowAll6() []topology.Ipv6Range { return []topology.Ipv6Range{{CidrIpv6: any6}} }

func associated4(p netip.Prefix) topology.VpcCidrBlockAssociation {
	return topology.VpcCidrBlockAssociation{CidrBlock: p, CidrBlockState: topology.CidrBlockState{State: "associated"}}
}

// Associated6 is an IPv6 block in force, of a VPC or subnet.
func Associated6(p netip.Prefix) topology.VpcIpv6CidrBlockAssociation {
	return topology.VpcIpv6CidrBlockAssociation{Ipv6CidrBlock: p, Ipv6CidrBlockState: topology.CidrBlockState{State: "associated"}}
}

// openEntries are the two entries with which a default network ACL allows a family, and the two behind all others that deny it.
func openEntries(p netip.Prefix, number int) []topology.NetworkAclEntry {
	var entries []topology.NetworkAclEntry
	for _, egress := range []bool{false, true} {
		for _, e := range []topology.NetworkAclEntry{{RuleNumber: number, RuleAction: "allow"}, {RuleNumber: 32667 + number, RuleAction: "deny"}} {
			e.Egress, e.Protocol = egress, "-1"
			entries = append(entries, withPrefix(e, p))
		}
	}
	return entries
}

func withPrefix(e topology.NetworkAclEntry, p netip.Prefix) topology.NetworkAclEntry {
	if p.Addr().Is6() {
		e.Ipv6CidrBlock = p
	} else {
		e.CidrBlock = p
	}
	return e
}

// AddBlock gives a VPC another IPv4 or IPv6 block. An invalid one is a block that nobody knows yet.
func (d *Draft) AddBlock(vpc string, block netip.Prefix, v6 bool) {
	v := Part(d, &d.Snapshot.Vpcs, vpc, func(v *topology.Vpc) { v.VpcId = vpc })
	if !v6 {
		for _, a := range v.CidrBlockAssociationSet {
			if a.CidrBlock == block {
				return
			}
		}
		v.CidrBlockAssociationSet = append(v.CidrBlockAssociationSet, associated4(block))
		return
	}
	for _, a := range v.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlock == block {
			return
		}
	}
	v.Ipv6CidrBlockAssociationSet = append(v.Ipv6CidrBlockAssociationSet, Associated6(block))
	d.openDefaults6(vpc, block)
}

// openDefaults6 has the default network ACL and group of a VPC allow IPv6, as AWS does when the VPC gets its first such block. Defaults that were adopted by then are
// declared, and left as they are.
func (d *Draft) openDefaults6(vpc string, block netip.Prefix) {
	if !block.IsValid() {
		return
	}
	for i := range d.Snapshot.NetworkAcls {
		a := &d.Snapshot.NetworkAcls[i]
		if a.VpcId == vpc && a.IsDefault && a.Address == "" && len(a.Entries) == 4 {
			a.Entries = append(a.Entries, openEntries(any6, 101)...)
		}
	}
	for i := range d.Snapshot.SecurityGroups {
		g := &d.Snapshot.SecurityGroups[i]
		if g.VpcId == vpc && g.GroupName == "default" && g.Address == "" && len(g.IpPermissionsEgress) == 1 && len(g.IpPermissionsEgress[0].Ipv6Ranges) == 0 {
			g.IpPermissionsEgress[0].Ipv6Ranges = []topology.Ipv6Range{{CidrIpv6: any6}}
		}
	}
}

// blocksOf lists the blocks of a VPC that are in force and known.
func blocksOf(v *topology.Vpc) []netip.Prefix {
	var blocks []netip.Prefix
	if v == nil {
		return nil
	}
	for _, a := range v.CidrBlockAssociationSet {
		if a.CidrBlockState.Associated() && a.CidrBlock.IsValid() {
			blocks = append(blocks, a.CidrBlock.Masked())
		}
	}
	for _, a := range v.Ipv6CidrBlockAssociationSet {
		if a.Ipv6CidrBlockState.Associated() && a.Ipv6CidrBlock.IsValid() {
			blocks = append(blocks, a.Ipv6CidrBlock.Masked())
		}
	}
	return blocks
}

// AddSubnet adds a subnet. It uses the main route table and the default network ACL of its VPC until others are associated with it.
func (d *Draft) AddSubnet(s topology.Subnet) {
	s.State = cmp.Or(s.State, "available")
	Put(d, &d.Snapshot.Subnets, s)
}
