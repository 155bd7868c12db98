package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// addPeerings peers most pairs of VPCs whose blocks do not overlap, some with a VPC that the snapshot lacks.
func (d *draft) addPeerings() {
	often := 65
	if d.transit {
		often = 15
	}
	for i, a := range d.vpcs {
		for _, b := range d.vpcs[i+1:] {
			if d.chance(often) {
				d.addPeering(a, b, d.peeringStatus())
			}
		}
	}
	if d.chance(25) {
		d.addStrangerPeering(pick(d.dice, d.vpcs...))
	}
}

func (d *draft) peeringStatus() string {
	return draw(d.dice, share[string]{85, "active"}, share[string]{4, "pending-acceptance"}, share[string]{4, "deleted"},
		share[string]{2, "provisioning"}, share[string]{2, "expired"}, share[string]{2, "rejected"}, share[string]{1, "failed"})
}

// addPeering peers two VPCs, unless AWS would refuse because blocks overlap (R6.6).
func (d *draft) addPeering(a, b *vpcDraft, status string) {
	if overlap(a.blocks(), b.blocks()) && status != "failed" {
		return
	}
	if d.chance(50) {
		a, b = b, a
	}
	p := d.peering(a, side(b), status)
	if status == "active" {
		tell(&p.AccepterVpcInfo, b.blocks())
	}
}

// peering adds a peering of which one side is in the snapshot.
func (d *draft) peering(a *vpcDraft, other topology.VpcPeeringConnectionVpcInfo, status string) *topology.VpcPeeringConnection {
	p := &topology.VpcPeeringConnection{Meta: a.Meta, VpcPeeringConnectionId: d.id("pcx"), RequesterVpcInfo: side(a), AccepterVpcInfo: other}
	p.Status.Code = status
	if status == "active" {
		tell(&p.RequesterVpcInfo, a.blocks())
	}
	d.peerings = append(d.peerings, p)
	return p
}

func side(v *vpcDraft) topology.VpcPeeringConnectionVpcInfo {
	return topology.VpcPeeringConnectionVpcInfo{VpcId: v.VpcId, OwnerId: v.OwnerId, Region: v.Region}
}

// tell prints a VPC's blocks on its side of a peering.
func tell(info *topology.VpcPeeringConnectionVpcInfo, blocks []netip.Prefix) {
	for _, b := range blocks {
		if b.Addr().Is6() {
			info.Ipv6CidrBlockSet = append(info.Ipv6CidrBlockSet, struct{ Ipv6CidrBlock netip.Prefix }{b})
			continue
		}
		if !info.CidrBlock.IsValid() {
			info.CidrBlock = b
		}
		info.CidrBlockSet = append(info.CidrBlockSet, struct{ CidrBlock netip.Prefix }{b})
	}
}

// strangerBlocks are those of VPCs that the snapshot lacks.
var strangerBlocks = []netip.Prefix{netip.MustParsePrefix("10.9.0.0/24"), netip.MustParsePrefix("2600:1f18:9::/56")}

// addStrangerPeering peers a VPC with one of another account that the snapshot lacks, with its blocks printed or not.
func (d *draft) addStrangerPeering(v *vpcDraft) {
	stranger := topology.VpcPeeringConnectionVpcInfo{VpcId: "vpc-99", OwnerId: "999988887777", Region: v.Region}
	if d.chance(15) {
		stranger.Region = "us-east-1"
	}
	if d.chance(75) {
		tell(&stranger, strangerBlocks)
	}
	d.peering(v, stranger, "active")
}

// breakPeering ends a peering; what refers to it goes stale.
func (d *draft) breakPeering() {
	p := pick(d.dice, d.peerings...)
	if p == nil {
		return
	}
	p.Status.Code = pick(d.dice, "deleted", "deleting")
	for _, info := range []*topology.VpcPeeringConnectionVpcInfo{&p.RequesterVpcInfo, &p.AccepterVpcInfo} {
		info.CidrBlock, info.CidrBlockSet, info.Ipv6CidrBlockSet = netip.Prefix{}, nil, nil
	}
	for _, g := range d.groups() {
		forEachPair(g, func(pair *topology.UserIdGroupPair) {
			if pair.VpcPeeringConnectionId == p.VpcPeeringConnectionId {
				pair.PeeringStatus = "deleted"
			}
		})
	}
}

// peers lists the peerings of a VPC and the other side of each.
func (d *draft) peers(v *vpcDraft) []peer {
	var all []peer
	for _, p := range d.peerings {
		switch v.VpcId {
		case p.RequesterVpcInfo.VpcId:
			all = append(all, peer{p, p.AccepterVpcInfo.VpcId})
		case p.AccepterVpcInfo.VpcId:
			all = append(all, peer{p, p.RequesterVpcInfo.VpcId})
		}
	}
	return all
}

// A peer is a peering seen from one of its sides.
type peer struct {
	*topology.VpcPeeringConnection
	other string // the VPC on the far side
}

// peerBlocks are the blocks of the far side.
func (d *draft) peerBlocks(p peer) []netip.Prefix {
	if v := d.vpc(p.other); v != nil {
		return v.blocks()
	}
	return strangerBlocks
}
