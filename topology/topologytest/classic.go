package topologytest

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// ClassicBalancer is a handle on a Classic Load Balancer.
type ClassicBalancer struct {
	*topology.ClassicLoadBalancer
	n *Network
}

// CLB adds an internal Classic Load Balancer with instances behind it.
func (n *Network) CLB(name, vpc string, instances ...string) ClassicBalancer {
	in := n.vpc(vpc)
	b := ClassicBalancer{n: n, ClassicLoadBalancer: &topology.ClassicLoadBalancer{
		Meta: in.Meta, LoadBalancerName: name, DNSName: name + ".elb.example", Scheme: "internal", VPCId: vpc,
	}}
	for _, id := range instances {
		b.Instances = append(b.Instances, struct{ InstanceId string }{id})
	}
	n.classics = append(n.classics, b.ClassicLoadBalancer)
	return b
}

// Node adds a node, "eni-" with the load balancer's name and a number from 1.
func (b ClassicBalancer) Node(subnet, addresses string, groups ...string) ENI {
	e := b.n.serviceENI(fmt.Sprintf("eni-%s-%d", b.LoadBalancerName, len(b.Subnets)+1), subnet, addresses, "interface", groups...)
	e.Description = "ELB " + b.LoadBalancerName
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-elb", Status: "attached"}
	b.Subnets = append(b.Subnets, subnet)
	return e
}

// Listen adds a listener, such as "TCP:80", and the port of the instances behind it.
func (b ClassicBalancer) Listen(on string, instancePort int32) ClassicBalancer {
	protocol, port := protocolPort(on)
	b.ListenerDescriptions = append(b.ListenerDescriptions, struct{ Listener topology.ClassicListener }{topology.ClassicListener{
		Protocol: protocol, LoadBalancerPort: port, InstanceProtocol: protocol, InstancePort: instancePort,
	}})
	return b
}

// EndpointService adds an endpoint service in front of Network Load Balancers.
func (n *Network) EndpointService(id string, balancers ...Balancer) *topology.VpcEndpointServiceConfiguration {
	m := balancers[0].Meta
	s := &topology.VpcEndpointServiceConfiguration{Meta: m, ServiceId: id, ServiceName: "com.amazonaws.vpce." + m.Region + "." + id, ServiceState: "Available"}
	for _, b := range balancers {
		s.NetworkLoadBalancerArns = append(s.NetworkLoadBalancerArns, b.LoadBalancerArn)
		for _, z := range b.AvailabilityZones {
			s.AvailabilityZones = append(s.AvailabilityZones, z.ZoneName)
		}
	}
	n.services = append(n.services, s)
	return s
}

// SourceIP is a listener rule's condition on the client's address.
func SourceIP(prefixes ...string) *struct{ Values []netip.Prefix } {
	c := &struct{ Values []netip.Prefix }{}
	for _, text := range prefixes {
		c.Values = append(c.Values, netip.MustParsePrefix(text))
	}
	return c
}

// newForwardConfig sends to several target groups with equal weights.
func newForwardConfig(groups []TargetGroup) *struct {
	TargetGroups []struct {
		TargetGroupArn string
		Weight         *int
	}
} {
	c := &struct {
		TargetGroups []struct {
			TargetGroupArn string
			Weight         *int
		}
	}{}
	for _, g := range groups {
		weight := 1
		c.TargetGroups = append(c.TargetGroups, struct {
			TargetGroupArn string
			Weight         *int
		}{g.TargetGroupArn, &weight})
	}
	return c
}
