package peering

import (
	"context"
	"net/netip"

	"github.com/dryhop/dryhop/sim/impact"
	"github.com/dryhop/dryhop/sim/whatif"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ipam"
	"github.com/dryhop/dryhop/topology/provision"
	"github.com/dryhop/dryhop/topology/ref"
)

// The ids of what does not exist yet.
const (
	NewPeering    = "pcx-new"
	NewAttachment = "tgw-attach-new"
)

// Ask tells what the join would do to traffic. It ends early with the context's error.
func Ask(ctx context.Context, n whatif.Network, j *ipam.Join) (*impact.Result, error) {
	return impact.Of(ctx, n, n.With(After(n.Snapshot, j)), impact.Query{NoCauses: true})
}

// After is the snapshot with the join done: the peering active or the attachment available, with AWS's defaults, and every route that is needed and not there. For a
// peering that is pending another one stands, which is active. The original stays as it is.
func After(s *topology.Snapshot, j *ipam.Join) *topology.Snapshot {
	d := provision.New(s)
	target := j.Exists.ID
	switch {
	case target != "" && !j.Pending:
	case j.Gateway.IsZero():
		target = NewPeering
		d.AddPeering(peeringOf(s, j))
	default:
		attach(d, s, j)
	}
	for i := range j.Routes {
		if r := &j.Routes[i]; !r.Exists {
			d.AddRoute(r.Table.ID, routeOf(j, r, target))
		}
	}
	return provision.Lay(s, provision.New(s), d, "the join", "")
}

func peeringOf(s *topology.Snapshot, j *ipam.Join) topology.VpcPeeringConnection {
	p := topology.VpcPeeringConnection{
		Meta: metaOf(s, j.A.Ref), VpcPeeringConnectionId: NewPeering,
		RequesterVpcInfo: sideOf(j.A), AccepterVpcInfo: sideOf(j.B),
	}
	p.Status.Code = "active"
	return p
}

func sideOf(n *ipam.Network) topology.VpcPeeringConnectionVpcInfo {
	side := topology.VpcPeeringConnectionVpcInfo{VpcId: n.Ref.ID, OwnerId: n.Account, Region: n.Region}
	for _, p := range n.Blocks {
		if p.Addr().Is6() {
			side.Ipv6CidrBlockSet = append(side.Ipv6CidrBlockSet, struct{ Ipv6CidrBlock netip.Prefix }{p})
			continue
		}
		if !side.CidrBlock.IsValid() {
			side.CidrBlock = p
		}
		side.CidrBlockSet = append(side.CidrBlockSet, struct{ CidrBlock netip.Prefix }{p})
	}
	return side
}

func attach(d *provision.Draft, s *topology.Snapshot, j *ipam.Join) {
	d.AddTransitVpcAttachment(topology.TransitGatewayVpcAttachment{
		Meta: metaOf(s, j.A.Ref), TransitGatewayAttachmentId: NewAttachment, TransitGatewayId: j.Gateway.ID, VpcId: j.A.Ref.ID, VpcOwnerId: j.A.Account,
		SubnetIds: j.Subnets,
	}, provision.Joins{Association: true, Propagation: true})
}

// routeOf is a route in AWS's words.
func routeOf(j *ipam.Join, r *ipam.RouteToAdd, peering string) topology.Route {
	x := topology.Route{VpcPeeringConnectionId: peering}
	if j.Gateway.ID != "" {
		x = topology.Route{TransitGatewayId: j.Gateway.ID}
	}
	if r.Prefix.Addr().Is4() {
		x.DestinationCidrBlock = r.Prefix
	} else {
		x.DestinationIpv6CidrBlock = r.Prefix
	}
	return x
}

// metaOf is whose a VPC is.
func metaOf(s *topology.Snapshot, vpc ref.Ref) topology.Meta {
	for i := range s.Vpcs {
		if s.Vpcs[i].Ref() == vpc {
			return topology.Meta{Account: s.Vpcs[i].Account, Region: s.Vpcs[i].Region}
		}
	}
	return topology.Meta{}
}
