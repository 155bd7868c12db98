package provision

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// unplaced reports whether the id of a VPC stands for one that nothing tells: it is no id of AWS's, and nothing declares it.
func (d *Draft) unplaced(vpc string) bool {
	declared := sorted(d.Snapshot.Vpcs, vpc)
	existing := d.base != nil && sorted(d.base.Vpcs, vpc) != nil
	return vpc != "" && !strings.HasPrefix(vpc, "vpc-") && !existing && (declared == nil || d.stubs[declared.Ref()])
}

// dissolveUnplaced makes gateways and peerings unknown that are attached to nobody knows which VPC: each may be that of any. It lists their kinds, of which
// not all is known therefore, and that of attachments of transit gateways to such a VPC, which stay: what comes by them is known.
func (d *Draft) dissolveUnplaced() []ref.Kind {
	s := d.Snapshot
	attached := func(all []topology.GatewayAttachment) bool {
		return slices.ContainsFunc(all, func(a topology.GatewayAttachment) bool { return d.unplaced(a.VpcId) })
	}
	var doubted []ref.Kind
	doubt := func(kind ref.Kind, some bool) {
		if some {
			doubted = append(doubted, kind)
		}
	}
	doubt(ref.InternetGateway, dissolve(&s.InternetGateways, func(g *topology.InternetGateway) bool { return attached(g.Attachments) }))
	doubt(ref.EgressOnlyInternetGateway, dissolve(&s.EgressOnlyInternetGateways, func(g *topology.EgressOnlyInternetGateway) bool { return attached(g.Attachments) }))
	doubt(ref.VpnGateway, dissolve(&s.VpnGateways, func(g *topology.VpnGateway) bool { return attached(g.VpcAttachments) }))
	doubt(ref.CarrierGateway, dissolve(&s.CarrierGateways, func(g *topology.CarrierGateway) bool { return d.unplaced(g.VpcId) }))
	doubt(ref.VpcPeeringConnection, dissolve(&s.VpcPeeringConnections, func(p *topology.VpcPeeringConnection) bool {
		return d.unplaced(p.RequesterVpcInfo.VpcId) || d.unplaced(p.AccepterVpcInfo.VpcId)
	}))
	doubt(ref.TransitGatewayAttachment, slices.ContainsFunc(s.TransitGatewayVpcAttachments, func(a topology.TransitGatewayVpcAttachment) bool { return d.unplaced(a.VpcId) }))
	return doubted
}

// dissolve leaves rows out, and reports whether there were such.
func dissolve[T any](rows *[]T, out func(*T) bool) bool {
	n := len(*rows)
	*rows = slices.DeleteFunc(*rows, func(row T) bool { return out(&row) })
	return len(*rows) < n
}
