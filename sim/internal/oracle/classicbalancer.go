package oracle

// balanceClassic picks an instance behind a classic load balancer; it takes them from all zones (R11.11).
func (l *leg) balanceClassic(n node, p packet) end {
	c := n.of.classic
	for _, x := range c.ListenerDescriptions {
		if !listens(x.Listener.Protocol, x.Listener.LoadBalancerPort, p) {
			continue
		}
		if len(c.Instances) == 0 {
			return dropped("R11.11: %s has no instance", c.LoadBalancerName)
		}
		t := target{id: c.Instances[l.awsPicks(len(c.Instances))].InstanceId, port: uint16(x.Listener.InstancePort)}
		l.findInstance(&t, false)
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

// classicNeighbour asks the network ACL about what a classic load balancer sends inside its subnet (R5.15).
func (l *leg) classicNeighbour(subnet string, p packet) bool {
	sub := l.subnet(subnet)
	if sub == nil || !within(subnetBlocks(sub), p.dst) {
		return true
	}
	return l.aclPasses(subnet, egress, p) && l.aclPasses(subnet, ingress, p)
}
