package graph

// Implements R7.8, R7.13 and R7.14 as advice: routes that send packets in a circle by way of transit gateways.

import (
	"net/netip"
	"slices"
)

// judgeTransitLoops warns of circles through transit gateways. A transit gateway joins too many subnets to follow every
// destination from each. But a circle through one comes out of it again: a destination is followed from the subnets by which
// some table of a gateway hands it to a VPC, and those are few.
func (c *compiler) judgeTransitLoops() {
	var known [][]relay
	tables := c.g.transitTables()
	for _, dst := range c.turningPoints(c.onwards(c.g.exits()), tables) {
		for _, from := range c.g.exitsFor(tables, dst) {
			circle := c.circle(from, dst)
			if !throughTransit(circle) || slices.ContainsFunc(known, func(k []relay) bool { return slices.Equal(k, circle) }) {
				continue
			}
			known = append(known, circle)
			c.warnOfCircle(circle, dst)
		}
	}
}

// throughTransit reports whether a transit gateway is part of a circle.
func throughTransit(circle []relay) bool {
	return slices.ContainsFunc(circle, func(r relay) bool { return r.by.Kind == TransitGatewayNode })
}

// exits lists the subnets by which transit gateways hand packets to VPCs.
func (g *Graph) exits() []int32 {
	var exits []int32
	for i := range g.transitAttachments {
		exits = append(exits, g.transitAttachments[i].subnets...)
	}
	return distinct(exits)
}

// transitTables lists the tables of transit gateways.
func (g *Graph) transitTables() []int32 {
	var tables []int32
	for ti := range g.tables {
		if g.tables[ti].isTransit() {
			tables = append(tables, int32(ti))
		}
	}
	return tables
}

// exitsFor lists those by which one destination may come out.
func (g *Graph) exitsFor(tables []int32, dst netip.Addr) []int32 {
	var exits []int32
	for _, ti := range tables {
		if ai := g.transitTarget(ti, dst); ai != none {
			exits = append(exits, g.transitAttachments[ai].subnets...)
		}
	}
	return distinct(exits)
}

// distinct sorts subnets, and leaves out what comes twice or is unknown.
func distinct(subnets []int32) []int32 {
	slices.Sort(subnets)
	return slices.DeleteFunc(slices.Compact(subnets), func(si int32) bool { return si == none })
}

// onwards adds to some subnets those whose tables route what components beyond them send on.
func (c *compiler) onwards(subnets []int32) []int32 {
	seen := map[int32]bool{}
	for i := 0; i < len(subnets); i++ {
		if seen[subnets[i]] {
			continue
		}
		seen[subnets[i]] = true
		for _, to := range c.g.leadsTo(subnets[i]) {
			if home, relayed := c.g.home(to); relayed {
				subnets = append(subnets, home)
			}
		}
	}
	return distinct(subnets)
}

// transitTarget is the attachment to which a transit gateway's table sends a destination; none where that is not certain.
func (g *Graph) transitTarget(ti int32, dst netip.Addr) int32 {
	t := &g.tables[ti]
	ri, found := t.fib.Lookup(dst)
	if !found || t.hides {
		return none
	}
	r := &t.routes[ri]
	if r.state != activeRoute || r.target.Kind != TransitAttachmentNode || g.forwards(&g.transitAttachments[r.target.Index]) != yes {
		return none
	}
	return r.target.Index
}

// transited is the subnet whose table routes a destination that a subnet's router sent into a transit gateway; none if it
// does not come out in a VPC, or nobody can tell.
func (g *Graph) transited(gi, from int32, dst netip.Addr) int32 {
	ai, attached := g.transitGateways[gi].vpcs[g.subnets[from].vpc]
	if !attached {
		return none
	}
	if _, served := g.entrySubnet(&g.transitAttachments[ai], from); served == no {
		return none
	}
	for range maxHops {
		in := &g.transitAttachments[ai]
		if in.table == none || in.policy != none {
			return none
		}
		out := g.transitTarget(in.table, dst)
		if out == none {
			return none
		}
		switch a := &g.transitAttachments[out]; a.kind {
		case vpcAttachment:
			return g.exitToward(a, from)
		case functionAttachment:
			ai = out
		case peeringAttachment:
			ai = a.peer
		default:
			return none
		}
		if ai == none {
			return none
		}
	}
	return none
}

// exitToward is the subnet of an attachment by which a packet from a subnet comes out: in the same Availability Zone, or
// else any.
func (g *Graph) exitToward(a *transitAttachment, from int32) int32 {
	if si, served := g.entrySubnet(a, from); served == yes {
		return si
	}
	if exits := distinct(slices.Clone(a.subnets)); len(exits) > 0 {
		return exits[0]
	}
	return none
}
