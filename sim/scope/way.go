package scope

import (
	"net/netip"
	"slices"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/sim"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A way is one way of some flows of a protocol, as conditions see it.
type way struct {
	met        []ref.Ref // components, with the owners of interfaces that it passes
	linked     bool      // it goes through PrivateLink
	from, to   graph.LocationKind
	protocol   netmath.Protocol
	start, end graph.Packet // as it is sent, and as it arrives
	answer     *sim.Answer
}

// newWay reads a way off its evidence.
func (f *finder) newWay(a *sim.Answer) way {
	w := way{from: a.From.Kind, to: a.To.Kind, protocol: a.Flow.Protocol, start: a.Flow, end: a.Flow, answer: a}
	last := len(a.Forward.Hops) - 1
	for i := range a.Forward.Hops {
		h := &a.Forward.Hops[i]
		w.met = append(w.met, h.Component)
		if id, ok := f.interfaces[h.Component]; ok && i > 0 {
			owner := f.g.Interface(id).Owner
			w.linked = w.linked || owner.Kind == ref.VpcEndpoint && i < last
			w.met = append(w.met, owner)
		}
		if h.Out.Dst.IsValid() {
			w.end = h.Out
		}
	}
	return w
}

// passes reports whether a way has one of some resources on it.
func (w *way) passes(r *resources) bool {
	if w.linked && r.kinds[ref.VpcEndpointService] {
		return true
	}
	return slices.ContainsFunc(w.met, func(c ref.Ref) bool { return r.kinds[c.Kind] || r.components[c] })
}

// outer are the places that a gateway at an end of a path stands for.
var outer = map[ref.Kind]graph.LocationKind{ref.InternetGateway: graph.AtInternet, ref.VpnGateway: graph.AtExternalNetwork}

// ends reports whether a way begins, or ends, at one of some gateways: those to the outside only if its place there is outside.
func (w *way) ends(r *resources, at graph.LocationKind) bool {
	if w.linked && r.kinds[ref.VpcEndpointService] {
		return true
	}
	return slices.ContainsFunc(w.met, func(c ref.Ref) bool {
		place, isOuter := outer[c.Kind]
		return (r.kinds[c.Kind] || r.components[c]) && (!isOuter || place == at)
	})
}

// part cuts a box down to what satisfies a path; it may be empty.
func (f *finder) part(w *way, p *path, b box) box {
	for i := range p.through {
		if !w.passes(&p.through[i]) {
			return box{from: []graph.InterfaceID{}}
		}
	}
	b.from, b.hosts = f.atEnd(w, &p.source, b.from, b.hosts, w.from)
	b.to, b.hosts = f.atEnd(w, &p.destination, b.to, b.hosts, w.to)
	b = f.head(w, &p.source.headers, b, &w.start)
	return f.head(w, &p.destination.headers, b, &w.end)
}

// atEnd cuts one end down to the resources that are meant.
func (f *finder) atEnd(w *way, e *end, members []graph.InterfaceID, hosts netmath.AddrSet, at graph.LocationKind) ([]graph.InterfaceID, netmath.AddrSet) {
	switch {
	case e.resources.any, w.ends(&e.resources, at):
		return members, hosts
	case members == nil:
		return nil, netmath.AddrSet{}
	}
	var kept = []graph.InterfaceID{}
	for _, id := range members {
		if _, found := slices.BinarySearch(e.resources.interfaces, id); found {
			kept = append(kept, id)
		}
	}
	return kept, hosts
}

// head cuts a box down to the headers that are meant, of the packet as it is at one end.
func (f *finder) head(w *way, h *headers, b box, packet *graph.Packet) box {
	if len(h.protocols) > 0 && !slices.Contains(h.protocols, w.protocol) {
		return box{from: []graph.InterfaceID{}}
	}
	if h.source != nil {
		b.from, b.hosts = f.addressed(b.from, b.hosts, h.source, packet.Src, w.start.Src)
	}
	if h.destination != nil {
		b.to, b.hosts = f.addressed(b.to, b.hosts, h.destination, packet.Dst, w.start.Dst)
	}
	b.src = portsAt(b.src, h.sourcePorts, packet.SrcPorts, w.start.SrcPorts)
	b.dst = portsAt(b.dst, h.destPorts, packet.DstPorts, w.start.DstPorts)
	return b
}

// portsAt cuts ports down to those wanted. Where they were translated on the way, all or none of them are meant.
func portsAt(ports, wanted, here, sent netmath.Ports) netmath.Ports {
	switch {
	case wanted.Empty():
		return ports
	case here.Equal(sent):
		return ports.Intersect(wanted)
	case here.Overlaps(wanted):
		return ports
	}
	return netmath.Ports{}
}

// addressed cuts one end down to those with a wanted address: here is the address of the one that was followed, at this place.
func (f *finder) addressed(members []graph.InterfaceID, hosts netmath.AddrSet, wanted *netmath.AddrSet, here, sent netip.Addr) ([]graph.InterfaceID, netmath.AddrSet) {
	if members == nil {
		if here == sent {
			return nil, hosts.Intersect(*wanted)
		}
		if wanted.Contains(here) {
			return nil, hosts
		}
		return nil, netmath.AddrSet{}
	}
	if !here.IsValid() || len(members) == 0 {
		return members, hosts
	}
	family := netmath.FamilyOf(here)
	kept := []graph.InterfaceID{}
	for _, id := range members {
		if f.alike(members, here, family, id, wanted) {
			kept = append(kept, id)
		}
	}
	return kept, hosts
}

// alike reports whether a member's address of the kind that the one followed has here is wanted: its private or its public one,
// or that of a translation for all.
func (f *finder) alike(members []graph.InterfaceID, here netip.Addr, family netmath.Family, id graph.InterfaceID, wanted *netmath.AddrSet) bool {
	for _, of := range []func(graph.InterfaceID, netmath.Family) netip.Addr{f.g.Primary, f.g.Public} {
		if slices.ContainsFunc(members, func(m graph.InterfaceID) bool { return of(m, family) == here }) {
			return wanted.Contains(of(id, family))
		}
	}
	return wanted.Contains(here)
}
