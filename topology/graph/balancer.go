package graph

// Implements R11.1 and R11.8, as far as they are about what a load balancer is.

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A balancer is a load balancer: nodes that take connections, listeners on their ports, and target groups behind these.
type balancer struct {
	ref        ref.Ref
	name       string
	kind       balancerKind
	documented bool // else only an interface tells of it
	works      bool
	public     bool // internet-facing: its name stands for its nodes' public addresses
	vpc        int32
	account    string
	region     string

	nodes     []InterfaceID // in order of their number
	addresses []netip.Addr  // of nodes whose interfaces the snapshot lacks
	zones     []zone        // in which it is enabled; none if nobody tells

	listeners      []int32
	listenersKnown bool
	crossZone      bool // what its target groups do unless they say otherwise
	filtersLinks   bool // its groups apply to what comes by PrivateLink (R10.8)
}

// balancerKind is a type of load balancer.
type balancerKind uint8

const (
	otherBalancer balancerKind = iota
	applicationBalancer
	networkBalancer
	gatewayBalancer
	classicBalancer
)

var balancerKinds = map[string]balancerKind{
	"application": applicationBalancer, "network": networkBalancer, "gateway": gatewayBalancer,
}

// balancerIDs finds load balancers and what belongs to them while a graph is compiled.
type balancerIDs struct {
	bySuffix map[string]int32     // "app/web/50dc6c495c0c9188"
	classic  map[classicKey]int32 // by VPC and name
	groups   map[string]int32     // target groups by ARN
	pools    map[poolKey]int32
	zones    map[zone]string // of an account and a zone's name: its id
	devices  map[string]InterfaceID
	services map[string]int32 // functions by ARN
	declared map[string]bool  // those without an ARN, by where they are declared
}

type classicKey struct {
	vpc  int32
	name string
}

type poolKey struct{ balancer, group int32 }

func newBalancerIDs() balancerIDs {
	return balancerIDs{
		bySuffix: map[string]int32{}, classic: map[classicKey]int32{}, groups: map[string]int32{}, services: map[string]int32{}, pools: map[poolKey]int32{},
	}
}

// suffixOf is the part of a load balancer's ARN that the descriptions of its interfaces repeat.
func suffixOf(arn string) string {
	if _, suffix, found := strings.Cut(arn, ":loadbalancer/"); found || strings.HasPrefix(arn, "arn:") {
		return suffix
	}
	return arn // where a plan declares it
}

// balancer finds the load balancer of an ARN's suffix, or makes one of which nothing is known.
func (c *compiler) balancer(suffix string) int32 {
	if i := find(c.balancers.bySuffix, suffix); i != none {
		return i
	}
	c.balancers.bySuffix[suffix] = c.addBalancer(ref.Ref{Kind: ref.LoadBalancer, ID: suffix})
	return c.balancers.bySuffix[suffix]
}

func (c *compiler) classicBalancer(vpc int32, name string) int32 {
	key := classicKey{vpc, name}
	if i, known := c.balancers.classic[key]; known {
		return i
	}
	c.balancers.classic[key] = c.addBalancer(ref.Ref{Kind: ref.LoadBalancer, ID: name})
	return c.balancers.classic[key]
}

func (c *compiler) addBalancer(r ref.Ref) int32 {
	c.g.balancers = append(c.g.balancers, balancer{ref: r, works: true, vpc: none})
	return int32(len(c.g.balancers) - 1)
}

// compileBalancers reads application, network and gateway load balancers with their listeners.
func (c *compiler) compileBalancers() {
	rules := c.rulesByListener()
	for i := range c.s.LoadBalancers {
		d := &c.s.LoadBalancers[i]
		suffix := suffixOf(d.LoadBalancerArn)
		if suffix == "" {
			c.warn("UNREADABLE_ARN", d.Ref(), d.Source, "the load balancer has no ARN to know its nodes by, so it is left out", d.LoadBalancerArn, "capture elbv2 describe-load-balancers again")
			continue
		}
		bi := c.balancer(suffix)
		c.describeBalancer(&c.g.balancers[bi], d)
		c.ownNodes(bi)
	}
	for i := range c.s.Listeners {
		c.addListener(&c.s.Listeners[i], rules[c.s.Listeners[i].ListenerArn])
	}
	for i := range c.g.balancers {
		b := &c.g.balancers[i]
		b.listenersKnown = len(b.listeners) > 0 // they are asked for one load balancer at a time
	}
}

func (c *compiler) describeBalancer(b *balancer, d *topology.LoadBalancer) {
	b.ref, b.name, b.documented = d.Ref(), d.LoadBalancerName, true
	b.kind = balancerKinds[d.Type]
	b.vpc, b.account, b.region = find(c.vpcIDs, d.VpcId), d.Account, d.Region
	b.works = d.State.Code == "active" || d.State.Code == "active_impaired" || d.State.Code == ""
	b.public = d.Scheme == "internet-facing"
	b.filtersLinks = d.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic != "off"
	b.crossZone = b.kind != networkBalancer && b.kind != gatewayBalancer
	if on, set := switchOf(d.Attributes, crossZoneAttribute); set {
		b.crossZone = on
	}
	for _, z := range d.AvailabilityZones {
		c.enable(b, find(c.subnetIDs, z.SubnetId), z.ZoneName)
		for _, a := range z.LoadBalancerAddresses {
			for _, addr := range []netip.Addr{a.PrivateIPv4Address, a.IPv6Address, a.IpAddress} {
				if addr.IsValid() {
					b.addresses = append(b.addresses, addr)
				}
			}
		}
	}
	c.name(b.ref, d.LoadBalancerName)
}

// enable adds a zone in which a load balancer is: that of the subnet, or the one of that name where the snapshot lacks the subnet.
func (c *compiler) enable(b *balancer, subnet int32, name string) {
	z := c.zoneNamed(b.account, name)
	if subnet != none {
		z = c.g.zoneOf(subnet)
	}
	if !slices.Contains(b.zones, z) {
		b.zones = append(b.zones, z)
	}
}

// crossZoneAttribute says whether a node sends to targets in other zones.
const crossZoneAttribute = "load_balancing.cross_zone.enabled"

// switchOf reads an attribute that is on or off.
func switchOf(attributes []topology.Attribute, key string) (on, set bool) {
	for _, a := range attributes {
		if a.Key == key {
			return a.Value == "true", a.Value == "true" || a.Value == "false"
		}
	}
	return false, false
}

// in reports whether a load balancer is enabled in a zone. What nobody knows counts as being there.
func (b *balancer) in(z zone) bool {
	return len(b.zones) == 0 || slices.ContainsFunc(b.zones, func(y zone) bool { return y.is(z) != no })
}

// nodeIn lists the nodes that lie in a zone.
func (g *Graph) nodesIn(b *balancer, z zone) []InterfaceID {
	var nodes []InterfaceID
	for _, id := range b.nodes {
		if g.zoneOf(g.interfaces[id].subnet).is(z) != no {
			nodes = append(nodes, id)
		}
	}
	return nodes
}
