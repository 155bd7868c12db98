package randnet

import (
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// balancerOddities are what can be worked into a network with load balancers.
var balancerOddities = []share[func(*draft)]{
	{8, (*draft).breakBalancer},
	{8, (*draft).disableZone},
	{6, (*draft).nameZones},
	{3, (*draft).forgetZones},
	{3, (*draft).loseBalancer},
	{4, (*draft).loseTargetGroup},
	{8, (*draft).forgetTargets},
	{4, (*draft).loseListeners},
	{3, (*draft).loseBalancingKind},
	{5, (*draft).stripNode},
	{4, (*draft).openLink},
	{4, (*draft).pointAtNode},
	{3, (*draft).strangeTarget},
}

func (d *draft) breakBalancer() {
	if b := pick(d.dice, d.balancers...); b != nil {
		b.State.Code = pick(d.dice, "provisioning", "failed", "active_impaired", "")
	}
}

// disableZone leaves a zone in which a node still is.
func (d *draft) disableZone() {
	if b := pick(d.dice, d.balancers...); b != nil && len(b.AvailabilityZones) > 1 {
		b.AvailabilityZones = b.AvailabilityZones[1:]
	}
}

// nameZones tells zones by their names alone.
func (d *draft) nameZones() {
	if b := pick(d.dice, d.balancers...); b != nil {
		for i := range b.AvailabilityZones {
			b.AvailabilityZones[i].SubnetId = ""
		}
	}
}

func (d *draft) forgetZones() {
	if b := pick(d.dice, d.balancers...); b != nil {
		b.AvailabilityZones = nil
	}
}

// loseBalancer leaves a load balancer to its nodes.
func (d *draft) loseBalancer() {
	if len(d.balancers) > 0 {
		d.balancers = d.balancers[1:]
	}
}

func (d *draft) loseTargetGroup() {
	if len(d.targets) > 0 {
		d.targets = d.targets[1:]
	}
}

func (d *draft) forgetTargets() {
	if g := pick(d.dice, d.targets...); g != nil {
		g.TargetHealthKnown, g.TargetHealthDescriptions = false, nil
	}
}

// loseListeners takes those of one load balancer away.
func (d *draft) loseListeners() {
	b := pick(d.dice, d.balancers...)
	var kept []*topology.Listener
	for _, l := range d.listeners {
		if b != nil && l.LoadBalancerArn != b.LoadBalancerArn {
			kept = append(kept, l)
		}
	}
	d.listeners = kept
}

func (d *draft) loseBalancingKind() {
	d.missing = pick(d.dice, ref.LoadBalancer, ref.Listener, ref.TargetGroup)
}

// nodes lists the interfaces of load balancers.
func (d *draft) nodes() []*topology.NetworkInterface {
	var all []*topology.NetworkInterface
	for _, e := range d.interfaces() {
		if isNode(e) {
			all = append(all, e)
		}
	}
	return all
}

func isNode(e *topology.NetworkInterface) bool { return strings.HasPrefix(e.Description, "ELB ") }

// stripNode takes a node's groups away, or gives it one that lets little in.
func (d *draft) stripNode() {
	if e := pick(d.dice, d.nodes()...); e != nil {
		e.Groups = nil
		if v := d.vpc(e.VpcId); d.chance(60) {
			join(e, pick(d.dice, v.groups...))
		}
	}
}

// openLink stops asking the groups of load balancers about what endpoints bring.
func (d *draft) openLink() {
	for _, b := range d.balancers {
		b.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = pick(d.dice, "off", "off", "on")
	}
}

// pointAtNode makes a node's address a target.
func (d *draft) pointAtNode() {
	e := pick(d.dice, d.nodes()...)
	for _, g := range d.targets {
		if e != nil && g.TargetType == "ip" && e.PrivateIpAddress.IsValid() && d.chance(50) {
			row := topology.TargetHealthDescription{}
			row.Target.Id, row.Target.AvailabilityZone, row.Target.Port = e.PrivateIpAddress.String(), "all", pick(d.dice, int32(80), 443, 0)
			g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, row)
		}
	}
}

// strangeTarget registers an instance that the snapshot lacks.
func (d *draft) strangeTarget() {
	if g := pick(d.dice, d.targets...); g != nil && g.TargetType == "instance" {
		row := topology.TargetHealthDescription{}
		row.Target.Id, row.Target.Port = "i-99", g.Port
		g.TargetHealthDescriptions = append(g.TargetHealthDescriptions, row)
	}
}
