package oracle

import (
	"fmt"

	"github.com/dryhop/dryhop/topology"
)

// balanceClassic picks an instance behind a classic load balancer; it takes them from all zones that it is enabled in (R11.11).
func (l *leg) balanceClassic(n node, p packet) end {
	c := n.of.classic
	for _, x := range c.ListenerDescriptions {
		if !listens(x.Listener.Protocol, x.Listener.LoadBalancerPort, p) {
			continue
		}
		if l.comesBack(fmt.Sprint(n.of.name(), x.Listener)) {
			return dropped("R2.16: the packet comes back to %s", n.of.name())
		}
		instances := l.instancesOf(c)
		if len(instances) == 0 {
			return dropped("R11.11: %s has no usable instance", c.LoadBalancerName)
		}
		t := instances[l.awsPicks(len(instances))]
		t.port = uint16(x.Listener.InstancePort)
		switch {
		case t.eni == nil:
			return unclear("instance %s was not captured", t.id)
		case !t.addr.IsValid():
			return dropped("R11.7: instance %s has no IPv4", t.id)
		}
		return l.sendToTarget(n, t.addr, t.port, false, p)
	}
	return dropped("R11.11: %s has no listener for %v", c.LoadBalancerName, p)
}

// instancesOf are the instances in the zones of its subnets. What nobody can tell counts as being there (R11.8).
func (r *run) instancesOf(c *topology.ClassicLoadBalancer) []target {
	var zones []zone
	for _, id := range c.Subnets {
		sub := r.subnet(id)
		if sub == nil {
			zones = nil
			break
		}
		zones = append(zones, r.zoneOf(sub))
	}
	var all []target
	for _, x := range c.Instances {
		t := target{id: x.InstanceId}
		if r.findInstance(&t, false); len(zones) == 0 || t.zone.among(zones) != no {
			all = append(all, t)
		}
	}
	return all
}

// classicNeighbour asks the network ACL about what a classic load balancer sends inside its subnet (R5.15).
func (l *leg) classicNeighbour(subnet string, p packet) bool {
	sub := l.subnet(subnet)
	if sub == nil || !within(subnetBlocks(sub), p.dst) {
		return true
	}
	return l.aclPasses(subnet, egress, p) && l.aclPasses(subnet, ingress, p)
}
