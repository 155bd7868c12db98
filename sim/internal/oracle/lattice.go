package oracle

import "github.com/dryhop/dryhop/topology"

// beyondEndpoint ends a packet that an interface of a resource or service network endpoint took in: what is behind is not
// modelled (R8.6, R8.7).
func (l *leg) beyondEndpoint(e *topology.NetworkInterface, p packet) (end, bool) {
	v := l.endpointOf(e)
	switch {
	case v == nil:
		return end{}, false
	case v.VpcEndpointType == "Resource" && p.proto != protoTCP:
		return dropped("R8.7: %s takes TCP only", v.VpcEndpointId), true
	case v.VpcEndpointType == "Resource", v.VpcEndpointType == "ServiceNetwork":
		return unclear("R8.6: what is behind %s is beyond the model", v.VpcEndpointId), true
	}
	return end{}, false
}
