package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/topology/ref"
)

// gatewayServices are the services that have gateway endpoints, by the last part of their names (R10.1).
var gatewayServices = []string{"s3", "dynamodb", "s3express"}

// A GatewayService is a service that a VPC may reach by a gateway endpoint, for which AWS does not charge.
type GatewayService struct {
	Name     string
	Vpc      ref.Ref
	Endpoint ref.Ref // of the VPC, for the service; zero if it has none
}

// GatewayService tells which service at an address the VPC of an interface may reach by a gateway endpoint. It knows the addresses
// from AWS's prefix lists.
func (g *Graph) GatewayService(from InterfaceID, a netip.Addr) (GatewayService, bool) {
	vi := g.interfaces[from].vpc
	if vi == none {
		return GatewayService{}, false
	}
	name := g.gatewayServiceAt(g.vpcs[vi].region, a)
	found := GatewayService{Name: name, Vpc: g.vpcs[vi].ref}
	for i := range g.endpoints {
		e := &g.endpoints[i]
		if ours := e.vpc == vi && g.services[e.service].name == name; ours && (found.Endpoint.ID == "" || e.ref.ID < found.Endpoint.ID) {
			found.Endpoint = e.ref
		}
	}
	return found, name != ""
}

// gatewayServiceAt is the service of a Region that lists an address, or "".
func (g *Graph) gatewayServiceAt(region string, a netip.Addr) string {
	for _, service := range gatewayServices {
		name := "com.amazonaws." + region + "." + service
		lists := func(l prefixList) bool { return l.aws && l.name == name && l.set.Contains(a) }
		if slices.ContainsFunc(g.lists, lists) {
			return name
		}
	}
	return ""
}
