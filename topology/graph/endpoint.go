package graph

// Implements R10.1, R10.2, R10.5, and the services that no filter sees (R2.10, R4.11, R5.17).

import (
	"net/netip"
	"strings"

	"github.com/dryhop/dryhop/netmath"
	"github.com/dryhop/dryhop/topology/ref"
)

// A gatewayEndpoint is a route target that leads to one AWS service.
type gatewayEndpoint struct {
	ref       ref.Ref
	vpc       int32
	service   int32
	available bool
	untold    bool // the document does not tell the state
}

// A service is an AWS service as a place where flows end.
type service struct {
	ref  ref.Ref
	name string
}

// The services that every VPC offers on fixed addresses.
const (
	dnsService int32 = iota
	metadataService
	timeService
	numFixedServices
)

var fixedServices = [numFixedServices]string{dnsService: "Amazon DNS", metadataService: "instance metadata", timeService: "Amazon Time Sync"}

// fixedAddresses are the link-local addresses of the fixed services.
var fixedAddresses = map[netip.Addr]int32{
	netip.MustParseAddr("169.254.169.253"): dnsService,
	netip.MustParseAddr("fd00:ec2::253"):   dnsService,
	netip.MustParseAddr("169.254.169.254"): metadataService,
	netip.MustParseAddr("fd00:ec2::254"):   metadataService,
	netip.MustParseAddr("169.254.169.123"): timeService,
	netip.MustParseAddr("fd00:ec2::123"):   timeService,
}

// mayBeReserved tells nearly every address from fixedAddresses, neverRouted and latticeAddresses at a glance.
func mayBeReserved(a netip.Addr) bool {
	if a.Is4() {
		return number4(a)>>16 == 169<<8|254
	}
	b := a.As16()
	return b[0] == 0xfd
}

// neverRouted are addresses that no route forwards, whatever covers them (R2.10). Some are latticeAddresses.
var neverRouted = []netip.Prefix{netip.MustParsePrefix("169.254.168.0/22"), netip.MustParsePrefix("fd00:ec2::/32")}

func (c *compiler) compileEndpoints() {
	for _, name := range fixedServices {
		c.service(name)
	}
	for i := range c.s.VpcEndpoints {
		d := &c.s.VpcEndpoints[i]
		r := ref.Ref{Kind: ref.VpcEndpoint, ID: d.VpcEndpointId}
		c.name(r, d.Tags.Name())
		available := strings.EqualFold(d.State, "available") || d.State == ""
		if strings.EqualFold(d.VpcEndpointType, "Gateway") || d.VpcEndpointType == "" {
			c.vpceIDs[d.VpcEndpointId] = int32(len(c.g.endpoints))
			c.g.endpoints = append(c.g.endpoints, gatewayEndpoint{ref: r, vpc: find(c.vpcIDs, d.VpcId), service: c.service(d.ServiceName), available: available, untold: d.State == ""})
			continue
		}
		for _, id := range d.NetworkInterfaceIds {
			if e := c.interfaceAt(id); e != none {
				c.g.interfaces[e].owner = r
				c.latticeEndpoint(d, &c.g.interfaces[e])
				if !available {
					c.g.interfaces[e].answers = no
				}
			}
		}
	}
}

func (c *compiler) service(name string) int32 {
	if i := find(c.serviceIDs, name); i != none {
		return i
	}
	c.serviceIDs[name] = int32(len(c.g.services))
	c.g.services = append(c.g.services, service{ref: ref.Ref{Kind: ref.AwsService, ID: name}, name: name})
	return c.serviceIDs[name]
}

// serviceAt is the service that answers at an address inside a VPC without any filter, or none.
func (g *Graph) serviceAt(vi int32, a netip.Addr) int32 {
	if mayBeReserved(a) {
		if s, ok := fixedAddresses[a]; ok {
			return s
		}
	}
	if a.IsValid() && a == g.vpcs[vi].resolver {
		return dnsService
	}
	return none
}

// arriveService ends the request at a service that no filter stands before (R4.11).
func (w *Walk) arriveService(s int32, p Packet) next {
	w.note(ReceiveEvent, Node{ServiceNode, s}, &p)
	return w.arrive(Location{Kind: AtService, Index: s, Addr: p.Dst}, p)
}

// intoEndpoint takes a packet into the service behind a gateway endpoint.
func (w *Walk) intoEndpoint(ei int32, p Packet) next {
	e := &w.g.endpoints[ei]
	at := Node{GatewayEndpointNode, ei}
	w.note(GatewayEvent, at, &p)
	vi := w.g.subnets[w.from].vpc
	w.require(truthOf(e.available), BadState, BadState, at)
	if e.untold {
		w.assume(AssumeEndpointAvailable, at)
	}
	if _, held := w.g.vpcs[vi].holds(p.Src); e.vpc != vi || !held {
		w.drop(VPCEGatewayEgressRestriction, at, Ingress)
	}
	if e.vpc == none {
		return finished(Dropped) // the snapshot lacks its VPC, so there is no way back either
	}
	if !gatewayEndpointCarries(p.Protocol) {
		w.drop(VPCEGatewayProtocolRestriction, at, Ingress)
	} else if p.Protocol.IsICMP() {
		w.narrowTo(netmath.ICMPType(echoTypes[p.Protocol][0]), VPCEGatewayProtocolRestriction, at)
	}
	w.remember(translation{at: at, before: p, after: p})
	w.note(ReceiveEvent, Node{ServiceNode, e.service}, &p)
	return w.arrive(Location{Kind: AtService, Index: e.service, Addr: p.Dst}, p)
}

// gatewayEndpointCarries reports whether an endpoint takes a protocol: TCP, and ICMP echo (R10.1).
func gatewayEndpointCarries(p netmath.Protocol) bool { return p == netmath.TCP || p.IsICMP() }

// narrowTo keeps alive only some ports, and says why the others are lost.
func (w *Walk) narrowTo(ports netmath.Ports, code Code, at Node) {
	if lost := w.alive.Possible.Subtract(ports); !lost.Empty() {
		w.event(Event{Kind: StateEvent, Verdict: Drop, Code: code, At: at, Table: none, Rule: none, Ports: lost})
	}
	w.narrow(Exactly(ports))
}

// fromService brings a service's reply back: by the endpoint that took the request, by the interface that stood for a
// client, or straight to who asked.
func (w *Walk) fromService(s int32, p Packet) next {
	if w.remembers > 0 {
		switch t := &w.session[w.remembers-1]; {
		case t.at.Kind == GatewayEndpointNode:
			w.note(GatewayEvent, t.at, &p)
			return next{at: Node{VpcNode, w.g.endpoints[t.at.Index].vpc}, packet: p}
		case t.client > 0:
			return w.toClient(InterfaceID(t.at.Index), t, p)
		}
	}
	if n, ok := w.fromFunction(p); ok {
		return n
	}
	if s < numFixedServices && w.origin != NoInterface {
		w.note(ReceiveEvent, Node{InterfaceNode, int32(w.origin)}, &p)
		return w.arrive(Location{Kind: AtInterface, Interface: w.origin, Addr: p.Dst}, p)
	}
	w.drop(NoPossibleDestination, Node{ServiceNode, s}, Egress)
	return finished(Dropped)
}
