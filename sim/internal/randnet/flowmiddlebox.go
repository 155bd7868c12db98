package randnet

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// findInspected finds the instances' interfaces whose subnets lead to middleboxes or to gateways of rarer kinds, and the carrier
// addresses.
func (g *ground) findInspected() {
	boxes := map[string]bool{}
	for i := range g.s.VpcEndpoints {
		boxes[g.s.VpcEndpoints[i].VpcEndpointId] = g.s.VpcEndpoints[i].VpcEndpointType == "GatewayLoadBalancer"
	}
	for _, f := range g.s.NetworkFirewalls {
		for _, state := range f.FirewallStatus.SyncStates {
			boxes[state.Attachment.EndpointId] = true
		}
	}
	for i := range g.s.NatGateways {
		boxes[g.s.NatGateways[i].NatGatewayId] = g.s.NatGateways[i].AvailabilityMode == "regional"
	}
	for i := range g.s.CarrierGateways {
		boxes[g.s.CarrierGateways[i].CarrierGatewayId] = true
	}
	for _, e := range g.senders {
		if t := g.table(e); t != nil && len(boxRoutes(t, boxes)) > 0 {
			g.inspected = append(g.inspected, e)
		}
	}
	g.boxes = boxes
	for _, e := range g.senders {
		for _, a := range e.PrivateIpAddresses {
			if a.Association != nil && a.Association.CarrierIp.IsValid() {
				g.publics = append(g.publics, end{a.Association.CarrierIp, e})
			}
		}
	}
}

// boxRoutes are the routes of a table to them.
func boxRoutes(t *topology.RouteTable, boxes map[string]bool) []topology.Route {
	var all []topology.Route
	for _, r := range t.Routes {
		if to := target(&r); to != nil && boxes[*to] {
			all = append(all, r)
		}
	}
	return all
}

// throughBox begins a flow of an interface by way of a middlebox.
func (g *ground) throughBox() (Flow, *topology.NetworkInterface) {
	e := pick(g.dice, g.inspected...)
	r := pick(g.dice, boxRoutes(g.table(e), g.boxes)...)
	to := g.someoneIn(e, block(&r))
	f := Flow{From: e.NetworkInterfaceId, To: to.addr}
	if to.addr.IsValid() {
		f.SourceIP = g.source(e, to.addr.Is4())
	}
	return f, to.of
}

// someoneIn is somebody in a block: on the internet, behind a VPN or transit gateway, or an interface.
func (g *ground) someoneIn(e *topology.NetworkInterface, block netip.Prefix) end {
	if !block.IsValid() {
		return g.destination(e)
	}
	var all []end
	for _, a := range internetHosts {
		if block.Contains(a) {
			all = append(all, end{addr: a})
		}
	}
	for _, s := range append(g.sites[:len(g.sites):len(g.sites)], g.far...) {
		if s.block.IsValid() && block.Overlaps(s.block) && s.vpc == e.VpcId {
			all = append(all, end{addr: g.within(s.block)})
		}
	}
	for i := range g.s.NetworkInterfaces {
		o := &g.s.NetworkInterfaces[i]
		for _, a := range g.addresses(o) {
			if o.InterfaceType == "interface" && block.Contains(a) && (o.VpcId == e.VpcId || block.Bits() > 0) {
				all = append(all, end{a, o})
			}
		}
	}
	if len(all) == 0 {
		return end{addr: g.within(block)}
	}
	return pick(g.dice, all...)
}

// intoInspected begins a flow from outside to what a middlebox stands before.
func (g *ground) intoInspected() (Flow, *topology.NetworkInterface) {
	e := pick(g.dice, g.inspected...)
	var all []netip.Addr
	for _, a := range e.PrivateIpAddresses {
		if a.Association != nil && a.Association.PublicIp.IsValid() {
			all = append(all, a.Association.PublicIp)
		}
	}
	for _, a := range e.Ipv6Addresses {
		all = append(all, a.Ipv6Address)
	}
	from := pick(g.dice, internetHosts...)
	if len(all) == 0 || g.chance(30) {
		all, from = g.addresses(e), g.within(g.site().block)
	}
	return Flow{SourceIP: from, To: pick(g.dice, all...)}, e
}
