package randnet

import (
	"maps"
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// findJoined finds the VPCs that a transit gateway, or two peered ones, join, and the networks behind them.
func (g *ground) findJoined() {
	byGateway := map[string][]string{}
	for i := range g.s.TransitGatewayVpcAttachments {
		a := &g.s.TransitGatewayVpcAttachments[i]
		byGateway[a.TransitGatewayId] = append(byGateway[a.TransitGatewayId], a.VpcId)
	}
	for _, gateway := range slices.Sorted(maps.Keys(byGateway)) {
		vpcs := byGateway[gateway]
		for _, v := range vpcs {
			g.join(v, vpcs)
			for _, p := range g.s.TransitGatewayPeeringAttachments {
				switch gateway {
				case p.RequesterTgwInfo.TransitGatewayId:
					g.join(v, byGateway[p.AccepterTgwInfo.TransitGatewayId])
				case p.AccepterTgwInfo.TransitGatewayId:
					g.join(v, byGateway[p.RequesterTgwInfo.TransitGatewayId])
				}
			}
		}
	}
	g.findFar(byGateway)
}

func (g *ground) join(v string, others []string) {
	for _, o := range others {
		if o != v {
			g.joined[v] = append(g.joined[v], o)
		}
	}
}

// findFar finds the networks behind attachments that are no VPC's.
func (g *ground) findFar(byGateway map[string][]string) {
	for i := range g.s.TransitGatewayRouteTables {
		t := &g.s.TransitGatewayRouteTables[i]
		for _, r := range t.Routes {
			if len(r.TransitGatewayAttachments) == 0 || r.TransitGatewayAttachments[0].ResourceType == "vpc" || r.TransitGatewayAttachments[0].ResourceType == "peering" {
				continue
			}
			for _, v := range byGateway[t.TransitGatewayId] {
				g.far = append(g.far, site{r.DestinationCidrBlock, v})
			}
		}
	}
}

// beyond is what a VPC reaches by its transit gateways: mostly a host of another VPC.
func (g *ground) beyond(vpc string) end {
	var own []site
	for _, s := range g.far {
		if s.vpc == vpc {
			own = append(own, s)
		}
	}
	switch {
	case len(own) > 0 && g.chance(25):
		return end{addr: g.within(pick(g.dice, own...).block)}
	case g.chance(15):
		return end{addr: pick(g.dice, internetHosts...)}
	case g.chance(3):
		return end{addr: g.within(g.anyTransitRoute())}
	}
	return g.hostIn(pick(g.dice, g.joined[vpc]...))
}

func (g *ground) anyTransitRoute() netip.Prefix {
	var all []topology.TransitGatewayRoute
	for i := range g.s.TransitGatewayRouteTables {
		all = append(all, g.s.TransitGatewayRouteTables[i].Routes...)
	}
	return pick(g.dice, all...).DestinationCidrBlock
}
