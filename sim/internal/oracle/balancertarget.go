package oracle

import (
	"net/netip"

	"github.com/dryhop/dryhop/topology"
)

// target is one that a load balancer may pick.
type target struct {
	id   string
	eni  *topology.NetworkInterface // of an instance
	addr netip.Addr
	port uint16
	zone targetZone
}

// targetZone is where a target is: in every zone, in one, or nobody can tell.
type targetZone struct {
	all, unknown bool
	zone         zone
}

func (t targetZone) inZoneOf(other targetZone) truth {
	switch {
	case t.all || other.all:
		return yes
	case t.unknown || other.unknown:
		return maybe
	}
	return t.zone.same(other.zone)
}

// toGroup picks a target of a group (B4).
func (l *leg) toGroup(n node, g *topology.TargetGroup, p packet) end {
	if !g.TargetHealthKnown {
		return unclear("the targets of %s were not captured", g.TargetGroupArn)
	}
	if len(g.TargetHealthDescriptions) == 0 {
		return dropped("R11.4: %s has no target", g.TargetGroupArn)
	}
	rows := l.inUse(g.TargetHealthDescriptions)
	switch g.TargetType {
	case "lambda", "alb":
		if len(rows) == 0 {
			return dropped("R11.8: %s has no usable target", g.TargetGroupArn)
		}
		row := rows[l.awsPicks(len(rows))]
		if g.TargetType == "lambda" {
			return n.answers("R11.3: arrived at "+row.Target.Id, p)
		}
		return l.toApplicationBalancer(n, g, row, p)
	}
	usable := l.usable(n, g, l.targetsOf(n.of, g, rows))
	if len(usable) == 0 {
		return dropped("R11.8: %s has no usable target for %s", g.TargetGroupArn, n.eni.NetworkInterfaceId)
	}
	return l.toGroupTarget(n, g, usable[l.awsPicks(len(usable))], p)
}

// inUse leaves out what drains; with the current health only what is healthy, or all if nothing is (R11.9).
func (r *run) inUse(rows []topology.TargetHealthDescription) []topology.TargetHealthDescription {
	var all, healthy []topology.TargetHealthDescription
	for _, t := range rows {
		if t.TargetHealth.State != "draining" {
			all = append(all, t)
		}
		if t.TargetHealth.State == "healthy" {
			healthy = append(healthy, t)
		}
	}
	if r.options.CurrentHealth && len(healthy) > 0 {
		return healthy
	}
	return all
}

// targetsOf resolves rows of an instance or ip group (R11.6, R11.7).
func (r *run) targetsOf(b *balancer, g *topology.TargetGroup, rows []topology.TargetHealthDescription) []target {
	var all []target
	for _, row := range rows {
		port := row.Target.Port
		if port == 0 {
			port = g.Port
		}
		t := target{id: row.Target.Id, port: uint16(port)}
		if g.TargetType == "ip" {
			t.addr, _ = netip.ParseAddr(row.Target.Id)
			t.zone = r.zoneOfAddress(b, g, row.Target.AvailabilityZone, t.addr)
		} else {
			r.findInstance(&t, g.IpAddressType == "ipv6")
		}
		all = append(all, t)
	}
	return all
}

// findInstance looks for the primary interface of an instance (R11.7).
func (r *run) findInstance(t *target, six bool) {
	t.zone.unknown = true
	t.eni = r.applianceOf(topology.Route{InstanceId: t.id})
	if t.eni == nil {
		return
	}
	t.addr = nodeAddress(t.eni, six)
	if sub := r.subnet(t.eni.SubnetId); sub != nil {
		t.zone = targetZone{zone: r.zoneOf(sub)}
	}
}

// nodeAddress is the first address of a family.
func nodeAddress(e *topology.NetworkInterface, six bool) netip.Addr {
	if six {
		return firstIPv6(e)
	}
	return primaryIPv4(e)
}

// zoneOfAddress is the zone that the target names, else that of who has the address.
func (r *run) zoneOfAddress(b *balancer, g *topology.TargetGroup, named string, a netip.Addr) targetZone {
	switch named {
	case "all":
		return targetZone{all: true}
	case "":
	default:
		return targetZone{zone: r.zoneNamed(named, g.Meta)}
	}
	if sub := r.subnet(r.holderOf(b.vpc(), a).subnet); sub != nil {
		return targetZone{zone: r.zoneOf(sub)}
	}
	return targetZone{all: true}
}

// zonesOf are the zones that a load balancer is enabled in.
func (r *run) zonesOf(b *topology.LoadBalancer) []zone {
	var all []zone
	for _, z := range b.AvailabilityZones {
		if sub := r.subnet(z.SubnetId); sub != nil {
			all = append(all, r.zoneOf(sub))
		} else {
			all = append(all, r.zoneNamed(z.ZoneName, b.Meta))
		}
	}
	return all
}

// among tells whether a target is in one of some zones.
func (t targetZone) among(zones []zone) truth {
	found := no
	for _, z := range zones {
		found = max(found, t.inZoneOf(targetZone{zone: z}))
	}
	return found
}

// usable are the targets in enabled zones, and with cross-zone load balancing off in the node's (R11.8). What nobody can tell counts as
// being there.
func (l *leg) usable(n node, g *topology.TargetGroup, targets []target) []target {
	zones := l.zonesOf(n.of.doc)
	var all []target
	for _, t := range targets {
		enabled := len(zones) == 0 || t.zone.among(zones) != no
		near := crossesZones(n.of, g) || t.zone.inZoneOf(l.zoneOfInterface(n.eni)) != no
		if enabled && near {
			all = append(all, t)
		}
	}
	return all
}

// crossesZones: the group's setting, else the load balancer's, else what its kind has (R11.8).
func crossesZones(b *balancer, g *topology.TargetGroup) bool {
	const key = "load_balancing.cross_zone.enabled"
	for _, set := range []string{attribute(g.Attributes, g.AttributesKnown, key), attribute(b.doc.Attributes, b.doc.AttributesKnown, key)} {
		switch set {
		case "true":
			return true
		case "false":
			return false
		}
	}
	return b.isApplication()
}
