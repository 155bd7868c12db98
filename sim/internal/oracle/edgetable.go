package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// edgeTable is the route table of a VPC for what enters by one of its gateways (R2.14), or nil.
func (r *run) edgeTable(gateway string, v *topology.Vpc) *topology.RouteTable {
	if gateway == "" {
		return nil
	}
	return r.associated(func(a topology.RouteTableAssociation, vpc string) bool {
		return a.GatewayId == gateway && vpc == v.VpcId
	})
}

// edgeRoute is where what enters by a gateway goes first: the local route unless the gateway's table knows another one.
func (l *leg) edgeRoute(gateway string, v *topology.Vpc, p packet) (topology.Route, end, bool) {
	local := topology.Route{GatewayId: "local"}
	t := l.edgeTable(gateway, v)
	if t == nil {
		return local, end{}, false
	}
	if _, found := l.lookup(v, t, p.dst); !found {
		return local, end{}, false
	}
	route, end, stopped := l.routeIn(v, t, p)
	if !stopped && !l.canBeAtEdge(route) {
		return route, unclear("R2.14: target %s of the edge table of %s is not modelled", targetOf(route), gateway), true
	}
	return route, end, stopped
}

// canBeAtEdge: an interface, or the endpoint of a middlebox, of which the documents tell.
func (l *leg) canBeAtEdge(route topology.Route) bool {
	switch {
	case route.GatewayId == "local":
		return true
	case strings.HasPrefix(route.GatewayId, "vpce-"):
		return l.middleboxOf(route.GatewayId) != nil
	case route.NetworkInterfaceId != "" || route.InstanceId != "":
		return l.applianceOf(route) != nil
	}
	return false
}

// touching is the hop that touches the gateway: the first after it (R3.19).
func (l *leg) touching(route topology.Route, otherwise hop) hop {
	if m := l.middleboxOf(route.GatewayId); m != nil {
		return hop{vpc: otherwise.vpc, subnet: l.subnet(m.subnet), firewall: m.isFirewall}
	}
	if e := l.applianceOf(route); e != nil {
		return hop{vpc: otherwise.vpc, subnet: l.subnet(e.SubnetId)}
	}
	return otherwise
}

// enterBy takes a packet that has come in by a gateway to where the gateway's table leads. An interface that takes what comes
// from the internet needs a public address itself (R2.14).
func (l *leg) enterBy(gateway string, v *topology.Vpc, route topology.Route, p packet) end {
	if e := l.applianceOf(route); e != nil && strings.HasPrefix(gateway, "igw-") && p.dst.Is4() && !hasPublic(e) {
		return dropped("R2.14: %s, to which the edge table of %s leads, has no public address", e.NetworkInterfaceId, gateway)
	}
	return l.toTarget(route, hop{vpc: v}, p)
}

func hasPublic(e *topology.NetworkInterface) bool {
	if e.Association != nil && e.Association.PublicIp.IsValid() {
		return true
	}
	for _, a := range e.PrivateIpAddresses {
		if a.Association != nil && a.Association.PublicIp.IsValid() {
			return true
		}
	}
	return false
}

// goesAround tells whether a packet leaves by an internet gateway without the middlebox that stands between the gateway and the
// packet's source (R2.15).
func (l *leg) goesAround(gateway string, v *topology.Vpc, p packet) bool {
	t := l.edgeTable(gateway, v)
	if t == nil {
		return false
	}
	route, found := l.lookup(v, t, p.src)
	if !found || route.GatewayId == "local" {
		return false
	}
	if e := l.applianceOf(route); e != nil {
		return !l.wentBy(e.NetworkInterfaceId) && !holds(e, p.src)
	}
	return !l.wentBy(targetOf(route))
}

// goesBy notes that an interface or endpoint had the packet in its hands.
func (l *leg) goesBy(id string)      { l.visited["by "+id] = true }
func (l *leg) wentBy(id string) bool { return l.visited["by "+id] }
