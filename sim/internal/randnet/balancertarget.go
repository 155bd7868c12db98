package randnet

import (
	"fmt"
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// The attributes that matter to where packets go.
const (
	crossZone = "load_balancing.cross_zone.enabled"
	keepIP    = "preserve_client_ip.enabled"
)

var targetPorts = []int32{80, 443, 8080, 22}

// addTargetGroup adds a group for a listener.
func (d *draft) addTargetGroup(v *vpcDraft, b *topology.LoadBalancer, l *topology.Listener) *topology.TargetGroup {
	n := len(d.targets) + 1
	g := &topology.TargetGroup{
		Meta: v.Meta, TargetGroupArn: balancingArn(v, "targetgroup", fmt.Sprintf("group-%d/%016x", n, n)), TargetGroupName: fmt.Sprintf("group-%d", n),
		Protocol: l.Protocol, Port: pick(d.dice, targetPorts...), VpcId: v.VpcId, IpAddressType: "ipv4", LoadBalancerArns: []string{b.LoadBalancerArn}, TargetHealthKnown: true,
	}
	if g.Protocol == "TLS" {
		g.Protocol = "TCP"
	}
	if d.chance(20) {
		g.IpAddressType = "ipv6"
	}
	d.targets = append(d.targets, g)
	g.TargetType = pick(d.dice, "instance", "instance", "ip", "ip", map[bool]string{true: "lambda", false: "alb"}[b.Type == "application"])
	d.addAttributes(g)
	count := draw(d.dice, share[int]{45, 1}, share[int]{35, 2}, share[int]{12, 3}, share[int]{8, 0})
	for range count {
		d.addGroupTarget(v, b, g)
	}
	return g
}

func (d *draft) addAttributes(g *topology.TargetGroup) {
	if g.AttributesKnown = d.chance(80); !g.AttributesKnown {
		return
	}
	if d.chance(50) {
		g.Attributes = append(g.Attributes, topology.Attribute{Key: crossZone, Value: pick(d.dice, "true", "false", "use_load_balancer_configuration")})
	}
	if d.chance(50) {
		g.Attributes = append(g.Attributes, topology.Attribute{Key: keepIP, Value: pick(d.dice, "true", "true", "false")})
	}
}

// addGroupTarget registers something that fits the group's type, if there is any.
func (d *draft) addGroupTarget(v *vpcDraft, b *topology.LoadBalancer, g *topology.TargetGroup) {
	row := topology.TargetHealthDescription{}
	row.TargetHealth.State = pick(d.dice, "healthy", "healthy", "healthy", "unhealthy", "initial", "draining", "unused")
	switch g.TargetType {
	case "lambda":
		row.Target.Id = "arn:aws:lambda:" + v.Region + ":" + v.OwnerId + ":function:front"
	case "alb":
		row.Target.Id, g.Port = d.applicationBalancer(v), pick(d.dice, int32(80), 80, 443)
		g.Protocol = "TCP"
	case "instance":
		if e := d.someTarget(v); e != nil {
			row.Target.Id = e.Attachment.InstanceId
			d.letInFrom(v, b, e, g)
		}
	default:
		row.Target.Id, row.Target.AvailabilityZone = d.addressTarget(v, b, g)
	}
	if row.Target.Id == "" {
		return
	}
	if row.Target.Port = g.Port; d.chance(15) && g.TargetType != "alb" {
		row.Target.Port = pick(d.dice, targetPorts...)
	} else if d.chance(15) {
		row.Target.Port = 0
	}
	g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, row)
}

// applicationBalancer is one of the VPC, or one that nobody knows.
func (d *draft) applicationBalancer(v *vpcDraft) string {
	for _, b := range d.balancers {
		if b.VpcId == v.VpcId && b.Type == "application" && d.chance(85) {
			return b.LoadBalancerArn
		}
	}
	if d.chance(80) {
		return ""
	}
	return balancingArn(v, "loadbalancer", "app/lost/0")
}

