package oracle

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// Client VPN endpoints (R9.10, R9.11, R9.13). The clients of one that is associated with a VPC are a network of their own: what
// they send is authorized, routed by the endpoint, and leaves as the endpoint's interface in one of its subnets.

func (r *run) clientVpn(id string) *topology.ClientVpnEndpoint {
	return find(r.s.ClientVpnEndpoints, id, func(x *topology.ClientVpnEndpoint) string { return x.ClientVpnEndpointId })
}

// entriesByClientVpn are the endpoints whose clients have the source. Those on a transit gateway are its attachments.
func (l *leg) entriesByClientVpn(p packet) []entry {
	var all []entry
	for i := range l.s.ClientVpnEndpoints {
		x := &l.s.ClientVpnEndpoints[i]
		clients := x.ClientCidrBlock
		if !clients.IsValid() || !clients.Masked().Contains(p.src) || !isInVpc(x) && l.isOnTransitGateway(x) {
			continue
		}
		rank := [3]int{clients.Bits(), int(truthOf(l.clientsLeadTo(x, p))), int(truthOf(isServing(x)))}
		all = append(all, entry{atClient, x.ClientVpnEndpointId, rank})
	}
	return all
}

func isInVpc(x *topology.ClientVpnEndpoint) bool {
	return x.VpcId != "" || len(x.ClientVpnTargetNetworks) > 0
}

func (l *leg) isOnTransitGateway(x *topology.ClientVpnEndpoint) bool {
	return slices.ContainsFunc(l.farSites(), func(a farSite) bool { return a.kind == "client-vpn" && a.resource == x.ClientVpnEndpointId })
}

func isServing(x *topology.ClientVpnEndpoint) bool { return isOneOf(x.Status.Code, "available") }

// isOneOf tells whether a state is there, or not told.
func isOneOf(state string, good ...string) bool { return state == "" || slices.Contains(good, state) }

// clientsLeadTo tells whether the endpoint's VPC has the destination.
func (l *leg) clientsLeadTo(x *topology.ClientVpnEndpoint, p packet) bool {
	ids := []string{x.VpcId}
	for _, t := range x.ClientVpnTargetNetworks {
		ids = append(ids, t.VpcId)
	}
	for _, id := range ids {
		if v := l.vpc(id); v != nil && within(vpcBlocks(v), p.dst) {
			return true
		}
	}
	return false
}

// enterFromClient: authorization, then the way by the endpoint's routes.
func (l *leg) enterFromClient(id string, p packet) end {
	x := l.clientVpn(id)
	switch {
	case !isServing(x):
		return dropped("R9.10: %s is %s", id, x.Status.Code)
	case !l.mayEnter(x, p):
		return dropped("R9.11: no rule of %s authorizes %v", id, p.dst)
	case x.ClientCidrBlock.Masked().Contains(p.dst):
		return l.toOtherClient(x, p)
	case !isInVpc(x):
		return unclear("R9.10: what %s is associated with was not captured", id)
	}
	return l.enterBySession(x, p)
}

// mayEnter: any active rule will do, clients are taken for members of its group. Replies are not asked.
func (l *leg) mayEnter(x *topology.ClientVpnEndpoint, p packet) bool {
	if l.isReply() {
		return true
	}
	found := no
	for _, rule := range x.AuthorizationRules {
		if isOneOf(rule.Status.Code, "active") {
			found = max(found, inRange(rule.DestinationCidr, p.dst, true))
		}
	}
	if !x.AuthorizationRulesKnown {
		found = maybe
	}
	return l.passes(found, "R9.11: authorization rules of %s", x.ClientVpnEndpointId)
}

// refusesClients says why a client of an endpoint on a transit gateway does not come in (R9.12).
func (l *leg) refusesClients(a farSite, p packet) string {
	x := l.clientVpn(a.resource)
	switch {
	case a.kind != "client-vpn" || x == nil:
		return ""
	case !isServing(x):
		return "R9.12: " + a.resource + " is " + x.Status.Code
	case !l.mayEnter(x, p):
		return "R9.11: no rule of " + a.resource + " authorizes " + p.dst.String()
	}
	return ""
}

