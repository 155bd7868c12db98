package topologytest

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// inspected is what a network has of Gateway Load Balancers, network firewalls and carrier gateways.
type inspected struct {
	carriers   []*topology.CarrierGateway
	firewalls  []*topology.NetworkFirewall
	policies   []*topology.FirewallPolicy
	ruleGroups []*topology.FirewallRuleGroup
}

// gwlbService is the name of the endpoint service that GWLBEndpoint leads to.
const gwlbService = "com.amazonaws.vpce.eu-west-1.vpce-svc-gwlb"

// GWLBEndpoint adds an available endpoint of a Gateway Load Balancer. What is behind it is in no document unless GWLB says.
func (n *Network) GWLBEndpoint(id, subnet string) *topology.VpcEndpoint {
	in := n.subnet(subnet)
	ni := n.serviceENI("eni-"+id, subnet, "", "gateway_load_balancer_endpoint").NoCheck().NoGroups()
	ni.RequesterManaged = true
	e := n.endpoint(id, "GatewayLoadBalancer", n.vpc(in.VpcId))
	e.ServiceName, e.SubnetIds, e.NetworkInterfaceIds = gwlbService, []string{subnet}, []string{ni.NetworkInterfaceId}
	return e
}

// GWLB is a Gateway Load Balancer with its listener, target group and endpoint service.
type GWLB struct {
	*topology.LoadBalancer
	Service *topology.VpcEndpointServiceConfiguration
	Targets *topology.TargetGroup
}

// GWLB adds the load balancer behind all endpoints that GWLBEndpoint makes, with targets by instance id or address.
func (n *Network) GWLB(name, vpc string, targets ...string) GWLB {
	in := n.vpc(vpc)
	arn := "arn:aws:elasticloadbalancing:" + in.Region + ":" + in.Account + ":loadbalancer/gwy/" + name + "/0123456789abcdef"
	group := arn + "/targets"
	g := GWLB{
		LoadBalancer: &topology.LoadBalancer{Meta: in.Meta, LoadBalancerArn: arn, LoadBalancerName: name, Type: "gateway", VpcId: vpc, AttributesKnown: true},
		Service:      &topology.VpcEndpointServiceConfiguration{Meta: in.Meta, ServiceId: "vpce-svc-gwlb", ServiceName: gwlbService, GatewayLoadBalancerArns: []string{arn}},
		Targets:      &topology.TargetGroup{Meta: in.Meta, TargetGroupArn: group, Protocol: "GENEVE", Port: 6081, VpcId: vpc, LoadBalancerArns: []string{arn}, TargetHealthKnown: true},
	}
	g.State.Code = "active"
	for _, id := range targets {
		g.Targets.TargetHealthDescriptions = append(g.Targets.TargetHealthDescriptions, topology.TargetHealthDescription{Target: topology.TargetDescription{Id: id, Port: 6081}})
	}
	n.balancers, n.services, n.targetGroups = append(n.balancers, g.LoadBalancer), append(n.services, g.Service), append(n.targetGroups, g.Targets)
	n.listeners = append(n.listeners, &topology.Listener{
		Meta: in.Meta, ListenerArn: arn + "/listener", LoadBalancerArn: arn, DefaultActions: []topology.ListenerAction{{Type: "forward", TargetGroupArn: group}},
	})
	return g
}

// Node adds an interface of the load balancer itself.
func (g GWLB) Node(n *Network, id, subnet, addresses string) ENI {
	e := n.serviceENI(id, subnet, addresses, "gateway_load_balancer").NoGroups()
	e.RequesterManaged, e.Description = true, "ELB gwy/"+g.LoadBalancerName+"/0123456789abcdef"
	return e
}

// CrossZone lets the load balancer serve all zones alike.
func (g GWLB) CrossZone() GWLB {
	g.Attributes = append(g.Attributes, topology.Attribute{Key: "load_balancing.cross_zone.enabled", Value: "true"})
	return g
}

// Firewall is a network firewall with its policy.
type Firewall struct {
	*topology.NetworkFirewall
	Policy *topology.FirewallPolicy
}