// someTarget is an instance's primary interface in a VPC, or nil.
func (d *draft) someTarget(v *vpcDraft) *topology.NetworkInterface {
	var fit []*topology.NetworkInterface
	for _, e := range v.hosts() {
		if e.Attachment != nil && e.Attachment.InstanceId != "" && (e.Attachment.DeviceIndex == 0 || d.chance(10)) {
			fit = append(fit, e)
		}
	}
	return pick(d.dice, fit...)
}

// addressTarget is an address with its zone: one in the VPC, in a peer, behind a VPN, of a node, or of nobody.
func (d *draft) addressTarget(v *vpcDraft, b *topology.LoadBalancer, g *topology.TargetGroup) (address, zone string) {
	e := draw(d.dice,
		share[func() *topology.NetworkInterface]{60, func() *topology.NetworkInterface { return pick(d.dice, v.hosts()...) }},
		share[func() *topology.NetworkInterface]{25, func() *topology.NetworkInterface { return pick(d.dice, pick(d.dice, d.vpcs...).hosts()...) }},
		share[func() *topology.NetworkInterface]{12, func() *topology.NetworkInterface { return pick(d.dice, v.interfaces...) }},
		share[func() *topology.NetworkInterface]{5, func() *topology.NetworkInterface { return nil }},
	)()
	if e == nil {
		return pick(d.dice, "10.8.0.9", "192.168.7.7", "172.20.0.9", "nonsense", offset(v.CidrBlock.Addr(), 60).String()), pick(d.dice, "all", "all", "", v.Region+"a")
	}
	d.letInFrom(v, b, e, g)
	a := e.PrivateIpAddress
	if e.Ipv6Address.IsValid() && (g.IpAddressType == "ipv6" || !a.IsValid()) {
		a = e.Ipv6Address
	} else if n := len(e.PrivateIpAddresses); n > 1 && d.chance(30) {
		a = e.PrivateIpAddresses[n-1].PrivateIpAddress
	}
	switch {
	case e.VpcId != v.VpcId && d.chance(85):
		zone = "all"
	case d.chance(75):
		zone = e.AvailabilityZone
	case d.chance(20):
		zone = pick(d.dice, v.Region+"a", v.Region+"b", v.Region+"c", "all")
	}
	return text(a), zone
}

func text(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}

// letInFrom mostly lets the load balancer's group, or the clients, in to a target.
func (d *draft) letInFrom(v *vpcDraft, b *topology.LoadBalancer, e *topology.NetworkInterface, g *topology.TargetGroup) {
	t := traffic{"tcp", g.Port, g.Port}
	if d.chance(30) {
		t.from, t.to = 22, 8080
	}
	if g.Protocol == "UDP" || g.Protocol == "QUIC" || g.Protocol == "TCP_UDP" && d.chance(50) {
		t.protocol = "udp"
	}
	var guard *topology.SecurityGroup
	for _, group := range v.groups {
		if len(b.SecurityGroups) > 0 && group.GroupId == b.SecurityGroups[0] {
			guard = group
		}
	}
	d.letIn(v, e, guard, t)
}

// letIn adds a rule to one of the interface's groups: for another group, for the VPC, or for everybody.
func (d *draft) letIn(v *vpcDraft, e *topology.NetworkInterface, from *topology.SecurityGroup, t traffic) {
	if len(e.Groups) == 0 || d.chance(10) {
		return
	}
	id := pick(d.dice, e.Groups...).GroupId
	for _, g := range d.groups() {
		if g.GroupId != id {
			continue
		}
		p := permit(t)
		switch {
		case from != nil && d.chance(55):
			p.UserIdGroupPairs = []topology.UserIdGroupPair{{GroupId: from.GroupId, UserId: from.OwnerId}}
		case d.chance(40):
			p = permit(t, pick(d.dice, v.blocks()...).String())
		default:
			p = permit(t, "any")
		}
		g.IpPermissions = append(g.IpPermissions, p)
	}
}
