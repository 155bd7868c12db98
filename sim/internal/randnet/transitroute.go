package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// routeToGateway adds routes to a VPC's tables: for what lies behind the gateway, or for more.
func (d *draft) routeToGateway(g *gatewayDraft, own *attachmentDraft) {
	for _, t := range own.vpc.tables {
		if !d.chance(95) {
			continue // one side only
		}
		if d.chance(20) {
			for _, b := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "2600:1f16::/32"} {
				d.addRoute(t, b, g.TransitGatewayId)
			}
			continue
		}
		if d.chance(6) {
			d.addRoute(t, d.list().PrefixListId, g.TransitGatewayId)
		}
		for _, a := range g.attachments {
			if a == own {
				continue
			}
			for _, b := range a.blocks() {
				if !inVpc(own.vpc, b) || d.chance(10) {
					d.addTransitTarget(own.vpc, t, b, g)
				}
			}
		}
	}
}

func inVpc(v *vpcDraft, b netip.Prefix) bool { return overlap(v.blocks(), []netip.Prefix{b}) }

// addTransitTarget keeps clear of what AWS refuses: routes more specific than local lead to no transit gateway (R2.6).
func (d *draft) addTransitTarget(v *vpcDraft, t *topology.RouteTable, b netip.Prefix, g *gatewayDraft) {
	near := d.near(b)
	for _, own := range v.blocks() {
		if own.Overlaps(near) && near.Bits() >= own.Bits() {
			return
		}
	}
	d.addRoute(t, near.String(), g.TransitGatewayId)
}

// addEgress makes a VPC with a NAT gateway the gateway's way to the internet: the others' default routes lead there.
func (d *draft) addEgress(g *gatewayDraft) {
	var out *attachmentDraft
	for _, a := range g.attachments {
		if a.vpc != nil && len(a.vpc.nats) > 0 && a.vpc.igw != nil && a.vpc.nats[0].ConnectivityType == "public" {
			out = a
		}
	}
	if out == nil {
		return
	}
	nat := out.vpc.nats[0]
	for _, id := range out.row.SubnetIds {
		if s := out.vpc.subnet(id); s != nil && s.role != public && s.SubnetId != nat.SubnetId {
			d.addRoute(s.table, "0.0.0.0/0", nat.NatGatewayId)
		}
	}
	for _, t := range g.tables {
		addTransitRoute(t, netip.MustParsePrefix("0.0.0.0/0"), out)
	}
	for _, a := range g.attachments {
		if a.vpc == nil || a == out {
			continue
		}
		for _, t := range a.vpc.tables {
			d.addRoute(t, "0.0.0.0/0", g.TransitGatewayId)
		}
	}
}
