package topologytest

import "github.com/dryhop/dryhop/topology"

// GatewayEndpoint adds a gateway endpoint and its routes: the prefix list in each of the tables leads to it.
func (n *Network) GatewayEndpoint(id, vpc, prefixList string, tables ...string) *topology.VpcEndpoint {
	e := n.endpoint(id, "Gateway", n.vpc(vpc))
	e.ServiceName, e.RouteTableIds = "com.amazonaws."+e.Region+".s3", tables
	for _, table := range tables {
		t := find(n.tables, table, func(t *RouteTable) string { return t.RouteTableId })
		if t == nil {
			panic("topologytest: no route table " + table)
		}
		t.Route(prefixList, id)
	}
	return e
}

// InterfaceEndpoint adds an interface endpoint with one interface ("eni-" and its id).
func (n *Network) InterfaceEndpoint(id, subnet, addresses string, groups ...string) *topology.VpcEndpoint {
	in := n.subnet(subnet)
	ni := n.serviceENI("eni-"+id, subnet, addresses, "vpc_endpoint", groups...)
	ni.RequesterManaged, ni.DenyAllIgwTraffic = true, true
	ni.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", Status: "attached"}
	e := n.endpoint(id, "Interface", n.vpc(in.VpcId))
	e.ServiceName, e.SubnetIds = "com.amazonaws."+e.Region+".ssm", []string{subnet}
	e.NetworkInterfaceIds, e.Groups = []string{ni.NetworkInterfaceId}, ni.Groups
	return e
}

func (n *Network) endpoint(id, kind string, in *topology.Vpc) *topology.VpcEndpoint {
	e := &topology.VpcEndpoint{
		Meta: in.Meta, VpcEndpointId: id, VpcEndpointType: kind, VpcId: in.VpcId, ServiceRegion: in.Region, State: "available", OwnerId: in.OwnerId,
	}
	n.endpoints = append(n.endpoints, e)
	return e
}
