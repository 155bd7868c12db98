package randnet

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// A place is an account and a Region.
type place struct{ account, region string }

const (
	homeAccount = "111122223333"
	peerAccount = "444455556666"
	homeRegion  = "eu-west-1"
	peerRegion  = "eu-central-1"
)

// primaryBlocks are the first blocks of small VPCs. Some overlap.
var primaryBlocks = []string{
	"10.0.0.0/24", "10.0.1.0/24", "10.1.0.0/24", "10.1.0.0/23", "172.16.0.0/24", "192.168.0.0/24", "10.0.0.0/22", "10.2.0.0/16",
}

// addVpcs makes two to five VPCs, not always with blocks of their own.
func (d *draft) addVpcs() {
	used := map[string]bool{}
	twins := d.chance(20)
	for n := range d.between(2, 5) {
		block := pick(d.dice, primaryBlocks...)
		for used[block] && !d.chance(12) {
			block = pick(d.dice, primaryBlocks...)
		}
		if twins && n == 2 {
			block = d.vpcs[1].CidrBlock.String()
		}
		if d.transit && d.chance(85) {
			block = d.freeBlock()
		}
		if d.chance(3) {
			block = "54.240.0.0/24" // routable, and yet private to the VPC (R1.9)
		}
		used[block] = true
		v := d.addVpc(d.somewhere(), netip.MustParsePrefix(block))
		d.addBlocks(v)
	}
}

// freeBlock is a block that overlaps no VPC's: what transit gateways join is mostly planned.
func (d *draft) freeBlock() string {
	pool := append([]string{"10.3.0.0/24", "10.4.0.0/23", "172.17.0.0/24"}, primaryBlocks...)
	for {
		block := netip.MustParsePrefix(pick(d.dice, pool...))
		free := true
		for _, v := range d.vpcs {
			free = free && !overlap(v.blocks(), []netip.Prefix{block})
		}
		if free {
			return block.String()
		}
	}
}

func (d *draft) somewhere() place {
	at := place{homeAccount, homeRegion}
	if d.chance(20) {
		at.account = peerAccount
	}
	abroad := 12
	if d.transit {
		abroad = 22
	}
	if d.chance(abroad) {
		at.region = peerRegion
	}
	return at
}

func (d *draft) addVpc(at place, block netip.Prefix) *vpcDraft {
	v := &vpcDraft{number: len(d.vpcs) + 1, Vpc: &topology.Vpc{
		Meta:  topology.Meta{Account: at.account, Region: at.region},
		VpcId: d.id("vpc"), OwnerId: at.account, State: "available", CidrBlock: block, DhcpOptionsId: "dopt-01",
	}}
	v.addBlock(block, "associated")
	d.vpcs = append(d.vpcs, v)
	return v
}

func (v *vpcDraft) addBlock(block netip.Prefix, state string) {
	v.CidrBlockAssociationSet = append(v.CidrBlockAssociationSet, topology.VpcCidrBlockAssociation{
		AssociationId: fmt.Sprintf("vpc-cidr-assoc-%d%d", v.number, len(v.CidrBlockAssociationSet)),
		CidrBlock:     block, CidrBlockState: topology.CidrBlockState{State: state},
	})
}

func (v *vpcDraft) addBlock6(block netip.Prefix, state, attribute string) {
	v.Ipv6CidrBlockAssociationSet = append(v.Ipv6CidrBlockAssociationSet, topology.VpcIpv6CidrBlockAssociation{
		AssociationId: fmt.Sprintf("vpc-cidr-assoc-%d6%d", v.number, len(v.Ipv6CidrBlockAssociationSet)),
		Ipv6CidrBlock: block, Ipv6CidrBlockState: topology.CidrBlockState{State: state}, Ipv6AddressAttribute: attribute, IpSource: "amazon",
	})
}

// addBlocks gives a VPC secondary blocks, in force or not.
func (d *draft) addBlocks(v *vpcDraft) {
	if d.chance(35) {
		v.addBlock(prefix4(100, 64, v.number, 0, 24), draw(d.dice,
			share[string]{80, "associated"}, share[string]{10, "disassociated"}, share[string]{5, "associating"}, share[string]{5, "failed"}))
	}
	if d.chance(60) {
		d.addFirstBlock6(v)
	}
	if d.chance(8) {
		v.addBlock6(prefix6(fmt.Sprintf("2600:1f17:%x::/56", v.number)), pick(d.dice, "disassociated", "associated"), "public")
	}
}

func (d *draft) addFirstBlock6(v *vpcDraft) {
	switch {
	case d.chance(6):
		v.addBlock6(prefix6(fmt.Sprintf("fd10:%x::/56", v.number)), "associated", "private")
	case d.chance(6):
		v.addBlock6(prefix6(fmt.Sprintf("2600:1f99:%x::/56", v.number)), "associated", "private")
	default:
		v.addBlock6(prefix6(fmt.Sprintf("2600:1f16:%x::/56", v.number)), "associated", "public")
	}
}

// blocks lists the VPC's blocks in force, of both families.
func (v *vpcDraft) blocks() []netip.Prefix {
	var all []netip.Prefix
	for _, b := range v.CidrBlockAssociationSet {
		if b.CidrBlockState.Associated() {
			all = append(all, b.CidrBlock)
		}
	}
	for _, b := range v.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() {
			all = append(all, b.Ipv6CidrBlock)
		}
	}
	return all
}

// dual reports whether the VPC has IPv6.
func (v *vpcDraft) dual() bool {
	return len(v.Ipv6CidrBlockAssociationSet) > 0 && v.Ipv6CidrBlockAssociationSet[0].Ipv6CidrBlockState.Associated()
}

func overlap(a, b []netip.Prefix) bool {
	for _, p := range a {
		for _, q := range b {
			if p.Overlaps(q) {
				return true
			}
		}
	}
	return false
}

func prefix4(a, b, c, d, bits int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(a), byte(b), byte(c), byte(d)}), bits)
}

func prefix6(text string) netip.Prefix { return netip.MustParsePrefix(text) }
