package graph

// Implements what R1.8 says of senders: an address that no interface holds is nobody's.

import (
	"cmp"
	"net/netip"

	"github.com/dryhop/dryhop/topology/ref"
)

// Vacant reports whether an address belongs to a subnet and no interface holds it.
func (g *Graph) Vacant(a netip.Addr) bool { return len(g.vacancies(a)) > 0 }

// VacantIn lists the subnets in which a host could have an address that no interface holds.
func (g *Graph) VacantIn(a netip.Addr) []ref.Ref {
	var all []ref.Ref
	for _, si := range g.vacancies(a) {
		if s := &g.subnets[si]; !anyContains(s.appendReserved(nil), a) {
			all = append(all, s.ref)
		}
	}
	return all
}

// vacancies are the subnets that an address belongs to if no interface holds it anywhere.
func (g *Graph) vacancies(a netip.Addr) []int32 {
	inside := false
	for i := range g.vpcs {
		inside = inside || g.vpcs[i].contains(a)
	}
	if !inside || len(g.ByAddress(a)) > 0 {
		return nil
	}
	var all []int32
	for i := range g.subnets {
		if anyContains(g.subnets[i].blocks, a) {
			all = append(all, int32(i))
		}
	}
	return all
}

// IsNobodys reports whether nobody can have an address in the subnets that it belongs to: all their interfaces are known.
func (g *Graph) IsNobodys(a netip.Addr) bool {
	for _, si := range g.vacancies(a) {
		if !g.vpcs[g.subnets[si].vpc].complete {
			return false
		}
	}
	return true
}

// FromNobody ends a request whose sender's address is Vacant: nobody sends it, as far as the snapshot has all interfaces.
func (w *Walk) FromNobody(p Packet) Disposition {
	w.alive, w.final = Exactly(p.DstPorts), p
	in := w.g.vacancies(p.Src)
	for _, si := range in {
		if s := &w.g.subnets[si]; !w.g.vpcs[s.vpc].complete && !anyContains(s.appendReserved(nil), p.Src) {
			w.doubt(UnknownResource, Node{RouterNode, si}, Egress, ref.Ref{Kind: ref.NetworkInterface})
			return Doubted
		}
	}
	w.drop(NoInterfaceHolds, Node{RouterNode, in[0]}, Egress)
	return Dropped
}

// supposedName is what to call a supposed host.
func (g *Graph) supposedName(e *iface) string {
	subnet := g.subnets[e.subnet].ref
	name := cmp.Or(g.names[subnet], subnet.ID)
	if e.symbolic {
		return "any host in " + name
	}
	return "a host in " + name + " at " + e.addresses[0].private.String()
}

// StandsFor is the block of a subnet of which an address of the interface of an id stands for any; the zero Prefix if the address is just itself.
func (g *Graph) StandsFor(id string, a netip.Addr) netip.Prefix {
	i := g.interfaceIDs.find(id)
	if i == none || !g.interfaces[i].symbolic {
		return netip.Prefix{}
	}
	for _, block := range g.subnets[g.interfaces[i].subnet].blocks {
		if block.Contains(a) {
			return block
		}
	}
	return netip.Prefix{}
}
