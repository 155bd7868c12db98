package report

import (
	"net/netip"
	"sync"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/graph"
	"github.com/dryhop/dryhop/topology/ref"
)

// A Network tells the names of what an answer is about: a compiled graph.
type Network interface {
	Name(ref.Ref) string
	Holders(id string) []ref.Ref
	Interface(graph.InterfaceID) graph.InterfaceInfo
	NumInterfaces() int
	RefOf(graph.Location) ref.Ref
}

// A Builder makes records. It is safe for concurrent use.
type Builder struct {
	network  Network
	snapshot string
	byRef    func() map[ref.Ref]graph.InterfaceID
}

// NewBuilder makes records about a network, read from the snapshot of that name.
func NewBuilder(n Network, snapshot string) *Builder {
	b := &Builder{network: n, snapshot: snapshot}
	b.byRef = sync.OnceValue(b.interfacesByRef)
	return b
}

func (b *Builder) interfacesByRef() map[ref.Ref]graph.InterfaceID {
	all := make(map[ref.Ref]graph.InterfaceID, b.network.NumInterfaces())
	for id := range graph.InterfaceID(b.network.NumInterfaces()) {
		all[b.network.Interface(id).Ref] = id
	}
	return all
}

// component names a resource; a name that says no more than the id is left out.
func (b *Builder) component(r ref.Ref) Component {
	r = r.Resource()
	c := Component{ID: r.ID, Type: r.Kind.String(), Name: b.network.Name(r)}
	if c.Name == c.ID {
		c.Name = ""
	}
	return c
}

func (b *Builder) componentOrNil(r ref.Ref) *Component {
	if r.IsZero() {
		return nil
	}
	c := b.component(r)
	return &c
}

// interfaceOf is the component and the details of an interface.
func (b *Builder) interfaceOf(id graph.InterfaceID) (Component, *Details) {
	info := b.network.Interface(id)
	c := b.component(info.Ref)
	if c.Name == "" {
		c.Name = info.Name
	}
	d := &Details{
		Owner: b.component(info.Owner), Vpc: b.component(info.Vpc), Subnet: b.component(info.Subnet),
		Zone: info.Zone, Account: info.Account, Region: info.Region, Addresses: []string{},
	}
	for _, a := range info.Addresses {
		d.Addresses = append(d.Addresses, a.Private.String())
		if a.Public.IsValid() {
			d.Addresses = append(d.Addresses, a.Public.String())
		}
	}
	return c, d
}

// header prints a packet.
func header(p *graph.Packet) Header {
	h := Header{Protocol: p.Protocol.String(), Source: addrText(p.Src), Destination: addrText(p.Dst), Family: familyText(p)}
	pair := portPair(p.Protocol, p.SrcPorts, p.DstPorts)
	h.SourcePort, h.DestinationPort = pair.SourcePort, pair.DestinationPort
	h.ICMPType, h.ICMPCode = pair.ICMPType, pair.ICMPCode
	return h
}

func familyText(p *graph.Packet) string {
	for _, a := range []netip.Addr{p.Dst, p.Src} {
		if a.IsValid() {
			return netmath.FamilyOf(a).String()
		}
	}
	return ""
}

func portPair(p netmath.Protocol, src, dst netmath.Ports) PortPair {
	var pair PortPair
	switch {
	case p.IsICMP():
		pair.ICMPType, pair.ICMPCode = icmpOf(dst)
	case p.HasPorts():
		pair.SourcePort, pair.DestinationPort = portsOf(src), portsOf(dst)
	}
	return pair
}

func addrText(a netip.Addr) string {
	if !a.IsValid() {
		return ""
	}
	return a.String()
}
