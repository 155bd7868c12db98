package provision

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// nodeTypes are the InterfaceTypes of the nodes of load balancers, and how their descriptions begin, by type.
var nodeTypes = map[string]struct{ interfaceType, word string }{
	"application": {"interface", "app"}, "network": {"network_load_balancer", "net"}, "gateway": {"gateway_load_balancer", "gwy"},
}

// AddLoadBalancer adds a load balancer that works, with a node in each of its subnets. One without groups has none if it is a network or gateway load balancer, and
// the VPC's default group otherwise.
func (d *Draft) AddLoadBalancer(b topology.LoadBalancer) {
	b.Type, b.State.Code = cmp.Or(b.Type, "application"), cmp.Or(b.State.Code, "active")
	b.Scheme, b.IpAddressType = cmp.Or(b.Scheme, "internet-facing"), cmp.Or(b.IpAddressType, "ipv4")
	Put(d, &d.Snapshot.LoadBalancers, b)
	node := nodeTypes[b.Type]
	_, suffix, real := strings.Cut(b.LoadBalancerArn, ":loadbalancer/")
	if !real {
		suffix = node.word + "/" + b.LoadBalancerArn
	}
	for _, z := range b.AvailabilityZones {
		n := topology.NetworkInterface{
			Meta: b.Meta, NetworkInterfaceId: b.LoadBalancerArn + "#" + z.SubnetId, SubnetId: z.SubnetId, VpcId: b.VpcId, RequesterManaged: true,
			InterfaceType: node.interfaceType, Description: "ELB " + suffix, Groups: GroupsOf(b.SecurityGroups),
		}
		if b.Type != "application" && n.Groups == nil {
			n.Groups = []topology.GroupIdentifier{}
		}
		if b.Scheme == "internet-facing" && b.Type != "gateway" {
			n.Association = &topology.NetworkInterfaceAssociation{}
		}
		if strings.HasPrefix(b.IpAddressType, "dualstack") {
			n.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{}}
		}
		d.nodeAddresses(&n, &z)
		d.AddInterface(n)
	}
}

// nodeAddresses gives a node the addresses that its load balancer's zone fixes.
func (d *Draft) nodeAddresses(n *topology.NetworkInterface, z *topology.LoadBalancerZone) {
	for _, a := range z.LoadBalancerAddresses {
		if a.PrivateIPv4Address.IsValid() {
			n.PrivateIpAddress = a.PrivateIPv4Address
		}
		if a.IpAddress.IsValid() {
			n.Association = &topology.NetworkInterfaceAssociation{PublicIp: a.IpAddress, AllocationId: a.AllocationId}
		}
		if a.IPv6Address.IsValid() {
			n.Ipv6Addresses = []topology.NetworkInterfaceIpv6Address{{Ipv6Address: a.IPv6Address}}
		}
		if a.AllocationId == "" || a.IpAddress.IsValid() {
			continue
		}
		n.Association = nil
		d.later(placing, func() {
			if ip := d.ElasticIP(a.AllocationId); ip != nil {
				ip.NetworkInterfaceId = n.NetworkInterfaceId
			}
		})
	}
}

// placeBalancer fills in what the subnets of a load balancer tell.
func (d *Draft) placeBalancer(b *topology.LoadBalancer) {
	for i := range b.AvailabilityZones {
		z := &b.AvailabilityZones[i]
		if s := d.Subnet(z.SubnetId); s != nil {
			z.ZoneName, b.VpcId = cmp.Or(z.ZoneName, s.AvailabilityZone), cmp.Or(b.VpcId, s.VpcId)
		}
	}
}

// AddClassicLoadBalancer adds a classic load balancer with a node in each of its subnets.
func (d *Draft) AddClassicLoadBalancer(b topology.ClassicLoadBalancer) {
	b.Scheme = cmp.Or(b.Scheme, "internet-facing")
	Put(d, &d.Snapshot.ClassicLoadBalancers, b)
	n := topology.NetworkInterface{Meta: b.Meta, InterfaceType: "interface", Description: "ELB " + b.LoadBalancerName, Groups: GroupsOf(b.SecurityGroups)}
	if b.Scheme == "internet-facing" {
		n.Association = &topology.NetworkInterfaceAssociation{}
	}
	d.AddServiceInterfaces(b.LoadBalancerName, n, b.Subnets)
	d.later(placing, func() {
		row := Get(d, &d.Snapshot.ClassicLoadBalancers, b.LoadBalancerName)
		for _, id := range b.Subnets {
			row.VPCId = cmp.Or(row.VPCId, d.vpcOf(id))
		}
	})
}

// AddTarget registers a target with a target group; one that nobody declared is a stub.
func (d *Draft) AddTarget(group string, t topology.TargetDescription) {
	g := Part(d, &d.Snapshot.TargetGroups, group, func(g *topology.TargetGroup) { g.TargetGroupArn = group })
	if !slices.ContainsFunc(g.TargetHealthDescriptions, func(h topology.TargetHealthDescription) bool { return h.Target == t }) {
		g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, topology.TargetHealthDescription{Target: t})
	}
}

// AddHolders registers interfaces with a target group, by the addresses that they get: those of what a service runs, one in each subnet. Where it has none of its own,
// nobody knows which instances it runs on, so the targets are not known.
func (d *Draft) AddHolders(group string, interfaces []string, port int32) {
	Part(d, &d.Snapshot.TargetGroups, group, func(g *topology.TargetGroup) { g.TargetGroupArn = group })
	d.later(registering, func() {
		g := Get(d, &d.Snapshot.TargetGroups, group)
		if g == nil || len(interfaces) == 0 || g.TargetType == "instance" {
			if g != nil {
				g.TargetHealthKnown = false
			}
			return
		}
		for _, id := range interfaces {
			if n := Get(d, &d.Snapshot.NetworkInterfaces, id); n != nil && n.PrivateIpAddress.IsValid() {
				d.AddTarget(group, topology.TargetDescription{Id: n.PrivateIpAddress.String(), Port: port})
			}
		}
	})
}

// AddTargetGroup adds a target group, all of whose targets are declared.
func (d *Draft) AddTargetGroup(g topology.TargetGroup) {
	g.TargetHealthKnown, g.AttributesKnown = true, true
	Put(d, &d.Snapshot.TargetGroups, g)
}
