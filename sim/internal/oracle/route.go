package oracle

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// Routes of one prefix by where they come from (R2.3, R2.17).
const (
	rankStatic = iota
	rankPrefixList
	rankAdvertisement
	rankPropagated
)

func rankOf(route topology.Route) int {
	switch {
	case isPropagated(route):
		return rankPropagated
	case route.Origin == "Advertisement":
		return rankAdvertisement
	case route.DestinationPrefixListId != "":
		return rankPrefixList
	}
	return rankStatic
}

func isPropagated(route topology.Route) bool { return route.Origin == "EnableVgwRoutePropagation" }

// destination is the route's own prefix; the zero prefix of a prefix list's route.
func destination(route topology.Route) netip.Prefix {
	if route.DestinationCidrBlock.IsValid() {
		return route.DestinationCidrBlock.Masked()
	}
	return route.DestinationIpv6CidrBlock.Masked()
}

// targetOf names the route's next hop.
func targetOf(route topology.Route) string {
	for _, id := range []string{
		route.GatewayId, route.NatGatewayId, route.NetworkInterfaceId, route.InstanceId, route.TransitGatewayId,
		route.VpcPeeringConnectionId, route.EgressOnlyInternetGatewayId, route.CarrierGatewayId, route.LocalGatewayId,
		route.CoreNetworkArn, route.OdbNetworkArn,
	} {
		if id != "" {
			return id
		}
	}
	return ""
}

func describe(route topology.Route) string {
	if route.DestinationPrefixListId != "" {
		return fmt.Sprintf("%s > %s", route.DestinationPrefixListId, targetOf(route))
	}
	return fmt.Sprintf("%v > %s", destination(route), targetOf(route))
}