// Firewall adds a network firewall with an endpoint in each of some subnets, called "vpce-" and the subnet's own name. Its
// policy forwards everything to the stateful engine, which passes everything.
func (n *Network) Firewall(name string, subnets ...string) Firewall {
	f := Firewall{
		NetworkFirewall: &topology.NetworkFirewall{Meta: n.meta(), FirewallName: name, FirewallArn: "arn:aws:network-firewall:" + n.region + ":" + n.account + ":firewall/" + name, StatusKnown: true},
		Policy:          &topology.FirewallPolicy{Meta: n.meta(), FirewallPolicyName: name, FirewallPolicyArn: "arn:aws:network-firewall:" + n.region + ":" + n.account + ":firewall-policy/" + name, PolicyKnown: true},
	}
	f.FirewallPolicyArn = f.Policy.FirewallPolicyArn
	f.Policy.FirewallPolicy.StatelessDefaultActions = []string{"aws:forward_to_sfe"}
	f.FirewallStatus.Status, f.FirewallStatus.SyncStates = "READY", map[string]topology.FirewallSyncState{}
	for _, id := range subnets {
		s := n.subnet(id)
		f.VpcId = s.VpcId
		e := n.GWLBEndpoint("vpce-"+suffix(id), id)
		e.ServiceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-" + name
		f.SubnetMappings = append(f.SubnetMappings, topology.FirewallSubnetMapping{SubnetId: id})
		f.FirewallStatus.SyncStates[s.AvailabilityZone+suffix(id)] = topology.FirewallSyncState{Attachment: topology.FirewallAttachment{SubnetId: id, EndpointId: e.VpcEndpointId, Status: "READY"}}
	}
	n.firewalls, n.policies = append(n.firewalls, f.NetworkFirewall), append(n.policies, f.Policy)
	return f
}

// RegionalNAT adds a NAT gateway of a whole VPC, with addresses such as "az1 3.3.3.5" by zone id; "" for any zone.
func (n *Network) RegionalNAT(id, vpc string, addresses ...[2]string) *topology.NatGateway {
	g := &topology.NatGateway{Meta: n.vpc(vpc).Meta, NatGatewayId: id, VpcId: vpc, State: "available", ConnectivityType: "public", AvailabilityMode: "regional"}
	for _, a := range addresses {
		g.NatGatewayAddresses = append(g.NatGatewayAddresses, topology.NatGatewayAddress{AvailabilityZoneId: a[0], PublicIp: netip.MustParseAddr(a[1]), Status: "succeeded"})
	}
	n.nats = append(n.nats, g)
	return g
}

// CarrierGateway adds an available gateway of a VPC to a carrier's network.
func (n *Network) CarrierGateway(id, vpc string) *topology.CarrierGateway {
	in := n.vpc(vpc)
	g := &topology.CarrierGateway{Meta: in.Meta, CarrierGatewayId: id, VpcId: vpc, State: "available", OwnerId: in.OwnerId}
	n.carriers = append(n.carriers, g)
	return g
}

// Carrier associates an address of a carrier's network with the primary private one.
func (e ENI) Carrier(carrier string) ENI {
	e.PrivateIpAddresses[0].Association = &topology.NetworkInterfaceAssociation{CarrierIp: netip.MustParseAddr(carrier)}
	e.Association = e.PrivateIpAddresses[0].Association
	return e
}

// addInspected fills in what the network has of these.
func (n *Network) addInspected(s *topology.Snapshot) {
	s.CarrierGateways = values(n, ref.CarrierGateway, n.carriers, func(r *topology.CarrierGateway) string { return r.CarrierGatewayId })
	s.NetworkFirewalls = append(s.NetworkFirewalls, copies(n.firewalls)...)
	s.FirewallPolicies = append(s.FirewallPolicies, copies(n.policies)...)
	s.FirewallRuleGroups = append(s.FirewallRuleGroups, copies(n.ruleGroups)...)
}

func copies[T any](pointers []*T) []T {
	out := make([]T, len(pointers))
	for i, p := range pointers {
		out[i] = *p
	}
	return out
}
