package impact

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/graph"
)

// enclosures touches all that lies in the homes through which nothing passes that neither begins nor ends there, before and after. Of others
// it is their islands.
func (t *reachOfChange) enclosures() {
	closed := map[string]bool{}
	for vpc := range t.homes {
		if t.enclosed(vpc) {
			closed[vpc] = true
		} else {
			t.vpcs[vpc] = true
		}
	}
	if len(closed) == 0 {
		return
	}
	for world, w := range t.worlds {
		for id := range graph.InterfaceID(w.Graph.NumInterfaces()) {
			vpc := w.Graph.Interface(id).Vpc.ID
			if !closed[vpc] {
				continue
			}
			if len(w.Graph.Twins(id)) > 0 {
				t.vpcs[vpc] = true // who means the one may come to the other
			}
			if w.Graph.IsNode(id) {
				t.node(world, id)
			}
			t.target(w, id)
			t.overlapped(w, id)
			t.spots[w.interfaces[id]] = true
		}
	}
}

func (p *pair) enclosed(vpc string) bool {
	return enclosed(p.worlds[was].Snapshot, vpc) && enclosed(p.worlds[is].Snapshot, vpc)
}

// enclosed reports whether all that comes into a VPC stays there: where transit gateways have their feet, tables lead nowhere else, nothing
// is led from its gateways, and there is nothing about that joins VPCs in other ways.
func enclosed(s *topology.Snapshot, vpc string) bool {
	if len(s.VpcEndpointServiceConfigurations)+len(s.CoreNetworks)+len(s.CoreNetworkAttachments)+len(s.DirectConnectGateways)+
		len(s.ClientVpnEndpoints)+len(s.NetworkFirewalls)+len(s.InstanceConnectEndpoints) > 0 {
		return false
	}
	for i := range s.VpcEndpoints {
		if e := &s.VpcEndpoints[i]; e.VpcId == vpc && e.VpcEndpointType != "Gateway" && e.VpcEndpointType != "Interface" {
			return false
		}
	}
	for i := range s.TransitGatewayVpcAttachments {
		if a := &s.TransitGatewayVpcAttachments[i]; a.VpcId == vpc && !staysIn(s, vpc, a.SubnetIds) {
			return false
		}
	}
	return !slices.ContainsFunc(s.RouteTables, func(t topology.RouteTable) bool {
		return t.VpcId == vpc && slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.GatewayId != "" })
	})
}

// staysIn reports whether the tables of some subnets of a VPC lead to its own addresses only.
func staysIn(s *topology.Snapshot, vpc string, subnets []string) bool {
	for _, id := range subnets {
		served := false
		for i := range s.RouteTables {
			t := &s.RouteTables[i]
			if t.VpcId != vpc || !serves(t, id) {
				continue
			}
			if served = true; !local(t) {
				return false
			}
		}
		if !served {
			return false
		}
	}
	return len(subnets) > 0
}

// serves reports whether a table is a subnet's, or would be if it had none of its own.
func serves(t *topology.RouteTable, subnet string) bool {
	return slices.ContainsFunc(t.Associations, func(a topology.RouteTableAssociation) bool { return a.Main || a.SubnetId == subnet })
}

// local reports whether a table leads to the VPC's own addresses only.
func local(t *topology.RouteTable) bool {
	return len(t.PropagatingVgws) == 0 && !slices.ContainsFunc(t.Routes, func(r topology.Route) bool { return r.GatewayId != "local" })
}
