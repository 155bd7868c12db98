package topologytest

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// ClientVPN is a handle on a Client VPN endpoint.
type ClientVPN struct {
	*topology.ClientVpnEndpoint
	n *Network
}

// ClientVPN adds an available endpoint of which everything is known, without routes or rules. vpc may be "".
func (n *Network) ClientVPN(id, vpc, clients string) ClientVPN {
	e := &topology.ClientVpnEndpoint{
		Meta: n.meta(), ClientVpnEndpointId: id, VpcId: vpc, ClientCidrBlock: netip.MustParsePrefix(clients),
		Status: topology.ClientVpnStatus{Code: "available"}, RoutesKnown: true, AuthorizationRulesKnown: true, TargetNetworksKnown: true,
	}
	n.clientVpns = append(n.clientVpns, e)
	return ClientVPN{e, n}
}

// Associate puts clients into subnets, each with an interface of the address: "subnet-a 10.0.1.99". With no address there is
// no interface.
func (v ClientVPN) Associate(places ...string) ClientVPN {
	for _, place := range places {
		subnet, address, found := strings.Cut(place, " ")
		v.ClientVpnTargetNetworks = append(v.ClientVpnTargetNetworks, topology.ClientVpnTargetNetwork{
			ClientVpnEndpointId: v.ClientVpnEndpointId, AssociationId: "cvpn-assoc-" + suffix(subnet), VpcId: v.VpcId, TargetNetworkId: subnet,
			Status: topology.ClientVpnStatus{Code: "associated"},
		})
		if !found {
			continue
		}
		e := v.n.serviceENI("eni-"+suffix(v.ClientVpnEndpointId)+"-"+suffix(subnet), subnet, address, "interface", v.SecurityGroupIds...)
		e.Description, e.RequesterManaged = "ClientVPN Endpoint resource", true
		e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", Status: "attached"}
	}
	return v
}

// Groups sets the security groups of the interfaces that Associate makes.
func (v ClientVPN) Groups(ids ...string) ClientVPN {
	v.SecurityGroupIds = ids
	return v
}

// Route adds an active route of clients in a subnet, or to other clients if that is "local".
func (v ClientVPN) Route(prefix, subnet string) ClientVPN {
	v.Routes = append(v.Routes, topology.ClientVpnRoute{
		ClientVpnEndpointId: v.ClientVpnEndpointId, DestinationCidr: netip.MustParsePrefix(prefix), TargetSubnet: subnet,
		Status: topology.ClientVpnStatus{Code: "active"},
	})
	return v
}

// Authorize lets a group of users in, or all of them if that is "".
func (v ClientVPN) Authorize(prefix, group string) ClientVPN {
	v.AuthorizationRules = append(v.AuthorizationRules, topology.ClientVpnAuthorizationRule{
		ClientVpnEndpointId: v.ClientVpnEndpointId, DestinationCidr: netip.MustParsePrefix(prefix), GroupId: group, AccessAll: group == "",
		Status: topology.ClientVpnStatus{Code: "active"},
	})
	return v
}

// addHybrid fills in what the network has of ways in from outside AWS.
func (n *Network) addHybrid(s *topology.Snapshot) {
	s.ClientVpnEndpoints = values(n, ref.ClientVpnEndpoint, n.clientVpns, func(r *topology.ClientVpnEndpoint) string { return r.ClientVpnEndpointId })
	s.DirectConnectGatewayAssociations = values(n, ref.DirectConnectGateway, n.dxLinks, func(r *topology.DirectConnectGatewayAssociation) string {
		return r.DirectConnectGatewayId + r.AssociatedGateway.ID
	})
	s.InstanceConnectEndpoints = values(n, ref.InstanceConnectEndpoint, n.connects, func(r *topology.InstanceConnectEndpoint) string { return r.InstanceConnectEndpointId })
	s.VirtualInterfaces = values(n, ref.VirtualInterface, n.vifs, func(r *topology.VirtualInterface) string { return r.VirtualInterfaceId })
}
