package oracle

import (
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
)

// linkCrossing is a request that went from an interface endpoint to a node of the provider's load balancer.
type linkCrossing struct {
	endpoint      *topology.NetworkInterface
	node          string
	before, after packet
}

// crossingTo is the crossing that a node's reply belongs to, or nil.
func (l *leg) crossingTo(node string, reply packet) *linkCrossing {
	for i := range l.links {
		if x := &l.links[i]; x.node == node && sameHeader(reply, x.after.mirrored()) {
			return x
		}
	}
	return nil
}

// endpointOf is the endpoint that an interface belongs to, or nil.
func (r *run) endpointOf(e *topology.NetworkInterface) *topology.VpcEndpoint {
	for i := range r.s.VpcEndpoints {
		if v := &r.s.VpcEndpoints[i]; slices.Contains(v.NetworkInterfaceIds, e.NetworkInterfaceId) {
			return v
		}
	}
	return nil
}

// serviceOf is the service of the snapshot that an interface endpoint leads to, by a load balancer; nil if it is somebody else's.
func (r *run) serviceOf(v *topology.VpcEndpoint) *topology.VpcEndpointServiceConfiguration {
	if v == nil || v.VpcEndpointType != "Interface" {
		return nil
	}
	for i := range r.s.VpcEndpointServiceConfigurations {
		c := &r.s.VpcEndpointServiceConfigurations[i]
		if c.ServiceName == v.ServiceName && len(c.NetworkLoadBalancerArns) > 0 {
			return c
		}
	}
	return nil
}

// throughLink takes a packet from an interface endpoint to the provider's load balancer (R10.7).
func (l *leg) throughLink(e *topology.NetworkInterface, v *topology.VpcEndpoint, c *topology.VpcEndpointServiceConfiguration, p packet) end {
	switch {
	case c.ServiceState != "" && !strings.EqualFold(c.ServiceState, "available"):
		return dropped("R10.7: %s is not available", c.ServiceName)
	case !p.hasPorts():
		return dropped("R10.7: %s takes TCP and UDP only", c.ServiceName)
	}
	arn := c.NetworkLoadBalancerArns[l.awsPicks(len(c.NetworkLoadBalancerArns))]
	b := l.balancerByArn(arn)
	if b == nil {
		return unclear("load balancer %s was not captured", arn)
	}
	abroad := v.ServiceRegion != "" && v.ServiceRegion != v.Region
	if !abroad && !l.passes(l.offered(e, b, c), "R10.7: zones of %s", c.ServiceName) {
		return dropped("R10.7: %s is not offered in the zone of %s", c.ServiceName, e.NetworkInterfaceId)
	}
	at := l.entryNode(e, b, abroad)
	if at == nil {
		return unclear("the nodes of %s were not captured", arn)
	}
	return l.enterLink(e, node{eni: at, of: b, link: true}, p)
}

// offered: the endpoint's zone must be one of the service's, or of its load balancer's if it names none.
func (l *leg) offered(e *topology.NetworkInterface, b *balancer, c *topology.VpcEndpointServiceConfiguration) truth {
	var zones []zone
	for _, name := range c.AvailabilityZones {
		zones = append(zones, l.zoneNamed(name, c.Meta))
	}
	if len(zones) == 0 {
		zones = l.zonesOf(b.doc)
	}
	if len(zones) == 0 {
		return yes
	}
	return l.zoneOfInterface(e).among(zones)
}

func (r *run) zoneOfInterface(e *topology.NetworkInterface) targetZone {
	if sub := r.subnet(e.SubnetId); sub != nil {
		return targetZone{zone: r.zoneOf(sub)}
	}
	return targetZone{unknown: true}
}

// entryNode is a load balancer's node in the endpoint's zone, as far as anybody can tell, else any.
func (l *leg) entryNode(e *topology.NetworkInterface, b *balancer, abroad bool) *topology.NetworkInterface {
	all := l.nodesOf(b)
	var near []*topology.NetworkInterface
	for _, n := range all {
		if l.zoneOfInterface(n).inZoneOf(l.zoneOfInterface(e)) != no {
			near = append(near, n)
		}
	}
	switch {
	case len(all) == 0:
		return nil
	case abroad || len(near) == 0:
		return all[l.awsPicks(len(all))]
	}
	return near[l.awsPicks(len(near))]
}

// enterLink arrives at a node inside AWS: no network ACL, and its security groups only if they are told to be asked (R10.8).
func (l *leg) enterLink(e *topology.NetworkInterface, n node, p packet) end {
	id := n.eni.NetworkInterfaceId
	q := p.anonymous()
	q.transit = ""
	q.dst = nodeAddress(n.eni, p.dst.Is6())
	if !q.dst.IsValid() {
		q.dst = nodeAddress(n.eni, !p.dst.Is6())
	}
	l.note("R10.7: %s takes it to %s", e.NetworkInterfaceId, id)
	l.links = append(l.links, linkCrossing{endpoint: e, node: id, before: p, after: q})
	asked := n.of.doc.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic != "off"
	if asked && !l.passes(l.groupsAllow(n.eni, ingress, q), "R10.8: ingress of the security groups of %s", id) {
		return dropped("R4.1: no security group of %s lets it in", id)
	}
	if !l.passes(l.alive(n.eni), "R13.1: state of %s", id) {
		return dropped("R13.1: %s is not in use", id)
	}
	l.takers = append(l.takers, id)
	return l.balance(n, q)
}
