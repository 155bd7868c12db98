package graph

// Implements R8.6 and R8.7 as far as they say which way packets to service networks and resources take. What happens behind
// their endpoints is not modelled: the answer is unknown, and names them.

import (
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// latticeEndpoint marks the interfaces of an endpoint for a resource or a service network.
func (c *compiler) latticeEndpoint(d *topology.VpcEndpoint, e *iface) {
	switch strings.ToLower(d.VpcEndpointType) {
	case "resource":
		e.opaque, e.onlyTCP = ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}, true
	case "servicenetwork":
		e.opaque = ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}
	}
}

// beyondEndpoint leaves open what becomes of a request that came to an endpoint for a resource or a service network. A
// resource is reached by TCP alone (R8.7).
func (w *Walk) beyondEndpoint(id InterfaceID, p Packet) (next, bool) {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	switch {
	case e.opaque.IsZero():
		return next{}, false
	case e.onlyTCP && p.Protocol != netmath.TCP:
		w.drop(ProtocolRestriction, at, Ingress)
		return finished(Dropped), true
	}
	w.doubt(UnsupportedComponent, at, Ingress, e.opaque)
	return finished(Doubted), true
}
