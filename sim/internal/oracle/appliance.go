package oracle

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// toAppliance forwards by an instance with the source/dest check off (R3.14, R13.2).
func (l *leg) toAppliance(route topology.Route, from hop, p packet) end {
	e := l.applianceOf(route)
	if e == nil {
		return unclear("the interface of target %s was not captured", targetOf(route))
	}
	id := e.NetworkInterfaceId
	neighbour := from.isIn(e.SubnetId)
	if holds(e, p.dst) {
		return l.intoAppliance(holder{eni: e, subnet: e.SubnetId}, neighbour, p)
	}
	if why := l.cannotForward(e, p); why != "" {
		return dropped("%s", why)
	}
	l.visited[again(id, p)] = true
	l.goesBy(id)
	known := l.isReply() && l.request.isEstablished(id, p)
	if !known && !l.passes(l.groupsAllow(e, ingress, p), "R3.14: ingress of the security groups of %s", id) {
		return dropped("R4.1: no security group of %s lets it in", id)
	}
	if !neighbour && !l.aclPasses(e.SubnetId, ingress, p) {
		return dropped("R5.2: the network ACL of %s lets it not in", e.SubnetId)
	}
	if known {
		return l.leaveSubnet(e.SubnetId, p.anonymous())
	}
	return l.forwards(e, p.anonymous())
}

// intoAppliance: the packet is for the interface itself.
func (l *leg) intoAppliance(h holder, neighbour bool, p packet) end {
	if neighbour {
		return l.receive(h, p)
	}
	return l.deliverTo(h, p)
}

// applianceOf is the interface that a route names, itself or by its instance's first device.
func (r *run) applianceOf(route topology.Route) *topology.NetworkInterface {
	if route.NetworkInterfaceId != "" {
		return r.networkInterface(route.NetworkInterfaceId)
	}
	if route.InstanceId == "" {
		return nil
	}
	for i := range r.s.NetworkInterfaces {
		e := &r.s.NetworkInterfaces[i]
		if a := e.Attachment; a != nil && a.InstanceId == route.InstanceId && a.DeviceIndex == 0 {
			return e
		}
	}
	return nil
}

// again is the same packet at the same device: after a translation it may rightly come back.
func again(id string, p packet) string { return fmt.Sprint("again at ", id, p.header()) }

func (l *leg) cannotForward(e *topology.NetworkInterface, p packet) string {
	id := e.NetworkInterfaceId
	switch {
	case isPlumbing(e) || isInterfaceEndpoint(e) || isNode(e):
		return "R13.4: " + id + " does not forward"
	case checksAddresses(e):
		return "R13.2: the source/dest check of " + id + " is on"
	case l.visited[again(id, p)]:
		return "R2.16: the packet comes back to " + id
	case !l.passes(l.alive(e), "R13.1: state of %s", id):
		return "R13.1: " + id + " is not in use or its instance not running"
	}
	return ""
}

// forwards sends the packet on from the appliance's subnet, as its own if the way leads to an internet gateway.
func (l *leg) forwards(e *topology.NetworkInterface, p packet) end {
	id, after := e.NetworkInterfaceId, p
	if l.masquerades(e, p) {
		after.src = primaryIPv4(e)
		if !l.isReply() {
			after = l.withTranslatedPort(after)
		}
		l.note("R3.14: %s masquerades: %v", id, after)
		l.translations = append(l.translations, translation{device: id, before: p, after: after})
	} else {
		l.note("%s forwards", id)
		l.passages = append(l.passages, passage{device: id, packet: p})
	}
	if !l.passes(l.groupsAllow(e, egress, after), "R3.14: egress of the security groups of %s", id) {
		return dropped("R4.1: no security group of %s lets it out", id)
	}
	return l.leaveSubnet(e.SubnetId, after)
}

// masquerades tells whether the appliance is a NAT instance for this destination: its own route leads to an
// internet gateway. IPv4 only.
func (l *leg) masquerades(e *topology.NetworkInterface, p packet) bool {
	sub := l.subnet(e.SubnetId)
	if sub == nil || p.dst.Is6() || within(subnetBlocks(sub), p.dst) {
		return false
	}
	v := l.vpc(sub.VpcId)
	if v == nil {
		return false
	}
	t := l.tableOf(v, e.SubnetId)
	if t == nil {
		return false
	}
	route, found := l.lookup(v, t, p.dst)
	return found && strings.HasPrefix(route.GatewayId, "igw-")
}
