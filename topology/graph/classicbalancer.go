package graph

// Implements R11.11 and R5.15, as far as they are about what a Classic Load Balancer is.

import (
	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// compileClassicBalancers reads Classic Load Balancers. Each listener has the instances behind it on a port of its own,
// so to the walk each has a target group of its own.
func (c *compiler) compileClassicBalancers() {
	for i := range c.s.ClassicLoadBalancers {
		d := &c.s.ClassicLoadBalancers[i]
		vi := find(c.vpcIDs, d.VPCId)
		if vi == none || d.LoadBalancerName == "" {
			c.warn("UNKNOWN_VPC", d.Ref(), d.Source, "the load balancer names no VPC of the snapshot, so it is left out", d.VPCId, "capture describe-subnets and describe-vpcs in the load balancer's account and Region")
			continue
		}
		bi := c.classicBalancer(vi, d.LoadBalancerName)
		b := &c.g.balancers[bi]
		b.ref, b.name, b.documented, b.kind = d.Ref(), d.LoadBalancerName, true, classicBalancer
		b.vpc, b.account, b.region = vi, d.Account, d.Region
		b.public, b.crossZone, b.listenersKnown = d.Scheme == "internet-facing", true, true
		for _, id := range d.Subnets {
			si := find(c.subnetIDs, id)
			if si == none {
				b.zones = nil // some of them are not in the snapshot
				break
			}
			c.enable(b, si, "")
		}
		c.ownNodes(bi)
		for j := range d.ListenerDescriptions {
			c.addClassicListener(bi, d, &d.ListenerDescriptions[j].Listener)
		}
	}
}

func (c *compiler) addClassicListener(bi int32, d *topology.ClassicLoadBalancer, of *topology.ClassicListener) {
	b := &c.g.balancers[bi]
	group := targetGroup{ref: b.ref, name: b.name, known: true, preserves: no, told: true, crossZone: perhaps, protocol: of.InstanceProtocol}
	for _, in := range d.Instances {
		t := target{port: listenerPort(of.InstancePort), iface: NoInterface, place: none}
		c.instanceTargetOf(&t, in.InstanceId, netmath.IPv4)
		group.targets = append(group.targets, t)
	}
	gi := int32(len(c.g.targetGroups))
	c.g.targetGroups = append(c.g.targetGroups, group)
	t := transports[of.Protocol]
	l := listener{ref: ref.Ref{Kind: ref.LoadBalancer, ID: d.LoadBalancerName}, balancer: bi, protocol: of.Protocol, port: listenerPort(of.LoadBalancerPort), tcp: t.tcp, udp: t.udp}
	l.actions = []action{{pool: c.pool(bi, gi)}}
	b.listeners = append(b.listeners, int32(len(c.g.listeners)))
	c.g.listeners = append(c.g.listeners, l)
}
