package oracle

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
)

// instanceConnectOf is the EC2 Instance Connect Endpoint that an interface belongs to, or nil (R3.20).
func (r *run) instanceConnectOf(e *topology.NetworkInterface) *topology.InstanceConnectEndpoint {
	for i := range r.s.InstanceConnectEndpoints {
		if x := &r.s.InstanceConnectEndpoints[i]; slices.Contains(x.NetworkInterfaceIds, e.NetworkInterfaceId) {
			return x
		}
	}
	return nil
}

// sendsAs tells whether an interface may send from an address: one of its own, any with the check off (R13.2), a client's if its endpoint
// preserves that (R3.20).
func (r *run) sendsAs(e *topology.NetworkInterface, p packet) bool {
	return holds(e, p.src) || !checksAddresses(e) || r.preservesClients(e)
}

func (r *run) preservesClients(e *topology.NetworkInterface) bool {
	x := r.instanceConnectOf(e)
	return x != nil && x.PreserveClientIp != nil && *x.PreserveClientIp
}

// instanceConnectRefuses says why an endpoint does not begin a flow.
func (r *run) instanceConnectRefuses(e *topology.NetworkInterface, p packet) string {
	x := r.instanceConnectOf(e)
	switch {
	case x == nil:
		return ""
	case !isOneOf(x.State, "create-complete"):
		return "R3.20: " + x.InstanceConnectEndpointId + " is " + x.State
	case p.proto != protoTCP:
		return "R3.20: " + x.InstanceConnectEndpointId + " opens TCP connections only"
	}
	return ""
}

// handBack takes a reply to a preserved client's address, inside the VPC, to the endpoint that sent for it, whatever the route table says. The network ACLs
// of both subnets apply.
func (l *leg) handBack(from *topology.NetworkInterface, p packet) (end, bool) {
	to := l.networkInterface(l.flow.From)
	if l.flow.From == "" || from.VpcId != to.VpcId || p.dst != l.request.sent.src || holds(to, p.dst) || !l.preservesClients(to) {
		return end{}, false
	}
	l.note("R3.20: the reply is handed back to %s", to.NetworkInterfaceId)
	if from.SubnetId == to.SubnetId {
		return l.receiveReply(to, p), true
	}
	if !l.aclPasses(from.SubnetId, egress, p) {
		return dropped("R5.2: the network ACL of %s lets it not out", from.SubnetId), true
	}
	return l.deliverTo(holder{eni: to, subnet: to.SubnetId}, p), true
}

// neverListens tells whether an interface only begins flows: those of Lambda (R13.5), of Instance Connect Endpoints (R3.20), of Client VPN
// (R9.10).
func (r *run) neverListens(e *topology.NetworkInterface) bool {
	return isPlumbing(e) || kindOf(e) == "lambda" || isClientVpns(e) || r.instanceConnectOf(e) != nil
}
