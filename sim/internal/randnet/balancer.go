package randnet

import (
	"fmt"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// balancing is all that has to do with load balancers in a network.
type balancing struct {
	balancers []*topology.LoadBalancer
	classics  []*topology.ClassicLoadBalancer
	listeners []*topology.Listener
	rules     []*topology.ListenerRule
	targets   []*topology.TargetGroup
	services  []*topology.VpcEndpointServiceConfiguration
	missing   ref.Kind // of which the documents do not tell
}

// addBalancing works load balancers into a network that is otherwise done, by dice of their own: what was drawn before stays.
func (d *draft) addBalancing(own dice) {
	if !own.chance(40) {
		return
	}
	before := d.dice
	d.dice = own
	for range d.between(1, 3) {
		d.addBalancer(d.populated())
	}
	if d.chance(30) {
		d.addClassicBalancer(d.populated())
	}
	d.offerServices()
	for range d.between(0, 2) {
		draw(d.dice, balancerOddities...)(d)
	}
	d.dice = before
}

// populated is a VPC with something to balance over, mostly.
func (d *draft) populated() *vpcDraft {
	best := pick(d.dice, d.vpcs...)
	for range 2 {
		if v := pick(d.dice, d.vpcs...); len(v.hosts()) > len(best.hosts()) {
			best = v
		}
	}
	return best
}

// addBalancer adds an application or network load balancer with nodes in some of a VPC's subnets.
func (d *draft) addBalancer(v *vpcDraft) {
	kind := pick(d.dice, "app", "net", "net")
	name := fmt.Sprintf("%s/%s-%d/%016x", kind, kind, len(d.balancers)+1, len(d.balancers)+1)
	b := &topology.LoadBalancer{
		Meta: v.Meta, LoadBalancerArn: balancingArn(v, "loadbalancer", name), LoadBalancerName: strings.Split(name, "/")[1], VpcId: v.VpcId,
		Type: map[string]string{"app": "application", "net": "network"}[kind], Scheme: pick(d.dice, "internal", "internet-facing"), IpAddressType: "ipv4",
	}
	b.State.Code = "active"
	nodes := d.addNodes(v, name, b.Scheme)
	if len(nodes) == 0 {
		return
	}
	for _, e := range nodes {
		b.AvailabilityZones = append(b.AvailabilityZones, topology.LoadBalancerZone{ZoneName: e.AvailabilityZone, SubnetId: e.SubnetId})
	}
	if g := d.guard(v, kind); g != nil {
		for _, e := range nodes {
			join(e, g)
		}
		b.SecurityGroups = []string{g.GroupId}
	}
	if b.AttributesKnown = d.chance(80); b.AttributesKnown && d.chance(45) {
		b.Attributes = append(b.Attributes, topology.Attribute{Key: crossZone, Value: pick(d.dice, "true", "true", "false")})
	}
	d.balancers = append(d.balancers, b)
	d.addListeners(v, b)
}

func balancingArn(v *vpcDraft, kind, name string) string {
	return "arn:aws:elasticloadbalancing:" + v.Region + ":" + v.OwnerId + ":" + kind + "/" + name
}

// addNodes puts the interfaces of a load balancer into one to three subnets that have room.
func (d *draft) addNodes(v *vpcDraft, name, scheme string) []*topology.NetworkInterface {
	kind := "interface"
	if strings.HasPrefix(name, "net/") {
		kind = "network_load_balancer"
	}
	var all []*topology.NetworkInterface
	wanted := d.between(1, 3)
	for _, i := range d.Perm(len(v.subnets)) {
		if len(all) == wanted || scheme == "internet-facing" && v.subnets[i].role != public && d.chance(85) {
			continue
		}
		if e := d.addInterface(v, v.subnets[i], kind); e != nil {
			d.makeNode(e, "ELB "+name, scheme)
			all = append(all, e)
		}
	}
	return all
}

func (d *draft) makeNode(e *topology.NetworkInterface, description, scheme string) {
	e.Description, e.RequesterManaged, e.RequesterId = description, true, "amazon-elb"
	e.Attachment = &topology.NetworkInterfaceAttachment{InstanceOwnerId: "amazon-elb", DeviceIndex: 1, Status: "attached"}
	if scheme == "internet-facing" {
		d.makePublic(e, 0)
	} else if e.Ipv6Address.IsValid() {
		e.DenyAllIgwTraffic = true
	}
}

// guard is the group of a load balancer: one that lets in what listeners are there for, or any; network ones often have none.
func (d *draft) guard(v *vpcDraft, kind string) *topology.SecurityGroup {
	switch {
	case kind == "net" && d.chance(50):
		return nil
	case d.chance(12):
		return pick(d.dice, v.groups...)
	}
	g := d.addGroup(v, "balancer", v.OwnerId)
	g.IpPermissions = []topology.IpPermission{permit(traffic{"tcp", 22, 443}, d.openRemote(v)), permit(traffic{"udp", 53, 443}, d.openRemote(v))}
	if d.chance(8) {
		g.IpPermissionsEgress = []topology.IpPermission{permit(d.traffic(), d.remotes(v)...)}
	}
	return g
}

func (d *draft) openRemote(v *vpcDraft) string {
	if d.chance(80) {
		return "any"
	}
	return d.remote(v)
}

// addClassicBalancer adds a classic load balancer.
func (d *draft) addClassicBalancer(v *vpcDraft) {
	c := &topology.ClassicLoadBalancer{
		Meta: v.Meta, LoadBalancerName: fmt.Sprintf("classic-%d", len(d.classics)+1), VPCId: v.VpcId, Scheme: pick(d.dice, "internal", "internet-facing"),
	}
	nodes := d.addNodes(v, c.LoadBalancerName, c.Scheme)
	g := d.guard(v, "classic")
	for _, e := range nodes {
		join(e, g)
		c.Subnets, c.AvailabilityZones = append(c.Subnets, e.SubnetId), append(c.AvailabilityZones, e.AvailabilityZone)
	}
	c.SecurityGroups = []string{g.GroupId}
	for _, port := range unique([]string{pick(d.dice, "80", "443"), pick(d.dice, "22", "80")}) {
		l := topology.ClassicListener{Protocol: pick(d.dice, "HTTP", "HTTPS", "TCP", "SSL"), LoadBalancerPort: portNumber(port), InstancePort: pick(d.dice, targetPorts...)}
		c.ListenerDescriptions = append(c.ListenerDescriptions, struct{ Listener topology.ClassicListener }{l})
	}
	for range d.between(0, 3) {
		if e := d.someTarget(v); e != nil {
			d.letIn(v, e, g, traffic{"tcp", 0, 65535})
			c.Instances = append(c.Instances, struct{ InstanceId string }{e.Attachment.InstanceId})
		}
	}
	d.classics = append(d.classics, c)
}

// addBalancingTo copies the load balancers into a snapshot.
func (d *draft) addBalancingTo(s *topology.Snapshot) {
	s.LoadBalancers = append(s.LoadBalancers, values(d.balancers)...)
	s.ClassicLoadBalancers = append(s.ClassicLoadBalancers, values(d.classics)...)
	s.Listeners = append(s.Listeners, values(d.listeners)...)
	s.ListenerRules = append(s.ListenerRules, values(d.rules)...)
	s.TargetGroups = append(s.TargetGroups, values(d.targets)...)
	s.VpcEndpointServiceConfigurations = append(s.VpcEndpointServiceConfigurations, values(d.services)...)
}
