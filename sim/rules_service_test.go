package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestServiceRules(t *testing.T) { tell(t, serviceStories) }

// connectable is VPC A with an Instance Connect Endpoint in subnet-b.
func connectable(w *world) *topology.InstanceConnectEndpoint {
	hosts(w)
	w.SG("sg-eice", "vpc-a").Egress("tcp/22", "0.0.0.0/0")
	return w.InstanceConnect("eice-0a", "subnet-b", "10.0.2.77", "sg-eice")
}

// connectPreserving lets it keep the address of who calls it.
func connectPreserving(w *world) {
	keep := true
	connectable(w).PreserveClientIp = &keep
}

// serviceStories are about what services put into VPCs: rules 3.20, 8.5, 8.6, 8.7, 13.5 and 13.7.
var serviceStories = []story{
	{"R3.20 an Instance Connect Endpoint reaches hosts by TCP", func(w *world) { connectable(w) },
		"eni-eice-0a -> eni-a tcp/22", "reachable; as 10.0.2.77 > 10.0.1.10"},
	{"R3.20 by nothing else", func(w *world) { connectable(w) }, "eni-eice-0a -> eni-a icmp", "unreachable; because PROTOCOL_RESTRICTION eni-eice-0a"},
	{"R3.20 its group's egress rules apply", func(w *world) { connectable(w) }, "eni-eice-0a -> eni-a tcp/3389", "unreachable; because ENI_SG_RULES_MISMATCH sg-eice"},
	{"R3.20 rules may refer to its group", func(w *world) {
		connectable(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/22", "sg-eice")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-eice-0a -> eni-a tcp/22", "reachable"},
	{"R3.20 it never listens", func(w *world) { connectable(w) }, "eni-a -> eni-eice-0a tcp/22", "unreachable; because COMPONENT_DOES_NOT_LISTEN eni-eice-0a"},
	{"R3.20 it must be complete", func(w *world) { connectable(w).State = "delete-in-progress" }, "eni-eice-0a -> eni-a tcp/22", "unreachable; because BAD_STATE eni-eice-0a"},
	{"R3.20 it may keep the client's address, and gets the reply back", connectPreserving,
		"eni-eice-0a -> eni-a tcp/22 from 203.0.113.9", "reachable; as 203.0.113.9 > 10.0.1.10"},
	{"R3.20 a neighbour's reply passes no network ACL", func(w *world) {
		connectPreserving(w)
		w.NACL("acl-b", "vpc-a", "subnet-b")
	}, "eni-eice-0a -> eni-b tcp/22 from 203.0.113.9", "reachable"},
	{"R3.20 anyone else's passes those of both subnets", func(w *world) {
		connectPreserving(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress()
	}, "eni-eice-0a -> eni-a tcp/22 from 203.0.113.9", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-b"},
	{"R3.20 else it sends from its own alone", func(w *world) { connectable(w) },
		"eni-eice-0a -> eni-a tcp/22 from 203.0.113.9", "unreachable; because ENI_SOURCE_DEST_CHECK_RESTRICTION eni-eice-0a"},
	{"R3.20 a rule for its group does not match a client's address", func(w *world) {
		connectPreserving(w)
		w.SG("sg-a", "vpc-a").Ingress("tcp/22", "sg-eice")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-eice-0a -> eni-a tcp/22 from 203.0.113.9", "unreachable; because ENI_SG_RULES_MISMATCH"},

	{"R8.5 what VPC Lattice does is not modelled", func(w *world) { hosts(w) },
		"eni-a -> 169.254.171.7 tcp/443", "unknown; because UNSUPPORTED_COMPONENT; missing aws-service/VPC Lattice"},
	{"R8.5 no route leads there, and no network ACL is asked", func(w *world) {
		hosts(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a").Blackhole("0.0.0.0/0", "eni-gone")
	}, "eni-a -> 169.254.171.7 tcp/443", "unknown; shuns rtb-a"},
	{"R8.5 its IPv6 addresses likewise", func(w *world) { hosts(w) }, "eni-a -> fd00:ec2:80::a9fe:ab07 tcp/443", "unknown; missing aws-service/VPC Lattice"},
	{"R8.5 the client's groups apply", func(w *world) {
		hosts(w)
		w.SG("sg-mute", "vpc-a").NoEgress()
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-mute") })
	}, "eni-a -> 169.254.171.7 tcp/443", "unreachable; because SG_HAS_NO_RULES sg-mute"},
	{"R8.5 its neighbours on the link are others, and known", func(w *world) { hosts(w) }, "eni-a -> 169.254.169.123 udp/123", "reachable; meets Amazon Time Sync"},
	{"R8.6 R8.7 an endpoint of another type takes what its groups admit", func(w *world) {
		hosts(w)
		w.InterfaceEndpoint("vpce-0a", "subnet-b", "10.0.2.50")
	}, "eni-a -> eni-vpce-0a tcp/443", "reachable"},
	{"R8.6 what is behind an endpoint for a service network is not modelled", func(w *world) {
		hosts(w)
		w.InterfaceEndpoint("vpce-0a", "subnet-b", "10.0.2.50").VpcEndpointType = "ServiceNetwork"
	}, "eni-a -> eni-vpce-0a tcp/443", "unknown; because UNSUPPORTED_COMPONENT eni-vpce-0a; missing vpc-endpoint/vpce-0a"},
	{"R8.6 its groups apply", func(w *world) {
		hosts(w)
		w.SG("sg-e", "vpc-a").Ingress("tcp/443", "10.9.0.0/16")
		w.InterfaceEndpoint("vpce-0a", "subnet-b", "10.0.2.50", "sg-e").VpcEndpointType = "ServiceNetwork"
	}, "eni-a -> eni-vpce-0a tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-e"},
	{"R8.7 what is behind an endpoint for a resource is not modelled", func(w *world) {
		hosts(w)
		w.InterfaceEndpoint("vpce-0a", "subnet-b", "10.0.2.50").VpcEndpointType = "Resource"
	}, "eni-a -> eni-vpce-0a tcp/5432", "unknown; missing vpc-endpoint/vpce-0a"},
	{"R8.7 a resource takes TCP alone", func(w *world) {
		hosts(w)
		w.InterfaceEndpoint("vpce-0a", "subnet-b", "10.0.2.50").VpcEndpointType = "Resource"
	}, "eni-a -> eni-vpce-0a udp/53", "unreachable; because PROTOCOL_RESTRICTION eni-vpce-0a"},

	{"R13.5 a function reaches out", func(w *world) {
		hosts(w)
		w.Service("eni-f", "subnet-b", "10.0.2.60", "lambda", "AWS Lambda VPC ENI-orders-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f")
	}, "eni-f -> eni-a tcp/443", "reachable"},
	{"R13.5 it is not invoked by its interface", func(w *world) {
		hosts(w)
		w.Service("eni-f", "subnet-b", "10.0.2.60", "lambda", "AWS Lambda VPC ENI-orders-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f")
	}, "eni-a -> eni-f tcp/443", "unreachable; because COMPONENT_DOES_NOT_LISTEN eni-f; says lambda:orders"},
	{"R13.5 a public subnet gives it no internet", func(w *world) {
		online(w)
		w.Service("eni-f", "subnet-b", "10.0.2.60", "lambda", "AWS Lambda VPC ENI-orders")
	}, "eni-f -> 8.8.8.8 tcp/443", "unreachable; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R13.7 a task has an interface and groups of its own", func(w *world) {
		hosts(w)
		w.SG("sg-t", "vpc-a").Ingress("tcp/8080", "10.0.1.0/24")
		w.Service("eni-t", "subnet-b", "10.0.2.61", "interface", "arn:aws:ecs:eu-west-1:111122223333:attachment/0a1b", "sg-t")
	}, "eni-a -> eni-t tcp/8080", "reachable"},
	{"R13.7 pods on secondary addresses have the node's groups", func(w *world) {
		_, b := hosts(w)
		b.Address("10.0.2.200")
		w.SG("sg-n", "vpc-a").Ingress("tcp/8080", "10.9.0.0/16")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-b", "sg-n") })
	}, "eni-a -> 10.0.2.200 tcp/8080", "unreachable; because ENI_SG_RULES_MISMATCH sg-n"},
}
