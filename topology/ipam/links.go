package ipam

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// links are what joins networks: peerings, transit gateways, virtual private and Direct Connect gateways, and the routes over them.
type links struct {
	peerings   map[[2]int32][]*topology.VpcPeeringConnection // by both networks, the lower first
	peersOf    map[int32][]peerLink
	attached   map[int32][]attachment // of a network, by transit gateway
	gateways   map[int32]string       // the virtual private gateway of a VPC
	direct     map[string][]string    // Direct Connect gateways by what is associated with them
	routes     map[int32][]routeTo    // to a network, by table and prefix
	tables     map[int32][]*topology.RouteTable
	transit    []*topology.TransitGatewayRouteTable
	components []int32 // of networks: those with one number are joined, however indirectly
}

// A peerLink is a peering seen from one of its ends.
type peerLink struct {
	peering *topology.VpcPeeringConnection
	other   int32
}

// An attachment ties a network to a transit gateway.
type attachment struct {
	gateway, id string
}

// A routeTo is a row of a table that leads to a network.
type routeTo struct {
	table  ref.Ref
	vpc    string // whose table it is; "" of a transit gateway's
	prefix netip.Prefix
	via    string // peering, gateway or attachment
	static bool
}

func linksOf(v *Inventory) links {
	l := links{
		peerings: map[[2]int32][]*topology.VpcPeeringConnection{}, peersOf: map[int32][]peerLink{}, attached: map[int32][]attachment{},
		gateways: map[int32]string{}, direct: map[string][]string{}, routes: map[int32][]routeTo{}, tables: map[int32][]*topology.RouteTable{},
	}
	l.addPeerings(v)
	l.addGateways(v)
	l.addAttachments(v)
	l.addVpcRoutes(v)
	l.addTransitRoutes(v)
	l.components = l.componentsOf(v)
	return l
}

// pairOf orders two networks.
func pairOf(a, b int32) [2]int32 { return [2]int32{min(a, b), max(a, b)} }

func (l *links) addPeerings(v *Inventory) {
	for i := range v.Snapshot.VpcPeeringConnections {
		p := &v.Snapshot.VpcPeeringConnections[i]
		a, hasA := v.vpcs[p.RequesterVpcInfo.VpcId]
		b, hasB := v.vpcs[p.AccepterVpcInfo.VpcId]
		if !hasA || !hasB || a == b {
			continue
		}
		l.peerings[pairOf(a, b)] = append(l.peerings[pairOf(a, b)], p)
		if live(p.Status.Code) {
			l.peersOf[a] = append(l.peersOf[a], peerLink{p, b})
			l.peersOf[b] = append(l.peersOf[b], peerLink{p, a})
		}
	}
}

// live reports whether a peering is, or may yet become, active (R6.1).
func live(status string) bool {
	switch status {
	case "failed", "expired", "rejected", "deleted", "deleting":
		return false
	}
	return true
}

func (l *links) addGateways(v *Inventory) {
	for i := range v.Snapshot.VpnGateways {
		g := &v.Snapshot.VpnGateways[i]
		for _, a := range g.VpcAttachments {
			if n, known := v.vpcs[a.VpcId]; known && a.State != "detached" {
				l.gateways[n] = g.VpnGatewayId
			}
		}
	}
	for i := range v.Snapshot.DirectConnectGatewayAssociations {
		d := &v.Snapshot.DirectConnectGatewayAssociations[i]
		id := d.AssociatedGateway.ID
		if id == "" {
			id = d.VirtualGatewayId
		}
		if id != "" && !slices.Contains(l.direct[id], d.DirectConnectGatewayId) {
			l.direct[id] = append(l.direct[id], d.DirectConnectGatewayId)
		}
	}
}

