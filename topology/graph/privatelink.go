package graph

// Implements R10.7-R10.9: interface endpoints that lead to a service of one's own, behind Network Load Balancers.

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology"
	"github.com/dryhop/dryhop/topology/ref"
)

// A privateLink is what an interface endpoint leads to.
type privateLink struct {
	ref       ref.Ref // the service
	kind      linkKind
	works     bool
	distant   bool // the service is in another Region
	zones     []zone
	balancers []int32
}

// linkKind is a type of endpoint with interfaces.
type linkKind uint8

const (
	serviceLink  linkKind = iota // to a service of the snapshot
	foreignLink                  // to somebody's service that the snapshot lacks
	resourceLink                 // to a resource of VPC Lattice
	networkLink                  // to a service network of VPC Lattice
)

// compilePrivateLinks finds what the interfaces of endpoints lead to. Those of AWS's services lead nowhere further.
func (c *compiler) compilePrivateLinks() {
	services := map[string]*topology.VpcEndpointServiceConfiguration{}
	for i := range c.s.VpcEndpointServiceConfigurations {
		if d := &c.s.VpcEndpointServiceConfigurations[i]; d.ServiceName != "" && len(d.NetworkLoadBalancerArns) > 0 {
			services[d.ServiceName] = d
		}
	}
	for i := range c.s.VpcEndpoints {
		d := &c.s.VpcEndpoints[i]
		link, leads := c.privateLink(d, services[d.ServiceName])
		if !leads {
			continue
		}
		for _, id := range d.NetworkInterfaceIds {
			if e := c.interfaceAt(id); e != none {
				c.g.interfaces[e].link = int32(len(c.g.links))
			}
		}
		c.g.links = append(c.g.links, link)
	}
}

func (c *compiler) privateLink(d *topology.VpcEndpoint, service *topology.VpcEndpointServiceConfiguration) (privateLink, bool) {
	switch {
	case strings.EqualFold(d.VpcEndpointType, "Resource"):
		return privateLink{kind: resourceLink, ref: d.Ref()}, true
	case strings.EqualFold(d.VpcEndpointType, "ServiceNetwork"):
		return privateLink{kind: networkLink, ref: d.Ref()}, true
	case !strings.EqualFold(d.VpcEndpointType, "Interface"):
		return privateLink{}, false
	case service != nil:
		return c.serviceLink(d, service), true
	}
	return privateLink{kind: foreignLink, ref: ref.Ref{Kind: ref.VpcEndpointService, ID: d.ServiceName}}, strings.Contains(d.ServiceName, ".vpce-svc-")
}

func (c *compiler) serviceLink(d *topology.VpcEndpoint, service *topology.VpcEndpointServiceConfiguration) privateLink {
	link := privateLink{
		kind: serviceLink, ref: service.Ref(), works: service.ServiceState == "Available" || service.ServiceState == "",
		distant: d.ServiceRegion != "" && d.Region != "" && d.ServiceRegion != d.Region,
	}
	for _, name := range service.AvailabilityZones {
		link.zones = append(link.zones, c.zoneNamed(service.Account, name))
	}
	for _, arn := range service.NetworkLoadBalancerArns {
		link.balancers = append(link.balancers, c.balancer(suffixOf(arn)))
	}
	c.name(link.ref, service.Tags.Name())
	return link
}

// throughLink takes a packet from an endpoint into the service behind it.
func (w *Walk) throughLink(id InterfaceID, p Packet) next {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	link := &w.g.links[e.link]
	switch link.kind {
	case foreignLink:
		w.assume(AssumeServiceAnswers, at)
		return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
	case resourceLink, networkLink:
		if link.kind == resourceLink && p.Protocol != netmath.TCP {
			w.drop(ProtocolRestriction, at, Ingress)
			return finished(Dropped)
		}
		w.doubt(UnsupportedComponent, at, Ingress, link.ref)
		return finished(Doubted)
	}
	w.require(truthOf(link.works), BadState, BadState, Node{LinkNode, e.link})
	if p.Protocol != netmath.TCP && p.Protocol != netmath.UDP {
		w.drop(ProtocolRestriction, at, Ingress)
		return finished(Dropped)
	}
	i := w.draw(len(link.balancers))
	bi := link.balancers[i]
	if len(link.balancers) > 1 {
		w.event(Event{Kind: DrawEvent, Code: ServiceChoosesBalancer, At: Node{BalancerNode, bi}, Table: none, Rule: none, Missing: link.ref})
	}
	return w.intoProvider(id, bi, p)
}

