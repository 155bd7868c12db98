package graph

// Implements R1.10, R1.11, R4.9, R4.11, R4.16, R10.3, R13.1-R13.4: what a network interface sends, takes and holds.

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/dryhop/dryhop/topology/ref"
)

// NoInterface is no interface.
const NoInterface = InterfaceID(-1)

// An iface is a network interface: what every walk looks at. The rest is kept apart, so that a walk touches one line of memory.
type iface struct {
	*aboutIface
	vpc, subnet int32
	groups      int32  // the number of its set of groups
	nat         int32  // the NAT gateway that it is of, or none
	balancer    int32  // the load balancer that it is a node of, or none
	link        int32  // what it leads to as an interface endpoint, or none
	v4          uint32 // its first IPv4 address, if it has any
	has4        bool
	role        role
	attached    truth
	answers     truth // something behind it is running
	checked     bool  // source/destination check
	denyIGW     bool  // DenyAllIgwTraffic (R1.12)
	preserves   bool  // an Instance Connect Endpoint that keeps the address of who calls it
	unmodelled  bool  // an endpoint whose service is opaque
	onlyTCP     bool
}

// An aboutIface is what walks hardly ever look at of an interface.
type aboutIface struct {
	*oddities
	ref       ref.Ref
	owner     ref.Ref
	addresses []address
	doc       int32 // index into Snapshot.NetworkInterfaces, or -1 if only its instance tells of it
	device    int32 // its number on the instance
}

// oddities are what most interfaces have none of: these share the same, plain.
type oddities struct {
	prefixes []netip.Prefix // delegated
	service  string         // whose it is, if a service's
	title    string         // what to call it where nobody named it: "lambda:orders"
	opaque   ref.Ref        // the endpoint behind it, if what that does is not modelled
	symbolic bool           // its address stands for any of its subnet
	divided  bool           // and something tells the addresses of the subnet apart
}

var plain = &oddities{}

// own are the oddities of this interface alone, to be changed.
func (a *aboutIface) own() *oddities {
	if a.oddities == plain {
		a.oddities = &oddities{}
	}
	return a.oddities
}

// An address is one private address of an interface, with what stands for it outside.
type address struct {
	private netip.Addr
	*outward
}

// An outward is what stands for a private address. Most addresses share the same, unseen.
type outward struct {
	public  netip.Addr
	carrier netip.Addr // what stands for it in a carrier's network (R3.15)
}

var unseen = &outward{}

func addressOf(private, public, carrier netip.Addr) address {
	if !public.IsValid() && !carrier.IsValid() {
		return address{private, unseen}
	}
	return address{private, &outward{public, carrier}}
}

// role is what an interface is for (R13.4).
type role uint8

const (
	hostRole     role = iota // an instance, a database, a function, a load balancer node ...
	balancerRole             // a node of a network load balancer, which may have no group at all
	endpointRole             // an interface endpoint: takes packets, never starts (R10.3)
	connectRole              // an Instance Connect Endpoint: starts TCP, never listens (R3.20)
	callerRole               // a function, or clients of a VPN: starts, never listens (R13.5)
	silentRole               // a NAT gateway, transit gateway ...: no host of its own
	supposedRole             // a host that nobody has: its groups are supposed to let everything pass
)

// unfiltered reports whether no security group applies (R4.12), or groups are supposed to let everything pass.
func (e *iface) unfiltered() bool {
	return e.role == silentRole || e.role == supposedRole || (e.role == balancerRole && e.groups == untold)
}

// hasAddress reports whether a is one of the interface's addresses, without delegated prefixes.
func (e *iface) hasAddress(a netip.Addr) bool {
	if e.has4 && a.Is4() && number4(a) == e.v4 {
		return true
	}
	return slices.ContainsFunc(e.addresses, func(x address) bool { return x.private == a })
}

// setAddresses gives the interface its addresses, the primary ones first.
func (e *iface) setAddresses(all []address) {
	e.addresses = all
	i := slices.IndexFunc(all, func(a address) bool { return a.private.Is4() })
	if e.has4 = i >= 0; e.has4 {
		e.v4 = number4(all[i].private)
	}
}

// owns reports whether a counts as the interface's own, delegated prefixes included (R1.10).
func (e *iface) owns(a netip.Addr) bool { return e.hasAddress(a) || anyContains(e.prefixes, a) }

// send lets an interface emit a packet: the sender of a request, or the receiver with its reply.
func (w *Walk) send(id InterfaceID, p Packet) next {
	e := &w.g.interfaces[id]
	w.from, w.through = e.subnet, append(w.through, Node{InterfaceNode, int32(id)})
	w.note(SendEvent, Node{InterfaceNode, int32(id)}, &p)
	w.emit(id, &p)
	if s := w.g.serviceAt(e.vpc, p.Dst); s != none {
		return w.arriveService(s, p)
	}
	w.egress(id, &p, w.reply)
	return w.leaveBack(e.subnet, p)
}

// emit drops what an interface itself does not send.
func (w *Walk) emit(id InterfaceID, p *Packet) {
	e := &w.g.interfaces[id]
	if !w.reply {
		w.usable(id)
		w.mayInitiate(id)
	} else if e.role == endpointRole && p.Protocol.IsICMP() {
		w.drop(ProtocolRestriction, Node{InterfaceNode, int32(id)}, Egress) // takes it, answers nothing (R10.3)
	}
	w.opened.odd = w.opened.odd || e.role == endpointRole
	w.emits(id, p)
}

// egress applies an interface's groups to a packet that it emits; memory of the flow lets replies pass (R4.9).
func (w *Walk) egress(id InterfaceID, p *Packet, remembered bool) {
	if remembered {
		w.passGroups(id, Egress)
		return
	}
	w.narrow(w.filterGroups(id, Egress, p))
}