func (l *links) addAttachments(v *Inventory) {
	add := func(n int32, gateway, id string) {
		if a := (attachment{gateway, id}); gateway != "" && !slices.Contains(l.attached[n], a) {
			l.attached[n] = append(l.attached[n], a)
		}
	}
	for i := range v.Snapshot.TransitGatewayVpcAttachments {
		a := &v.Snapshot.TransitGatewayVpcAttachments[i]
		if n, known := v.vpcs[a.VpcId]; known && attaches(a.State) {
			add(n, a.TransitGatewayId, a.TransitGatewayAttachmentId)
		}
	}
	byRef := map[ref.Ref]int32{}
	for i := range v.Networks {
		byRef[v.Networks[i].Ref] = int32(i)
	}
	for i := range v.Snapshot.TransitGatewayAttachments {
		a := &v.Snapshot.TransitGatewayAttachments[i]
		if !attaches(a.State) {
			continue
		}
		if n, known := v.vpcs[a.ResourceId]; known && a.ResourceType == "vpc" {
			add(n, a.TransitGatewayId, a.TransitGatewayAttachmentId)
		}
		for _, r := range []ref.Ref{a.Ref(), {Kind: ref.VpnConnection, ID: a.ResourceId}} {
			if n, known := byRef[r]; known {
				add(n, a.TransitGatewayId, a.TransitGatewayAttachmentId)
			}
		}
	}
}

// attaches reports whether an attachment in a state counts (R7.18).
func attaches(state string) bool {
	switch state {
	case "deleted", "deleting", "failed", "failing", "rejected", "rejecting":
		return false
	}
	return true
}

// addVpcRoutes notes the rows of VPCs' tables that lead to one network: those over peerings and virtual private gateways.
func (l *links) addVpcRoutes(v *Inventory) {
	behind := l.behindGateways(v)
	for i := range v.Snapshot.RouteTables {
		t := &v.Snapshot.RouteTables[i]
		own, known := v.vpcs[t.VpcId]
		if !known {
			continue
		}
		l.tables[own] = append(l.tables[own], t)
		for j := range t.Routes {
			r := &t.Routes[j]
			to := routeTo{table: t.Ref(), vpc: t.VpcId, prefix: destination(r), static: r.Origin != "EnableVgwRoutePropagation"}
			if !to.prefix.IsValid() {
				continue
			}
			if to.via = r.VpcPeeringConnectionId; to.via != "" {
				for _, p := range l.peersOf[own] {
					if p.peering.VpcPeeringConnectionId == to.via {
						l.routes[p.other] = append(l.routes[p.other], to)
					}
				}
				continue
			}
			to.via = r.GatewayId
			for _, n := range behind[r.GatewayId] {
				l.routes[n] = append(l.routes[n], to)
			}
		}
	}
}

// behindGateways are the networks behind virtual private gateways, by these.
func (l *links) behindGateways(v *Inventory) map[string][]int32 {
	behind := map[string][]int32{}
	gatewayOf := map[string]string{}
	for i := range v.Snapshot.VpnConnections {
		c := &v.Snapshot.VpnConnections[i]
		gatewayOf[c.VpnConnectionId] = c.VpnGatewayId
	}
	for i := range v.Networks {
		switch n := &v.Networks[i]; n.Ref.Kind {
		case ref.VpnGateway:
			behind[n.Ref.ID] = append(behind[n.Ref.ID], int32(i))
		case ref.VpnConnection:
			if g := gatewayOf[n.Ref.ID]; g != "" {
				behind[g] = append(behind[g], int32(i))
			}
		}
	}
	return behind
}

func (l *links) addTransitRoutes(v *Inventory) {
	byAttachment := map[string][]int32{}
	for n := range int32(len(v.Networks)) {
		for _, a := range l.attached[n] {
			byAttachment[a.id] = append(byAttachment[a.id], n)
		}
	}
	for i := range v.Snapshot.TransitGatewayRouteTables {
		t := &v.Snapshot.TransitGatewayRouteTables[i]
		l.transit = append(l.transit, t)
		for j := range t.Routes {
			r := &t.Routes[j]
			for _, a := range r.TransitGatewayAttachments {
				for _, n := range byAttachment[a.TransitGatewayAttachmentId] {
					l.routes[n] = append(l.routes[n], routeTo{t.Ref(), "", r.DestinationCidrBlock.Masked(), a.TransitGatewayAttachmentId, r.Type != "propagated"})
				}
			}
		}
	}
}

