package graph

// Implements R11.6-R11.9: the targets of a target group, and which of them a node sends to.

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A targetGroup is where listeners forward to.
type targetGroup struct {
	ref       ref.Ref
	name      string
	known     bool // its targets are in the snapshot
	protocol  string
	family    netmath.Family
	byIP      bool // targets are addresses
	targets   []target
	judged    bool  // by health: not all registered targets count
	unhealthy bool  // some that count are not healthy now
	preserves truth // what the attribute says of the client's address; perhaps if it says nothing
	told      bool  // attributes were captured
	crossZone truth // perhaps: as the load balancer
}

// A target takes what a target group gets.
type target struct {
	ref        ref.Ref
	kind       targetKind
	addr       netip.Addr
	port       uint16
	iface      InterfaceID // of an instance
	place      int32       // the function's service, or the load balancer
	zone       zone
	everywhere bool // in no zone of its own
	byIP       bool // registered by its address
	missing    ref.Ref
}

// A targetKey is what tells the targets of a group apart: one may take several ports.
type targetKey struct {
	id   string
	port int32
}

// targetKind is a type of target.
type targetKind uint8

const (
	hostTarget targetKind = iota
	functionTarget
	balancerTarget
	unknownTarget // missing tells what the snapshot lacks
)

// A pool is a target group as one load balancer uses it.
type pool struct {
	balancer, group int32
	usable          [][]int32 // for each node, the targets that it sends to
	why             []Code    // where there are none
	assumes         Code      // a position that this rests on, or ""
}

// compileTargetGroups reads the target groups with their targets.
func (c *compiler) compileTargetGroups() {
	for i := range c.s.TargetGroups {
		d := &c.s.TargetGroups[i]
		gi := c.targetGroup(d.TargetGroupArn)
		g := targetGroup{
			ref: d.Ref(), name: d.TargetGroupName, known: d.TargetHealthKnown, protocol: d.Protocol, byIP: d.TargetType == "ip",
			family: familyOf(d), told: d.AttributesKnown, preserves: attributeOf(d, "preserve_client_ip.enabled"), crossZone: attributeOf(d, crossZoneAttribute),
		}
		seen := map[targetKey]bool{}
		for _, t := range c.judgeHealth(&g, d) {
			if key := (targetKey{t.Target.Id, t.Target.Port}); !seen[key] {
				seen[key] = true
				g.targets = append(g.targets, c.registered(d, &t.Target))
			}
		}
		c.name(g.ref, d.TargetGroupName)
		c.g.targetGroups[gi] = g
	}
}

// targetGroup finds a target group, or makes one of which nothing is known.
func (c *compiler) targetGroup(arn string) int32 {
	if i := find(c.balancers.groups, arn); i != none {
		return i
	}
	c.balancers.groups[arn] = int32(len(c.g.targetGroups))
	c.g.targetGroups = append(c.g.targetGroups, targetGroup{ref: ref.Ref{Kind: ref.TargetGroup, ID: arn}, preserves: perhaps, crossZone: perhaps})
	return c.balancers.groups[arn]
}

func attributeOf(d *topology.TargetGroup, key string) truth {
	if on, set := switchOf(d.Attributes, key); set {
		return truthOf(on)
	}
	return perhaps
}

// primaryDevices finds the first interface of every instance (R11.7).
func (c *compiler) primaryDevices() map[string]InterfaceID {
	devices := map[string]InterfaceID{}
	for i := range c.g.interfaces {
		e := &c.g.interfaces[i]
		if _, known := devices[e.owner.ID]; !known && e.owner.Kind == ref.Instance && e.device == 0 {
			devices[e.owner.ID] = InterfaceID(i)
		}
	}
	return devices
}

// judgeHealth leaves out targets that get no new connections: those that are deregistered, and with Options.CurrentHealth
// unhealthy ones, unless all are (R11.9).
func (c *compiler) judgeHealth(g *targetGroup, d *topology.TargetGroup) []topology.TargetHealthDescription {
	var all, healthy []topology.TargetHealthDescription
	for _, t := range d.TargetHealthDescriptions {
		switch t.TargetHealth.State {
		case "draining":
			continue
		case "healthy":
			healthy = append(healthy, t)
		default:
			g.unhealthy = true
		}
		all = append(all, t)
	}
	g.judged = c.opt.CurrentHealth
	if c.opt.CurrentHealth && len(healthy) > 0 {
		return healthy
	}
	return all
}

// registered resolves a target to where its packets go.
func (c *compiler) registered(d *topology.TargetGroup, of *topology.TargetDescription) target {
	t := target{port: listenerPort(of.Port), iface: NoInterface, place: none}
	if of.Port == 0 {
		t.port = listenerPort(d.Port)
	}
	switch d.TargetType {
	case "ip":
		c.addressTarget(&t, d, of)
	case "lambda":
		t.kind, t.place, t.everywhere = functionTarget, c.function(of.Id), true
		t.ref = c.g.services[t.place].ref
	case "alb":
		t.kind, t.everywhere, t.place = balancerTarget, true, c.balancer(suffixOf(of.Id))
		t.ref = ref.Ref{Kind: ref.LoadBalancer, ID: of.Id}
	default:
		c.instanceTargetOf(&t, of.Id, familyOf(d))
	}
	return t
}

