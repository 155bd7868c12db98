package graph

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
)

// A Gate is where a leg comes into its first transit gateway, and all that decides what becomes of it from there, but for its two
// addresses: legs of equal gates to one address fare alike, wherever they come from. It is comparable.
type Gate struct {
	gateway, table int32
	associated     truth
	zone           zone
	edge           string
	refers         truth
	sure           bool
}

// A way is what a leg passes by: before its first transit gateway if it ends there, else from there on.
type way struct {
	kinds  uint32  // of nodes, as bits
	vpcs   []int32 // whose routers are among them
	halts  bool    // at the first transit gateway
	gated  bool    // it came to one
	strays bool    // more counts than a Gate tells
	gate   Gate
	before int // how many stages were put off until then
}

func (y *way) reset() {
	*y = way{vpcs: y.vpcs[:0]}
}

// passBy notes a node that a leg passes.
func (w *Walk) passBy(at Node) {
	y := &w.opened.way
	y.kinds |= 1 << at.Kind
	if at.Kind == RouterNode {
		if vpc := w.g.subnets[at.Index].vpc; !slices.Contains(y.vpcs, vpc) {
			y.vpcs = append(y.vpcs, vpc)
		}
	}
}

// atGate notes the first transit gateway that a leg comes into, by an attachment. It is true if the leg ends there.
func (w *Walk) atGate(ai int32) bool {
	y, a := &w.opened.way, &w.g.transitAttachments[ai]
	if y.gated {
		return false
	}
	y.gated, y.before = true, len(w.opened.stages)
	if !y.halts {
		y.kinds, y.vpcs = 0, y.vpcs[:0]
	}
	y.strays = y.strays || a.policy != none || w.transit.pinned > 0
	y.gate = Gate{a.gateway, a.table, a.associated, w.g.gateZone(w.transit.zone), w.transit.edge, w.transit.refers, !w.alive.Certain.Empty()}
	return y.halts
}

// gateZone is the zone of a subnet: by its id alone, where all subnets have one.
func (g *Graph) gateZone(si int32) zone {
	z := g.zoneOf(si)
	if g.zonesByID {
		return zone{id: z.id}
	}
	return z
}

// straight are the nodes that every leg may pass between two VPCs that a transit gateway joins. dead are those that it may pass before it
// is lost: none of them looks at more of a sender elsewhere than the FixedPrefixes tell.
const (
	straight = uint32(1<<RouterNode | 1<<VpcNode | 1<<TransitGatewayNode | 1<<TransitAttachmentNode)
	dead     = straight | 1<<NatGatewayNode | 1<<InternetGatewayNode | 1<<EgressOnlyNode | 1<<InternetNode
)

// keeps reports whether a leg passes by nothing but some kinds of nodes.
func (y *way) keeps(kinds uint32) bool { return y.kinds&^kinds == 0 }

// within reports whether it passes by no routers but those of one VPC.
func (y *way) within(vpc int32) bool {
	return !slices.ContainsFunc(y.vpcs, func(v int32) bool { return v != vpc })
}

// hopeless reports whether a leg that got lost does so for whatever address the same prefixes hold: nobody on the internet has it.
func (w *Walk) hopeless(dst netip.Addr) bool {
	return w.opened.way.kinds&(1<<InternetNode) == 0 || !w.g.oddlyPublic && !netmath.Internet(netmath.FamilyOf(dst)).Contains(dst)
}

// A Departure is how legs from an interface come as far as their first transit gateway.
type Departure struct {
	Gate   Gate
	Lost   bool       // they come to none
	Via    netip.Addr // of the NAT gateway in the same VPC behind which they come there; zero if none hides the sender
	Stages []ACLStage
}

// Depart walks from an interface towards an address far away, as a request or as a reply, until it comes into a transit gateway. It is
// false where more decides than which of the DeparturePrefixes hold the address. The stages are those of the walk's last leg only.
func (w *Walk) Depart(from InterfaceID, dst netip.Addr, reply bool) (Departure, bool) {
	p := w.setOut(from, NoInterface, dst, reply)
	e := &w.g.interfaces[from]
	if w.g.serviceAt(e.vpc, dst) != none {
		return Departure{}, false
	}
	y := &w.opened.way
	y.halts = true
	end := w.run(w.leaveBack(e.subnet, p))
	lost := end == Dropped || w.alive.Possible.Empty()
	switch {
	case !w.Plain(lost || w.hidden()) || y.strays || !y.within(e.vpc):
		return Departure{}, false
	case lost:
		return Departure{Lost: true}, y.keeps(dead) && w.hopeless(dst)
	case w.hidden():
		return Departure{Gate: y.gate, Via: w.session[0].after.Src}, y.gated && y.keeps(straight|1<<NatGatewayNode)
	}
	return Departure{Gate: y.gate, Stages: w.opened.stages}, y.gated && w.sender == from && y.keeps(straight)
}

// hidden reports whether one NAT gateway stands for the sender of a request, and nothing else does.
func (w *Walk) hidden() bool {
	return w.remembers == 1 && w.session[0].at.Kind == NatGatewayNode && w.sender == NoInterface && !w.reply
}

// An Arrival is what becomes of legs to an interface from the gate on.
type Arrival struct {
	Leg  // without the stages before the gate
	Gate Gate
}

// Arrive is Leg between interfaces of VPCs that are far from each other: neither has addresses of the other, and nothing but transit gateways
// joins them. It is false where more decides than the gate, and which of the DeparturePrefixes of the receiver's VPC hold the
// sender's address.
func (w *Walk) Arrive(from, to InterfaceID, f netmath.Family, reply bool) (Arrival, bool) {
	leg, plain := w.Leg(from, to, f, reply)
	y := &w.opened.way
	if !plain || !y.gated || y.strays {
		return Arrival{}, false
	}
	leg.Stages = leg.Stages[y.before:]
	if leg.End == Dropped {
		return Arrival{leg, y.gate}, y.keeps(dead) && w.hopeless(w.g.Primary(to, f)) && !slices.Contains(y.vpcs, w.g.interfaces[from].vpc)
	}
	return Arrival{leg, y.gate}, y.keeps(straight) && y.within(w.g.interfaces[to].vpc)
}

// DeparturePrefixes are, by VPC, those that anything there compares the addresses with which packets leave for, or from which they
// come, but for security groups.
func (g *Graph) DeparturePrefixes(f netmath.Family) [][]netip.Prefix {
	byVpc := make([]cutting, len(g.vpcs))
	for i := range byVpc {
		c, v := &byVpc[i], &g.vpcs[i]
		*c = cutting{family: f, seen: map[netip.Prefix]bool{}}
		c.fixed()
		c.vpc(v)
	}
	for i := range g.subnets {
		c := &byVpc[g.subnets[i].vpc]
		c.add(g.subnets[i].blocks...)
		c.add(g.aclPrefixes(int32(i))...)
	}
	for i := range g.tables {
		if vpc := g.tables[i].vpc; vpc != none {
			byVpc[vpc].routes(g, &g.tables[i])
		}
	}
	all := make([][]netip.Prefix, len(byVpc))
	for i := range byVpc {
		all[i] = byVpc[i].all
	}
	return all
}

// compileGates finds out what gates may leave out.
func (c *compiler) compileGates() {
	g := c.g
	g.zonesByID = !slices.ContainsFunc(g.subnets, func(s subnet) bool { return s.zoneID == "" })
	for _, held := range []map[netip.Addr]holder{g.public, g.carrier} {
		for a := range held {
			g.oddlyPublic = g.oddlyPublic || !netmath.Internet(netmath.FamilyOf(a)).Contains(a)
		}
	}
}
