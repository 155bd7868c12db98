package sim_test

import (
	"testing"

	"github.com/dryhop/dryhop/topology"
)

func TestEndpointRules(t *testing.T) { tell(t, endpointStories) }

// endpointStories are rules 2.12 and 10.1 to 10.5: gateway and interface endpoints.
var endpointStories = []story{
	{"R10.1 R2.12 a gateway endpoint takes what its prefix list holds", s3, "eni-a -> 52.218.1.1 tcp/443", "reachable; via rtb-main-vpc-a#pl-s3; meets vpce-s3; meets com.amazonaws.eu-west-1.s3"},
	{"R10.1 the service sees the private source", s3, "eni-a -> 52.218.1.1 tcp/443", "reachable; as 10.0.1.10 > 52.218.1.1"},
	{"R10.1 and no public address is needed", s3, "eni-b -> 52.218.1.1 tcp/443", "reachable"},
	{"R10.1 a subnet whose table is not associated cannot use it", func(w *world) {
		s3(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
	}, "eni-b -> 52.218.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-b#*"},
	{"R10.1 no UDP", s3, "eni-a -> 52.218.1.1 udp/443", "unreachable; because VPCE_GATEWAY_PROTOCOL_RESTRICTION vpce-s3"},
	{"R10.1 ICMP echo", s3, "eni-a -> 52.218.1.1 icmp", "reachable"},
	{"R10.1 and no other ICMP", s3, "eni-a -> 52.218.1.1 icmp/13/0", "unreachable; because VPCE_GATEWAY_PROTOCOL_RESTRICTION vpce-s3"},
	{"R10.1 it must be available", func(w *world) {
		s3(w)
		w.edit(func(s *topology.Snapshot) { s.VpcEndpoints[0].State = "deleting" })
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; because BAD_STATE vpce-s3"},
	{"R10.1 one of a VPC that the snapshot lacks serves nobody here", func(w *world) {
		s3(w)
		w.edit(func(s *topology.Snapshot) { s.VpcEndpoints[0].VpcId = "vpc-gone" })
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; because VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION vpce-s3"},
	{"R10.1 R6.5 a peer cannot use it", func(w *world) {
		s3(w)
		w.Vpc("vpc-p", "10.1.0.0/16")
		w.Subnet("subnet-p", "vpc-p", "10.1.1.0/24")
		w.ENI("eni-p", "subnet-p", "10.1.1.10")
		w.Peering("pcx-a", "vpc-a", "vpc-p")
		w.Route("vpc-p", "52.218.0.0/17", "pcx-a")
	}, "eni-p -> 52.218.1.1 tcp/443", "unreachable; because PCX_REQUIRES_ADDRESS_IN_VPC_CIDR pcx-a"},
	{"R10.1 nor the far side of a VPN", func(w *world) {
		s3(w)
		w.VGW("vgw-a", "vpc-a")
		w.VPN("vpn-a", "vgw-a", "192.168.0.0/16")
		w.Route("vpc-a", "192.168.0.0/16", "vgw-a")
	}, "192.168.0.1 -> 52.218.1.1 tcp/443", "unreachable; because VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS vgw-a"},
	{"R10.1 the source must be an interface's address", func(w *world) {
		s3(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").NoCheck()
	}, "eni-x -> 52.218.1.1 tcp/443 from 10.0.1.77", "unreachable; because VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION vpce-s3"},
	{"R10.1 the client's group must let the service's prefixes out", func(w *world) {
		s3(w)
		w.SG("sg-a", "vpc-a").Egress("tcp/443", "10.0.0.0/16")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-a#egress/*"},
	{"R10.1 which its rules may name by the list", func(w *world) {
		s3(w)
		w.SG("sg-a", "vpc-a").Egress("tcp/443", "pl-s3")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-a", "sg-a") })
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; by sg-a#egress/[0]"},
	{"R10.1 R5.16 the client's ACL must let them out", func(w *world) {
		s3(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenIngress().Egress(100, "allow", "all", "10.0.0.0/8")
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-a#egress/*"},
	{"R10.1 R5.16 and in", func(w *world) {
		s3(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress().Ingress(100, "allow", "all", "10.0.0.0/8")
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; one-way reachable; reply SUBNET_ACL_RESTRICTION acl-a#ingress/*"},
	{"R5.16 an ACL that names the service's prefixes both ways lets it work", func(w *world) {
		s3(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").Egress(100, "allow", "tcp/443", "52.218.0.0/17").Ingress(100, "allow", "tcp/1024-65535", "52.218.0.0/17")
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable"},

	{"R2.12 the endpoint's route beats 0.0.0.0/0", func(w *world) {
		s3(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; meets vpce-s3; notes 0.0.0.0/0 → igw-a, less specific"},
	{"R10.1 where a NAT gateway carries what an endpoint would, the answer says so", listed, "eni-a -> 52.218.1.1 tcp/443",
		"reachable; all NAT_CARRIES_GATEWAY_SERVICE; because NAT_CARRIES_GATEWAY_SERVICE nat-a; says vpc-a does not have"},
	{"R10.1 and names the endpoint that other tables have", func(w *world) {
		listed(w)
		w.RouteTable("rtb-b", "vpc-a", "subnet-b")
		w.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-b")
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; says vpce-s3, which rtb-main-vpc-a does not lead to"},
	{"R10.1 not of other addresses", listed, "eni-a -> 8.8.8.8 tcp/443", "reachable; all"},
	{"R10.1 nor of another Region's list, which no endpoint would take", func(w *world) {
		listed(w)
		w.edit(func(s *topology.Snapshot) { s.PrefixLists[0].PrefixListName = "com.amazonaws.mars-north-1.s3" })
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; all"},
	{"R10.1 nor of a list that is not AWS's", func(w *world) {
		listed(w)
		w.edit(func(s *topology.Snapshot) { s.PrefixLists[0].PrefixListName = "s3" })
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; all"},
	{"R10.1 nor of what does not pass", func(w *world) {
		listed(w)
		w.NACL("acl-a", "vpc-a", "subnet-a").OpenEgress()
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; all SUBNET_ACL_RESTRICTION"},
	{"R2.12 it loses to a static route with the very range", func(w *world) {
		s3(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "52.218.0.0/17", "igw-a")
	}, "eni-a -> 52.218.1.1 tcp/443", "unreachable; via rtb-main-vpc-a#52.218.0.0/17; because IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS igw-a"},
	{"R2.12 addresses outside of the list go another way", func(w *world) {
		s3(w)
		w.IGW("igw-a", "vpc-a")
		w.Route("vpc-a", "0.0.0.0/0", "igw-a")
		w.edit(func(s *topology.Snapshot) { publish(s, "eni-a", "3.3.3.10") })
	}, "eni-a -> 52.219.1.1 tcp/443", "reachable; meets igw-a; shuns vpce-s3"},
	{"R2.12 R2.11 without the list's entries the way to a public address is unknown", func(w *world) {
		hosts(w)
		w.UnreadablePrefixList("pl-s3", "IPv4").OwnerId = "AWS"
		w.RouteTable("rtb-main-vpc-a", "vpc-a").Main()
		w.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-main-vpc-a")
	}, "eni-a -> 52.218.1.1 tcp/443", "unknown; because UNKNOWN_PREFIX_LIST; missing prefix-list/pl-s3"},
	{"R2.12 R2.11 but private destinations are not in doubt: AWS's lists are public", func(w *world) {
		peered(w)
		w.UnreadablePrefixList("pl-s3", "IPv4").OwnerId = "AWS"
		w.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-main-vpc-a")
	}, "eni-a -> eni-p tcp/443", "reachable; assumes ASSUMES_AWS_PREFIX_LIST_IS_PUBLIC"},
	{"R10.1 a gateway endpoint without a documented state is taken to work", func(w *world) {
		s3(w)
		w.edit(func(s *topology.Snapshot) { s.VpcEndpoints[0].State = "" })
	}, "eni-a -> 52.218.1.1 tcp/443", "reachable; assumes ASSUMES_ENDPOINT_AVAILABLE"},
	{"R10.3 so is an interface endpoint that no document tells of", func(w *world) {
		ssm(w)
		w.edit(func(s *topology.Snapshot) { s.VpcEndpoints = nil })
	}, "eni-a -> 10.0.2.40 tcp/443", "reachable; assumes ASSUMES_ENDPOINT_AVAILABLE"},

	{"R10.2 an endpoint without the IPv6 list takes no IPv6", s3, "eni-a -> 2600:1fa0:8000::1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION"},
	{"R10.2 with it, it does", func(w *world) {
		s3(w)
		w.PrefixList("pl-s3v6", "2600:1fa0:8000::/39")
		w.Route("vpc-a", "pl-s3v6", "vpce-s3")
	}, "eni-a -> 2600:1fa0:8000::1 tcp/443", "reachable; meets vpce-s3"},

	{"R10.3 an interface endpoint is reached at its address", ssm, "eni-a -> eni-vpce-ssm tcp/443", "reachable; by sg-vpce#ingress/[0]"},
	{"R10.3 from its own subnet as well", ssm, "eni-b -> eni-vpce-ssm tcp/443", "reachable; shuns acl-default-vpc-a"},
	{"R10.3 its group must admit the client", ssm, "eni-a -> eni-vpce-ssm tcp/80", "unreachable; because ENI_SG_RULES_MISMATCH sg-vpce#ingress/*"},
	{"R10.3 it takes ICMP and answers none", func(w *world) {
		ssm(w)
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-vpce-ssm", "sg-open-vpc-a") })
	}, "eni-a -> eni-vpce-ssm icmp", "unreachable; one-way reachable; reply PROTOCOL_RESTRICTION eni-vpce-ssm"},
	{"R10.3 it never starts a connection", ssm, "eni-vpce-ssm -> eni-a tcp/443", "unreachable; because VPCE_INTRA_VPC_TRAFFIC eni-vpce-ssm"},
	{"R10.3 it must be available", func(w *world) {
		ssm(w)
		w.edit(func(s *topology.Snapshot) { s.VpcEndpoints[0].State = "pendingAcceptance" })
	}, "eni-a -> eni-vpce-ssm tcp/443", "unreachable; because BAD_STATE eni-vpce-ssm"},
	{"R10.3 a VPN reaches it", func(w *world) {
		tunnelled(w)
		w.InterfaceEndpoint("vpce-ssm", "subnet-b", "10.0.2.40")
	}, "192.168.0.1 -> eni-vpce-ssm tcp/443", "reachable"},
	{"R10.3 R5.16 the ACL between the client's subnet and its own applies", func(w *world) {
		ssm(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenEgress()
	}, "eni-a -> eni-vpce-ssm tcp/443", "unreachable; because SUBNET_ACL_RESTRICTION acl-b#ingress/*"},
	{"R10.3 R1.12 the internet does not reach its IPv6", func(w *world) {
		online(w)
		w.InterfaceEndpoint("vpce-ssm", "subnet-b", "10.0.2.40 2600:1f00:a:2::40")
	}, "2001:4860::1 -> eni-vpce-ssm tcp/443 ipv6", "unreachable; because DENY_ALL_IGW_TRAFFIC igw-a"},

	{"R10.5 a participant of a shared VPC uses the owner's endpoints", func(w *world) {
		s3(w)
		w.ENI("eni-x", "subnet-a", "10.0.1.30").Owned("444455556666").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-x -> 52.218.1.1 tcp/443", "reachable; meets vpce-s3"},
	{"R10.5 in the subnets that have the route", func(w *world) {
		s3(w)
		w.RouteTable("rtb-a", "vpc-a", "subnet-a")
		w.ENI("eni-x", "subnet-a", "10.0.1.30").Owned("444455556666").Attachment.InstanceOwnerId = "444455556666"
	}, "eni-x -> 52.218.1.1 tcp/443", "unreachable; because NO_ROUTE_TO_DESTINATION rtb-a#*"},
}

// s3 is VPC A with a gateway endpoint in its main table.
func s3(w *world) {
	hosts(w)
	w.PrefixList("pl-s3", "52.218.0.0/17", "3.5.64.0/21").OwnerId = "AWS"
	w.RouteTable("rtb-main-vpc-a", "vpc-a").Main()
	w.GatewayEndpoint("vpce-s3", "vpc-a", "pl-s3", "rtb-main-vpc-a")
}

// listed is VPC A behind a NAT gateway, with AWS's list of S3 and no endpoint.
func listed(w *world) {
	natted(w)
	w.PrefixList("pl-s3", "52.218.0.0/17").OwnerId = "AWS"
	w.edit(func(s *topology.Snapshot) {
		s.PrefixLists[0].PrefixListName = "com.amazonaws." + s.Vpcs[0].Region + ".s3"
	})
}

// ssm is VPC A with an interface endpoint in subnet-b.
func ssm(w *world) {
	hosts(w)
	w.SG("sg-vpce", "vpc-a").Ingress("tcp/443", "10.0.0.0/16")
	w.InterfaceEndpoint("vpce-ssm", "subnet-b", "10.0.2.40", "sg-vpce")
}
