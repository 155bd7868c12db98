package graph

// Implements R8.5-R8.7 as far as they say which way packets to VPC Lattice, service networks and resources take. What happens
// behind is not modelled: the answer is unknown, and names them.

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// latticeAddresses are those on which VPC Lattice answers who is in a VPC of a service network (R8.5).
var latticeAddresses = []netip.Prefix{netip.MustParsePrefix("169.254.171.0/24"), netip.MustParsePrefix("fd00:ec2:80::/64")}

// lattice is VPC Lattice as a place.
var lattice = ref.Ref{Kind: ref.AwsService, ID: "VPC Lattice"}

// intoLattice leaves open what becomes of a packet that something in a subnet sends to VPC Lattice, by no route.
func (w *Walk) intoLattice(si int32) next {
	w.doubt(UnsupportedComponent, Node{RouterNode, si}, Egress, lattice)
	return finished(Doubted)
}

// latticeEndpoint marks the interfaces of an endpoint for a resource or a service network.
func (c *compiler) latticeEndpoint(d *topology.VpcEndpoint, e *iface) {
	switch strings.ToLower(d.VpcEndpointType) {
	case "resource":
		e.own().opaque, e.unmodelled, e.onlyTCP = ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}, true, true
	case "servicenetwork":
		e.own().opaque, e.unmodelled = ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}, true
	}
}

// beyondEndpoint leaves open what becomes of a request that came to an endpoint for a resource or a service network. A
// resource is reached by TCP alone (R8.7).
func (w *Walk) beyondEndpoint(id InterfaceID, p *Packet) next {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	w.opened.odd = w.opened.odd || e.onlyTCP
	if e.onlyTCP && p.Protocol != netmath.TCP {
		w.drop(ProtocolRestriction, at, Ingress)
		return finished(Dropped)
	}
	w.doubt(UnsupportedComponent, at, Ingress, e.opaque)
	return finished(Doubted)
}
