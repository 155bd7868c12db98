package topologytest

import (
	"github.com/dryhop/dryhop/topology"
)

// InstanceConnect adds an EC2 Instance Connect Endpoint with one interface ("eni-" and its id).
func (n *Network) InstanceConnect(id, subnet, address string, groups ...string) *topology.InstanceConnectEndpoint {
	in := n.subnet(subnet)
	ni := n.Service("eni-"+id, subnet, address, "ec2_instance_connect_endpoint", "EC2 Instance Connect Endpoint "+id, groups...)
	e := &topology.InstanceConnectEndpoint{
		Meta: in.Meta, InstanceConnectEndpointId: id, State: "create-complete", VpcId: in.VpcId, SubnetId: subnet,
		NetworkInterfaceIds: []string{ni.NetworkInterfaceId},
	}
	n.connects = append(n.connects, e)
	return e
}

// Service adds an interface that a service manages.
func (n *Network) Service(id, subnet, address, kind, description string, groups ...string) ENI {
	ni := n.serviceENI(id, subnet, address, kind, groups...)
	ni.Description, ni.RequesterManaged = description, true
	ni.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-aws", Status: "attached"}
	return ni
}
