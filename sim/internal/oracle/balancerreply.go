package oracle

import "github.com/dryhop/dryhop/topology"

// keptBy is the load balancer's connection that a reply belongs to, if the target saw the client's own address; or nil.
func (l *leg) keptBy(reply packet) *translation {
	for i := range l.translations {
		if t := &l.translations[i]; t.kept && sameHeader(reply, t.after.mirrored()) {
			return t
		}
	}
	return nil
}

// handOver takes a reply to the client's address to the node that the request came from, whatever the route table says (B7).
func (l *leg) handOver(from *topology.NetworkInterface, t *translation, p packet) end {
	at := l.networkInterface(t.device)
	l.note("R11.5: the reply is handed to %s", t.device)
	if at.SubnetId != from.SubnetId {
		if !l.aclPasses(from.SubnetId, egress, p) {
			return dropped("R5.2: the network ACL of %s lets it not out", from.SubnetId)
		}
		if !l.aclPasses(at.SubnetId, ingress, p) {
			return dropped("R5.2: the network ACL of %s lets it not in", at.SubnetId)
		}
	}
	return l.nodeReplies(at, t)
}

// nodeReplies translates a reply back: it leaves the node as its answer to whoever sent the request there.
func (l *leg) nodeReplies(at *topology.NetworkInterface, t *translation) end {
	back := t.undo()
	again := "back by " + t.device + back.String()
	if l.visited[again] {
		return dropped("R2.16: the reply comes back to %s", t.device)
	}
	l.visited[again] = true
	return l.sendBack(at, back)
}

// sendBack starts a reply at an interface: the one that answers, or a node that translated it back.
func (l *leg) sendBack(e *topology.NetworkInterface, p packet) end {
	if t := l.request.keptBy(p); t != nil {
		return l.handOver(e, t, p)
	}
	if x := l.request.crossingTo(e.NetworkInterfaceId, p); x != nil {
		l.note("R10.7: the reply is handed to %s", x.endpoint.NetworkInterfaceId)
		return l.sendBack(x.endpoint, x.before.mirrored())
	}
	if end, handed := l.handBack(e, p); handed {
		return end
	}
	if x := l.request.toSender; x != nil && x.source == p.dst && x.far == e.VpcId {
		return l.returnToSender(x, e.SubnetId, p)
	}
	l.goesBy(e.NetworkInterfaceId)
	if holds(e, p.src) {
		p.identity = e.NetworkInterfaceId
	}
	return l.leaveSubnet(e.SubnetId, p)
}