// toShared are the rows that lead to a network for addresses of a block, by table.
func (l *links) toShared(n int32, shared netip.Prefix) map[ref.Ref][]routeTo {
	found := map[ref.Ref][]routeTo{}
	for _, r := range l.routes[n] {
		if r.prefix.IsValid() && r.prefix.Overlaps(shared) {
			found[r.table] = append(found[r.table], r)
		}
	}
	return found
}

// componentsOf joins networks that anything links, directly or through others.
func (l *links) componentsOf(v *Inventory) []int32 {
	j := joiner{numbers: map[string]int32{}}
	for i := range v.Networks {
		j.parent = append(j.parent, int32(i))
	}
	for pair, all := range l.peerings {
		if slices.ContainsFunc(all, func(p *topology.VpcPeeringConnection) bool { return live(p.Status.Code) }) {
			j.join(pair[0], pair[1])
		}
	}
	for n, all := range l.attached {
		for _, a := range all {
			j.join(n, j.named(a.gateway))
		}
	}
	for n, g := range l.gateways {
		j.join(n, j.named(g))
	}
	for g, all := range l.direct {
		for _, d := range all {
			j.join(j.named(g), j.named(d))
		}
	}
	j.joinOutside(v, l)
	all := make([]int32, len(v.Networks))
	for i := range all {
		all[i] = j.find(int32(i))
	}
	return all
}

// joinOutside joins what lies behind gateways with these, and transit gateways with their peers.
func (j *joiner) joinOutside(v *Inventory, l *links) {
	for g, networks := range l.behindGateways(v) {
		for _, n := range networks {
			j.join(n, j.named(g))
		}
	}
	for i := range v.Snapshot.TransitGatewayAttachments {
		if a := &v.Snapshot.TransitGatewayAttachments[i]; a.ResourceType == "peering" && attaches(a.State) {
			j.join(j.named(a.TransitGatewayId), j.named(a.ResourceId))
		}
	}
	for i := range v.Snapshot.ClientVpnEndpoints {
		e := &v.Snapshot.ClientVpnEndpoints[i]
		for n := range v.Networks {
			if vpc, known := v.vpcs[e.VpcId]; known && v.Networks[n].Ref == e.Ref() {
				j.join(int32(n), vpc)
			}
		}
	}
}

// A joiner keeps what is joined as trees.
type joiner struct {
	parent  []int32
	numbers map[string]int32
}

// named is the number of something that is no network.
func (j *joiner) named(id string) int32 {
	n, known := j.numbers[id]
	if !known {
		n = int32(len(j.parent))
		j.parent = append(j.parent, n)
		j.numbers[id] = n
	}
	return n
}

func (j *joiner) find(n int32) int32 {
	for j.parent[n] != n {
		j.parent[n] = j.parent[j.parent[n]]
		n = j.parent[n]
	}
	return n
}

// join keeps the lower number, so that the order of calls does not matter.
func (j *joiner) join(a, b int32) {
	a, b = j.find(a), j.find(b)
	j.parent[max(a, b)] = min(a, b)
}

// inner is the smaller of two blocks that share addresses.
func inner(a, b netip.Prefix) netip.Prefix {
	if a.Bits() >= b.Bits() {
		return a
	}
	return b
}

// relate tells how a block lies to another that it shares addresses with.
func relate(a, b netip.Prefix) netmath.Relation {
	switch {
	case a.Bits() == b.Bits():
		return netmath.RelationEqual
	case a.Bits() < b.Bits():
		return netmath.RelationContains
	}
	return netmath.RelationInside
}