// toOtherClient needs a route to "local" (R9.13).
func (l *leg) toOtherClient(x *topology.ClientVpnEndpoint, p packet) end {
	if end, stopped := l.cannotRoute(x, "local", p); stopped {
		return end
	}
	return end{place: atClient, why: "left to a client of " + x.ClientVpnEndpointId, id: x.ClientVpnEndpointId, packet: p}
}

// cannotRoute: the endpoint's routes to a target do not cover the destination.
func (l *leg) cannotRoute(x *topology.ClientVpnEndpoint, target string, p packet) (end, bool) {
	found := no
	for _, route := range x.Routes {
		if route.TargetSubnet == target && isOneOf(route.Status.Code, "active") {
			found = max(found, inRange(route.DestinationCidr, p.dst, true))
		}
	}
	switch {
	case found == maybe || !x.RoutesKnown:
		return unclear("R9.10: the routes of %s were not captured", x.ClientVpnEndpointId), true
	case found == no:
		return dropped("R9.10: %s has no route to %v by %s", x.ClientVpnEndpointId, p.dst, target), true
	}
	return end{}, false
}

// enterBySession: AWS puts a client's session into one of the associated subnets, and packets leave by an interface there.
func (l *leg) enterBySession(x *topology.ClientVpnEndpoint, p packet) end {
	subnet, end, stopped := l.sessionSubnet(x)
	if stopped {
		return end
	}
	if end, stopped = l.cannotRoute(x, subnet, p); stopped {
		return end
	}
	var interfaces []*topology.NetworkInterface
	for i := range l.s.NetworkInterfaces {
		if e := &l.s.NetworkInterfaces[i]; e.SubnetId == subnet && isClientVpns(e) {
			interfaces = append(interfaces, e)
		}
	}
	if len(interfaces) == 0 {
		return unclear("the interface of %s in %s was not captured", x.ClientVpnEndpointId, subnet)
	}
	return l.sendForClient(x, interfaces[l.awsPicks(len(interfaces))], p)
}

func isClientVpns(e *topology.NetworkInterface) bool {
	return strings.HasPrefix(e.Description, "ClientVPN")
}

func (l *leg) sessionSubnet(x *topology.ClientVpnEndpoint) (string, end, bool) {
	var subnets []string
	for _, t := range x.ClientVpnTargetNetworks {
		if isOneOf(t.Status.Code, "associated") {
			subnets = append(subnets, t.TargetNetworkId)
		}
	}
	switch {
	case !x.TargetNetworksKnown:
		return "", unclear("R9.10: the target networks of %s were not captured", x.ClientVpnEndpointId), true
	case len(subnets) == 0:
		return "", dropped("R9.10: %s is associated with no subnet", x.ClientVpnEndpointId), true
	}
	return subnets[l.awsPicks(len(subnets))], end{}, false
}

// sendForClient: IPv4 leaves with the interface's own address, IPv6 as it is (R9.10).
func (l *leg) sendForClient(x *topology.ClientVpnEndpoint, e *topology.NetworkInterface, p packet) end {
	id, after := e.NetworkInterfaceId, p.anonymous()
	if p.src.Is4() {
		after = l.withTranslatedPort(after)
		if after.src = primaryIPv4(e); !after.src.IsValid() {
			return unclear("%s has no IPv4", id)
		}
	}
	l.note("R9.10: %s sends %v for a client", id, after)
	l.translations = append(l.translations, translation{device: id, client: x.ClientVpnEndpointId, before: p, after: after})
	if holds(e, after.src) {
		after.identity = id
	}
	switch {
	case !l.passes(l.alive(e), "R13.1: state of %s", id):
		return dropped("R13.1: %s is not in use", id)
	case l.isHostService(e.VpcId, p.dst):
		return end{place: atService, why: "R2.10: a service of the host", vpc: l.vpc(e.VpcId), packet: after}
	case !l.passes(l.groupsAllow(e, egress, after), "R4.1: egress of the security groups of %s", id):
		return dropped("R4.1: no security group of %s lets it out", id)
	}
	return l.leaveSubnet(e.SubnetId, after)
}
