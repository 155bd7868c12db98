package ipam

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

func (v *Inventory) addVpcs() {
	regions := map[string]string{} // AWS prints none with a VPC
	for i := range v.Snapshot.Subnets {
		regions[v.Snapshot.Subnets[i].VpcId] = v.Snapshot.Subnets[i].Region
	}
	for i := range v.Snapshot.Vpcs {
		c := &v.Snapshot.Vpcs[i]
		if _, twice := v.vpcs[c.VpcId]; twice {
			continue
		}
		region := cmp.Or(c.Region, regions[c.VpcId])
		n := v.network(Network{Ref: c.Ref(), Account: c.Account, Region: region, Kind: VpcBlock})
		v.vpcs[c.VpcId] = n
		for _, b := range vpcBlocks(c) {
			v.hold(n, Holding{
				Prefix: b.prefix, Kind: VpcBlock, Ref: c.Ref(), Account: c.Account, Region: region, Vpc: c.VpcId,
				Primary: b.prefix == c.CidrBlock, Pending: b.pending, At: v.at(c.Meta),
			})
		}
	}
}

type vpcBlock struct {
	prefix  netip.Prefix
	pending bool
}

// vpcBlocks are the blocks of a VPC that are in force or about to be (R1.1), the primary one first.
func vpcBlocks(c *topology.Vpc) []vpcBlock {
	blocks := []vpcBlock{{prefix: c.CidrBlock}}
	for _, b := range c.CidrBlockAssociationSet {
		if counts, pending := inForce(b.CidrBlockState); counts {
			blocks = append(blocks, vpcBlock{b.CidrBlock, pending})
		}
	}
	for _, b := range c.Ipv6CidrBlockAssociationSet {
		if counts, pending := inForce(b.Ipv6CidrBlockState); counts {
			blocks = append(blocks, vpcBlock{b.Ipv6CidrBlock, pending})
		}
	}
	return blocks
}

// inForce tells whether a block is a VPC's, and whether it is only becoming so or ceasing to be: AWS keeps it from others then.
func inForce(s topology.CidrBlockState) (counts, pending bool) {
	switch s.State {
	case "associating", "disassociating":
		return true, true
	}
	return s.Associated(), false
}

func (v *Inventory) addSubnets() {
	vpcOf := map[string]string{}
	for i := range v.Snapshot.Subnets {
		s := &v.Snapshot.Subnets[i]
		vpcOf[s.SubnetId] = s.VpcId
		n, known := v.vpcs[s.VpcId]
		if !known {
			n = -1
		}
		h := Holding{Kind: SubnetBlock, Ref: s.Ref(), Account: s.Account, Region: s.Region, Zone: s.AvailabilityZone, Vpc: s.VpcId, At: v.at(s.Meta)}
		for _, p := range SubnetBlocks(s) {
			h.Prefix = p
			v.hold(n, h)
		}
	}
	for i := range v.Snapshot.SubnetCidrReservations {
		r := &v.Snapshot.SubnetCidrReservations[i]
		v.hold(-1, Holding{
			Prefix: r.Cidr, Kind: Reservation, Ref: r.Ref(), Name: r.Tags.Name(), Account: r.Account, Region: r.Region,
			Vpc: vpcOf[r.SubnetId], Note: r.ReservationType, At: v.at(r.Meta),
		})
	}
	v.addPrefixes()
}

// SubnetBlocks are the blocks of a subnet that are in force, IPv4 first.
func SubnetBlocks(s *topology.Subnet) []netip.Prefix {
	var blocks []netip.Prefix
	if s.CidrBlock.IsValid() {
		blocks = append(blocks, s.CidrBlock.Masked())
	}
	for _, b := range s.Ipv6CidrBlockAssociationSet {
		if b.Ipv6CidrBlockState.Associated() && b.Ipv6CidrBlock.IsValid() {
			blocks = append(blocks, b.Ipv6CidrBlock.Masked())
		}
	}
	return blocks
}

// addPrefixes adds what is delegated to interfaces.
func (v *Inventory) addPrefixes() {
	for i := range v.Snapshot.NetworkInterfaces {
		e := &v.Snapshot.NetworkInterfaces[i]
		if len(e.Ipv4Prefixes)+len(e.Ipv6Prefixes) == 0 {
			continue
		}
		h := Holding{Kind: DelegatedPrefix, Ref: e.Ref(), Name: e.TagSet.Name(), Account: e.Account, Region: e.Region, Vpc: e.VpcId, At: v.at(e.Meta)}
		for _, p := range e.Ipv4Prefixes {
			h.Prefix = p.Ipv4Prefix
			v.hold(-1, h)
		}
		for _, p := range e.Ipv6Prefixes {
			h.Prefix = p.Ipv6Prefix
			v.hold(-1, h)
		}
	}
}

// addPeers adds the VPCs that peerings tell of and the snapshot does not hold.
func (v *Inventory) addPeers() {
	for i := range v.Snapshot.VpcPeeringConnections {
		p := &v.Snapshot.VpcPeeringConnections[i]
		for _, side := range []*topology.VpcPeeringConnectionVpcInfo{&p.RequesterVpcInfo, &p.AccepterVpcInfo} {
			if n, known := v.vpcs[side.VpcId]; side.VpcId == "" || known && v.Networks[n].Kind == VpcBlock {
				continue
			}
			v.addPeer(p, side)
		}
	}
}

func (v *Inventory) addPeer(p *topology.VpcPeeringConnection, side *topology.VpcPeeringConnectionVpcInfo) {
	r := ref.Ref{Kind: ref.Vpc, ID: side.VpcId}
	n, known := v.vpcs[side.VpcId]
	if !known {
		n = v.network(Network{Ref: r, Account: side.OwnerId, Region: side.Region, Kind: PeerBlock})
		v.vpcs[side.VpcId] = n
	}
	h := Holding{Kind: PeerBlock, Ref: r, Account: side.OwnerId, Region: side.Region, Vpc: side.VpcId, Note: p.VpcPeeringConnectionId, At: v.at(p.Meta)}
	h.Prefix = side.CidrBlock
	v.hold(n, h)
	for _, b := range side.CidrBlockSet {
		h.Prefix = b.CidrBlock
		v.hold(n, h)
	}
	for _, b := range side.Ipv6CidrBlockSet {
		h.Prefix = b.Ipv6CidrBlock
		v.hold(n, h)
	}
}
