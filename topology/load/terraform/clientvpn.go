package terraform

import (
	"cmp"
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func clientVpnTypes() map[string]maker {
	return map[string]maker{
		"aws_ec2_client_vpn_endpoint":            adds(parts, addClientVpn),
		"aws_ec2_client_vpn_network_association": adds(things, addClientNetwork),
		"aws_ec2_client_vpn_route":               adds(ties, addClientRoute),
		"aws_ec2_client_vpn_authorization_rule":  adds(ties, addClientAuthorization),
	}
}

func addClientVpn(b *builder, r *resource, v *struct {
	VpcID            text   `json:"vpc_id"`
	ClientCidrBlock  text   `json:"client_cidr_block"`
	SecurityGroupIDs list   `json:"security_group_ids"`
	SplitTunnel      flag   `json:"split_tunnel"`
	Transport        text   `json:"transport_protocol"`
	VpnPort          number `json:"vpn_port"`
	TrafficType      text   `json:"traffic_ip_address_type"`
	EndpointType     text   `json:"endpoint_ip_address_type"`
	Description      text   `json:"description"`
}) {
	provision.Put(b.d, &b.d.Snapshot.ClientVpnEndpoints, topology.ClientVpnEndpoint{
		Meta: b.meta(r), ClientVpnEndpointId: b.id(r), Description: string(v.Description), Status: topology.ClientVpnStatus{Code: "available"}, VpcId: string(v.VpcID),
		ClientCidrBlock: v.ClientCidrBlock.prefix(), SplitTunnel: bool(v.SplitTunnel), TransportProtocol: string(v.Transport), VpnPort: int32(v.VpnPort.or(443)),
		SecurityGroupIds: v.SecurityGroupIDs.told(), TrafficIpAddressType: string(v.TrafficType), EndpointIpAddressType: string(v.EndpointType), Tags: r.tags(),
		RoutesKnown: true, AuthorizationRulesKnown: true, TargetNetworksKnown: true,
	})
}

func (b *builder) clientVpn(id string) *topology.ClientVpnEndpoint {
	return provision.Part(b.d, &b.d.Snapshot.ClientVpnEndpoints, id, func(e *topology.ClientVpnEndpoint) { e.ClientVpnEndpointId = id })
}

type clientValues struct {
	EndpointID     text `json:"client_vpn_endpoint_id"`
	SubnetID       text `json:"subnet_id"`
	SecurityGroups list `json:"security_groups"`
	Destination    text `json:"destination_cidr_block"`
	TargetSubnetID text `json:"target_vpc_subnet_id"`
	TargetCidr     text `json:"target_network_cidr"`
	AccessGroupID  text `json:"access_group_id"`
	AuthorizeAll   flag `json:"authorize_all_groups"`
	AssociationID  text `json:"association_id"`
	VpcID          text `json:"vpc_id"`
}

// addClientNetwork associates a subnet. The endpoint then has an interface there, and a route to the VPC.
func addClientNetwork(b *builder, r *resource, v *clientValues) {
	subnet := string(v.SubnetID)
	e := b.clientVpn(string(v.EndpointID))
	s := b.d.Subnet(subnet)
	if s != nil {
		e.VpcId = cmp.Or(e.VpcId, s.VpcId)
	}
	e.ClientVpnTargetNetworks = append(e.ClientVpnTargetNetworks, topology.ClientVpnTargetNetwork{
		ClientVpnEndpointId: e.ClientVpnEndpointId, AssociationId: b.id(r), VpcId: e.VpcId, TargetNetworkId: subnet,
		SecurityGroups: v.SecurityGroups.told(), Status: topology.ClientVpnStatus{Code: "associated"}, DeclaredAs: r.address,
	})
	groups := cmp.Or(len(v.SecurityGroups), len(e.SecurityGroupIds))
	ids := e.SecurityGroupIds
	if len(v.SecurityGroups) > 0 {
		ids = v.SecurityGroups.told()
	}
	if vpc := b.d.Vpc(e.VpcId); vpc != nil && vpc.CidrBlock.IsValid() {
		local := topology.ClientVpnRoute{
			ClientVpnEndpointId: e.ClientVpnEndpointId, DestinationCidr: vpc.CidrBlock, TargetSubnet: subnet, Type: "Nat", Origin: "associate", Status: topology.ClientVpnStatus{Code: "active"},
		}
		if !slices.ContainsFunc(e.Routes, func(x topology.ClientVpnRoute) bool {
			return x.DestinationCidr == local.DestinationCidr && x.TargetSubnet == subnet
		}) {
			e.Routes = append(e.Routes, local)
		}
	}
	n := topology.NetworkInterface{Meta: b.meta(r), Description: "ClientVPN Endpoint resource " + e.ClientVpnEndpointId, InterfaceType: "interface"}
	if groups > 0 {
		n.Groups = provision.GroupsOf(ids)
	}
	b.d.AddServiceInterfaces(e.ClientVpnEndpointId, n, []string{subnet})
}

func addClientRoute(b *builder, r *resource, v *clientValues) {
	e := b.clientVpn(string(v.EndpointID))
	e.Routes = append(e.Routes, topology.ClientVpnRoute{
		ClientVpnEndpointId: e.ClientVpnEndpointId, DestinationCidr: v.Destination.prefix(), TargetSubnet: string(v.TargetSubnetID), Type: "Nat", Origin: "add-route",
		Status: topology.ClientVpnStatus{Code: "active"}, DeclaredAs: r.address, Source: r.source(),
	})
}

func addClientAuthorization(b *builder, r *resource, v *clientValues) {
	e := b.clientVpn(string(v.EndpointID))
	e.AuthorizationRules = append(e.AuthorizationRules, topology.ClientVpnAuthorizationRule{
		ClientVpnEndpointId: e.ClientVpnEndpointId, GroupId: string(v.AccessGroupID), AccessAll: bool(v.AuthorizeAll), DestinationCidr: v.TargetCidr.prefix(),
		Status: topology.ClientVpnStatus{Code: "active"}, DeclaredAs: r.address, Source: r.source(),
	})
}
