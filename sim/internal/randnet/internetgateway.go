package randnet

import "github.com/dryhop/dryhop/topology"

// addInternetGateways gives most VPCs an internet gateway, those with IPv6 often an egress-only one too.
func (d *draft) addInternetGateways() {
	for _, v := range d.vpcs {
		if d.chance(85) || v.number == 1 {
			d.addIGW(v)
		}
		if v.dual() && d.chance(60) {
			v.eigw = &topology.EgressOnlyInternetGateway{
				Meta: v.Meta, EgressOnlyInternetGatewayId: d.id("eigw"), Attachments: []topology.GatewayAttachment{{VpcId: v.VpcId, State: "attached"}},
			}
		}
	}
}

func (d *draft) addIGW(v *vpcDraft) {
	v.igw = &topology.InternetGateway{
		Meta: v.Meta, InternetGatewayId: d.id("igw"), OwnerId: v.OwnerId,
		Attachments: []topology.GatewayAttachment{{VpcId: v.VpcId, State: "available"}},
	}
}

// detachIGW takes an internet gateway off its VPC; the routes to it stay.
func (d *draft) detachIGW() {
	if v := pick(d.dice, d.vpcs...); v.igw != nil {
		v.igw.Attachments = nil
		if d.chance(40) {
			v.igw.Attachments = []topology.GatewayAttachment{{VpcId: v.VpcId, State: "detaching"}}
		}
	}
}

// detachEIGW does so with an egress-only gateway.
func (d *draft) detachEIGW() {
	for _, v := range d.vpcs {
		if v.eigw != nil {
			v.eigw.Attachments = nil
			return
		}
	}
}
