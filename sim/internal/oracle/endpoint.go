package oracle

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// toEndpoint reaches a service by a gateway endpoint: from interfaces of its own VPC, by TCP or ping (R10.1).
func (l *leg) toEndpoint(id string, from hop, p packet) end {
	if m := l.middleboxOf(id); m != nil {
		return l.toMiddlebox(m, from, p)
	}
	v := find(l.s.VpcEndpoints, id, func(v *topology.VpcEndpoint) string { return v.VpcEndpointId })
	switch {
	case v == nil:
		return unclear("%s was not captured", id)
	case v.VpcEndpointType != "Gateway":
		return unclear("R2.20: endpoint type %s as a target is not modelled", v.VpcEndpointType)
	case !strings.EqualFold(v.State, "available"):
		return dropped("R10.1: %s is not available", id)
	case v.VpcId != from.vpc.VpcId || l.holderOf(from.vpc.VpcId, p.src).isNobody():
		return dropped("R10.1: %s serves interfaces of %s only", id, v.VpcId)
	case p.proto != protoTCP && !p.isEcho():
		return dropped("R10.1: %s takes TCP and ping only", id)
	}
	return end{place: atEndpoint, why: "reached the service by " + id, id: id, vpc: from.vpc, packet: p}
}
