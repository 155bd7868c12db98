package topologytest

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Peering is a handle on a VPC peering connection.
type Peering struct {
	*topology.VpcPeeringConnection
	accepterBlocks []netip.Prefix // told by PeerBlocks
}

// Peering adds an active peering. A VPC that the network does not know is another account's: it gets the peering's own Region.
func (n *Network) Peering(id, requester, accepter string) *Peering {
	p := &Peering{VpcPeeringConnection: &topology.VpcPeeringConnection{Meta: n.meta(), VpcPeeringConnectionId: id}}
	p.Status("active")
	p.RequesterVpcInfo = n.peeringSide(requester)
	p.AccepterVpcInfo = n.peeringSide(accepter)
	n.peerings = append(n.peerings, p)
	return p
}

// Status sets the status code; only an active peering prints its sides' blocks.
func (p *Peering) Status(code string) *Peering {
	p.VpcPeeringConnection.Status.Code = code
	return p
}

// PeerBlocks tells the blocks of an accepter that the network does not know.
func (p *Peering) PeerBlocks(cidrs ...string) *Peering {
	for _, c := range cidrs {
		p.accepterBlocks = append(p.accepterBlocks, netip.MustParsePrefix(c))
	}
	return p
}

// PeerIn tells the account and Region of an accepter that the network does not know.
func (p *Peering) PeerIn(account, region string) *Peering {
	p.AccepterVpcInfo.OwnerId, p.AccepterVpcInfo.Region = account, region
	return p
}

func (n *Network) peeringSide(id string) topology.VpcPeeringConnectionVpcInfo {
	v := find(n.vpcs, id, func(v *topology.Vpc) string { return v.VpcId })
	if v == nil {
		return topology.VpcPeeringConnectionVpcInfo{VpcId: id, OwnerId: "999988887777", Region: n.region}
	}
	return topology.VpcPeeringConnectionVpcInfo{VpcId: id, OwnerId: v.OwnerId, Region: v.Region}
}

// fillPeeringBlocks prints the blocks of both sides of every active peering (R6.1).
func (n *Network) fillPeeringBlocks() {
	for _, p := range n.peerings {
		if p.VpcPeeringConnection.Status.Code != "active" {
			continue
		}
		n.fillSide(&p.RequesterVpcInfo, nil)
		n.fillSide(&p.AccepterVpcInfo, p.accepterBlocks)
	}
}

func (n *Network) fillSide(side *topology.VpcPeeringConnectionVpcInfo, told []netip.Prefix) {
	if v := find(n.vpcs, side.VpcId, func(v *topology.Vpc) string { return v.VpcId }); v != nil {
		told = blocks(v)
	}
	for _, b := range told {
		if b.Addr().Is6() {
			side.Ipv6CidrBlockSet = append(side.Ipv6CidrBlockSet, struct{ Ipv6CidrBlock netip.Prefix }{b})
			continue
		}
		if !side.CidrBlock.IsValid() {
			side.CidrBlock = b
		}
		side.CidrBlockSet = append(side.CidrBlockSet, struct{ CidrBlock netip.Prefix }{b})
	}
}

func (n *Network) rawPeerings() []*topology.VpcPeeringConnection {
	var raw []*topology.VpcPeeringConnection
	for _, p := range n.peerings {
		raw = append(raw, p.VpcPeeringConnection)
	}
	return raw
}