// familyOf is the family of the addresses that a target group's targets are asked by.
func familyOf(d *topology.TargetGroup) netmath.Family {
	if d.IpAddressType == "ipv6" {
		return netmath.IPv6
	}
	return netmath.IPv4
}

func (c *compiler) instanceTargetOf(t *target, id string, family netmath.Family) {
	t.ref = ref.Ref{Kind: ref.Instance, ID: id}
	if c.balancers.devices == nil {
		c.balancers.devices = c.primaryDevices()
	}
	device, known := c.balancers.devices[id]
	if !known {
		t.kind, t.missing, t.everywhere = unknownTarget, t.ref, true
		return
	}
	e := &c.g.interfaces[device]
	t.iface, t.addr, t.zone = device, e.primary(family), c.g.zoneOf(e.subnet)
}

// addressTarget is one registered by its address. Where it does not say its zone, that is where its holder is.
func (c *compiler) addressTarget(t *target, d *topology.TargetGroup, of *topology.TargetDescription) {
	t.ref, t.byIP = ref.Ref{Kind: ref.Address, ID: of.Id}, true
	t.addr, _ = netip.ParseAddr(of.Id)
	t.addr = t.addr.Unmap()
	if !t.addr.IsValid() {
		t.kind, t.missing = unknownTarget, ref.Ref{Kind: ref.TargetGroup, ID: d.TargetGroupArn}
	}
	vi := find(c.vpcIDs, d.VpcId)
	holder, held := nobody, false
	if vi != none && t.addr.IsValid() {
		if holder, held = c.g.vpcs[vi].holds(t.addr); held && holder.iface != NoInterface {
			t.iface = holder.iface
		}
	}
	switch {
	case strings.EqualFold(of.AvailabilityZone, "all"):
		t.everywhere = true
	case of.AvailabilityZone != "":
		t.zone = c.zoneNamed(d.Account, of.AvailabilityZone)
	case held && c.g.subnetOf(holder) != none:
		t.zone = c.g.zoneOf(c.g.subnetOf(holder))
	default:
		t.everywhere = true // nobody knows
	}
}

// function is a Lambda function as a place where flows end.
func (c *compiler) function(arn string) int32 {
	if i := find(c.balancers.services, arn); i != none {
		return i
	}
	name := arn[strings.LastIndexByte(arn, ':')+1:]
	if _, after, found := strings.Cut(arn, ":function:"); found {
		name, _, _ = strings.Cut(after, ":")
	}
	c.balancers.services[arn] = int32(len(c.g.services))
	c.g.services = append(c.g.services, service{ref: ref.Ref{Kind: ref.LambdaFunction, ID: name}, name: name})
	return c.balancers.services[arn]
}

// pool finds out which targets of a group each node of a load balancer sends to (R11.8).
func (c *compiler) pool(bi, gi int32) int32 {
	key := poolKey{bi, gi}
	if i, known := c.balancers.pools[key]; known {
		return i
	}
	c.balancers.pools[key] = int32(len(c.g.pools))
	p := pool{balancer: bi, group: gi}
	b, g := &c.g.balancers[bi], &c.g.targetGroups[gi]
	crossZone := b.crossZone
	if g.crossZone != perhaps {
		crossZone = g.crossZone == yes
	}
	for _, node := range b.nodes {
		here := c.g.zoneOf(c.g.interfaces[node].subnet)
		usable, why := g.usableIn(b, here, crossZone)
		p.usable, p.why = append(p.usable, usable), append(p.why, why)
		if otherwise, _ := g.usableIn(b, here, !crossZone); len(otherwise) != len(usable) {
			p.assumes = g.zoneAssumption(b)
		}
	}
	c.g.pools = append(c.g.pools, p)
	return c.balancers.pools[key]
}

// zoneAssumption is the position taken where no document tells whether nodes send to targets in other zones.
func (g *targetGroup) zoneAssumption(b *balancer) Code {
	switch {
	case b.kind == classicBalancer:
		return AssumeCrossZone
	case !g.told:
		return MissingTargetGroupAttributes
	}
	return ""
}

// usableIn lists the targets that a node in a zone sends to, or says why there are none.
func (g *targetGroup) usableIn(b *balancer, here zone, crossZone bool) (usable []int32, why Code) {
	enabled := false
	for i := range g.targets {
		t := &g.targets[i]
		if !t.everywhere && !b.in(t.zone) {
			continue
		}
		enabled = true
		if crossZone || t.everywhere || t.zone.is(here) != no {
			usable = append(usable, int32(i))
		}
	}
	switch {
	case len(usable) > 0:
		return usable, ""
	case len(g.targets) == 0:
		return nil, ListenerHasNoTargets
	case !enabled:
		return nil, InstalledAZRestriction
	}
	return nil, NoTargetsInZone
}
