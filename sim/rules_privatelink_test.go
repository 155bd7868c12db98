package sim_test

import (
	"net/netip"
	"testing"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
	"github.com/dryhop/dryhop/topology/topologytest"
)

func TestPrivateLinkRules(t *testing.T) { tell(t, privateLinkStories) }

// privateLinkStories are rules 10.7 to 10.9: interface endpoints that lead to a service of one's own.
var privateLinkStories = []story{
	{"R10.7 an endpoint leads into another VPC, whatever its blocks", func(w *world) { serviced(w) },
		"eni-a -> 10.0.2.50 tcp/443", "reachable; meets eni-vpce-l; meets eni-ledger-1; as 10.0.1.10 > 10.0.7.20; as 10.0.7.20 > 10.0.8.10; " +
			"back-as 10.0.8.10 > 10.0.7.20; back-as 10.0.2.50 > 10.0.1.10; assumes nothing"},
	{"R10.7 the endpoint's own group is asked first", func(w *world) {
		serviced(w)
		w.SG("sg-e", "vpc-a").Ingress("tcp/80", "any")
		w.edit(func(s *topology.Snapshot) { regroup(s, "eni-vpce-l", "sg-e") })
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},
	{"R10.7 the load balancer has to listen there", func(w *world) { serviced(w) },
		"eni-a -> 10.0.2.50 tcp/80", "unreachable; all ELBV2_LISTENERS_MISMATCH"},
	{"R10.7 it carries no pings", func(w *world) { serviced(w) },
		"eni-a -> 10.0.2.50 icmp", "unreachable"},
	{"R10.7 one that nobody accepted carries nothing", func(w *world) {
		l := serviced(w)
		l.endpoint.State = "pendingAcceptance"
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; all BAD_STATE"},
	{"R10.7 nor does a service that is going", func(w *world) {
		l := serviced(w)
		l.service.ServiceState = "Deleting"
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; all BAD_STATE"},
	{"R10.7 the service has to be in the endpoint's zone", func(w *world) {
		serviced(w)
		inZone(w, map[string]string{"subnet-b": "az2"})
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; all VPCE_SERVICE_NOT_INSTALLED_IN_AZ"},
	{"R10.7 by id, for names differ between accounts", func(w *world) {
		provided(w, topologytest.Region)
		w.edit(func(s *topology.Snapshot) { subnetNamed(s, "subnet-b").AvailabilityZone = "eu-west-1f" })
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable"},
	{"R10.7 what has no id cannot be compared", func(w *world) {
		provided(w, topologytest.Region)
		w.edit(func(s *topology.Snapshot) {
			subnetNamed(s, "subnet-b").AvailabilityZone, subnetNamed(s, "subnet-b").AvailabilityZoneId = "eu-west-1f", ""
		})
	}, "eni-a -> 10.0.2.50 tcp/443", "unknown; because UNKNOWN_AVAILABILITY_ZONE"},
	{"R10.7 it enters by the node of its zone", func(w *world) {
		l := serviced(w)
		w.Subnet("subnet-s2", "vpc-p", "10.0.6.0/24")
		l.nlb.Node("subnet-s2", "10.0.6.20")
		inZone(w, map[string]string{"subnet-s2": "az2"})
		w.NACL("acl-s2", "vpc-p", "subnet-s2")
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; meets eni-ledger-1"},
	{"R10.7 by any node where its zone has none", func(w *world) {
		l := serviced(w)
		l.service.AvailabilityZones = []string{"eu-west-1a", "eu-west-1b"}
		inZone(w, map[string]string{"subnet-b": "az2", "subnet-x": "az2"})
		w.Subnet("subnet-x", "vpc-p", "10.0.9.0/24")
		w.edit(func(s *topology.Snapshot) { subnetNamed(s, "subnet-x").AvailabilityZone = "eu-west-1b" })
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; meets eni-ledger-1"},
	{"R10.7 nobody calls back", func(w *world) { serviced(w) },
		"eni-t -> 10.0.1.10 tcp/443", "unreachable; because NO_POSSIBLE_DESTINATION vpc-p"},
	{"R10.7 not even to the endpoint's address", func(w *world) { serviced(w) },
		"eni-t -> 10.0.2.50 tcp/443", "unreachable"},
	{"R10.7 several load balancers share the endpoints", func(w *world) {
		l := serviced(w)
		other := w.NLB("spare", "vpc-p")
		other.Node("subnet-s", "10.0.7.30")
		other.Listen("TCP:443", w.TargetGroup("none", "vpc-p", "instance", "TCP:80"))
		l.service.NetworkLoadBalancerArns = append(l.service.NetworkLoadBalancerArns, other.LoadBalancerArn)
	}, "eni-a -> 10.0.2.50 tcp/443", "partial; because ENDPOINT_SERVICE_CHOOSES_LOAD_BALANCER"},
	{"R10.7 a load balancer that was not captured may do anything", func(w *world) {
		serviced(w)
		w.Without(ref.LoadBalancer)
	}, "eni-a -> 10.0.2.50 tcp/443", "unknown; missing load-balancer"},
	{"R10.7 so may one without nodes", func(w *world) {
		serviced(w)
		w.edit(func(s *topology.Snapshot) { named(s, "eni-ledger-1").Description = "" })
	}, "eni-a -> 10.0.2.50 tcp/443", "unknown; missing network-interface"},
	{"R10.7 a service of somebody else is taken to answer", func(w *world) {
		serviced(w)
		w.Without(ref.VpcEndpointService)
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; assumes ASSUMES_ENDPOINT_SERVICE_ANSWERS eni-vpce-l; shuns eni-ledger-1"},
	{"R10.7 one of AWS answers", func(w *world) {
		l := serviced(w)
		l.endpoint.ServiceName = "com.amazonaws.eu-west-1.ssm"
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; assumes nothing"},
	{"R10.7 what a service is for does not end in circles", func(w *world) {
		l := serviced(w)
		l.web.TargetHealthDescriptions = nil
		l.web.TargetType = "ip"
		l.web.Target("10.0.8.50")
		w.InterfaceEndpoint("vpce-2", "subnet-t", "10.0.8.50").ServiceName = l.service.ServiceName
		l.nlb.Listen("TCP:8080", l.web)
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; because ROUTING_LOOP"},

	{"R10.8 the provider never sees the client, whatever the group's attribute says", func(w *world) {
		l := serviced(w)
		l.web.Attribute("preserve_client_ip.enabled", "true")
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; as 10.0.7.20 > 10.0.8.10"},
	{"R10.8 the load balancer's group sees it", func(w *world) { linkGroups(w, "10.0.1.10/32", "sg-nlb") },
		"eni-a -> 10.0.2.50 tcp/443", "reachable; by sg-nlb#ingress/[0]; by sg-t#ingress/[0]"},
	{"R10.8 and by its address alone, not as a member of a group", func(w *world) { linkGroups(w, "sg-nlb", "sg-nlb") },
		"eni-a -> 10.0.2.50 tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},
	{"R10.8 who is not admitted gets no further", func(w *world) { linkGroups(w, "10.0.9.0/24", "sg-nlb") },
		"eni-a -> 10.0.2.50 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-nlb#ingress/*"},
	{"R10.8 unless that is switched off", func(w *world) {
		linkGroups(w, "10.0.9.0/24", "sg-nlb").nlb.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = "off"
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable"},
	{"R10.8 the target has to admit the load balancer", func(w *world) { linkGroups(w, "10.0.1.0/24", "10.0.1.0/24") },
		"eni-a -> 10.0.2.50 tcp/443", "unreachable; because ENI_SG_RULES_MISMATCH sg-t#ingress/*"},
	{"R10.8 no ACL of the node's subnet sees what comes in", func(w *world) {
		serviced(w)
		w.NACL("acl-s", "vpc-p", "subnet-s").OpenEgress().Ingress(100, "allow", "all", "10.0.8.0/24")
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable"},
	{"R10.8 it does see what comes from the target", func(w *world) {
		serviced(w)
		w.NACL("acl-s", "vpc-p", "subnet-s").OpenEgress()
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-s"},
	{"R10.8 the reply leaves by the endpoint's subnet", func(w *world) {
		serviced(w)
		w.NACL("acl-b", "vpc-a", "subnet-b").OpenIngress()
	}, "eni-a -> 10.0.2.50 tcp/443", "unreachable; reply SUBNET_ACL_RESTRICTION acl-b"},
	{"R10.8 an IPv6 client of a load balancer without IPv6 is seen by its groups", func(w *world) { serviced(w) },
		"eni-a -> 2600:1f00:a:2::50 tcp/443", "reachable; as 10.0.2.50 > 10.0.7.20; as 10.0.7.20 > 10.0.8.10; back-as 2600:1f00:a:2::50 > 2600:1f00:a:1::10"},
	{"R10.8 so is an IPv4 client of one without IPv4", func(w *world) {
		l := serviced(w)
		l.web.IpAddressType = "ipv6"
		w.edit(func(s *topology.Snapshot) {
			only6(s, "eni-ledger-1", "2600:1f00:9::20")
			only6(s, "eni-t", "2600:1f00:9::10")
		})
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable; as 2600:1f00:a:2::50 > 2600:1f00:9::20; as 2600:1f00:9::20 > 2600:1f00:9::10; back-as 10.0.2.50 > 10.0.1.10"},
	{"R10.8 and admitted by its own address", func(w *world) { linkGroups(w, "10.0.0.0/8", "sg-nlb") },
		"eni-a -> 2600:1f00:a:2::50 tcp/443", "unreachable; all ENI_SG_RULES_MISMATCH"},

	{"R10.9 a service may be in another Region", func(w *world) { provided(w, "us-east-1") },
		"eni-a -> 10.0.2.50 tcp/443", "reachable; meets eni-ledger-1"},
	{"R10.9 where no zone of the endpoint's has to match", func(w *world) {
		provided(w, "us-east-1")
		inZone(w, map[string]string{"subnet-b": "az2"})
	}, "eni-a -> 10.0.2.50 tcp/443", "reachable"},
	{"R10.9 and it has to work", func(w *world) { provided(w, "us-east-1").service.ServiceState = "Failed" },
		"eni-a -> 10.0.2.50 tcp/443", "unreachable; all BAD_STATE"},
}

// A link is an endpoint with the service behind it.
type link struct {
	endpoint *topology.VpcEndpoint
	service  *topology.VpcEndpointServiceConfiguration
	nlb      topologytest.Balancer
	web      topologytest.TargetGroup
}

// serviced is VPC A with an endpoint in subnet-b to a service of VPC P, which has the same block: an NLB in subnet-s before eni-t.
func serviced(w *world) link {
	hosts(w)
	return servicedTo(w)
}

func servicedTo(w *world) link {
	w.Vpc("vpc-p", "10.0.0.0/16", "2600:1f00:9::/56")
	w.Subnet("subnet-s", "vpc-p", "10.0.7.0/24", "2600:1f00:9::/64")
	w.Subnet("subnet-t", "vpc-p", "10.0.8.0/24")
	w.ENI("eni-t", "subnet-t", "10.0.8.10")
	l := link{web: w.TargetGroup("web", "vpc-p", "instance", "TCP:8080").Target("i-t"), nlb: w.NLB("ledger", "vpc-p")}
	l.nlb.Node("subnet-s", "10.0.7.20")
	l.nlb.Listen("TCP:443", l.web)
	l.service = w.EndpointService("vpce-svc-1", l.nlb)
	l.endpoint = w.InterfaceEndpoint("vpce-l", "subnet-b", "10.0.2.50 2600:1f00:a:2::50")
	l.endpoint.ServiceName = l.service.ServiceName
	return l
}

// linkGroups is serviced where the load balancer admits some clients, and its target some senders.
func linkGroups(w *world, clients, senders string) link {
	l := serviced(w)
	w.SG("sg-nlb", "vpc-p").Ingress("tcp/443", clients)
	w.SG("sg-t", "vpc-p").Ingress("tcp/8080", senders)
	w.edit(func(s *topology.Snapshot) {
		regroup(s, "eni-ledger-1", "sg-nlb")
		regroup(s, "eni-t", "sg-t")
	})
	return l
}

// provided is serviced with the provider in another account, and in a Region.
func provided(w *world, region string) link {
	hosts(w)
	w.In("444455556666", region)
	l := servicedTo(w)
	l.endpoint.ServiceRegion = region
	return l
}

// only6 gives an interface of a finished snapshot one IPv6 address instead of its others.
func only6(s *topology.Snapshot, id, address string) {
	e := named(s, id)
	e.PrivateIpAddresses, e.PrivateIpAddress = nil, netip.Addr{}
	e.Ipv6Addresses, e.Ipv6Address = []topology.NetworkInterfaceIpv6Address{{Ipv6Address: addr(address)}}, addr(address)
}

func subnetNamed(s *topology.Snapshot, id string) *topology.Subnet {
	for i := range s.Subnets {
		if s.Subnets[i].SubnetId == id {
			return &s.Subnets[i]
		}
	}
	return nil
}
