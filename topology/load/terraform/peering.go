package terraform

import (
	"cmp"

	"github.com/dryhop/dryhop/topology"
)

func peeringTypes() map[string]maker {
	return map[string]maker{
		"aws_vpc_peering_connection":          adds(things, addPeering),
		"aws_vpc_peering_connection_accepter": adds(ties, acceptPeering),
		"aws_vpc_peering_connection_options":  adds(ties, func(*builder, *resource, *struct{}) {}), // of names alone
		"data.aws_vpc_peering_connection":     adds(containers, addExistingPeering),
	}
}

type peeringValues struct {
	ConnectionID text `json:"vpc_peering_connection_id"` // of the accepter
	VpcID        text `json:"vpc_id"`
	OwnerID      text `json:"owner_id"`
	CidrBlock    text `json:"cidr_block"`
	Region       text `json:"region"`
	PeerVpcID    text `json:"peer_vpc_id"`
	PeerOwnerID  text `json:"peer_owner_id"`
	PeerRegion   text `json:"peer_region"`
	PeerCidr     text `json:"peer_cidr_block"`
	AutoAccept   flag `json:"auto_accept"`
	AcceptStatus text `json:"accept_status"`
	Status       text `json:"status"`
}

// addPeering adds a peering connection. It is active if it accepts itself, or somebody accepts it.
func addPeering(b *builder, r *resource, v *peeringValues) {
	row := topology.VpcPeeringConnection{
		Meta: b.meta(r), VpcPeeringConnectionId: b.id(r), Tags: r.tags(),
		RequesterVpcInfo: topology.VpcPeeringConnectionVpcInfo{VpcId: string(v.VpcID)},
		AccepterVpcInfo:  topology.VpcPeeringConnectionVpcInfo{VpcId: string(v.PeerVpcID), OwnerId: string(v.PeerOwnerID), Region: string(v.PeerRegion)},
	}
	row.Status.Code = string(v.AcceptStatus)
	if row.Status.Code == "" || v.AutoAccept && row.Status.Code == "pending-acceptance" {
		row.Status.Code = "pending-acceptance"
		if v.AutoAccept {
			row.Status.Code = "active"
		}
	}
	b.d.AddPeering(row)
}

func acceptPeering(b *builder, r *resource, v *peeringValues) {
	p := b.d.Peering(cmp.Or(string(v.ConnectionID), b.id(r)))
	if v.AutoAccept || v.AcceptStatus == "active" {
		p.Status.Code = "active"
	}
	p.RequesterVpcInfo.VpcId = cmp.Or(p.RequesterVpcInfo.VpcId, string(v.PeerVpcID))
	p.AccepterVpcInfo.VpcId = cmp.Or(p.AccepterVpcInfo.VpcId, string(v.VpcID))
}

func addExistingPeering(b *builder, r *resource, v *peeringValues) {
	if isManaged(b, r) || v.VpcID == "" {
		return
	}
	row := topology.VpcPeeringConnection{Meta: b.meta(r), VpcPeeringConnectionId: b.id(r)}
	row.Status.Code = string(v.Status)
	row.RequesterVpcInfo = topology.VpcPeeringConnectionVpcInfo{VpcId: string(v.VpcID), OwnerId: string(v.OwnerID), Region: string(v.Region), CidrBlock: v.CidrBlock.prefix()}
	row.AccepterVpcInfo = topology.VpcPeeringConnectionVpcInfo{VpcId: string(v.PeerVpcID), OwnerId: string(v.PeerOwnerID), Region: string(v.PeerRegion), CidrBlock: v.PeerCidr.prefix()}
	b.d.AddPeering(row)
}
