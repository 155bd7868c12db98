package selector

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// Side says which end of a flow a selector stands for.
type Side uint8

// The sides.
const (
	From Side = iota
	To
)

// String is "from" or "to".
func (s Side) String() string { return [...]string{"from", "to"}[s&1] }

// A Match is one place that a selector stands for.
type Match struct {
	Location graph.Location
	Label    string     // what people call it
	Address  netip.Addr // of a sender that was named by its address: the private one
	Ref      ref.Ref    // the resource that was named; zero for a bare address
	Note     string     // what to know about the choice, such as which of several interfaces it is
}

func compareMatches(a, b Match) int { return compareLocations(a.Location, b.Location) }

func compareLocations(a, b graph.Location) int {
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Interface, b.Interface),
		cmp.Compare(a.Index, b.Index),
		a.Addr.Compare(b.Addr),
	)
}

// isContainer tells kinds that hold interfaces from kinds that are interfaces or have their own. Where a word
// names both, it means the latter.
func isContainer(k ref.Kind) bool {
	switch k {
	case ref.Vpc, ref.Subnet, ref.RouteTable, ref.NetworkAcl, ref.SecurityGroup, ref.AvailabilityZone,
		ref.DBSubnetGroup, ref.TargetGroup, ref.InternetGateway, ref.EgressOnlyInternetGateway, ref.TransitGateway, ref.VpnGateway,
		ref.VpcPeeringConnection, ref.ManagedPrefixList, ref.DhcpOptions, ref.VpcBlockPublicAccess:
		return true
	}
	return false
}

// isOutside tells kinds that stand for a network beyond the VPCs.
func isOutside(k ref.Kind) bool {
	switch k {
	case ref.ExternalNetwork, ref.VpnConnection, ref.VpnGateway, ref.CustomerGateway, ref.TransitGatewayAttachment,
		ref.CoreNetworkAttachment, ref.DirectConnectGateway, ref.ClientVpnEndpoint:
		return true
	}
	return false
}

// places lists where an entity is: at its interfaces, or beyond the VPCs.
func places(e *graph.Entity) []graph.Location {
	switch {
	case e.Ref.Kind == ref.Internet:
		return []graph.Location{{Kind: graph.AtInternet}}
	case e.Ref.Kind == ref.AwsService && e.External >= 0:
		return []graph.Location{{Kind: graph.AtService, Index: e.External}}
	case isOutside(e.Ref.Kind) && e.External >= 0:
		return []graph.Location{{Kind: graph.AtExternalNetwork, Index: e.External}}
	}
	if e.Place.Kind != graph.NoLocation {
		return []graph.Location{e.Place}
	}
	at := make([]graph.Location, len(e.Interfaces))
	for i, id := range e.Interfaces {
		at[i] = graph.Location{Kind: graph.AtInterface, Interface: id}
	}
	return at
}

// Traceable reports whether a flow can begin or end at an entity that is named by its own name.
func Traceable(e *graph.Entity) bool {
	n := len(places(e))
	return n == 1 || n > 1 && !isContainer(e.Ref.Kind)
}

// Called is what people call an entity: its name, or its id.
func Called(e *graph.Entity) string { return cmp.Or(e.Name, e.Ref.ID) }
