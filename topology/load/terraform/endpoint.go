package terraform

import (
	"slices"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/provision"
)

func endpointTypes() map[string]maker {
	return map[string]maker{
		"aws_vpc_endpoint":                                  adds(things, addEndpoint),
		"data.aws_vpc_endpoint":                             adds(things, addEndpoint),
		"aws_vpc_endpoint_subnet_association":               adds(ties, addEndpointSubnet),
		"aws_vpc_endpoint_security_group_association":       adds(ties, addEndpointGroup),
		"aws_vpc_endpoint_service":                          adds(things, addEndpointService),
		"aws_vpc_endpoint_policy":                           adds(ties, func(*builder, *resource, *struct{}) {}), // of requests, not of packets
		"aws_vpc_endpoint_private_dns":                      adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_vpc_endpoint_connection_accepter":              adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_vpc_endpoint_connection_notification":          adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_vpc_endpoint_service_allowed_principal":        adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_vpc_endpoint_service_private_dns_verification": adds(ties, func(*builder, *resource, *struct{}) {}),
		"aws_ec2_instance_connect_endpoint":                 adds(things, addConnectEndpoint),
	}
}

type endpointValues struct {
	VpcID               text `json:"vpc_id"`
	ServiceName         text `json:"service_name"`
	ServiceRegion       text `json:"service_region"`
	Type                text `json:"vpc_endpoint_type"`
	State               text `json:"state"`
	IPAddressType       text `json:"ip_address_type"`
	PrefixListID        text `json:"prefix_list_id"`
	RouteTableIDs       list `json:"route_table_ids"`
	SubnetIDs           list `json:"subnet_ids"`
	SecurityGroupIDs    list `json:"security_group_ids"`
	NetworkInterfaceIDs list `json:"network_interface_ids"`
	PrivateDNS          flag `json:"private_dns_enabled"`
	OwnerID             text `json:"owner_id"`
}

func addEndpoint(b *builder, r *resource, v *endpointValues) {
	if r.data && (v.VpcID == "" || isManaged(b, r)) {
		return
	}
	b.d.AddEndpoint(topology.VpcEndpoint{
		Meta: b.meta(r), VpcEndpointId: b.id(r), VpcEndpointType: string(v.Type), VpcId: string(v.VpcID), ServiceName: string(v.ServiceName), ServiceRegion: string(v.ServiceRegion),
		State: string(v.State), IpAddressType: string(v.IPAddressType), RouteTableIds: v.RouteTableIDs.told(), SubnetIds: v.SubnetIDs.told(),
		NetworkInterfaceIds: v.NetworkInterfaceIDs.told(), Groups: provision.GroupsOf(v.SecurityGroupIDs.told()), PrivateDnsEnabled: bool(v.PrivateDNS),
		OwnerId: string(v.OwnerID), Tags: r.tags(),
	}, string(v.PrefixListID))
}

type endpointTieValues struct {
	VpcEndpointID   text `json:"vpc_endpoint_id"`
	SubnetID        text `json:"subnet_id"`
	SecurityGroupID text `json:"security_group_id"`
	ReplaceDefault  flag `json:"replace_default_association"`
}

func addEndpointSubnet(b *builder, _ *resource, v *endpointTieValues) {
	e := b.d.Endpoint(string(v.VpcEndpointID))
	if !slices.Contains(e.SubnetIds, string(v.SubnetID)) {
		e.SubnetIds = append(e.SubnetIds, string(v.SubnetID))
	}
}

// addEndpointGroup adds a group to an endpoint. Without groups of its own the endpoint has the VPC's default group, which stays unless it is to be replaced.
func addEndpointGroup(b *builder, _ *resource, v *endpointTieValues) {
	e := b.d.Endpoint(string(v.VpcEndpointID))
	if len(e.Groups) == 0 && !bool(v.ReplaceDefault) && e.VpcId != "" {
		e.Groups = []topology.GroupIdentifier{{GroupId: b.d.DefaultGroup(e.VpcId), GroupName: "default"}}
	}
	if g := (topology.GroupIdentifier{GroupId: string(v.SecurityGroupID)}); !slices.ContainsFunc(e.Groups, func(x topology.GroupIdentifier) bool { return x.GroupId == g.GroupId }) {
		e.Groups = append(slices.Clip(e.Groups), g)
	}
}

func addEndpointService(b *builder, r *resource, v *struct {
	ServiceName        text `json:"service_name"`
	AcceptanceRequired flag `json:"acceptance_required"`
	AvailabilityZones  list `json:"availability_zones"`
	NetworkArns        list `json:"network_load_balancer_arns"`
	GatewayArns        list `json:"gateway_load_balancer_arns"`
}) {
	name := string(v.ServiceName)
	if name == "" || r.isUnknown("service_name") {
		name = b.id(r)
	}
	provision.Put(b.d, &b.d.Snapshot.VpcEndpointServiceConfigurations, topology.VpcEndpointServiceConfiguration{
		Meta: b.meta(r), ServiceId: b.id(r), ServiceName: name, ServiceState: "Available", AcceptanceRequired: bool(v.AcceptanceRequired),
		AvailabilityZones: v.AvailabilityZones.told(), NetworkLoadBalancerArns: v.NetworkArns.told(), GatewayLoadBalancerArns: v.GatewayArns.told(), Tags: r.tags(),
	})
}

func addConnectEndpoint(b *builder, r *resource, v *struct {
	SubnetID           text `json:"subnet_id"`
	VpcID              text `json:"vpc_id"`
	AvailabilityZone   text `json:"availability_zone"`
	PreserveClientIP   flag `json:"preserve_client_ip"`
	SecurityGroupIDs   list `json:"security_group_ids"`
	NetworkInterfaceID list `json:"network_interface_ids"`
}) {
	id, preserve := b.id(r), bool(v.PreserveClientIP)
	row := topology.InstanceConnectEndpoint{
		Meta: b.meta(r), InstanceConnectEndpointId: id, State: "create-complete", VpcId: string(v.VpcID), SubnetId: string(v.SubnetID), AvailabilityZone: string(v.AvailabilityZone),
		SecurityGroupIds: v.SecurityGroupIDs.told(), PreserveClientIp: &preserve, Tags: r.tags(),
	}
	row.NetworkInterfaceIds = b.d.AddServiceInterfaces(id, topology.NetworkInterface{
		Meta: b.meta(r), InterfaceType: "ec2_instance_connect_endpoint", Description: "EC2 Instance Connect Endpoint " + id, Groups: provision.GroupsOf(v.SecurityGroupIDs.told()),
	}, []string{string(v.SubnetID)})
	provision.Put(b.d, &b.d.Snapshot.InstanceConnectEndpoints, row)
}
