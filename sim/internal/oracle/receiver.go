package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// receive is the last step into an interface that has the destination address.
func (l *leg) receive(h holder, p packet) end {
	if h.nat != nil {
		return l.natReceives(h.nat, p)
	}
	if l.isReply() {
		return l.receiveReply(h.eni, p)
	}
	return l.receiveRequest(h.eni, p)
}

func (l *leg) receiveRequest(e *topology.NetworkInterface, p packet) end {
	id := e.NetworkInterfaceId
	l.note("%s receives %v", id, p)
	l.takers = append(l.takers, id)
	if l.neverListens(e) {
		return dropped("R4.12: %s never listens", id)
	}
	if !l.passes(l.groupsAllow(e, ingress, p), "R4.1: ingress of the security groups of %s", id) {
		return dropped("R4.1: no security group of %s lets it in", id)
	}
	if !l.passes(l.alive(e), "R13.1: state of %s", id) {
		return dropped("R13.1: %s is not in use or its instance not running", id)
	}
	if !l.endpointAvailable(e) {
		return dropped("R10.3: the endpoint of %s is not available", id)
	}
	if end, stopped := l.beyondEndpoint(e, p); stopped {
		return end
	}
	if isNode(e) {
		return l.receiveAtNode(e, p)
	}
	v := l.endpointOf(e)
	if c := l.serviceOf(v); c != nil {
		return l.throughLink(e, v, c, p)
	}
	return end{place: atInterface, why: "received by " + id, id: id, vpc: l.vpc(e.VpcId), packet: p}
}

// endpointAvailable looks at the state of the endpoint that an interface belongs to (R10.3).
func (l *leg) endpointAvailable(e *topology.NetworkInterface) bool {
	v := l.endpointOf(e)
	return v == nil || v.State == "" || strings.EqualFold(v.State, "available")
}

// goesBack sends a translated reply on, once: a client may have the translator's own address, in another VPC.
func (l *leg) goesBack(device, subnet string, back packet) end {
	again := "back by " + device + back.String()
	if l.visited[again] {
		return dropped("R17.2: the reply comes back to %s", device)
	}
	l.visited[again] = true
	return l.leaveSubnet(subnet, back)
}

// receiveReply takes the reply in; a masquerading instance sends it on to whom it stood for (R3.14, R4.9).
func (l *leg) receiveReply(e *topology.NetworkInterface, p packet) end {
	id := e.NetworkInterfaceId
	l.note("%s receives the reply %v", id, p)
	t := l.request.translationOf(id, p)
	switch {
	case t != nil && t.client != "":
		return end{place: atClient, why: "left to a client of " + t.client, id: t.client, packet: t.undo()}
	case t != nil && isNode(e):
		return l.nodeReplies(e, t)
	case t != nil:
		l.goesBy(id)
		if end, handed := l.handBack(e, t.undo()); handed {
			return end
		}
		return l.goesBack(id, e.SubnetId, t.undo())
	}
	return end{place: atInterface, why: "received by " + id, id: id, vpc: l.vpc(e.VpcId), packet: p}
}