// intoProvider brings a packet to a node of the service's load balancer, past the network between.
func (w *Walk) intoProvider(id InterfaceID, bi int32, p Packet) next {
	e, b := &w.g.interfaces[id], &w.g.balancers[bi]
	at, link := Node{InterfaceNode, int32(id)}, &w.g.links[e.link]
	if !b.documented {
		return w.leaveOpen(Event{Kind: GatewayEvent, At: Node{BalancerNode, bi}, Table: none, Rule: none, Packet: p}, UnknownResource, b.ref)
	}
	w.requireZone(link, b, e.subnet, at)
	nodes := b.nodes
	if local := w.g.nodesIn(b, w.g.zoneOf(e.subnet)); len(local) > 0 && !link.distant {
		nodes = local
	}
	if len(nodes) == 0 {
		return w.leaveOpen(Event{Kind: GatewayEvent, At: Node{BalancerNode, bi}, Table: none, Rule: none, Packet: p}, UnknownResource, ref.Ref{Kind: ref.NetworkInterface})
	}
	node := nodes[w.drawNodeOf(nodes, b)]
	return w.atProvider(id, node, p)
}

// requireZone drops what a service does not take in the zone of an endpoint.
func (w *Walk) requireZone(link *privateLink, b *balancer, subnet int32, at Node) {
	zones := link.zones
	if len(zones) == 0 {
		zones = b.zones
	}
	if link.distant || len(zones) == 0 {
		return
	}
	offered, here := no, w.g.zoneOf(subnet)
	for _, z := range zones {
		offered = max(offered, z.is(here))
	}
	w.require(offered, ServiceNotInZone, UnknownZone, at)
}

// atProvider delivers a packet to a node, whose groups see the client's address and nothing of who it is (R10.8).
func (w *Walk) atProvider(endpoint, node InterfaceID, p Packet) next {
	at := Node{InterfaceNode, int32(endpoint)}
	q := p
	for _, f := range []netmath.Family{p.Family(), netmath.IPv4, netmath.IPv6} {
		if q.Dst = w.g.Primary(node, f); q.Dst.IsValid() {
			break
		}
	}
	if !q.Dst.IsValid() {
		w.drop(NoAddressInFamily, Node{InterfaceNode, int32(node)}, Ingress)
		return finished(Dropped)
	}
	seen := q
	if q.Dst.Is4() != p.Dst.Is4() {
		seen, q.Src = p, w.g.inside(endpoint, node, netmath.FamilyOf(q.Dst))
	}
	w.remember(translation{at: at, before: p, after: q})
	w.note(TranslateEvent, at, &q)
	w.linked, w.sender, w.transit = true, NoInterface, w.transit.restarted()
	w.from = w.g.interfaces[node].subnet
	if w.g.balancers[w.g.interfaces[node].balancer].filtersLinks {
		w.narrow(w.filterGroups(node, Ingress, &seen))
	}
	w.usable(node)
	w.note(ReceiveEvent, Node{InterfaceNode, int32(node)}, &q)
	w.takers = append(w.takers, node)
	return w.balance(node, q)
}

// inside is the address that stands for a client of the other family between an endpoint and a node: the endpoint's, or if it
// has none, one that nobody sees.
func (g *Graph) inside(endpoint, node InterfaceID, f netmath.Family) netip.Addr {
	if a := g.Primary(endpoint, f); a.IsValid() {
		return a
	}
	return g.Primary(node, f)
}