// passGroups notes that an interface's groups let a reply pass without being asked.
func (w *Walk) passGroups(id InterfaceID, dir Direction) {
	if w.log != nil {
		w.event(Event{Kind: GroupEvent, Verdict: Pass, Dir: dir, At: Node{InterfaceNode, int32(id)}, Table: w.g.firstGroup(&w.g.interfaces[id]), Rule: none})
	}
}

// leave takes a packet from inside a subnet to its neighbour on the link, or past the ACL to the VPC router (R2.8, R5.3).
func (w *Walk) leave(si int32, p Packet) next {
	w.from, w.left = si, Node{}
	s := &w.g.subnets[si]
	if caller, handed := w.callerOf(&p); handed {
		if w.g.interfaces[caller].subnet != si {
			w.narrow(w.filterACL(si, Egress, &p))
		}
		return w.receive(caller, p)
	}
	switch {
	case w.onLink(s, p.Dst):
		return next{at: Node{VpcNode, s.vpc}, packet: p}
	case mayBeReserved(p.Dst) && anyContains(latticeAddresses, p.Dst):
		return w.intoLattice(si)
	}
	return w.leaveLink(si, p)
}

// leaveLink takes a packet past the ACL of a subnet to the VPC router.
func (w *Walk) leaveLink(si int32, p Packet) next {
	w.narrow(w.filterACL(si, Egress, &p))
	return next{at: Node{RouterNode, si}, packet: p}
}

// receive delivers a packet to the interface that holds its destination.
func (w *Walk) receive(id InterfaceID, p Packet) next {
	e := &w.g.interfaces[id]
	w.opened.came = true
	w.enter(e.subnet, &p)
	if w.opened.short {
		return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
	}
	if w.reply {
		return w.receiveReply(id, p)
	}
	if w.blocked() {
		return finished(Dropped)
	}
	w.narrow(w.filterGroups(id, Ingress, &p))
	if w.opened.atNodes && e.isNode() {
		w.remember(translation{at: Node{InterfaceNode, int32(id)}, before: p, after: p}) // as it would if it sent the request on
		w.takers = append(w.takers, id)
		return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
	}
	return w.take(id, p)
}

// take lets what is behind an interface have a request that its groups let in.
func (w *Walk) take(id InterfaceID, p Packet) next {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	w.usable(id)
	w.mayListen(id)
	if e.unmodelled {
		return w.beyondEndpoint(id, &p)
	}
	w.note(ReceiveEvent, at, &p)
	switch {
	case e.isNode():
		w.takers = append(w.takers, id)
		return w.balance(id, p)
	case e.link != none:
		w.takers = append(w.takers, id)
		return w.throughLink(id, p)
	}
	return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
}

// receiveReply ends the reply at the interface that asked, or hands it to an appliance that had forwarded the request.
func (w *Walk) receiveReply(id InterfaceID, p Packet) next {
	at := Node{InterfaceNode, int32(id)}
	switch t := w.remembered(at, &p); {
	case t != nil && t.client > 0:
		return w.toClient(id, t, p)
	case t != nil:
		return w.forwardReply(id, t, p)
	}
	w.passGroups(id, Ingress)
	w.note(ReceiveEvent, at, &p)
	return w.arrive(Location{Kind: AtInterface, Interface: id, Addr: p.Dst}, p)
}

// enter applies the ACL of the subnet that a packet comes into, unless it was there already (R5.3).
func (w *Walk) enter(si int32, p *Packet) {
	if w.from != si {
		w.narrow(w.filterACL(si, Ingress, p))
	}
	w.from = si
}

// usable drops at an interface that is not attached, or has nothing running behind it (R13.1).
func (w *Walk) usable(id InterfaceID) {
	e := &w.g.interfaces[id]
	at := Node{InterfaceNode, int32(id)}
	w.require(e.attached, BadStateAttachment, UnknownResource, at)
	w.require(e.answers, BadState, UnknownInstanceState, at)
	w.stands(id)
	if e.role == endpointRole && e.owner.IsZero() {
		w.assume(AssumeEndpointAvailable, at) // no document tells of the endpoint's own state
	}
	if w.log != nil && e.owner.Kind == ref.Instance && w.g.assumed[AssumeInstancesRunning] {
		w.assume(AssumeInstancesRunning, at)
	}
}

// mayInitiate drops what a component that never starts a connection would send.
func (w *Walk) mayInitiate(id InterfaceID) {
	e, at := &w.g.interfaces[id], Node{InterfaceNode, int32(id)}
	switch {
	case e.role == endpointRole:
		w.drop(VPCEIntraVPCTraffic, at, Egress)
	case e.role == silentRole, e.isNode():
		w.drop(NotInitiating, at, Egress)
	}
}

// mayListen drops what nobody at the interface takes.
func (w *Walk) mayListen(id InterfaceID) {
	if r := w.g.interfaces[id].role; r == silentRole || r == callerRole || r == connectRole {
		w.drop(NotListening, Node{InterfaceNode, int32(id)}, Ingress)
	}
}

// roleOf reads an interface's role from its documented type, or where that says nothing, its description.
func roleOf(interfaceType, description string) role {
	if strings.HasPrefix(description, clientVpnInterface) {
		return callerRole
	}
	switch strings.ToLower(strings.ReplaceAll(interfaceType, "_", "")) {
	case "lambda":
		return callerRole
	case "ec2instanceconnectendpoint":
		return connectRole
	case "vpcendpoint":
		return endpointRole
	case "networkloadbalancer":
		return balancerRole
	case "natgateway", "transitgateway", "gatewayloadbalancer", "gatewayloadbalancerendpoint", "regionalnatgateway":
		return silentRole
	}
	return hostRole
}
