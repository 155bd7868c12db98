package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// way is a prefix behind a virtual private gateway.
type way struct {
	prefix netip.Prefix
	up     bool
	isVpn  bool                                      // false: Direct Connect
	direct *topology.DirectConnectGatewayAssociation // by which it is behind Direct Connect, if that is told
}

// wayTo is the longest prefix behind a gateway that holds an address, healthy ones before all others (R9.2); the zero
// way if there is none.
func (r *run) wayTo(g *topology.VpnGateway, a netip.Addr) way {
	var best way
	for _, w := range r.waysBehind(g) {
		if !w.prefix.IsValid() || !w.prefix.Contains(a) {
			continue
		}
		longer := !best.prefix.IsValid() || w.prefix.Bits() > best.prefix.Bits()
		if w.up && !best.up || longer && w.up == best.up {
			best = w
		}
	}
	return best
}

// waysBehind are what the gateway propagated for Direct Connect (R9.2), static routes of every connection, and what the gateway propagated
// for every connection with BGP; without any of these, what it propagated is Direct Connect's (section 18).
func (r *run) waysBehind(g *topology.VpnGateway) []way {
	var all []way
	propagated := r.propagatedFrom(g.VpnGatewayId)
	for _, x := range r.directConnects(g.VpnGatewayId) {
		for _, prefix := range propagated {
			all = append(all, way{prefix: prefix, up: r.directConnectUp(x.DirectConnectGatewayId), direct: x})
		}
	}
	connections := r.connectionsOf(g.VpnGatewayId)
	for _, c := range connections {
		for _, route := range c.Routes {
			if route.State == "available" || route.State == "" {
				all = append(all, way{prefix: route.DestinationCidrBlock.Masked(), up: isUp(c), isVpn: true})
			}
		}
		if !c.Options.StaticRoutesOnly {
			for _, prefix := range propagated {
				all = append(all, way{prefix: prefix, up: isUp(c), isVpn: true})
			}
		}
	}
	if len(connections) == 0 && len(r.directConnects(g.VpnGatewayId)) == 0 {
		for _, prefix := range propagated {
			all = append(all, way{prefix: prefix, up: true})
		}
	}
	return all
}

func (r *run) connectionsWhole(g *topology.VpnGateway) bool {
	return r.s.Covers(ref.VpnConnection, g.Account, g.Region) == topology.Whole
}

// connectionsOf a gateway, those gone for good left out.
func (r *run) connectionsOf(gateway string) []*topology.VpnConnection {
	var all []*topology.VpnConnection
	for i := range r.s.VpnConnections {
		if c := &r.s.VpnConnections[i]; c.VpnGatewayId == gateway && c.State != "deleted" {
			all = append(all, c)
		}
	}
	return all
}

// isUp: the connection is available and one tunnel is up; no telemetry counts as up (R9.3).
func isUp(c *topology.VpnConnection) bool {
	if c.State != "available" && c.State != "" {
		return false
	}
	for _, t := range c.VgwTelemetry {
		if t.Status == "UP" {
			return true
		}
	}
	return len(c.VgwTelemetry) == 0
}

// propagatedFrom are the prefixes that a gateway wrote into any table.
func (r *run) propagatedFrom(gateway string) []netip.Prefix {
	var all []netip.Prefix
	for i := range r.s.RouteTables {
		for _, route := range r.s.RouteTables[i].Routes {
			if isPropagated(route) && route.GatewayId == gateway && route.State != "blackhole" {
				all = append(all, destination(route))
			}
		}
	}
	return all
}

// propagates tells whether any table takes the gateway's routes.
func (r *run) propagates(gateway string) bool {
	for i := range r.s.RouteTables {
		for _, g := range r.s.RouteTables[i].PropagatingVgws {
			if g.GatewayId == gateway {
				return true
			}
		}
	}
	return len(r.propagatedFrom(gateway)) > 0
}
